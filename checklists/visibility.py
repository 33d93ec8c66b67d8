"""Which items a shopper sees, given the answers so far."""

from collections.abc import Mapping

from checklists.answers import Answer, kind_of_answer, value_of
from checklists.definition import Checklist, Section
from checklists.items import Item, kind_of
from checklists.logic import Condition, Value, holds

Shown = list[tuple[Section, Item]]


def visible(checklist: Checklist, answers: Mapping[str, Answer]) -> Shown:
    """The visible items in asking order. Answers of the wrong kind count as none."""
    values: dict[str, Value] = {}
    shown: Shown = []
    for section in checklist.sections:
        if not _shows(section.visible_if, values):
            continue
        for item in section.items:
            if _shows(item.visible_if, values):
                shown.append((section, item))
                values[item.key] = _value(item, answers.get(item.key))
    return shown


def _shows(condition: Condition | None, values: Mapping[str, Value]) -> bool:
    return condition is None or holds(condition, values)


def _value(item: Item, answer: Answer | None) -> Value:
    return value_of(answer) if answer is not None and kind_of_answer(answer) == kind_of(item) else None
