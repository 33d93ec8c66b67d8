"""One answer to one question: how good it was really, how the shopper saw it, and what is ticked for it."""

from datetime import datetime, timedelta
from functools import cached_property
from math import exp
from random import Random

import msgspec

from audit_api.demo.character import Character
from audit_api.demo.dice import clip
from audit_api.demo.opening_hours import CLOSES, day_at, is_open, local, next_opening
from checklists.answers import (
    Answer,
    CallbackAnswer,
    DatetimeAnswer,
    DurationAnswer,
    MultiChoiceAnswer,
    NotApplicable,
    NumberAnswer,
    ScaleAnswer,
    Segment,
    SingleChoiceAnswer,
    TextAnswer,
    YesNoAnswer,
)
from checklists.definition import PILLARS, Section
from checklists.items import (
    Callback,
    DatetimeItem,
    Duration,
    Item,
    MultiChoice,
    Number,
    Option,
    Scale,
    SingleChoice,
    YesNo,
)

DAILY, HOURLY = 0.09, 0.13  # how much a branch differs from day to day, and a question from the next
HARDER_PER_LEVEL = 0.06  # initiative is rarer than politeness
# How much easier or harder to do well than the rest: some things nearly everybody does, some nearly nobody.
EASE: dict[str, float] = {
    "hours_visible": 0.3, "front_condition": 0.2, "uninterrupted": 0.22, "situation_question": 0.1,
    "request_summarised": -0.08, "name_used": -0.08, "barrier_asked": -0.22, "irrelevant_phrases": 0.14,
    "pressure": 0.27, "cut_short": 0.25, "divided_attention": 0.12, "repeat_details": 0.2,
    "callback_gesture": -0.35, "callback_apology": 0.1, "time_cost": -0.1, "extra_costs": -0.08,
    "anything_else": 0.02, "checked_back": -0.35, "reachable_again": -0.05, "signed_by_person": 0.2,
    "plain_words": 0.25, "only_needed_data": 0.2, "asked_again": 0.25, "detail_taken_up": 0.1,
    "goods_complete": 0.4, "goods_condition": 0.3, "surprise_fee": 0.32, "argued": 0.25, "window_choice": 0.15,
    "called_ahead": -0.05, "contradiction": 0.2, "spoke_ill": 0.25, "clear_owner": 0.1, "checked_afterwards": -0.25,
    "progress_reported": -0.1, "follow_up_call": -0.2, "recommendation_thanks": -0.1, "change_offered": -0.15,
    "transfers": 0.2, "extra_messages": 0.15, "extra_contacts": 0.1, "total_price": 0.05,
}  # fmt: skip
GRAVE = 0.012  # a critical failure at an average branch
NOT_APPLICABLE: dict[str, float] = {
    "name_used": 0.05, "change_offered": 0.4, "promised_callback": 0.5, "follow_up_kept": 0.1, "callback": 0.04,
    "recommendation_thanks": 0.5, "delay_told": 0.5, "progress_reported": 0.2,
}  # fmt: skip
SELDOM = 0.05
LENIENT_ON_FACTS = 0.4  # leniency tells in judgements more than in facts
PROMISED_A_TIME, TYPED_BY_HAND = 0.5, 0.04
CHOICE_SHARPNESS = 9.0
NEVER_HELD = 0.4
PATIENCE = timedelta(days=4)  # a shopper does not wait longer for a callback
FIRST_CALLS = (3, 110)  # minutes after opening in which what was left from the day before is done


class Perception(msgspec.Struct, kw_only=True, dict=True):
    """One branch on one day through one shopper's eyes.

    `clock` runs on as questions are answered; nothing is waited for beyond `latest`.
    """

    branch: Character
    when: float
    leniency: float
    clock: datetime
    latest: datetime
    time_zone: str
    rng: Random

    @cached_property
    def mood(self) -> float:
        """How the person on duty differs from the branch's usual that day."""
        return self.rng.gauss(0, DAILY)

    @cached_property
    def rush(self) -> float:
        return self.rng.gauss(0, DAILY)

    @property
    def speed(self) -> float:
        return clip(self.branch.quality(None, "standard", self.when) + self.rush)

    @property
    def kindness(self) -> float:
        return clip(sum(self.branch.quality(p, "human", self.when) for p in PILLARS) / 3 + self.mood)

    def quality(self, section: Section, item: Item) -> float:
        """From 0 to 1, before the shopper's leniency."""
        base = self.branch.quality(section.pillar, section.nature, self.when)
        base += self.mood if section.nature == "human" else self.rush
        base -= HARDER_PER_LEVEL * (section.level - 1)
        return base + EASE.get(item.key, 0.0) + self.rng.gauss(0, HOURLY)

    def pass_time(self, least: float, most: float) -> datetime:
        self.clock += timedelta(seconds=round(self.rng.uniform(least, most)))
        return self.clock


