"""What the examples of a search are about, counted: how many there would be with another filter.

The database counts examples by `facet`, in which everything that is counted stands. From these counts follow those
of every filter, and which facets fit all filters, so that a page is read from an index however the filters combine.
"""

import re
from functools import lru_cache
from typing import Any

import msgspec

from audit_api.documents import ChecklistVersionDocument, ExampleDocument
from checklists.definition import Checklist, items_of
from checklists.items import Text

PARTS = (
    "theme",
    "checklist",
    "section",
    "item",
    "pillar",
    "level",
    "channel",
    "language",
    "kind",
    "photo",
    "delight",
)
"""As `facet_of` writes them."""
MANY = 50_000
"""Facets that a process keeps taken apart; a hundred thousand examples have about four thousand."""
Chosen = dict[str, str]


class FacetValue(msgspec.Struct, kw_only=True):
    """`label`: the words of the checklist, for a section or an item."""

    value: str
    count: int
    label: Text | None = None


class Facets(msgspec.Struct, kw_only=True):
    """Most frequent first. Sections and items are named with their checklist: `branch_visit.tone`."""

    theme: list[FacetValue]
    section: list[FacetValue]
    item: list[FacetValue]
    pillar: list[FacetValue]
    level: list[FacetValue]
    channel: list[FacetValue]
    language: list[FacetValue]
    kind: list[FacetValue]
    photo: list[FacetValue]
    delight: list[FacetValue]


class Counted(msgspec.Struct):
    """Facet -> how many examples of a search have it."""

    by_facet: dict[str, int]

    def fitting(self, chosen: Chosen) -> list[str]:
        return [facet for facet in self.by_facet if not chosen or _fits(values_of(facet), chosen)]

    def counts(self, chosen: Chosen) -> dict[str, dict[str, int]]:
        """Those of one filter disregard what is chosen there, so that one sees what else there is."""
        counts: dict[str, dict[str, int]] = {name: {} for name in Facets.__struct_fields__}
        for facet, number in self.by_facet.items():
            values = values_of(facet)
            missed = [name for name, value in chosen.items() if values[name] != value]
            for name in counts if not missed else missed if len(missed) == 1 else ():
                value = values[name]
                counts[name][value] = counts[name].get(value, 0) + number
        return counts


def with_facets(chosen: Chosen) -> dict[str, Any]:
    """A filter for what is `chosen`, when it is not known which facets there are."""
    if not chosen:
        return {}
    checklist, section, item = (chosen.get("item") or f"{chosen.get('section', '.')}.").split(".")
    wanted = {**chosen, "checklist": checklist, "section": section, "item": item}
    parts = [re.escape(wanted[name]) if wanted.get(name) else "[^|]*" for name in PARTS]
    return {"facet": {"$regex": "^" + r"\|".join(parts) + "$"}}


async def count_facets(scope: dict[str, Any]) -> Counted:
    pipeline: list[dict[str, Any]] = [{"$match": scope}, {"$group": {"_id": "$facet", "n": {"$sum": 1}}}]
    examples = ExampleDocument.get_pymongo_collection()
    rows = await (await examples.aggregate(pipeline, batchSize=100_000)).to_list()
    return Counted({row["_id"]: row["n"] for row in rows})


async def facets_of(counted: Counted, chosen: Chosen) -> Facets:
    """One round trip for the words."""
    counts = counted.counts(chosen)
    keys = {name.partition(".")[0] for name in counts["section"]}
    labels = _labels(await ChecklistVersionDocument.latest_of(sorted(keys)))
    told = {name: _told(counter, labels) for name, counter in counts.items()}
    return msgspec.convert(told, Facets)


def _told(counter: dict[str, int], labels: dict[str, Text]) -> list[FacetValue]:
    ordered = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    return [FacetValue(value=value, count=count, label=labels.get(value)) for value, count in ordered if value]


def _labels(checklists: dict[str, Checklist]) -> dict[str, Text]:
    sections = {f"{key}.{s.key}": s.title for key, one in checklists.items() for s in one.sections}
    items = {f"{key}.{s.key}.{i.key}": i.text for key, one in checklists.items() for s, i in items_of(one)}
    return sections | items


@lru_cache(MANY)
def values_of(facet: str) -> dict[str, str]:
    values = dict(zip(PARTS, facet.split("|"), strict=True))
    checklist, section = values.pop("checklist"), values["section"]
    values["section"] = f"{checklist}.{section}"
    values["item"] = f"{checklist}.{section}.{values['item']}"
    return values


def _fits(values: dict[str, str], chosen: Chosen) -> bool:
    return all(values[name] == value for name, value in chosen.items())
