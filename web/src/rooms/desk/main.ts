import { start } from '../../app/start';
import DeskRoom from './DeskRoom.svelte';

void start(DeskRoom);
