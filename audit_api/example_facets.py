"""What the examples of a search are about, counted: how many there would be with another filter.

The database counts examples by `facet`, in which everything that is counted stands. From these counts follow those
of every filter, and which facets fit all filters, so that a page is read from an index however the filters combine.
"""

from collections import Counter
from typing import Any, Literal

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
Part = Literal["theme", "section", "item", "pillar", "level", "channel", "language", "kind", "photo", "delight"]
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
        return [facet for facet in self.by_facet if _fits(_values(facet), chosen)]

    def total(self, chosen: Chosen) -> int:
        return sum(self.by_facet[facet] for facet in self.fitting(chosen))

    def counts(self, chosen: Chosen) -> dict[str, Counter[str]]:
        """Those of one filter disregard what is chosen there, so that one sees what else there is."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in Facets.__struct_fields__}
        for facet, number in self.by_facet.items():
            values = _values(facet)
            missed = [name for name, value in chosen.items() if values[name] != value]
            for name in counts if not missed else missed if len(missed) == 1 else ():
                counts[name][values[name]] += number
        return counts


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


def _told(counter: Counter[str], labels: dict[str, Text]) -> list[FacetValue]:
    ordered = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    return [FacetValue(value=value, count=count, label=labels.get(value)) for value, count in ordered if value]


def _labels(checklists: dict[str, Checklist]) -> dict[str, Text]:
    sections = {f"{key}.{s.key}": s.title for key, one in checklists.items() for s in one.sections}
    items = {f"{key}.{s.key}.{i.key}": i.text for key, one in checklists.items() for s, i in items_of(one)}
    return sections | items


def _values(facet: str) -> dict[str, str]:
    values = dict(zip(PARTS, facet.split("|"), strict=True))
    checklist, section = values.pop("checklist"), values["section"]
    values["section"] = f"{checklist}.{section}"
    values["item"] = f"{checklist}.{section}.{values['item']}"
    return values


def _fits(values: dict[str, str], chosen: Chosen) -> bool:
    return all(values[name] == value for name, value in chosen.items())
