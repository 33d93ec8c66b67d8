/** The language of the page: chosen by the reader, else the browser's. Each one is its own file to load. */
import { LANGUAGES, isLanguage, preferred, type Language } from './languages';
import type { Messages } from './en';

const KEY = 'language';

const LOADERS: Record<Language, () => Promise<Messages>> = {
  en: () => import('./en').then((m) => m.messages),
  de: () => import('./de').then((m) => m.messages),
  sv: () => import('./sv').then((m) => m.messages),
  lt: () => import('./lt').then((m) => m.messages),
  tr: () => import('./tr').then((m) => m.messages),
};

let current = $state.raw<{ language: Language; messages: Messages } | null>(null);

function loaded(): { language: Language; messages: Messages } {
  if (current === null) throw new Error('speak() comes before the first page');
  return current;
}

export const i18n = {
  get t(): Messages {
    return loaded().messages;
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
  current = { language, messages: await LOADERS[language]() };
  document.documentElement.lang = language;
}

export function choose(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  return speak(language);
}

export function firstLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  return isLanguage(chosen) ? chosen : preferred(navigator.languages);
}
