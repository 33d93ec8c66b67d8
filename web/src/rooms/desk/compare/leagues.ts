/** Which league is looked at: the address asks, and what there is decides. */
import { api, ask } from '../../../api/client';
import type { ChecklistSummary, Comparison, LeagueSize, StoredRegion } from '../../../api/schema';
import { readRegions } from '../network';

export type League = LeagueSize['league'];
export type Known = { leagues: LeagueSize[]; regions: StoredRegion[]; checklists: Map<string, ChecklistSummary> };
export type Channel = ChecklistSummary['channel'];
export type Choices = {
  programmes: LeagueSize[];
  channels: Channel[];
  checklists: string[];
  tiers: League['tier'][];
  audiences: League['audience'][];
};
/** Which part of a league is looked at: of a region, and as a month ended or within one wave. Empty is everything. */
export type Within = { region: string; period: string; wave: string };
type Of = Pick<Known, 'leagues' | 'checklists'>;

const TIERS = ['basic', 'standard', 'premium'] as const;
const AUDIENCES = ['external', 'internal'] as const;
const CHANNELS = ['call', 'visit', 'written', 'delivery', 'internal'] as const;

export async function readKnown(): Promise<Known> {
  const [{ leagues }, regions, checklists] = await Promise.all([
    ask(api.GET('/api/leagues')),
    readRegions(),
    ask(api.GET('/api/checklists')),
  ]);
  return { leagues, regions, checklists: new Map(checklists.map((checklist) => [checklist.key, checklist])) };
}

/** A league has one checklist, and with it one channel. */
export function channelOf({ checklists }: Pick<Known, 'checklists'>, league: League): string {
  return checklists.get(league.checklist)?.channel ?? '';
}

/** The league that is nearest to what is asked for; among equals the largest. */
export function nearest(known: Of, asked: URLSearchParams): LeagueSize | undefined {
  const wanted: [string, (league: League) => string][] = [
    ['programme', (league) => league.programme_id],
    ['channel', (league) => channelOf(known, league)],
    ['checklist', (league) => league.checklist],
    ['tier', (league) => league.tier],
    ['audience', (league) => league.audience],
  ];
  let left = known.leagues;
  for (const [name, valueOf] of wanted) {
    const fitting = left.filter(({ league }) => valueOf(league) === asked.get(name));
    if (fitting.length > 0) left = fitting;
  }
  return left.toSorted((a, b) => b.branches - a.branches)[0];
}

/** What can be chosen around `chosen`, each choice among those that go with the ones before it. */
export function choicesAround(known: Of, chosen: League): Choices {
  const own = known.leagues.map(({ league }) => league).filter((league) => league.programme_id === chosen.programme_id);
  const channel = channelOf(known, chosen);
  const sameChannel = own.filter((league) => channelOf(known, league) === channel);
  const same = sameChannel.filter((league) => league.checklist === chosen.checklist);
  const sameTier = same.filter((league) => league.tier === chosen.tier);
  return {
    programmes: [...new Map(known.leagues.map((one) => [one.league.programme_id, one])).values()],
    channels: CHANNELS.filter((one) => own.some((league) => channelOf(known, league) === one)),
    checklists: [...new Set(sameChannel.map((league) => league.checklist))],
    tiers: TIERS.filter((tier) => same.some((league) => league.tier === tier)),
    audiences: AUDIENCES.filter((audience) => sameTier.some((league) => league.audience === audience)),
  };
}

/** The parameters of the address that name a league. */
export function named(league: League): Record<string, string> {
  return { programme: league.programme_id, checklist: league.checklist, tier: league.tier, audience: league.audience };
}

/** What the address asks for besides the league; of a month and a wave only one. */
export function withinOf(query: URLSearchParams): Within {
  const wave = query.get('wave') ?? '';
  return { region: query.get('region') ?? '', period: wave ? '' : (query.get('period') ?? ''), wave };
}

/** As the API is asked: an object with these names in this order, so that two questions can be told apart as text. */
function question(asked: Record<string, string>, { region, period, wave }: Within): Record<string, string> {
  const { programme = '', checklist = '', tier = '', audience = '' } = asked;
  const within = Object.entries({ region, period, wave }).filter(([, value]) => value !== '');
  return { programme, checklist, tier, audience, ...Object.fromEntries(within) };
}

let early: { asked: string; answer: Promise<Comparison> } | undefined;

/** Asks for what the address names while it is not yet known which leagues there are: mostly there is this one. */
export function askEarly(query: URLSearchParams): void {
  const asked = question(Object.fromEntries(query), withinOf(query));
  if (Object.values(asked).some((value) => value === '')) return;
  const answer = compare(asked);
  // Whoever takes it sees the failure; nobody has to.
  answer.catch(() => undefined);
  early = { asked: JSON.stringify(asked), answer };
}

/** What was asked early is taken once: whoever asks again wants it fresh. */
export function readComparison(league: League, within: Within): Promise<Comparison> {
  const asked = question(named(league), within);
  const begun = early;
  early = undefined;
  return begun?.asked === JSON.stringify(asked) ? begun.answer : compare(asked);
}

function compare(asked: Record<string, string>): Promise<Comparison> {
  const answer = ask(api.GET('/api/comparison', { params: { query: asked as never } }));
  // The client's types forget how long a tuple is.
  return answer as Promise<Comparison>;
}
