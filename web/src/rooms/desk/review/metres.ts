/** How far a photo was taken from the branch; the same arithmetic as `checklists/geography.py`. */
export type Place = { latitude: number; longitude: number };

const EARTH_METRES = 6_371_008.8;

export function metresBetween(one: Place, other: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [north, east] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)];
  const breadths = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  const chord = Math.sin(north / 2) ** 2 + breadths * Math.sin(east / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** A distance in words: `40 m`, `1.4 km`, `91 km`. */
export function length(locale: string, metres: number): string {
  const inUnit = (value: number, unit: string, digits: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(value);
  if (metres < 1000) return inUnit(Math.round(metres / 10) * 10, 'meter', 0);
  return inUnit(metres / 1000, 'kilometer', metres < 10_000 ? 1 : 0);
}
