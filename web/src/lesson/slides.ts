/** A lesson as it is shown to a class: first what it is about, then one entry after the other. */
import type { ShownEntry } from '../api/schema';
import { tellingOf } from '../examples/storyLanguage.svelte';

export type Lesson = { title: string; intro: string; entries: ShownEntry[] };

export type Slide = { entry: ShownEntry; number: number };

/** `spoken`: the language of what a story brings; the trainer's own words have none. */
export type Words = Pick<ShownEntry, Said | 'note'> & { spoken: Record<Said, string | undefined> };
type Said = 'question' | 'model_answer';

/** The trainer's words; a starter story brings its own question and answer for where there are none. */
export function wordsOf({ story, beside_story, note, question, model_answer }: ShownEntry): Words {
  const first = story ?? beside_story;
  const brought = first === null ? { question: '', model_answer: '', language: undefined } : tellingOf(first);
  return {
    note,
    question: question || brought.question,
    model_answer: model_answer || brought.model_answer,
    spoken: {
      question: question ? undefined : brought.language,
      model_answer: model_answer ? undefined : brought.language,
    },
  };
}

/** Whether there is anything left of it to see. */
function isShown({ example, beside, story, beside_story }: ShownEntry): boolean {
  return [example, beside, story, beside_story].some((one) => one !== null);
}

/** The slides of the entries that may still be seen, numbered from 1. */
export function slidesOf({ entries }: Pick<Lesson, 'entries'>): Slide[] {
  return entries.filter(isShown).map((entry, n) => ({ entry, number: n + 1 }));
}
