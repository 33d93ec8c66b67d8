/** Audits that wait for a reviewer, the one that has waited longest first. */
import { api, ask } from '../../../api/client';
import type { ChecklistVersion, Programme, QueueGroup, QueuePage, StoredRegion } from '../../../api/schema';
import { hrefWith } from '../../../app/route';
import { readVersion } from '../../../audit/load';
import { readRegions } from '../network';

export type Chosen = { flagged: boolean; programme: string; region: string; checklist: string; days: number };

/** The filters of the queue when nobody has chosen any. */
export const NOTHING_CHOSEN: Chosen = { flagged: false, programme: '', region: '', checklist: '', days: 0 };
export const DAYS = [1, 3, 7, 14];

export type Queue = QueuePage & { regions: StoredRegion[]; programmes: Named[]; checklists: Map<string, ChecklistVersion> };
type Named = Programme & { id: string };

export function chosenIn(query: URLSearchParams): Chosen {
  const read = (name: string): string => query.get(name) ?? '';
  const days = Number(read('days'));
  return {
    flagged: read('flagged') === 'yes',
    programme: read('programme'),
    region: read('region'),
    checklist: read('checklist'),
    days: DAYS.includes(days) ? days : 0,
  };
}

export function addressOf({ flagged, programme, region, checklist, days }: Chosen): string {
  return hrefWith(['queue'], { flagged: flagged ? 'yes' : '', programme, region, checklist, days: days ? String(days) : '' });
}

export function readWaiting(chosen: Chosen, cursor?: string): Promise<QueuePage> {
  const { flagged, programme, region, checklist, days } = chosen;
  const query = {
    flagged: flagged || undefined,
    programme: programme || undefined,
    region: region || undefined,
    checklist: checklist || undefined,
    waiting_days: days,
    cursor,
  };
  return ask(api.GET('/api/queue', { params: { query } }));
}

/** `known`: what was read before; only rows and numbers are read again as long as it has all their names. */
export async function readQueue(chosen: Chosen, known: Queue | null = null): Promise<Queue> {
  if (known !== null) {
    const page = await readWaiting(chosen);
    if (page.groups.every((group) => isNamed(group, known))) return { ...known, ...page };
  }
  const [page, regions, programmes] = await Promise.all([
    readWaiting(chosen),
    readRegions(),
    ask(api.GET('/api/programmes')) as Promise<Named[]>,
  ]);
  return { ...page, regions, programmes, checklists: await titlesOf(page) };
}

function isNamed(group: QueueGroup, known: Queue): boolean {
  return (
    known.checklists.has(group.checklist) &&
    known.regions.some(({ id }) => id === group.region_id) &&
    known.programmes.some(({ id }) => id === group.programme_id)
  );
}

/** One version of each checklist is enough: it is for its title. */
async function titlesOf({ audits, groups }: QueuePage): Promise<Map<string, ChecklistVersion>> {
  const listed = await ask(api.GET('/api/checklists'));
  const wanted = new Set([...audits.map(({ checklist }) => checklist.key), ...groups.map(({ checklist }) => checklist)]);
  const latest = listed.filter(({ key }) => wanted.has(key)).map(({ key, version }) => ({ key, version }));
  const newest = new Map(latest.toSorted((a, b) => a.version - b.version).map((ref) => [ref.key, ref]));
  const found = await Promise.all([...newest.values()].map(readVersion));
  return new Map(found.map((version) => [version.key, version]));
}

/** How many audits wait that fit what is chosen; `except` leaves one choice out, to count what it could be. */
export function countOf(groups: readonly QueueGroup[], chosen: Chosen, except?: keyof Chosen): number {
  const fits = (group: QueueGroup): boolean =>
    (except === 'flagged' || !chosen.flagged || group.flagged) &&
    (except === 'programme' || !chosen.programme || group.programme_id === chosen.programme) &&
    (except === 'region' || !chosen.region || group.region_id === chosen.region) &&
    (except === 'checklist' || !chosen.checklist || group.checklist === chosen.checklist);
  return groups.filter(fits).reduce((sum, { audits }) => sum + audits, 0);
}

/** The queue as it was looked at last: the way back leads there, and the next audit comes from it. */
let last: Chosen = NOTHING_CHOSEN;

export const lastLook = {
  get chosen(): Chosen {
    return last;
  },
  keep(chosen: Chosen): void {
    last = chosen;
  },
};
