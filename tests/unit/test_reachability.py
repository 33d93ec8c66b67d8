"""Items that can never be seen: exact on small checklists, silent where it could not be sure."""

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checklists.logic import Atom, Value, atom_holds
from checklists.publishing import read_definition
from checklists.reachability import MAX_STATES
from checklists.visibility import visible
from tests.unit.checklist_samples import Data, answers_of, checklist, found, item, percent_only, section, yes_no
from tests.unit.conditions import answered, compare, equals, every, negated, one_of, some

OPTIONS = ["name", "smile", "rude"]


def unreachable(*items: Data) -> list[str]:
    """The keys of the items that are said to be unreachable, and nothing else may be wrong."""
    read, faults = read_definition(percent_only(*items))
    assert read is not None
    assert {fault.code for fault in faults} <= {"unreachable_item"}, faults
    positions = [int(fault.path.removeprefix("sections[0].items[").split("]")[0]) for fault in faults]
    return [items[position]["key"] for position in positions]


def hidden(*conditions: Data) -> bool:
    parents = [
        yes_no("yes"),
        yes_no("maybe", not_applicable=True),
        item("single_choice", "choice"),
        item("multi_choice", "many"),
        item("scale", "level"),
        item("number", "number", maximum=50),
        item("duration", "ring", required=False),
        item("text", "remarks"),
        item("photo", "receipt", minimum=0),
    ]
    return unreachable(*parents, yes_no("child", visible_if=every(*conditions))) == ["child"]


@pytest.mark.parametrize(
    "conditions",
    [
        [equals("yes", True), equals("yes", False)],
        [equals("yes", True), negated(answered("yes"))],
        [negated(answered("yes"))],
        [negated(equals("yes", True)), negated(equals("yes", False))],
        [equals("choice", "poor"), equals("choice", "top")],
        [negated(one_of("choice", "poor", "fair", "top"))],
        [some()],
        [one_of("yes")],
        [compare("level", "<", 1)],
        [compare("level", ">", 3), compare("level", "<", 4)],
        [compare("number", ">", 50)],
        [compare("number", ">", 10), compare("number", "<", 10)],
        [compare("ring", ">", 20), negated(answered("ring"))],
        [negated(answered("remarks"))],
        [equals("maybe", True), negated(answered("maybe"))],
    ],
)
def test_contradictions_are_found(conditions: list[Data]) -> None:
    assert hidden(*conditions)


@pytest.mark.parametrize(
    "conditions",
    [
        [negated(answered("maybe"))],
        [negated(equals("maybe", True)), negated(equals("maybe", False))],
        [equals("many", "name"), equals("many", "smile"), negated(equals("many", "rude"))],
        [negated(one_of("many", *OPTIONS)), answered("many")],
        [compare("level", ">", 3), compare("level", "<", 5)],
        [compare("number", ">", 10), compare("number", "<", 10.0000001)],
        [compare("number", ">=", 50)],
        [compare("number", ">=", 10), compare("number", "<=", 10)],
        [equals("ring", 17.5)],
        [negated(answered("ring"))],
        [negated(answered("receipt"))],
        [answered("receipt"), answered("remarks")],
    ],
)
def test_what_can_be_shown_is_not_accused(conditions: list[Data]) -> None:
    assert not hidden(*conditions)


def test_hiding_goes_down_the_chain() -> None:
    items = [
        yes_no("a"),
        yes_no("b", visible_if=equals("a", True)),
        yes_no("c", visible_if=every(equals("b", True), equals("a", False))),
        yes_no("d", visible_if=equals("c", True)),
        yes_no("e", visible_if=negated(answered("c"))),
    ]
    assert unreachable(*items) == ["c", "d"]


def test_an_unreachable_section_is_reported_once() -> None:
    first = section("first", yes_no("a"))
    second = section("second", yes_no("b"), yes_no("c"), visible_if=negated(answered("a")))
    third = section("third", yes_no("d"), visible_if=equals("b", True))
    _, faults = read_definition(checklist(first, second, third, percent_only=True))
    assert found(faults) == [
        ("sections[1].visible_if", "unreachable_section"),
        ("sections[2].visible_if", "unreachable_section"),
    ]


def test_an_item_can_contradict_its_section() -> None:
    second = section("second", yes_no("b", visible_if=equals("a", False)), yes_no("c"), visible_if=equals("a", True))
    _, faults = read_definition(checklist(section("first", yes_no("a")), second, percent_only=True))
    assert found(faults) == [("sections[1].items[0].visible_if", "unreachable_item")]


def test_no_false_alarm_when_a_choice_has_many_options() -> None:
    options = [{"key": f"o{n}", "text": {"en": "o"}, "score": 1} for n in range(20)]
    all_of_them = every(*(equals("many", option["key"]) for option in options))
    assert unreachable(item("multi_choice", "many", options=options), yes_no("b", visible_if=all_of_them)) == []


