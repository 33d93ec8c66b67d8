/** Appeals: written once however often they are sent, read by the office and by the managers of the region. */
import { SvelteSet } from 'svelte/reactivity';
import { api, ask, noteSignedOut } from '../../../api/client';
import { failed, unreachable, type Problem } from '../../../api/problem';
import type { Appeal, AppealDecisionChange, AppealPage, AppealRates, AuditAppeals } from '../../../api/schema';
import { problemWords } from '../../../app/problemWords';
import { i18n } from '../../../i18n/i18n.svelte';
import type { Asked } from './wish';

export type AppealState = NonNullable<Appeal['state']>;
export const STATES: readonly AppealState[] = ['open', 'upheld', 'changed'];
const PHOTOS_MAX = 10;
const PAPERS_MAX = 5;

let waiting = $state(0);

export const appeals = {
  /** As far as is known. */
  get waiting(): number {
    return waiting;
  },
};

/** What a manager is about to appeal on the page of an audit. */
export class Picking {
  on = $state(false);
  readonly items = new SvelteSet<string>();

  stop(): void {
    this.on = false;
    this.items.clear();
  }
}

/** One id for one content: sent again unchanged it is the same, changed it is another. */
export class ContentIds {
  #content = '';
  #id = '';

  constructor(private readonly fresh: () => string = () => crypto.randomUUID()) {}

  idFor(content: unknown): string {
    const said = JSON.stringify(content);
    if (said !== this.#content) {
      this.#content = said;
      this.#id = this.fresh();
    }
    return this.#id;
  }
}

/** A file with the id under which it is sent, however often. */
export type Enclosure = { id: string; file: File; kind: 'photo' | 'paper' };

export function enclosed(file: File): Enclosure | null {
  const paper = file.type === 'application/pdf';
  const known = paper || file.type.startsWith('image/') || /\.hei[cf]$/i.test(file.name);
  return known ? { id: crypto.randomUUID(), file, kind: paper ? 'paper' : 'photo' } : null;
}

export function tooMany(enclosures: readonly Enclosure[]): boolean {
  const papers = enclosures.filter(({ kind }) => kind === 'paper').length;
  return papers > PAPERS_MAX || enclosures.length - papers > PHOTOS_MAX;
}

export function readAppeals(auditId: string): Promise<AuditAppeals> {
  return ask(api.GET('/api/audits/{audit_id}/appeals', { params: { path: { audit_id: auditId } } }));
}

export async function listAppeals(wanted: Asked & { state?: AppealState | undefined }, cursor?: string): Promise<AppealPage> {
  const page = await ask(api.GET('/api/appeals', { params: { query: { ...wanted, cursor } } }));
  waiting = page.open;
  return page;
}

/** For the menu: a failure is told where the appeals themselves are asked for. */
export async function countAppeals(): Promise<void> {
  const query = { state: 'open' as const, limit: 1 };
  const page = await ask(api.GET('/api/appeals', { params: { query } })).catch(() => undefined);
  waiting = page?.open ?? waiting;
}

export function readRates(wanted: Asked): Promise<AppealRates> {
  return ask(api.GET('/api/appeals/rates', { params: { query: wanted } }));
}

/** Files first: an appeal names only what has arrived. */
export async function sendAppeal(
  auditId: string,
  ids: ContentIds,
  said: { items: string[]; reason: string },
  enclosures: readonly Enclosure[],
): Promise<Appeal> {
  for (const one of enclosures) await sendFile(one);
  const named = (kind: Enclosure['kind']): string[] => enclosures.filter((one) => one.kind === kind).map(({ id }) => id);
  const body = { ...said, photos: named('photo'), papers: named('paper') };
  const path = { audit_id: auditId, appeal_id: ids.idFor(body) };
  return ask(api.PUT('/api/audits/{audit_id}/appeals/{appeal_id}', { params: { path }, body }));
}

export async function decideAppeal(appealId: string, ids: ContentIds, body: AppealDecisionChange): Promise<Appeal> {
  const path = { appeal_id: appealId, decision_id: ids.idFor(body) };
  const decided = await ask(api.PUT('/api/appeals/{appeal_id}/decisions/{decision_id}', { params: { path }, body }));
  void countAppeals();
  return decided;
}

export function appealWords(problem: Problem): string {
  return i18n.t.appeals.problems[problem.code] ?? problemWords(problem, i18n.t, i18n.locale);
}

async function sendFile({ id, file, kind }: Enclosure): Promise<void> {
  const address = kind === 'photo' ? `/api/photos/${id}` : `/api/papers/${id}?${new URLSearchParams({ name: plainName(file.name) })}`;
  const response = await fetch(address, { method: 'PUT', body: file }).catch(() => {
    throw unreachable();
  });
  if (response.status === 401) noteSignedOut();
  if (!response.ok) throw failed(await response.json().catch(() => undefined), response);
}

/** As the server takes it: one name of at most 120 characters. */
export function plainName(name: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = name.replace(/[\u0000-\u001f\u007f/\\]/g, ' ').trim();
  return plain.length <= 120 ? plain || 'paper.pdf' : `${plain.slice(0, 116)}.pdf`;
}
