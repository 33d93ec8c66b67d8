/**
 * A form while it is being filled. Each item has a state of its own, so that a key pressed in one touches no other;
 * only an answer that decides what else is shown makes the form look at all of its items again.
 */
import type { Checklist, Section } from '../../../api/schema';
import type { Answer, Item, Tier } from '../../../api/types';
import { composeAnswer } from '../../../checklist/answers';
import { isRequired, narrativeDemanded, type Fault } from '../../../checklist/faults';
import { beganOf } from '../../../checklist/submission';
import { deciding, visible, type Answers } from '../../../checklist/visibility';
import { idsByItem } from '../../../phone/photos';
import type { CallTap, DraftAnswer, PhotoRecord, StoredProblem } from '../../../phone/records';
import { entryFaults, faultsByItem } from './entryFaults';

export type FormSource = {
  definition: Checklist;
  tier: Tier;
  /** When the audit began, in ISO 8601. */
  startedAt: string;
  drafts: Record<string, DraftAnswer>;
  photos: readonly PhotoRecord[];
  taps: readonly CallTap[];
  /** What the server said about an audit it refused. */
  refusal: StoredProblem | null;
  /** Keys of the items that a reviewer marked. */
  marked: readonly string[];
  /** Resolves when the answer is durable; null removes it. */
  save: (item: string, answer: DraftAnswer | null) => Promise<void>;
  /** Resolves when every photo chosen so far is in the store; false when one could not be kept. */
  prepared?: () => Promise<boolean>;
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
  readonly #form: FormState;

  readonly answer: Answer | undefined = $derived.by(() => {
    const { kind, key } = this.item;
    const photos = kind === 'photo' ? (this.#form.photos[key] ?? NOTHING) : NOTHING;
    return composeAnswer(this.item, { draft: this.draft, photos, taps: kind === 'duration' ? this.#form.taps : NOTHING });
  });
  /** The answer scores so low that it needs a few words. */
  readonly demanding = $derived.by(() => narrativeDemanded(this.item, this.answer, this.#form.tier));
  readonly own: readonly Fault[] = $derived.by(() =>
    this.#form.spoiled.has(this.item.key)
      ? [{ path: `answers.${this.item.key}.photos`, code: 'photo_refused' }]
      : entryFaults(this.item, this.draft, this.answer, this.#form.began, this.#form.tier),
  );
  readonly done: boolean = $derived.by(() => this.required && this.own.length === 0);
  readonly faults: readonly Fault[] = $derived.by(() => {
    if (this.refused.length > 0) return this.refused;
    return this.checked ? this.own : this.own.filter(({ code }) => AT_ONCE.includes(code));
  });

  constructor(
    form: FormState,
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

export class SectionState {
  readonly shown: Entry[] = $derived.by(() => this.entries.filter((entry) => entry.shown));
  readonly required: number = $derived(this.shown.filter((entry) => entry.required).length);
  readonly done: number = $derived(this.shown.filter((entry) => entry.done).length);
  readonly faulty: number = $derived(this.shown.filter((entry) => entry.faults.length > 0).length);
  readonly marked: boolean = $derived(this.shown.some((entry) => entry.marked));

  constructor(
    readonly section: Section,
    readonly entries: readonly Entry[],
  ) {}

  get key(): string {
    return this.section.key;
  }
}

export class FormState {
  photos = $state.raw<Record<string, readonly string[]>>({});
  taps = $state.raw<readonly CallTap[]>(NOTHING);
  /** Items with a photo that the server cannot use. */
  spoiled = $state.raw<ReadonlySet<string>>(new Set());
  /** Why the latest writes failed, or null. Nothing is lost as long as the page stays open. */
  trouble = $state.raw<unknown>(null);
  readonly definition: Checklist;
  readonly tier: Tier;
  readonly refusal: StoredProblem | null;
  readonly all: readonly SectionState[];
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #deciding: ReadonlySet<string>;
  readonly #save: FormSource['save'];
  readonly #prepared: () => Promise<boolean>;
  readonly #writing = new Set<Promise<void>>();
  readonly #unsaved = new Set<string>();
  readonly #startedAt: string;

  /** In ms, as it would be sent now. */
  readonly began: number = $derived.by(() => {
    const timed = [...this.#entries.values()].filter(({ item, shown }) => item.kind === 'duration' && shown);
    return Date.parse(beganOf(this.#startedAt, timed.flatMap(({ answer }) => answer ?? [])));
  });
  readonly sections: SectionState[] = $derived.by(() => this.all.filter((section) => section.shown.length > 0));
  readonly required: number = $derived(this.sections.reduce((sum, section) => sum + section.required, 0));
  readonly done: number = $derived(this.sections.reduce((sum, section) => sum + section.done, 0));
  /** Something that the server refused is still as it was. */
  readonly refused: boolean = $derived.by(() => [...this.#entries.values()].some(({ refused }) => refused.length > 0));

  constructor(source: FormSource) {
    this.definition = source.definition;
    this.tier = source.tier;
    this.#startedAt = source.startedAt;
    this.#save = source.save;
    this.#prepared = source.prepared ?? (() => Promise.resolve(true));
    this.#deciding = deciding(source.definition);
    this.all = source.definition.sections.map(
      (section) => new SectionState(section, section.items.map((item) => new Entry(this, item, source.marked.includes(item.key)))),
    );
    this.#entries = new Map(this.all.flatMap(({ entries }) => entries.map((entry) => [entry.key, entry])));
    this.refusal = source.refusal;
    const refused = faultsByItem(source.refusal?.faults ?? []);
    for (const entry of this.#entries.values()) {
      entry.draft = Object.hasOwn(source.drafts, entry.key) ? source.drafts[entry.key] : undefined;
      entry.refused = refused.get(entry.key) ?? NOTHING;
    }
    this.#take(source.photos, source.taps);
  }

  entry(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Everything answered so far, hidden items included. */
  get answers(): Answers {
    return this.#answered(this.#entries.keys());
  }

  get drafts(): Record<string, DraftAnswer> {
    return Object.fromEntries([...this.#entries].flatMap(([key, { draft }]) => (draft ? [[key, draft]] : [])));
  }

  /** Takes an answer in and starts to save it before anything else happens. */
  change(entry: Entry, draft: DraftAnswer | null): void {
    entry.draft = draft ?? undefined;
    this.#keep(entry);
    this.#forgive(entry.key);
    if (this.#deciding.has(entry.key)) this.#look();
  }

  /** Photos and the taps of the call: they are kept outside the answers. */
  attach(photos: readonly PhotoRecord[], taps: readonly CallTap[]): void {
    const before = this.photos;
    this.#take(photos, taps);
    for (const key of this.#entries.keys()) {
      if (before[key]?.join() !== this.photos[key]?.join()) this.#forgive(key);
    }
  }

  #take(photos: readonly PhotoRecord[], taps: readonly CallTap[]): void {
    this.photos = idsByItem([...photos]);
    this.spoiled = new Set(photos.filter(({ problem }) => problem !== null).map(({ item }) => item));
    this.taps = taps;
    this.#look();
  }

  /** Takes over what another tab wrote; what was answered here meanwhile, or could not be written, is the latest. */
  async refresh(read: () => Promise<Record<string, DraftAnswer>>): Promise<void> {
    await this.settled();
    const before = [...this.#entries.values()].map((entry) => ({ entry, draft: entry.draft }));
    const rows = await read();
    for (const { entry, draft } of before) {
      const row = Object.hasOwn(rows, entry.key) ? rows[entry.key] : undefined;
      const ours = entry.draft !== draft || this.#unsaved.has(entry.key);
      if (ours || JSON.stringify(row) === JSON.stringify(draft)) continue;
      entry.draft = row;
      this.#forgive(entry.key);
    }
    this.#look();
  }

  /** From now on the faults of these items are told. */
  check(sections: readonly SectionState[] = this.sections): void {
    for (const entry of sections.flatMap(({ shown }) => shown)) entry.checked = true;
  }

  faulty(): { section: SectionState; entry: Entry }[] {
    return this.sections.flatMap((section) =>
      section.shown.filter(({ faults }) => faults.length > 0).map((entry) => ({ section, entry })),
    );
  }

  /** Writes again what could not be written. */
  retry(): void {
    this.trouble = null;
    for (const key of [...this.#unsaved]) {
      const entry = this.#entries.get(key);
      if (entry) this.#keep(entry);
    }
  }

  /** Resolves when everything put in so far is durable, photos too; false when some could not be written. */
  async settled(): Promise<boolean> {
    const complete = await this.#prepared();
    while (this.#writing.size > 0) await Promise.all(this.#writing);
    return complete && this.#unsaved.size === 0;
  }

  #keep(entry: Entry): void {
    const { draft, key } = entry;
    const writing = this.#save(key, draft ?? null).then(
      () => this.#kept(entry, draft),
      (error: unknown) => this.#failed(entry, draft, error),
    );
    this.#writing.add(writing);
    void writing.finally(() => this.#writing.delete(writing));
  }

  #kept(entry: Entry, draft: DraftAnswer | undefined): void {
    if (entry.draft !== draft || !this.#unsaved.delete(entry.key)) return;
    if (this.#unsaved.size === 0) this.trouble = null;
  }

  #failed(entry: Entry, draft: DraftAnswer | undefined, error: unknown): void {
    // A later value of this item has its own write, which says what is true now.
    if (entry.draft !== draft) return;
    this.#unsaved.add(entry.key);
    this.trouble = error;
  }

  /** The server has not seen what is there now. */
  #forgive(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && entry.refused.length > 0) entry.refused = NOTHING;
  }

  #look(): void {
    const shown = new Set(visible(this.definition, this.#answered(this.#deciding)).map(({ item }) => item.key));
    for (const entry of this.#entries.values()) entry.shown = shown.has(entry.key);
  }

  #answered(keys: Iterable<string>): Answers {
    const answers: Answers = {};
    for (const key of keys) {
      const answer = this.#entries.get(key)?.answer;
      if (answer !== undefined) answers[key] = answer;
    }
    return answers;
  }
}
