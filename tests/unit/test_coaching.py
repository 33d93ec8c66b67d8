"""Which answers are worth showing: what makes them so, and that the ranking keeps its word."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.answers import Answer
from checklists.coaching import (
    VISITS_BEFORE,
    WEIGHTS,
    Reason,
    ReasonCode,
    Visit,
    Worth,
    example_id,
    kind_of_score,
    outstanding,
    ranked,
    visit,
    worth_showing,
)
from checklists.definition import Checklist, items_of
from checklists.scoring import scorecard
from checklists.themes import THEMES, theme_of
from tests.unit.checklist_samples import PHOTO, Data, answers_of, checklist, item, published, section
from tests.unit.random_audits import UNIT, Audit, audits

TOLD = "She looked up at once and asked what I was afraid of."


def definition(**parts: Any) -> Checklist:
    human = section("tone", item("scale", "warmth"), item("yes_no", "polite", critical=True), item("photo", "picture"))
    others = section("needs", item("scale", "heard"), pillar="understanding")
    value = section("initiative", item("scale", "extra"), item("text", "story"), pillar="creating_value", level=3)
    return published(checklist(human, others, value, **parts))


def scale(level: int, narrative: str | None = TOLD) -> Data:
    return {"kind": "scale", "level": level} | ({"narrative": narrative} if narrative else {})


def judged(given: Data, before: Sequence[Visit] = ()) -> dict[str, Worth]:
    asked, answers = definition(), answers_of(given)
    return {one.item: one for one in worth_showing(asked, answers, scorecard(asked, answers, "standard"), before)}


def visited(given: Data) -> Visit:
    asked, answers = definition(), answers_of(given)
    return visit(uuid4(), asked, answers, scorecard(asked, answers, "standard"))


def codes(one: Worth) -> set[ReasonCode]:
    return {reason.code for reason in one.reasons}


def reason(one: Worth, code: ReasonCode) -> Reason:
    return next(each for each in one.reasons if each.code == code)


def test_a_very_good_answer_that_is_told_is_worth_showing() -> None:
    one = judged({"warmth": scale(5)})["warmth"]
    assert codes(one) == {"very_good", "told"}
    assert (one.kind, one.score, one.narrative, one.theme) == ("good", 1.0, TOLD, "tone")
    assert reason(one, "told").count == len(TOLD.split())


def test_an_answer_without_words_and_pictures_is_not() -> None:
    assert judged({"warmth": scale(5, None), "heard": scale(1, "   ")}) == {}


def test_a_middling_answer_is_not_however_well_it_is_told() -> None:
    assert judged({"warmth": scale(3, "word " * 200)}) == {}


def test_a_grave_failure_comes_first() -> None:
    polite = {"kind": "yes_no", "value": False, "narrative": TOLD}
    found = judged({"warmth": scale(1), "polite": polite})
    assert next(iter(found)) == "polite"
    assert {"critical", "very_bad"} <= codes(found["polite"])


def test_a_grave_failure_does_not_crowd_out_a_delight() -> None:
    """It is unusual anywhere. Told at the same length, both are as telling."""
    polite = {"kind": "yes_no", "value": False, "narrative": TOLD}
    before = [visited({"polite": {"kind": "yes_no", "value": True}, "extra": scale(3, None)}) for _ in range(6)]
    found = judged({"polite": polite, "extra": scale(5)}, before)
    assert "unusual" not in codes(found["polite"])
    assert "unusual" in codes(found["extra"])
    assert found["polite"].rank < found["extra"].rank
    assert judged({"polite": polite})["polite"].rank == judged({"extra": scale(5)})["extra"].rank


def test_the_pictures_of_a_section_belong_to_what_is_asked_in_it() -> None:
    found = judged({"warmth": scale(1, None), "heard": scale(1, None), "picture": {"kind": "photo", "photos": [PHOTO]}})
    assert {key: one.photos for key, one in found.items()} == {"warmth": [UUID(PHOTO)]}
    assert reason(found["warmth"], "shown").count == 1


def test_initiative_beyond_the_script_is_a_delight_and_its_story_is_told() -> None:
    found = judged({"extra": scale(5), "story": {"kind": "text", "text": "A chocolate in the bag."}})
    assert all(one.delight and one.theme == "delight" for one in found.values())
    assert found["story"].narrative == "A chocolate in the bag."
    assert found["story"].score == found["extra"].score
    assert not judged({"warmth": scale(5)})["warmth"].delight


def test_what_is_unusual_needs_something_to_be_usual() -> None:
    before = [visited({"warmth": scale(4, None)}) for _ in range(4)]
    assert "unusual" not in codes(judged({"warmth": scale(1)}, before[:3])["warmth"])
    unusual = reason(judged({"warmth": scale(1)}, before)["warmth"], "unusual")
    assert unusual.usual == pytest.approx(0.75)
    assert unusual.count == 4


def test_a_contrast_names_the_latest_opposite_that_can_be_shown() -> None:
    older, told, mute = (
        visited({"warmth": scale(5)}),
        visited({"warmth": scale(5)}),
        visited({"warmth": scale(5, None)}),
    )
    contrast = reason(judged({"warmth": scale(1)}, [older, told, mute])["warmth"], "contrast")
    assert contrast.other == example_id(told.audit_id, "warmth")
    assert "contrast" not in codes(judged({"warmth": scale(5)}, [older])["warmth"])


def test_only_the_latest_visits_are_compared() -> None:
    long_ago = [visited({"warmth": scale(1)}) for _ in range(9)]
    lately = [visited({"warmth": scale(5, None)}) for _ in range(VISITS_BEFORE)]
    assert codes(judged({"warmth": scale(5)}, long_ago + lately)["warmth"]) == {"very_good", "told"}


def test_moments_never_leave_an_answer() -> None:
    """The day of a callback would tell which audit it was."""
    asked = published(checklist(section("tone", item("callback", "back")), percent_only=True))
    told = {"kind": "callback", "owed_since": "2025-03-03T09:00:00Z", "promised": True, "narrative": TOLD}
    answers = answers_of({"back": {**told, "came_at": "2025-03-03T09:10:00Z"}})
    one = worth_showing(asked, answers, scorecard(asked, answers, "standard"))[0]
    assert one.answered.number == 600
    assert b"2025" not in msgspec.json.encode(one)


@pytest.mark.parametrize("score", [0, 0.3, 0.35, 0.36, 0.69, 0.7, 1])
def test_good_and_bad_never_overlap(score: float) -> None:
    assert (kind_of_score(score) == "good") == (score >= 0.7)
    assert (kind_of_score(score) == "bad") == (score <= 0.35)


REASONS = st.builds(Reason, code=st.sampled_from(sorted(WEIGHTS)), strength=UNIT)


@given(st.lists(REASONS), REASONS)
def test_one_more_reason_never_ranks_lower(reasons: list[Reason], more: Reason) -> None:
    assert 0 <= ranked(reasons) <= ranked([*reasons, more]) <= 1


@given(st.lists(REASONS, min_size=1), st.data())
def test_a_stronger_reason_never_ranks_lower(reasons: list[Reason], data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(reasons) - 1))
    stronger = msgspec.structs.replace(reasons[n], strength=data.draw(st.floats(reasons[n].strength, 1)))
    assert ranked(reasons) <= ranked([*reasons[:n], stronger, *reasons[n + 1 :]])


@given(st.lists(REASONS), st.randoms())
def test_the_order_of_reasons_does_not_matter(reasons: list[Reason], dice: Any) -> None:
    shuffled = [*reasons]
    dice.shuffle(shuffled)
    assert ranked(shuffled) == pytest.approx(ranked(reasons), abs=2e-6)


def _told(answers: Data) -> dict[str, Answer]:
    """The same answers, each with words."""
    plain = {key: {**one, "narrative": TOLD} for key, one in answers.items()}
    return dict(answers_of(plain))


@given(audits(), st.lists(audits(), max_size=3))
def test_what_holds_for_every_audit(audit: Audit, others: list[Audit]) -> None:
    asked, answers = published(audit[0]), _told(audit[1])
    card = scorecard(asked, answers, "standard")
    before = [Visit(uuid4(), {item.key: 0.5 for _, item in items_of(asked)}, frozenset()) for _ in others]
    found = worth_showing(asked, answers, card, before)
    assert found == worth_showing(asked, answers, card, before)
    assert [one.rank for one in found] == sorted((one.rank for one in found), reverse=True)
    for one in found:
        assert 0 <= one.score <= 1
        assert 0 < one.rank <= 1
        assert one.rank == pytest.approx(ranked(one.reasons), abs=2e-6)
        assert one.narrative or one.photos
        assert codes(one) - {"told", "shown"}, "words alone are no reason"
        assert all(0 <= each.strength <= 1 for each in one.reasons)
        assert not {"very_good", "very_bad"} <= codes(one)


@given(audits())
def test_nothing_is_worth_showing_without_anything_to_show(audit: Audit) -> None:
    asked, answers = published(audit[0]), answers_of(audit[1])
    silent = {key: one for key, one in answers.items() if type(one).__name__ != "TextAnswer"}
    assert worth_showing(asked, silent, scorecard(asked, silent, "standard")) == []


@pytest.mark.parametrize("channel", ["call", "visit", "written", "delivery", "internal"])
def test_everything_has_a_theme(channel: Any) -> None:
    asked = definition(channel=channel)
    assert {theme_of(channel, part, one) for part, one in items_of(asked)} <= set(THEMES)


@pytest.mark.parametrize(
    ("score", "words", "usual", "delight", "thanked"),
    [
        (1.0, 12, None, True, True),
        (0.9, 12, 0.3, False, True),
        (1.0, 12, None, False, False),  # excellent, as it always is there
        (0.9, 12, 1.0, False, False),  # unusual the other way round
        (0.8, 12, None, True, False),
        (1.0, 3, None, True, False),  # nobody could tell what it was
    ],
)
def test_thanks_are_for_what_was_more_than_had_to_be(
    score: float, words: int, usual: float | None, delight: bool, thanked: bool
) -> None:
    reasons = [Reason(code="told", strength=0.3, count=words)]
    if usual is not None:
        reasons.append(Reason(code="unusual", strength=0.5, usual=usual, count=6))
    assert outstanding(score, reasons, delight=delight) is thanked
