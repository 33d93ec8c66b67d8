import { start } from '../../app/start';
import { forgetMe, rememberedMe, rememberMe } from '../../phone/device';
import { watchForUpdates } from './home/update.svelte';
import ShopperRoom from './ShopperRoom.svelte';

void start(ShopperRoom, { recall: rememberedMe, keep: rememberMe, forget: forgetMe });
watchForUpdates();
