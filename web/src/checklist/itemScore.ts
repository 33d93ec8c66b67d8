/** The score of one answered item, 0 worst to 1 best; the same rules as `checklists/item_scores.py`. */
import type { Callback, CallbackAnswer, Duration, MultiChoice, Number as NumberItem } from '../api/schema';
import type { Answer, Item, Tier } from '../api/types';
import { callbackDue } from './callback';
import { exactSum, toNineDigits } from './sums';
import { STEP, thresholds } from './thresholds';

const LATE_FACTOR = 2;

/** null where there is nothing to score: no answer, one of another kind, not applicable, evidence. */
export function itemScore(item: Item, answer: Answer | undefined, tier: Tier): number | null {
  if (item.kind === 'yes_no' && answer?.kind === 'yes_no') return answer.value === (item.favourable ?? true) ? 1 : 0;
  if (item.kind === 'scale' && answer?.kind === 'scale') return scaleScore(answer.level, item.levels.length, tier);
  if (item.kind === 'number' && answer?.kind === 'number') return measured(item, answer.value, tier);
  if (item.kind === 'duration' && answer?.kind === 'duration') return measured(item, answer.seconds, tier);
  if (item.kind === 'callback' && answer?.kind === 'callback') return callbackScore(item, answer);
  if (item.kind === 'multi_choice' && answer?.kind === 'multi_choice') return optionsScore(item, answer.options);
  if (item.kind === 'single_choice' && answer?.kind === 'single_choice') {
    const score = item.options.find((option) => option.key === answer.option)?.score;
    return score === null || score === undefined ? null : clip(score);
  }
  return null;
}

function optionsScore(item: MultiChoice, chosen: readonly string[]): number {
  const scores = item.options.filter((option) => chosen.includes(option.key)).map((option) => option.score ?? 0);
  return toNineDigits(clip(exactSum(scores)));
}

function scaleScore(level: number, levels: number, tier: Tier): number {
  return clip((level - 1) / (levels - 1)) ** STEP[tier];
}

function measured(item: NumberItem | Duration, x: number, tier: Tier): number | null {
  const at = thresholds(item, tier);
  if (at === null) return null;
  if (at.good === at.bad) return ((item.good ?? 0) < (item.bad ?? 0) ? x <= at.good : x >= at.good) ? 1 : 0;
  return clip((at.bad - x) / (at.bad - at.good));
}

/** 1 when kept in time, falling to 0 at twice the due time. */
function callbackScore(item: Callback, answer: CallbackAnswer): number {
  const promised = answer.promised || item.promise_needed === false;
  if (!promised || !answer.came_at) return 0;
  const owed = Date.parse(answer.owed_since);
  const due = (callbackDue(item, answer).getTime() - owed) / 1000;
  const after = (Date.parse(answer.came_at) - owed) / 1000;
  return clip((LATE_FACTOR * due - after) / ((LATE_FACTOR - 1) * due));
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
