import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { saveAnswer } from './answers';
import { closeDueCallbacks } from './callbacks';
import type { PhoneDatabase } from './database';
import { finishDraft, readDraft } from './drafts';
import type { Draft } from './records';
import { flush } from './outbox';
import { filled, freshPhone } from './testing/phone';
import { assignment, USER } from './testing/samples';
import { Server } from './testing/server';

const HOUR = 3_600_000;
const place = assignment();

let db: PhoneDatabase;
let owed: number;
let draft: Draft;

beforeEach(async () => {
  db = await freshPhone([place]);
  draft = await filled(db, [], place);
  owed = Date.now();
  await promise({});
  draft = await finishDraft(db, draft.audit_id, new Date(owed + 1000).toISOString(), 'waiting');
});

function promise(more: object): Promise<void> {
  const value = { kind: 'callback' as const, owed_since: new Date(owed).toISOString(), promised: true, ...more };
  return saveAnswer(db, draft.audit_id, 'callback', { value });
}

async function state(): Promise<string | undefined> {
  return (await readDraft(db, draft.audit_id))?.state;
}

test('a callback is waited for until twice the promise, and the audit goes out then', async () => {
  expect(await closeDueCallbacks(db, owed + HOUR)).toBe(HOUR);
  expect(await state()).toBe('waiting');
  const server = new Server();
  const early = await flush(db, USER, { fetch: server.fetch, now: () => owed + HOUR });
  expect(early).toMatchObject({ sent: 0, left: 0, wait: HOUR });
  expect(await flush(db, USER, { fetch: server.fetch, now: () => owed + 2 * HOUR + 1 })).toMatchObject({ sent: 1 });
  const [stored] = server.audits.get(draft.audit_id) ?? [];
  expect(stored?.submission.answers['callback']).not.toHaveProperty('came_at');
  expect(stored?.submission.finished_at).toBe(draft.finished_at);
});

test('one that has come goes out once nobody is writing about it any more', async () => {
  await promise({ came_at: new Date(owed + 60_000).toISOString(), how: 'call' });
  const saved = (await readDraft(db, draft.audit_id))?.saved_at ?? 0;
  expect(await closeDueCallbacks(db, saved + 1000)).toBe(119_000);
  expect(await state()).toBe('waiting');
  expect(await closeDueCallbacks(db, saved + 120_000)).toBeNull();
  expect(await state()).toBe('ready');
});

test('a clock that was set back keeps nobody waiting who has been called', async () => {
  await promise({ came_at: new Date(owed + 60_000).toISOString(), how: 'call' });
  await closeDueCallbacks(db, owed - 24 * HOUR);
  expect(await state()).toBe('ready');
});

test('an audit that lacks something when its callback closes needs its shopper', async () => {
  await saveAnswer(db, draft.audit_id, 'greeted', null);
  await closeDueCallbacks(db, owed + 3 * HOUR);
  const closed = await readDraft(db, draft.audit_id);
  expect(closed?.state).toBe('refused');
  expect(closed?.sending.problem).toMatchObject({ code: 'invalid_audit', faults: [{ path: 'answers.greeted', code: 'required_missing' }] });
});

test('what is still being filled is left alone', async () => {
  const other = await filled(db, [], assignment());
  await closeDueCallbacks(db, owed + 100 * HOUR);
  expect((await readDraft(db, other.audit_id))?.state).toBe('filling');
});

test('a fault in one audit keeps no other from being sent', async () => {
  const heard = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const composing = vi.spyOn(Object, 'fromEntries').mockImplementationOnce(() => {
    throw new TypeError('of our own');
  });
  expect(await closeDueCallbacks(db, owed + 3 * HOUR)).toBeNull();
  composing.mockRestore();
  expect(heard).toHaveBeenCalled();
  heard.mockRestore();
});
