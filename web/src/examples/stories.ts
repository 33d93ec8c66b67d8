/** Starter stories: searched and read as examples are, but from no audit. */
import { api, ask } from '../api/client';
import type { ShownStory, StoryPage, paths } from '../api/schema';
import { i18n } from '../i18n/i18n.svelte';
import { saidOf, type Wanted } from './examples';

type Query = paths['/api/stories']['get']['parameters']['query'];

export function readStories(wanted: Partial<Wanted>): Promise<StoryPage> {
  const query = { ...saidOf(wanted), q_language: i18n.language } as Query;
  return ask(api.GET('/api/stories', { params: { query } }));
}

export function readStory(id: string): Promise<ShownStory> {
  return ask(api.GET('/api/stories/{story_id}', { params: { path: { story_id: id } } }));
}
