"""The checklists that ship: publishable as they are, fair to perfection, and unmoved by a fast conveyor."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import get_args
from uuid import UUID, uuid5

import pytest

from audit_api.authoring.checklist_source import parse_definition
from checklists.answers import (
    Answer,
    Answers,
    CallbackAnswer,
    DatetimeAnswer,
    DurationAnswer,
    MultiChoiceAnswer,
    NumberAnswer,
    PhotoAnswer,
    ScaleAnswer,
    Segment,
    SingleChoiceAnswer,
    Submission,
    TextAnswer,
    YesNoAnswer,
)
from checklists.definition import Channel, Checklist, ChecklistRef, Section
from checklists.item_scores import Tier
from checklists.items import (
    Callback,
    DatetimeItem,
    Duration,
    Info,
    Item,
    MultiChoice,
    Number,
    Photo,
    Scale,
    SingleChoice,
    TextItem,
    YesNo,
)
from checklists.scoring import Scorecard, scorecard
from checklists.validation import validate
from checklists.visibility import visible

LIBRARY = Path(__file__).parents[2] / "checklists" / "library"
FILES = sorted(path.stem for path in LIBRARY.glob("*.yaml"))
LANGUAGES = {"en", "de", "sv", "lt", "tr"}
TIERS: tuple[Tier, ...] = get_args(Tier)
CONVEYOR_CEILING = 33.4  # a third of the index, and the rounding of what is shown
BEGAN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

Answering = Callable[[Section, Item], Answer]


@cache
def shipped(name: str) -> Checklist:
    checklist, _ = parse_definition((LIBRARY / f"{name}.yaml").read_bytes(), is_yaml=True)
    assert checklist is not None
    return checklist


def test_every_channel_has_a_checklist() -> None:
    assert {shipped(name).channel for name in FILES} == set(get_args(Channel))


@pytest.mark.parametrize("name", FILES)
def test_it_publishes_without_faults_and_without_warnings(name: str) -> None:
    checklist, faults = parse_definition((LIBRARY / f"{name}.yaml").read_bytes(), is_yaml=True)
    assert faults == []
    assert checklist is not None and checklist.key == name


@pytest.mark.parametrize("name", FILES)
def test_it_speaks_all_languages(name: str) -> None:
    # That no wording is missing in a declared language is what publishing without warnings means.
    assert set(shipped(name).languages) == LANGUAGES


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("name", FILES)
def test_the_best_answers_earn_everything(name: str, tier: Tier) -> None:
    checklist = shipped(name)
    card = scored(checklist, lambda _, item: best(item), tier)
    assert card.score_pct == pytest.approx(100, abs=1e-9)
    assert card.failed_critical == []
    if not checklist.percent_only:
        assert card.index == pytest.approx(100, abs=1e-9)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("name", [name for name in FILES if not shipped(name).percent_only])
def test_a_perfect_conveyor_stays_at_a_third(name: str, tier: Tier) -> None:
    """Every standard is met and nobody is treated as a person."""

    def conveyor(section: Section, item: Item) -> Answer:
        return best(item) if section.nature == "standard" else worst(item)

    card = scored(shipped(name), conveyor, tier)
    assert card.index0 is not None and card.index is not None
    assert card.index <= card.index0 <= CONVEYOR_CEILING


def scored(checklist: Checklist, answering: Answering, tier: Tier) -> Scorecard:
    """The scorecard of an audit answered item by item, as a shopper would meet them; it must be valid."""
    answers: Answers = {}
    while missing := [
        (section, item)
        for section, item in visible(checklist, answers)
        if item.key not in answers and not isinstance(item, Info)
    ]:
        section, item = missing[0]
        answers[item.key] = answering(section, item)
    submission = Submission(
        assignment_id=UUID(int=1),
        checklist=ChecklistRef(key=checklist.key, version=1),
        started_at=BEGAN,
        finished_at=BEGAN + timedelta(hours=1),
        answers=answers,
    )
    assert validate(checklist, submission, tier) == []
    return scorecard(checklist, answers, tier)


def best(item: Item) -> Answer:
    match item:
        case YesNo():
            return YesNoAnswer(value=item.favourable)
        case Scale():
            return ScaleAnswer(level=len(item.levels))
        case SingleChoice():
            return SingleChoiceAnswer(option=max(item.options, key=lambda option: option.score or 0).key)
        case MultiChoice():
            return MultiChoiceAnswer(options=_favourable(item))
        case Number():
            return NumberAnswer(value=item.minimum if _less_is_better(item) else item.maximum)
        case Duration():
            return _timed(item, 0)
        case Callback():
            return CallbackAnswer(owed_since=BEGAN, promised=True, came_at=BEGAN)
        case _:
            return _evidence(item)


def worst(item: Item) -> Answer:
    why = "What happened, in words." if item.narrative_below is not None else None
    match item:
        case YesNo():
            return YesNoAnswer(value=not item.favourable, narrative=why)
        case Scale():
            return ScaleAnswer(level=1, narrative=why)
        case SingleChoice():
            return SingleChoiceAnswer(option=min(item.options, key=lambda o: o.score or 0).key, narrative=why)
        case MultiChoice():
            return MultiChoiceAnswer(options=_unfavourable(item), narrative=why)
        case Number():
            return NumberAnswer(value=item.maximum if _less_is_better(item) else item.minimum, narrative=why)
        case Duration():
            return _timed(item, item.maximum, why)
        case Callback():
            return CallbackAnswer(owed_since=BEGAN, promised=False, narrative=why)
        case _:
            return _evidence(item)


def _favourable(item: MultiChoice) -> list[str]:
    """All options that add, or the exclusive one that alone says that all is well."""
    alone = [option for option in item.options if option.exclusive and option.score == 1]
    together = [option for option in item.options if not option.exclusive and (option.score or 0) > 0]
    return [option.key for option in alone or together]


def _unfavourable(item: MultiChoice) -> list[str]:
    alone = [option.key for option in item.options if option.exclusive and not option.score]
    return alone[:1] or [option.key for option in item.options if (option.score or 0) < 0]


def _less_is_better(item: Number) -> bool:
    return item.good is None or item.bad is None or item.good < item.bad


def _timed(item: Duration, seconds: float, narrative: str | None = None) -> Answer:
    segment = Segment(phase=item.measures[0], started_at=BEGAN, seconds=seconds)
    return DurationAnswer(seconds=seconds, segments=[segment], narrative=narrative)


def _evidence(item: Item) -> Answer:
    match item:
        case TextItem():
            return TextAnswer(text="In her own words.")
        case DatetimeItem():
            return DatetimeAnswer(at=BEGAN)
        case Photo():
            wanted = range(max(1, item.minimum))
            return PhotoAnswer(photos=[uuid5(UUID(int=2), f"{item.key} {n}") for n in wanted])
    raise AssertionError(f"no answer to {item.key}")
