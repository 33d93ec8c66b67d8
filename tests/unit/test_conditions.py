"""Conditions: when they hold, which are refused, and what they show of a checklist."""

import msgspec
import pytest

from checklists.logic import MAX_CONDITION_DEPTH, Condition, Value, holds
from checklists.publishing import read_definition
from checklists.visibility import visible
from tests.unit.checklist_samples import (
    NA,
    NOON,
    PHOTO,
    Data,
    answers_of,
    checklist,
    found,
    item,
    percent_only,
    published,
    section,
    yes_no,
)
from tests.unit.conditions import answered, compare, equals, every, negated, one_of, some

VALUES: dict[str, Value] = {
    "yes": True,
    "no": False,
    "one": 1.0,
    "level": 3,
    "choice": "fair",
    "many": frozenset({"name", "smile"}),
    "none_of_these": frozenset(),
    "nothing": None,
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (equals("yes", True), True),
        (equals("yes", False), False),
        (equals("no", False), True),
        (equals("yes", 1), False),
        (equals("one", True), False),
        (equals("one", 1), True),
        (equals("level", 3), True),
        (equals("choice", "fair"), True),
        (equals("choice", "poor"), False),
        (equals("many", "name"), True),
        (equals("many", "rude"), False),
        (equals("nothing", False), False),
        (equals("unheard_of", False), False),
        (one_of("choice", "poor", "fair"), True),
        (one_of("choice", "poor"), False),
        (one_of("many", "rude", "smile"), True),
        (one_of("none_of_these", "rude", "smile"), False),
        (one_of("level", 1, 2), False),
        (one_of("yes"), False),
        (compare("level", "<", 3), False),
        (compare("level", "<=", 3), True),
        (compare("level", ">", 2.5), True),
        (compare("level", ">=", 3.1), False),
        (compare("yes", ">=", 0), False),
        (compare("choice", ">=", 0), False),
        (compare("many", ">=", 0), False),
        (compare("nothing", "<", 9), False),
        (answered("no"), True),
        (answered("none_of_these"), True),
        (answered("nothing"), False),
        (negated(answered("nothing")), True),
        (negated(equals("nothing", True)), True),
        (every(), True),
        (some(), False),
        (every(answered("yes"), equals("no", False)), True),
        (every(answered("yes"), equals("no", True)), False),
        (some(equals("no", True), answered("yes")), True),
        (some(equals("no", True), answered("nothing")), False),
        (negated(some(every(answered("yes")), answered("nothing"))), False),
    ],
)
def test_when_a_condition_holds(condition: Data, expected: bool) -> None:
    assert holds(msgspec.convert(condition, Condition), VALUES) is expected


ASKED = [
    yes_no("yes"),
    item("single_choice", "choice"),
    item("multi_choice", "many"),
    item("scale", "level"),
    item("number", "number", maximum=50),
    item("duration", "ring", maximum=600),
    item("callback", "callback"),
    item("text", "remarks"),
    item("photo", "receipt"),
    item("info", "info"),
]
OWNER = f"sections[0].items[{len(ASKED)}].visible_if"


def faults_of(condition: Data) -> list[tuple[str, str]]:
    _, faults = read_definition(percent_only(*ASKED, yes_no("owner", visible_if=condition), yes_no("later")))
    return found(faults)


@pytest.mark.parametrize(
    "condition",
    [
        equals("yes", False),
        equals("callback", True),
        equals("level", 5),
        one_of("many", "name", "rude"),
        one_of("choice", "top"),
        equals("number", 50),
        equals("ring", 0),
        compare("level", ">", 3),
        compare("ring", "<=", 20),
        compare("number", ">=", 10),
        answered("remarks"),
        every(),
    ],
)
def test_conditions_that_can_work(condition: Data) -> None:
    assert faults_of(condition) == []


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (equals("nobody", True), "condition_on_missing_item"),
        (equals("later", True), "condition_on_later_item"),
        (answered("info"), "condition_on_info"),
        (equals("info", True), "condition_on_info"),
        (compare("yes", ">", 1), "condition_kind"),
        (compare("choice", ">", 1), "condition_kind"),
        (compare("remarks", ">", 1), "condition_kind"),
        (equals("yes", 1), "condition_value"),
        (equals("yes", "true"), "condition_value"),
        (equals("callback", "yes"), "condition_value"),
        (equals("choice", "best"), "condition_value"),
        (one_of("many", "name", "hug"), "condition_value"),
        (equals("level", 6), "condition_value"),
        (equals("level", 2.5), "condition_value"),
        (equals("level", True), "condition_value"),
        (equals("number", 51), "condition_value"),
        (equals("ring", -1), "condition_value"),
        (equals("remarks", "good"), "condition_value"),
        (equals("receipt", "photos"), "condition_value"),
    ],
)
def test_conditions_that_cannot_work(condition: Data, code: str) -> None:
    assert faults_of(condition) == [(OWNER, code)]


