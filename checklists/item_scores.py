"""The score u of one answered item, 0 worst to 1 best (index specification, section 2)."""

from collections.abc import Callable
from datetime import timedelta
from math import fsum
from typing import Any, Literal

from checklists.answers import (
    Answer,
    CallbackAnswer,
    DurationAnswer,
    MultiChoiceAnswer,
    NumberAnswer,
    ScaleAnswer,
    SingleChoiceAnswer,
    YesNoAnswer,
)
from checklists.items import Callback, Duration, Item, Measured, MultiChoice, Number, Scale, SingleChoice, YesNo
from checklists.parameters import CCI_1, IndexParameters

Tier = Literal["basic", "standard", "premium"]
# The more a customer pays, the more they expect: thresholds and scales follow the tier.
TIER_EXPONENT: dict[Tier, int] = {"basic": -1, "standard": 0, "premium": 1}


def item_score(item: Item, answer: Answer | None, tier: Tier, params: IndexParameters = CCI_1) -> float | None:
    """u in [0, 1]; None where there is nothing to score (no answer, not applicable, evidence)."""
    score = _SCORES.get((type(item), type(answer)))
    return None if score is None else score(item, answer, tier, params)


def _yes_no_score(item: YesNo, answer: YesNoAnswer, _: Tier, __: IndexParameters) -> float:
    return 1.0 if answer.value == item.favourable else 0.0


def _scale_answer_score(item: Scale, answer: ScaleAnswer, tier: Tier, params: IndexParameters) -> float:
    return scale_score(answer.level, len(item.levels), tier, params)


def _option_score(item: SingleChoice, answer: SingleChoiceAnswer, _: Tier, __: IndexParameters) -> float | None:
    score = next((option.score for option in item.options if option.key == answer.option), None)
    return None if score is None else _clip(score)


def _options_score(item: MultiChoice, answer: MultiChoiceAnswer, _: Tier, __: IndexParameters) -> float:
    # Rounded, because 0.1 + 0.2 - 0.3 is not 0 in floating point and a failed critical item must be.
    return _clip(round(fsum(option.score or 0.0 for option in item.options if option.key in answer.options), 9))


def _number_score(item: Number, answer: NumberAnswer, tier: Tier, params: IndexParameters) -> float | None:
    return _measured(item, answer.value, tier, params)


def _duration_score(item: Duration, answer: DurationAnswer, tier: Tier, params: IndexParameters) -> float | None:
    return _measured(item, answer.seconds, tier, params)


def _measured(item: Measured, x: float, tier: Tier, params: IndexParameters) -> float | None:
    if item.good is None or item.bad is None:
        return None
    return measure_score(x, item.good, item.bad, item.hard_fail, tier, params)


def scale_score(level: int, levels: int, tier: Tier, params: IndexParameters = CCI_1) -> float:
    """((level - 1) / (levels - 1)) ^ (step ^ t): the ends stay, the middle moves with the tier."""
    exponent: float = params.tier_step ** TIER_EXPONENT[tier]
    return float(_clip((level - 1) / (levels - 1)) ** exponent)


def measure_score(
    x: float, good: float, bad: float, hard_fail: float | None, tier: Tier, params: IndexParameters = CCI_1
) -> float:
    """Linear between `bad` (0) and `good` (1), in either direction; the tier tightens or loosens both.

    Neither threshold is moved past `hard_fail`; thresholds that meet there make a step.
    """
    less_is_better = good < bad
    direction = -1 if less_is_better else 1
    factor = params.tier_step ** (direction * TIER_EXPONENT[tier])
    good, bad = good * factor, bad * factor
    if hard_fail is not None:
        nearer = min if less_is_better else max
        good, bad = nearer(good, hard_fail), nearer(bad, hard_fail)
    if good == bad:
        return 1.0 if (x <= good if less_is_better else x >= good) else 0.0
    return _clip((bad - x) / (bad - good))


def callback_score(
    promised: bool, kept_after: float | None, due_within: float, params: IndexParameters = CCI_1
) -> float:
    """1 when kept in time, falling to 0 at `late_factor` times the due time. Both times in one unit."""
    if not promised or kept_after is None:
        return 0.0
    late = params.late_factor
    return _clip((late * due_within - kept_after) / ((late - 1) * due_within))


def callback_due(item: Callback, answer: CallbackAnswer) -> timedelta:
    """From the moment it was owed: the promised time where one was named, else what the checklist grants."""
    if answer.promised_for is None:
        return timedelta(seconds=item.due_within)
    return max(answer.promised_for - answer.owed_since, timedelta(seconds=1))


def _callback_answer_score(item: Callback, answer: CallbackAnswer, _: Tier, params: IndexParameters) -> float:
    kept_after = (answer.came_at - answer.owed_since).total_seconds() if answer.came_at else None
    promised = answer.promised or not item.promise_needed
    return callback_score(promised, kept_after, callback_due(item, answer).total_seconds(), params)


def _clip(value: float) -> float:
    if 0.0 < value < 1.0:
        return value
    return 0.0 if value <= 0.0 else 1.0


# Looked up instead of asked one after the other: every item of every audit comes through here.
_SCORES: dict[tuple[type, type], Callable[[Any, Any, Tier, IndexParameters], float | None]] = {
    (YesNo, YesNoAnswer): _yes_no_score,
    (SingleChoice, SingleChoiceAnswer): _option_score,
    (MultiChoice, MultiChoiceAnswer): _options_score,
    (Scale, ScaleAnswer): _scale_answer_score,
    (Number, NumberAnswer): _number_score,
    (Duration, DurationAnswer): _duration_score,
    (Callback, CallbackAnswer): _callback_answer_score,
}
