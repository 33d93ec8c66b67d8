/** Putting the app on the home screen: the browser's own offer is kept until the shopper wants it. */
type Offer = Event & { prompt: () => Promise<unknown> };

const KEY = 'install-dismissed';

let offer = $state.raw<Offer | null>(null);
let dismissed = $state(localStorage.getItem(KEY) !== null);

const standalone = matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true);

/** iPhones and iPads, which call themselves Macs with fingers. */
export const isIos =
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);

export const install = {
  /** ask: the browser can; words: only the shopper can, by hand. */
  get way(): 'ask' | 'words' | null {
    if (standalone || dismissed) return null;
    if (offer !== null) return 'ask';
    return isIos ? 'words' : null;
  },
  get standalone(): boolean {
    return standalone;
  },
};

export async function askToInstall(): Promise<void> {
  const asked = offer;
  // A browser asks only once per offer.
  offer = null;
  await asked?.prompt();
}

export function dismissInstall(): void {
  dismissed = true;
  localStorage.setItem(KEY, 'yes');
}

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offer = event as Offer;
});

window.addEventListener('appinstalled', () => {
  offer = null;
});
