import { untrack } from 'svelte';
import { unreachable } from '../../api/problem';
import { speakFully } from '../../i18n/i18n.svelte';

/** Loads a component that the first page does without, and its words. What is loaded throws a `Problem`. */
export function screen<C>(load: () => Promise<{ default: C }>): () => Promise<C> {
  return async () => {
    try {
      // Another language must not load the screen anew: whoever is filling a form would lose the place.
      const [module] = await Promise.all([load(), untrack(speakFully)]);
      return module.default;
    } catch {
      throw unreachable();
    }
  };
}
