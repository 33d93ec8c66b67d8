"""How long customers of a branch waited, visit by visit, and what became of the callbacks it owed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from checklists.answers import Answer, CallbackAnswer, DurationAnswer
from checklists.scoring import Scorecard


class TimesWaited(msgspec.Struct, frozen=True, kw_only=True):
    """Every time measured for an item, in seconds, the shortest first."""

    key: str
    seconds: list[float]


class CallbackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How many callbacks came in time, too late, or so late that they count as not kept; the last also if none came."""

    key: str
    kept: int
    late: int
    broken: int


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """Waiting times and callbacks by item, in the order in which they were first seen."""

    durations: list[TimesWaited]
    callbacks: list[CallbackRecord]


def waits(audits: Iterable[tuple[Mapping[str, Answer], Scorecard]]) -> Waits:
    """Of visible items only: a scorecard names no others. Callbacks that were not owed are left out."""
    durations: dict[str, list[float]] = defaultdict(list)
    callbacks: dict[str, list[float]] = defaultdict(list)
    for answers, card in audits:
        for item in card.items:
            answer = answers.get(item.key)
            if isinstance(answer, DurationAnswer):
                durations[item.key].append(answer.seconds)
            elif isinstance(answer, CallbackAnswer) and item.score is not None:
                callbacks[item.key].append(item.score)
    return Waits(
        durations=[TimesWaited(key=key, seconds=sorted(seconds)) for key, seconds in durations.items()],
        callbacks=[_record(key, scores) for key, scores in callbacks.items()],
    )


def _record(key: str, scores: list[float]) -> CallbackRecord:
    kept, broken = sum(score >= 1 for score in scores), sum(score <= 0 for score in scores)
    return CallbackRecord(key=key, kept=kept, late=len(scores) - kept - broken, broken=broken)
