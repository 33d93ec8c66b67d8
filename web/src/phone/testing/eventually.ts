/** Waiting for what must come, however busy the machine is. */
import { vi } from 'vitest';

const PATIENCE = { timeout: 20_000, interval: 10 };

/** Until it does not throw any more. */
export function eventually<T>(holds: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(holds, PATIENCE);
}
