import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readDraft } from '../drafts';
import { addNote } from '../notes';
import { eventually } from '../testing/eventually';
import { submitted } from '../testing/phone';
import { USER } from '../testing/samples';
import { cut, first, problem } from '../testing/server';
import { Trial } from '../testing/trial';
import { sendNow, startSending } from '.';

let trial: Trial;
let stop: () => void = () => undefined;
let page: EventTarget;

beforeEach(async () => {
  trial = await Trial.begin();
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function start(dice = () => 0): void {
  stop = startSending(trial.db, USER, { fetch: trial.server.fetch, dice });
}

function arrived(count: number): Promise<void> {
  return eventually(() => expect(trial.server.audits.size).toBe(count));
}

/** Whoever is sending is done with it. */
function passed(): Promise<void> {
  return navigator.locks.request(`outbox-${USER}`, () => undefined);
}

const quiet = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('what waits goes out at the start, and what is submitted later at once', async () => {
  await submitted(trial.db, [10], trial.places[0]);
  start();
  await arrived(1);
  await submitted(trial.db, [10], trial.places[1]);
  await arrived(2);
  await addNote(trial.db, { assignment_id: 'a', kind: 'problem', text: 'Closed' });
  await eventually(() => expect(trial.server.notes.size).toBe(1));
});

test('a failure is tried again by itself when its wait is over', async () => {
  trial.server.mischief = first('PUT /api/audits', () => problem(500, 'internal_error'));
  await submitted(trial.db, [], trial.places[0]);
  start();
  await arrived(1);
  expect(trial.server.count('PUT /api/audits')).toBe(2);
});

test.each(['online', 'visibilitychange', 'pageshow'])('%s ends a wait that the network caused', async (event) => {
  trial.server.mischief = () => cut();
  const draft = await submitted(trial.db, [], trial.places[0]);
  start(() => 1);
  await eventually(() => expect(trial.server.log.length).toBeGreaterThan(0));
  await passed();
  trial.server.mischief = () => undefined;
  expect((await readDraft(trial.db, draft.audit_id))?.state).toBe('ready');
  page.dispatchEvent(new Event(event));
  await arrived(1);
});

test('after signing in again sending goes on when it is asked for', async () => {
  trial.server.session = null;
  await submitted(trial.db, [], trial.places[0]);
  start();
  await eventually(() => expect(trial.server.log).toEqual(['GET /api/session']));
  await passed();
  expect(trial.server.log).toHaveLength(1);
  trial.server.session = USER;
  sendNow(USER);
  await arrived(1);
});

test('while another tab is sending, this one comes again', async () => {
  await submitted(trial.db, [], trial.places[0]);
  let release: () => void = () => undefined;
  const held = navigator.locks.request(`outbox-${USER}`, () => new Promise<void>((resolve) => (release = resolve)));
  start();
  await quiet(100);
  expect(trial.server.log).toEqual([]);
  release();
  await held;
  await arrived(1);
});

test('nothing goes out any more once it is stopped', async () => {
  start();
  await quiet(20);
  stop();
  await submitted(trial.db, [], trial.places[0]);
  sendNow(USER);
  page.dispatchEvent(new Event('online'));
  await quiet(100);
  expect(trial.server.log).toEqual([]);
});

test('an idle queue asks nobody anything', async () => {
  start();
  const draft = await submitted(trial.db, [], trial.places[0]);
  await arrived(1);
  await eventually(async () => expect(await readDraft(trial.db, draft.audit_id)).toBeNull());
  await passed();
  trial.server.log = [];
  page.dispatchEvent(new Event('online'));
  sendNow(USER);
  await quiet(100);
  await passed();
  expect(trial.server.log).toEqual([]);
});

test('where the browser can, it is asked to wake the worker for what is left', async () => {
  const register = vi.fn(async () => undefined);
  const ready = Promise.resolve({ sync: { register } });
  vi.stubGlobal('navigator', { serviceWorker: { ready }, locks: navigator.locks });
  trial.server.mischief = () => cut();
  await submitted(trial.db, [], trial.places[0]);
  start(() => 1);
  await eventually(() => expect(register).toHaveBeenCalledWith('outbox'));
});
