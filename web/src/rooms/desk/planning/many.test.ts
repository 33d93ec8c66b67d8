import { describe, expect, it } from 'vitest';
import { Problem } from '../../../api/problem';
import type { StoredAssignment, StoredBranch } from '../../../api/schema';
import { blank, bodyOf, isReady, lacking, rowsOf, writeAll, type Row } from './many';

const REST = { weekends: false, closed: [] };
const DAYS = { from: '2026-12-05', to: '2026-12-13' };

function row(more: Partial<Row> = {}): Row {
  return {
    id: 'r', branch: 'b', shopper: 's', from: '2026-12-07', to: '2026-12-11', on: true, state: 'new', code: '', earlier: false, ...more,
  };
}

function problem(code: string): Problem {
  return new Problem(code, null, [], '');
}

/** Writes `rows`; `answer` says how it goes. */
async function written(rows: Row[], answer: (row: Row) => Promise<unknown>): Promise<{ rows: Row[]; asked: string[] }> {
  const asked: string[] = [];
  const kept = new Map(rows.map((one) => [one.id, one]));
  await writeAll(rows, {
    write: (one) => {
      asked.push(one.id);
      return answer(one);
    },
    read: async () => ({ shopper_id: 'first' }) as StoredAssignment,
    tell: (id, change) => kept.set(id, { ...(kept.get(id) as Row), ...change }),
  });
  return { rows: [...kept.values()], asked };
}

describe('many at once', () => {
  it('need choices', () => {
    expect(lacking(blank('', ''))).toEqual(['programme', 'checklist', 'days', 'branches', 'shoppers']);
    expect(lacking(blank('2026-12-02', '2026-12-01'))).toContain('order');
  });

  it('become rows within days of fieldwork, and those without a shopper are left out', () => {
    const proposals = [
      { branch: 'b0', shopper: 's', planned: false },
      { branch: 'b1', shopper: null, planned: true },
    ];
    expect(rowsOf(proposals, DAYS, REST, [], () => 'id')).toEqual([
      row({ id: 'id', branch: 'b0' }),
      row({ id: 'id', branch: 'b1', shopper: '', on: false }),
    ]);
  });

  it('keep what was written, and the id of what may have arrived', () => {
    const before = [row({ id: 'w', branch: 'b0', state: 'written' }), row({ id: 'f', branch: 'b1', state: 'failed' })];
    const proposals = ['b0', 'b1', 'b2'].map((branch) => ({ branch, shopper: 's', planned: false }));
    expect(rowsOf(proposals, DAYS, REST, before, () => 'fresh').map(({ id }) => id)).toEqual(['w', 'f', 'fresh']);
  });

  it('are sent by the clock of each branch', () => {
    const choices = { ...blank('', ''), checklist: 'visit', version: 3, scenario: ' A present. ' };
    const branch = { time_zone: 'Europe/Istanbul' } as StoredBranch;
    expect(bodyOf(row(), choices, branch, 'visit')).toEqual({
      branch_id: 'b', shopper_id: 's', checklist: { key: 'visit', version: 3 }, channel: 'visit', scenario: 'A present.', briefing: '',
      window_starts_at: '2026-12-06T21:00:00.000Z', window_ends_at: '2026-12-11T20:59:00.000Z',
    });
  });

  it('are ready with a shopper and days only', () => {
    expect([row(), row({ on: false }), row({ shopper: '' }), row({ from: '2026-12-12' }), row({ state: 'written' })].map(isReady)).toEqual([
      true, false, false, false, false,
    ]);
  });
});

describe('writing them', () => {
  it('goes on past one that fails, and sends only that one again, under the same id', async () => {
    const rows = Array.from({ length: 7 }, (_, n) => row({ id: `r${n}` }));
    const first = await written(rows, async ({ id }) => {
      if (id === 'r3') throw problem('unreachable');
    });
    expect(first.rows.filter(({ state }) => state === 'written')).toHaveLength(6);
    expect(first.rows[3]).toMatchObject({ state: 'failed', code: 'unreachable' });
    const second = await written(first.rows, async () => undefined);
    expect(second.asked).toEqual(['r3']);
    expect(second.rows.every(({ state }) => state === 'written')).toBe(true);
  });

  it('takes one that had arrived before it was changed as it arrived', async () => {
    const found = await written([row()], async () => {
      throw problem('assignment_fixed');
    });
    expect(found.rows[0]).toMatchObject({ state: 'written', shopper: 'first', earlier: true });
  });

  it('sends three at a time', async () => {
    let now = 0;
    let most = 0;
    await written(Array.from({ length: 9 }, (_, n) => row({ id: `r${n}` })), async () => {
      most = Math.max(most, (now += 1));
      await Promise.resolve();
      now -= 1;
    });
    expect(most).toBe(3);
  });
});
