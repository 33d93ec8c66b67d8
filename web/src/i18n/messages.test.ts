import { expect, test } from 'vitest';
import { LANGUAGES, preferred } from './languages';
import { plural } from './plural';
import { messagesOf } from './testing/messagesOf';

const { en, ...translations } = {
  en: await messagesOf('en'),
  de: await messagesOf('de'),
  sv: await messagesOf('sv'),
  lt: await messagesOf('lt'),
  tr: await messagesOf('tr'),
};

/** Every wording by its path; functions are called with their own position as the argument. */
function wordings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value('7', '9'))]];
  return Object.entries(value as object).flatMap(([key, inner]) => wordings(inner, `${path}.${key}`));
}

test.each(Object.entries({ en, ...translations }))('%s has words for everything', (_, messages) => {
  const found = wordings(messages);
  expect(found.map(([path]) => path)).toEqual(wordings(en).map(([path]) => path));
  expect(found.filter(([, words]) => words.trim() === '')).toEqual([]);
});

test.each(Object.entries(translations))('%s keeps every value that a wording is given', (_, messages) => {
  const given = (words: string): string[] => ['7', '9'].filter((value) => words.includes(value));
  const english = new Map(wordings(en));
  for (const [path, words] of wordings(messages)) expect([path, given(words)]).toEqual([path, given(english.get(path) ?? '')]);
});

test('counting follows the grammar of the language', () => {
  const audits = plural('lt', { one: '# auditas', few: '# auditai', other: '# auditų' });
  expect([1, 3, 10, 21].map(audits)).toEqual(['1 auditas', '3 auditai', '10 auditų', '21 auditas']);
});

test('the first language a browser asks for that we speak', () => {
  expect(preferred(['fr-FR', 'sv-FI', 'en'])).toBe('sv');
  expect(preferred(['fr'])).toBe('en');
  expect(Object.keys(LANGUAGES)).toHaveLength(5);
});
