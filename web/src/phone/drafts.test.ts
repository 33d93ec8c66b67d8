import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readAnswers, saveAnswer } from './answers';
import { readTaps, tap, undoTap } from './calls';
import { onChange, type Change } from './changes';
import type { PhoneDatabase } from './database';
import { changeDraft, discardDraft, finishDraft, listDrafts, readDraft, reopenDraft, startDraft, startRevision } from './drafts';
import { addNote, listNotes, removeNote } from './notes';
import { listPhotos, readPhotoBytes, removePhoto } from './photos';
import type { SyncAudit } from './records';
import { addPhoto, begun, filled, freshPhone, knowing, submitted } from './testing/phone';
import { assignment, USER } from './testing/samples';

let db: PhoneDatabase;

beforeEach(async () => {
  db = await freshPhone();
});
afterEach(() => vi.useRealTimers());

const yes = { value: { kind: 'yes_no' as const, value: true } };

test('an assignment has one draft, however often it is begun', async () => {
  const place = assignment();
  await knowing(db, [place]);
  const drafts = await Promise.all([startDraft(db, place, 'en'), startDraft(db, place, 'de')]);
  expect(drafts[0]).toEqual(drafts[1]);
  expect(await listDrafts(db)).toHaveLength(1);
});

test('each answer is read as it was saved, and null removes it', async () => {
  const { audit_id } = await begun(db);
  await saveAnswer(db, audit_id, 'greeted', yes);
  await saveAnswer(db, audit_id, 'words', { value: null, typed: '1,', narrative: 'a' });
  expect(await readAnswers(db, audit_id)).toEqual({ greeted: yes, words: { value: null, typed: '1,', narrative: 'a' } });
  await saveAnswer(db, audit_id, 'greeted', null);
  expect(Object.keys(await readAnswers(db, audit_id))).toEqual(['words']);
});

test('fast typing writes few times, ends with the last letter, and each key waits until it is safe', async () => {
  const { audit_id } = await begun(db);
  let writes = 0;
  const stop = onChange(USER, ({ store }) => (writes += store === 'answers' ? 1 : 0));
  const keys = Array.from({ length: 50 }, (_, n) => 'x'.repeat(n + 1));
  const saves = keys.map((text) => saveAnswer(db, audit_id, 'words', { value: { kind: 'text', text } }));
  await saves[10];
  expect((await readAnswers(db, audit_id))['words']?.value).toEqual({ kind: 'text', text: keys.at(-1) });
  await Promise.all(saves);
  expect(writes).toBeLessThan(5);
  await saveAnswer(db, audit_id, 'words', { value: { kind: 'text', text: 'after' } });
  expect((await readAnswers(db, audit_id))['words']?.value).toEqual({ kind: 'text', text: 'after' });
  stop();
});

