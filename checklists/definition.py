"""A checklist: sections of items, each section in a pillar of customer centricity."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from checklists.items import Item, Key, Language, Text
from checklists.logic import Condition

Channel = Literal["call", "visit", "written", "delivery", "internal"]
Pillar = Literal["understanding", "valuing", "creating_value"]
Nature = Literal["standard", "human"]
Level = Literal[1, 2, 3]

PILLARS: tuple[Pillar, ...] = ("understanding", "valuing", "creating_value")
LEVELS: tuple[Level, ...] = (1, 2, 3)


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One theme. Mixed content (a standard and a human part) must be split into two sections.

    `nature`: `standard` is speed, greeting, script, data capture, kept deadlines; `human`
    is tone, listening, flexibility, problem solving, initiative. `level` of service
    maturity: 1 polite and personal, 2 competent in problems, 3 initiative.
    `pillar` is absent only in a percent-only checklist.
    """

    key: Key
    title: Text
    items: list[Item]
    pillar: Pillar | None = None
    nature: Nature = "human"
    level: Level = 1
    weight: Annotated[float, Meta(ge=0.001, le=1000)] = 1.0
    help: Text = {}
    visible_if: Condition | None = None


class Checklist(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`languages[0]` is the fallback. A percent-only checklist gets the plain percent and no index."""

    key: Key
    title: Text
    channel: Channel
    languages: Annotated[list[Language], Meta(min_length=1)]
    sections: Annotated[list[Section], Meta(min_length=1)]
    description: Text = {}
    percent_only: bool = False


class ChecklistRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An immutable published version: what an assignment and its audit are pinned to."""

    key: Key
    version: Annotated[int, Meta(ge=1, le=1_000_000)]


def items_of(checklist: Checklist) -> Iterator[tuple[Section, Item]]:
    for section in checklist.sections:
        for item in section.items:
            yield section, item


def item_paths(checklist: Checklist) -> Iterator[tuple[str, Section, Item]]:
    for s, section in enumerate(checklist.sections):
        for i, item in enumerate(section.items):
            yield f"sections[{s}].items[{i}]", section, item
