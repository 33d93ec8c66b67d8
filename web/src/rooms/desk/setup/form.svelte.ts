/** One form of the setup: what is typed stays until it is saved, and what is wrong is told at its field. */
import { tick } from 'svelte';
import { asProblem } from '../../../api/problem';
import { session } from '../../../app/session.svelte';
import { i18n } from '../../../i18n/i18n.svelte';
import { begin, drop, isKept, keep } from './drafts';
import { refusal, type Complaints } from './faults';

export class SetupForm<T extends object> {
  readonly id: string;
  /** What it began with, and after saving what is stored. */
  base = $state.raw<T>() as T;
  value = $state<T>() as T;
  complaints = $state.raw<Complaints>({});
  general = $state('');
  busy = $state(false);
  saved = $state(false);
  /** It was typed some time ago. */
  recalled = $state(false);
  readonly #key: string;
  readonly #fields: readonly string[];

  constructor(entry: string, fresh: T, fields: readonly string[], id?: string) {
    this.#key = `${session.me.user_id}/${entry}`;
    this.#fields = fields;
    this.recalled = isKept(this.#key);
    const draft = begin(this.#key, fresh, id);
    this.id = draft.id;
    this.base = draft.base;
    this.value = structuredClone(draft.value);
  }

  /** For an effect: keeps what is typed up to now. */
  remember(): void {
    keep(this.#key, { id: this.id, base: this.base, value: $state.snapshot(this.value) as T });
  }

  discard(): void {
    this.value = structuredClone(this.base);
    [this.complaints, this.general, this.recalled] = [{}, '', false];
  }

  /** Whether it was saved. `form` gets the focus where something is wrong. */
  async send(form: HTMLFormElement, wrong: Complaints, write: (value: T) => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    [this.complaints, this.general, this.saved] = [wrong, '', false];
    if (Object.keys(wrong).length > 0) this.general = i18n.t.setup.notSaved;
    else await this.#write(write);
    if (this.general === '') return true;
    await tick();
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return false;
  }

  async #write(write: (value: T) => Promise<unknown>): Promise<void> {
    this.busy = true;
    const sent = $state.snapshot(this.value) as T;
    try {
      await write(sent);
      this.base = sent;
      [this.saved, this.recalled] = [true, false];
      drop(this.#key);
    } catch (error) {
      const { complaints, general } = refusal(asProblem(error), this.#fields, i18n.t, i18n.locale);
      [this.complaints, this.general] = [complaints, general];
    }
    this.busy = false;
  }
}
