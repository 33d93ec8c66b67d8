/** Directories of the TIFF block that carries EXIF. Nothing is read outside the file, whatever its offsets say. */
export type Tiff = { view: DataView; start: number; little: boolean };
/** `at` and `bytes`: where the values lie in the file. */
export type Entry = { type: number; count: number; at: number; bytes: number };
export type Directory = { at: number; length: number; entries: Map<number, Entry> };

const [TEXT, SHORT, LONG, RATIONAL] = [2, 3, 4, 5];
const SIZES: Record<number, number> = { 1: 1, [TEXT]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8, 7: 1, 9: 4, 10: 8 };
const MOST_ENTRIES = 512;
const MOST_NUMBERS = 8;
const MOST_LETTERS = 64;

/** A JPEG carries the block in its first segments, HEIC anywhere; both put the same six bytes before it. */
export function findTiff(bytes: ArrayBuffer): Tiff | null {
  const file = new Uint8Array(bytes);
  const view = new DataView(bytes);
  for (let at = file.indexOf(0x45); at !== -1 && at + 14 <= file.length; at = file.indexOf(0x45, at + 1)) {
    if (view.getUint32(at) !== 0x45786966 || view.getUint16(at + 4) !== 0) continue;
    const mark = view.getUint32(at + 6);
    if (mark === 0x49492a00 || mark === 0x4d4d002a) return { view, start: at + 6, little: mark === 0x49492a00 };
  }
  return null;
}

export function firstDirectory(tiff: Tiff): Directory | null {
  return directory(tiff, uint(tiff, tiff.start + 4, 4));
}

/** The directory that the entry `tag` of another one points to. */
export function innerDirectory(tiff: Tiff, outer: Directory, tag: number): Directory | null {
  const offset = numbersOf(tiff, outer, tag)[0];
  return offset === undefined ? null : directory(tiff, offset);
}

export function textOf({ view }: Tiff, from: Directory | null, tag: number): string {
  const entry = from?.entries.get(tag);
  if (entry?.type !== TEXT) return '';
  const letters = new Uint8Array(view.buffer, entry.at, Math.min(entry.count, MOST_LETTERS));
  return String.fromCharCode(...letters).split('\0')[0]?.trim() ?? '';
}

/** The numbers of a tag; empty unless all of them can be read. */
export function numbersOf(tiff: Tiff, from: Directory | null, tag: number): number[] {
  const entry = from?.entries.get(tag);
  if (entry === undefined || entry.count > MOST_NUMBERS) return [];
  const each = (read: (at: number) => number): number[] =>
    Array.from({ length: entry.count }, (_, n) => read(entry.at + n * (SIZES[entry.type] ?? 0)));
  if (entry.type === SHORT) return each((at) => uint(tiff, at, 2));
  if (entry.type === LONG) return each((at) => uint(tiff, at, 4));
  const numbers = entry.type === RATIONAL ? each((at) => uint(tiff, at, 4) / uint(tiff, at + 4, 4)) : [];
  return numbers.every(Number.isFinite) ? numbers : [];
}

function directory(tiff: Tiff, offset: number): Directory | null {
  const at = tiff.start + offset;
  const end = tiff.view.byteLength;
  if (offset < 8 || at + 2 > end) return null;
  const count = Math.min(uint(tiff, at, 2), MOST_ENTRIES, Math.floor((end - at - 2) / 12));
  const entries = new Map<number, Entry>();
  for (let here = at + 2; here < at + 2 + count * 12; here += 12) {
    const entry = entryAt(tiff, here);
    if (entry.bytes > 0 && entry.at + entry.bytes <= end) entries.set(uint(tiff, here, 2), entry);
  }
  return { at, length: 2 + count * 12, entries };
}

function entryAt(tiff: Tiff, here: number): Entry {
  const [type, count] = [uint(tiff, here + 2, 2), uint(tiff, here + 4, 4)];
  const bytes = (SIZES[type] ?? 0) * count;
  return { type, count, bytes, at: bytes > 4 ? tiff.start + uint(tiff, here + 8, 4) : here + 8 };
}

function uint({ view, little }: Tiff, at: number, size: 2 | 4): number {
  return size === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}
