/** Examples for coaching: searched, read, released and withdrawn. */
import { api, ask } from '../api/client';
import type { Example, ExamplePage, SimilarExamples, paths } from '../api/schema';
import { i18n } from '../i18n/i18n.svelte';

/** Filters as the address has them; '' for one that is not set. */
export const FILTERS = [
  'theme',
  'item',
  'section',
  'kind',
  'pillar',
  'level',
  'channel',
  'language',
  'photo',
  'delight',
] as const;
export type Filter = (typeof FILTERS)[number];
export type Wanted = Record<Filter | 'q', string>;
export type ExampleState = Example['state'];

type Query = paths['/api/examples']['get']['parameters']['query'];

export const AT_ONCE = 25;

/** What the address asks for. */
export function wantedOf(query: URLSearchParams): Wanted {
  return Object.fromEntries(['q', ...FILTERS].map((name) => [name, query.get(name) ?? ''])) as Wanted;
}

export function anyChosen(wanted: Wanted): boolean {
  return Object.values(wanted).some((value) => value !== '');
}

/** As the server is asked. An address may say anything; the server refuses what it does not know. */
export function saidOf(wanted: Partial<Wanted>): Record<string, string> {
  const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
  for (const name of ['photo', 'delight']) if (said[name]) said[name] = said[name] === 'yes' ? 'true' : 'false';
  return said;
}

export function readExamples(wanted: Wanted, state?: ExampleState, cursor?: string, limit = AT_ONCE): Promise<ExamplePage> {
  const query = { ...saidOf(wanted), q_language: i18n.language, limit, state, cursor } as Query;
  return ask(api.GET('/api/examples', { params: { query } }));
}

export function readExample(id: string): Promise<Example> {
  return ask(api.GET('/api/examples/{example_id}', { params: { path: { example_id: id } } }));
}

export function readSimilar(id: string): Promise<SimilarExamples> {
  return ask(api.GET('/api/examples/{example_id}/similar', { params: { path: { example_id: id } } }));
}

export function decide(id: string, state: 'released' | 'withdrawn'): Promise<Example> {
  const params = { params: { path: { example_id: id } } };
  return ask(
    state === 'released'
      ? api.PUT('/api/examples/{example_id}/release', params)
      : api.PUT('/api/examples/{example_id}/withdrawal', params),
  );
}

/** A month such as `2026-03` in the reader's language. */
export function monthOf(locale: string, month: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01`));
}

/** Moves the focus from entry to entry of a list; true if `key` was for that. */
export function moveFocus(list: HTMLElement, key: string): boolean {
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return false;
  const entries = [...list.querySelectorAll<HTMLElement>('[data-entry]')];
  const at = entries.findIndex((entry) => entry.contains(document.activeElement));
  const next = entries[at + step];
  next?.querySelector<HTMLElement>('a, button, [tabindex]')?.focus();
  return next !== undefined;
}
