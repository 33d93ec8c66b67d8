import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PhoneDatabase } from './database';
import { listDrafts, startDraft } from './drafts';
import { addNote, listNotes } from './notes';
import { eventually } from './testing/eventually';
import { freshPhone } from './testing/phone';
import { assignment, OTHER_USER, picture, snapshot, USER } from './testing/samples';
import { cut, json, portal, problem } from './testing/server';
import { readPicture, readSnapshot, refresh } from './snapshot';
import { Wire } from './wire';

const place = assignment();

let db: PhoneDatabase;
let body = snapshot([place]);
let asked: Request[] = [];
let answers: Record<string, () => Response | Promise<Response>> = {};

beforeEach(async () => {
  db = await freshPhone();
  body = snapshot([place]);
  asked = [];
  answers = {};
});
afterEach(() => vi.restoreAllMocks());

/** Answers with `body` and its ETag unless `answers` knows better. */
const wire = new Wire(USER, {
  fetch: async (path, init) => {
    const request = new Request(`http://phone${String(path)}`, { method: init?.method ?? 'GET', headers: init?.headers ?? {} });
    asked.push(request);
    const special = answers[String(path)];
    if (special) return special();
    const etag = `"${JSON.stringify(body).length}"`;
    if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers: { ETag: etag } });
    return json(body, { ETag: etag });
  },
});

const image = (bytes: ArrayBuffer): (() => Response) => () => new Response(bytes, { headers: { 'Content-Type': 'image/jpeg' } });

test('what the server says is there without network, and unchanged costs one 304', async () => {
  expect(await refresh(db, wire)).toBe('changed');
  expect((await readSnapshot(db))?.body).toEqual({ ...body, assignments: [place] });
  expect(await refresh(db, wire)).toBe('same');
  expect(asked).toHaveLength(2);
  body = snapshot([place, assignment()]);
  expect(await refresh(db, wire)).toBe('changed');
  expect((await readSnapshot(db))?.body.assignments).toHaveLength(2);
});

test('reference pictures are fetched once, and go with their checklist', async () => {
  const [id, bytes] = [crypto.randomUUID(), picture(5000)];
  body = { ...body, reference_photos: [id] };
  answers[`/api/photos/${id}`] = () => cut();
  await expect(refresh(db, wire)).rejects.toMatchObject({ code: 'unreachable' });
  expect(await readPicture(db, id)).toBeNull();
  answers[`/api/photos/${id}`] = portal;
  await refresh(db, wire);
  expect(await readPicture(db, id)).toBeNull();
  answers[`/api/photos/${id}`] = image(bytes);
  expect(await refresh(db, wire)).toBe('same');
  expect(await readPicture(db, id)).toEqual(bytes);
  asked = [];
  await refresh(db, wire);
  expect(asked).toHaveLength(1);
  body = snapshot([place, assignment()]);
  await refresh(db, wire);
  expect(await readPicture(db, id)).toBeNull();
});

test('a full phone goes without reference pictures, but not without assignments', async () => {
  const id = crypto.randomUUID();
  body = { ...body, reference_photos: [id] };
  answers[`/api/photos/${id}`] = image(picture());
  const original = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'pictures') throw new DOMException('no room', 'QuotaExceededError');
    return original.apply(this, args);
  });
  expect(await refresh(db, wire)).toBe('changed');
  expect((await readSnapshot(db))?.body.assignments).toHaveLength(1);
});

test('a draft keeps its assignment and checklist, though the server has stopped to mention them', async () => {
  await refresh(db, wire);
  await startDraft(db, place, 'en');
  body = { ...snapshot([assignment()]), checklists: [] };
  await refresh(db, wire);
  const kept = (await readSnapshot(db))?.body;
  expect(kept?.assignments.map(({ id }) => id)).toContain(place.id);
  expect(kept?.assignments).toHaveLength(2);
  expect(kept?.checklists.map(({ key }) => key)).toEqual(['visit']);
});

