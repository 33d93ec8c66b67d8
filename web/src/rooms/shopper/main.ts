import { start } from '../../app/start';
import { forgetMe, recallMe, rememberMe } from '../../phone/device';
import { watchForUpdates } from './home/update.svelte';
import ShopperRoom from './ShopperRoom.svelte';

void start(ShopperRoom, { recall: recallMe, keep: rememberMe, forget: forgetMe });
watchForUpdates();
