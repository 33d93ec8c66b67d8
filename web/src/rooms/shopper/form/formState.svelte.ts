/**
 * A form while it is being filled. Each item has a state of its own, so that a key pressed in one touches no other;
 * only an answer that decides what else is shown makes the form look at all of its items again.
 */
import type { Checklist } from '../../../api/schema';
import type { Tier } from '../../../api/types';
import { beganOf } from '../../../checklist/submission';
import { deciding, visible, type Answers } from '../../../checklist/visibility';
import { idsByItem } from '../../../phone/photos';
import type { CallTap, DraftAnswer, PhotoRecord, StoredProblem } from '../../../phone/records';
import { AnswerSaver, type SaveAnswer } from './answerSaver';
import { Entry } from './entry.svelte';
import { faultsByItem } from './entryFaults';
import { SectionState } from './sectionState.svelte';

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
  save: SaveAnswer;
  /** Resolves when every photo chosen so far is in the store; false when one could not be kept. */
  prepared?: () => Promise<boolean>;
};

export class FormState {
  photos = $state.raw<Record<string, readonly string[]>>({});
  taps = $state.raw<readonly CallTap[]>([]);
  /** Items with a photo that the server cannot use. */
  refusedPhotos = $state.raw<ReadonlySet<string>>(new Set());
  /** Why the latest writes failed, or null. Nothing is lost as long as the page stays open. */
  trouble = $state.raw<unknown>(null);
  readonly definition: Checklist;
  readonly tier: Tier;
  readonly refusal: StoredProblem | null;
  readonly all: readonly SectionState[];
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #deciding: ReadonlySet<string>;
  readonly #saver: AnswerSaver;
  readonly #prepared: () => Promise<boolean>;
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
    this.#saver = new AnswerSaver(source.save, (trouble) => (this.trouble = trouble));
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
      entry.refused = refused.get(entry.key) ?? [];
    }
    this.#setAttachments(source.photos, source.taps);
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
    this.#saver.write(entry);
    this.#clearServerFaults(entry.key);
    if (this.#deciding.has(entry.key)) this.#updateVisibility();
  }

  /** Photos and the taps of the call: they are kept outside the answers. */
  attach(photos: readonly PhotoRecord[], taps: readonly CallTap[]): void {
    const before = this.photos;
    this.#setAttachments(photos, taps);
    for (const key of this.#entries.keys()) {
      if (before[key]?.join() !== this.photos[key]?.join()) this.#clearServerFaults(key);
    }
  }

  #setAttachments(photos: readonly PhotoRecord[], taps: readonly CallTap[]): void {
    this.photos = idsByItem([...photos]);
    this.refusedPhotos = new Set(photos.filter(({ problem }) => problem !== null).map(({ item }) => item));
    this.taps = taps;
    this.#updateVisibility();
  }

  /** Takes over what another tab wrote; what was answered here meanwhile, or could not be written, is the latest. */
  async refresh(read: () => Promise<Record<string, DraftAnswer>>): Promise<void> {
    await this.settled();
    const before = [...this.#entries.values()].map((entry) => ({ entry, draft: entry.draft }));
    const rows = await read();
    for (const { entry, draft } of before) {
      const row = Object.hasOwn(rows, entry.key) ? rows[entry.key] : undefined;
      const ours = entry.draft !== draft || this.#saver.isUnsaved(entry);
      if (ours || JSON.stringify(row) === JSON.stringify(draft)) continue;
      entry.draft = row;
      this.#clearServerFaults(entry.key);
    }
    this.#updateVisibility();
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
    this.#saver.retry();
  }

  /** Resolves when everything put in so far is durable, photos too; false when some could not be written. */
  async settled(): Promise<boolean> {
    const complete = await this.#prepared();
    return (await this.#saver.settled()) && complete;
  }

  /** The server has not seen what is there now. */
  #clearServerFaults(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && entry.refused.length > 0) entry.refused = [];
  }

  #updateVisibility(): void {
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
