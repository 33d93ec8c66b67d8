"""What a phone sends: one answer per item, told apart by `kind`, inside a submission."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from checklists.definition import ChecklistRef
from checklists.items import Key, Language, Phase, Seconds
from checklists.logic import Finite, Value

Moment = Annotated[datetime, Meta(tz=True)]
Narrative = Annotated[str, Meta(max_length=10_000)]


class _Answer(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    narrative: Narrative | None = None


class NotApplicable(_Answer, frozen=True, tag="not_applicable"):
    """The question does not apply here: it leaves both sides of every fraction."""


class YesNoAnswer(_Answer, frozen=True, tag="yes_no"):
    value: bool


class SingleChoiceAnswer(_Answer, frozen=True, tag="single_choice"):
    option: str


class MultiChoiceAnswer(_Answer, frozen=True, tag="multi_choice"):
    """No option chosen means "none of these"."""

    options: Annotated[list[str], Meta(max_length=100)]


class ScaleAnswer(_Answer, frozen=True, tag="scale"):
    """Level 1 is the worst."""

    level: Annotated[int, Meta(ge=0, le=100)]


class NumberAnswer(_Answer, frozen=True, tag="number"):
    value: Finite


class Segment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stretch of a call as the phone's clock saw it."""

    phase: Phase
    started_at: Moment
    seconds: Seconds


class DurationAnswer(_Answer, frozen=True, tag="duration"):
    """`seconds` is the sum of the measured segments, unless corrected: then `typed_by_hand`."""

    seconds: Seconds
    segments: Annotated[list[Segment], Meta(max_length=500)] = []
    typed_by_hand: bool = False


class CallbackAnswer(_Answer, frozen=True, tag="callback"):
    """`owed_since`: when the call was missed or the promise made. Nothing owed: not applicable."""

    owed_since: Moment
    promised: bool
    promised_for: Moment | None = None
    came_at: Moment | None = None
    how: Literal["call", "message", "email", "in_person"] | None = None


class TextAnswer(_Answer, frozen=True, tag="text"):
    text: Annotated[str, Meta(max_length=10_000)]


class DatetimeAnswer(_Answer, frozen=True, tag="datetime"):
    at: Moment


class PhotoAnswer(_Answer, frozen=True, tag="photo"):
    photos: Annotated[list[UUID], Meta(max_length=100)]


Answer = (
    NotApplicable
    | YesNoAnswer
    | SingleChoiceAnswer
    | MultiChoiceAnswer
    | ScaleAnswer
    | NumberAnswer
    | DurationAnswer
    | CallbackAnswer
    | TextAnswer
    | DatetimeAnswer
    | PhotoAnswer
)
Answers = dict[str, Answer]


class Submission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled checklist. Times are the device's; `revision` rises each time a reviewer returns the audit."""

    assignment_id: UUID
    checklist: ChecklistRef
    started_at: Moment
    finished_at: Moment
    answers: Annotated[dict[Key, Answer], Meta(max_length=1000)]
    revision: Annotated[int, Meta(ge=1, le=100)] = 1
    language: Language = "en"
    staff_alias: Annotated[str, Meta(max_length=60)] | None = None
    app_version: Annotated[str, Meta(max_length=60)] | None = None


def kind_of_answer(answer: Answer) -> str:
    return str(type(answer).__struct_config__.tag)


def value_of(answer: Answer | None) -> Value:
    """What a visibility condition compares with; None when there is nothing to compare."""
    if isinstance(answer, YesNoAnswer | NumberAnswer):
        return answer.value
    if isinstance(answer, SingleChoiceAnswer):
        return answer.option
    if isinstance(answer, MultiChoiceAnswer):
        return frozenset(answer.options)
    if isinstance(answer, ScaleAnswer):
        return answer.level
    if isinstance(answer, DurationAnswer):
        return answer.seconds
    if isinstance(answer, CallbackAnswer):
        return answer.promised
    return _evidence_value(answer)


def _evidence_value(answer: Answer | None) -> Value:
    if isinstance(answer, TextAnswer):
        return answer.text.strip() or None
    if isinstance(answer, DatetimeAnswer):
        return answer.at.isoformat()
    return "photos" if isinstance(answer, PhotoAnswer) and answer.photos else None


def photos_of(answers: Answers) -> list[UUID]:
    """Every photo the answers name, in order."""
    return [photo for answer in answers.values() if isinstance(answer, PhotoAnswer) for photo in answer.photos]
