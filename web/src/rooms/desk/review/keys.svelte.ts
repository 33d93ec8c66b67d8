/** Single keys for who reviews all day. They can be switched off, and never act while somebody writes. */
const KEY = 'single-keys';

let on = $state(localStorage.getItem(KEY) !== 'off');

export const singleKeys = {
  get on(): boolean {
    return on;
  },
  set on(wanted: boolean) {
    on = wanted;
    localStorage.setItem(KEY, wanted ? 'on' : 'off');
  },
};

export type Keys = Record<string, () => void>;

/** Does what the key stands for, if it stands for anything here. */
export function press(event: KeyboardEvent, keys: Keys): void {
  const action = keys[event.key];
  if (action === undefined || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  // The help tells how to switch the keys on again.
  if (!on && event.key !== '?') return;
  if (isWriting(event.target) || document.querySelector('dialog[open]') !== null) return;
  event.preventDefault();
  action();
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** The focus goes from one of `places` to the next or the one before; it stays at the ends. */
export function step(places: readonly HTMLElement[], by: 1 | -1): HTMLElement | undefined {
  const at = places.findIndex((place) => place.contains(document.activeElement));
  const to = at < 0 ? (by > 0 ? 0 : places.length - 1) : Math.min(places.length - 1, Math.max(0, at + by));
  places[to]?.focus();
  return places[to];
}
