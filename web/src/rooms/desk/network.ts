/** The client's regions and branches. */
import { api, ask } from '../../api/client';
import { everyPage, WHOLE_PAGE } from '../../api/pages';
import type { BranchPage, StoredBranch, StoredRegion } from '../../api/schema';

export function readRegions(): Promise<StoredRegion[]> {
  return ask(api.GET('/api/regions'));
}

export function readBranches(region: string | undefined, cursor?: string): Promise<BranchPage> {
  return ask(api.GET('/api/branches', { params: { query: { region, cursor } } }));
}

export async function readEveryBranch(region?: string): Promise<StoredBranch[]> {
  const pages = await everyPage((cursor) =>
    ask(api.GET('/api/branches', { params: { query: { region, cursor, limit: WHOLE_PAGE } } })),
  );
  return pages.flatMap((page) => page.branches);
}

/** As a reader of `locale` looks them up: `Šiauliai` near `Skuodas`, and `Branch 10` after `Branch 9`. */
export function byName<N extends { name: string }>(named: readonly N[], locale: string): N[] {
  return named.toSorted((a, b) => a.name.localeCompare(b.name, locale, { numeric: true }));
}

/** Name and address without case and accents, so that `kaunas` finds `KAUNAS` and `siauliai` finds `Šiauliai`. */
export function matching(branches: StoredBranch[], query: string): StoredBranch[] {
  const wanted = folded(query.trim());
  return wanted === '' ? branches : branches.filter(({ name, address }) => folded(`${name} ${address ?? ''}`).includes(wanted));
}

/** A text for comparing: without case and accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i');
}
