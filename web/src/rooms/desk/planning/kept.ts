/** What is being planned stays in this tab, also when the page is loaded again: nothing is planned twice, nothing is typed twice. */
import { blank, type Choices, type Row } from './many';
import { plusDays, today } from './days';

export type Kept = { choices: Choices; rows: Row[] };
type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const AHEAD_DAYS = 14;

export function afresh(now = Date.now()): Kept {
  return { choices: blank(plusDays(today(now), 1), plusDays(today(now), AHEAD_DAYS)), rows: [] };
}

export function recall(user: string, drawer: Drawer = sessionStorage): Kept {
  try {
    const kept = JSON.parse(drawer.getItem(nameOf(user)) ?? 'null') as Kept | null;
    if (kept === null) return afresh();
    // Nobody knows whether what was under way has arrived: it is sent again under the same id.
    const rows = kept.rows.map((row) => (row.state === 'busy' ? { ...row, state: 'failed' as const, code: 'unreachable' } : row));
    return { choices: { ...afresh().choices, ...kept.choices }, rows };
  } catch {
    return afresh();
  }
}

export function keep(user: string, kept: Kept, drawer: Drawer = sessionStorage): void {
  try {
    drawer.setItem(nameOf(user), JSON.stringify(kept));
  } catch {
    // There is no room, or it is forbidden: what is on screen still works.
  }
}

function nameOf(user: string): string {
  return `planning-many ${user}`;
}
