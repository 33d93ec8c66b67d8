/** Many assignments while they are planned, and how they are written: each once, however often it is sent. */
import { asProblem } from '../../../api/problem';
import type { Assignment, ChecklistSummary, StoredAssignment, StoredBranch } from '../../../api/schema';
import { trimmed, windowOf, type Days, type Rest } from './days';
import type { Proposal } from './propose';

/** `closed`: days as they were typed. `wave`: empty for none. */
export type Choices = {
  programme: string;
  branches: string[];
  checklist: string;
  version: number;
  wave: string;
  from: string;
  to: string;
  weekends: boolean;
  closed: string;
  weeks: number;
  scenario: string;
  briefing: string;
  shoppers: string[];
};
/** `id` is that of the assignment. `earlier`: it had arrived before it was changed here. */
export type Row = {
  id: string;
  branch: string;
  shopper: string;
  from: string;
  to: string;
  on: boolean;
  state: 'new' | 'busy' | 'written' | 'failed';
  code: string;
  earlier: boolean;
};
export type Lack = 'programme' | 'branches' | 'checklist' | 'days' | 'order' | 'shoppers';

/** At the same time: quick, and gentle to a server that others need, too. */
const SIDE_BY_SIDE = 3;

export function blank(from: string, to: string): Choices {
  return {
    programme: '', branches: [], checklist: '', version: 0, wave: '', from, to, weekends: false, closed: '', weeks: 12,
    scenario: '', briefing: '', shoppers: [],
  };
}

export function lacking(choices: Choices): Lack[] {
  const { from, to } = choices;
  const lacks: [Lack, boolean][] = [
    ['programme', choices.programme === ''],
    ['checklist', choices.checklist === ''],
    ['days', from === '' || to === ''],
    ['order', from !== '' && to !== '' && from > to],
    ['branches', choices.branches.length === 0],
    ['shoppers', choices.shoppers.length === 0],
  ];
  return lacks.filter(([, lacks]) => lacks).map(([name]) => name);
}

/** What was written stays; the rest is proposed anew. */
export function rowsOf(proposals: readonly Proposal[], days: Days, rest: Rest, before: readonly Row[], newId: () => string): Row[] {
  const written = before.filter(({ state }) => state === 'written');
  const done = new Set(written.map(({ branch }) => branch));
  const { from, to } = trimmed(days, rest);
  const fresh = proposals
    .filter(({ branch }) => !done.has(branch))
    .map(({ branch, shopper }): Row => {
      // What may have arrived keeps its id: sent under another, it would be there twice.
      const id = before.find((row) => row.branch === branch && row.state === 'failed')?.id ?? newId();
      return { id, branch, shopper: shopper ?? '', from, to, on: shopper !== null, state: 'new', code: '', earlier: false };
    });
  return [...written, ...fresh];
}

export function isReady({ on, state, shopper, from, to }: Row): boolean {
  return on && (state === 'new' || state === 'failed') && shopper !== '' && from !== '' && to !== '' && from <= to;
}

export function bodyOf(row: Row, choices: Choices, branch: StoredBranch, channel: ChecklistSummary['channel']): Assignment {
  return {
    branch_id: row.branch,
    shopper_id: row.shopper,
    checklist: { key: choices.checklist, version: choices.version },
    channel,
    scenario: choices.scenario.trim(),
    briefing: choices.briefing.trim(),
    ...windowOf(row, branch.time_zone),
  };
}

export type Writing = {
  write: (row: Row) => Promise<unknown>;
  read: (id: string) => Promise<StoredAssignment>;
  tell: (id: string, change: Partial<Row>) => void;
};

/** Those that are ready; one that fails holds up no other. */
export async function writeAll(rows: readonly Row[], writing: Writing): Promise<void> {
  const waiting = rows.filter(isReady);
  for (const { id } of waiting) writing.tell(id, { state: 'busy', code: '' });
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) await writeOne(row, writing);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
}

async function writeOne(row: Row, { write, read, tell }: Writing): Promise<void> {
  try {
    await write(row);
    tell(row.id, { state: 'written' });
  } catch (error) {
    const { code } = asProblem(error);
    if (code !== 'assignment_fixed') return tell(row.id, { state: 'failed', code });
    // It did arrive the first time, and was changed here before it was sent again.
    await read(row.id)
      .then((stored) => tell(row.id, { state: 'written', shopper: stored.shopper_id, earlier: true }))
      .catch((second: unknown) => tell(row.id, { state: 'failed', code: asProblem(second).code }));
  }
}
