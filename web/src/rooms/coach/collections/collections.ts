/** Collections for a lesson: read, changed, shared for a while, and where they were used. */
import { api, ask } from '../../../api/client';
import type {
  CollectionList,
  HeldTraining,
  MadeLink,
  PossibleBranches,
  ShownEntry,
  StoredCollection,
} from '../../../api/schema';

/** What its owner changes; the order of `entries` is that of the lesson. */
export type Draft = { title: string; intro: string; shared: boolean; entries: ShownEntry[]; revision: number };

const at = (id: string) => ({ params: { path: { collection_id: id } } });

export function readCollections(): Promise<CollectionList> {
  return ask(api.GET('/api/collections'));
}

export function readCollection(id: string): Promise<StoredCollection> {
  return ask(api.GET('/api/collections/{collection_id}', at(id)));
}

export function writeCollection(id: string, { title, intro, shared, entries, revision }: Draft): Promise<StoredCollection> {
  const kept = entries.map(({ example_id, beside_id, note, question, model_answer }) => ({
    example_id,
    beside: beside_id,
    note,
    question,
    model_answer,
  }));
  const body = { title, intro, shared, entries: kept, revision };
  return ask(api.PUT('/api/collections/{collection_id}', { ...at(id), body }));
}

export async function removeCollection(id: string): Promise<void> {
  await ask(api.DELETE('/api/collections/{collection_id}', at(id)));
}

export function makeLink(id: string, link: string, days: number): Promise<MadeLink> {
  const params = { path: { collection_id: id, link_id: link } };
  return ask(api.PUT('/api/collections/{collection_id}/links/{link_id}', { params, body: { days } }));
}

export async function withdrawLink(id: string, link: string): Promise<void> {
  const params = { path: { collection_id: id, link_id: link } };
  await ask(api.DELETE('/api/collections/{collection_id}/links/{link_id}', { params }));
}

export function readBranches(): Promise<PossibleBranches> {
  return ask(api.GET('/api/trainable-branches'));
}

export async function tellTraining(id: string, training: Omit<HeldTraining, 'branch_names'>): Promise<void> {
  const params = { path: { collection_id: id, training_id: training.id } };
  const { held_on, branch_ids, note } = training;
  const body = { held_on, branch_ids, note };
  await ask(api.PUT('/api/collections/{collection_id}/trainings/{training_id}', { params, body }));
}

export async function takeBackTraining(id: string, training: string): Promise<void> {
  const params = { path: { collection_id: id, training_id: training } };
  await ask(api.DELETE('/api/collections/{collection_id}/trainings/{training_id}', { params }));
}

export function draftOf({ title, intro, shared, entries, revision }: StoredCollection): Draft {
  return { title, intro, shared, entries, revision };
}

/** A new list with the entry at `from` standing at `to`. */
export function moved<T>(entries: readonly T[], from: number, to: number): T[] {
  const rest = entries.filter((_, n) => n !== from);
  const entry = entries[from];
  return entry === undefined ? [...entries] : [...rest.slice(0, to), entry, ...rest.slice(to)];
}

/** Adds an example at the end, or beside the last entry as its contrast. */
export function withExample(entries: readonly ShownEntry[], example: string, contrast: boolean): ShownEntry[] {
  const last = entries.at(-1);
  if (contrast && last) return [...entries.slice(0, -1), { ...last, beside_id: example, beside: null, beside_story: null }];
  const words = { note: '', question: '', model_answer: '' };
  const unread = { example: null, story: null, beside: null, beside_story: null };
  return [...entries, { example_id: example, beside_id: null, ...unread, ...words }];
}
