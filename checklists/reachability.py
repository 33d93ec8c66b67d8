"""Sections and items that no combination of valid answers can ever show.

The search walks the items a condition depends on in asking order, giving each every
value that the conditions can tell apart, and stops at the first combination that shows
what is sought. What could not be decided within the limits is taken as reachable: a
false alarm would stop a good checklist.
"""

from collections.abc import Iterator
from itertools import islice
from math import inf, nextafter

from checklists.definition import Checklist, items_of
from checklists.faults import Fault, error
from checklists.items import Callback, Duration, Info, Item, MultiChoice, Number, Photo, Scale, SingleChoice, YesNo
from checklists.logic import Atom, Compare, Condition, Equals, In, Scalar, Value, atom_holds, atoms, holds

MAX_STATES = 20_000  # for the whole checklist, so that its author waits for a second at most
MAX_COMPARISONS = 200
MAX_OPTIONS = 10  # every subset of the options that conditions mention is tried

Conditions = tuple[Condition, ...]
Order = dict[str, tuple[Item, Conditions]]


def unreachable(checklist: Checklist) -> Iterator[Fault]:
    order = {item.key: (item, _gates(section.visible_if, item.visible_if)) for section, item in items_of(checklist)}
    budget = iter(range(MAX_STATES))
    for s, section in enumerate(checklist.sections):
        if section.visible_if is not None and not _reachable((section.visible_if,), order, budget):
            message = f"No answers can ever show section `{section.key}`."
            yield error(f"sections[{s}].visible_if", "unreachable_section", message)
            continue
        for i, item in enumerate(section.items):
            gates = _gates(section.visible_if, item.visible_if)
            if item.visible_if is not None and not _reachable(gates, order, budget):
                message = f"No answers can ever show `{item.key}`."
                yield error(f"sections[{s}].items[{i}].visible_if", "unreachable_item", message)


def _gates(*conditions: Condition | None) -> Conditions:
    return tuple(condition for condition in conditions if condition is not None)


def _reachable(gates: Conditions, order: Order, budget: Iterator[int]) -> bool:
    ancestry, compared = _ancestry(gates, order)
    told_apart = _told_apart([item for item, _ in ancestry], compared)
    if told_apart is None:
        return True
    stack: list[dict[str, Value]] = [{}]
    while stack:
        if next(budget, None) is None:
            return True
        values = stack.pop()
        if len(values) == len(ancestry):
            if all(holds(gate, values) for gate in gates):
                return True
            continue
        item, conditions = ancestry[len(values)]
        visible = all(holds(condition, values) for condition in conditions)
        choices: list[Value] = told_apart[len(values)] if visible else [None]
        stack.extend({**values, item.key: choice} for choice in choices)
    return False


def _ancestry(gates: Conditions, order: Order) -> tuple[list[tuple[Item, Conditions]], list[Atom]]:
    """Every item the gates depend on, directly or not, in asking order; and all comparisons on the way."""
    compared: list[Atom] = []
    wanted: set[str] = set()
    waiting = list(gates)
    while waiting and len(compared) <= MAX_COMPARISONS:
        for atom in islice(atoms(waiting.pop()), MAX_COMPARISONS + 1):
            compared.append(atom)
            if atom.item in order and atom.item not in wanted:
                wanted.add(atom.item)
                waiting.extend(order[atom.item][1])
    return [entry for key, entry in order.items() if key in wanted], compared


def _told_apart(items: list[Item], compared: list[Atom]) -> list[list[Value]] | None:
    """For each item the values worth trying; None when they are too many."""
    if len(compared) > MAX_COMPARISONS:
        return None
    about = [(item, [atom for atom in compared if atom.item == item.key]) for item in items]
    if any(isinstance(item, MultiChoice) and len(_mentioned(item, found)) > MAX_OPTIONS for item, found in about):
        return None
    return [_distinct_values(item, found) for item, found in about]


def _distinct_values(item: Item, about: list[Atom]) -> list[Value]:
    """One value of `item` for each pattern of truth over the comparisons made with it."""
    patterns = {tuple(atom_holds(atom, value) for atom in about): value for value in _values(item, about)}
    return list(patterns.values())


def _values(item: Item, about: list[Atom]) -> Iterator[Value]:
    if _may_stay_open(item):
        yield None
    if isinstance(item, YesNo | Callback):
        yield from (True, False)
    elif isinstance(item, SingleChoice):
        yield from (option.key for option in item.options)
    elif isinstance(item, MultiChoice):
        yield from _option_sets(item, about)
    elif isinstance(item, Scale):
        yield from range(1, len(item.levels) + 1)
    elif isinstance(item, Number):
        yield from _around(item.minimum, item.maximum, about)
    elif isinstance(item, Duration):
        yield from _around(0.0, item.maximum, about)
    elif not isinstance(item, Info):
        yield "answered"


def _may_stay_open(item: Item) -> bool:
    """Whether a valid submission may leave the item without a value."""
    no_photo_needed = isinstance(item, Photo) and item.minimum == 0
    return not item.required or item.not_applicable or no_photo_needed or isinstance(item, Info)


def _option_sets(item: MultiChoice, about: list[Atom]) -> Iterator[Value]:
    """Every set that may be chosen of the options that conditions mention."""
    keys = _mentioned(item, about)
    alone = {option.key for option in item.options if option.exclusive}
    for bits in range(2 ** len(keys)):
        chosen = frozenset(key for n, key in enumerate(keys) if bits >> n & 1)
        if len(chosen) < 2 or not chosen & alone:
            yield chosen


def _mentioned(item: MultiChoice, about: list[Atom]) -> list[str]:
    named = {value for atom in about for value in _named(atom)}
    return [option.key for option in item.options if option.key in named]


def _named(atom: Atom) -> list[Scalar]:
    if isinstance(atom, In):
        return atom.values
    return [atom.value] if isinstance(atom, Equals | Compare) else []


def _around(low: float, high: float, about: list[Atom]) -> Iterator[Value]:
    """Both ends, every number compared with, and the number just below it."""
    points = {low, high}
    for atom in about:
        for value in _named(atom):
            if isinstance(value, int | float):
                points |= {nextafter(value, -inf), float(value)}
    yield from sorted(point for point in points if low <= point <= high)
