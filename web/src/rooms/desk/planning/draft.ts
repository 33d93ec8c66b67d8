/** One assignment while somebody writes it. */
import type { Assignment, ChecklistSummary, Planned, StoredAssignment } from '../../../api/schema';

export type Draft = {
  branch: string;
  shopper: string;
  checklist: string;
  version: number;
  starts: string | null;
  ends: string | null;
  scenario: string;
  briefing: string;
};
export type Missing = 'branch' | 'shopper' | 'checklist' | 'window' | 'order';

export function blank(): Draft {
  return { branch: '', shopper: '', checklist: '', version: 0, starts: null, ends: null, scenario: '', briefing: '' };
}

export function draftOf(stored: StoredAssignment): Draft {
  return {
    branch: stored.branch_id,
    shopper: stored.shopper_id,
    checklist: stored.checklist.key,
    version: stored.checklist.version,
    starts: stored.window_starts_at,
    ends: stored.window_ends_at,
    scenario: stored.scenario,
    briefing: stored.briefing ?? '',
  };
}

/** A draft of the same shop, with the shopper still to be chosen. */
export function handedOn(stored: StoredAssignment): Draft {
  return { ...draftOf(stored), shopper: '' };
}

export function missing({ branch, shopper, checklist, starts, ends }: Draft): Missing[] {
  const lacks: [Missing, boolean][] = [
    ['branch', branch === ''],
    ['checklist', checklist === ''],
    ['shopper', shopper === ''],
    ['window', starts === null || ends === null],
    ['order', starts !== null && ends !== null && Date.parse(ends) <= Date.parse(starts)],
  ];
  return lacks.filter(([, lacking]) => lacking).map(([field]) => field);
}

/** What a change begins with: nothing is written over anything else. */
export function lookedAt({ scenario, briefing, window_starts_at, window_ends_at }: StoredAssignment): Planned {
  return { scenario, briefing: briefing ?? '', window_starts_at, window_ends_at };
}

/** A checklist is made for one channel, so that is the assignment's. */
export function bodyOf(draft: Draft, channel: ChecklistSummary['channel'], before: StoredAssignment | null): Assignment {
  return {
    branch_id: draft.branch,
    shopper_id: draft.shopper,
    checklist: { key: draft.checklist, version: draft.version },
    channel,
    scenario: draft.scenario.trim(),
    briefing: draft.briefing.trim(),
    window_starts_at: draft.starts ?? '',
    window_ends_at: draft.ends ?? '',
    reshop_of: before?.reshop_of ?? null,
  };
}
