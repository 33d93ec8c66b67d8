/** A lesson as it is shown to a class: first what it is about, then one entry after the other. */
import type { ShownEntry } from '../api/schema';

export type Lesson = { title: string; intro: string; entries: ShownEntry[] };

export type Slide = { entry: ShownEntry; number: number };

/** Those that may still be seen, numbered from 1. */
export function slidesOf({ entries }: Pick<Lesson, 'entries'>): Slide[] {
  return entries.filter(({ example, beside }) => example !== null || beside !== null).map((entry, n) => ({ entry, number: n + 1 }));
}
