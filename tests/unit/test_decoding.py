"""Wrong shapes are reported all at once, by path; nothing a body can hold makes the reader raise."""

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from checklists.answers import Submission
from checklists.decoding import MAX_DEPTH, MAX_PARTS, decode
from checklists.definition import Checklist
from checklists.faults import MAX_FAULTS, Fault
from checklists.publishing import read_definition
from tests.unit.checklist_samples import (
    Data,
    found,
    item,
    percent_only,
    sound_answers,
    sound_definition,
    submission,
    yes_no,
)
from tests.unit.mutations import ANYTHING, mutated


def nested_condition(levels: int) -> Data:
    condition: Data = {"op": "equals", "item": "first", "value": True}
    for _ in range(levels):
        condition = {"op": "not", "condition": condition}
    return percent_only(yes_no("first"), yes_no("second", visible_if=condition))


def structural(data: object) -> list[tuple[str, str]]:
    read, faults = read_definition(data)
    assert read is None
    return found(faults)


def sendable(faults: list[Fault]) -> bool:
    return len(faults) <= MAX_FAULTS and bool(msgspec.json.encode(faults))


def test_every_structural_fault_is_reported_at_once() -> None:
    data = sound_definition()
    tone = data["sections"][1]
    del data["channel"]
    data["colour"] = "red"
    tone["weight"] = "heavy"
    tone["items"][0]["kind"] = "telepathy"
    tone["items"][1]["key"] = "Not A Key"
    del tone["items"][2]["text"]
    tone["items"][5]["options"][1]["score"] = 7
    assert sorted(structural(data)) == [
        ("channel", "missing"),
        ("colour", "unknown_field"),
        ("sections[1].items[0].kind", "malformed"),
        ("sections[1].items[1].key", "malformed"),
        ("sections[1].items[2].text", "missing"),
        ("sections[1].items[5].options[1].score", "malformed"),
        ("sections[1].weight", "malformed"),
    ]


def test_a_bad_key_and_a_bad_value_of_one_mapping_are_both_reported() -> None:
    data = sound_definition()
    data["title"] = {"en": "Visit", "english": "Visit", "de": ""}
    assert structural(data) == [("title.english", "malformed"), ("title.de", "malformed")]


def test_the_yaml_word_for_norwegian_is_a_boolean_and_said_to_be_one() -> None:
    data = sound_definition()
    data["title"][False] = "Besøk"
    assert structural(data) == [("title.<bool>", "malformed")]


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 10**400, 1e308, -1, True, "1", None])
def test_a_weight_is_a_small_finite_number(value: object) -> None:
    assert structural(percent_only(yes_no("a", weight=value))) == [("sections[0].items[0].weight", "malformed")]


@pytest.mark.parametrize("value", [math.inf, math.nan, 10**400])
@pytest.mark.parametrize("op", ["equals", "in", "compare"])
def test_what_json_cannot_hold_is_not_compared_with(op: str, value: float) -> None:
    fields: dict[str, Data] = {
        "equals": {"value": value},
        "in": {"values": [value]},
        "compare": {"operator": "<", "value": value},
    }
    condition = {"op": op, "item": "a"} | fields[op]
    faults = structural(percent_only(item("number", "a"), yes_no("b", visible_if=condition)))
    assert [path.startswith("sections[0].items[1].visible_if.value") for path, _ in faults] == [True]


def test_a_key_ends_where_it_seems_to_end() -> None:
    assert structural(percent_only(yes_no("greeting\n"))) == [("sections[0].items[0].key", "malformed")]


def test_numbers_too_long_to_print_are_refused() -> None:
    # YAML writes them in hexadecimal; Python refuses to print more than 4300 digits.
    endless = 16**9000
    assert structural({endless: 1})[-1] == ("<int>", "unknown_field")
    assert ("key", "malformed") in structural({"key": endless})
    assert structural(percent_only(yes_no("a", weight=endless))) == [("sections[0].items[0].weight", "malformed")]


