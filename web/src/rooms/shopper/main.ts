import type { Me } from '../../api/schema';
import { segments } from '../../app/route';
import { start } from '../../app/start';
import { speakFully } from '../../i18n/i18n.svelte';
import { forgetMe, recallMe, rememberMe } from '../../phone/device';
import { watchForUpdates } from './home/update.svelte';
import { openEarly } from './field.svelte';
import ShopperRoom from './ShopperRoom.svelte';

// Whoever comes back into an open form should not wait for one thing after the other.
if (segments(location.hash)[2] === 'form') {
  void speakFully();
  import('./form/FormPage.svelte').catch(() => undefined);
}

async function recall(): Promise<Me | null> {
  const me = await recallMe();
  if (me !== null) await openEarly(me);
  return me;
}

void start(ShopperRoom, { recall, keep: rememberMe, forget: forgetMe });
watchForUpdates();
