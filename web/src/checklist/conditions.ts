/** Visibility conditions over earlier answers; the same rules as `checklists/logic.py`. */
import type { Answered, Compare, Equals, In, Section } from '../api/schema';
import type { Answer } from '../api/types';

export type Condition = NonNullable<Section['visible_if']>;
/** What a condition compares with: one value, the chosen options, or no answer. */
export type Value = boolean | number | string | ReadonlySet<string> | null;
type Atom = Equals | In | Compare | Answered;

/** `valueOf` gives the value of a visible, answered item; null for all others. */
export function holds(condition: Condition, valueOf: (item: string) => Value): boolean {
  switch (condition.op) {
    case 'all':
      return condition.conditions.every((part) => holds(part, valueOf));
    case 'any':
      return condition.conditions.some((part) => holds(part, valueOf));
    case 'not':
      return !holds(condition.condition, valueOf);
    default:
      return atomHolds(condition, valueOf(condition.item));
  }
}

function atomHolds(atom: Atom, value: Value): boolean {
  if (value === null) return false;
  switch (atom.op) {
    case 'answered':
      return true;
    case 'equals':
      return same(value, atom.value);
    case 'in':
      return atom.values.some((wanted) => same(value, wanted));
    case 'compare':
      return typeof value === 'number' && compare(value, atom);
  }
}

function same(value: Exclude<Value, null>, wanted: boolean | number | string): boolean {
  return value instanceof Set ? value.has(wanted) : value === wanted;
}

function compare(value: number, { operator, value: limit }: Compare): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

/** The keys of every item that `condition` names. */
export function namedIn(condition: Condition | null | undefined): string[] {
  if (condition === null || condition === undefined) return [];
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap(namedIn);
    case 'not':
      return namedIn(condition.condition);
    default:
      return [condition.item];
  }
}

/** What a condition compares an answer with. */
export function valueOf(answer: Answer): Value {
  switch (answer.kind) {
    case 'yes_no':
    case 'number':
      return answer.value;
    case 'single_choice':
      return answer.option;
    case 'multi_choice':
      return new Set(answer.options);
    case 'scale':
      return answer.level;
    case 'duration':
      return answer.seconds;
    case 'callback':
      return answer.promised;
    case 'text':
      return isBlank(answer.text) ? null : answer.text;
    case 'datetime':
      return answer.at;
    case 'photo':
      return answer.photos.length > 0 ? 'photos' : null;
    case 'not_applicable':
      return null;
  }
}

// The white space that the server strips: `trim` strips some more and some less.
const BLANK = /^[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

export function isBlank(text: string | null | undefined): boolean {
  return BLANK.test(text ?? '');
}
