/** Which appeals: what the address asks for. Days are those of the calendar in UTC, the last one included. */
import { hrefWith } from '../../../app/route';
import { chosen } from '../export/taking';
import { STATES, type AppealState } from './appeals.svelte';

export type Wish = { state: AppealState | ''; region: string; branch: string; checklist: string; from: string; to: string };

/** Without the state: a rate is of audits, whatever became of their appeals. */
export type Asked = { region?: string; branch?: string; checklist?: string; since?: string; until?: string };

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function wishIn(query: URLSearchParams): Wish {
  const read = (name: string): string => query.get(name) ?? '';
  return {
    state: STATES.find((one) => one === read('state')) ?? '',
    region: read('region'),
    branch: read('branch'),
    checklist: read('checklist'),
    from: dayIn(read('from')),
    to: dayIn(read('to')),
  };
}

export function addressOf(wish: Wish): string {
  return hrefWith(['appeals'], wish);
}

export function asked({ region, branch, checklist, from, to }: Wish): Asked {
  const until = to && new Date(Date.parse(to) + DAY_MS).toISOString();
  return chosen({ region, branch, checklist, since: from && new Date(from).toISOString(), until }) as Asked;
}

export function isNarrowed(wish: Wish): boolean {
  return Object.keys(asked(wish)).length > 0;
}

/** What is no day is not asked for. */
function dayIn(text: string): string {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
