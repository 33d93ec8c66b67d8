/** A branch as its form has it. */
import type { Branch, StoredBranch } from '../../../api/schema';
import type { Messages } from '../../../i18n/en';
import { coordinatesText, readCoordinates } from '../branch/coordinates';
import type { Complaints } from './faults';

export type BranchDraft = Required<Omit<Branch, 'position' | 'programme_id'>> & { position: string };
export const BRANCH_FIELDS = ['name', 'region_id', 'tier', 'time_zone', 'audience', 'address', 'competitor', 'position'];

export function branchDraft(branch: Partial<StoredBranch>): BranchDraft {
  return {
    name: branch.name ?? '',
    region_id: branch.region_id ?? '',
    tier: branch.tier ?? 'standard',
    time_zone: branch.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    audience: branch.audience ?? 'external',
    address: branch.address ?? '',
    competitor: branch.competitor ?? false,
    position: coordinatesText(branch.position),
  };
}

export function branchOf(programme: string, draft: BranchDraft): Required<Branch> {
  return {
    ...draft,
    programme_id: programme,
    name: draft.name.trim(),
    address: draft.address.trim(),
    time_zone: draft.time_zone.trim(),
    position: readCoordinates(draft.position) ?? null,
  };
}

export function complaintsAboutBranch(draft: BranchDraft, t: Messages): Complaints {
  const found: Complaints = {};
  if (draft.name.trim() === '') found['name'] = t.setup.faults.missing;
  if (draft.region_id === '') found['region_id'] = t.setup.chooseOne;
  if (draft.time_zone.trim() === '') found['time_zone'] = t.setup.faults.missing;
  if (readCoordinates(draft.position) === undefined) found['position'] = t.review.place.wrong;
  return found;
}

/** Those of the browser; the server may know others. */
export function timeZones(): string[] {
  return typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
}
