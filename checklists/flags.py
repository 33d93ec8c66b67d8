"""What makes an audit worth a second look: hints for a reviewer, never a verdict, each with the facts behind it.

A flag changes no score. The thresholds are set so that honest work is seldom flagged.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Literal
from uuid import UUID

import msgspec

from checklists.answers import Answers, DurationAnswer, NotApplicable, PhotoAnswer, Submission, TextAnswer
from checklists.definition import Channel
from checklists.geography import Coordinates, metres_between

FlagKind = Literal[
    "same_photo", "same_text", "far_away", "old_photo", "too_fast", "clock_off", "odd_date", "typed_time"
]
Measure = Literal["answers", "shopper", "checklist"]


class FlagParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the flags, in seconds and metres. The reason for each value stands beside it."""

    seconds_per_answer: float = 2.0  # to read a question and to tap: nobody is faster through a whole checklist
    letters_per_second: float = 15.0  # as fast as people dictate
    fast_share: float = 1 / 3  # of the usual time; honest times vary by a factor of two
    shopper_audits: int = 5  # fewer of the shopper's own say nothing: then those of everybody count
    checklist_audits: int = 10
    far_metres: float = 1000.0  # branches are large, and coordinates are often those of the street
    old_seconds: float = 900.0  # a front may be photographed on arrival, before the audit begins
    clock_seconds: float = 300.0
    odd_seconds: float = 30 * 86_400.0  # no phone is offline for so long, and no visit begins after it was received


FLAGS_1 = FlagParameters()
AT_THE_BRANCH: frozenset[Channel] = frozenset({"visit"})
"""In all other channels photos are taken where the shopper is."""


