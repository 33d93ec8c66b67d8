/** Few files for the shopper: on a slow phone each one costs, however small it is. */
import type { Rolldown } from 'vite';

type Graph = { getModuleInfo(id: string): Pick<Rolldown.ModuleInfo, 'importedIds' | 'dynamicallyImportedIds'> | null };

const SHOPPER = '/src/rooms/shopper/main.ts';
const FORM = '/src/rooms/shopper/form/';
const EVERY_LANGUAGE = '/src/i18n/plural.ts';
const OFFICE = ['/src/rooms/desk/main.ts', '/src/rooms/coach/main.ts', '/src/rooms/shared/main.ts'];

/**
 * Names the chunk of each module: what the shopper's first page needs, and what the form needs besides, with all its
 * kinds of items; of both, what the desk needs too stands apart, so that the desk does not load the rest.
 */
export function shopperChunks(root: string): Rolldown.CodeSplittingNameFunction {
  let places: { first: Set<string>; form: Set<string>; office: Set<string> } | null = null;
  return (id, graph) => {
    places ??= {
      first: reached(graph, [root + SHOPPER], () => false),
      form: reached(graph, [`${root}${FORM}FormPage.svelte`], (later) => later.startsWith(root + FORM)),
      office: reached(graph, OFFICE.map((entry) => root + entry), () => true),
    };
    if (id === root + SHOPPER) return null;
    if (id === root + EVERY_LANGUAGE) return 'first-shared';
    const name = places.first.has(id) ? 'first' : places.form.has(id) ? 'form' : null;
    return name !== null && places.office.has(id) ? `${name}-shared` : name;
  };
}

/** Everything that `from` imports at once, and later where `follow` says so. */
function reached(graph: Graph, from: string[], follow: (id: string) => boolean): Set<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const module = graph.getModuleInfo(id);
    waiting.push(...(module?.importedIds ?? []), ...(module?.dynamicallyImportedIds ?? []).filter(follow));
  }
  return found;
}

/**
 * Of a chunk that is loaded later, what is fetched beside it. The rest of its modules is there already, and a link takes
 * a slow phone 15 ms.
 */
export function worthLinks(chunk: string, files: string[], { hostType }: { hostType: 'html' | 'js' }): string[] {
  if (hostType === 'html') return files;
  return files.filter((file) => file === chunk || file.endsWith('.css') || file.includes('rolldown-runtime'));
}
