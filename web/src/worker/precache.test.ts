import { beforeEach, expect, test, vi } from 'vitest';
import { sha256Of } from '../phone/photos';
import type { Manifest } from './manifest';
import { Precache } from './precache';

const ORIGIN = 'https://audits.example';

/** The browser's caches, as far as they are used. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>();

  async open(name: string): Promise<unknown> {
    const files = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, files);
    return {
      put: async (path: string, response: Response) => void files.set(path, response),
      match: async (path: string) => files.get(path)?.clone(),
    };
  }

  async match(path: string): Promise<Response | undefined> {
    return [...this.all.values()].map((files) => files.get(path)).find((found) => found !== undefined)?.clone();
  }

  async keys(): Promise<string[]> {
    return [...this.all.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.all.delete(name);
  }
}

let kept: Caches;
let served: Record<string, string>;
let asked: string[];

beforeEach(() => {
  kept = new Caches();
  served = { '/': '<html>', '/assets/a.js': 'a', '/assets/b.js': 'b' };
  asked = [];
  vi.stubGlobal('caches', kept);
  vi.stubGlobal('location', { origin: ORIGIN });
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const body = served[path];
    return new Response(body ?? 'not found', { status: body === undefined ? 404 : 200 });
  });
});

async function built(version: string, files: Record<string, string>): Promise<Manifest> {
  const digests = Object.entries(files).map(async ([path, body]) => [path, await sha256Of(new TextEncoder().encode(body).buffer)]);
  return { version, files: (await Promise.all(digests)) as Manifest['files'] };
}

async function textOf(precache: Precache, path: string): Promise<string> {
  return (await precache.answer(path, new Request(ORIGIN + path))).text();
}

test('a version is complete, and served without network', async () => {
  const precache = new Precache(await built('1', served));
  await precache.fill();
  asked = [];
  expect(await textOf(precache, '/')).toBe('<html>');
  expect(await textOf(precache, '/assets/b.js')).toBe('b');
  expect(asked).toEqual([]);
});

test.each([
  ['a sign-in page of a hotel', { '/assets/a.js': '<html>Welcome' }],
  ['the page of a newer version', { '/': '<html>2' }],
])('%s never becomes a part of the app', async (_, changed) => {
  const precache = new Precache(await built('1', served));
  const right = served;
  served = { ...served, ...changed };
  await expect(precache.fill()).rejects.toThrow('is not what was built');
  served = right;
  asked = [];
  await precache.fill();
  expect(asked).toEqual(Object.keys(changed));
});

test('a file that is missing keeps the version from being complete', async () => {
  const precache = new Precache(await built('1', served));
  delete served['/assets/b.js'];
  await expect(precache.fill()).rejects.toThrow('/assets/b.js');
});

test('a new version fetches only what has changed, and the old one works until it is replaced', async () => {
  const old = new Precache(await built('1', served));
  await old.fill();
  served = { ...served, '/': '<html>2', '/assets/c.js': 'c' };
  asked = [];
  const fresh = new Precache(await built('2', served));
  await fresh.fill();
  expect(asked.sort()).toEqual(['/', '/assets/c.js']);
  expect(await textOf(old, '/')).toBe('<html>');
  await fresh.dropOthers();
  expect([...kept.all.keys()]).toEqual(['shopper-2']);
  expect(await textOf(fresh, '/')).toBe('<html>2');
});

test('caches of others on this address are left alone', async () => {
  await kept.open('other');
  const precache = new Precache(await built('1', served));
  await precache.fill();
  await precache.dropOthers();
  expect(await kept.keys()).toEqual(['other', 'shopper-1']);
});

test('where the browser has cleared the cache, the network answers', async () => {
  const precache = new Precache(await built('1', served));
  vi.stubGlobal('fetch', async (request: Request) => new Response(`network ${new URL(request.url).pathname}`));
  expect(await textOf(precache, '/assets/a.js')).toBe('network /assets/a.js');
});

test.each([
  ['navigate', '/', '/'],
  ['navigate', '/?source=installed', '/'],
  ['navigate', '/index.html', '/'],
  ['navigate', '/desk/', null],
  ['navigate', '/coach/', null],
  ['navigate', '/docs/', null],
  ['navigate', '/assets/a.js', null],
  ['cors', '/assets/a.js', '/assets/a.js'],
  ['cors', '/assets/of-the-desk.js', null],
  ['cors', '/api/session', null],
  ['cors', '/', null],
])('%s %s is answered from %s', async (mode, path, from) => {
  const precache = new Precache(await built('1', served));
  expect(precache.pathFor({ method: 'GET', mode: mode as RequestMode, url: ORIGIN + path })).toBe(from);
  expect(precache.pathFor({ method: 'POST', mode: mode as RequestMode, url: ORIGIN + path })).toBeNull();
  expect(precache.pathFor({ method: 'GET', mode: mode as RequestMode, url: `https://elsewhere.example${path}` })).toBeNull();
});
