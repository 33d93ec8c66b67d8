"""Faults of one answer against its item; the kinds are known to match."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from checklists.answers import (
    Answer,
    CallbackAnswer,
    DatetimeAnswer,
    DurationAnswer,
    MultiChoiceAnswer,
    NumberAnswer,
    PhotoAnswer,
    ScaleAnswer,
    SingleChoiceAnswer,
    TextAnswer,
)
from checklists.faults import Fault, error
from checklists.items import (
    Callback,
    DatetimeItem,
    Duration,
    Item,
    MultiChoice,
    Number,
    Photo,
    Scale,
    SingleChoice,
    TextItem,
)

SEGMENT_TOLERANCE = 1.0  # seconds by which the total may differ from the segments it sums
LONGEST_AUDIT = timedelta(days=366)  # callbacks and deliveries take days; a year is a typing error


def answer_faults(path: str, item: Item, answer: Answer, began: datetime) -> Iterable[Fault]:
    """`path` is `answers.<key>`; `began` is when the audit started, on the same clock as the answers."""
    check = _CHECKS.get(type(item))
    return check(path, item, answer, began) if check else ()


def _single_choice_faults(path: str, item: SingleChoice, answer: SingleChoiceAnswer, _: datetime) -> Iterator[Fault]:
    return _option_faults(f"{path}.option", item, [answer.option])


def _multi_choice_faults(path: str, item: MultiChoice, answer: MultiChoiceAnswer, _: datetime) -> Iterator[Fault]:
    return _option_faults(f"{path}.options", item, answer.options)


def _scale_faults(path: str, item: Scale, answer: ScaleAnswer, _: datetime) -> list[Fault]:
    return _range(f"{path}.level", answer.level, 1, len(item.levels))


def _number_faults(path: str, item: Number, answer: NumberAnswer, _: datetime) -> list[Fault]:
    return _range(f"{path}.value", answer.value, item.minimum, item.maximum)


def _datetime_faults(path: str, _: DatetimeItem, answer: DatetimeAnswer, began: datetime) -> Iterator[Fault]:
    return _moment_faults(f"{path}.at", answer.at, began)


def _option_faults(path: str, item: SingleChoice | MultiChoice, chosen: list[str]) -> Iterator[Fault]:
    known = {option.key for option in item.options}
    alone = next((option.key for option in item.options if option.exclusive and option.key in chosen), None)
    if alone is not None and len(chosen) > 1:
        yield error(path, "exclusive_option_combined", f"`{alone}` stands alone.")
    for key, count in Counter(chosen).items():
        if key not in known:
            yield error(path, "unknown_option", f"There is no option `{key}`.")
        elif count > 1:
            yield error(path, "duplicate_option", f"Option `{key}` is chosen {count} times.")


def _range(path: str, value: float, low: float, high: float) -> list[Fault]:
    if low <= value <= high:
        return []
    return [error(path, "out_of_range", f"{value:g} is not between {low:g} and {high:g}.")]


def _duration_faults(path: str, item: Duration, answer: DurationAnswer, began: datetime) -> Iterator[Fault]:
    yield from _range(f"{path}.seconds", answer.seconds, 0, item.maximum)
    for n, segment in enumerate(answer.segments):
        yield from _moment_faults(f"{path}.segments[{n}].started_at", segment.started_at, began)
    if answer.typed_by_hand:
        return
    if not answer.segments:
        yield error(f"{path}.segments", "segments_missing", "A time that was not typed by hand needs its segments.")
        return
    timed = sum(segment.seconds for segment in answer.segments if segment.phase in item.measures)
    if abs(timed - answer.seconds) > SEGMENT_TOLERANCE:
        yield error(f"{path}.seconds", "segments_disagree", f"The measured segments add up to {timed:g} s.")


def _text_faults(path: str, item: TextItem, answer: TextAnswer, _: datetime) -> Iterator[Fault]:
    if item.required and not answer.text.strip():
        yield error(f"{path}.text", "required_missing", "This item needs an answer.")
    if len(answer.text) > item.max_length:
        yield error(f"{path}.text", "text_too_long", f"At most {item.max_length} characters.")


def _photo_faults(path: str, item: Photo, answer: PhotoAnswer, _: datetime) -> Iterator[Fault]:
    if len(answer.photos) > item.maximum:
        yield error(f"{path}.photos", "too_many_photos", f"At most {item.maximum}, got {len(answer.photos)}.")
    # An optional photo may stay away altogether, but a started set must be complete.
    if len(answer.photos) < item.minimum and (item.required or answer.photos):
        yield error(f"{path}.photos", "too_few_photos", f"At least {item.minimum}, got {len(answer.photos)}.")


def _callback_faults(path: str, _: Callback, answer: CallbackAnswer, began: datetime) -> Iterator[Fault]:
    yield from _moment_faults(f"{path}.owed_since", answer.owed_since, began)
    for name, moment in (("promised_for", answer.promised_for), ("came_at", answer.came_at)):
        if moment is None:
            continue
        if answer.owed_since - moment > timedelta(seconds=1):
            yield error(f"{path}.{name}", "time_order", "This is before the callback was owed.")
        yield from too_far_ahead(f"{path}.{name}", moment, began)
    if answer.promised_for is not None and not answer.promised:
        yield error(f"{path}.promised_for", "promise_contradicted", "A time is given for a promise that was not made.")


def _moment_faults(path: str, moment: datetime, began: datetime) -> Iterator[Fault]:
    if moment < began:
        yield error(path, "time_before_start", "This is before the audit began.")
    yield from too_far_ahead(path, moment, began)


def too_far_ahead(path: str, moment: datetime, began: datetime) -> Iterator[Fault]:
    if moment - began > LONGEST_AUDIT:
        yield error(path, "time_implausible", "This is more than a year after the audit began.")


_CHECKS: dict[type, Callable[[str, Any, Any, datetime], Iterable[Fault]]] = {
    SingleChoice: _single_choice_faults,
    MultiChoice: _multi_choice_faults,
    Scale: _scale_faults,
    Number: _number_faults,
    Duration: _duration_faults,
    Callback: _callback_faults,
    TextItem: _text_faults,
    DatetimeItem: _datetime_faults,
    Photo: _photo_faults,
}