test('a failed write does not take the next ones with it', async () => {
  const { audit_id } = await begun(db);
  await finishDraft(db, audit_id, new Date().toISOString(), 'ready');
  const first = saveAnswer(db, audit_id, 'greeted', yes);
  const second = saveAnswer(db, audit_id, 'greeted', yes);
  const ends = await Promise.allSettled([first, second]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await reopenDraft(db, audit_id);
  await saveAnswer(db, audit_id, 'greeted', yes);
  expect(await readAnswers(db, audit_id)).toEqual({ greeted: yes });
});

test('what is submitted changes only after it was reopened', async () => {
  const { audit_id } = await submitted(db, [10]);
  const [photo] = await listPhotos(db, audit_id);
  const changes = [
    saveAnswer(db, audit_id, 'greeted', null),
    tap(db, audit_id, 'dial', 1),
    undoTap(db, audit_id),
    addPhoto(db, audit_id),
    removePhoto(db, photo?.photo_id ?? ''),
    changeDraft(db, audit_id, { language: 'de' }),
    finishDraft(db, audit_id, new Date().toISOString(), 'waiting'),
  ];
  const codes = (await Promise.allSettled(changes)).map((one) => one.status === 'rejected' && (one.reason as { code: string }).code);
  expect(codes).toEqual(changes.map(() => 'draft_closed'));
  expect(await reopenDraft(db, audit_id)).toMatchObject({ state: 'filling', finished_at: null });
  await removePhoto(db, photo?.photo_id ?? '');
  expect(await listPhotos(db, audit_id)).toEqual([]);
});

test('nothing is left over from a change of what is gone', async () => {
  const gone = crypto.randomUUID();
  await expect(saveAnswer(db, gone, 'greeted', yes)).rejects.toMatchObject({ code: 'draft_gone' });
  await expect(addPhoto(db, gone)).rejects.toMatchObject({ code: 'draft_gone' });
  expect(await readAnswers(db, gone)).toEqual({});
  expect(await listPhotos(db, gone)).toEqual([]);
});

test('an audit does not end before it began, though the clock was set back', async () => {
  const draft = await filled(db);
  const finished = await finishDraft(db, draft.audit_id, '2001-01-01T00:00:00Z', 'ready');
  expect(finished.finished_at).toBe(draft.started_at);
});

test('taps keep their order whatever the clock says, and the last can be taken back', async () => {
  const { audit_id } = await begun(db);
  await Promise.all([tap(db, audit_id, 'dial', 2000), tap(db, audit_id, 'ring', 1000), tap(db, audit_id, 'talk', 3000)]);
  expect((await readTaps(db, audit_id)).map(({ phase }) => phase)).toEqual(['dial', 'ring', 'talk']);
  await undoTap(db, audit_id);
  await tap(db, audit_id, 'ended', 4000);
  expect((await readTaps(db, audit_id)).map(({ phase }) => phase)).toEqual(['dial', 'ring', 'ended']);
});

test('a phase that is told twice begins once', async () => {
  const { audit_id } = await begun(db);
  await Promise.all([tap(db, audit_id, 'dial', 1), tap(db, audit_id, 'talk', 2), tap(db, audit_id, 'talk', 3)]);
  expect(await readTaps(db, audit_id)).toEqual([
    { phase: 'dial', at: 1 },
    { phase: 'talk', at: 2 },
  ]);
  await tap(db, audit_id, 'hold', 4);
  await tap(db, audit_id, 'talk', 5);
  expect((await readTaps(db, audit_id)).map(({ phase }) => phase)).toEqual(['dial', 'talk', 'hold', 'talk']);
});

test('photos of an item keep their order, and the bytes are what was taken', async () => {
  const { audit_id } = await begun(db);
  const taken = [await addPhoto(db, audit_id, 100), await addPhoto(db, audit_id, 200), await addPhoto(db, audit_id, 300)];
  await removePhoto(db, taken[0]?.photo_id ?? '');
  const again = await addPhoto(db, audit_id, 400);
  const listed = await listPhotos(db, audit_id);
  expect(listed.map(({ bytes }) => bytes)).toEqual([200, 300, 400]);
  expect(listed.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect((await readPhotoBytes(db, again.photo_id))?.byteLength).toBe(400);
  expect(await readPhotoBytes(db, taken[0]?.photo_id ?? '')).toBeNull();
});

test('a draft that is thrown away leaves nothing, and the others alone', async () => {
  const [doomed, kept] = [await filled(db, [10, 10]), await filled(db, [10])];
  await tap(db, doomed.audit_id, 'dial', 1);
  await discardDraft(db, doomed.audit_id);
  expect(await readDraft(db, doomed.audit_id)).toBeNull();
  const left = await db.read(['answers', 'taps', 'photos', 'bytes'], async (tx) => ({
    answers: await tx.objectStore('answers').count(),
    taps: await tx.objectStore('taps').count(),
    photos: await tx.objectStore('photos').count(),
    bytes: await tx.objectStore('bytes').count(),
  }));
  expect(left).toEqual({ answers: 1, taps: 0, photos: 1, bytes: 1 });
  expect(await readAnswers(db, kept.audit_id)).toEqual({ greeted: yes });
});

test('everybody hears of a change, with the audit it concerns', async () => {
  const heard: Change[] = [];
  const stop = onChange(USER, (change) => heard.push(change));
  const { audit_id } = await begun(db);
  await saveAnswer(db, audit_id, 'greeted', yes);
  stop();
  await saveAnswer(db, audit_id, 'greeted', null);
  expect(heard).toEqual([
    { store: 'drafts', audit_id },
    { store: 'answers', audit_id },
  ]);
});

test('notes are kept in the order of their time', async () => {
  const place = crypto.randomUUID();
  vi.useFakeTimers({ toFake: ['Date'] });
  const first = await addNote(db, { assignment_id: place, kind: 'problem', text: 'Closed today' });
  vi.setSystemTime(Date.now() + 1);
  await addNote(db, { assignment_id: place, kind: 'decline', text: 'Too far' });
  expect((await listNotes(db)).map(({ text }) => text)).toEqual(['Closed today', 'Too far']);
  await removeNote(db, first.note_id);
  expect(await listNotes(db)).toHaveLength(1);
});

function returned(place = assignment()): SyncAudit {
  const photo = { id: crypto.randomUUID(), bytes: 1234, sha256: 'ab'.repeat(32) };
  const when = { started_at: '2026-11-20T10:00:00Z', finished_at: '2026-11-20T11:00:00Z' };
  const checklist = { key: 'visit', version: 1 };
  return {
    id: crypto.randomUUID(),
    assignment_id: place.id,
    status: 'revision_requested',
    revision: 1,
    checklist,
    ...when,
    received_at: '2026-11-20T11:01:00Z',
    reviews: [],
    scorecard: null,
    submission: {
      assignment_id: place.id,
      checklist,
      ...when,
      staff_alias: 'Red scarf',
      answers: {
        greeted: { kind: 'yes_no', value: true, narrative: 'At the door' },
        words: { kind: 'not_applicable', narrative: 'Nobody spoke' },
        front: { kind: 'photo', photos: [photo.id], narrative: 'From outside' },
      },
    },
    photos: [photo],
  };
}

test('a returned audit begins with its own answers and photos', async () => {
  const place = assignment();
  const audit = returned(place);
  const draft = await startRevision(db, audit, place, 'sv');
  expect(draft).toMatchObject({ audit_id: audit.id, revision: 2, started_at: audit.started_at, staff_alias: 'Red scarf', language: 'sv' });
  expect(await readAnswers(db, audit.id)).toEqual({
    greeted: { value: { kind: 'yes_no', value: true }, narrative: 'At the door' },
    words: { value: null, not_applicable: true, narrative: 'Nobody spoke' },
    front: { value: null, narrative: 'From outside' },
  });
  const [photo] = await listPhotos(db, audit.id);
  expect(photo).toMatchObject({ photo_id: audit.photos[0]?.id, state: 'arrived', offset: 1234, item: 'front' });
});

test('a returned audit that is begun twice keeps what was written since', async () => {
  const place = assignment();
  const audit = returned(place);
  await startRevision(db, audit, place, 'en');
  await saveAnswer(db, audit.id, 'words', { value: { kind: 'text', text: 'Good morning' } });
  await startRevision(db, audit, place, 'en');
  expect((await readAnswers(db, audit.id))['words']?.value).toEqual({ kind: 'text', text: 'Good morning' });
  const later = await startRevision(db, { ...audit, revision: 2 }, place, 'en');
  expect(later).toMatchObject({ revision: 3, state: 'filling' });
  expect((await readAnswers(db, audit.id))['words']?.value).toEqual({ kind: 'text', text: 'Good morning' });
});

test('what may be on its way is not made into the next revision', async () => {
  const place = assignment();
  const draft = await submitted(db, [], place);
  await db.write(['drafts'], (tx) => tx.objectStore('drafts').put({ ...draft, underway: true }));
  const audit = { ...returned(place), id: draft.audit_id };
  await expect(startRevision(db, audit, place, 'en')).rejects.toMatchObject({ code: 'draft_underway' });
  expect(await readDraft(db, draft.audit_id)).toMatchObject({ revision: 1, state: 'ready' });
});
