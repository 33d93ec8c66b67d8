import { expect, test } from 'vitest';
import { blankPosition, readExif } from './exif';
import { readFacts } from './facts';
import { jpegSize } from './jpeg';

type Value = string | number | [number, number][];
type Tags = Record<number, Value>;

/** A TIFF block with a first directory, and the camera's and the GPS directory behind their pointers. */
function tiff(main: Tags, camera: Tags, gps: Tags, little = true): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4096));
  view.setUint32(0, little ? 0x49492a00 : 0x4d4d002a);
  view.setUint32(4, 8, little);
  let free = 1024;
  const write = (at: number, tags: Tags): void => {
    const entries = Object.entries(tags);
    view.setUint16(at, entries.length, little);
    entries.forEach(([tag, value], n) => {
      const here = at + 2 + n * 12;
      const count = typeof value === 'number' ? 1 : typeof value === 'string' ? value.length + 1 : value.length;
      const [type, size] = typeof value === 'number' ? [4, 4] : typeof value === 'string' ? [2, 1] : [5, 8];
      const from = size * count > 4 ? free : here + 8;
      view.setUint16(here, Number(tag), little);
      view.setUint16(here + 2, type ?? 0, little);
      view.setUint32(here + 4, count, little);
      if (from === free) view.setUint32(here + 8, free, little);
      if (typeof value === 'number') view.setUint32(from, value, little);
      else if (typeof value === 'string') [...value].forEach((sign, k) => view.setUint8(from + k, sign.charCodeAt(0)));
      else value.forEach(([over, under], k) => [over, under].forEach((part, j) => view.setUint32(from + k * 8 + j * 4, part, little)));
      if (from === free) free += size * count;
    });
  };
  write(8, { ...main, 0x8769: 256, 0x8825: 512 });
  write(256, camera);
  write(512, gps);
  return new Uint8Array(view.buffer);
}

/** As a camera writes it: the block in the first segment, the frame header behind it. */
function jpeg(block: Uint8Array): ArrayBuffer {
  const length = block.length + 8;
  const head = [0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 0xff, 0x45, 0x78, 0x69, 0x66, 0, 0];
  const frame = [0xff, 0xc0, 0, 17, 8, 0x0b, 0xd0, 0x0f, 0xc0, 3, ...new Array<number>(9).fill(0)];
  return new Uint8Array([...head, ...block, ...frame]).buffer;
}

const TAKEN = { 0x9003: '2026:03:02 09:15:30' };
const VILNIUS: Tags = {
  1: 'N',
  2: [[54, 1], [41, 1], [1356, 100]],
  3: 'E',
  4: [[25, 1], [16, 1], [4800, 100]],
  31: [[47, 10]],
};
const nothing = { consent: true, here: null, clock: Date.parse('2026-03-05T12:00:00Z') };

test.each([true, false])('time, offset, turning and position in either byte order (little: %s)', (little) => {
  const photo = jpeg(tiff({ 0x0112: 6 }, { ...TAKEN, 0x9011: '+02:00' }, VILNIUS, little));
  expect(readExif(photo)).toEqual({
    orientation: 6,
    local: '2026-03-02T09:15:30',
    offset: '+02:00',
    utc: null,
    position: { latitude: 54.6871, longitude: 25.28, accuracy: 4.7 },
  });
  expect(jpegSize(photo)).toEqual({ width: 4032, height: 3024 });
});

test('the offset makes the moment; without one the satellites do, then the zone of the phone', () => {
  const satellites: Tags = { 29: '2026:03:02', 7: [[7, 1], [15, 1], [29, 1]] };
  const moment = (camera: Tags, gps: Tags): string | null => readFacts(jpeg(tiff({}, camera, gps)), nothing).taken_at;
  expect(moment({ ...TAKEN, 0x9011: '-05:30' }, satellites)).toBe('2026-03-02T09:15:30-05:30');
  expect(moment(TAKEN, satellites)).toBe('2026-03-02T07:15:29Z');
  expect(moment(TAKEN, {})).toBe(new Date('2026-03-02T09:15:30').toISOString());
  expect(moment({}, {})).toBe('2026-03-05T12:00:00.000Z');
});

