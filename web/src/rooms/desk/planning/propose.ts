/** Who goes where: nobody too soon to the same people, and no one with more to do than others need to have. */
import type { ActiveShopper, StoredBranch, Visit } from '../../../api/schema';
import type { Tier } from '../../../api/types';
import { workingDays, type Days, type Rest } from './days';

export type Place = Pick<StoredBranch, 'id' | 'name' | 'tier'>;
export type Person = Pick<ActiveShopper, 'id' | 'name' | 'open'>;
export type Known = { visits: readonly Visit[]; weeks: number; checklist: string };
/** `shopper` is null where nobody may go; `planned`: a shop of this checklist is ahead of the branch already. */
export type Proposal = { branch: string; shopper: string | null; planned: boolean };

const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;
const FIRST: Record<Tier, number> = { premium: 0, standard: 1, basic: 2 };
/** Shorter windows leave a shopper who works no choice. */
const SHORT_DAYS = 2;

export function propose(places: readonly Place[], people: readonly Person[], days: Days, known: Known): Proposal[] {
  const near = new Set(tooNear(days, known).map(pair));
  const may = new Map(
    places.map((place) => [place.id, people.filter(({ id }) => !near.has(pair({ branch_id: place.id, shopper_id: id })))]),
  );
  const loads = new Map(people.map(({ id, open }) => [id, open]));
  const chosen = new Map<string, string | null>();
  for (const place of choosingFirst(places, may)) {
    if (isPlanned(place.id, days, known)) {
      chosen.set(place.id, null);
      continue;
    }
    const best = may.get(place.id)?.toSorted((a, b) => before(a, b, loads))[0];
    chosen.set(place.id, best?.id ?? null);
    if (best) loads.set(best.id, (loads.get(best.id) ?? 0) + 1);
  }
  while (evenedOut(chosen, may, loads));
  return places.map(({ id }) => ({ branch: id, shopper: chosen.get(id) ?? null, planned: isPlanned(id, days, known) }));
}

/** When the shopper was at the branch, or is about to be, if that is too near to these days. */
export function lastVisit(branch: string, shopper: string, days: Days, known: Known): string | null {
  const own = known.visits.filter((visit) => visit.branch_id === branch && visit.shopper_id === shopper);
  return tooNear(days, { ...known, visits: own }).map(({ at }) => at).toSorted().at(-1) ?? null;
}

function tooNear(days: Days, { visits, weeks }: Known): Visit[] {
  const [since, until] = [Date.parse(days.from) - weeks * WEEK_MS, Date.parse(days.to) + DAY_MS + weeks * WEEK_MS];
  return visits.filter(({ at }) => Date.parse(at) > since && Date.parse(at) < until);
}

function pair({ branch_id, shopper_id }: Pick<Visit, 'branch_id' | 'shopper_id'>): string {
  return `${branch_id} ${shopper_id}`;
}

/** Two of the same checklist at once would look at the same people twice. */
export function isPlanned(branch: string, days: Days, { visits, checklist }: Known): boolean {
  const from = Date.parse(days.from);
  return visits.some((visit) => visit.pending && visit.branch_id === branch && visit.checklist === checklist && Date.parse(visit.at) >= from);
}

export type Warning = 'order' | 'over' | 'noDay' | 'short' | 'outside';

/** What is odd about a window. `wave` is the one that was chosen. */
export function warningsOf(days: Days, rest: Rest, today: string, wave: Days | null): Warning[] {
  if (days.from > days.to) return ['order'];
  const working = workingDays(days, rest).length;
  const odd: [Warning, boolean][] = [
    ['over', days.to < today],
    ['noDay', working === 0],
    ['short', working > 0 && working < SHORT_DAYS],
    ['outside', wave !== null && (days.from < wave.from || days.to > wave.to)],
  ];
  return odd.filter(([, is]) => is).map(([warning]) => warning);
}

/** Where few may go; then where more is expected. */
function choosingFirst(places: readonly Place[], may: ReadonlyMap<string, Person[]>): Place[] {
  const choice = ({ id }: Place): number => may.get(id)?.length ?? 0;
  return places.toSorted(
    (a, b) => choice(a) - choice(b) || FIRST[a.tier] - FIRST[b.tier] || compared(a.name, b.name) || compared(a.id, b.id),
  );
}

function before(a: Person, b: Person, loads: ReadonlyMap<string, number>): number {
  return (loads.get(a.id) ?? 0) - (loads.get(b.id) ?? 0) || compared(a.name, b.name) || compared(a.id, b.id);
}

/** The same everywhere, whatever language the reader speaks: a proposal must not depend on it. */
function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Hands branches on, from somebody with two more than somebody else at the end of the line. False if nobody has. */
function evenedOut(chosen: Map<string, string | null>, may: ReadonlyMap<string, Person[]>, loads: Map<string, number>): boolean {
  const busiest = [...loads].toSorted(([a, more], [b, less]) => less - more || compared(a, b));
  for (const [from, load] of busiest) {
    const line = lineFrom(from, (id) => (loads.get(id) ?? 0) <= load - 2, chosen, may);
    if (line.length === 0) continue;
    for (const { branch, to } of line) chosen.set(branch, to);
    loads.set(from, load - 1);
    const last = line.at(-1)?.to ?? from;
    loads.set(last, (loads.get(last) ?? 0) + 1);
    return true;
  }
  return false;
}

type Step = { branch: string; to: string };

/** The shortest way to hand one branch after the other on until it comes to somebody with `room`. */
function lineFrom(
  from: string,
  room: (shopper: string) => boolean,
  chosen: ReadonlyMap<string, string | null>,
  may: ReadonlyMap<string, Person[]>,
): Step[] {
  const ways = new Map<string, Step[]>([[from, []]]);
  for (const [person, way] of ways) {
    for (const [branch, owner] of chosen) {
      if (owner !== person) continue;
      for (const { id } of may.get(branch) ?? []) {
        if (ways.has(id)) continue;
        ways.set(id, [...way, { branch, to: id }]);
        if (room(id)) return ways.get(id) ?? [];
      }
    }
  }
  return [];
}
