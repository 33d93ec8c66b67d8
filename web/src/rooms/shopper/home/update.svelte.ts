/** A newer version of the app that waits until the shopper agrees. */
import { applyUpdate, registerWorker } from '../../../phone/registerWorker';

let waiting = $state(false);
let postponed = $state(false);

export const update = {
  get ready(): boolean {
    return waiting && !postponed;
  },
};

export function watchForUpdates(): void {
  registerWorker(() => {
    waiting = true;
    postponed = false;
  });
}

export function updateNow(): void {
  void applyUpdate();
}

/** Until the app is opened again, or an even newer version comes. */
export function updateLater(): void {
  postponed = true;
}
