/** The way of an audit from the phone to the server. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import { version } from '../../../package.json';
import { saveAnswer } from '../answers';
import { finishDraft, reopenDraft } from '../drafts';
import { addNote, listNotes } from '../notes';
import { listPhotos, readPhotoBytes } from '../photos';
import { readReceipt } from '../receipts';
import { submitted } from '../testing/phone';
import { losing, problem } from '../testing/server';
import { Trial } from '../testing/trial';
import { readOutbox } from '.';

let trial: Trial;

beforeEach(async () => {
  trial = await Trial.begin();
});

test('photos first, then the audit, and only then the phone lets go', async () => {
  const draft = await submitted(trial.db, [300_000, 20], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  let kept: (ArrayBuffer | null)[] = [];
  trial.server.mischief = ({ path }, serve) => {
    if (!path.startsWith('/api/audits/')) return undefined;
    return Promise.all(photos.map(({ photo_id }) => readPhotoBytes(trial.db, photo_id))).then((bytes) => {
      kept = bytes;
      return serve();
    });
  };
  expect(await trial.pass()).toEqual({ busy: false, sent: 1, left: 0, wait: null });
  expect(kept.map((bytes) => bytes?.byteLength)).toEqual([300_000, 20]);
  expect(trial.server.log.at(-1)).toBe(`PUT /api/audits/${draft.audit_id}`);
  await trial.expectArrived(draft, photos);
  expect(await trial.pass()).toEqual({ busy: false, sent: 0, left: 0, wait: null });
});

test('what is sent is what was filled, with the clock of the phone', async () => {
  const draft = await submitted(trial.db, [10], trial.places[0]);
  const [photo] = await listPhotos(trial.db, draft.audit_id);
  let clock: string | null = null;
  trial.server.mischief = ({ path, headers }) => {
    if (path.startsWith('/api/audits/')) clock = headers.get('Device-Clock');
    return undefined;
  };
  await trial.pass();
  expect(trial.server.audits.get(draft.audit_id)?.[0]?.submission).toEqual({
    assignment_id: trial.places[0]?.id,
    checklist: { key: 'visit', version: 1 },
    started_at: draft.started_at,
    finished_at: draft.finished_at,
    answers: { greeted: { kind: 'yes_no', value: true }, front: { kind: 'photo', photos: [photo?.photo_id] } },
    revision: 1,
    language: 'en',
    staff_alias: null,
    app_version: version,
  });
  expect(clock).toBe('2026-11-22T10:00:00.000Z');
});

test('a photo that a condition hides is not sent, and goes with the audit', async () => {
  const draft = await submitted(trial.db, [10], trial.places[0]);
  await reopenDraft(trial.db, draft.audit_id);
  await saveAnswer(trial.db, draft.audit_id, 'greeted', { value: { kind: 'yes_no', value: false } });
  await finishDraft(trial.db, draft.audit_id, '2026-11-22T10:00:00Z', 'ready');
  await trial.pass();
  expect(trial.server.uploads.size).toBe(0);
  expect(await listPhotos(trial.db, draft.audit_id)).toEqual([]);
  expect(await readReceipt(trial.db, draft.audit_id)).not.toBeNull();
});

test('notes go out, once, and a refused one does not come again', async () => {
  const good = await addNote(trial.db, { assignment_id: trial.places[0]?.id ?? '', kind: 'problem', text: 'Closed' });
  const bad = await addNote(trial.db, { assignment_id: trial.places[1]?.id ?? '', kind: 'decline', text: 'Too far' });
  const lose = losing(`PUT /api/assignments/${good.assignment_id}`);
  trial.server.mischief = (asked, serve) => {
    if (asked.path.endsWith(bad.note_id)) return Promise.resolve(problem(404, 'not_found'));
    return lose(asked, serve);
  };
  await trial.patiently();
  const notes = new Map((await listNotes(trial.db)).map((note) => [note.note_id, note]));
  expect(notes.get(good.note_id)).toMatchObject({ sent: true, refused: false, sending: { attempts: 0, problem: null } });
  expect(notes.get(bad.note_id)).toMatchObject({ sent: false, refused: true, sending: { problem: { code: 'not_found' } } });
  const body = trial.server.notes.get(`/api/assignments/${good.assignment_id}/notes/${good.note_id}`);
  expect(JSON.parse(body ?? '')).toEqual({ kind: 'problem', text: 'Closed', noted_at: good.noted_at });
  trial.server.log = [];
  await trial.pass(true);
  expect(trial.server.log).toEqual([]);
});

test('tabs and worker take turns: one sends, the others come again', async () => {
  const draft = await submitted(trial.db, [200_000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  const passes = await Promise.all([trial.pass(), trial.pass(), trial.pass()]);
  expect(passes.filter(({ busy }) => busy)).toHaveLength(2);
  expect(trial.server.count('PUT /api/audits')).toBe(1);
  await trial.expectArrived(draft, photos);
});

test('the outbox shows how far everything is', async () => {
  const draft = await submitted(trial.db, [400_000], trial.places[0]);
  let seen: Awaited<ReturnType<typeof readOutbox>> | undefined;
  trial.server.mischief = (asked, serve) => {
    if (asked.method !== 'PATCH' || trial.server.count('PATCH') !== 2) return undefined;
    return readOutbox(trial.db).then((outbox) => {
      seen = outbox;
      return serve();
    });
  };
  expect((await readOutbox(trial.db)).audits).toMatchObject([{ state: 'waiting', bytes: 400_000, sent: 0 }]);
  await trial.pass();
  expect(seen?.audits).toMatchObject([{ state: 'sending', bytes: 400_000, sent: 65_536, draft: { audit_id: draft.audit_id } }]);
  expect(await readOutbox(trial.db)).toMatchObject({ audits: [], notes: [], queue: { current: null } });
});
