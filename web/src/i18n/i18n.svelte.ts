/** The language of the page: chosen by the reader, else the browser's. Each one is its own file to load. */
import { DEFERRED, OFFICE, STARTUP } from './dictionaries';
import type { Deferred, Messages, Office, Startup } from './en';
import { LANGUAGES, isLanguage, preferred, type Language } from './languages';

const KEY = 'language';

let current = $state.raw<{ language: Language; messages: Startup & Partial<Deferred & Office> } | null>(null);
/** The language asked for last; what was asked for before and comes later is not shown any more. */
let wanted: Language | null = null;
/** Once a page has asked for all words, every language is loaded whole. */
let whole = false;
/** And those of the desk, too. */
let office = false;

function loaded(): { language: Language; messages: Startup & Partial<Deferred & Office> } {
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
  const [startup, early, desk] = await Promise.all([
    STARTUP[language](),
    whole ? DEFERRED[language]() : null,
    office ? OFFICE[language]() : null,
  ]);
  const deferred = early ?? (whole ? await DEFERRED[language]() : null);
  if (wanted !== language) return;
  current = { language, messages: { ...startup, ...deferred, ...desk } };
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
