import { start } from '../../app/start';
import ShopperRoom from './ShopperRoom.svelte';

void start(ShopperRoom);