def test_no_false_alarm_where_the_search_would_be_too_long() -> None:
    options = [{"key": f"o{n}", "text": {"en": "o"}, "score": 1} for n in range(12)]
    many = item("multi_choice", "many", options=options)
    named = every(*(equals("many", option["key"]) for option in options), negated(answered("many")))
    assert unreachable(many, yes_no("b", visible_if=named)) == []
    compared = every(*(every(*[compare("number", ">", 99)] * 99, equals("number", 1)) for _ in range(3)))
    assert unreachable(item("number", "number"), yes_no("b", visible_if=compared)) == []


def test_an_exclusive_option_cannot_be_met_together_with_another() -> None:
    options = [{"key": "a", "score": 1}, {"key": "b", "score": 0}, {"key": "none", "exclusive": True}]
    many = item("multi_choice", "many", options=options)
    both = yes_no("both", visible_if=every(equals("many", "none"), equals("many", "a")))
    other = yes_no("other", visible_if=every(equals("many", "b"), equals("many", "a")))
    assert unreachable(many, both, other) == ["both"]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one with each comparison: unlike time this is the same on every machine."""
    asked: list[None] = []

    def counted(atom: Atom, value: Value) -> bool:
        asked.append(None)
        return atom_holds(atom, value)

    for module in ("checklists.logic", "checklists.reachability"):
        monkeypatch.setattr(f"{module}.atom_holds", counted)
    return asked


def test_a_hostile_definition_costs_the_server_little_work(compared: list[None]) -> None:
    parents = [item("number", f"n{k}", not_applicable=True) for k in range(40)]
    impossible = every(*(compare(f"n{k}", ">", 5) for k in range(40)), equals("n0", 1))
    children = [yes_no(f"c{k}", visible_if=impossible) for k in range(200)]
    assert unreachable(*parents, *children) == []
    # All of the 3^40 combinations would be tried otherwise, and for each of the children anew.
    assert MAX_STATES < len(compared) < 20 * MAX_STATES


# Every value each kind can take, fine enough for the conditions drawn below.
DOMAINS: dict[str, list[Data]] = {
    "yes_no": [{"value": True}, {"value": False}],
    "single_choice": [{"option": key} for key in ("poor", "fair", "top")],
    "multi_choice": [{"options": [o for n, o in enumerate(OPTIONS) if bits >> n & 1]} for bits in range(8)],
    "scale": [{"level": level} for level in range(1, 6)],
    "number": [{"value": quarter / 4} for quarter in range(17)],
}
NUMBERS = st.sampled_from([0.0, 1.0, 1.5, 2.0, 3.0, 4.0])


def atom_about(parent: Data) -> st.SearchStrategy[Data]:
    key, kind = parent["key"], parent["kind"]
    values: dict[str, list[Any]] = {
        "yes_no": [True, False],
        "single_choice": ["poor", "fair", "top"],
        "multi_choice": OPTIONS,
        "scale": [1, 2, 3, 4, 5],
        "number": [0, 1, 2.5, 4],
    }
    found = st.sampled_from(values[kind])
    atoms = [
        st.builds(equals, st.just(key), found),
        st.lists(found, max_size=3).map(lambda wanted: one_of(key, *wanted)),
        st.just(answered(key)),
    ]
    if kind in ("scale", "number"):
        atoms.append(st.builds(compare, st.just(key), st.sampled_from(["<", "<=", ">", ">="]), NUMBERS))
    return st.one_of(atoms)


def condition_about(parents: list[Data]) -> st.SearchStrategy[Data]:
    atoms = st.sampled_from(parents).flatmap(atom_about)
    lists = st.lists(atoms, min_size=1, max_size=3)
    return st.one_of(
        atoms,
        atoms.map(negated),
        lists.map(lambda parts: every(*parts)),
        lists.map(lambda parts: some(*parts)),
        st.tuples(lists, atoms).map(lambda pair: every(negated(some(*pair[0])), pair[1])),
    )


@st.composite
def small_checklists(draw: st.DrawFn) -> list[Data]:
    items: list[Data] = []
    for n in range(draw(st.integers(2, 5))):
        kind = draw(st.sampled_from(sorted(DOMAINS)))
        fields: Data = {"minimum": 0, "maximum": 4, "good": 1, "bad": 2} if kind == "number" else {}
        if draw(st.booleans()) and items:
            fields["visible_if"] = draw(condition_about(items))
        items.append(item(kind, f"q{n}", required=draw(st.booleans()), **fields))
    return items


def shown_by_brute_force(items: list[Data]) -> set[str]:
    definition, _ = read_definition(percent_only(*items))
    assert definition is not None
    choices: list[list[Data | None]] = [
        [{"kind": part["kind"]} | value for value in DOMAINS[part["kind"]]] + ([] if part["required"] else [None])
        for part in items
    ]
    shown: set[str] = set()
    for combination in product(*choices):
        answers = {part["key"]: answer for part, answer in zip(items, combination, strict=True) if answer is not None}
        shown |= {part.key for _, part in visible(definition, answers_of(answers))}
    return shown


@given(small_checklists())
@settings(max_examples=150)
def test_brute_force_agrees(items: list[Data]) -> None:
    combinations = 1
    for part in items:
        combinations *= len(DOMAINS[part["kind"]]) + 1
    assume(combinations <= 1500)
    shown = shown_by_brute_force(items)
    assert unreachable(*items) == [part["key"] for part in items if part["key"] not in shown]
