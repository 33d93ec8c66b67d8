/** The words of each language in three files, so that a page loads no more of them than it shows. */
import type { Deferred, Office, Startup } from './en';
import type { Language } from './languages';

export const STARTUP: Record<Language, () => Promise<Startup>> = {
  en: () => import('./en/startup'),
  de: () => import('./de/startup'),
  sv: () => import('./sv/startup'),
  lt: () => import('./lt/startup'),
  tr: () => import('./tr/startup'),
};
export const DEFERRED: Record<Language, () => Promise<Deferred>> = {
  en: () => import('./en/deferred'),
  de: () => import('./de/deferred'),
  sv: () => import('./sv/deferred'),
  lt: () => import('./lt/deferred'),
  tr: () => import('./tr/deferred'),
};
export const OFFICE: Record<Language, () => Promise<Office>> = {
  en: () => import('./en/office'),
  de: () => import('./de/office'),
  sv: () => import('./sv/office'),
  lt: () => import('./lt/office'),
  tr: () => import('./tr/office'),
};