def answer_to(section: Section, item: Item, seen: Perception) -> Answer:
    """An answer to any item but text, photo and info."""
    seen.pass_time(4, 25)
    if item.not_applicable and seen.rng.random() < NOT_APPLICABLE.get(item.key, SELDOM):
        return NotApplicable()
    quality = seen.quality(section, item)
    match item:
        case Scale():
            return ScaleAnswer(level=_level(item, clip(quality + seen.leniency)))
        case YesNo():
            return YesNoAnswer(value=item.favourable == _favourable(item, quality, seen))
        case SingleChoice():
            return SingleChoiceAnswer(option=_option(item.options, quality + seen.leniency / 2, seen.rng))
        case MultiChoice():
            return MultiChoiceAnswer(options=_options(item.options, quality, seen.rng))
        case Number():
            return NumberAnswer(value=_number(item, clip(quality)))
        case Duration():
            return _duration(item, clip(quality), seen)
        case Callback():
            return _callback(item, clip(quality), seen)
        case DatetimeItem():
            return DatetimeAnswer(at=seen.pass_time(10, 90))
    return TextAnswer(text="")


def _level(item: Scale, quality: float) -> int:
    return 1 + round(quality * (len(item.levels) - 1))


def _favourable(item: YesNo, quality: float, seen: Perception) -> bool:
    if item.critical:
        return seen.rng.random() > GRAVE * exp(3 * (0.5 - quality))
    return seen.rng.random() < clip(quality + LENIENT_ON_FACTS * seen.leniency, 0.02, 0.98)


def _option(options: list[Option], quality: float, rng: Random) -> str:
    """Mostly the option whose score is nearest to what was seen; without scores, the first is the most frequent."""
    if all(option.score is None for option in options):
        weights = [1 / (n + 1) for n in range(len(options))]
    else:
        weights = [exp(-CHOICE_SHARPNESS * abs((option.score or 0.0) - clip(quality))) for option in options]
    return rng.choices(options, weights)[0].key


def _options(options: list[Option], quality: float, rng: Random) -> list[str]:
    """What adds most is done most often: two extra steps of half a point are a feat, a greeting is not."""
    worth = sum(option.score or 0.0 for option in options if not option.exclusive)
    chance = clip(quality / max(worth, 1.0) * 1.15, 0.02, 0.95)
    chosen = [option.key for option in options if not option.exclusive and rng.random() < chance]
    return chosen or [option.key for option in options if option.exclusive][:1]


def _number(item: Number, quality: float) -> float:
    good = item.minimum if item.good is None else item.good
    bad = item.maximum if item.bad is None else item.bad
    return float(round(clip(good + (bad - good) * (1 - quality) * 1.15, item.minimum, item.maximum)))


def _duration(item: Duration, quality: float, seen: Perception) -> Answer:
    good = 60.0 if item.good is None else item.good
    bad = good * 5 if item.bad is None else item.bad
    seconds = min(
        item.maximum, round(good * (bad / good) ** (1.75 * (1 - quality) - 0.35) * seen.rng.uniform(0.8, 1.25))
    )
    if item.measures == ["hold"] and seen.rng.random() < NEVER_HELD:
        seconds = 0
    if seen.rng.random() < TYPED_BY_HAND:
        return DurationAnswer(seconds=float(seconds), typed_by_hand=True)
    return DurationAnswer(seconds=float(seconds), segments=_segments(item, int(seconds), seen))


def _segments(item: Duration, seconds: int, seen: Perception) -> list[Segment]:
    """The time in stretches, as a stopwatch would split it: ringing first, then the menu."""
    shares = [seconds] if len(item.measures) == 1 else _split(seconds, seen.rng)
    segments = []
    for phase, share in zip(item.measures, shares, strict=False):
        segments.append(Segment(phase=phase, started_at=seen.clock, seconds=float(share)))
        seen.clock += timedelta(seconds=share)
    return segments


def _split(seconds: int, rng: Random) -> list[int]:
    first = round(seconds * rng.uniform(0.35, 0.9))
    return [first, seconds - first] if rng.random() < 0.6 else [seconds]


def _callback(item: Callback, quality: float, seen: Perception) -> Answer:
    owed = seen.pass_time(40, 200)
    due = timedelta(seconds=item.due_within)
    promised = item.promise_needed or seen.rng.random() < 0.35
    named = promised and seen.rng.random() < PROMISED_A_TIME
    after = due * (0.1 + seen.rng.uniform(0.2, 1.9) * (1.15 - quality))
    came = _when_open(owed, after, due, seen)
    kept = seen.rng.random() < quality + 0.2 and came < min(seen.latest, owed + PATIENCE)
    if kept:
        seen.clock = max(seen.clock, came + timedelta(minutes=3))
    return CallbackAnswer(
        owed_since=owed,
        promised=promised,
        promised_for=_when_open(owed, due * seen.rng.uniform(0.4, 1.0), due, seen) if named else None,
        came_at=came if kept else None,
        how="call" if kept else None,
    )


def _when_open(owed: datetime, after: timedelta, due: timedelta, seen: Perception) -> datetime:
    """About `after` later, while the branch is open: what would be due at night is done before closing."""
    about = owed + after
    if is_open(about, seen.time_zone):
        return _whole(about)
    chance = seen.rng.random()
    shortest, longest = FIRST_CALLS
    tomorrow = next_opening(about, seen.time_zone) + timedelta(minutes=shortest + (longest - shortest) * chance)
    if is_open(owed, seen.time_zone) and after <= due and tomorrow > owed + due:
        left = local(day_at(owed, seen.time_zone), CLOSES, seen.time_zone) - owed
        return _whole(owed + left * (0.3 + 0.65 * chance))
    return _whole(tomorrow)


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
