/** Brings an item into view and, where the shopper asked for it, puts the focus into it. */
const CONTROLS = 'input:not([disabled]), textarea, button, select';

export function reveal(key: string, focus: boolean): void {
  const card = document.getElementById(cardId(key));
  if (card === null) return;
  const [first, ...others] = card.querySelectorAll<HTMLElement>(CONTROLS);
  const chosen = [first, ...others].find((control) => control instanceof HTMLInputElement && control.checked);
  if (focus) (chosen ?? first ?? card).focus({ preventScroll: true });
  card.scrollIntoView({ block: 'start' });
}

export function cardId(key: string): string {
  return `item-${key}`;
}
