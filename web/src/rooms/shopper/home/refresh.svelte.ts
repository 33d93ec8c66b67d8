/** Fetching what is new, and what became of the last try. */
import { lapse } from '../../../app/session.svelte';
import { onChange } from '../../../phone/changes';
import { refresh } from '../../../phone/snapshot';
import { field } from '../field.svelte';
import { isPhoneError } from '../phoneError';

let busy = $state(false);
let silent = $state(false);
let at = $state<number | null>(null);
/** Something happened while the last answer was under way: it may not know of it. */
let again = false;

export const fetching = {
  get busy(): boolean {
    return busy;
  },
  /** When the server was last heard, in milliseconds; null before the first time. */
  get at(): number | null {
    const stored = field.snapshot?.fetched_at ?? null;
    return at === null || stored === null ? stored : Math.max(at, stored);
  },
  /** The last try found no server although the phone believes it has a network. */
  get silent(): boolean {
    return silent;
  },
};

/** Never throws: without a network the phone simply knows what it knew. */
export async function fetchNews(): Promise<void> {
  if (!field.isOpen) return;
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  again = false;
  try {
    await refresh(field.db);
    at = Date.now();
    silent = false;
  } catch (error) {
    if (isPhoneError(error, 'signed_out')) lapse();
    else silent = isPhoneError(error, 'unreachable');
  } finally {
    busy = false;
  }
  if (again) await fetchNews();
}

/** Fetches now, after a receipt, when the network returns and when the shopper does. The result stops that. */
export function keepFresh(userId: string): () => void {
  const look = (): void => {
    if (document.visibilityState === 'visible') void fetchNews();
  };
  at = null;
  look();
  const stop = onChange(userId, ({ store }) => {
    if (store === 'receipts') look();
  });
  window.addEventListener('online', look);
  document.addEventListener('visibilitychange', look);
  return () => {
    stop();
    window.removeEventListener('online', look);
    document.removeEventListener('visibilitychange', look);
  };
}
