"""What stops a definition from being published, and what only warns."""

from typing import Any

import pytest

from checklists.faults import MAX_FAULTS, errors_of
from checklists.publishing import MAX_ITEMS, read_definition
from tests.unit.checklist_samples import (
    KINDS,
    Data,
    checklist,
    found,
    item,
    percent_only,
    section,
    sound_definition,
    yes_no,
)

ITEM = "sections[0].items[0]"


def faults_of(data: Data) -> list[tuple[str, str]]:
    read, faults = read_definition(data)
    assert read is not None, faults
    return found(faults)


def options(*scores: float | None) -> list[Data]:
    return [{"key": f"o{n}", "text": {"en": "o"}, "score": score} for n, score in enumerate(scores)]


def exclusive(score: float | None) -> list[Data]:
    return [{"key": "none", "text": {"en": "None of these"}, "score": score, "exclusive": True}]


def test_a_sound_definition_has_no_faults_and_uses_every_kind() -> None:
    definition = sound_definition()
    assert faults_of(definition) == []
    assert {part["kind"] for group in definition["sections"] for part in group["items"]} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_smallest_item_of_each_kind_is_sound(kind: str) -> None:
    assert faults_of(percent_only(item(kind, "a"))) == []


ITEM_FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("text", {"weight": 1}, "weight", "evidence_has_weight"),
    ("datetime", {"weight": 1}, "weight", "evidence_has_weight"),
    ("photo", {"weight": 1}, "weight", "evidence_has_weight"),
    ("info", {"weight": 1}, "weight", "evidence_has_weight"),
    ("yes_no", {"weight": 0.0009}, "weight", "weight_too_small"),
    ("yes_no", {"weight": 5e-324}, "weight", "weight_too_small"),
    ("yes_no", {"weight": 0, "critical": True}, "critical", "critical_without_weight"),
    ("yes_no", {"weight": -0.0, "critical": True}, "critical", "critical_without_weight"),
    ("yes_no", {"weight": 0, "narrative_below": 0.5}, "narrative_below", "narrative_without_score"),
    ("single_choice", {"options": options(1), "weight": 0}, "options", "too_few_options"),
    ("single_choice", {"options": [], "weight": 0}, "options", "too_few_options"),
    ("single_choice", {"options": options(0, 1) * 2}, "options", "duplicate_key"),
    ("single_choice", {"options": options(0, 1, None)}, "options", "option_without_score"),
    ("single_choice", {"options": options(0, 1, -0.5)}, "options", "option_without_score"),
    ("single_choice", {"options": options(0.1, 1)}, "options", "option_range"),
    ("single_choice", {"options": options(0, 0.9)}, "options", "option_range"),
    ("multi_choice", {"options": options(0.5, 0.4, -1)}, "options", "option_range"),
    ("multi_choice", {"options": options(None, None)}, "options", "option_range"),
    ("multi_choice", {"options": [*options(0.5), *exclusive(0.6)]}, "options", "option_range"),
    ("scale", {"levels": [{"en": "only"}]}, "levels", "scale_levels"),
    ("scale", {"levels": []}, "levels", "scale_levels"),
    ("scale", {"levels": [{"en": "one"}] * 12}, "levels", "scale_levels"),
    ("number", {"weight": 0, "good": None, "bad": None, "minimum": 5, "maximum": 5}, "minimum", "range_empty"),
    ("number", {"good": None, "bad": None}, "good", "thresholds_missing"),
    ("number", {"bad": None}, "good", "thresholds_missing"),
    ("number", {"good": None, "weight": 0}, "good", "thresholds_missing"),
    ("number", {"good": 3, "bad": 3}, "good", "thresholds_equal"),
    ("number", {"good": 0, "bad": -0.0}, "good", "thresholds_equal"),
    ("number", {"good": -18, "bad": -10, "minimum": -30}, "good", "thresholds_negative"),
    ("number", {"good": 2000, "bad": 10}, "good", "good_out_of_range"),
    ("duration", {"good": 20, "bad": 95, "maximum": 10, "hard_fail": None}, "good", "good_out_of_range"),
    ("duration", {"measures": []}, "measures", "missing"),
    ("duration", {"good": 95, "bad": 20, "hard_fail": None}, "good", "thresholds_reversed"),
    ("duration", {"hard_fail": 94}, "hard_fail", "hard_fail_inside"),
    ("number", {"good": 50, "bad": 10, "hard_fail": 11}, "hard_fail", "hard_fail_inside"),
    ("photo", {"minimum": 4}, "minimum", "range_empty"),
]


@pytest.mark.parametrize(("kind", "fields", "field", "code"), ITEM_FAULTS)
def test_item_faults(kind: str, fields: dict[str, Any], field: str, code: str) -> None:
    assert set(faults_of(percent_only(item(kind, "a", **fields)))) == {(f"{ITEM}.{field}", code)}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("duration", {"hard_fail": 95}),
        ("number", {"good": 50, "bad": 10, "hard_fail": 10}),
        ("number", {"good": 0, "bad": 5}),
        ("number", {"weight": 0, "good": None, "bad": None, "minimum": -40, "maximum": 60}),
        ("multi_choice", {"options": options(*[0.1] * 10)}),
        ("multi_choice", {"options": [*options(0.5), *exclusive(1)]}),
        ("multi_choice", {"options": [*options(0.5, 0.5), *exclusive(None)]}),
        ("single_choice", {"options": options(None, None), "weight": 0}),
        ("yes_no", {"weight": 0.001, "critical": True, "narrative_below": 1}),
    ],
)
def test_edges_that_are_allowed(kind: str, fields: dict[str, Any]) -> None:
    assert faults_of(percent_only(item(kind, "a", **fields))) == []


