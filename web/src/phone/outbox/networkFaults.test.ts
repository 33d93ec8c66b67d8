/** Bad networks, busy servers, wrong clocks and ended sessions. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { readDraft } from '../drafts';
import { listPhotos } from '../photos';
import { eventually } from '../testing/eventually';
import { submitted } from '../testing/phone';
import { OTHER_USER, USER } from '../testing/samples';
import { cut, first, json, losing, portal, problem } from '../testing/server';
import { Trial } from '../testing/trial';
import { flush, readQueue } from '.';

let trial: Trial;

beforeEach(async () => {
  trial = await Trial.begin();
});

test.each(['POST /api/uploads', 'PATCH /api/uploads', 'PUT /api/audits'])(
  'when the answer to %s is lost, everything is there once',
  async (request) => {
    const draft = await submitted(trial.db, [100_000, 5], trial.places[0]);
    const photos = await listPhotos(trial.db, draft.audit_id);
    trial.server.mischief = losing(request);
    await trial.patiently();
    await trial.expectArrived(draft, photos);
  },
);

test.each([500, 503, 429, 502])('after status %i it is tried again, later each time', async (status) => {
  const draft = await submitted(trial.db, [10], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  const waits: number[] = [];
  trial.server.mischief = ({ path }) => (path.startsWith('/api/audits') ? Promise.resolve(problem(status, 'internal_error')) : undefined);
  for (let time = 0; time < 12; time += 1) {
    const { wait, left } = await trial.pass();
    expect(left).toBe(1);
    waits.push(wait ?? NaN);
    trial.now += (wait ?? 0) + 1;
  }
  expect(waits.slice(0, 4).every((wait, n) => n === 0 || wait > (waits[n - 1] ?? 0))).toBe(true);
  expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
  trial.server.mischief = () => undefined;
  await trial.patiently();
  await trial.expectArrived(draft, photos);
});

test.each([
  ['seconds', { 'Retry-After': '90' }, 90_000],
  ['a date, on the clock of the server', { 'Retry-After': 'Sat, 21 Nov 2026 08:02:00 GMT', Date: 'Sat, 21 Nov 2026 08:00:00 GMT' }, 120_000],
  ['a wait that nobody can mean', { 'Retry-After': '99999999' }, 3_600_000],
])('Retry-After is kept to: %s', async (_, headers, wanted) => {
  await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = first('PUT /api/audits', () => problem(503, 'database_unavailable', {}, headers));
  const { wait } = await trial.pass();
  expect(wait).toBeGreaterThanOrEqual(wanted);
  expect(wait).toBeLessThanOrEqual(wanted + 2000);
  // Not even the return of the network makes it sooner.
  expect((await trial.pass(true)).sent).toBe(0);
  trial.now += (wait ?? 0) + 1;
  expect((await trial.pass()).sent).toBe(1);
});

test('waits that only the network caused end when it returns', async () => {
  const draft = await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = () => cut();
  for (let time = 0; time < 6; time += 1) trial.now += ((await trial.pass()).wait ?? 0) + 1;
  await trial.pass();
  trial.server.mischief = () => undefined;
  expect((await trial.pass()).sent).toBe(0);
  expect((await trial.pass(true)).sent).toBe(1);
  await trial.expectArrived(draft, []);
});

test('a clock that is set back or forward by a day delays nothing for long', async () => {
  await submitted(trial.db, [], trial.places[0]);
  trial.server.mischief = first('PUT /api/audits', () => problem(500, 'internal_error'));
  await trial.pass();
  trial.now -= 86_400_000;
  expect((await trial.pass()).sent).toBe(1);
  await submitted(trial.db, [], trial.places[1]);
  trial.server.mischief = first('PUT /api/audits', () => problem(500, 'internal_error'));
  await trial.pass();
  trial.now += 86_400_000;
  expect((await trial.pass()).sent).toBe(1);
});

test.each([
  ['a page with status 200', () => portal()],
  ['a page with status 403', () => new Response('<html>', { status: 403, headers: { 'Content-Type': 'text/html' } })],
  ['an empty 204', () => new Response(null, { status: 204 })],
  ['a redirect', () => cut()],
])('a sign-in page of a hotel is no answer: %s', async (_, answer) => {
  const draft = await submitted(trial.db, [10], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  for (const request of ['GET /api/session', 'POST /api/uploads', 'PATCH', 'PUT /api/audits']) {
    trial.server.mischief = first(request, answer);
    expect(await trial.pass(true)).toMatchObject({ sent: 0, left: 1 });
    expect((await readDraft(trial.db, draft.audit_id))?.state).toBe('ready');
    trial.now += 3_600_000;
  }
  trial.server.mischief = () => undefined;
  await trial.patiently();
  await trial.expectArrived(draft, photos);
});

test('every request forbids to follow redirects and names the shopper', async () => {
  await submitted(trial.db, [10], trial.places[0]);
  const asked: (RequestInit | undefined)[] = [];
  await flush(trial.db, USER, {
    fetch: (input, init) => {
      asked.push(init);
      return trial.server.fetch(input, init);
    },
  });
  expect(asked.length).toBeGreaterThan(3);
  for (const init of asked) {
    expect(init).toMatchObject({ redirect: 'error', cache: 'no-store', credentials: 'same-origin' });
    expect(new Headers(init?.headers).get('Session-User')).toBe(USER);
  }
});

test('signed out: the whole queue waits and nothing of it is lost', async () => {
  const drafts = [await submitted(trial.db, [10], trial.places[0]), await submitted(trial.db, [], trial.places[1])];
  trial.server.session = null;
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 2, wait: null });
  expect(await readQueue(trial.db)).toMatchObject({ paused: 'signed_out' });
  expect(trial.server.log).toEqual(['GET /api/session']);
  trial.server.session = USER;
  expect(await trial.pass()).toMatchObject({ sent: 2, left: 0 });
  expect(await readQueue(trial.db)).toMatchObject({ paused: null });
  expect(drafts.map(({ audit_id }) => trial.server.audits.has(audit_id))).toEqual([true, true]);
});

test("nothing is sent under another shopper's name, not even when the cookie changes hands in mid-photo", async () => {
  const draft = await submitted(trial.db, [400_000], trial.places[0]);
  const photos = await listPhotos(trial.db, draft.audit_id);
  trial.server.session = OTHER_USER;
  await trial.pass();
  expect(trial.server.log).toEqual(['GET /api/session']);
  trial.server.session = USER;
  let patches = 0;
  trial.server.mischief = ({ method }) => {
    if (method === 'PATCH') patches += 1;
    if (patches === 2) trial.server.session = OTHER_USER;
    return undefined;
  };
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 1, wait: null });
  expect(await readQueue(trial.db)).toMatchObject({ paused: 'signed_out' });
  trial.server.session = USER;
  trial.server.mischief = () => undefined;
  await trial.patiently();
  await trial.expectArrived(draft, photos);
});

test('a session of another shopper is noticed before anything is sent', async () => {
  await submitted(trial.db, [10], trial.places[0]);
  trial.server.mischief = ({ path }) => (path === '/api/session' ? Promise.resolve(json({ user_id: OTHER_USER })) : undefined);
  expect(await trial.pass()).toMatchObject({ sent: 0, left: 1, wait: null });
  expect(trial.server.log).toEqual(['GET /api/session']);
});

test('a network that lets little through at a time is not given up on', async () => {
  await submitted(trial.db, [600_000], trial.places[0]);
  trial.server.mischief = ({ method, path }) => {
    if (path === '/api/session' || method === 'HEAD' || method === 'POST') return undefined;
    return trial.server.count('PATCH') % 2 === 0 ? cut() : undefined;
  };
  const waits: number[] = [];
  for (let time = 0; time < 6; time += 1) {
    const { wait, left } = await trial.pass();
    if (left === 1) waits.push(wait ?? NaN);
    trial.now += (wait ?? 0) + 1;
  }
  expect(waits.length).toBeGreaterThan(3);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1000);
});

test('a connection that falls silent is given up after a while, in the head or in the middle of an answer', async () => {
  await submitted(trial.db, [], trial.places[0]);
  const silences = [
    () => new Promise<Response>(() => undefined),
    () => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }), { headers: { 'Content-Type': 'application/json' } }),
  ];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (const silence of silences) {
    trial.server.mischief = first('PUT /api/audits', silence);
    const passing = trial.pass(true);
    await eventually(async () => {
      vi.advanceTimersByTime(30_000);
      expect(await Promise.race([passing, Promise.resolve(null)])).toMatchObject({ sent: 0, left: 1 });
    });
    trial.now += 3_600_000;
  }
  vi.useRealTimers();
  expect(await trial.pass(true)).toMatchObject({ sent: 1 });
});
