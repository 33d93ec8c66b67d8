/** The language of the page: chosen by the reader, else the browser's. Each one is its own file to load. */
import { LANGUAGES, isLanguage, preferred, type Language } from './languages';
import type { First, Messages, Office, Rest } from './en';

const KEY = 'language';

const FIRST: Record<Language, () => Promise<First>> = {
  en: () => import('./en/first').then((m) => m.first),
  de: () => import('./de/first').then((m) => m.first),
  sv: () => import('./sv/first').then((m) => m.first),
  lt: () => import('./lt/first').then((m) => m.first),
  tr: () => import('./tr/first').then((m) => m.first),
};
const REST: Record<Language, () => Promise<Rest>> = {
  en: () => import('./en/rest').then((m) => m.rest),
  de: () => import('./de/rest').then((m) => m.rest),
  sv: () => import('./sv/rest').then((m) => m.rest),
  lt: () => import('./lt/rest').then((m) => m.rest),
  tr: () => import('./tr/rest').then((m) => m.rest),
};
const OFFICE: Record<Language, () => Promise<Office>> = {
  en: () => import('./en/office').then((m) => m.office),
  de: () => import('./de/office').then((m) => m.office),
  sv: () => import('./sv/office').then((m) => m.office),
  lt: () => import('./lt/office').then((m) => m.office),
  tr: () => import('./tr/office').then((m) => m.office),
};

let current = $state.raw<{ language: Language; messages: First & Partial<Rest & Office> } | null>(null);
/** The language asked for last; what was asked for before and comes later is not shown any more. */
let wanted: Language | null = null;
/** Once a page has asked for all words, every language is loaded whole. */
let whole = false;
/** And those of the desk, too. */
let office = false;

function loaded(): { language: Language; messages: First & Partial<Rest & Office> } {
  if (current === null) throw new Error('speak() comes before the first page');
  return current;
}

export const i18n = {
  /** Pages that use more than the first words are shown after `speakFully`. */
  get t(): Messages {
    return loaded().messages as Messages;
  },
  get language(): Language {
    return loaded().language;
  },
  get locale(): string {
    return LANGUAGES[loaded().language].locale;
  },
};

/** Loads a language and shows the page in it. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const [first, early, desk] = await Promise.all([
    FIRST[language](),
    whole ? REST[language]() : null,
    office ? OFFICE[language]() : null,
  ]);
  const rest = early ?? (whole ? await REST[language]() : null);
  if (wanted !== language) return;
  current = { language, messages: { ...first, ...rest, ...desk } };
  document.documentElement.lang = language;
}

/** Loads the words that the first page does without, now and for every language chosen later. */
export async function speakFully(): Promise<void> {
  whole = true;
  if (wanted !== null && current?.messages.audit === undefined) await speak(wanted);
}

/** Before the first page of a room where people work at a desk: they can wait for all the words. */
export function speakOffice(): void {
  whole = true;
  office = true;
}

export function choose(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  return speak(language);
}

export function firstLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  return isLanguage(chosen) ? chosen : preferred(navigator.languages);
}
