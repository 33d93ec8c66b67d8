import { start } from '../../app/start';
import CoachRoom from './CoachRoom.svelte';

void start(CoachRoom);