def test_conditions_may_be_nested_to_a_depth() -> None:
    condition = answered("yes")
    for _ in range(MAX_CONDITION_DEPTH - 1):
        condition = every(condition)
    assert faults_of(condition) == []
    assert faults_of(every(condition)) == [(OWNER, "condition_too_deep")]


def test_items_that_wait_for_each_other() -> None:
    _, faults = read_definition(
        percent_only(yes_no("a", visible_if=answered("b")), yes_no("b", visible_if=answered("a")))
    )
    assert found(faults) == [
        ("sections[0].items[0].visible_if", "condition_on_later_item"),
        ("sections[0].items[0].visible_if", "condition_cycle"),
        ("sections[0].items[1].visible_if", "condition_cycle"),
    ]


def test_a_section_that_waits_for_its_own_item_is_named_itself() -> None:
    waiting = section("s", yes_no("a"), yes_no("b"), visible_if=equals("a", True))
    _, faults = read_definition(checklist(waiting, percent_only=True))
    assert found(faults) == [
        ("sections[0].visible_if", "condition_on_later_item"),
        ("sections[0].visible_if", "condition_cycle"),
    ]


def shown(*sections: Data, **answers: Data) -> list[str]:
    definition = published(checklist(*sections, percent_only=True))
    return [part.key for _, part in visible(definition, answers_of(answers))]


YES = {"kind": "yes_no", "value": True}
NO = {"kind": "yes_no", "value": False}


def test_an_item_appears_with_the_answer_it_waits_for() -> None:
    group = section("s", yes_no("a"), yes_no("b", visible_if=equals("a", True)), yes_no("c"))
    assert shown(group) == ["a", "c"]
    assert shown(group, a=NO) == ["a", "c"]
    assert shown(group, a=NA) == ["a", "c"]
    assert shown(group, a=YES) == ["a", "b", "c"]


def test_a_hidden_answer_does_not_count() -> None:
    chain = section(
        "s", yes_no("a"), yes_no("b", visible_if=equals("a", True)), yes_no("c", visible_if=equals("b", True))
    )
    assert shown(chain, a=YES, b=YES) == ["a", "b", "c"]
    assert shown(chain, a=NO, b=YES, c=YES) == ["a"]


def test_an_answer_of_the_wrong_kind_does_not_count() -> None:
    group = section("s", yes_no("a"), yes_no("b", visible_if=answered("a")))
    assert shown(group, a={"kind": "number", "value": 1}) == ["a"]


def test_a_hidden_section_hides_its_items_and_their_answers() -> None:
    first = section("first", yes_no("a"))
    second = section("second", yes_no("b"), visible_if=equals("a", True))
    third = section("third", yes_no("c", visible_if=answered("b")))
    assert shown(first, second, third, a=YES, b=NO) == ["a", "b", "c"]
    assert shown(first, second, third, a=NO, b=NO) == ["a"]


@pytest.mark.parametrize(
    ("kind", "full", "empty"),
    [
        ("text", {"text": "Good"}, {"text": " \n"}),
        ("photo", {"photos": [PHOTO]}, {"photos": []}),
        ("datetime", {"at": NOON}, None),
        ("multi_choice", {"options": []}, None),
        ("number", {"value": 0}, None),
        ("callback", {"owed_since": NOON, "promised": False}, None),
    ],
)
def test_what_counts_as_answered(kind: str, full: Data, empty: Data | None) -> None:
    group = section("s", item(kind, "a", required=False), yes_no("b", visible_if=answered("a")))
    assert shown(group, a={"kind": kind} | full) == ["a", "b"]
    assert shown(group) == ["a"]
    if empty is not None:
        assert shown(group, a={"kind": kind} | empty) == ["a"]
