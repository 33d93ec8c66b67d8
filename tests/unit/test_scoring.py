"""Item scores, the scorecard of one audit, and why an audit may have no index."""

from datetime import UTC, datetime

import pytest

from checklists.answers import CallbackAnswer
from checklists.item_scores import Tier, callback_due, item_score
from checklists.items import Callback
from checklists.scoring import ItemScore, Scorecard, scorecard
from tests.unit.checklist_samples import (
    MORNING,
    NA,
    PHOTO,
    Data,
    answers_of,
    checklist,
    item,
    percent_only,
    published,
    section,
    sound_answers,
    sound_definition,
    yes_no,
)

YES = {"kind": "yes_no", "value": True}
NO = {"kind": "yes_no", "value": False}


def score(asked: Data, answer: Data, tier: Tier = "standard") -> float | None:
    definition = published(percent_only(asked))
    return item_score(definition.sections[0].items[0], answers_of({"a": answer})["a"], tier)


def callback(came_at: str | None, **fields: object) -> Data:
    return {"kind": "callback", "owed_since": MORNING, "promised": True, "came_at": came_at} | fields


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        (yes_no("a"), YES, 1),
        (yes_no("a"), NO, 0),
        (yes_no("a", favourable=False), NO, 1),
        (item("scale", "a"), {"kind": "scale", "level": 4}, 0.75),
        (item("single_choice", "a"), {"kind": "single_choice", "option": "fair"}, 0.4),
        (item("single_choice", "a"), {"kind": "single_choice", "option": "gone"}, None),
        (item("multi_choice", "a"), {"kind": "multi_choice", "options": []}, 0),
        (item("multi_choice", "a"), {"kind": "multi_choice", "options": ["name"]}, 0.6),
        (item("multi_choice", "a"), {"kind": "multi_choice", "options": ["name", "rude"]}, 0.1),
        (item("multi_choice", "a"), {"kind": "multi_choice", "options": ["rude"]}, 0),
        (item("number", "a"), {"kind": "number", "value": 6}, 0.5),
        (item("number", "a"), {"kind": "number", "value": 0}, 1),
        (item("number", "a"), {"kind": "number", "value": 11}, 0),
        (item("number", "a", weight=0, good=None, bad=None), {"kind": "number", "value": 6}, None),
        (item("duration", "a"), {"kind": "duration", "seconds": 57.5}, 0.5),
        (item("callback", "a"), callback("2025-03-03T10:00:00Z"), 1),
        (item("callback", "a"), callback("2025-03-03T10:30:00Z"), 0.5),
        (item("callback", "a"), callback("2025-03-03T11:00:00Z"), 0),
        (item("callback", "a"), callback(None), 0),
        (item("callback", "a"), callback(MORNING, promised=False), 0),
        (item("callback", "a"), callback("2025-03-03T09:45:00Z", promised_for="2025-03-03T09:30:00Z"), 0.5),
        (item("callback", "a"), callback("2025-03-04T09:00:00Z", promised_for="2025-03-04T09:00:00Z"), 1),
        (item("callback", "a", promise_needed=False), callback("2025-03-03T10:30:00Z", promised=False), 0.5),
        (item("callback", "a", promise_needed=False), callback(None, promised=False), 0),
        (item("callback", "a"), NA, None),
        (item("text", "a"), {"kind": "text", "text": "Fine"}, None),
        (item("photo", "a"), {"kind": "photo", "photos": [PHOTO]}, None),
        (item("scale", "a"), YES, None),
    ],
)
def test_item_score(asked: Data, answer: Data, expected: float | None) -> None:
    assert score(asked, answer) == (None if expected is None else pytest.approx(expected))


def test_options_that_cancel_out_leave_exactly_nothing() -> None:
    options = [{"key": key, "score": value} for key, value in [("b", 0.1), ("c", 0.2), ("d", -0.3), ("e", 1)]]
    answer = {"kind": "multi_choice", "options": ["b", "c", "d"]}
    assert score(item("multi_choice", "a", options=options), answer) == 0


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (item("scale", "a"), {"kind": "scale", "level": 3}),
        (item("duration", "a"), {"kind": "duration", "seconds": 60}),
        (item("number", "a", good=50, bad=10), {"kind": "number", "value": 30}),
    ],
)
def test_who_pays_more_expects_more(asked: Data, answer: Data) -> None:
    basic, standard, premium = (score(asked, answer, tier) or 0.0 for tier in ("basic", "standard", "premium"))
    assert 1 > basic > standard > premium > 0


def test_no_tier_moves_a_threshold_past_a_hard_fail() -> None:
    asked = item("duration", "a", good=300, bad=1800, hard_fail=1800)
    assert score(asked, {"kind": "duration", "seconds": 1800}, "basic") == 0
    assert score(asked, {"kind": "duration", "seconds": 1799}, "basic") == pytest.approx(1 / 1350)
    more_is_better = item("number", "a", good=60, bad=12, hard_fail=10)
    assert score(more_is_better, {"kind": "number", "value": 10}, "basic") == 0
    assert score(more_is_better, {"kind": "number", "value": 25}, "basic") == pytest.approx(0.5)


