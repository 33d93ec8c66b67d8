/** Alerts, and how many of them are unread. */
import { api, ask } from '../../../api/client';
import type { AlertPage, AlertPreferences, OfficeAlert } from '../../../api/schema';

export type Rule = OfficeAlert['rule'];
export type Wish = { unread: boolean; rule: Rule | '' };

export const RULES: readonly Rule[] = ['critical_failed', 'headline_fell', 'callback_broken', 'evidence_suspicious'];
/** Unread alerts are counted up to this number. */
export const COUNTED = 100;

let waiting = $state(0);

export const alerts = {
  /** As far as is known. */
  get unread(): number {
    return waiting;
  },
};

/** For the bell: a failure is told where the alerts themselves are asked for. */
export async function countAlerts(): Promise<void> {
  await read({ limit: 1 }).catch(() => undefined);
}

export function readAlerts({ unread, rule }: Wish, cursor?: string): Promise<AlertPage> {
  return read({ unread, rule: rule || undefined, cursor });
}

export async function markRead(alert: OfficeAlert, isRead: boolean): Promise<OfficeAlert> {
  const params = { path: { alert_id: alert.id } };
  const marked = await ask(api.PUT('/api/alerts/{alert_id}/read', { params, body: { read: isRead } }));
  await countAlerts();
  return marked;
}

export async function markAllRead(shown: readonly OfficeAlert[]): Promise<void> {
  await ask(api.PUT('/api/alerts/read', { body: { alerts: shown.map(({ id }) => id) } }));
}

export function readPreferences(): Promise<AlertPreferences> {
  return ask(api.GET('/api/alert-preferences'));
}

export function writePreferences(body: AlertPreferences): Promise<AlertPreferences> {
  return ask(api.PUT('/api/alert-preferences', { body }));
}

type Query = { limit?: number; unread?: boolean; rule?: Rule; cursor?: string };

async function read(query: Query): Promise<AlertPage> {
  const page = await ask(api.GET('/api/alerts', { params: { query } }));
  waiting = page.unread;
  return page;
}
