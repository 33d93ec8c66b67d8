import { mount, type Component } from 'svelte';
import '../styles/index.css';
import { firstLanguage, speak, speakOffice } from '../i18n/i18n.svelte';
import { readSession, remember, type Memory } from './session.svelte';

/** Shows a room once its language is there; who is signed in is asked at the same time. */
export async function start(room: Component, memory?: Memory): Promise<void> {
  if (memory) remember(memory);
  else speakOffice();
  void readSession();
  await speak(firstLanguage());
  const target = document.getElementById('app');
  if (target === null) throw new Error('the page has no #app');
  mount(room, { target });
}
