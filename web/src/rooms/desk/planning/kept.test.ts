import { describe, expect, it } from 'vitest';
import { afresh, keep, recall } from './kept';
import type { Row } from './many';

const ROW: Row = {
  id: 'r', branch: 'b', shopper: 's', from: '2026-12-07', to: '2026-12-11', on: true, state: 'new', code: '', earlier: false,
};

function drawer(full = false) {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => {
      if (full) throw new Error('full');
      kept.set(name, text);
    },
    removeItem: (name: string) => void kept.delete(name),
  };
}

describe('what is being planned', () => {
  it('begins tomorrow and lasts two weeks', () => {
    const { choices, rows } = afresh(Date.parse('2026-11-22T12:00:00Z'));
    expect([choices.from, choices.to, rows]).toEqual(['2026-11-23', '2026-12-06', []]);
  });

  it('is there again, for the same person only, and what was under way is to be repeated', () => {
    const place = drawer();
    const kept = { choices: { ...afresh().choices, scenario: 'A present.' }, rows: [{ ...ROW, state: 'busy' as const }, ROW] };
    keep('ada', kept, place);
    const found = recall('ada', place);
    expect(found.choices).toEqual(kept.choices);
    expect(found.rows).toEqual([{ ...ROW, state: 'failed', code: 'unreachable' }, ROW]);
    expect(recall('bea', place).rows).toEqual([]);
  });

  it('does without, where nothing can be kept', () => {
    const place = drawer(true);
    keep('ada', afresh(), place);
    expect(recall('ada', place).rows).toEqual([]);
    const broken = { ...drawer(), getItem: () => '{' };
    expect(recall('ada', broken).rows).toEqual([]);
  });
});
