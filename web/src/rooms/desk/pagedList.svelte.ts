/** A list that is shown a page at a time: `Loading` shows the first page, `More` asks for the others. */
type Page = { next: string | null };

export class PagedList<First extends Page, Further extends Page, Row> {
  /** The rows of all pages after the first. */
  added = $state.raw<Row[]>([]);
  trouble = $state.raw<unknown>(null);
  #cursor = $state<string | null>(null);
  #loads = 0;
  #awaited: Promise<Further> | null = null;

  readonly #first: () => Promise<First>;
  readonly #further: (cursor: string) => Promise<Further>;
  readonly #rows: (page: Further) => Row[];

  constructor(read: { first: () => Promise<First>; further: (cursor: string) => Promise<Further>; rows: (page: Further) => Row[] }) {
    this.#first = read.first;
    this.#further = read.further;
    this.#rows = read.rows;
  }

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  /** The first page. Where it was asked for again meanwhile, with other filters, the later question decides. */
  load = async (): Promise<First> => {
    const load = ++this.#loads;
    const page = await this.#first();
    if (load === this.#loads) {
      this.added = [];
      this.trouble = null;
      this.#cursor = page.next;
      this.#awaited = null;
    }
    return page;
  };

  /** The next page, once, however often it is asked for; dropped when the list has begun anew before it came. */
  more = async (): Promise<void> => {
    if (this.#cursor === null || this.#awaited !== null) return;
    const asked = this.#further(this.#cursor);
    this.#awaited = asked;
    this.trouble = null;
    try {
      const page = await asked;
      if (asked !== this.#awaited) return;
      this.added = [...this.added, ...this.#rows(page)];
      this.#cursor = page.next;
    } catch (error) {
      if (asked === this.#awaited) this.trouble = error;
    }
    if (asked === this.#awaited) this.#awaited = null;
  };
}
