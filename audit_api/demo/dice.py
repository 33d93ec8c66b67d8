"""Chance that can be repeated: everything about an entity follows from the seed and the entity's own name.

Nothing is drawn from a shared stream, so neither the order of work nor the size of the network changes a branch.
"""

from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

Name = str | int | UUID


def dice(seed: int, *name: Name) -> Random:
    return Random(_named(seed, name))  # noqa: S311 - an invention, not a secret


def made_id(seed: int, *name: Name) -> UUID:
    return uuid5(NAMESPACE_URL, _named(seed, name))


def clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))


def _named(seed: int, name: tuple[Name, ...]) -> str:
    return "/".join(["demo", str(seed), *map(str, name)])
