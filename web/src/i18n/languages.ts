/** The languages of the pages, and the conventions each is written in. */
export const LANGUAGES = {
  en: { name: 'English', locale: 'en-GB' },
  de: { name: 'Deutsch', locale: 'de-DE' },
  sv: { name: 'Svenska', locale: 'sv-SE' },
  lt: { name: 'Lietuvių', locale: 'lt-LT' },
  tr: { name: 'Türkçe', locale: 'tr-TR' },
} as const;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(tag: string | null | undefined): tag is Language {
  return tag !== null && tag !== undefined && tag in LANGUAGES;
}

/** The first language of `wanted` (tags such as `de-AT`) that the pages speak, else English. */
export function preferred(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}
