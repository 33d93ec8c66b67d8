/** Lets a text field grow with what is written in it. */
export function grow(area: HTMLTextAreaElement): (() => void) | undefined {
  area.style.setProperty('field-sizing', 'content');
  if (CSS.supports('field-sizing', 'content')) return undefined;
  const fit = (): void => {
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  fit();
  area.addEventListener('input', fit);
  return () => area.removeEventListener('input', fit);
}
