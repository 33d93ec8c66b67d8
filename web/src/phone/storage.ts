/** How much room there is, and whether the browser has promised to leave it alone. */
import { PhoneError } from './errors';

/** Below this an afternoon of photos may not fit. */
const LOW_BYTES = 50 * 1024 * 1024;

export class StorageFull extends PhoneError {
  constructor() {
    super('storage_full');
  }
}

/** `usage` and `quota` in bytes, null where the browser does not say. */
export type StorageState = { persisted: boolean; usage: number | null; quota: number | null; low: boolean };

export async function storageState(): Promise<StorageState> {
  const storage = manager();
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const usage = estimate?.usage ?? null;
  const quota = estimate?.quota ?? null;
  const persisted = (await storage?.persisted?.().catch(() => false)) ?? false;
  return { persisted, usage, quota, low: quota !== null && quota - (usage ?? 0) < LOW_BYTES };
}

/** True when the browser promises never to clear our storage on its own. */
export async function askToPersist(): Promise<boolean> {
  return (await manager()?.persist?.().catch(() => false)) ?? false;
}

/** Pages over plain HTTP have none. */
function manager(): Partial<StorageManager> | undefined {
  return navigator.storage;
}
