/** Faults of one answer against its item; the same rules as `checklists/answer_faults.py`. */
import type { CallbackAnswer, Duration, DurationAnswer, MultiChoice, Photo, SingleChoice, TextItem } from '../api/schema';
import type { Answer, Item } from '../api/types';
import { isBlank } from './conditions';
import type { Fault } from './faults';

/** Seconds by which the total may differ from the segments it sums. */
const SEGMENT_TOLERANCE = 1;
const LONGEST_AUDIT = 366 * 86_400_000;

/** `path` is `answers.<key>`; `began` is when the audit started, in ms. The kinds are known to match. */
export function answerFaults(path: string, item: Item, answer: Answer, began: number): Fault[] {
  if (item.kind === 'single_choice' && answer.kind === 'single_choice') return optionFaults(`${path}.option`, item, [answer.option]);
  if (item.kind === 'multi_choice' && answer.kind === 'multi_choice') return optionFaults(`${path}.options`, item, answer.options);
  if (item.kind === 'scale' && answer.kind === 'scale') return inRange(`${path}.level`, answer.level, 1, item.levels.length);
  if (item.kind === 'number' && answer.kind === 'number') {
    return inRange(`${path}.value`, answer.value, item.minimum ?? 0, item.maximum ?? 1e6);
  }
  if (item.kind === 'duration' && answer.kind === 'duration') return durationFaults(path, item, answer, began);
  if (item.kind === 'text' && answer.kind === 'text') return textFaults(`${path}.text`, item, answer.text);
  if (item.kind === 'photo' && answer.kind === 'photo') return photoFaults(`${path}.photos`, item, answer.photos.length);
  if (answer.kind === 'datetime') return momentFaults(`${path}.at`, answer.at, began);
  if (answer.kind === 'callback') return callbackFaults(path, answer, began);
  return [];
}

function optionFaults(path: string, item: SingleChoice | MultiChoice, chosen: readonly string[]): Fault[] {
  const known = new Set(item.options.map(({ key }) => key));
  const alone = item.options.some(({ exclusive, key }) => exclusive && chosen.includes(key));
  const faults = alone && chosen.length > 1 ? [{ path, code: 'exclusive_option_combined' }] : [];
  for (const key of new Set(chosen)) {
    if (!known.has(key)) faults.push({ path, code: 'unknown_option' });
    else if (chosen.indexOf(key) !== chosen.lastIndexOf(key)) faults.push({ path, code: 'duplicate_option' });
  }
  return faults;
}

function inRange(path: string, value: number, low: number, high: number): Fault[] {
  return value >= low && value <= high ? [] : [{ path, code: 'out_of_range' }];
}

function durationFaults(path: string, item: Duration, answer: DurationAnswer, began: number): Fault[] {
  const segments = answer.segments ?? [];
  const faults = [
    ...inRange(`${path}.seconds`, answer.seconds, 0, item.maximum ?? 86_400),
    ...segments.flatMap((segment, n) => momentFaults(`${path}.segments[${n}].started_at`, segment.started_at, began)),
  ];
  if (answer.typed_by_hand) return faults;
  if (segments.length === 0) return [...faults, { path: `${path}.segments`, code: 'segments_missing' }];
  const timed = segments.filter(({ phase }) => item.measures.includes(phase)).reduce((sum, { seconds }) => sum + seconds, 0);
  if (Math.abs(timed - answer.seconds) > SEGMENT_TOLERANCE) faults.push({ path: `${path}.seconds`, code: 'segments_disagree' });
  return faults;
}

function textFaults(path: string, item: TextItem, text: string): Fault[] {
  const faults = (item.required ?? true) && isBlank(text) ? [{ path, code: 'required_missing' }] : [];
  if (characters(text) > (item.max_length ?? 4000)) faults.push({ path, code: 'text_too_long' });
  return faults;
}

/** As people count them: half of a surrogate pair is no character. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function photoFaults(path: string, item: Photo, count: number): Fault[] {
  const faults = count > (item.maximum ?? 5) ? [{ path, code: 'too_many_photos' }] : [];
  // An optional photo may stay away altogether, but a started set must be complete.
  if (count < (item.minimum ?? 1) && ((item.required ?? true) || count > 0)) faults.push({ path, code: 'too_few_photos' });
  return faults;
}

function callbackFaults(path: string, answer: CallbackAnswer, began: number): Fault[] {
  const owed = Date.parse(answer.owed_since);
  const faults = momentFaults(`${path}.owed_since`, answer.owed_since, began);
  for (const name of ['promised_for', 'came_at'] as const) {
    const moment = answer[name];
    if (!moment) continue;
    if (owed - Date.parse(moment) > 1000) faults.push({ path: `${path}.${name}`, code: 'time_order' });
    faults.push(...tooFarAhead(`${path}.${name}`, Date.parse(moment), began));
  }
  if (answer.promised_for && !answer.promised) faults.push({ path: `${path}.promised_for`, code: 'promise_contradicted' });
  return faults;
}

function momentFaults(path: string, iso: string, began: number): Fault[] {
  const moment = Date.parse(iso);
  const early = moment < began ? [{ path, code: 'time_before_start' }] : [];
  return [...early, ...tooFarAhead(path, moment, began)];
}

/** The fault of a moment that lies too far after the start; times in ms. */
export function tooFarAhead(path: string, moment: number, began: number): Fault[] {
  return moment - began > LONGEST_AUDIT ? [{ path, code: 'time_implausible' }] : [];
}
