"""What is left of answers, and which day was so many months ago."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from audit_api.removal.retention import months_before
from checklists.answers import Answer, PhotoAnswer, ScaleAnswer, Submission, TextAnswer, YesNoAnswer
from checklists.definition import ChecklistRef
from checklists.removal import anonymous, emptied, without_photos, without_words

PHOTO = uuid4()
ANSWERS: dict[str, Answer] = {
    "tone": ScaleAnswer(level=2, narrative="Anna was cold."),
    "said": TextAnswer(text="Anna", narrative="Kern"),
    "front": PhotoAnswer(photos=[PHOTO]),
    "asked": YesNoAnswer(value=True),
}
SENT = Submission(
    assignment_id=uuid4(),
    checklist=ChecklistRef(key="visit", version=3),
    started_at=datetime(2026, 1, 2, tzinfo=UTC),
    finished_at=datetime(2026, 1, 2, 1, tzinfo=UTC),
    answers=ANSWERS,
    staff_alias="Blue jacket",
    app_version="7",
    language="lt",
)


def test_words_go_and_what_was_chosen_stays() -> None:
    left = without_words(ANSWERS)
    assert left == {**ANSWERS, "tone": ScaleAnswer(level=2), "said": TextAnswer(text="")}


def test_photos_go_and_words_stay() -> None:
    assert without_photos(ANSWERS) == {**ANSWERS, "front": PhotoAnswer(photos=[])}


def test_an_anonymous_submission_has_the_same_answers_of_nobody() -> None:
    left = anonymous(SENT)
    assert left.answers == without_photos(without_words(ANSWERS))
    assert (left.staff_alias, left.app_version) == (None, None)
    assert (left.checklist, left.started_at, left.language) == (SENT.checklist, SENT.started_at, "lt")


def test_an_emptied_submission_names_its_checklist_and_its_shop() -> None:
    left = emptied(SENT)
    assert (left.answers, left.staff_alias, left.app_version) == ({}, None, None)
    assert (left.assignment_id, left.checklist, left.revision) == (SENT.assignment_id, SENT.checklist, 1)


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2026, 3, 31, 5, tzinfo=UTC), 1, datetime(2026, 2, 28, 5, tzinfo=UTC)),
        (datetime(2024, 3, 31, tzinfo=UTC), 1, datetime(2024, 2, 29, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, datetime(2025, 12, 15, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), 24, datetime(2024, 12, 31, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), 6, datetime(2026, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_month_earlier_is_the_same_day_or_the_last(moment: datetime, months: int, before: datetime) -> None:
    assert months_before(moment, months) == before
