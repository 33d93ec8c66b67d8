/** The phone's clock as something that moves: who reads it while a page is shown is asked again as time passes. */
import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 250;

const moving = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

let reached = Date.now();
let ticks = performance.now();

/** Wall clock in ms that never goes back while the page lives, even if somebody sets the phone's clock back. */
export function steadyNow(): number {
  const passed = performance.now() - ticks;
  ticks += passed;
  // The browser's own timer may stand still while the phone sleeps; the wall clock does not.
  reached = Math.max(Date.now(), reached + passed);
  return Math.round(reached);
}

export const clock = {
  get now(): number {
    moving();
    return Date.now();
  },
  get steady(): number {
    moving();
    return steadyNow();
  },
};
