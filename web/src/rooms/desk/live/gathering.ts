/** Several changes at once are one: acted on soon, and then not again before some time has passed. */
const SOON_MS = 400;

/**
 * `changed` has `act` called soon, but only `apart` milliseconds after the last time. What changes meanwhile gathers: none
 * is forgotten, and none makes the others wait longer.
 */
export function gathering(act: () => Promise<void>, apart: number): { changed: () => void; end: () => void } {
  let soon: ReturnType<typeof setTimeout> | undefined;
  let rested = 0;
  let acting = false;
  let again = false;
  let ended = false;

  async function now(): Promise<void> {
    soon = undefined;
    acting = true;
    await act().catch(() => undefined);
    rested = Date.now() + apart;
    acting = false;
    if (again) changed();
  }

  function changed(): void {
    again = acting;
    if (acting || ended) return;
    soon ??= setTimeout(() => void now(), Math.max(SOON_MS, rested - Date.now()));
  }

  return {
    changed,
    end: () => {
      ended = true;
      clearTimeout(soon);
    },
  };
}
