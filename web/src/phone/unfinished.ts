/** Work of this page that would go with it: whoever loads the page anew, or lets somebody leave, waits for it. */
const works = new Set<Promise<unknown>>();

export function lasting<T>(work: Promise<T>): Promise<T> {
  const end = (): void => void works.delete(work);
  works.add(work);
  work.then(end, end);
  return work;
}

/** Resolves when nothing is under way any more, however it ended. */
export async function finished(): Promise<void> {
  while (works.size > 0) await Promise.allSettled([...works]);
}