def test_a_callback_is_due_after_a_second_at_least() -> None:
    # Timestamps are counted in microseconds: within 1e-7 s would be within no time at all.
    read, faults = read_definition(percent_only(item("callback", "a", due_within=1e-7)))
    assert read is None and found(faults) == [(f"{ITEM}.due_within", "malformed")]


def test_keys_are_unique_and_sections_are_not_empty() -> None:
    data = checklist(section("s", yes_no("a"), yes_no("a")), section("s"), percent_only=True)
    assert faults_of(data) == [
        ("sections[1].key", "duplicate_key"),
        ("sections[1].items", "empty_section"),
        ("sections[0].items[1].key", "duplicate_key"),
    ]


def test_the_wording_in_the_fallback_language_is_demanded_everywhere() -> None:
    data = sound_definition() | {"languages": ["de", "en"], "description": {"en": "Why"}}
    missing = [path for path, code in faults_of(data) if code == "fallback_missing"]
    assert {"title", "description", "sections[3].items[1].unit", "sections[1].items[5].options[0].text"} <= set(missing)
    assert "sections[0].items[5].levels[4]" in missing
    assert "sections[0].help" not in missing


def test_a_missing_translation_only_warns() -> None:
    data = percent_only(yes_no("a", help={"en": "Ask"})) | {"languages": ["en", "de"]}
    data["title"]["de"] = "Besuch"
    _, faults = read_definition(data)
    assert errors_of(faults) == []
    assert found(faults) == [
        ("sections[0].title", "translation_missing"),
        (f"{ITEM}.text", "translation_missing"),
        (f"{ITEM}.help", "translation_missing"),
    ]


def test_a_language_that_was_not_declared() -> None:
    data = percent_only(yes_no("a", text={"en": "Hello", "tr": "Merhaba", "de": "Hallo"}))
    assert faults_of(data) == [(f"{ITEM}.text", "language_undeclared")] * 2


def test_warnings_cannot_push_errors_over_the_limit() -> None:
    data = sound_definition() | {"languages": ["en", "de", "sv", "lt", "tr", "fi", "nb", "da"]}
    data["sections"][3]["items"][0]["measures"] = []
    _, faults = read_definition(data)
    assert len(faults) == MAX_FAULTS
    assert found(errors_of(faults)) == [("sections[3].items[0].measures", "missing")]


def test_more_items_than_anybody_fills() -> None:
    assert faults_of(percent_only(*(yes_no(f"a{n}") for n in range(MAX_ITEMS)))) == []
    crowd = percent_only(*(yes_no(f"a{n}") for n in range(MAX_ITEMS + 1)))
    assert faults_of(crowd) == [("sections", "too_many_items")]


def test_every_section_of_an_index_checklist_has_a_pillar() -> None:
    data = sound_definition()
    data["sections"][3]["pillar"] = None
    assert faults_of(data) == [("sections[3].pillar", "missing")]


def test_higher_levels_are_human() -> None:
    data = sound_definition()
    data["sections"][3]["level"] = 2
    assert faults_of(data) == [("sections[3].level", "level_needs_human")]


def _hide_section(group: Data) -> None:
    group["visible_if"] = {"op": "equals", "item": "listened_0", "value": True}


def _hide_items(group: Data) -> None:
    for part in group["items"]:
        part["visible_if"] = {"op": "equals", "item": "listened_0", "value": True}


def _make_standard(group: Data) -> None:
    group |= {"nature": "standard", "level": 1}


def _drop_weights(group: Data) -> None:
    for part in group["items"]:
        part["weight"] = 0


@pytest.mark.parametrize("spoil", [_hide_section, _hide_items, _make_standard, _drop_weights])
def test_each_pillar_needs_a_human_section_that_always_scores(spoil: Any) -> None:
    data = sound_definition()
    spoil(data["sections"][1])
    read, faults = read_definition(data)
    assert read is not None
    assert found(errors_of(faults)) == [("sections", "no_unconditional_human_section")]
    assert "valuing" in errors_of(faults)[0].message


def test_thin_and_uneven_pillars_and_absent_levels_warn() -> None:
    data = sound_definition()
    data["sections"][0]["items"] = data["sections"][0]["items"][:2]
    data["sections"][1]["level"] = 1
    _, faults = read_definition(data)
    assert {fault.severity for fault in faults} == {"warning"}
    assert [fault.code for fault in faults] == ["few_human_items", "uneven_pillars", "level_absent"]


def test_a_percent_only_checklist_needs_no_pillars() -> None:
    bare = section("s", yes_no("a"), pillar=None, nature="standard")
    assert faults_of(checklist(bare, percent_only=True)) == []
    assert ("sections[0].pillar", "missing") in faults_of(checklist(bare))


def test_many_faults_come_at_once() -> None:
    data = sound_definition()
    needs, tone, value, speed = data["sections"]
    tone["key"] = "needs"
    needs["items"][0]["weight"] = 0.0001
    tone["items"][5]["options"][0]["score"] = 0.1
    value["items"][5]["visible_if"]["item"] = "nobody"
    speed["items"][0]["hard_fail"] = 1
    speed["level"] = 3
    del speed["pillar"]
    data["title"] = {"sv": "Besök"}
    assert set(faults_of(data)) == {
        ("sections[1].key", "duplicate_key"),
        ("sections[0].items[0].weight", "weight_too_small"),
        ("sections[1].items[5].options", "option_range"),
        ("sections[2].items[5].visible_if", "condition_on_missing_item"),
        ("sections[3].items[0].hard_fail", "hard_fail_inside"),
        ("sections[3].level", "level_needs_human"),
        ("sections[3].pillar", "missing"),
        ("title", "fallback_missing"),
        ("title", "language_undeclared"),
    }
