/** Where the phone is, if the shopper agreed to that being kept with photos. Nobody ever waits for it. */
import type { Position } from './exif';

const PATIENCE_MS = 5000;
const FRESH_MS = 120_000;

let latest: { position: Position; at: number } | null = null;

/** The last known position, if it is at most two minutes old. */
export function whereabouts(): Position | null {
  return latest !== null && Date.now() - latest.at <= FRESH_MS ? latest.position : null;
}

/** Starts looking, so that the position is there when a photo comes back from the camera. */
export function lookAround(): void {
  // Pages over plain HTTP have no geolocation.
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      const { latitude, longitude, accuracy } = coords;
      latest = { position: { latitude, longitude, accuracy: Math.round(accuracy * 10) / 10 }, at: Date.now() };
    },
    () => undefined,
    { maximumAge: FRESH_MS, timeout: PATIENCE_MS },
  );
}

/** null: not asked yet. `owner` names whose choice it is, because a phone may be shared. */
export function consentOf(owner: string): boolean | null {
  const said = localStorage.getItem(key(owner));
  return said === null ? null : said === 'yes';
}

export function keepConsent(owner: string, agreed: boolean): void {
  localStorage.setItem(key(owner), agreed ? 'yes' : 'no');
  if (!agreed) latest = null;
}

function key(owner: string): string {
  return `position-with-photos:${owner}`;
}
