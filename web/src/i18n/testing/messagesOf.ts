import { DEFERRED, OFFICE, STARTUP } from '../dictionaries';
import type { Messages } from '../en';
import type { Language } from '../languages';

/** All the words of a language, as whoever works at a desk has them. */
export async function messagesOf(language: Language): Promise<Messages> {
  return { ...(await STARTUP[language]()), ...(await DEFERRED[language]()), ...(await OFFICE[language]()) };
}
