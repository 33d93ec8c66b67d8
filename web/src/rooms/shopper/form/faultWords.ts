/** A fault as the shopper is told about it. */
import type { Item } from '../../../api/types';
import type { Fault } from '../../../checklist/faults';
import { exact, figure, moment } from '../../../app/format';
import type { Messages } from '../../../i18n/en';

/** `began` in ms: when the audit began; `zone`: the branch's. */
export type Told = { t: Messages; locale: string; zone: string; began: number };

export function faultWords(item: Item | undefined, { code, path }: Fault, { t, locale, zone, began }: Told): string {
  const words = t.form.faults;
  if (code === 'time_before_start') return words.time_before_start(moment(locale, new Date(began).toISOString(), zone));
  if (code === 'time_implausible' && item === undefined) return words.clock_wrong;
  if (code === 'out_of_range') return rangeWords(item, words, locale);
  if (code === 'text_too_long' && item?.kind === 'text') return words.text_too_long(figure(locale, item.max_length ?? 4000));
  if (code === 'too_few_photos' && item?.kind === 'photo') return words.too_few_photos(item.minimum ?? 1);
  if (code === 'too_many_photos' && item?.kind === 'photo') return words.too_many_photos(item.maximum ?? 5);
  // The shape of what stands beneath a narrative can only be too long.
  if (code === 'malformed' && path.endsWith('.narrative')) return words.text_too_long(figure(locale, 10_000));
  const plain = words[code as keyof typeof words];
  return typeof plain === 'string' ? plain : words.other(code);
}

function rangeWords(item: Item | undefined, words: Messages['form']['faults'], locale: string): string {
  const number = (value: number): string => exact(locale, value);
  if (item?.kind === 'number') return words.out_of_range(number(item.minimum ?? 0), number(item.maximum ?? 1e6));
  if (item?.kind === 'duration') return words.too_long_time;
  return words.required_missing;
}
