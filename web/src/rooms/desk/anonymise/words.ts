/** Words of a narrative that can be hidden one by one. Places count characters as the server does, not UTF-16 units. */
import type { WaitingWords } from '../../../api/schema';

export type Span = WaitingWords['spans'][number];
export type Kind = Span['kind'];
export type Token = { start: number; end: number; text: string; word: boolean; kind: Kind | null; doubt: boolean };

export const KINDS = [
  'name', 'phone', 'email', 'web', 'branch', 'place', 'address', 'number', 'plate', 'date', 'word',
] as const satisfies readonly Kind[]; // prettier-ignore

const WORD = /[\p{L}\p{N}]/u;

export function tokens(narrative: string, spans: readonly Span[]): Token[] {
  const found: Token[] = [];
  Array.from(narrative).forEach((letter, at) => {
    const word = WORD.test(letter);
    const last = found.at(-1);
    if (last && last.word === word) {
      last.text += letter;
      last.end = at + 1;
    } else {
      found.push({ start: at, end: at + 1, text: letter, word, kind: null, doubt: false });
    }
  });
  return found.map((token) => {
    const span = token.word ? spans.find((each) => each.start < token.end && token.start < each.end) : undefined;
    return span ? { ...token, kind: span.kind, doubt: span.certain === false } : token;
  });
}

/** Are there small letters beside capital ones? Or else nothing tells a name from another word. */
export function cased(narrative: string): boolean {
  return narrative !== narrative.toLowerCase() && narrative !== narrative.toUpperCase();
}

/** Hidden words that stand together and are of a kind become one. */
export function hidden(found: readonly Token[]): Span[] {
  const spans: Span[] = [];
  let before: Token | null = null;
  for (const token of found.filter((each) => each.word)) {
    const last = spans.at(-1);
    if (token.kind && last && before?.kind === token.kind) last.end = token.end;
    else if (token.kind) spans.push({ start: token.start, end: token.end, kind: token.kind, certain: true });
    before = token;
  }
  return spans;
}

export function toggled(found: readonly Token[], at: number, kind: Kind): Token[] {
  return found.map((token, n) => (n === at ? { ...token, kind: token.kind ? null : kind, doubt: false } : token));
}
