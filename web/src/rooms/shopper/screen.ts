import { unreachable } from '../../api/problem';
import { speakFully } from '../../i18n/i18n.svelte';

/** Loads a component that the first page does without, and its words. What is loaded throws a `Problem`. */
export function screen<C>(load: () => Promise<{ default: C }>): () => Promise<C> {
  return async () => {
    try {
      const [module] = await Promise.all([load(), speakFully()]);
      return module.default;
    } catch {
      throw unreachable();
    }
  };
}
