/** A flag in words: what was found, and the facts behind it. */
import type { Dossier } from '../../../api/schema';
import { day, moment, span } from '../../../app/format';
import type { Messages } from '../../../i18n/en';
import { length } from './metres';

export type Flag = Dossier['flags'][number];
export type Telling = { t: Messages['review']; locale: string; zone?: string; others: Dossier['others'] };

export function flagWords(flag: Flag, telling: Telling): string[] {
  const { t, locale, zone } = telling;
  switch (flag.kind) {
    case 'same_photo': {
      const [where, when] = otherOf(flag.other_audit, flag.other_at, telling);
      const said = flag.same_file ? t.sameFile(where, when) : t.samePicture(where, when, String(flag.bits));
      return [said, flag.same_shopper ? t.sameShopper : t.otherShopper];
    }
    case 'same_text': {
      const [where, when] = otherOf(flag.other_audit, flag.other_at, telling);
      return [t.sameText(where, when), flag.same_shopper ? t.sameShopper : t.otherShopper];
    }
    case 'far_away':
      return [t.farAway(length(locale, flag.metres)), ...(flag.accuracy ? [t.farAccuracy(length(locale, flag.accuracy))] : [])];
    case 'old_photo':
      return [t.oldPhoto(span(locale, flag.seconds), moment(locale, flag.taken_at, zone))];
    case 'too_fast':
      return [t.tooFast(span(locale, flag.seconds)), t.expected[flag.measure](span(locale, flag.expected))];
    case 'clock_off':
      return [(flag.seconds > 0 ? t.clockAhead : t.clockBehind)(span(locale, flag.seconds))];
    case 'odd_date':
      return [(flag.seconds > 0 ? t.beganBefore : t.beganAfter)(span(locale, flag.seconds))];
    case 'typed_time':
      return [t.typedTime(span(locale, flag.seconds))];
  }
}

/** The question that it is about, if it is about one. */
export function itemOfFlag(flag: Flag): string | null {
  return 'item' in flag ? flag.item : null;
}

export function otherAuditOf(flag: Flag): string | null {
  return 'other_audit' in flag ? flag.other_audit : null;
}

function otherOf(id: string, at: string, { locale, zone, others }: Telling): [string, string] {
  return [others.find((other) => other.id === id)?.branch_name ?? '–', day(locale, at, zone)];
}
