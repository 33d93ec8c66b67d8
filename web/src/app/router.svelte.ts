import { parameters, segments } from './route';

let hash = $state(location.hash);
let moves = 0;

window.addEventListener('hashchange', () => {
  moves += 1;
  hash = location.hash;
});

export const router = {
  get path(): string[] {
    return segments(hash);
  },
  get query(): URLSearchParams {
    return parameters(hash);
  },
  /** False on the page a visit starts with: its heading need not take the focus. */
  get moved(): boolean {
    return moves > 0;
  },
};
