import type { Text } from '../api/types';

/** A checklist's text in `language`, else in its `fallback`, else in whichever language there is. */
export function wording(text: Text | undefined, language: string, fallback = ''): string {
  if (text === undefined) return '';
  return text[language] ?? text[fallback] ?? Object.values(text)[0] ?? '';
}
