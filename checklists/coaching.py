"""Which answers of a finalised audit are worth showing to those who train, and why.

An example needs something to show (words of the shopper, or a picture) and a reason to show it. Every reason has a
strength in [0, 1] and the numbers it rests on. The rank takes them together: each reason adds its share of what the
others leave open, so more reasons never rank lower, and no number of small ones outranks a certainty.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum, prod
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from checklists.answers import (
    Answer,
    CallbackAnswer,
    DurationAnswer,
    MultiChoiceAnswer,
    NumberAnswer,
    PhotoAnswer,
    ScaleAnswer,
    SingleChoiceAnswer,
    TextAnswer,
    YesNoAnswer,
)
from checklists.definition import Channel, Checklist, Level, Pillar, Section
from checklists.items import Item
from checklists.scoring import Scorecard
from checklists.themes import Theme, theme_of
from checklists.visibility import visible

ReasonCode = Literal["very_good", "very_bad", "critical", "unusual", "delight", "contrast", "told", "shown"]
Kind = Literal["good", "mixed", "bad"]

VISITS_BEFORE = 12
"""Visits of the same branch with the same checklist from which the usual score of an item is worked out."""
USUAL_NEEDS = 4
"""With fewer visits nothing is called unusual."""
GOOD, BAD = 0.7, 0.35
VERY_GOOD, VERY_BAD = 0.85, 0.25
DELIGHT = 0.7
UNUSUAL, CONTRAST = 0.4, 0.6
WORDS_ENOUGH, PHOTOS_ENOUGH = 40, 2
OUTSTANDING_WORDS = 6
WEIGHTS: dict[ReasonCode, float] = {
    "critical": 0.5,
    "unusual": 0.5,
    "delight": 0.5,
    "very_good": 0.35,
    "very_bad": 0.35,
    "contrast": 0.3,
    "told": 0.3,
    "shown": 0.2,
}
"""How much of what is still open a reason of strength 1 adds to the rank."""
_CONTENT: frozenset[ReasonCode] = frozenset({"told", "shown"})


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`usual`: what the score is compared with; `count`: visits, words or photos; `other`: the opposite example."""

    code: ReasonCode
    strength: float
    usual: float | None = None
    count: int | None = None
    other: UUID | None = None


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was answered, without words and without moments."""

    yes: bool | None = None
    level: int | None = None
    options: list[str] = []
    number: float | None = None


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is worth showing. `score` and `rank` in [0, 1]; `reasons` strongest first."""

    item: str
    section: str
    pillar: Pillar | None
    level: Level
    channel: Channel
    theme: Theme
    kind: Kind
    score: float
    delight: bool
    answered: GivenAnswer
    narrative: str | None
    photos: list[UUID]
    reasons: list[Reason]
    rank: float


class Visit(msgspec.Struct, frozen=True):
    """An earlier audit of the same branch: item -> score, and which items have something to show."""

    audit_id: UUID
    scores: dict[str, float]
    shows: frozenset[str]


class _Scene(msgspec.Struct, frozen=True):
    """An item with what there is to see of it."""

    section: Section
    item: Item
    answer: Answer
    score: float
    narrative: str | None
    photos: list[UUID]


def example_id(audit_id: UUID, item: str) -> UUID:
    return uuid5(audit_id, item)


def worth_showing(
    checklist: Checklist, answers: Mapping[str, Answer], card: Scorecard, before: Sequence[Visit] = ()
) -> list[Worth]:
    """Best first. `before`: the branch's visits before this one, the latest last."""
    earlier = before[-VISITS_BEFORE:]
    found = [_judged(checklist, scene, card, earlier) for scene in _scenes(checklist, answers, card)]
    return sorted((one for one in found if one), key=lambda one: (-one.rank, one.item))


def visit(audit_id: UUID, checklist: Checklist, answers: Mapping[str, Answer], card: Scorecard) -> Visit:
    scores = {item.key: item.score for item in card.items if item.score is not None}
    return Visit(audit_id, scores, frozenset([scene.item.key for scene in _scenes(checklist, answers, card)]))


def ranked(reasons: Sequence[Reason]) -> float:
    return round(1 - prod(1 - WEIGHTS[reason.code] * reason.strength for reason in reasons), 6)


def kind_of_score(score: float) -> Kind:
    if score >= GOOD:
        return "good"
    return "bad" if score <= BAD else "mixed"


def outstanding(score: float, reasons: Sequence[Reason], *, delight: bool) -> bool:
    """A deed to thank somebody for: excellent, told in words, and more than had to be done or than is usual there.

    It says something of what was done, and nothing of those who are not named: a visit sees one person, for minutes.
    """
    told = any(reason.code == "told" and (reason.count or 0) >= OUTSTANDING_WORDS for reason in reasons)
    beyond = any(reason.code == "unusual" and (reason.usual or 0.0) < score for reason in reasons)
    return score >= VERY_GOOD and told and (delight or beyond)


