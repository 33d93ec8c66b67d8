"""What changed between two versions, by keys and in words."""

from collections.abc import Callable
from typing import Any

import pytest

from checklists.differences import Change, differences
from tests.unit.checklist_samples import Data, item, published, section, sound_definition, yes_no

TONE = "sections.tone.items"


def changes(change: Callable[[Data], Any]) -> list[tuple[str, str, str | None, str | None]]:
    after = sound_definition()
    change(after)
    found = differences(published(sound_definition()), published(after))
    return [(c.what, c.path, c.before, c.after) for c in found]


def tone(data: Data) -> list[Data]:
    items: list[Data] = data["sections"][1]["items"]
    return items


def test_equal_versions_do_not_differ() -> None:
    assert changes(lambda data: None) == []


def test_defaults_spelt_out_are_no_change() -> None:
    assert changes(lambda data: tone(data)[0].update(weight=1, critical=False, help={}, visible_if=None)) == []


CHANGES: list[tuple[Callable[[Data], Any], tuple[str, str, str | None, str | None]]] = [
    (lambda d: tone(d)[0].update(weight=2), ("changed", f"{TONE}.warm_0.weight", "1.0", "2.0")),
    (lambda d: tone(d)[0].update(critical=True), ("changed", f"{TONE}.warm_0.critical", "false", "true")),
    (lambda d: tone(d)[0]["text"].update(en="Smiled"), ("changed", f"{TONE}.warm_0.text.en", "About warm_0", "Smiled")),
    (lambda d: tone(d)[0].update(help={"en": "Look"}), ("added", f"{TONE}.warm_0.help", None, '{"en":"Look"}')),
    (lambda d: tone(d).append(yes_no("new")), ("added", f"{TONE}.new", None, "About new")),
    (lambda d: tone(d).insert(0, yes_no("new")), ("added", f"{TONE}.new", None, "About new")),
    (lambda d: tone(d)[5]["options"].pop(), ("removed", f"{TONE}.greeting.options.rude", "rude", None)),
    (lambda d: d.update(title={"en": "Call"}), ("changed", "title.en", "Visit", "Call")),
    (lambda d: d.update(languages=["en", "de"]), ("changed", "languages", '["en"]', '["en","de"]')),
    (lambda d: d.update(channel="call"), ("changed", "channel", "visit", "call")),
    (
        lambda d: d["sections"].append(section("end", item("text", "last"))),
        ("added", "sections.end", None, "Section end"),
    ),
    (
        lambda d: tone(d)[1].update(visible_if={"op": "equals", "item": "warm_0", "value": True}),
        ("added", f"{TONE}.warm_1.visible_if", None, '{"op":"equals","item":"warm_0","value":true}'),
    ),
    (
        lambda d: d["sections"][2]["items"][5]["visible_if"].update(value=False),
        ("changed", "sections.value.items.gift.visible_if.value", "true", "false"),
    ),
    (
        lambda d: d["sections"][0]["items"][5]["levels"][0].update(en="Awful"),
        ("changed", "sections.needs.items.questions.levels[0].en", "Level 1", "Awful"),
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_one_change_is_one_line(
    change: Callable[[Data], Any], expected: tuple[str, str, str | None, str | None]
) -> None:
    assert changes(change) == [expected]


def test_a_new_order_is_a_move_and_nothing_else() -> None:
    assert changes(lambda data: data["sections"].reverse()) == [
        ("moved", "sections", "needs, tone, value, speed", "speed, value, tone, needs")
    ]


def test_a_removed_item_does_not_move_the_others() -> None:
    assert changes(lambda data: tone(data).pop(1)) == [("removed", f"{TONE}.warm_1", "About warm_1", None)]


def test_several_changes_come_in_the_order_of_the_checklist() -> None:
    def edit(data: Data) -> None:
        tone(data)[3]["required"] = False
        tone(data).pop(0)
        data["sections"][3]["items"][0]["bad"] = 60

    assert changes(edit) == [
        ("removed", f"{TONE}.warm_0", "About warm_0", None),
        ("changed", f"{TONE}.warm_3.required", "true", "false"),
        ("changed", "sections.speed.items.ring.bad", "95.0", "60.0"),
    ]


def test_backwards_what_was_added_is_removed() -> None:
    before, after = published(sound_definition()), sound_definition()
    tone(after).append(yes_no("new"))
    assert differences(published(after), before) == [Change(what="removed", path=f"{TONE}.new", before="About new")]
