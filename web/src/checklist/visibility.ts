/** Which items a shopper sees, given the answers so far; the same rules as `checklists/visibility.py`. */
import type { Checklist, Section } from '../api/schema';
import type { Answer, Item } from '../api/types';
import { holds, namedIn, valueOf, type Condition, type Value } from './conditions';

export type Answers = Record<string, Answer>;
export type Shown = { section: Section; item: Item };

/**
 * The visible items in asking order. Conditions look only at answers that are visible themselves, so hiding an item
 * hides everything that hangs on it. Answers of the wrong kind count as none.
 */
export function visible(definition: Checklist, answers: Answers): Shown[] {
  const seen = new Map<string, Item>();
  const value = (key: string): Value => {
    const answer = seen.has(key) ? answerTo(answers, key) : undefined;
    return answer === undefined || answer.kind !== seen.get(key)?.kind ? null : valueOf(answer);
  };
  const shows = (condition: Condition | null | undefined): boolean => !condition || holds(condition, value);
  const shown: Shown[] = [];
  for (const section of definition.sections) {
    if (!shows(section.visible_if)) continue;
    for (const item of section.items) {
      if (!shows(item.visible_if)) continue;
      shown.push({ section, item });
      seen.set(item.key, item);
    }
  }
  return shown;
}

/** The keys of the items whose answers decide what else is shown. */
export function deciding(definition: Checklist): Set<string> {
  const conditions = definition.sections.flatMap((section) => [section, ...section.items].map((part) => part.visible_if));
  return new Set(conditions.flatMap(namedIn));
}

/** An item may be called `constructor`, which every object answers to. */
export function answerTo(answers: Answers, key: string): Answer | undefined {
  return Object.hasOwn(answers, key) ? answers[key] : undefined;
}
