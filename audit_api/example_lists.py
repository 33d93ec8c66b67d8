"""Searching examples: a page of the best, with what else there is."""

import asyncio
from typing import Any

import msgspec

from audit_api.access import Filter, visible_examples
from audit_api.auth import Principal
from audit_api.documents import ExampleDocument, ExampleState
from audit_api.example_facets import Chosen, Counted, Facets, count_facets, facets_of, with_facets
from audit_api.example_sources import NO_STEMMER, STEMMERS
from audit_api.example_views import Example, shown
from audit_api.paging import after_number, cursor_of, in_one_batch

SIMILAR, CONTRASTS = 6, 3
Stages = list[dict[str, Any]]

BEST_FIRST = {"rank": -1, "_id": -1}


class ExamplePage(msgspec.Struct, kw_only=True):
    """Best first; those that fit the words best if there are words. `facets` is None after the first page."""

    examples: list[Example]
    next: str | None
    total: int
    facets: Facets | None


class SimilarExamples(msgspec.Struct, kw_only=True):
    """`alike`: of the same item or at least theme, and as good or bad; `contrast`: the other way round."""

    alike: list[Example]
    contrast: list[Example]


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """`words` are stemmed as those of `language`. `chosen`: facet -> value."""

    words: str
    language: str
    chosen: Chosen
    state: ExampleState | None


async def search_page(principal: Principal, search: Search, limit: int, cursor: str | None) -> ExamplePage:
    scope = {**visible_examples(principal), **({"state": search.state} if search.state else {}), **_text(search)}
    counted, fitting, rows = await _found(search, scope, limit, cursor)
    page = [ExampleDocument.model_validate(row) for row in rows[:limit]]
    more = len(rows) > limit
    examples, facets = await asyncio.gather(
        shown(principal, page), _facets(counted, search.chosen) if cursor is None else _none()
    )
    return ExamplePage(
        examples=examples,
        next=cursor_of(rows[limit - 1]["order"], page[-1].id) if more else None,
        total=sum(counted.by_facet[facet] for facet in fitting),
        facets=facets,
    )


async def similar_to(principal: Principal, one: ExampleDocument) -> SimilarExamples:
    scope = {**visible_examples(principal), "theme": one.theme, "_id": {"$ne": one.id}}
    opposite = "bad" if one.kind == "good" else "good"
    alike = await _nearest({**scope, "kind": one.kind}, one, SIMILAR)
    contrast = await _nearest({**scope, "kind": opposite}, one, CONTRASTS)
    told = await shown(principal, alike + contrast)
    return SimilarExamples(alike=told[: len(alike)], contrast=told[len(alike) :])


async def _nearest(scope: dict[str, Any], one: ExampleDocument, limit: int) -> list[ExampleDocument]:
    """Of the same item first, then of the theme."""
    same = {"checklist.key": one.checklist.key, "item": one.item}
    found = await ExampleDocument.find({**scope, **same}).sort("-rank", "-_id").limit(limit).to_list()
    if len(found) < limit:
        others = {**scope, "$nor": [same]}
        found += await ExampleDocument.find(others).sort("-rank", "-_id").limit(limit - len(found)).to_list()
    return found


def _text(search: Search) -> dict[str, Any]:
    if not search.words:
        return {}
    return {"$text": {"$search": search.words, "$language": STEMMERS.get(search.language, NO_STEMMER)}}


async def _found(
    search: Search, scope: Filter, limit: int, cursor: str | None
) -> tuple[Counted, list[str], list[dict[str, Any]]]:
    """The counts, the facets that fit, and one entry more than `limit` if there are more."""
    if search.words:
        # Both read every hit: side by side.
        wanted = {**scope, **with_facets(search.chosen)}
        counted, rows = await asyncio.gather(count_facets(scope), _by_words(wanted, limit, cursor))
        return counted, counted.fitting(search.chosen), rows
    if not search.chosen:
        counted, rows = await asyncio.gather(count_facets(scope), _by_rank(scope, limit, cursor))
        return counted, list(counted.by_facet), rows
    counted = await count_facets(scope)
    fitting = counted.fitting(search.chosen)
    rows = await _by_rank({**scope, "facet": {"$in": fitting}}, limit, cursor) if fitting else []
    return counted, fitting, rows


async def _by_rank(wanted: Filter, limit: int, cursor: str | None) -> list[dict[str, Any]]:
    order: Stages = [{"$sort": BEST_FIRST}, {"$limit": limit + 1}, {"$set": {"order": "$rank"}}]
    return await _rows([{"$match": {"$and": [wanted, after_number(cursor, "rank")]}}, *order], limit)


async def _by_words(wanted: Filter, limit: int, cursor: str | None) -> list[dict[str, Any]]:
    scored: Stages = [{"$match": wanted}, {"$set": {"order": {"$meta": "textScore"}}}]
    order: Stages = [{"$sort": {"order": -1, "_id": -1}}, {"$limit": limit + 1}]
    return await _rows([*scored, {"$match": after_number(cursor, "order")}, *order], limit)


async def _rows(pipeline: Stages, limit: int) -> list[dict[str, Any]]:
    """Each with the number it is ordered by."""
    examples = ExampleDocument.get_pymongo_collection()
    return await (await examples.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()


async def _facets(counted: Counted, chosen: Chosen) -> Facets | None:
    return await facets_of(counted, chosen)


async def _none() -> None:
    return None
