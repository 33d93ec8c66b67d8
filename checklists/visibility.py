"""Which items a shopper sees, given the answers so far."""

from collections.abc import Mapping
from typing import get_args

from checklists.answers import Answer, value_of
from checklists.definition import Checklist, Section
from checklists.items import Item
from checklists.logic import Condition, Value, holds

Shown = list[tuple[Section, Item]]

_FITS = {
    (item, answer)
    for item in get_args(Item)
    for answer in get_args(Answer)
    if item.__struct_config__.tag == answer.__struct_config__.tag
}


def visible(checklist: Checklist, answers: Mapping[str, Answer]) -> Shown:
    """The visible items in asking order. Answers of the wrong kind count as none."""
    values = _ShownValues(answers)
    shown: Shown = []
    for section in checklist.sections:
        if not _shows(section.visible_if, values):
            continue
        for item in section.items:
            if _shows(item.visible_if, values):
                shown.append((section, item))
                values.shown[item.key] = item
    return shown


def fits(item: Item, answer: Answer) -> bool:
    """Whether the answer is of the item's kind. Marked not applicable is not."""
    return (type(item), type(answer)) in _FITS


def _shows(condition: Condition | None, values: "_ShownValues") -> bool:
    return condition is None or holds(condition, values)


class _ShownValues:
    """What conditions compare with, worked out only for the few items that a condition names."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.shown: dict[str, Item] = {}
        self._answers = answers

    def get(self, key: str) -> Value:
        item, answer = self.shown.get(key), self._answers.get(key)
        if item is None or answer is None or not fits(item, answer):
            return None
        return value_of(answer)
