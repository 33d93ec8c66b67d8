/** Where the answers stand on the page of an audit. */
export function answerElements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-item]')];
}

export function goToAnswer(item: string): void {
  const place = document.getElementById(`item-${item}`);
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: 'center' });
}

/** The first answer whose correction is begun. */
export function goToBegun(): void {
  const field = document.querySelector<HTMLElement>('[data-correcting] :is(input, select, textarea)');
  field?.focus({ preventScroll: true });
  field?.closest('form')?.scrollIntoView({ block: 'center' });
}

/** The answer that has the focus, or something in it. */
export function currentAnswer(): HTMLElement | undefined {
  return answerElements().find((place) => place.contains(document.activeElement));
}
