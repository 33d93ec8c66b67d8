"""What the examples of a search are about, counted: how many there would be with another filter.

Examples are counted by `facet`, in which everything that is counted stands. From these counts follow those of every
filter, and which facets fit all filters, so that a page is read from an index however the filters combine.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from audit_api.documents import ChecklistVersionDocument
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
"""The values of a facet, in the order in which `facet_of` writes them."""
MANY = 50_000
"""Facets that a process keeps taken apart; a hundred thousand examples have about four thousand."""
Chosen = dict[str, str]


class FacetValue(msgspec.Struct, kw_only=True):
    """A value of a filter and how many examples have it.

    `label`: the words of the checklist, for a section or an item.
    """

    value: str
    count: int
    label: Text | None = None


class Facets(msgspec.Struct, kw_only=True):
    """The values of each filter, the most frequent first. Sections and items are named as in `branch_visit.tone`."""

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
    """How many examples of a search have each facet, as `facet_of` writes it."""

    by_facet: dict[str, int]

    def fitting(self, chosen: Chosen) -> list[str]:
        wanted = [(n, chosen[name]) for n, name in enumerate(Facets.__struct_fields__) if name in chosen]
        return [facet for facet in self.by_facet if _fits(values_of(facet), wanted)]

    def number(self, facets: Iterable[str] | None = None) -> int:
        """How many examples have one of these facets; all examples if None."""
        return sum(self.by_facet.values()) if facets is None else sum(self.by_facet.get(one, 0) for one in facets)

    def counts(self, chosen: Chosen) -> dict[str, dict[str, int]]:
        """For each filter how many examples each of its values would find, whatever is chosen in that filter itself."""
        counts: dict[str, dict[str, int]] = {name: {} for name in Facets.__struct_fields__}
        counters = list(counts.values())
        all_chosen = [(n, chosen[name]) for n, name in enumerate(counts) if name in chosen]
        for facet, number in self.by_facet.items():
            values = values_of(facet)
            missed = [n for n, value in all_chosen if values[n] != value]
            if not missed:
                for counter, value in zip(counters, values, strict=True):
                    counter[value] = counter.get(value, 0) + number
            elif len(missed) == 1:
                counter, value = counters[missed[0]], values[missed[0]]
                counter[value] = counter.get(value, 0) + number
        return counts


async def facets_of(counted: Counted, chosen: Chosen) -> Facets:
    """The filters with their values and counts. One round trip for the words."""
    counts = counted.counts(chosen)
    keys = {name.partition(".")[0] for name in counts["section"]}
    labels = _labels(await ChecklistVersionDocument.latest_of(sorted(keys)))
    told = {name: _facet_values(counter, labels) for name, counter in counts.items()}
    return msgspec.convert(told, Facets)


def _facet_values(counter: dict[str, int], labels: dict[str, Text]) -> list[FacetValue]:
    ordered = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    return [FacetValue(value=value, count=count, label=labels.get(value)) for value, count in ordered if value]


def _labels(checklists: dict[str, Checklist]) -> dict[str, Text]:
    sections = {f"{key}.{s.key}": s.title for key, one in checklists.items() for s in one.sections}
    items = {f"{key}.{s.key}.{i.key}": i.text for key, one in checklists.items() for s, i in items_of(one)}
    return sections | items


@lru_cache(MANY)
def values_of(facet: str) -> tuple[str, ...]:
    """What `facet_of` wrote, taken apart: a value for each field of `Facets`, in their order."""
    values = dict(zip(PARTS, facet.split("|"), strict=True))
    checklist, section = values["checklist"], values["section"]
    values |= {"section": f"{checklist}.{section}", "item": f"{checklist}.{section}.{values['item']}"}
    return tuple(values[name] for name in Facets.__struct_fields__)


def _fits(values: tuple[str, ...], wanted: list[tuple[int, str]]) -> bool:
    return all(values[n] == value for n, value in wanted)
