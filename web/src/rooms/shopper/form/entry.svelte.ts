/** One item of a form, with what was answered, whether it is shown, and what is wrong with it. */
import type { Answer, Item, Tier } from '../../../api/types';
import { composeAnswer } from '../../../checklist/answers';
import { isRequired, narrativeDemanded, type Fault } from '../../../checklist/faults';
import type { CallTap, DraftAnswer } from '../../../phone/records';
import { entryFaults } from './entryFaults';

/** What an item has to know of the form it stands in. */
type Surroundings = {
  /** The ids of the photos of each item. */
  readonly photos: Record<string, readonly string[]>;
  readonly taps: readonly CallTap[];
  readonly refusedPhotos: ReadonlySet<string>;
  readonly began: number;
  readonly tier: Tier;
};

const NOTHING: readonly never[] = [];
/** Told as soon as they stand: nobody who has not answered yet can have made them. */
const AT_ONCE = ['time_before_start', 'time_order'];

export class Entry {
  draft = $state.raw<DraftAnswer | undefined>();
  shown = $state(true);
  /** Faults are told only after the shopper had a chance to answer. */
  checked = $state(false);
  /** What the server did not like; gone with the next change. */
  refused = $state.raw<readonly Fault[]>(NOTHING);
  readonly required: boolean;
  readonly #form: Surroundings;

  readonly answer: Answer | undefined = $derived.by(() => {
    const { kind, key } = this.item;
    const photos = kind === 'photo' ? (this.#form.photos[key] ?? NOTHING) : NOTHING;
    return composeAnswer(this.item, { draft: this.draft, photos, taps: kind === 'duration' ? this.#form.taps : NOTHING });
  });
  /** The answer scores so low that it needs a few words. */
  readonly demanding = $derived.by(() => narrativeDemanded(this.item, this.answer, this.#form.tier));
  readonly own: readonly Fault[] = $derived.by(() =>
    this.#form.refusedPhotos.has(this.item.key)
      ? [{ path: `answers.${this.item.key}.photos`, code: 'photo_refused' }]
      : entryFaults(this.item, this.draft, this.answer, this.#form.began, this.#form.tier),
  );
  readonly done: boolean = $derived.by(() => this.required && this.own.length === 0);
  readonly faults: readonly Fault[] = $derived.by(() => {
    if (this.refused.length > 0) return this.refused;
    return this.checked ? this.own : this.own.filter(({ code }) => AT_ONCE.includes(code));
  });

  constructor(
    form: Surroundings,
    readonly item: Item,
    readonly marked: boolean,
  ) {
    this.#form = form;
    this.required = isRequired(item);
  }

  get key(): string {
    return this.item.key;
  }
}
