/**
 * The service worker: the shopper's page opens without network, and what waits is sent without the page. A new version
 * waits until the shopper agrees.
 */
import { SYNC_TAG } from '../phone/outbox/tag';
import type { Manifest } from './manifest';
import { APPLY } from './messages';
import { Precache } from './precache';
import type { WorkerScope } from './scope';
import { sendInBackground } from './sync';

declare const __MANIFEST__: Manifest;

const scope = globalThis as unknown as WorkerScope;
const precache = new Precache(__MANIFEST__);

scope.addEventListener('install', (event) => event.waitUntil(precache.fill()));

scope.addEventListener('activate', (event) => {
  // The first visit may already go on without network.
  event.waitUntil(precache.dropOthers().then(() => scope.clients.claim()));
});

scope.addEventListener('message', ({ data }) => {
  if (data === APPLY) void scope.skipWaiting();
});

scope.addEventListener('fetch', (event) => {
  const path = precache.pathFor(event.request);
  if (path !== null) event.respondWith(precache.answer(path, event.request));
});

scope.addEventListener('sync', (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(sendInBackground());
});
