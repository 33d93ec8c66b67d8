/** Deeds to thank somebody for: what the address asks for, and what there is. */
import { api, ask } from '../../../api/client';
import type { BranchDeeds, OutstandingDeeds, StoredRegion } from '../../../api/schema';
import { byName, readRegions } from '../network';

export const MONTHS = [3, 6, 12, 24];
const USUALLY = 12;

export type Deed = BranchDeeds['deeds'][number];
export type Asked = { region: string; months: number; thanks: string };
export type Found = { regions: StoredRegion[]; region: string; found: OutstandingDeeds | null };

export function askedOf(query: URLSearchParams): Asked {
  const months = Number(query.get('months'));
  return {
    region: query.get('region') ?? '',
    months: MONTHS.includes(months) ? months : USUALLY,
    thanks: query.get('thanks') ?? '',
  };
}

/** The parameters of the address for what is asked. */
export function saidOf({ region, months, thanks }: Asked): Record<string, string> {
  return { region, months: months === USUALLY ? '' : String(months), thanks };
}

/** Reads the deeds of a region; of the first one if none is chosen. */
export async function readDeeds({ region, months }: Asked, locale: string): Promise<Found> {
  const regions = byName(await readRegions(), locale);
  const chosen = regions.find(({ id }) => id === region)?.id ?? regions[0]?.id;
  if (chosen === undefined) return { regions, region: '', found: null };
  const params = { path: { region_id: chosen }, query: { months } };
  const found = await ask(api.GET('/api/regions/{region_id}/outstanding', { params }));
  return { regions, region: chosen, found };
}

/** Without the marks of what was masked: on a certificate they would be read aloud. */
export function unmarked(narrative: string): string {
  return narrative.replace(/⟦[^⟧]*⟧/g, '…');
}

export function deedIn(found: OutstandingDeeds, id: string): { deed: Deed; branch: string } | null {
  for (const { branch_name, deeds } of found.branches) {
    const deed = deeds.find(({ example_id }) => example_id === id);
    if (deed) return { deed, branch: branch_name };
  }
  return null;
}
