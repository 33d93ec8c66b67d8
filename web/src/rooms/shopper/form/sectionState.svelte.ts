/** A section of a form: which of its items are shown, and how many of them are done. */
import type { Section } from '../../../api/schema';
import type { Entry } from './entry.svelte';

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
