"""What must be true of an audit as a whole before single questions are answered, checklist by checklist."""

from collections.abc import Callable, Mapping
from random import Random

from audit_api.demo.dice import clip
from checklists.answers import (
    Answer,
    MultiChoiceAnswer,
    NotApplicable,
    ScaleAnswer,
    SingleChoiceAnswer,
    YesNoAnswer,
)
from checklists.definition import Checklist, items_of
from checklists.items import Item, MultiChoice, Scale, SingleChoice, YesNo

Premises = dict[str, Answer]
NO, YES = YesNoAnswer(value=False), YesNoAnswer(value=True)
# In a written contact these are true whether or not anybody replied.
BEFORE_THE_REPLY = frozenset({"medium", "only_needed_data", "reply_time_announced"})


def premises(checklist: Checklist, speed: float, kindness: float, rng: Random) -> Premises:
    """`speed` and `kindness`, 0 to 1, are those of this one encounter."""
    found = _PREMISES.get(checklist.key)
    return found(checklist, speed, kindness, rng) if found else {}


def _call(_: Checklist, speed: float, kindness: float, rng: Random) -> Premises:
    if rng.random() < 0.5 + 0.5 * speed:
        return {"first_attempt": SingleChoiceAnswer(option="person")}
    how = rng.choices(("message", "queue", "no_answer"), (0.3 + speed, 0.6, 0.6))[0]
    if rng.random() < 0.15 + (speed + kindness) / 2:
        return {"first_attempt": SingleChoiceAnswer(option=how)}
    nothing_came = dict.fromkeys(("callback_apology", "callback_gesture"), NotApplicable())
    return {"first_attempt": SingleChoiceAnswer(option=how), **nothing_came}


def _visit(_: Checklist, __: float, ___: float, rng: Random) -> Premises:
    return {"paid_amount": NotApplicable()} if rng.random() < 0.6 else {}


def _written(checklist: Checklist, speed: float, kindness: float, rng: Random) -> Premises:
    if rng.random() < 0.72 + 0.15 * (speed + kindness):
        return {"reply_received": YES, "my_language": YesNoAnswer(value=rng.random() < 0.95)}
    lowest = {
        item.key: answer
        for _, item in items_of(checklist)
        if item.key not in BEFORE_THE_REPLY and (answer := lowest_answer(item)) is not None
    }
    return {**lowest, "reply_received": NO, "follow_up_promised": NO}


def _delivery(_: Checklist, speed: float, kindness: float, rng: Random) -> Premises:
    known: Premises = {"transfer_wait": NotApplicable(), "assembly": NotApplicable()}
    if rng.random() < 0.03:
        return {**known, "goods_received": NO, "delivery_outcome": SingleChoiceAnswer(option="missed_silent")}
    return {**known, "goods_received": YES, "delighted": YesNoAnswer(value=rng.random() < clip(kindness - 0.25))}


_PREMISES: Mapping[str, Callable[[Checklist, float, float, Random], Premises]] = {
    "mystery_call": _call,
    "branch_visit": _visit,
    "written_contact": _written,
    "delivery_after_sale": _delivery,
}


def lowest_answer(item: Item) -> Answer | None:
    """The answer for something that never came; None where that has no meaning."""
    match item:
        case YesNo():
            return YesNoAnswer(value=not item.favourable)
        case Scale():
            return ScaleAnswer(level=1)
        case SingleChoice() if any(option.score is not None for option in item.options):
            return SingleChoiceAnswer(option=min(item.options, key=lambda o: 1.0 if o.score is None else o.score).key)
        case MultiChoice():
            alone = [option.key for option in item.options if option.exclusive]
            return MultiChoiceAnswer(options=alone[:1])
        case _:
            return None
