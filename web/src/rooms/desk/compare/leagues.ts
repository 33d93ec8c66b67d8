/** Which league is looked at: the address asks, and what there is decides. */
import { api, ask } from '../../../api/client';
import type { ChecklistSummary, LeagueSize, StoredRegion } from '../../../api/schema';
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
