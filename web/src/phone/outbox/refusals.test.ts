/** What is refused, reopened, or thrown away at a bad moment. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { saveAnswer } from '../answers';
import { discardDraft, finishDraft, listDrafts, readDraft, reopenDraft } from '../drafts';
import { listPhotos, removePhoto } from '../photos';
import { readReceipt } from '../receipts';
import { submitted } from '../testing/phone';
import { cut, first, losing, problem } from '../testing/server';
import { Trial } from '../testing/trial';
import { readOutbox, resend } from '.';

let trial: Trial;

beforeEach(async () => {
  trial = await Trial.begin();
});
afterEach(() => vi.useRealTimers());

test.each([
  [409, 'assignment_audited'],
  [422, 'invalid_audit'],
  [413, 'body_too_large'],
  [404, 'not_found'],
  [400, 'malformed_request'],
])('%i %s concerns that audit only, and its shopper is needed', async (status, code) => {
  const [bad, good] = [await submitted(trial.db, [], trial.places[0]), await submitted(trial.db, [], trial.places[1])];
  const faults = [{ path: 'answers.greeted', code: 'required_missing', message: 'Missing.' }];
  trial.server.mischief = ({ path }) =>
    path.endsWith(bad.audit_id) ? Promise.resolve(problem(status, code, { detail: 'so it is', faults })) : undefined;
  expect(await trial.pass()).toMatchObject({ sent: 1, left: 0, wait: null });
  expect(await readReceipt(trial.db, good.audit_id)).not.toBeNull();
  const refused = await readDraft(trial.db, bad.audit_id);
  expect(refused).toMatchObject({ state: 'refused', underway: false, sending: { problem: { code, detail: 'so it is', faults } } });
  trial.server.log = [];
  await trial.pass(true);
  expect(trial.server.log).toEqual([]);
  trial.server.mischief = () => undefined;
  await resend(trial.db, bad.audit_id);
  expect((await trial.pass()).sent).toBe(1);
});

test('a refused audit can be reopened, mended and sent', async () => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = first('PUT /api/audits', () => problem(422, 'invalid_audit'));
  await trial.pass();
  await reopenDraft(trial.db, draft.audit_id);
  await saveAnswer(trial.db, draft.audit_id, 'words', { value: { kind: 'text', text: 'Good day' } });
  await finishDraft(trial.db, draft.audit_id, '2026-11-22T10:00:00Z', 'ready');
  expect((await trial.pass()).sent).toBe(1);
  expect(trial.server.audits.get(draft.audit_id)?.[0]?.submission.answers).toHaveProperty('words');
});

test('an audit that fails every time does not keep the others waiting', async () => {
  const bad = await submitted(trial.db, [10], trial.places[0]);
  trial.server.mischief = ({ path }) => (path.endsWith(bad.audit_id) ? cut() : undefined);
  for (let time = 0; time < 3; time += 1) {
    trial.now += ((await trial.pass()).wait ?? 0) + 1;
  }
  const good = [await submitted(trial.db, [10], trial.places[1]), await submitted(trial.db, [], trial.places[2])];
  trial.now += 3_600_000;
  await trial.pass();
  for (const { audit_id } of good) expect(await readReceipt(trial.db, audit_id)).not.toBeNull();
  expect((await readDraft(trial.db, bad.audit_id))?.state).toBe('ready');
});

test('an audit that is reopened while its photos travel is not sent, and later goes as it is then', async () => {
  const draft = await submitted(trial.db, [200_000], trial.places[0]);
  trial.server.mischief = (asked, serve) => {
    if (asked.method !== 'PATCH' || trial.server.count('PATCH') !== 1) return undefined;
    return reopenDraft(trial.db, draft.audit_id).then(serve);
  };
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 0 });
  expect(trial.server.audits.size).toBe(0);
  expect(await readDraft(trial.db, draft.audit_id)).toMatchObject({ state: 'filling', underway: false });
  const [photo] = await listPhotos(trial.db, draft.audit_id);
  await removePhoto(trial.db, photo?.photo_id ?? '');
  await finishDraft(trial.db, draft.audit_id, '2026-11-22T10:00:00Z', 'ready');
  await trial.pass();
  expect(Object.keys(trial.server.audits.get(draft.audit_id)?.[0]?.submission.answers ?? {})).toEqual(['greeted']);
});

test('one that is reopened and submitted anew in the meantime is sent as it is now', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const draft = await submitted(trial.db, [200_000], trial.places[0]);
  trial.server.mischief = (asked, serve) => {
    if (asked.method !== 'PATCH' || trial.server.count('PATCH') !== 1) return undefined;
    return reopenDraft(trial.db, draft.audit_id)
      .then(() => saveAnswer(trial.db, draft.audit_id, 'words', { value: { kind: 'text', text: 'Added' } }))
      .then(() => vi.setSystemTime(Date.now() + 1))
      .then(() => finishDraft(trial.db, draft.audit_id, '2026-11-22T10:00:00Z', 'ready'))
      .then(serve);
  };
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 1 });
  await trial.pass();
  expect(trial.server.audits.get(draft.audit_id)?.[0]?.submission.answers).toHaveProperty('words');
});

test.each([500, 503])('after %i nobody knows whether it was stored: it stays closed', async (status) => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = first('PUT /api/audits', () => problem(status, 'internal_error'));
  await trial.pass();
  await expect(reopenDraft(trial.db, draft.audit_id)).rejects.toMatchObject({ code: 'draft_underway' });
});

test.each([401, 404, 429])('%i tells nothing about an earlier sending whose answer was lost', async (status) => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = losing('PUT /api/audits');
  await trial.pass();
  trial.server.mischief = first('PUT /api/audits', () => problem(status, 'refused_at_the_door'));
  trial.now += 3_600_000;
  await trial.pass();
  await expect(reopenDraft(trial.db, draft.audit_id)).rejects.toMatchObject({ code: 'draft_underway' });
  await resend(trial.db, draft.audit_id);
  trial.now += 3_600_000;
  await trial.patiently();
  await trial.expectArrived(draft, []);
});

test.each([401, 429])('after %i it was certainly not stored: it may be reopened', async (status) => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = first('PUT /api/audits', () => problem(status, 'refused_at_the_door'));
  await trial.pass();
  expect(await reopenDraft(trial.db, draft.audit_id)).toMatchObject({ state: 'filling' });
});

test('what may have arrived cannot be reopened until that is known', async () => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = (asked, serve) => (asked.path.startsWith('/api/audits/') ? serve().then(cut) : undefined);
  await trial.pass();
  await expect(reopenDraft(trial.db, draft.audit_id)).rejects.toMatchObject({ code: 'draft_underway' });
  expect((await readOutbox(trial.db)).audits[0]?.draft.underway).toBe(true);
  trial.server.mischief = () => undefined;
  await trial.patiently();
  await trial.expectArrived(draft, []);
});

test('what may have arrived stays so when the next sending is turned away at the door', async () => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = losing('PUT /api/audits');
  await trial.pass();
  trial.server.mischief = first('PUT /api/audits', () => problem(401, 'not_signed_in'));
  await trial.pass(true);
  await expect(reopenDraft(trial.db, draft.audit_id)).rejects.toMatchObject({ code: 'draft_underway' });
  await trial.patiently();
  await trial.expectArrived(draft, []);
});

test('what any other server takes for an answer is no receipt', async () => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = first('PUT /api/audits', () => Response.json({ ok: true }));
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 1 });
  await trial.patiently();
  await trial.expectArrived(draft, []);
});

test('a repetition is the same to the letter, whatever a newer version of the app would make of it', async () => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = (asked, serve) => (asked.path.startsWith('/api/audits/') ? serve().then(cut) : undefined);
  await trial.pass();
  await trial.db.write(['answers'], (tx) =>
    tx.objectStore('answers').put({ audit_id: draft.audit_id, item: 'words', answer: { value: { kind: 'text', text: 'Another reading' } } }),
  );
  trial.server.mischief = () => undefined;
  await trial.patiently();
  await trial.expectArrived(draft, []);
});

test('a draft that is thrown away in mid-photo stays away', async () => {
  const draft = await submitted(trial.db, [200_000], trial.places[0]);
  trial.server.mischief = (asked, serve) =>
    asked.method === 'PATCH' && trial.server.count('PATCH') === 1 ? discardDraft(trial.db, draft.audit_id).then(serve) : undefined;
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 0 });
  expect(await listDrafts(trial.db)).toEqual([]);
  expect(await listPhotos(trial.db, draft.audit_id)).toEqual([]);
  expect(trial.server.audits.size).toBe(0);
});

test('a fault of our own in one audit does not stop the others', async () => {
  const heard = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const [bad, good] = [await submitted(trial.db, [10], trial.places[0]), await submitted(trial.db, [], trial.places[1])];
  const [photo] = await listPhotos(trial.db, bad.audit_id);
  if (photo) await trial.db.write(['photos'], (tx) => tx.objectStore('photos').put({ ...photo, facts: null as never }));
  expect(await trial.pass()).toMatchObject({ sent: 1, left: 1 });
  expect(await readReceipt(trial.db, good.audit_id)).not.toBeNull();
  expect(await readDraft(trial.db, bad.audit_id)).toMatchObject({ state: 'ready', sending: { problem: { code: 'internal_error' } } });
  expect(heard).toHaveBeenCalled();
  heard.mockRestore();
});
