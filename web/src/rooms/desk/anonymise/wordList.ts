/** The programme's own words: read, tried and written; one on each line of a text. */
import { api, ask } from '../../../api/client';
import type { Preview, StoredProgramme } from '../../../api/schema';

const SHORTEST = 2;
const LONGEST = 80;
export const MOST = 500;

export function readProgrammes(): Promise<StoredProgramme[]> {
  return ask(api.GET('/api/programmes'));
}

export async function writeWords(programme: string, words: string[]): Promise<string[]> {
  const params = { path: { programme_id: programme } };
  return (await ask(api.PUT('/api/programmes/{programme_id}/mask-words', { params, body: { words } }))).words;
}

export async function readWords(programme: string): Promise<string[]> {
  const params = { path: { programme_id: programme } };
  return (await ask(api.GET('/api/programmes/{programme_id}/mask-words', { params }))).words;
}

export function tryWords(programme: string, words: string[]): Promise<Preview> {
  const params = { path: { programme_id: programme } };
  return ask(api.POST('/api/programmes/{programme_id}/mask-words/preview', { params, body: { words } }));
}

/** The words of a text, one a line, each once. */
export function wordsIn(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];
}

/** Those that the server would refuse: a single letter would hide every other word. */
export function misfits(words: readonly string[]): string[] {
  return words.filter((word) => [...word].length < SHORTEST || [...word].length > LONGEST);
}

/** Which words a change adds and which it removes. */
export function differences(before: readonly string[], after: readonly string[]): { added: string[]; removed: string[] } {
  return {
    added: after.filter((word) => !before.includes(word)),
    removed: before.filter((word) => !after.includes(word)),
  };
}
