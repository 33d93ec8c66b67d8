/** Light, dark, or as the device wants it. `public/theme.js` repeats the reading before the first paint. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';

let current = $state<Theme>(THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system');

export const theme = {
  get current(): Theme {
    return current;
  },
};

export function wear(chosen: Theme): void {
  current = chosen;
  if (chosen === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(KEY, chosen);
    document.documentElement.dataset['theme'] = chosen;
  }
}
