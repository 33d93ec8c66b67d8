/** One version of the shopper's page, complete, in a cache of its own. */
import { sha256Of } from '../phone/photos';
import type { Manifest, PrecachedFile } from './manifest';

const PREFIX = 'shopper-';

export class Precache {
  readonly #name: string;
  readonly #files: PrecachedFile[];
  readonly #paths: Set<string>;

  constructor({ version, files }: Manifest) {
    this.#name = PREFIX + version;
    this.#files = files;
    this.#paths = new Set(files.map(([path]) => path));
  }

  /** Throws unless all files are there, each as it was built. What has come so far is kept for the next try. */
  async fill(): Promise<void> {
    const cache = await caches.open(this.#name);
    const kept = await Promise.allSettled(this.#files.map((file) => keep(cache, file)));
    const failed = kept.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async dropOthers(): Promise<void> {
    const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(others.map((name) => caches.delete(name)));
  }

  /** The path under which this request is answered from here; null: the network's business. */
  pathFor({ method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>): string | null {
    const { origin, pathname } = new URL(url);
    if (method !== 'GET' || origin !== location.origin) return null;
    if (mode === 'navigate') return pathname === '/' || pathname === '/index.html' ? '/' : null;
    return pathname !== '/' && this.#paths.has(pathname) ? pathname : null;
  }

  /** From here; from the network where the browser has cleared us away. */
  async answer(path: string, request: Request): Promise<Response> {
    const cache = await caches.open(this.#name);
    return (await cache.match(path)) ?? fetch(request);
  }
}

async function keep(cache: Cache, [path, sha256]: PrecachedFile): Promise<void> {
  const known = await caches.match(path);
  const found = known && (await isBuilt(known, sha256)) ? known : await fetched(path, sha256);
  await cache.put(path, found);
}

/** A sign-in page of a hotel, or a file of another version, must never become a part of the app. */
async function fetched(path: string, sha256: string): Promise<Response> {
  const response = await fetch(path, { cache: 'no-cache', redirect: 'error' });
  if (!response.ok || !(await isBuilt(response, sha256))) throw new Error(`${path} is not what was built`);
  return response;
}

async function isBuilt(response: Response, sha256: string): Promise<boolean> {
  return (await sha256Of(await response.clone().arrayBuffer())) === sha256;
}
