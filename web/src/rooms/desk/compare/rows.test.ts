import { expect, test } from 'vitest';
import type { ComparedBranch, LeagueSize } from '../../../api/schema';
import { choicesAround, nearest, withinOf, type Known } from './leagues';
import { apart, BEST_FIRST, found, readSort, sorted, sortText, turned } from './rows';

const branch = (branch_name: string, headline: number | null, group = 1, more: object = {}): ComparedBranch =>
  ({
    branch_name,
    audits: 5,
    score_pct: 70,
    headline: headline === null ? null : { headline, published: true },
    place: headline === null ? null : { standing: { best: 1, worst: 3, group }, of: 3, top_tenth: false },
    ...more,
  }) as ComparedBranch;
const names = (branches: ComparedBranch[]): string[] => branches.map(({ branch_name }) => branch_name);

test('what is not published stands apart, although it has a headline', () => {
  const unsure = branch('unsure', 90, 1, { headline: { headline: 90, published: false }, place: null });
  const { placed, others } = apart([branch('sure', 60), unsure, branch('own result only', null)]);
  expect([names(placed), names(others)]).toEqual([['sure'], ['unsure', 'own result only']]);
});

test('the best come first, and no branch leaves its group', () => {
  const { placed } = apart([branch('moved', 70, 2), branch('b', 60, 1), branch('a', 60, 1), branch('low', 40, 2)]);
  expect(names(sorted(placed, BEST_FIRST, 'en-GB'))).toEqual(['a', 'b', 'moved', 'low']);
  expect(names(sorted(placed, { by: 'name', down: true }, 'en-GB'))).toEqual(['moved', 'low', 'b', 'a']);
});

test('an order survives in the address, and an unknown one is the usual one', () => {
  for (const text of ['name', '-percent', 'rank', '-rank', 'headline']) expect(sortText(readSort(text))).toBe(text);
  expect(readSort('-nonsense')).toEqual(BEST_FIRST);
  expect(sortText(BEST_FIRST)).toBe('');
});

test('a column is sorted its usual way first, then the other', () => {
  expect(turned(BEST_FIRST, 'percent')).toEqual({ by: 'percent', down: true });
  expect(turned(BEST_FIRST, 'name')).toEqual({ by: 'name', down: false });
  expect(turned(BEST_FIRST, 'headline')).toEqual({ by: 'headline', down: false });
});

test('a search does not ask for accents', () => {
  expect(names(found([branch('Šiauliai', 60), branch('Kaunas', 60)], ' SIAU'))).toEqual(['Šiauliai']);
});

const league = (programme_id: string, checklist: string, tier: string, branches: number): LeagueSize =>
  ({ league: { programme_id, checklist, tier, audience: 'external' }, branches, programme_name: programme_id, regions: [], periods: [], waves: [] }) as unknown as LeagueSize;
const LEAGUES = [league('p', 'call', 'basic', 90), league('p', 'visit', 'standard', 30), league('p', 'visit', 'premium', 4), league('q', 'visit', 'basic', 5)];

const CHECKLISTS = new Map([['call', { channel: 'call' }], ['visit', { channel: 'visit' }]]) as unknown as Known['checklists'];
const KNOWN = { leagues: LEAGUES, checklists: CHECKLISTS };

test('the league asked for is found, else the nearest and largest', () => {
  const asked = (text: string): unknown => nearest(KNOWN, new URLSearchParams(text))?.league;
  expect(asked('')).toMatchObject({ programme_id: 'p', checklist: 'call' });
  expect(asked('programme=p&checklist=visit&tier=premium')).toMatchObject({ tier: 'premium' });
  expect(asked('programme=p&checklist=visit&tier=basic')).toMatchObject({ checklist: 'visit', tier: 'standard' });
  expect(asked('channel=visit&checklist=call')).toMatchObject({ checklist: 'visit', tier: 'standard' });
  expect(asked('programme=gone&checklist=call')).toMatchObject({ checklist: 'call' });
  expect(nearest({ ...KNOWN, leagues: [] }, new URLSearchParams())).toBeUndefined();
});

test('only what goes together can be chosen', () => {
  const choices = choicesAround(KNOWN, { programme_id: 'p', checklist: 'visit', tier: 'premium', audience: 'external' });
  expect(choices.tiers).toEqual(['standard', 'premium']);
  expect(choices.channels).toEqual(['call', 'visit']);
  expect(choices.checklists).toEqual(['visit']);
  expect(choices.programmes).toHaveLength(2);
});

test('of a wave and a month only one is looked at', () => {
  const within = (text: string): unknown => withinOf(new URLSearchParams(text));
  expect(within('region=r&period=2026-09')).toEqual({ region: 'r', period: '2026-09', wave: '' });
  expect(within('wave=w&period=2026-09')).toEqual({ region: '', period: '', wave: 'w' });
});
