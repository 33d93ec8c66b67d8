/** An action item while somebody writes it. */
import type { ActionChange, Owner, StoredAction } from '../../../api/schema';
import type { State } from './actions.svelte';

/** `owner` is the id of a person of the office, or empty for somebody else by name. */
export type Draft = { owner: string; name: string; due: string; plan: string; state: State };
export type Missing = 'owner' | 'due' | 'plan';
export type About = { branch_id: string; checklist: string; item: string };

const FORTNIGHT_MS = 14 * 86_400_000;

export function fresh(me: string, owners: readonly Owner[], now = Date.now()): Draft {
  const due = new Date(now + FORTNIGHT_MS).toISOString().slice(0, 10);
  return { owner: owners.some(({ id }) => id === me) ? me : '', name: '', due, plan: '', state: 'open' };
}

export function draftOf(action: StoredAction): Draft {
  const { owner_id: owner, owner_name: name, due_on: due, plan, state } = action;
  return { owner: owner ?? '', name: name ?? '', due, plan, state: state ?? 'open' };
}

export function missing({ owner, name, due, plan }: Draft): Missing[] {
  const lacks: [Missing, boolean][] = [
    ['owner', owner === '' && name.trim() === ''],
    ['due', due === ''],
    ['plan', plan.trim() === ''],
  ];
  return lacks.filter(([, lacking]) => lacking).map(([field]) => field);
}

export function changeOf(about: About, draft: Draft, revision: number): ActionChange {
  const owner = draft.owner === '' ? { owner_name: draft.name.trim() } : { owner_id: draft.owner };
  return { ...about, ...owner, due_on: draft.due, plan: draft.plan.trim(), state: draft.state, revision };
}
