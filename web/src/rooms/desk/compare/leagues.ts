/** Which league is looked at: the address asks, and what there is decides. */
import { api, ask } from '../../../api/client';
import type { ChecklistSummary, Comparison, LeagueSize, StoredRegion } from '../../../api/schema';
import { readRegions } from '../network';

export type League = LeagueSize['league'];
export type Known = { leagues: LeagueSize[]; regions: StoredRegion[]; checklists: Map<string, ChecklistSummary> };
export type Choices = { programmes: LeagueSize[]; checklists: string[]; tiers: League['tier'][]; audiences: League['audience'][] };

const TIERS = ['basic', 'standard', 'premium'] as const;
const AUDIENCES = ['external', 'internal'] as const;

export async function readKnown(): Promise<Known> {
  const [{ leagues }, regions, checklists] = await Promise.all([
    ask(api.GET('/api/leagues')),
    readRegions(),
    ask(api.GET('/api/checklists')),
  ]);
  return { leagues, regions, checklists: new Map(checklists.map((checklist) => [checklist.key, checklist])) };
}

/** The league that is nearest to what is asked for; among equals the largest. */
export function nearest(leagues: readonly LeagueSize[], asked: URLSearchParams): LeagueSize | undefined {
  const wanted: [keyof League, string | null][] = [
    ['programme_id', asked.get('programme')],
    ['checklist', asked.get('checklist')],
    ['tier', asked.get('tier')],
    ['audience', asked.get('audience')],
  ];
  let left = leagues;
  for (const [name, value] of wanted) {
    const fitting = left.filter(({ league }) => league[name] === value);
    if (fitting.length > 0) left = fitting;
  }
  return left.toSorted((a, b) => b.branches - a.branches)[0];
}

/** What can be chosen around `chosen`, each choice among those that go with the ones before it. */
export function choicesAround(leagues: readonly LeagueSize[], chosen: League): Choices {
  const own = leagues.filter(({ league }) => league.programme_id === chosen.programme_id);
  const same = own.map(({ league }) => league).filter((league) => league.checklist === chosen.checklist);
  const sameTier = same.filter((league) => league.tier === chosen.tier);
  return {
    programmes: [...new Map(leagues.map((one) => [one.league.programme_id, one])).values()],
    checklists: [...new Set(own.map(({ league }) => league.checklist))],
    tiers: TIERS.filter((tier) => same.some((league) => league.tier === tier)),
    audiences: AUDIENCES.filter((audience) => sameTier.some((league) => league.audience === audience)),
  };
}

/** As the address names it. */
export function named(league: League): Record<string, string> {
  return { programme: league.programme_id, checklist: league.checklist, tier: league.tier, audience: league.audience };
}

/** As the API is asked: an object with these names in this order, so that two questions can be told apart as text. */
function question(asked: Record<string, string>, region: string): Record<string, string> {
  const { programme = '', checklist = '', tier = '', audience = '' } = asked;
  return { programme, checklist, tier, audience, ...(region ? { region } : {}) };
}

let early: { asked: string; answer: Promise<Comparison> } | undefined;

/** Asks for what the address names while it is not yet known which leagues there are: mostly there is this one. */
export function askEarly(query: URLSearchParams): void {
  const asked = question(Object.fromEntries(query), query.get('region') ?? '');
  if (Object.values(asked).some((value) => value === '')) return;
  const answer = compare(asked);
  // Whoever takes it sees the failure; nobody has to.
  answer.catch(() => undefined);
  early = { asked: JSON.stringify(asked), answer };
}

/** What was asked early is taken once: whoever asks again wants it fresh. */
export function readComparison(league: League, region: string): Promise<Comparison> {
  const asked = question(named(league), region);
  const begun = early;
  early = undefined;
  return begun?.asked === JSON.stringify(asked) ? begun.answer : compare(asked);
}

function compare(asked: Record<string, string>): Promise<Comparison> {
  const answer = ask(api.GET('/api/comparison', { params: { query: asked as never } }));
  // The client's types forget how long a tuple is.
  return answer as Promise<Comparison>;
}
