/** Coordinates as maps copy them: `54.6872, 25.2797`. */
import type { Coordinates } from '../../../api/schema';

export function coordinatesText(place: Coordinates | null | undefined): string {
  return place ? `${place.latitude}, ${place.longitude}` : '';
}

/** null for nothing at all, undefined for what is no place. */
export function readCoordinates(text: string): Coordinates | null | undefined {
  if (text.trim() === '') return null;
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text.replaceAll('−', '-'));
  const [latitude, longitude] = [Number(found?.[1]), Number(found?.[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}