def _scenes(checklist: Checklist, answers: Mapping[str, Answer], card: Scorecard) -> Iterator[_Scene]:
    """Every scored item with words or pictures, and the stories told where the initiative is asked about."""
    scores = {item.key: item.score for item in card.items}
    sections = {section.key: section.score for section in card.sections}
    shown = [(section, item) for section, item in visible(checklist, answers) if item.key in answers]
    photos = _photos_by_section(shown, answers)
    for section, item in shown:
        answer, score = answers[item.key], scores.get(item.key)
        if isinstance(answer, TextAnswer):
            # A story has no score of its own: that of what it tells about.
            score = sections.get(section.key) if section.level == 3 else None
        narrative = _words(answer)
        own = [] if isinstance(answer, TextAnswer) else photos.get(section.key, [])
        if score is not None and (narrative or own):
            yield _Scene(section, item, answer, score, narrative, own)


def _photos_by_section(shown: list[tuple[Section, Item]], answers: Mapping[str, Answer]) -> dict[str, list[UUID]]:
    photos: dict[str, list[UUID]] = {}
    for section, item in shown:
        answer = answers[item.key]
        if isinstance(answer, PhotoAnswer):
            photos.setdefault(section.key, []).extend(answer.photos)
    return photos


def _words(answer: Answer) -> str | None:
    said = answer.text if isinstance(answer, TextAnswer) else answer.narrative
    return (said or "").strip() or None


def _judged(checklist: Checklist, scene: _Scene, card: Scorecard, before: Sequence[Visit]) -> Worth | None:
    reasons = [*_reasons(scene, card, before)]
    if all(reason.code in _CONTENT for reason in reasons):
        return None
    section, item = scene.section, scene.item
    return Worth(
        item=item.key,
        section=section.key,
        pillar=section.pillar,
        level=section.level,
        channel=checklist.channel,
        theme=theme_of(checklist.channel, section, item),
        kind=kind_of_score(scene.score),
        score=scene.score,
        delight=any(reason.code == "delight" for reason in reasons),
        answered=_answered(scene.answer),
        narrative=scene.narrative,
        photos=scene.photos,
        reasons=sorted(reasons, key=lambda reason: (-WEIGHTS[reason.code] * reason.strength, reason.code)),
        rank=ranked(reasons),
    )


def _reasons(scene: _Scene, card: Scorecard, before: Sequence[Visit]) -> Iterator[Reason]:
    score, key = scene.score, scene.item.key
    critical = key in card.failed_critical
    if critical:
        yield Reason(code="critical", strength=1.0)
    if score >= VERY_GOOD:
        yield Reason(code="very_good", strength=_between(score, VERY_GOOD - 0.15, 1.0))
    if score <= VERY_BAD:
        yield Reason(code="very_bad", strength=_between(1 - score, 1 - VERY_BAD - 0.15, 1.0))
    if scene.section.level == 3 and score >= DELIGHT:
        yield Reason(code="delight", strength=_between(score, DELIGHT - 0.3, 1.0))
    for reason in _compared(score, key, before):
        # A grave failure is unusual anywhere: to say so adds nothing, and would put it above every delight.
        if not (critical and reason.code == "unusual"):
            yield reason
    if scene.narrative:
        words = len(scene.narrative.split())
        yield Reason(code="told", strength=min(1.0, words / WORDS_ENOUGH), count=words)
    if scene.photos:
        yield Reason(code="shown", strength=min(1.0, len(scene.photos) / PHOTOS_ENOUGH), count=len(scene.photos))


def _compared(score: float, key: str, before: Sequence[Visit]) -> Iterator[Reason]:
    usual = [one.scores[key] for one in before if key in one.scores]
    mean = fsum(usual) / len(usual) if usual else score
    if len(usual) >= USUAL_NEEDS and abs(score - mean) >= UNUSUAL:
        yield Reason(code="unusual", strength=_between(abs(score - mean), 0.2, 0.9), usual=mean, count=len(usual))
    for one in reversed(before):
        other = one.scores.get(key, score)
        if key in one.shows and abs(other - score) >= CONTRAST and kind_of_score(other) != kind_of_score(score):
            strength = _between(abs(other - score), CONTRAST / 2, 1.0)
            yield Reason(code="contrast", strength=strength, usual=other, other=example_id(one.audit_id, key))
            return


def _answered(answer: Answer) -> GivenAnswer:
    if isinstance(answer, YesNoAnswer):
        return GivenAnswer(yes=answer.value)
    if isinstance(answer, ScaleAnswer):
        return GivenAnswer(level=answer.level)
    if isinstance(answer, SingleChoiceAnswer):
        return GivenAnswer(options=[answer.option])
    if isinstance(answer, MultiChoiceAnswer):
        return GivenAnswer(options=answer.options)
    return GivenAnswer(number=_number(answer))


def _number(answer: Answer) -> float | None:
    """What was measured, as a number; for a callback the seconds until it came."""
    if isinstance(answer, NumberAnswer):
        return answer.value
    if isinstance(answer, DurationAnswer):
        return answer.seconds
    if isinstance(answer, CallbackAnswer) and answer.came_at:
        return (answer.came_at - answer.owed_since).total_seconds()
    return None


def _between(value: float, nothing: float, whole: float) -> float:
    return min(1.0, max(0.0, (value - nothing) / (whole - nothing)))
