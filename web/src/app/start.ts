import { mount, type Component } from 'svelte';
import '../styles/index.css';
import { firstLanguage, speak, speakOffice } from '../i18n/i18n.svelte';
import { readSession, remember, type Memory } from './session.svelte';

/** Shows a room once its language is there, and who worked here last; who is signed in is asked at the same time. */
export async function start(room: Component, memory?: Memory): Promise<void> {
  // Before the server is asked: whoever is known to this phone works on, whatever the server says.
  const recalled = memory ? remember(memory) : Promise.resolve(speakOffice());
  void recalled.then(readSession);
  await Promise.all([recalled, speak(firstLanguage())]);
  const target = document.getElementById('app');
  if (target === null) throw new Error('the page has no #app');
  mount(room, { target });
}