def test_half_a_surrogate_pair_could_not_be_stored() -> None:
    data = percent_only(yes_no("a", text={"en": "sm\ud83d"}))
    assert structural(data) == [("sections[0].items[0].text.en", "malformed")]


@pytest.mark.parametrize("levels", [MAX_DEPTH, 900, 990, 5000, 100_000])
def test_conditions_nested_without_end_are_refused(levels: int) -> None:
    assert structural(nested_condition(levels)) == [("", "too_deep")]


def test_deep_nesting_is_refused_even_beside_another_fault() -> None:
    for levels in range(900, 1000, 7):
        assert structural(nested_condition(levels) | {"colour": "red"}) == [("", "too_deep")]


def test_the_decoder_itself_survives_deep_nesting() -> None:
    for levels in [*range(900, 1000, 7), 100_000]:
        faults = decode(nested_condition(levels) | {"colour": "red"}, Checklist)
        assert {fault.code for fault in faults} <= {"too_deep", "unknown_field"}
    assert [fault.code for fault in faults] == ["too_deep"]


def test_yaml_aliases_cannot_grow_without_end() -> None:
    condition: Data = {"op": "answered", "item": "first"}
    for _ in range(20):
        condition = {"op": "all", "conditions": [condition] * 8}
    assert structural(percent_only(yes_no("first"), yes_no("second", visible_if=condition))) == [("", "too_large")]


def test_a_yaml_alias_to_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    assert structural({"sections": loop}) == [("", "too_deep")]


def test_too_many_parts_are_refused() -> None:
    assert structural({"sections": [None] * MAX_PARTS}) == [("", "too_large")]


def test_faults_stop_at_the_limit() -> None:
    data = percent_only(*(yes_no("a", colour="red", weight=-1) for _ in range(MAX_FAULTS)))
    assert len(structural(data)) == MAX_FAULTS


def test_a_fault_does_not_repeat_what_was_sent_at_length() -> None:
    _, faults = read_definition({"x" * 1_000_000: 1})
    assert max(len(fault.path + fault.message) for fault in faults) < 1000


def test_a_submission_of_the_wrong_shape_is_told_everything() -> None:
    data = submission(sound_answers(), started_at="2025-03-03T09:00:00", staff_alias="x" * 61, mood="good")
    data["answers"]["questions"]["level"] = 10**400
    data["answers"]["receipt"]["photos"].append("not-a-photo")
    data["answers"]["Bad Key"] = {"kind": "yes_no", "value": 1}
    data["checklist"] = {"key": "visit", "version": 10**30, "edition": 2}
    faults = decode(data, Submission)
    assert isinstance(faults, list)
    assert sorted(found(faults)) == [
        ("answers.Bad Key", "malformed"),
        ("answers.Bad Key.value", "malformed"),
        ("answers.questions.level", "malformed"),
        ("answers.receipt.photos[1]", "malformed"),
        ("checklist.edition", "unknown_field"),
        ("checklist.version", "malformed"),
        ("mood", "unknown_field"),
        ("staff_alias", "malformed"),
        ("started_at", "malformed"),
    ]


@given(ANYTHING)
@settings(max_examples=200)
def test_reading_never_raises(data: Any) -> None:
    read, faults = read_definition(data)
    assert read is None and faults and sendable(faults)
    refused = decode(data, Submission)
    assert isinstance(refused, list) and refused and sendable(refused)


@given(mutated(sound_definition(), ANYTHING))
@settings(max_examples=300)
def test_reading_a_damaged_definition_never_raises(data: Any) -> None:
    read, faults = read_definition(data)
    assert sendable(faults)
    # What is read can be stored and read back, whatever the faults.
    assert faults if read is None else read_definition(msgspec.to_builtins(read))[0] == read
    if read is not None:
        assert msgspec.json.decode(msgspec.json.encode(read), type=type(read)) == read