class _Flag(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    pass


class SamePhoto(_Flag, frozen=True, tag="same_photo"):
    """Another audit has the photo, too: the same file, or a picture that differs in `bits` of 64."""

    item: str
    photo: UUID
    other_photo: UUID
    other_audit: UUID
    other_at: datetime
    bits: int
    same_file: bool
    same_shopper: bool


class SameText(_Flag, frozen=True, tag="same_text"):
    """Another audit says the same, word for word."""

    item: str
    other_audit: UUID
    other_item: str
    other_at: datetime
    same_shopper: bool


class FarAway(_Flag, frozen=True, tag="far_away"):
    """`metres` from the branch, as far as the phone knew: `accuracy` is its radius of uncertainty."""

    item: str
    photo: UUID
    metres: float
    accuracy: float | None


class OldPhoto(_Flag, frozen=True, tag="old_photo"):
    """A photo that was taken `seconds` before the audit began."""

    item: str
    photo: UUID
    taken_at: datetime
    seconds: float


class TooFast(_Flag, frozen=True, tag="too_fast"):
    """`expected`: what the answers take at least, or the median of the shopper's or everybody's earlier audits."""

    seconds: float
    expected: float
    measure: Measure


class ClockOff(_Flag, frozen=True, tag="clock_off"):
    """How many seconds the phone's clock is ahead of the server's."""

    seconds: float


class OddDate(_Flag, frozen=True, tag="odd_date"):
    """By the phone's clock it began `seconds` before it was received; less than nothing: after that.

    The clock may be right by the time of sending: then nothing else tells.
    """

    seconds: float


class TypedTime(_Flag, frozen=True, tag="typed_time"):
    """A time that was to be measured live was entered by hand."""

    item: str
    seconds: float


Flag = SamePhoto | SameText | FarAway | OldPhoto | TooFast | ClockOff | OddDate | TypedTime


class PhotoFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is claimed of a photo: when and where it was taken."""

    taken_at: datetime | None = None
    place: Coordinates | None = None
    accuracy: float | None = None


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a submission. `shopper_seconds`, `checklist_seconds`: how long earlier audits took.

    `received_at`: when its first revision was.
    """

    channel: Channel
    clock_ahead: float | None = None
    received_at: datetime | None = None
    branch: Coordinates | None = None
    photos: Mapping[UUID, PhotoFacts] = {}
    shopper_seconds: Sequence[float] = ()
    checklist_seconds: Sequence[float] = ()
    same_photos: Sequence[SamePhoto] = ()
    same_texts: Sequence[SameText] = ()


def flags_of(sent: Submission, around: Circumstances, at: FlagParameters = FLAGS_1) -> list[Flag]:
    """The flags of an audit, the gravest first."""
    return [
        *around.same_photos,
        *around.same_texts,
        *_far_away(sent.answers, around, at),
        *_old_photos(sent, around, at),
        *_too_fast(sent, around, at),
        *_clock_off(around, at),
        *_odd_date(sent, around, at),
        *_typed_times(sent.answers),
    ]


def seconds_of(sent: Submission) -> float:
    return (sent.finished_at - sent.started_at).total_seconds()


def least_seconds(answers: Answers, at: FlagParameters = FLAGS_1) -> float:
    """What it takes at least to give these answers; what was timed live passed in real time.

    Stretches of one call are part of several answers, so only the longest measured answer is counted on.
    """
    letters = sum(len(answer.narrative or "") + _length(answer) for answer in answers.values())
    measured = [
        sum(segment.seconds for segment in answer.segments)
        for answer in answers.values()
        if isinstance(answer, DurationAnswer) and not answer.typed_by_hand
    ]
    answered = sum(not isinstance(answer, NotApplicable) for answer in answers.values())
    return answered * at.seconds_per_answer + letters / at.letters_per_second + max(measured, default=0.0)


def _length(answer: object) -> int:
    return len(answer.text) if isinstance(answer, TextAnswer) else 0


def _named(answers: Answers, photos: Mapping[UUID, PhotoFacts]) -> Iterator[tuple[str, UUID, PhotoFacts]]:
    for item, answer in answers.items():
        for photo in answer.photos if isinstance(answer, PhotoAnswer) else []:
            if photo in photos:
                yield item, photo, photos[photo]


def _far_away(answers: Answers, around: Circumstances, at: FlagParameters) -> Iterator[FarAway]:
    if around.branch is None or around.channel not in AT_THE_BRANCH:
        return
    for item, photo, facts in _named(answers, around.photos):
        metres = metres_between(around.branch, facts.place) if facts.place else 0.0
        if metres - (facts.accuracy or 0.0) > at.far_metres:
            yield FarAway(item=item, photo=photo, metres=metres, accuracy=facts.accuracy)


def _old_photos(sent: Submission, around: Circumstances, at: FlagParameters) -> Iterator[OldPhoto]:
    for item, photo, facts in _named(sent.answers, around.photos):
        if facts.taken_at is None:
            continue
        before = (sent.started_at - facts.taken_at).total_seconds()
        if before > at.old_seconds:
            yield OldPhoto(item=item, photo=photo, taken_at=facts.taken_at, seconds=before)


def _too_fast(sent: Submission, around: Circumstances, at: FlagParameters) -> Iterator[TooFast]:
    seconds, least = seconds_of(sent), least_seconds(sent.answers, at)
    if seconds < least:
        yield TooFast(seconds=seconds, expected=least, measure="answers")
        return
    usual, measure = _usual(around, at)
    if usual is not None and seconds < usual * at.fast_share:
        yield TooFast(seconds=seconds, expected=usual, measure=measure)


def _usual(around: Circumstances, at: FlagParameters) -> tuple[float | None, Measure]:
    """Who is always fast is measured by everybody: the longer of the two medians counts."""
    own = median(around.shopper_seconds) if len(around.shopper_seconds) >= at.shopper_audits else None
    all_of_them = median(around.checklist_seconds) if len(around.checklist_seconds) >= at.checklist_audits else None
    if own is not None and own >= (all_of_them or 0.0):
        return own, "shopper"
    return all_of_them, "checklist"


def _clock_off(around: Circumstances, at: FlagParameters) -> Iterator[ClockOff]:
    if around.clock_ahead is not None and abs(around.clock_ahead) > at.clock_seconds:
        yield ClockOff(seconds=around.clock_ahead)


def _odd_date(sent: Submission, around: Circumstances, at: FlagParameters) -> Iterator[OddDate]:
    if around.received_at is None:
        return
    before = (around.received_at - sent.started_at).total_seconds()
    if before > at.odd_seconds or before < -at.clock_seconds:
        yield OddDate(seconds=before)


def _typed_times(answers: Answers) -> Iterator[TypedTime]:
    for item, answer in answers.items():
        if isinstance(answer, DurationAnswer) and answer.typed_by_hand:
            yield TypedTime(item=item, seconds=answer.seconds)
