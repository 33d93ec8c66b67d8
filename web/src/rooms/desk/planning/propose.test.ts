import { describe, expect, it } from 'vitest';
import type { Visit } from '../../../api/schema';
import { isPlanned, lastVisit, propose, warningsOf, type Person, type Place } from './propose';

const DAYS = { from: '2026-12-07', to: '2026-12-18' };
const REST = { weekends: false, closed: [] };

function places(count: number, tier: Place['tier'] = 'standard'): Place[] {
  return Array.from({ length: count }, (_, n) => ({ id: `b${n}`, name: `Branch ${String(n).padStart(2, '0')}`, tier }));
}

function people(...open: number[]): Person[] {
  return open.map((load, n) => ({ id: `s${n}`, name: `Shopper ${n}`, open: load }));
}

function visit(branch: string, shopper: string, at = '2026-11-20T10:00:00Z', more: Partial<Visit> = {}): Visit {
  return { branch_id: branch, shopper_id: shopper, checklist: 'visit', pending: false, at, ...more };
}

function known(visits: Visit[] = [], weeks = 12) {
  return { visits, weeks, checklist: 'visit' };
}

function loads(found: { shopper: string | null }[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { shopper } of found) if (shopper) counted[shopper] = (counted[shopper] ?? 0) + 1;
  return counted;
}

describe('a proposal', () => {
  it('spreads the work evenly, whatever waits already', () => {
    expect(loads(propose(places(10), people(0, 0, 0), DAYS, known()))).toEqual({ s0: 4, s1: 3, s2: 3 });
    expect(loads(propose(places(7), people(5, 0, 1), DAYS, known()))).toEqual({ s1: 4, s2: 3 });
  });

  it('sends nobody back within the weeks, and says where nobody may go', () => {
    const visits = [visit('b0', 's0'), visit('b0', 's1'), visit('b1', 's0')];
    expect(propose(places(2), people(0, 0), DAYS, known(visits))).toEqual([
      { branch: 'b0', shopper: null, planned: false },
      { branch: 'b1', shopper: 's1', planned: false },
    ]);
    expect(propose(places(1), people(0, 0), DAYS, known(visits, 1))[0]?.shopper).toBe('s0');
  });

  it('lets branches choose first that few may visit', () => {
    // Only s0 may go to the last one: it would be gone if the branches chose in the order of their names.
    const visits = [visit('b2', 's1'), visit('b2', 's2')];
    const found = propose(places(3), people(0, 0, 0), DAYS, known(visits));
    expect(found[2]?.shopper).toBe('s0');
    expect(loads(found)).toEqual({ s0: 1, s1: 1, s2: 1 });
  });

  it('hands on along a line when no single change evens the loads out', () => {
    // s0 has all that s2 may not take; s1 stands between them.
    const only = (branch: string, ...may: string[]): Visit[] =>
      ['s0', 's1', 's2'].filter((id) => !may.includes(id)).map((id) => visit(branch, id));
    const visits = ['b0', 'b1', 'b2', 'b3'].flatMap((id) => only(id, 's0', 's1')).concat(['b4', 'b5'].flatMap((id) => only(id, 's1', 's2')));
    expect(loads(propose(places(6), people(0, 0, 0), DAYS, known(visits)))).toEqual({ s0: 2, s1: 2, s2: 2 });
  });

  it('leaves out where the same is planned already', () => {
    const visits = [visit('b0', 's1', '2026-12-20T10:00:00Z', { pending: true })];
    expect(propose(places(1), people(0, 0), DAYS, known(visits))).toEqual([{ branch: 'b0', shopper: null, planned: true }]);
    expect(isPlanned('b0', DAYS, { ...known(visits), checklist: 'call' })).toBe(false);
  });

  it('is the same for the same choices, in whatever order they come', () => {
    const forwards = propose(places(9), people(0, 1, 0, 2), DAYS, known([visit('b3', 's2')]));
    const backwards = propose(places(9).toReversed(), people(0, 1, 0, 2).toReversed(), DAYS, known([visit('b3', 's2')]));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('of two thousand branches takes no noticeable time', () => {
    const visits = Array.from({ length: 3000 }, (_, n) => visit(`b${n % 2000}`, `s${n % 60}`));
    const found = propose(places(2000), people(...Array.from({ length: 60 }, () => 0)), DAYS, known(visits));
    const counts = Object.values(loads(found));
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });
});

describe('the last visit', () => {
  it('counts in both directions', () => {
    expect(lastVisit('b0', 's0', DAYS, known([visit('b0', 's0', '2027-02-01T10:00:00Z', { pending: true })]))).toBe('2027-02-01T10:00:00Z');
    expect(lastVisit('b0', 's0', DAYS, known([visit('b0', 's0', '2026-09-13T10:00:00Z')]))).toBeNull();
    expect(lastVisit('b0', 's1', DAYS, known([visit('b0', 's0')]))).toBeNull();
  });
});

describe('a window', () => {
  it('is warned of when it is odd', () => {
    const wave = { from: '2026-12-01', to: '2026-12-31' };
    expect(warningsOf(DAYS, REST, '2026-11-22', wave)).toEqual([]);
    expect(warningsOf({ from: '2026-12-05', to: '2026-12-06' }, REST, '2026-11-22', null)).toEqual(['noDay']);
    expect(warningsOf({ from: '2026-11-27', to: '2026-11-29' }, REST, '2026-11-30', wave)).toEqual(['over', 'short', 'outside']);
    expect(warningsOf({ from: '2026-12-10', to: '2026-12-09' }, REST, '2026-11-22', null)).toEqual(['order']);
  });
});
