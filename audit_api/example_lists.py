"""Searching examples: a page of the best, with what else there is."""

from typing import Any

import msgspec

from audit_api.access import visible_examples
from audit_api.auth import Principal
from audit_api.documents import ExampleDocument, ExampleState
from audit_api.example_facets import Chosen, Counted, Facets, count_facets, facets_of
from audit_api.example_sources import NO_STEMMER, STEMMERS
from audit_api.example_views import Example, shown
from audit_api.paging import after_number, cursor_of, in_one_batch

FACETS_AT_ONCE = 150
"""Up to here the index is read facet by facet, best first; with more of them most examples fit anyway."""
SIMILAR, CONTRASTS = 6, 3
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
    counted = await count_facets(scope)
    rows = await _rows(search, scope, counted, limit, cursor)
    page = [ExampleDocument.model_validate(row) for row in rows[:limit]]
    more = len(rows) > limit
    return ExamplePage(
        examples=await shown(principal, page),
        next=cursor_of(rows[limit - 1]["order"], page[-1].id) if more else None,
        total=counted.total(search.chosen),
        facets=None if cursor else await facets_of(counted, search.chosen),
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


async def _rows(
    search: Search, scope: dict[str, Any], counted: Counted, limit: int, cursor: str | None
) -> list[dict[str, Any]]:
    """One more than `limit` if there are more, each with the number it is ordered by."""
    fitting = counted.fitting(search.chosen)
    if not fitting:
        return []
    wanted = {**scope, "facet": {"$in": fitting}} if search.chosen else scope
    order: Any = {"$meta": "textScore"} if search.words else "$rank"
    pipeline: list[dict[str, Any]] = [{"$match": wanted}]
    if search.words:
        pipeline += [{"$set": {"order": order}}, {"$match": after_number(cursor, "order")}]
        pipeline += [{"$sort": {"order": -1, "_id": -1}}, {"$limit": limit + 1}]
    else:
        pipeline += [{"$match": after_number(cursor, "rank")}, {"$sort": BEST_FIRST}, {"$limit": limit + 1}]
        pipeline += [{"$set": {"order": order}}]
    examples = ExampleDocument.get_pymongo_collection()
    return await (await examples.aggregate(pipeline, batchSize=in_one_batch(limit))).to_list()
