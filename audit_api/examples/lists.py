"""Searching examples: a page of the best, with what else there is."""

import asyncio
from typing import Any

import msgspec

from audit_api.documents import ExampleDocument, ExampleState
from audit_api.examples.facets import Chosen, Counted, Facets, facets_of
from audit_api.examples.matches import Search, best_of, find
from audit_api.examples.tallies import STATES, Scope, read_tallies
from audit_api.examples.views import Example, shown
from audit_api.http.paging import cursor_of
from audit_api.people.auth import Principal

SIMILAR, CONTRASTS = 6, 3


class ExamplePage(msgspec.Struct, kw_only=True):
    """Best first. `facets` is None after the first page.

    Not `exact_total`: there are more than are counted, at least `total`. Not `exact_facets`: the same of the numbers
    in `facets`. Only a search for words that very many examples have is not exact.
    """

    examples: list[Example]
    next: str | None
    total: int
    exact_total: bool
    facets: Facets | None
    exact_facets: bool


class SimilarExamples(msgspec.Struct, kw_only=True):
    """Examples beside one: `alike` of the same item or theme and as good or bad, `contrast` the other way round."""

    alike: list[Example]
    contrast: list[Example]


def scope_of(principal: Principal, state: ExampleState | None = None) -> Scope:
    """Which examples are counted for this person: the same as `visible_examples` finds."""
    if principal.role == "trainer":
        return Scope(visible=True)
    regions = tuple(principal.region_ids) if principal.role == "manager" else None
    return Scope(states=(state,) if state else STATES, regions=regions)


async def search_page(principal: Principal, search: Search, limit: int, cursor: str | None) -> ExamplePage:
    found = await find(search, limit, cursor)
    page = [ExampleDocument.model_validate(row) for row in found.rows[:limit]]
    examples, facets = await asyncio.gather(
        shown(principal, page), _facets(found.counted, search.chosen) if cursor is None else _none()
    )
    return ExamplePage(
        examples=examples,
        next=cursor_of(page[-1].rank, page[-1].id) if len(found.rows) > limit else None,
        total=found.total,
        exact_total=found.exact_total,
        facets=facets,
        exact_facets=found.exact_facets,
    )


async def similar_to(principal: Principal, example: ExampleDocument) -> SimilarExamples:
    scope = scope_of(principal)
    counted = Counted(await read_tallies(scope))
    opposite = "bad" if example.kind == "good" else "good"
    alike, contrast = await asyncio.gather(
        _nearest(scope, counted, example, example.kind, SIMILAR), _nearest(scope, counted, example, opposite, CONTRASTS)
    )
    told = await shown(principal, alike + contrast)
    return SimilarExamples(alike=told[: len(alike)], contrast=told[len(alike) :])


async def _nearest(
    scope: Scope, counted: Counted, one: ExampleDocument, kind: str, limit: int
) -> list[ExampleDocument]:
    """Similar examples: of the same item first, then of the same theme."""
    other: dict[str, Any] = {"_id": {"$ne": one.id}}
    item = f"{one.checklist.key}.{one.section}.{one.item}"
    same = counted.fitting({"item": item, "kind": kind})
    rows = await best_of(scope, counted, same, limit, other)
    if len(rows) < limit:
        theme = [facet for facet in counted.fitting({"theme": one.theme, "kind": kind}) if facet not in set(same)]
        rows += await best_of(scope, counted, theme, limit - len(rows), other)
    return [ExampleDocument.model_validate(row) for row in rows]


async def _facets(counted: Counted, chosen: Chosen) -> Facets | None:
    return await facets_of(counted, chosen)


async def _none() -> None:
    return None
