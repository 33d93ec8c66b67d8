"""Conditions that could not work: about a missing or later item, in a circle, or of the wrong kind."""

from collections.abc import Iterator

from checklists.definition import Checklist, item_paths
from checklists.faults import Fault, error
from checklists.items import (
    Callback,
    Duration,
    Info,
    Item,
    MultiChoice,
    Number,
    Scale,
    SingleChoice,
    YesNo,
)
from checklists.logic import (
    MAX_CONDITION_DEPTH,
    Answered,
    Atom,
    Compare,
    Condition,
    Equals,
    Scalar,
    atoms,
    depth,
)

Owned = tuple[str, Condition, int]  # path of the condition, the condition, position of its owner


def condition_faults(checklist: Checklist) -> Iterator[Fault]:
    items = [item for _, _, item in item_paths(checklist)]
    position = {item.key: n for n, item in reversed(list(enumerate(items)))}
    for path, condition, owner in _conditions(checklist):
        if depth(condition) > MAX_CONDITION_DEPTH:
            yield error(path, "condition_too_deep", f"Nest at most {MAX_CONDITION_DEPTH} conditions.")
        for atom in atoms(condition):
            found = position.get(atom.item)
            if found is None:
                yield error(path, "condition_on_missing_item", f"There is no item `{atom.item}`.")
            elif found >= owner:
                yield error(path, "condition_on_later_item", f"`{atom.item}` is not asked before this.")
            else:
                yield from _atom_faults(path, atom, items[found])
    yield from _cycles(checklist)


def _conditions(checklist: Checklist) -> Iterator[Owned]:
    position = 0
    for s, section in enumerate(checklist.sections):
        if section.visible_if is not None:
            yield f"sections[{s}].visible_if", section.visible_if, position
        for i, item in enumerate(section.items):
            if item.visible_if is not None:
                yield f"sections[{s}].items[{i}].visible_if", item.visible_if, position
            position += 1


def _atom_faults(path: str, atom: Atom, item: Item) -> Iterator[Fault]:
    if isinstance(item, Info):
        yield error(path, "condition_on_info", f"`{item.key}` takes no answer.")
    elif isinstance(atom, Compare):
        if not isinstance(item, Number | Duration | Scale):
            yield error(path, "condition_kind", f"`{item.key}` is not a number, duration or scale.")
    elif not isinstance(atom, Answered):
        for value in [atom.value] if isinstance(atom, Equals) else atom.values:
            if not _possible(value, item):
                yield error(path, "condition_value", f"`{item.key}` can never be {value!r}.")


def _possible(value: Scalar, item: Item) -> bool:
    if isinstance(item, YesNo | Callback):
        return isinstance(value, bool)
    if isinstance(item, SingleChoice | MultiChoice):
        return value in [option.key for option in item.options]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if isinstance(item, Scale):
        return value in range(1, len(item.levels) + 1)
    if isinstance(item, Number):
        return item.minimum <= value <= item.maximum
    return isinstance(item, Duration) and 0 <= value <= item.maximum


def _cycles(checklist: Checklist) -> Iterator[Fault]:
    """Items that wait for each other: A shown if B, B shown if A."""
    needs = {
        item.key: {atom.item for cond in (section.visible_if, item.visible_if) for atom in atoms(cond)}
        for _, section, item in item_paths(checklist)
    }
    for path, _, item in item_paths(checklist):
        if item.key in _ancestors(item.key, needs):
            owner = path if item.visible_if is not None else path.rpartition(".items")[0]
            yield error(f"{owner}.visible_if", "condition_cycle", f"`{item.key}` waits for itself.")


def _ancestors(key: str, needs: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(needs.get(key, ()))
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(needs.get(current, ()))
    return seen
