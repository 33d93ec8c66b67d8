/** Where a measure earns everything and where nothing, for branches of a tier; as `checklists/item_scores.py` moves it. */
import type { Duration, Number as NumberItem } from '../api/schema';
import type { Tier } from '../api/types';

const TIER_STEP = 1.5;
/** The more a customer pays, the more they expect: thresholds and scales follow the tier. */
export const STEP: Record<Tier, number> = { basic: 1 / TIER_STEP, standard: 1, premium: TIER_STEP };
const STEP_BACK: Record<Tier, number> = { basic: TIER_STEP, standard: 1, premium: 1 / TIER_STEP };

/** Both thresholds as the tier moves them; null where nothing is scored. */
export function thresholds(item: NumberItem | Duration, tier: Tier): { good: number; bad: number } | null {
  const { good, bad, hard_fail: hardFail } = item;
  if (good === null || good === undefined || bad === null || bad === undefined) return null;
  const lessIsBetter = good < bad;
  const factor = (lessIsBetter ? STEP_BACK : STEP)[tier];
  // Neither threshold is moved past the hard failure.
  const held = (threshold: number): number => {
    if (hardFail === null || hardFail === undefined) return threshold;
    return lessIsBetter ? Math.min(threshold, hardFail) : Math.max(threshold, hardFail);
  };
  return { good: held(good * factor), bad: held(bad * factor) };
}