def test_a_promise_for_a_past_moment_is_due_at_once_but_not_divided_by() -> None:
    owed = datetime(2025, 3, 3, 9, tzinfo=UTC)
    answer = CallbackAnswer(owed_since=owed, promised=True, promised_for=owed, came_at=owed)
    asked = Callback(key="a", text={"en": "a"}, due_within=1)
    assert callback_due(asked, answer).total_seconds() == 1
    assert item_score(asked, answer, "standard") == 1


def card(definition: Data, answers: Data) -> Scorecard:
    return scorecard(published(definition), answers_of(answers), "standard")


def three_pillars(**answers: Data) -> Scorecard:
    """Two human items per pillar (u1 u2 v1 v2 c1 c2), all favourable unless said otherwise."""
    pillars = {"u": "understanding", "v": "valuing", "c": "creating_value"}
    sections = [section(k, _optional(f"{k}1"), _optional(f"{k}2"), pillar=pillar) for k, pillar in pillars.items()]
    favourable = {f"{k}{n}": YES for k in pillars for n in (1, 2)}
    kept = {key: answer for key, answer in (favourable | answers).items() if answer}
    return card(checklist(*sections), kept)


def _optional(key: str) -> Data:
    return yes_no(key, required=False, not_applicable=True, critical=key == "v1")


def reasons(scored: Scorecard) -> list[tuple[str, str | None]]:
    return [(reason.code, reason.pillar) for reason in scored.ineligible_because]


def test_the_best_of_everything_is_a_hundred() -> None:
    best = card(sound_definition(), sound_answers())
    assert best.index == best.index0 == pytest.approx(100)
    assert best.score_pct == best.coverage * 100 == 100
    assert best.levels == {"1": 1, "2": 1, "3": 1}
    assert best.failed_critical == []


def test_a_failed_critical_item_is_named_and_priced() -> None:
    failed = three_pillars(v1=NO)
    assert failed.failed_critical == ["v1"]
    assert failed.index == pytest.approx(55) and (failed.index0 or 0) > 80
    priced = {part.key: part.critical_cost for part in failed.items if part.critical_cost}
    assert priced == {"v1": pytest.approx((failed.index0 or 0) - 55)}


def test_coverage_counts_what_was_asked_by_its_design_weight() -> None:
    sections = [
        section("u", yes_no("u1", weight=3, not_applicable=True), yes_no("u2"), pillar="understanding", weight=2),
        section("v", yes_no("v1"), yes_no("v2", visible_if={"op": "equals", "item": "v1", "value": False})),
        section("c", yes_no("c1"), item("text", "c2", required=False), pillar="creating_value"),
    ]
    answers = {"u1": NA, "u2": YES, "v1": YES, "c1": YES}
    # Visible 2 + 1/2 + 1, answered 2/4 + 1/2 + 1: the hidden half of v is not asked, the text weighs nothing.
    assert card(checklist(*sections), answers).coverage == pytest.approx(2 / 3.5)


def test_exactly_half_is_covered_enough() -> None:
    assert three_pillars(u2=NA, v2=NA, c2=NA).coverage == pytest.approx(0.5)
    assert three_pillars(u2=NA, v2=NA, c2=NA).eligible
    sections = [
        section(k, *(yes_no(f"{k}{n}", weight=0.7, not_applicable=True) for n in range(6)), pillar=pillar, weight=0.1)
        for k, pillar in [("u", "understanding"), ("v", "valuing"), ("c", "creating_value")]
    ]
    halves = {f"{k}{n}": YES if n % 2 else NA for k in "uvc" for n in range(6)}
    assert card(checklist(*sections), halves).eligible


def test_half_of_uneven_weights_is_covered_enough_despite_rounding() -> None:
    weights = [("u", "understanding", 1, 1.1, 7), ("v", "valuing", 0.3, 7, 7), ("c", "creating_value", 1, 7, 1.1)]
    sections = [
        section(
            k,
            yes_no(f"{k}1", weight=first, not_applicable=True),
            yes_no(f"{k}2", weight=second, not_applicable=True),
            yes_no(f"{k}3", weight=first + second),
            pillar=pillar,
            weight=weight,
        )
        for k, pillar, weight, first, second in weights
    ]
    half = card(checklist(*sections), {f"{k}{n}": YES if n == 3 else NA for k in "uvc" for n in (1, 2, 3)})
    assert half.coverage == pytest.approx(0.5, abs=1e-12) and half.eligible


def test_too_little_covered() -> None:
    sections = [
        section(k, *(yes_no(f"{k}{n}", not_applicable=True) for n in range(3)), pillar=pillar)
        for k, pillar in [("u", "understanding"), ("v", "valuing"), ("c", "creating_value")]
    ]
    thin = card(checklist(*sections), {f"{k}{n}": NA if n else YES for k in "uvc" for n in range(3)})
    assert reasons(thin) == [("coverage_low", None)]
    assert (thin.index, thin.index0, thin.pillars) == (None, None, {})
    assert thin.score_pct == 100 and [group.score for group in thin.sections] == [1, 1, 1]


