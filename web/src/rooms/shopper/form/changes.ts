/** What a change in the form makes of what the phone keeps of an item. */
import type { Answer } from '../../../api/types';
import type { DraftAnswer } from '../../../phone/records';

/** `typed` is what stands in the field while it is no answer yet. */
export function withValue(draft: DraftAnswer | undefined, value: Answer | null, typed?: string): DraftAnswer {
  const { typed: _, ...rest } = draft ?? {};
  return { ...rest, value, ...(typed ? { typed } : {}) };
}

/** Marks an answer as not applicable, or takes the mark back; its value is kept beneath. */
export function withoutApplying(draft: DraftAnswer | undefined, off: boolean): DraftAnswer {
  const { not_applicable: _, ...rest } = draft ?? { value: null };
  return off ? { ...rest, not_applicable: true } : rest;
}

export function withNarrative(draft: DraftAnswer | undefined, narrative: string): DraftAnswer {
  const { narrative: _, ...rest } = draft ?? { value: null };
  return narrative === '' ? rest : { ...rest, narrative };
}

/** The chosen options after one was ticked or not: an exclusive one stands alone. In the order of the checklist. */
export function chosenAfter(
  options: readonly { key: string; exclusive?: boolean }[],
  chosen: readonly string[],
  key: string,
  ticked: boolean,
): string[] {
  const alone = options.find((option) => option.key === key)?.exclusive === true;
  if (ticked && alone) return [key];
  const kept = new Set(options.filter((option) => !option.exclusive && chosen.includes(option.key)).map((option) => option.key));
  if (ticked) kept.add(key);
  else kept.delete(key);
  return options.map((option) => option.key).filter((known) => kept.has(known));
}
