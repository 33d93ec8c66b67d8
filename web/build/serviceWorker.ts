/** Builds the service worker after the pages, with the list of what the shopper's page is made of. */
import { build, type Plugin, type Rolldown } from 'vite';
import type { Manifest, PrecachedFile } from '../src/worker/manifest';

const PAGE = 'index.html';
const ENTRY = 'src/worker/worker.ts';
/** Files of `public/` that the page names. */
const NAMED = /\b(?:href|src)="(\/[^"]+)"/g;

/** Words that no page of a shopper asks for. */
const OF_THE_OFFICE = /\/i18n\/\w+\/office\.ts$/;

type Bundle = Rolldown.OutputBundle;
type Read = (file: string) => Promise<Uint8Array<ArrayBuffer>>;

export function serviceWorker(): Plugin {
  let root = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    async writeBundle({ dir = '' }, bundle) {
      const read: Read = async (file) => new Uint8Array(await this.fs.readFile(`${dir}/${file}`));
      const manifest = await manifestOf(bundle, `${root}/${PAGE}`, read);
      await buildWorker(root, dir, manifest);
    },
  };
}

async function manifestOf(bundle: Bundle, entry: string, read: Read): Promise<Manifest> {
  const page = new TextDecoder().decode(await read(PAGE));
  const named = [...page.matchAll(NAMED)].map(([, path = '']) => path.slice(1));
  const needed = [...new Set([...named, ...partsOf(bundle, entry)])].sort();
  const files = await Promise.all(needed.map(async (file): Promise<PrecachedFile> => [`/${file}`, await digestOf(await read(file))]));
  files.unshift(['/', await digestOf(await read(PAGE))]);
  const version = await digestOf(new TextEncoder().encode(files.flat().join('\n')));
  return { version: version.slice(0, 12), files };
}

/** Every file that the page loads at once or later: scripts, languages, styles, fonts. */
function partsOf(bundle: Bundle, entry: string): Set<string> {
  const parts = new Set<string>();
  const follow = (name: string): void => {
    const chunk = bundle[name];
    if (parts.has(name) || chunk?.type !== 'chunk' || OF_THE_OFFICE.test(chunk.facadeModuleId ?? '')) return;
    parts.add(name);
    const { importedCss, importedAssets } = chunk.viteMetadata ?? { importedCss: [], importedAssets: [] };
    for (const file of [...importedCss, ...importedAssets]) parts.add(file);
    [...chunk.imports, ...chunk.dynamicImports].forEach(follow);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === 'chunk' && chunk.isEntry && chunk.facadeModuleId === entry) follow(chunk.fileName);
  }
  return parts;
}

/** One classic script: module workers are missing in browsers that are still on phones. */
async function buildWorker(root: string, dir: string, manifest: Manifest): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __MANIFEST__: JSON.stringify(manifest) },
    build: {
      outDir: dir,
      emptyOutDir: false,
      modulePreload: false,
      rollupOptions: { input: ENTRY, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