test('an answer that was overtaken by a later one changes nothing, whatever was begun meanwhile', async () => {
  await refresh(db, wire);
  const fetched = assignment();
  const old = json({ ...snapshot([place]), checklists: [] }, { ETag: '"old"' });
  let arrive: (answer: Response) => void = () => undefined;
  answers['/api/sync'] = () => new Promise<Response>((resolve) => (arrive = resolve));
  const slow = refresh(db, wire);
  await eventually(() => expect(asked).toHaveLength(2));
  answers = {};
  body = snapshot([place, fetched]);
  await refresh(db, wire);
  await startDraft(db, fetched, 'en');
  const before = await readSnapshot(db);
  arrive(old);
  expect(await slow).toBe('same');
  expect(await readSnapshot(db)).toEqual(before);
  expect(before?.body.assignments.map(({ id }) => id)).toContain(fetched.id);
});

test('what a draft needs is held from what is stored when the answer is kept', async () => {
  await refresh(db, wire);
  body = { ...snapshot([assignment()]), checklists: [] };
  // Begun after the server was asked, and just before its answer is kept.
  answers['/api/sync'] = async () => {
    answers = {};
    await startDraft(db, place, 'en');
    return json(body, { ETag: '"new"' });
  };
  await refresh(db, wire);
  const kept = (await readSnapshot(db))?.body;
  expect(kept?.assignments.map(({ id }) => id)).toContain(place.id);
  expect(kept?.checklists).toHaveLength(1);
});

test('what was begun and then cancelled stays, and is known to be cancelled', async () => {
  await refresh(db, wire);
  await startDraft(db, place, 'en');
  body = { ...snapshot([{ ...place, status: 'cancelled' }]), checklists: [] };
  await refresh(db, wire);
  const kept = (await readSnapshot(db))?.body;
  expect(kept?.assignments.map(({ id, status }) => [id, status])).toEqual([[place.id, 'cancelled']]);
  expect(kept?.checklists).toHaveLength(1);
});

test('nothing is begun that the office has just taken back', async () => {
  const [cancelled, dropped] = [assignment(), assignment()];
  body = snapshot([place, cancelled, dropped]);
  await refresh(db, wire);
  body = snapshot([place, { ...cancelled, status: 'cancelled' }]);
  await refresh(db, wire);
  for (const gone of [cancelled, dropped]) {
    await expect(startDraft(db, gone, 'en')).rejects.toMatchObject({ code: 'assignment_gone' });
  }
  expect(await listDrafts(db)).toEqual([]);
  expect(await startDraft(db, place, 'en')).toMatchObject({ assignment_id: place.id });
});

test('notes that have arrived go with their assignment, others stay', async () => {
  const sent = await addNote(db, { assignment_id: 'gone', kind: 'problem', text: 'a' });
  await addNote(db, { assignment_id: 'gone', kind: 'problem', text: 'b' });
  await db.write(['notes'], (tx) => tx.objectStore('notes').put({ ...sent, sent: true }));
  await refresh(db, wire);
  expect((await listNotes(db)).map(({ text }) => text)).toEqual(['b']);
});

test.each([
  ['no network', () => cut(), 'unreachable'],
  ['a sign-in page of a hotel', portal, 'unreachable'],
  ['a server in trouble', () => problem(503, 'database_unavailable'), 'unreachable'],
  ['a session that has ended', () => problem(401, 'not_signed_in'), 'signed_out'],
])('%s leaves what there is as it is', async (_, answer, code) => {
  await refresh(db, wire);
  answers['/api/sync'] = answer;
  await expect(refresh(db, wire)).rejects.toMatchObject({ code });
  expect((await readSnapshot(db))?.body.assignments).toHaveLength(1);
});

test("another shopper's answer is not kept", async () => {
  body = { ...body, me: { ...body.me, user_id: OTHER_USER } };
  await expect(refresh(db, wire)).rejects.toMatchObject({ code: 'signed_out' });
  expect((await readSnapshot(db))?.etag).toBe('"1"');
});
