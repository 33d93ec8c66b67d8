/** The page's side of the service worker: it is there, a newer version waits, the newer version takes over. */
import { whenIdle } from '../app/idle';
import { APPLY } from '../worker/messages';
import { finished } from './unfinished';

/** A page that stays open for days asks for itself. In ms. */
const CHECK_MS = 3_600_000;

/** Calls `updateReady` when a newer version is complete and waits for consent, also if it did so before. */
export function registerWorker(updateReady: () => void): void {
  // Pages over plain HTTP have none, and while developing there is none.
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  reloadOnTakeOver();
  // The first worker of all fetches every file of the app: not while the page itself is being loaded.
  if (navigator.serviceWorker.controller) register(updateReady);
  else whenIdle(() => register(updateReady));
}

function register(updateReady: () => void): void {
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(
    (registration) => watch(registration, updateReady),
    // Without the worker the page works as long as there is a network.
    (error: unknown) => console.warn(error),
  );
}

/** Lets the waiting version take over; every tab loads itself anew then. Drafts are on the disk by then. */
export async function applyUpdate(): Promise<void> {
  await finished();
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration?.waiting) return location.reload();
  // Also where this page was loaded past the worker.
  navigator.serviceWorker.addEventListener('controllerchange', () => void finished().then(reload), { once: true });
  registration.waiting.postMessage(APPLY);
}

function watch(registration: ServiceWorkerRegistration, updateReady: () => void): void {
  // The first version of all waits for nobody.
  const tell = (): void => {
    if (registration.waiting && navigator.serviceWorker.controller) updateReady();
  };
  tell();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', tell);
  });
  let checked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Math.abs(Date.now() - checked) < CHECK_MS) return;
    checked = Date.now();
    registration.update().catch(() => undefined);
  });
}

function reload(): void {
  location.reload();
}

function reloadOnTakeOver(): void {
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (controlled) void finished().then(reload);
    controlled = true;
  });
}
