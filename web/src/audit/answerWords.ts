/** An answer as a person would tell it, in the reader's language. */
import type { CallbackAnswer, DurationAnswer } from '../api/schema';
import type { Answer, Item } from '../api/types';
import { figure, moment, span } from '../app/format';
import type { Messages } from '../i18n/en';
import { wording } from '../i18n/wording';

/** `fallback` is the checklist's first language; `zone` is the branch's. */
export type Speaker = { t: Messages; language: string; locale: string; fallback: string; zone?: string };

/** `said`: the answer itself, one entry a line; `notes`: how it came about. */
export type AnswerWords = { said: string[]; notes: string[] };

export function answerWords(item: Item, answer: Answer | undefined, speaker: Speaker): AnswerWords {
  const { t, locale, zone } = speaker;
  if (answer === undefined) return plain(t.audit.unanswered);
  switch (answer.kind) {
    case 'not_applicable':
      return plain(t.audit.notApplicable);
    case 'yes_no':
      return plain(answer.value ? t.common.yes : t.common.no);
    case 'single_choice':
      return plain(...options(item, [answer.option], speaker));
    case 'multi_choice':
      return answer.options.length > 0 ? plain(...options(item, answer.options, speaker)) : plain(t.audit.none);
    case 'scale':
      return scale(item, answer.level, speaker);
    case 'number':
      return plain(`${number(locale, answer.value)} ${item.kind === 'number' ? words(item.unit, speaker) : ''}`.trim());
    case 'duration':
      return duration(answer, speaker);
    case 'callback':
      return callback(answer, speaker);
    case 'text':
      return plain(...(answer.text.trim() === '' ? [t.audit.unanswered] : [answer.text]));
    case 'datetime':
      return plain(moment(locale, answer.at, zone));
    case 'photo':
      return plain();
  }
}

function plain(...said: string[]): AnswerWords {
  return { said, notes: [] };
}

function words(text: Record<string, string>, { language, fallback }: Speaker): string {
  return wording(text, language, fallback);
}

function options(item: Item, chosen: readonly string[], speaker: Speaker): string[] {
  const known = item.kind === 'single_choice' || item.kind === 'multi_choice' ? item.options : [];
  return chosen.map((key) => wording(known.find((option) => option.key === key)?.text, speaker.language, speaker.fallback) || key);
}

function scale(item: Item, level: number, speaker: Speaker): AnswerWords {
  const anchors = item.kind === 'scale' ? item.levels : [];
  return {
    said: [wording(anchors[level - 1], speaker.language, speaker.fallback) || String(level)],
    notes: [speaker.t.audit.level(level, anchors.length)],
  };
}

function number(locale: string, value: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value);
}

function duration(answer: DurationAnswer, { t, locale }: Speaker): AnswerWords {
  const segments = (answer.segments ?? []).map(({ phase, seconds }) => `${t.audit.phases[phase]} ${span(locale, seconds)}`);
  const how = answer.typed_by_hand ? t.audit.typedByHand : t.audit.timedLive;
  return { said: [span(locale, answer.seconds)], notes: segments.length > 0 ? [how, segments.join(' → ')] : [how] };
}

/** A short story: owed, promised, kept or not. */
function callback(answer: CallbackAnswer, { t, locale, zone }: Speaker): AnswerWords {
  const c = t.audit.callback;
  const at = (iso: string): string => moment(locale, iso, zone);
  const promise = answer.promised_for ? c.promisedFor(at(answer.promised_for)) : answer.promised ? c.promised : c.notPromised;
  if (!answer.came_at) return { said: [c.never], notes: [c.owed(at(answer.owed_since)), promise] };
  const waited = (Date.parse(answer.came_at) - Date.parse(answer.owed_since)) / 1000;
  return {
    said: [`${c.came(at(answer.came_at), answer.how ? c.how[answer.how] : '')}, ${c.after(span(locale, waited))}`],
    notes: [c.owed(at(answer.owed_since)), promise],
  };
}

/** `3.2` index points, with one digit everywhere so that they can be compared at a glance. */
export function indexPoints(locale: string, value: number): string {
  return figure(locale, value, 1);
}
