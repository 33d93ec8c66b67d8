import { start } from '../../app/start';
import '../../styles/office.css';
import DeskRoom from './DeskRoom.svelte';

void start(DeskRoom);
