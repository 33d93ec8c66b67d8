/** What an administrator sets up: programmes, their regions and branches, and waves of fieldwork. */
import { api, ask } from '../../../api/client';
import { everyPage, WHOLE_PAGE } from '../../../api/pages';
import type {
  Branch,
  BranchPage,
  Programme,
  ProgrammeDetail,
  Region,
  Retention,
  RetentionPreview,
  StoredBranch,
  StoredProgramme,
  StoredRegion,
  StoredWave,
  Wave,
} from '../../../api/schema';
import { readRegions } from '../network';

export const CHANNELS = ['call', 'visit', 'written', 'delivery', 'internal'] as const;
export const TIERS = ['basic', 'standard', 'premium'] as const;

export function readProgrammes(): Promise<StoredProgramme[]> {
  return ask(api.GET('/api/programmes'));
}

export function readProgramme(id: string): Promise<ProgrammeDetail> {
  return ask(api.GET('/api/programmes/{programme_id}', { params: { path: { programme_id: id } } }));
}

export function writeProgramme(id: string, body: Programme): Promise<StoredProgramme> {
  return ask(api.PUT('/api/programmes/{programme_id}', { params: { path: { programme_id: id } }, body }));
}

export function previewRetention(id: string, body: Retention): Promise<RetentionPreview> {
  const params = { path: { programme_id: id } };
  return ask(api.POST('/api/programmes/{programme_id}/retention/preview', { params, body }));
}

export async function readRegionsOf(programme: string): Promise<StoredRegion[]> {
  return (await readRegions()).filter(({ programme_id }) => programme_id === programme);
}

export function writeRegion(id: string, body: Region): Promise<StoredRegion> {
  return ask(api.PUT('/api/regions/{region_id}', { params: { path: { region_id: id } }, body }));
}

export function readBranchesOf(programme: string, region?: string, cursor?: string, limit?: number): Promise<BranchPage> {
  return ask(api.GET('/api/branches', { params: { query: { programme, region, cursor, limit } } }));
}

export async function readEveryBranchOf(programme: string, region?: string): Promise<StoredBranch[]> {
  const pages = await everyPage((cursor) => readBranchesOf(programme, region, cursor, WHOLE_PAGE));
  return pages.flatMap((page) => page.branches);
}

export async function readBranch(id: string): Promise<StoredBranch> {
  return (await ask(api.GET('/api/branches/{branch_id}', { params: { path: { branch_id: id } } }))).branch;
}

export function writeBranch(id: string, body: Branch): Promise<StoredBranch> {
  return ask(api.PUT('/api/branches/{branch_id}', { params: { path: { branch_id: id } }, body }));
}

export function readWaves(programme: string): Promise<StoredWave[]> {
  return ask(api.GET('/api/waves', { params: { query: { programme } } }));
}

export function writeWave(id: string, body: Wave): Promise<StoredWave> {
  return ask(api.PUT('/api/waves/{wave_id}', { params: { path: { wave_id: id } }, body }));
}

export async function removeWave(id: string): Promise<void> {
  await ask(api.DELETE('/api/waves/{wave_id}', { params: { path: { wave_id: id } } }));
}

/** What is stored now with what was changed here: what somebody else changed meanwhile stays. */
export function withChanges<T extends object>(latest: T, base: T, changed: T): T {
  const keys = (Object.keys(changed) as (keyof T)[]).filter((key) => !same(base[key], changed[key]));
  return { ...latest, ...Object.fromEntries(keys.map((key) => [key, changed[key]])) };
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
