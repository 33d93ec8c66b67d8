import { segments } from '../../app/route';
import { start } from '../../app/start';
import { speakFully } from '../../i18n/i18n.svelte';
import { forgetMe, recallMe, rememberMe } from '../../phone/device';
import { watchForUpdates } from './home/update.svelte';
import ShopperRoom from './ShopperRoom.svelte';

// Whoever comes back into an open form should not wait for one thing after the other.
if (segments(location.hash)[2] === 'form') {
  void speakFully();
  import('./form/FormPage.svelte').catch(() => undefined);
}

void start(ShopperRoom, { recall: recallMe, keep: rememberMe, forget: forgetMe });
watchForUpdates();
