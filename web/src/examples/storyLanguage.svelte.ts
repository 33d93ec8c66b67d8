/** The language in which starter stories are told: the reader's, until another one is chosen in this tab. */
import { i18n } from '../i18n/i18n.svelte';
import { isLanguage } from '../i18n/languages';
import type { ShownStory } from '../api/schema';

export type Telling = ShownStory['texts'][string] & { language: string };

let chosen = $state('');

export const storyLanguage = {
  get now(): string {
    return chosen || i18n.language;
  },
  choose(language: string): void {
    chosen = isLanguage(language) ? language : '';
  },
};

/** The words of the story, in that language if they are here. */
export function tellingOf(story: ShownStory): Telling {
  const languages = [storyLanguage.now, i18n.language, ...Object.keys(story.texts)];
  const language = languages.find((one) => story.texts[one] !== undefined) ?? '';
  const none = { title: '', story: '', shows: '', question: '', model_answer: '' };
  return { ...(story.texts[language] ?? none), language };
}
