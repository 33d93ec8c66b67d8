/** Who is signed in. The token itself stays in a cookie that scripts cannot read. */
import { api, ask, whenSignedOut } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Me } from '../api/schema';
import { ADDRESS } from './rooms';

type State =
  | { is: 'unknown' }
  | { is: 'unreachable'; problem: Problem }
  | { is: 'out'; ended: boolean }
  | { is: 'in'; me: Me };

let state = $state.raw<State>({ is: 'unknown' });

export const session = {
  get state(): State {
    return state;
  },
  /** The person signed in; only for what is shown to people who are. */
  get me(): Me {
    if (state.is !== 'in') throw new Error('nobody is signed in');
    return state.me;
  },
};

export async function readSession(): Promise<void> {
  try {
    state = { is: 'in', me: await ask(api.GET('/api/session')) };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code !== 'not_signed_in') state = { is: 'unreachable', problem };
  }
}

export async function signIn(account: string, password: string): Promise<void> {
  const body = { account, password, transport: 'cookie' as const };
  state = { is: 'in', me: await ask(api.POST('/api/session', { body })) };
}

/** Leaves the room for good: the next page starts with nothing of this person in memory. */
export async function signOut(): Promise<void> {
  await ask(api.DELETE('/api/session')).catch((error: unknown) => {
    if (asProblem(error).code !== 'not_signed_in') throw error;
  });
  location.assign(ADDRESS.field);
  // From `/` to `/` with a hash, the browser would stay on the page.
  if (location.pathname === ADDRESS.field) location.reload();
}

whenSignedOut(() => {
  // One page asks several questions, and all of them are refused.
  if (state.is !== 'out') state = { is: 'out', ended: state.is === 'in' };
});

// The back button may bring a page out of the browser's memory that belongs to somebody who has left.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
