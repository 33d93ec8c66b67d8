/** New answers for appealed items: what a reviewer enters becomes a correction, or nothing where nothing is new. */
import type { Answer, Item } from '../../../api/types';

/** `value`: '' as it is, 'na' does not apply; else a key, a level, a number or words. */
export type Entry = { value: string; several: string[]; narrative: string };

/** Of these kinds an answer can be entered here. */
const SIMPLE = new Set(['yes_no', 'single_choice', 'multi_choice', 'scale', 'number', 'duration', 'text']);

export function editable(item: Item): boolean {
  return SIMPLE.has(item.kind);
}

export function entryOf(answer: Answer | undefined): Entry {
  return {
    value: '',
    several: answer?.kind === 'multi_choice' ? [...answer.options] : [],
    narrative: answer?.narrative ?? '',
  };
}

/** The correction that `entry` makes of `before`; undefined if it leaves it as it is. */
export function correctionOf(item: Item, before: Answer | undefined, entry: Entry): Answer | undefined {
  const value = entered(item, before, entry);
  if (value === undefined) return undefined;
  const narrative = entry.narrative.trim();
  const corrected = (narrative === '' ? value : { ...value, narrative }) as Answer;
  return same(before, corrected) ? undefined : corrected;
}

function entered(item: Item, before: Answer | undefined, { value, several }: Entry): Answer | undefined {
  if (value === 'na') return { kind: 'not_applicable' };
  if (item.kind === 'multi_choice') {
    const options = item.options.map(({ key }) => key).filter((key) => several.includes(key));
    return before?.kind === 'multi_choice' && same(before.options.toSorted(), options.toSorted())
      ? undefined
      : { kind: 'multi_choice', options };
  }
  return value.trim() === '' ? undefined : simple(item, value);
}

function simple(item: Item, value: string): Answer | undefined {
  switch (item.kind) {
    case 'yes_no':
      return { kind: 'yes_no', value: value === 'yes' };
    case 'single_choice':
      return { kind: 'single_choice', option: value };
    case 'scale':
      return { kind: 'scale', level: Number(value) };
    case 'number':
      return Number.isFinite(Number(value)) ? { kind: 'number', value: Number(value) } : undefined;
    case 'duration':
      return Number.isFinite(Number(value)) ? { kind: 'duration', seconds: Number(value), typed_by_hand: true } : undefined;
    case 'text':
      return { kind: 'text', text: value };
    default:
      return undefined;
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
