/** Assignments as the office plans them, and that one of them has changed: what shows them reads again. */
import { api, ask } from '../../../api/client';
import type {
  ActiveShopper,
  AssignmentChange,
  ChecklistSummary,
  PlannedAssignment,
  PlanPage,
  StoredAssignment,
  StoredProgramme,
  StoredWave,
  Visit,
} from '../../../api/schema';
import { plusDays, today } from './days';

export type State = PlannedAssignment['state'];
export type Wish = {
  state: string;
  programme: string;
  region: string;
  branch: string;
  shopper: string;
  from: string;
  to: string;
  q: string;
};

export const STATES: readonly State[] = ['open', 'late', 'declined', 'cancelled', 'done'];
/** In an address, where nothing at all stands for what is open. */
export const ALL = 'all';
/** What ended longer ago is asked for by its day. */
const BACK_DAYS = 60;

let written = $state(0);

export const changes = {
  get count(): number {
    return written;
  },
};

/** To be called once all is written that belongs together: what is on screen is read anew. */
export function changed(): void {
  written += 1;
}

export function firstDay(): string {
  return plusDays(today(), -BACK_DAYS);
}

export function wishOf(query: URLSearchParams): Wish {
  const wish: Wish = { state: '', programme: '', region: '', branch: '', shopper: '', from: '', to: '', q: '' };
  for (const name of Object.keys(wish) as (keyof Wish)[]) wish[name] = query.get(name) ?? '';
  return wish;
}

export function readPlan(wish: Wish, cursor?: string): Promise<PlanPage> {
  const { programme, region, branch, shopper } = wish;
  const query = {
    state: wish.state === ALL ? undefined : ((wish.state || 'open') as State),
    programme: programme || undefined,
    region: region || undefined,
    branch: branch || undefined,
    shopper: shopper || undefined,
    since: `${wish.from || firstDay()}T00:00:00Z`,
    until: wish.to ? `${plusDays(wish.to, 1)}T00:00:00Z` : undefined,
    text: wish.q.trim() || undefined,
    cursor,
  };
  return ask(api.GET('/api/planning', { params: { query } }));
}

export function readShoppers(): Promise<ActiveShopper[]> {
  return ask(api.GET('/api/shoppers'));
}

export function readProgrammes(): Promise<StoredProgramme[]> {
  return ask(api.GET('/api/programmes'));
}

export function readChecklists(): Promise<ChecklistSummary[]> {
  return ask(api.GET('/api/checklists'));
}

export function readWaves(programme: string): Promise<StoredWave[]> {
  return ask(api.GET('/api/waves', { params: { query: { programme } } }));
}

export type VisitsOf = { programme: string; region?: string; branch?: string; shopper?: string };

export function readVisits(of: VisitsOf, since: string, signal?: AbortSignal): Promise<Visit[]> {
  return ask(api.GET('/api/planning/visits', { params: { query: { ...of, since: `${since}T00:00:00Z` } }, signal }));
}

export function readAssignment(id: string): Promise<StoredAssignment> {
  return ask(api.GET('/api/assignments/{assignment_id}', { params: { path: { assignment_id: id } } }));
}

export function writeAssignment(id: string, body: AssignmentChange): Promise<StoredAssignment> {
  return ask(api.PUT('/api/assignments/{assignment_id}', { params: { path: { assignment_id: id } }, body }));
}

export function cancelAssignment(id: string): Promise<StoredAssignment> {
  return ask(api.PUT('/api/assignments/{assignment_id}/cancelled', { params: { path: { assignment_id: id } } }));
}

/** Every version is still there; the latest stands first. */
export function versionsOf({ version }: ChecklistSummary): number[] {
  return Array.from({ length: version }, (_, n) => version - n);
}
