"""Visibility conditions over earlier answers.

A condition looks only at answers that are visible themselves: what a hidden item
once held does not count, so hiding an item hides everything that hangs on it.
A comparison with an item that has no answer, or was marked not applicable, is false.
"""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal, Protocol

import msgspec
from msgspec import Meta

# Infinity and NaN have no JSON, so they could be published but never read back.
Finite = Annotated[float, Meta(ge=-1e9, le=1e9)]
Scalar = bool | Finite | str
# What a condition can compare with: one value, a set of chosen options, or no answer.
Value = Scalar | frozenset[str] | None
Operator = Literal["<", "<=", ">", ">="]

MAX_CONDITION_DEPTH = 8


class _Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="op"):
    pass


class Equals(_Condition, frozen=True, tag="equals"):
    """True when the item's value is `value`; for a multiple choice, when it is among the chosen."""

    item: str
    value: Scalar


class In(_Condition, frozen=True, tag="in"):
    item: str
    values: Annotated[list[Scalar], Meta(max_length=100)]


class Compare(_Condition, frozen=True, tag="compare"):
    """A comparison of a number, a duration (in seconds) or a scale level."""

    item: str
    operator: Operator
    value: Finite


class Answered(_Condition, frozen=True, tag="answered"):
    item: str


class Not(_Condition, frozen=True, tag="not"):
    condition: "Condition"


class All(_Condition, frozen=True, tag="all"):
    conditions: Annotated[list["Condition"], Meta(max_length=100)]


class Any(_Condition, frozen=True, tag="any"):
    conditions: Annotated[list["Condition"], Meta(max_length=100)]


Atom = Equals | In | Compare | Answered
Condition = Equals | In | Compare | Answered | Not | All | Any

_COMPARE: dict[Operator, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Values(Protocol):
    """The value of each visible, answered item by its key; None for all others."""

    def get(self, key: str, /) -> Value: ...


def holds(condition: Condition, values: Values) -> bool:
    """Whether `condition` is true for `values`."""
    if isinstance(condition, All):
        return all(holds(part, values) for part in condition.conditions)
    if isinstance(condition, Any):
        return any(holds(part, values) for part in condition.conditions)
    if isinstance(condition, Not):
        return not holds(condition.condition, values)
    return atom_holds(condition, values.get(condition.item))


def atom_holds(atom: Atom, value: Value) -> bool:
    if value is None:
        return False
    if isinstance(atom, Answered):
        return True
    if isinstance(atom, Equals):
        return _same(value, atom.value)
    if isinstance(atom, In):
        return any(_same(value, wanted) for wanted in atom.values)
    return _is_number(value) and _COMPARE[atom.operator](float(value), atom.value)  # type: ignore[arg-type]


def _same(value: Value, wanted: Scalar) -> bool:
    if isinstance(value, frozenset):
        return wanted in value
    # In Python True == 1; in a checklist "yes" is not the number one.
    return isinstance(value, bool) == isinstance(wanted, bool) and value == wanted


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def atoms(condition: Condition | None) -> Iterator[Atom]:
    """Every comparison inside `condition`, in reading order."""
    if condition is None:
        return
    if isinstance(condition, All | Any):
        for part in condition.conditions:
            yield from atoms(part)
    elif isinstance(condition, Not):
        yield from atoms(condition.condition)
    else:
        yield condition


def depth(condition: Condition) -> int:
    if isinstance(condition, All | Any):
        return 1 + max((depth(part) for part in condition.conditions), default=0)
    if isinstance(condition, Not):
        return 1 + depth(condition.condition)
    return 1