def test_a_pillar_without_a_human_answer() -> None:
    assert reasons(three_pillars(c1=NA, c2=NA)) == [("no_human_answer", "creating_value")]
    assert reasons(three_pillars(c1={}, c2={}, u1=NA, u2=NA)) == [
        ("no_human_answer", "understanding"),
        ("no_human_answer", "creating_value"),
        ("coverage_low", None),
    ]


def test_standards_do_not_stand_in_for_a_human_answer() -> None:
    sections = [
        section("u", yes_no("u1"), pillar="understanding"),
        section("v", yes_no("v1", not_applicable=True)),
        section("fast", yes_no("f1"), nature="standard"),
        section("c", yes_no("c1"), pillar="creating_value"),
    ]
    assert reasons(card(checklist(*sections), {"u1": YES, "v1": NA, "f1": YES, "c1": YES})) == [
        ("no_human_answer", "valuing")
    ]


def test_nothing_applied_means_no_score() -> None:
    nothing = three_pillars(**dict.fromkeys(("u1", "u2", "v1", "v2", "c1", "c2"), NA))
    assert nothing.score_pct is None and nothing.coverage == 0 and nothing.index is None
    assert {group.score for group in nothing.sections} == {None}
    assert {part.state for part in nothing.items} == {"not_applicable"}


def test_not_applicable_leaves_both_sides_of_the_percent() -> None:
    asked = [yes_no("a", weight=3), yes_no("b"), yes_no("c", weight=4, not_applicable=True)]
    scored = card(percent_only(*asked), {"a": YES, "b": NO, "c": NA})
    assert [scored.earned, scored.possible] == pytest.approx([37.5, 50])
    assert scored.score_pct == pytest.approx(75)


def test_everything_earned_is_a_hundred_percent_and_not_a_hair_more() -> None:
    # Multiplied before it is divided, this one comes to 100.00000000000003.
    sections = [
        section(key, *(yes_no(f"{key}{n}", weight=0.7) for n in range(6)), weight=weight, pillar=None)
        for key, weight in [("a", 0.1), ("b", 0.1), ("c", 1)]
    ]
    scored = card(checklist(*sections, percent_only=True), {f"{key}{n}": YES for key in "abc" for n in range(6)})
    assert scored.score_pct == 100


def test_percent_points_are_out_of_a_hundred_when_everything_applies() -> None:
    sections = [
        section("big", yes_no("a"), yes_no("b"), weight=3, pillar=None),
        section("small", yes_no("c", weight=7), pillar=None),
        section("remarks", item("text", "d", required=False), weight=5, pillar=None),
    ]
    scored = card(checklist(*sections, percent_only=True), {"a": YES, "b": NO, "c": YES})
    assert {part.key: part.possible for part in scored.items} == {"a": 37.5, "b": 37.5, "c": 25, "d": 0}
    assert scored.score_pct == pytest.approx(62.5)
    assert [(group.earned, group.possible) for group in scored.sections] == [(37.5, 75), (25, 25), (0, 0)]


def test_a_percent_only_checklist_has_no_index() -> None:
    scored = card(percent_only(yes_no("a")), {"a": YES})
    assert reasons(scored) == [("percent_only", None)]
    assert (scored.eligible, scored.index, scored.score_pct, scored.levels) == (False, None, 100, {})


def test_hidden_items_are_not_on_the_scorecard() -> None:
    asked = [yes_no("a"), yes_no("b", visible_if={"op": "equals", "item": "a", "value": True})]
    later = section("later", yes_no("c"), pillar=None, visible_if={"op": "equals", "item": "a", "value": True})
    scored = card(checklist(section("first", *asked, pillar=None), later, percent_only=True), {"a": NO})
    assert [part.key for part in scored.items] == ["a"]
    assert [group.key for group in scored.sections] == ["first"]
    assert scored.score_pct == 0


def test_the_states_of_items() -> None:
    asked = [yes_no("a"), yes_no("b", not_applicable=True), yes_no("c", required=False), yes_no("d", weight=0)]
    scored = card(percent_only(*asked), {"a": NO, "b": NA, "d": YES})
    assert [(part.key, part.state, part.score) for part in scored.items] == [
        ("a", "scored", 0),
        ("b", "not_applicable", None),
        ("c", "unanswered", None),
        ("d", "unscored", 1),
    ]
    assert scored.items[1] == ItemScore(key="b", section="only", state="not_applicable")


def test_levels_are_means_weighted_by_section() -> None:
    sections = [
        section("u", yes_no("u1"), pillar="understanding", level=2, weight=3),
        section("v", yes_no("v1"), yes_no("v2"), level=2),
        section("c", yes_no("c1"), pillar="creating_value", level=3),
    ]
    answers = {"u1": YES, "v1": YES, "v2": NO, "c1": NO}
    assert card(checklist(*sections), answers).levels == {"2": pytest.approx(3.5 / 4), "3": 0}
