import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { developed, type Developed } from '../../../camera/develop';
import { NotAPhoto } from '../../../camera/notAPhoto';
import { PhoneDatabase } from '../../../phone/database';
import { discardDraft } from '../../../phone/drafts';
import { listTaken } from '../../../phone/photos';
import { filled, freshPhone } from '../../../phone/testing/phone';
import { picture, USER } from '../../../phone/testing/samples';
import { finished } from '../../../phone/unfinished';
import { field } from '../field.svelte';
import { doWithout, tryAgain } from './answering';
import { developAll } from './developing';
import { lostPhotos, prepared, preparing, whyKept, type Lost } from './preparing.svelte';
import { take } from './taking';

// The pictures themselves are a browser's work, and tested in one.
vi.mock('../../../camera/develop', () => ({ developed: vi.fn() }));

let db: PhoneDatabase;
let auditId: string;
/** Each picture in the dark room, by size; what is under way at once. */
let dark: { size: number; done: (made: Developed) => void; fail: (error: unknown) => void }[];
let most: number;

const NOWHERE = { consent: false, here: null };
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(async () => {
  db = await freshPhone();
  auditId = (await filled(db, [])).audit_id;
  [dark, most] = [[], 0];
  let busy = 0;
  vi.mocked(developed).mockImplementation((original) => {
    most = Math.max(most, (busy += 1));
    const made = new Promise<Developed>((done, fail) => dark.push({ size: original.byteLength, done, fail }));
    return made.finally(() => (busy -= 1));
  });
});
afterEach(() => vi.restoreAllMocks());

const print = (size: number): Developed => ({ bytes: picture(size), type: 'image/jpeg', thumbnail: null });

function shoot(...sizes: number[]): Promise<unknown> {
  const chosen = sizes.map((size) => ({ reading: Promise.resolve(picture(size)), clock: 0 }));
  return take(db, { audit_id: auditId, item: 'front', replaces: null }, chosen, NOWHERE);
}

async function shelf(): Promise<{ photos: number[]; originals: number[] }> {
  const { photos, originals } = await listTaken(db, auditId);
  return { photos: photos.map(({ bytes }) => bytes), originals: originals.map(({ bytes }) => bytes) };
}

function toldFirst(): Lost {
  const [first] = lostPhotos(auditId);
  if (!first) throw new Error('nothing is told');
  return first;
}

/** A disk that takes no file that is larger than `room`. */
function crowded(room: number): { room: number } {
  const disk = { room };
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, ...key) {
    if (value instanceof ArrayBuffer && value.byteLength > disk.room) throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, [value, ...key]);
  });
  return disk;
}

test('all are on the disk before the first is developed, and go on after a kill', async () => {
  void shoot(11, 12, 13);
  await soon();
  expect(await shelf()).toEqual({ photos: [], originals: [11, 12, 13] });
  expect([dark.map(({ size }) => size), preparing(auditId)]).toEqual([[11], 3]);
  dark[0]?.done(print(1));
  await soon();
  expect(await shelf()).toEqual({ photos: [1], originals: [12, 13] });
  for (const size of [2, 3]) {
    dark.at(-1)?.done(print(size));
    await soon();
  }
  expect([await shelf(), most, await prepared(db, auditId)]).toEqual([{ photos: [1, 2, 3], originals: [] }, 1, true]);
});

test('two tabs develop each of them once, and whoever sends waits for both', async () => {
  void shoot(11, 12);
  await soon();
  const other = new PhoneDatabase(USER);
  const sent = vi.fn();
  const all = [developAll(other), prepared(other, auditId).then(sent)];
  for (const size of [1, 2]) {
    await soon();
    expect(sent).not.toHaveBeenCalled();
    dark.at(-1)?.done(print(size));
  }
  await Promise.all(all);
  expect([dark.map(({ size }) => size), most, sent.mock.calls]).toEqual([[11, 12], 1, [[true]]]);
  expect(await shelf()).toEqual({ photos: [1, 2], originals: [] });
});

test('without locks nothing is doubled either', async () => {
  vi.stubGlobal('navigator', {});
  void shoot(11);
  await soon();
  const other = developAll(new PhoneDatabase(USER));
  dark.at(-1)?.done(print(1));
  await other;
  vi.unstubAllGlobals();
  expect([await shelf(), dark.length]).toEqual([{ photos: [1], originals: [] }, 1]);
});

