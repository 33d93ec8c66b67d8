/** Action items, and that one of them has changed: what shows them reads again. */
import { api, ask } from '../../../api/client';
import type { ActionChange, ActionPage, Owner, StoredAction } from '../../../api/schema';

export type State = NonNullable<StoredAction['state']>;
export type Wish = { state: string; region: string; branch: string; overdue: boolean };

export const STATES: readonly State[] = ['open', 'in_progress', 'done', 'dropped'];
/** In an address, where nothing at all stands for what is unfinished. */
export const ALL = 'all';

let written = $state(0);

export const changes = {
  get count(): number {
    return written;
  },
};

/** As the API is asked: nothing at all stands for every state there. */
export function stateWanted(state: string): State | 'unfinished' | undefined {
  return state === ALL ? undefined : ((state || 'unfinished') as State | 'unfinished');
}

export function readActions({ state, region, branch, overdue }: Wish, cursor?: string): Promise<ActionPage> {
  const query = {
    state: stateWanted(state),
    region: region || undefined,
    branch: branch || undefined,
    overdue,
    cursor,
  };
  return ask(api.GET('/api/actions', { params: { query } }));
}

export async function readOwners(branch: string): Promise<Owner[]> {
  const path = { branch_id: branch };
  return (await ask(api.GET('/api/branches/{branch_id}/owners', { params: { path } }))).owners;
}

export function readAction(id: string): Promise<StoredAction> {
  return ask(api.GET('/api/actions/{action_id}', { params: { path: { action_id: id } } }));
}

export async function writeAction(id: string, body: ActionChange): Promise<StoredAction> {
  const stored = await ask(api.PUT('/api/actions/{action_id}', { params: { path: { action_id: id } }, body }));
  written += 1;
  return stored;
}
