import { describe, expect, it } from 'vitest';
import { changeOf, draftOf, fresh, missing } from './draft';

const ABOUT = { branch_id: 'b', checklist: 'visit', item: 'tone' };
const OWNERS = [{ id: 'me', name: 'Mina', role: 'manager' as const }];

describe('an action that is being written', () => {
  it('belongs to who writes it, unless they cannot own it', () => {
    const now = Date.parse('2026-12-20T23:00:00Z');
    expect(fresh('me', OWNERS, now)).toEqual({ owner: 'me', name: '', due: '2027-01-03', plan: '', state: 'open' });
    expect(fresh('somebody', OWNERS, now).owner).toBe('');
  });

  it('needs an owner, a date and a plan', () => {
    expect(missing({ owner: '', name: ' ', due: '', plan: '\n', state: 'open' })).toEqual(['owner', 'due', 'plan']);
    expect(missing({ owner: '', name: 'Mina', due: '2027-01-03', plan: 'Talk.', state: 'open' })).toEqual([]);
  });

  it('is sent with one owner only', () => {
    const draft = { owner: 'me', name: 'left over', due: '2027-01-03', plan: ' Talk. ', state: 'done' as const };
    expect(changeOf(ABOUT, draft, 2)).toEqual({
      ...ABOUT, owner_id: 'me', due_on: '2027-01-03', plan: 'Talk.', state: 'done', revision: 2,
    });
    expect(changeOf(ABOUT, { ...draft, owner: '' }, 0)).toMatchObject({ owner_name: 'left over' });
  });

  it('survives being read back', () => {
    const stored = { ...ABOUT, owner_id: null, owner_name: 'Mina', due_on: '2027-01-03', plan: 'Talk.', state: 'open' };
    const draft = draftOf(stored as Parameters<typeof draftOf>[0]);
    expect(changeOf(ABOUT, draft, 1)).toMatchObject({ owner_name: 'Mina', plan: 'Talk.', revision: 1 });
  });
});
