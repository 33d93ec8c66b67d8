/** What changes while a page is open: one connection for the whole desk, which mends itself and rests in hidden tabs. */
import { lapse } from '../../../app/session.svelte';
import { gathering } from './gathering';
import { EventReader, waitFor, type Sent } from './events';

export type Change = { kind: 'audit' | 'queue' | 'standing' | 'calibrated'; branch_id: string | null; region_id: string | null };
type Wanted = (change: Change) => boolean;
type Listener = { wanted: Wanted; changed: () => void; since: number };

/** The server is heard of every 15 seconds; after so long the connection is a dead one. */
const SILENCE_MS = 40_000;
/** What the server takes. */
const AGE_MAX = 30 * 24 * 3600;

let connected = $state(false);
let tried = $state(false);
let updatedAt = $state<number | null>(null);
const listeners = new Set<Listener>();
let lastId = '';

export const live = {
  get connected(): boolean {
    return connected;
  },
  /** True while the connection is down although it should be there. */
  get lost(): boolean {
    return tried && !connected;
  },
  /** When something on this page was last renewed. */
  get updatedAt(): number | null {
    return updatedAt;
  },
};

/**
 * For `Loading`: renews what is shown when something that is `wanted` changes, or may have; between two renewals there are
 * `apart` milliseconds.
 */
export function whenever(wanted: Wanted, apart = 0): (renew: () => Promise<void>) => () => void {
  return (renew) => {
    const { changed, end } = gathering(async () => {
      await renew();
      updatedAt = Date.now();
    }, apart);
    const listener = { wanted, changed, since: Date.now() };
    listeners.add(listener);
    updatedAt = null;
    return () => {
      end();
      listeners.delete(listener);
    };
  };
}

/** Listens to changes until the function that it returns is called. */
export function connect(): () => void {
  let attempt = new AbortController();
  const turn = (): void => {
    attempt.abort();
    attempt = new AbortController();
    if (document.visibilityState === 'visible') void stay(attempt.signal);
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return () => {
    document.removeEventListener('visibilitychange', turn);
    attempt.abort();
    lastId = '';
  };
}

async function stay(signal: AbortSignal): Promise<void> {
  let attempts = 0;
  tried = false;
  while (!signal.aborted) {
    const opened = await listen(signal).catch(() => false);
    connected = false;
    if (signal.aborted) return;
    tried = true;
    attempts = opened ? 0 : attempts + 1;
    await pause(waitFor(attempts, Math.random()), signal);
  }
}

/** True if the server was there. */
async function listen(signal: AbortSignal): Promise<boolean> {
  const dead = new AbortController();
  const answer = await fetch(lastId === '' ? `/api/events?age=${age()}` : '/api/events', {
    headers: lastId === '' ? {} : { 'Last-Event-ID': lastId },
    signal: AbortSignal.any([signal, dead.signal]),
  });
  if (answer.status === 401) {
    lapse();
    return false;
  }
  if (!answer.ok || answer.body === null) return false;
  const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const reader = new EventReader();
  for (;;) {
    const silence = setTimeout(() => dead.abort(), SILENCE_MS);
    const { done, value } = await pieces.read().finally(() => clearTimeout(silence));
    if (done) return true;
    connected = true;
    for (const sent of reader.read(value)) hear(sent);
  }
}

/** For how many seconds what is shown has stood there without anybody listening: the server tells what changed since. */
function age(): number {
  const oldest = Math.min(Date.now(), ...[...listeners].map(({ since }) => since));
  return Math.min(Math.ceil((Date.now() - oldest) / 1000), AGE_MAX);
}

function hear({ id, name, data }: Sent): void {
  if (id !== '') lastId = id;
  if (name === 'missed') for (const { changed } of listeners) changed();
  if (name !== 'change') return;
  const change = JSON.parse(data) as Change;
  for (const { wanted, changed } of listeners) if (wanted(change)) changed();
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
