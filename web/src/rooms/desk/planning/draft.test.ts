import { describe, expect, it } from 'vitest';
import type { StoredAssignment } from '../../../api/schema';
import { blank, bodyOf, draftOf, handedOn, missing } from './draft';

const STORED = {
  id: 'a', status: 'declined', audit_id: null, branch_name: 'Kaunas', branch_address: '', time_zone: 'Europe/Vilnius', notes: [],
  branch_id: 'b', shopper_id: 's', checklist: { key: 'visit', version: 2 }, channel: 'visit', scenario: 'A present.',
  window_starts_at: '2026-12-01T00:00:00Z', window_ends_at: '2026-12-05T00:00:00Z', reshop_of: 'r',
} as StoredAssignment;

describe('an assignment that is being planned', () => {
  it('names all that it lacks', () => {
    expect(missing(blank())).toEqual(['branch', 'checklist', 'shopper', 'window']);
    expect(missing(draftOf(STORED))).toEqual([]);
    expect(missing({ ...draftOf(STORED), ends: STORED.window_starts_at })).toEqual(['order']);
  });

  it('is sent as it was read', () => {
    const { id, status, audit_id, branch_name, branch_address, time_zone, notes, ...facts } = STORED;
    expect(bodyOf(draftOf(STORED), 'visit', STORED)).toEqual({ ...facts, briefing: '' });
  });

  it('is handed on with everything but its shopper', () => {
    expect(handedOn(STORED)).toEqual({ ...draftOf(STORED), shopper: '' });
  });
});
