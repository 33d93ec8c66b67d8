/** Keeps the queue moving while a page is open. */
import { announceChange, onChange } from '../changes';
import type { PhoneDatabase } from '../database';
import { PhoneError } from '../errors';
import { flush, type Options, type Pass } from './pass';
import { SYNC_TAG } from './tag';

/** Another tab is sending: it may be killed at any moment. In ms. */
const BUSY_MS = 2000;
/** A fault in the store itself; there is no better hint. In ms. */
const FAULT_MS = 30_000;
/** After a pass that moved nothing: on a full phone, even the note to wait longer has no room. In ms. */
const IDLE_MS = 2000;
/** Several changes at once are one reason. In ms. */
const GATHER_MS = 50;
/** Timers of browsers know no longer wait. In ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const REASONS = new Set(['drafts', 'notes']);
const AT_ONCE = 'send';

/**
 * Sends whenever there is a reason to: now, after a change, when the network returns, when the shopper does, and when
 * a wait is over. The result stops all that.
 */
export function startSending(db: PhoneDatabase, userId: string, options: Options = {}): () => void {
  const stopping = new AbortController();
  const runner = new Runner(() => ({ ...options, stopped: stopping.signal }), db, userId);
  const urgently = (): void => runner.soon(true, 0);
  const stopHearing = onChange(userId, ({ store }) => {
    if (store === AT_ONCE) runner.soon(true, 0);
    else if (REASONS.has(store)) runner.soon(false, GATHER_MS);
  });
  for (const event of ['online', 'visibilitychange', 'pageshow']) {
    globalThis.addEventListener(event, urgently, { signal: stopping.signal });
  }
  urgently();
  return () => {
    stopHearing();
    stopping.abort();
    runner.stop();
  };
}

/** Asks every tab of this shopper to try at once. */
export function sendNow(userId: string): void {
  announceChange(userId, { store: AT_ONCE });
}

class Runner {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  #urgent = false;
  #running = false;
  #stopped = false;

  constructor(
    readonly options: () => Options,
    readonly db: PhoneDatabase,
    readonly userId: string,
  ) {}

  /** In `wait` ms at the latest. */
  soon(urgent: boolean, wait: number): void {
    this.#urgent ||= urgent;
    const due = performance.now() + wait;
    if (this.#stopped || due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#run(), Math.min(wait, LONGEST_TIMER_MS));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#due = Infinity;
    // Whatever comes up meanwhile is looked at when this run is over.
    if (this.#running) return this.soon(false, BUSY_MS);
    this.#running = true;
    const urgent = this.#urgent;
    this.#urgent = false;
    try {
      this.#after(await flush(this.db, this.userId, { ...this.options(), urgent }), urgent);
    } catch (error) {
      // Who cleared the browser's data has left nothing to send.
      if (error instanceof PhoneError && error.code === 'store_removed') return this.stop();
      console.error(error);
      this.soon(false, FAULT_MS);
    } finally {
      this.#running = false;
    }
  }

  #after(pass: Pass, urgent: boolean): void {
    if (pass.busy) this.soon(urgent, BUSY_MS);
    else if (pass.wait !== null) this.soon(false, Math.max(pass.wait, pass.sent > 0 ? 0 : IDLE_MS));
    if (pass.left > 0 && !pass.busy) askForSync();
  }
}

/** Where the browser can, it wakes the worker when the network is back, even with no page open. */
function askForSync(): void {
  type Syncing = ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } };
  const ready = navigator.serviceWorker?.ready as Promise<Syncing> | undefined;
  ready?.then((registration) => registration.sync?.register(SYNC_TAG)).catch(() => undefined);
}
