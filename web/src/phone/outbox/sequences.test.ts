/** Seeded sequences of a shopper's day and a bad network, against a model of what must be on the server at the end. */
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { saveAnswer } from '../answers';
import { openDatabase } from '../database';
import { discardDraft, finishDraft, listDrafts, readDraft, reopenDraft } from '../drafts';
import { PhoneError } from '../errors';
import { listPhotos, removePhoto } from '../photos';
import { listReceipts } from '../receipts';
import type { Draft } from '../records';
import { addPhoto, filled } from '../testing/phone';
import { seeded, USER } from '../testing/samples';
import { cut, portal, problem, type Mischief } from '../testing/server';
import { Trial } from '../testing/trial';
import { flush } from '.';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

type Dice = () => number;

/** A network on which about every third request meets some misfortune. */
function weather(dice: Dice): Mischief {
  const fates: Mischief[] = [
    () => cut(),
    (_, serve) => serve().then(cut),
    (asked, serve) => {
      asked.body = asked.method === 'PATCH' ? asked.body.slice(0, 1 + dice() * asked.body.byteLength) : asked.body;
      return serve().then(cut);
    },
    () => Promise.resolve(portal()),
    () => Promise.resolve(problem(500, 'internal_error')),
    () => Promise.resolve(problem(503, 'database_unavailable', {}, { 'Retry-After': '5' })),
    () => Promise.resolve(problem(429, 'too_many_attempts')),
    () => Promise.resolve(problem(401, 'not_signed_in')),
  ];
  return (asked, serve) => (dice() < 0.35 ? fates[Math.floor(dice() * fates.length)]?.(asked, serve) : undefined);
}

/** One thing that a shopper does; what cannot be done at that moment is refused by name. */
async function act(trial: Trial, dice: Dice, discarded: Set<string>): Promise<void> {
  const { db } = trial;
  const drafts = await listDrafts(db);
  const draft = drafts[Math.floor(dice() * drafts.length)];
  const roll = dice();
  const begun = new Set([...drafts, ...(await listReceipts(db))].map(({ assignment_id }) => assignment_id));
  const free = trial.places.find(({ id }) => !begun.has(id));
  if (draft === undefined || roll < 0.2) {
    if (free) await filled(db, Array.from({ length: Math.floor(dice() * 3) }, () => 1 + dice() * 200_000), free);
  } else if (roll < 0.5) await finishDraft(db, draft.audit_id, draft.started_at, 'ready');
  else if (roll < 0.6) await reopenDraft(db, draft.audit_id);
  else if (roll < 0.75) await saveAnswer(db, draft.audit_id, 'words', { value: { kind: 'text', text: `${dice()}` } });
  else if (roll < 0.85) await addPhoto(db, draft.audit_id, 1 + dice() * 100_000);
  else if (roll < 0.95) await removeOne(trial, draft);
  else if (draft.underway === false && draft.state === 'filling') {
    discarded.add(draft.audit_id);
    await discardDraft(db, draft.audit_id);
  }
}

async function removeOne({ db }: Trial, draft: Draft): Promise<void> {
  const [photo] = await listPhotos(db, draft.audit_id);
  if (photo) await removePhoto(db, photo.photo_id);
}

async function allowed(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof PhoneError)) throw error;
  });
}

test.each(Array.from({ length: 60 }, (_, n) => n + 1))('nothing is lost and nothing doubled, sequence %i', async (seed) => {
  vi.spyOn(console, 'error').mockImplementation((fault: unknown) => {
    throw fault;
  });
  const dice = seeded(seed);
  const trial = await Trial.begin();
  const discarded = new Set<string>();
  /** What each audit was when it was last seen on the phone: answers as they must arrive. */
  const last = new Map<string, string[]>();
  trial.server.mischief = weather(dice);
  for (let step = 0; step < 25; step += 1) {
    const sending = dice() < 0.5 ? trial.pass(dice() < 0.3, dice) : null;
    await allowed(act(trial, dice, discarded));
    await sending;
    trial.now += dice() < 0.1 ? (dice() - 0.5) * 172_800_000 : dice() * 60_000;
    for (const draft of await listDrafts(trial.db)) {
      last.set(draft.audit_id, (await listPhotos(trial.db, draft.audit_id)).map(({ sha256 }) => sha256));
    }
  }
  trial.server.mischief = () => undefined;
  await calm(trial);
  await expectAllThere(trial, last, discarded);
});

/** The shopper submits everything, and the network is good again. */
async function calm(trial: Trial): Promise<void> {
  for (const { audit_id, state, started_at } of await listDrafts(trial.db)) {
    expect(state, 'no misfortune of the network is a refusal').not.toBe('refused');
    if (state === 'filling') await finishDraft(trial.db, audit_id, started_at, 'ready');
  }
  await trial.patiently(10);
}

async function expectAllThere(trial: Trial, last: Map<string, string[]>, discarded: Set<string>): Promise<void> {
  const { db, server } = trial;
  const receipts = await listReceipts(db);
  expect(await listDrafts(db)).toEqual([]);
  expect(new Set(receipts.map(({ receipt }) => receipt.audit_id))).toEqual(new Set(server.audits.keys()));
  for (const [auditId, photos] of last) {
    if (discarded.has(auditId)) continue;
    const revisions = server.audits.get(auditId);
    expect(revisions).toHaveLength(1);
    const stored = revisions?.[0]?.receipt.photos.map(({ id }) => server.stored(id)?.sha256).sort();
    expect(stored).toEqual([...photos].sort());
  }
  const assignments = [...server.audits.values()].map(([audit]) => audit?.submission.assignment_id);
  expect(new Set(assignments).size).toBe(assignments.length);
}

test('a page that dies at any moment leaves a queue that the next one ends', async () => {
  // A dead page holds no lock, but the promises of this one live on.
  vi.stubGlobal('navigator', {});
  for (let moment = 1; moment <= 8; moment += 1) {
    const trial = await Trial.begin();
    const draft = await filled(trial.db, [150_000, 10], trial.places[0]);
    await finishDraft(trial.db, draft.audit_id, draft.started_at, 'ready');
    const photos = await listPhotos(trial.db, draft.audit_id);
    const stopping = new AbortController();
    let requests = 0;
    const dying = flush(trial.db, USER, {
      stopped: stopping.signal,
      fetch: async (input, init) => {
        requests += 1;
        const answer = await trial.server.fetch(input, init);
        // From here on this page does nothing any more.
        if (requests >= moment) return new Promise(() => stopping.abort());
        return answer;
      },
    });
    const dead = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
    await Promise.race([dying, dead]);
    expect(requests).toBe(Math.min(moment, 7));
    const next = await openDatabase(USER);
    const state = (await readDraft(next, draft.audit_id))?.state;
    expect(state === undefined || state === 'ready').toBe(true);
    await flush(next, USER, { fetch: trial.server.fetch, urgent: true, now: () => Date.now() + 3_600_000 });
    await trial.expectArrived(draft, photos);
  }
});
