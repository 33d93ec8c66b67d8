/** The few facts that a camera writes into a photo. Whoever wrote it is not trusted: what does not fit is absent. */
import { findTiff, firstDirectory, innerDirectory, numbersOf, textOf, type Directory, type Tiff } from './tiff';

/** WGS 84 degrees, north and east positive; `accuracy` in metres. */
export type Position = { latitude: number; longitude: number; accuracy: number | null };

/** `local` is the camera's wall clock without an offset; `offset` such as `+02:00`; `utc` comes from satellites. */
export type CameraFacts = {
  orientation: number;
  local: string | null;
  offset: string | null;
  utc: string | null;
  position: Position | null;
};

const [ORIENTATION, CHANGED, CAMERA, GPS] = [0x0112, 0x0132, 0x8769, 0x8825];
const [TAKEN, DIGITISED, OFFSET, OFFSET_TAKEN] = [0x9003, 0x9004, 0x9010, 0x9011];
const [NORTH_SOUTH, LATITUDE, EAST_WEST, LONGITUDE, CLOCK, DAY, ERROR] = [1, 2, 3, 4, 7, 29, 31];
/** Older dates come from clocks that were never set. */
const EARLIEST = '1990';
const MOST_METRES = 100_000;
const MOST_OFFSET_MINUTES = 14 * 60;
/** Longer values are not where a photo was taken, and emptying them would only cost time. */
const MOST_GPS_BYTES = 1024;

export function readExif(bytes: ArrayBuffer): CameraFacts {
  const tiff = findTiff(bytes);
  const main = tiff && firstDirectory(tiff);
  if (!tiff || !main) return { orientation: 1, local: null, offset: null, utc: null, position: null };
  const camera = innerDirectory(tiff, main, CAMERA);
  const gps = innerDirectory(tiff, main, GPS);
  const time = (from: Directory | null, tag: number): string | null => wallClock(textOf(tiff, from, tag));
  const orientation = numbersOf(tiff, main, ORIENTATION)[0] ?? 1;
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    local: time(camera, TAKEN) ?? time(camera, DIGITISED) ?? time(main, CHANGED),
    offset: offsetOf(textOf(tiff, camera, OFFSET_TAKEN)) ?? offsetOf(textOf(tiff, camera, OFFSET)),
    utc: satelliteTime(textOf(tiff, gps, DAY), numbersOf(tiff, gps, CLOCK)),
    position: positionOf(tiff, gps),
  };
}

/** Empties the GPS directory in place, for a file that travels as the camera wrote it. */
export function blankPosition(bytes: ArrayBuffer): void {
  const tiff = findTiff(bytes);
  const main = tiff && firstDirectory(tiff);
  const gps = tiff && main && innerDirectory(tiff, main, GPS);
  if (!gps) return;
  const file = new Uint8Array(bytes);
  for (const { at, bytes: length } of gps.entries.values()) {
    if (length <= MOST_GPS_BYTES) file.fill(0, at, at + length);
  }
  file.fill(0, gps.at, gps.at + gps.length);
}

function wallClock(text: string): string | null {
  const [, year, month, day, time] = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text) ?? [];
  if (year === undefined || year < EARLIEST) return null;
  const local = `${year}-${month}-${day}T${time}`;
  const moment = new Date(`${local}Z`);
  // The 31st of February is a date to a browser, but another one.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(local) ? local : null;
}

function offsetOf(text: string): string | null {
  const [, hours, minutes] = /^[+-](\d\d):([0-5]\d)$/.exec(text) ?? [];
  return hours !== undefined && Number(hours) * 60 + Number(minutes) <= MOST_OFFSET_MINUTES ? text : null;
}

function satelliteTime(day: string, clock: number[]): string | null {
  const time = clock.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  const local = wallClock(`${day} ${time}`);
  return local && `${local}Z`;
}

function positionOf(tiff: Tiff, gps: Directory | null): Position | null {
  const angle = (tag: number, side: number, sides: string, most: number): number | null =>
    degrees(numbersOf(tiff, gps, tag), textOf(tiff, gps, side).toUpperCase(), sides, most);
  const latitude = angle(LATITUDE, NORTH_SOUTH, 'NS', 90);
  const longitude = angle(LONGITUDE, EAST_WEST, 'EW', 180);
  // Receivers write 0, 0 before they know.
  if (latitude === null || longitude === null || (latitude === 0 && longitude === 0)) return null;
  const metres = numbersOf(tiff, gps, ERROR)[0] ?? 0;
  return { latitude, longitude, accuracy: metres > 0 && metres <= MOST_METRES ? Math.round(metres * 10) / 10 : null };
}

function degrees(parts: number[], side: string, sides: string, most: number): number | null {
  const [whole, minutes, seconds] = parts;
  if (whole === undefined || minutes === undefined || seconds === undefined) return null;
  if (side.length !== 1 || !sides.includes(side) || minutes >= 60 || seconds >= 60) return null;
  const total = whole + minutes / 60 + seconds / 3600;
  return total > most ? null : Math.round((side === sides[1] ? -total : total) * 1e7) / 1e7;
}
