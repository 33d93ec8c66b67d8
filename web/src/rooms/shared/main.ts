import { mount } from 'svelte';
import '../../styles/index.css';
import { firstLanguage, speak, speakOffice } from '../../i18n/i18n.svelte';
import SharedPage from './SharedPage.svelte';

speakOffice();
void speak(firstLanguage()).then(() => {
  const target = document.getElementById('app');
  if (target !== null) mount(SharedPage, { target });
});