test('one that is no photo is told, keeps nobody waiting, and is not tried again unasked', async () => {
  const shown = vi.spyOn(field, 'originals');
  const look = async (): Promise<void> => void shown.mockReturnValue((await listTaken(db, auditId)).originals);
  void shoot(11, 12);
  await soon();
  dark[0]?.fail(new NotAPhoto());
  await soon();
  dark[1]?.done(print(2));
  expect(await prepared(db, auditId)).toBe(false);
  await developAll(db);
  await look();
  expect([dark.length, lostPhotos(auditId)]).toEqual([2, [{ auditId, item: 'front', why: 'unreadable', kept: true }]]);
  const again = tryAgain(db, auditId, 'front');
  await soon();
  dark[2]?.fail(new Error('no canvas'));
  await again;
  await look();
  expect(lostPhotos(auditId).map(({ why }) => why)).toEqual(['failed']);
  await doWithout(db, toldFirst());
  expect([await shelf(), await prepared(db, auditId)]).toEqual([{ photos: [2], originals: [] }, true]);
});

test('without room for the original it is developed from memory, and only then given up', async () => {
  const disk = crowded(20);
  const first = shoot(1000);
  await soon();
  expect(await shelf()).toEqual({ photos: [], originals: [] });
  dark[0]?.done(print(9));
  await first;
  expect([await shelf(), await prepared(db, auditId)]).toEqual([{ photos: [9], originals: [] }, true]);
  const second = shoot(1000);
  await soon();
  dark[1]?.done(print(99));
  await second;
  expect([await shelf(), await prepared(db, auditId)]).toEqual([{ photos: [9], originals: [] }, false]);
  expect(lostPhotos(auditId)).toEqual([{ auditId, item: 'front', why: 'full', kept: false }]);
  await doWithout(db, toldFirst());

  const third = shoot(15);
  await soon();
  disk.room = 5;
  dark[2]?.done(print(10));
  await third;
  const [original] = (await listTaken(db, auditId)).originals;
  expect([await shelf(), original && whyKept(original)]).toEqual([{ photos: [9], originals: [15] }, 'full']);
  vi.spyOn(field, 'originals').mockReturnValue((await listTaken(db, auditId)).originals);
  disk.room = 20;
  const again = tryAgain(db, auditId, 'front');
  await soon();
  dark[3]?.done(print(10));
  await again;
  expect(await shelf()).toEqual({ photos: [9, 10], originals: [] });
});

test('who does without a photo that found no room keeps the one that was kept before it', async () => {
  const shown = vi.spyOn(field, 'originals');
  const look = async (): Promise<void> => void shown.mockReturnValue((await listTaken(db, auditId)).originals);
  const disk = crowded(20);
  const first = shoot(15);
  await soon();
  disk.room = 5;
  dark[0]?.done(print(10));
  await first;
  const second = shoot(1000);
  await soon();
  dark[1]?.done(print(99));
  await second;
  await look();
  const [kept, lost] = lostPhotos(auditId);
  expect([kept, lost]).toEqual([
    { auditId, item: 'front', why: 'full', kept: true },
    { auditId, item: 'front', why: 'full', kept: false },
  ]);
  if (lost) await doWithout(db, lost);
  expect([await shelf(), lostPhotos(auditId)]).toEqual([{ photos: [], originals: [15] }, [kept]]);
  if (kept) await doWithout(db, kept);
  await look();
  expect([await shelf(), lostPhotos(auditId)]).toEqual([{ photos: [], originals: [] }, []]);
});

test('of what is kept, only what was told goes', async () => {
  const shown = vi.spyOn(field, 'originals');
  const taken = shoot(11, 12);
  await soon();
  dark[0]?.fail(new NotAPhoto());
  await soon();
  dark[1]?.fail(new Error('no canvas'));
  await taken;
  shown.mockReturnValue((await listTaken(db, auditId)).originals);
  expect(lostPhotos(auditId).map(({ why }) => why)).toEqual(['unreadable', 'failed']);
  await doWithout(db, toldFirst());
  expect(await shelf()).toEqual({ photos: [], originals: [12] });
});

test('who leaves waits for what is being made, and an audit that is thrown away takes it along', async () => {
  void shoot(11, 12);
  await soon();
  const left = vi.fn();
  void finished().then(left);
  await soon();
  expect(left).not.toHaveBeenCalled();
  await discardDraft(db, auditId);
  dark[0]?.done(print(1));
  await soon();
  expect([dark.length, left.mock.calls.length, await shelf()]).toEqual([1, 1, { photos: [], originals: [] }]);
});

test('a file that cannot be read is told', async () => {
  const chosen = [{ reading: Promise.resolve(null), clock: 0 }];
  await take(db, { audit_id: auditId, item: 'front', replaces: null }, chosen, NOWHERE);
  expect([lostPhotos(auditId), await shelf()]).toEqual([
    [{ auditId, item: 'front', why: 'unreadable', kept: false }],
    { photos: [], originals: [] },
  ]);
});