test('no position is kept without consent, whoever knows it', () => {
  const here = { latitude: 1, longitude: 2, accuracy: 30 };
  const kept = (gps: Tags, consent: boolean): unknown[] => {
    const facts = readFacts(jpeg(tiff({}, {}, gps)), { ...nothing, consent, here });
    return [facts.latitude, facts.longitude, facts.accuracy];
  };
  expect(kept(VILNIUS, true)).toEqual([54.6871, 25.28, 4.7]);
  expect(kept({}, true)).toEqual([1, 2, 30]);
  expect(kept(VILNIUS, false)).toEqual([null, null, null]);
});

test.each([
  ['a side that there is not', { 1: 'X' }],
  ['a missing side', { 1: '' }],
  ['90 degrees and more', { 2: [[91, 1], [0, 1], [0, 1]] }],
  ['60 minutes', { 2: [[54, 1], [60, 1], [0, 1]] }],
  ['a division by nothing', { 2: [[54, 0], [41, 1], [0, 1]] }],
  ['too few numbers', { 2: [[54, 1]] }],
] as [string, Tags][])('a position with %s is none', (_, wrong) => {
  expect(readExif(jpeg(tiff({}, {}, { ...VILNIUS, ...wrong }))).position).toBeNull();
});

test('null island is where receivers are that do not know yet', () => {
  const zero: [number, number][] = [[0, 1], [0, 1], [0, 1]];
  expect(readExif(jpeg(tiff({}, {}, { 1: 'N', 2: zero, 3: 'E', 4: zero }))).position).toBeNull();
});

test.each(['2026:02:31 10:00:00', '1980:01:01 00:00:00', '2026:03:02 25:00:00', '0000:00:00 00:00:00', 'yesterday'])(
  'a camera that says “%s” says nothing',
  (said) => {
    expect(readExif(jpeg(tiff({}, { 0x9003: said, 0x9011: '+99:00' }, {})))).toMatchObject({ local: null, offset: null });
  },
);

test('a file that travels unchanged loses its position and nothing else', () => {
  const photo = jpeg(tiff({ 0x0112: 3 }, TAKEN, VILNIUS));
  // 13.56 seconds north, as they stand in the file.
  const holds = (): boolean => new Uint8Array(photo).join().includes([0x4c, 5, 0, 0, 100, 0, 0, 0].join());
  expect(holds()).toBe(true);
  blankPosition(photo);
  expect(readExif(photo)).toMatchObject({ orientation: 3, local: '2026-03-02T09:15:30', position: null });
  expect(holds()).toBe(false);
});

test('cut or shaken files are read without a fault', () => {
  const photo = new Uint8Array(jpeg(tiff({ 0x0112: 6 }, { ...TAKEN, 0x9011: '+02:00' }, VILNIUS)));
  for (let length = 0; length < 1600; length += 7) expect(() => readExif(photo.slice(0, length).buffer)).not.toThrow();
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 2000; round += 1) {
    const shaken = photo.slice();
    for (let n = 0; n < 12; n += 1) shaken[12 + random(700)] = random(256);
    const facts = readFacts(shaken.buffer, nothing);
    expect(Number.isNaN(Date.parse(facts.taken_at ?? ''))).toBe(false);
    expect(Math.abs(facts.latitude ?? 0)).toBeLessThanOrEqual(90);
    jpegSize(shaken.buffer);
    blankPosition(shaken.buffer);
  }
});

test('what is no JPEG has no frame', () => {
  expect(jpegSize(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]).buffer)).toBeNull();
  expect(jpegSize(new ArrayBuffer(0))).toBeNull();
});
