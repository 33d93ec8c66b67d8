/** Writes answers as they change, and knows which of them are not durable. */
import type { DraftAnswer } from '../../../phone/records';

/** Resolves when the answer is durable; null removes it. */
export type SaveAnswer = (item: string, answer: DraftAnswer | null) => Promise<void>;
/** `draft`: what is true now; it may change while an earlier one is being written. */
type Answered = { readonly key: string; readonly draft: DraftAnswer | undefined };

export class AnswerSaver {
  readonly #save: SaveAnswer;
  readonly #tell: (trouble: unknown) => void;
  readonly #writing = new Set<Promise<void>>();
  readonly #unsaved = new Set<Answered>();

  /** `tell`: why the latest writes failed; null once everything is written after all. */
  constructor(save: SaveAnswer, tell: (trouble: unknown) => void) {
    this.#save = save;
    this.#tell = tell;
  }

  write(entry: Answered): void {
    const { draft, key } = entry;
    const writing = this.#save(key, draft ?? null).then(
      () => this.#kept(entry, draft),
      (error: unknown) => this.#failed(entry, draft, error),
    );
    this.#writing.add(writing);
    void writing.finally(() => this.#writing.delete(writing));
  }

  /** Could not be written. */
  isUnsaved(entry: Answered): boolean {
    return this.#unsaved.has(entry);
  }

  /** Writes again what could not be written. */
  retry(): void {
    for (const entry of [...this.#unsaved]) this.write(entry);
  }

  /** Resolves when nothing is being written any more; false when some could not be written. */
  async settled(): Promise<boolean> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
    return this.#unsaved.size === 0;
  }

  #kept(entry: Answered, draft: DraftAnswer | undefined): void {
    if (entry.draft !== draft || !this.#unsaved.delete(entry)) return;
    if (this.#unsaved.size === 0) this.#tell(null);
  }

  #failed(entry: Answered, draft: DraftAnswer | undefined, error: unknown): void {
    // A later value of this item has its own write, which says what is true now.
    if (entry.draft !== draft) return;
    this.#unsaved.add(entry);
    this.#tell(error);
  }
}
