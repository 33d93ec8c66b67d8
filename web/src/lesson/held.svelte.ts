/** All pictures of a lesson, fetched once and kept in memory: a presentation goes on without network. */
import { redactedIn, type PictureSource } from '../examples/pictures';
import { slidesOf, type Lesson } from './slides';

const AT_ONCE = 4;

export class HeldPictures {
  /** In the order of the lesson. */
  readonly ids: string[];
  readonly #from: PictureSource;
  /** An address within this page; null for what is gone. */
  #held = $state.raw<Record<string, string | null>>({});
  busy = $state(false);

  constructor(lesson: Pick<Lesson, 'entries'>, from: PictureSource) {
    const shown = slidesOf(lesson).flatMap(({ entry }) => [entry.example, entry.beside]);
    this.ids = [...new Set(shown.flatMap((example) => (example === null ? [] : redactedIn(example))))];
    this.#from = from;
  }

  get missing(): string[] {
    return this.ids.filter((id) => !(id in this.#held));
  }

  /** What is not here yet comes from where it is; a slide may be shown before. */
  source: PictureSource = (id, size) => (id in this.#held ? (this.#held[id] ?? null) : this.#from(id, size));

  async load(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const waiting = [...this.missing];
    const one = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await this.#fetch(id);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    this.busy = false;
  }

  release(): void {
    for (const url of Object.values(this.#held)) if (url) URL.revokeObjectURL(url);
  }

  /** Without network it stays missing, and may be asked for again. */
  async #fetch(id: string): Promise<void> {
    const url = this.#from(id, 'image');
    if (url === null) return this.#keep(id, null);
    try {
      const answer = await fetch(url);
      if (answer.ok) this.#keep(id, URL.createObjectURL(await answer.blob()));
      else if (answer.status === 404) this.#keep(id, null);
    } catch {
      return;
    }
  }

  #keep(id: string, url: string | null): void {
    this.#held = { ...this.#held, [id]: url };
  }
}
