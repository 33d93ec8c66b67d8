/** What was typed and not saved: it survives a session that ends, and a page that was left by mistake. */
export type Draft<T> = { id: string; base: T; value: T };

const unsaved = new Map<string, Draft<unknown>>();

/** The unsaved one of `key`, or `fresh` under `id`. Sent again after a lost answer, it is the same entry. */
export function begin<T>(key: string, fresh: T, id: string = crypto.randomUUID()): Draft<T> {
  return (unsaved.get(key) as Draft<T> | undefined) ?? { id, base: fresh, value: structuredClone(fresh) };
}

export function isKept(key: string): boolean {
  return unsaved.has(key);
}

/** Only what differs from where it began is worth keeping. */
export function keep<T>(key: string, draft: Draft<T>): void {
  if (JSON.stringify(draft.value) === JSON.stringify(draft.base)) unsaved.delete(key);
  else unsaved.set(key, draft);
}

export function drop(key: string): void {
  unsaved.delete(key);
}
