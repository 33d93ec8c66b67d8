/** What can wait a moment lets the page come first. */
const AT_MOST_MS = 2000;
/** For Safari, which does not tell when it is idle. */
const MEANWHILE_MS = 200;

/** Runs `work` when the page has nothing better to do, two seconds from now at the latest. The result prevents it. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(work, { timeout: AT_MOST_MS });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(work, MEANWHILE_MS);
  return () => clearTimeout(id);
}
