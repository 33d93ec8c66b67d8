/** Who is signed in. The token itself stays in a cookie that scripts cannot read. */
import { api, ask, whenSignedOut } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Me } from '../api/schema';
import { alone, owed, owe, settled } from './owedSignOut';
import { ADDRESS, roomOf } from './rooms';

type State =
  | { is: 'unknown' }
  | { is: 'unreachable'; problem: Problem }
  | { is: 'out' }
  | { is: 'in'; me: Me };

/** How a room that works without network knows its people while the server is silent. */
export type Memory = { recall: () => Promise<Me | null>; keep: (me: Me) => Promise<void>; forget: () => Promise<void> };

/** Nobody should wait for a network that only pretends to be there. */
const GOODBYE_MS = 4000;

let state = $state.raw<State>({ is: 'unknown' });
let lapsed = $state(false);
let memory: Memory | null = null;

export const session = {
  get state(): State {
    return state;
  },
  /** The person signed in; only for what is shown to people who are. */
  get me(): Me {
    if (state.is !== 'in') throw new Error('nobody is signed in');
    return state.me;
  },
  /** True while somebody works on although the server no longer knows them: they must sign in before anything is sent. */
  get lapsed(): boolean {
    return lapsed;
  },
};

/** Whoever worked here last goes on at once, before the server is asked. */
export async function remember(kept: Memory): Promise<void> {
  memory = kept;
  const me = await kept.recall();
  if (me !== null) state = { is: 'in', me };
}

export async function readSession(): Promise<void> {
  try {
    await alone(settle);
    await enter(await ask(api.GET('/api/session')));
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'not_signed_in' || state.is === 'in') return;
    // Who has left must not be let in again by a cookie that could not be ended.
    state = (await owed()) ? { is: 'out' } : { is: 'unreachable', problem };
  }
}

export async function signIn(account: string, password: string): Promise<void> {
  const body = { account, password, transport: 'cookie' as const };
  await alone(async () => {
    await settle().catch(() => undefined);
    await enter(await ask(api.POST('/api/session', { body })));
    await settled();
  });
}

/**
 * Leaves the room for good: the next page starts with nothing of this person in memory. A room with a memory can be
 * left without network: the session is ended as soon as the server answers. Throws when this page must not seem left:
 * whoever comes next would be let in.
 */
export async function signOut(): Promise<void> {
  const noted = await owe().then(
    () => true,
    () => false,
  );
  await memory?.forget().catch(async (error: unknown) => {
    await settled().catch(() => undefined);
    throw error;
  });
  await alone(end).catch(async (error: unknown) => {
    if (memory !== null && noted) return;
    await settled();
    throw error;
  });
  location.assign(ADDRESS.field);
  // From `/` to `/` with a hash, the browser would stay on the page.
  if (location.pathname === ADDRESS.field) location.reload();
}

/** For those who talk to the server without the client of this page. */
export function lapse(): void {
  if (state.is === 'in') lapsed = true;
  else state = { is: 'out' };
}

async function enter(me: Me): Promise<void> {
  // A page that waited for one person shows nothing of it to another: theirs begins anew.
  if (memory === null && state.is === 'in' && state.me.user_id !== me.user_id) return location.replace(ADDRESS[roomOf(me.role)]);
  if (roomOf(me.role) === 'field') await memory?.keep(me);
  state = { is: 'in', me };
  lapsed = false;
}

async function settle(): Promise<void> {
  if (await owed()) await end();
}

async function end(): Promise<void> {
  const signal = AbortSignal.timeout(GOODBYE_MS);
  await ask(api.DELETE('/api/session', { signal })).catch((error: unknown) => {
    if (asProblem(error).code !== 'not_signed_in') throw error;
  });
  await settled();
}

whenSignedOut(lapse);

window.addEventListener('online', () => {
  void alone(settle).catch(() => undefined);
});

// The back button may bring a page out of the browser's memory that belongs to somebody who has left.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
