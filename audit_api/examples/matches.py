"""Which examples fit a search, best first, from an index each time, whatever their number."""

import asyncio
from typing import Any

import msgspec

from audit_api.documents import ExampleDocument
from audit_api.examples.facets import Chosen, Counted
from audit_api.examples.tallies import Scope, read_tallies
from audit_api.examples.word_forms import wanted_forms
from audit_api.http.paging import after_number, in_one_batch

LOOKED_AT = 5_000
"""The most examples that are read to count those with words: the best ones. More have at least as many."""

Json = dict[str, Any]
BEST_FIRST = {"rank": -1, "_id": -1}
# What an index begins with decides what it is good for; all end with the order of a page but `facets`.
BY_RANK = {"visible": 1, **BEST_FIRST}
BY_FACET = {"visible": 1, "facet": 1, **BEST_FIRST}


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """`words` are those of `language`. `chosen`: facet -> value."""

    words: str
    language: str
    chosen: Chosen
    scope: Scope


class Found(msgspec.Struct, kw_only=True):
    """`rows` is a page and one more if there are more. Not `exact`: `counted` are some of the examples with words."""

    counted: Counted
    rows: list[Json]
    total: int
    exact: bool = True
    exact_total: bool = True


async def find(search: Search, limit: int, cursor: str | None) -> Found:
    after = after_number(cursor, "rank")
    if not search.words:
        return await _find_all(search, limit, after)
    forms = wanted_forms(search.words, search.language)
    return await _find_words(search, forms, limit, after) if forms else Found(counted=Counted({}), rows=[], total=0)


async def best(scope: Scope, counted: Counted, facets: list[str] | None, limit: int, more: Json) -> list[Json]:
    """Those of `facets` (None: all), of which there are as many as `counted`."""
    if facets == []:
        return []
    wanted: Json = {**scope.filter(), **more}
    if facets is None:
        return await _rows(wanted, limit, _by_rank(scope))
    wanted["facet"] = {"$in": facets}
    # Walking down all by rank meets one of them every so often; reading all of them needs no luck.
    few = counted.number(facets) ** 2 <= limit * counted.number()
    return await _rows(wanted, limit, _by_facet(scope) if few else _by_rank(scope))


async def _find_all(search: Search, limit: int, after: Json) -> Found:
    if not search.chosen:
        counted, rows = await asyncio.gather(
            _counted(search.scope), best(search.scope, Counted({}), None, limit + 1, after)
        )
        return Found(counted=counted, rows=rows, total=counted.number())
    counted = await _counted(search.scope)
    fitting = counted.fitting(search.chosen)
    rows = await best(search.scope, counted, fitting, limit + 1, after)
    return Found(counted=counted, rows=rows, total=counted.number(fitting))


async def _find_words(search: Search, forms: list[str], limit: int, after: Json) -> Found:
    """All of the words. The rarest leads; of those that have it, the best are counted."""
    numbers = await asyncio.gather(*(_number_with(form, search.scope) for form in forms))
    number, rarest = min(zip(numbers, forms, strict=True))
    leading: Json = {"visible": _visible(search.scope), "terms": rarest}
    others = {**search.scope.filter(), **_having([form for form in forms if form != rarest])}
    if number <= LOOKED_AT:
        counted = await _count(leading, others)
        fitting = counted.fitting(search.chosen)
        facets = {"facet": {"$in": fitting}} if search.chosen else {}
        rows = await _rows({**leading, **others, **facets, **after}, limit + 1, "terms") if fitting else []
        return Found(counted=counted, rows=rows, total=counted.number(fitting))
    counted, everything = await asyncio.gather(_count(leading, others), _counted(search.scope))
    if not search.chosen:
        rows = await _rows({**leading, **others, **after}, limit + 1, "terms")
        return Found(counted=counted, rows=rows, total=counted.number(), exact=False, exact_total=False)
    return await _find_chosen(search, counted, everything, {**leading, **others}, limit, after)


async def _find_chosen(
    search: Search, counted: Counted, everything: Counted, wanted: Json, limit: int, after: Json
) -> Found:
    """Of more examples with words than are looked at, those with facets: of these there may be few again."""
    fitting = everything.fitting(search.chosen)
    wanted = {**wanted, "facet": {"$in": fitting}}
    few = everything.number(fitting) <= LOOKED_AT
    index = _by_facet(search.scope) if few else "terms"
    numbers, rows = await asyncio.gather(
        _count(wanted, {}, index) if few else _nothing(), _rows({**wanted, **after}, limit + 1, index)
    )
    total = numbers.number() if few else max(counted.number(fitting), len(rows))
    return Found(counted=counted, rows=rows, total=total, exact=False, exact_total=few)


async def _counted(scope: Scope) -> Counted:
    return Counted(await read_tallies(scope))


async def _nothing() -> Counted:
    return Counted({})


async def _number_with(form: str, scope: Scope) -> int:
    """No more than are looked at and one; from the index alone."""
    wanted = {"visible": _visible(scope), "terms": form}
    return await ExampleDocument.get_pymongo_collection().count_documents(wanted, limit=LOOKED_AT + 1, hint="terms")


async def _count(leading: Json, others: Json, index: str | Json = "terms") -> Counted:
    first: list[Json] = [{"$match": leading}, {"$sort": BEST_FIRST}, {"$limit": LOOKED_AT}]
    by_facet: list[Json] = [{"$match": others}, {"$group": {"_id": "$facet", "n": {"$sum": 1}}}]
    examples = ExampleDocument.get_pymongo_collection()
    rows = await (await examples.aggregate([*first, *by_facet], batchSize=100_000, hint=index)).to_list()
    return Counted({row["_id"]: row["n"] for row in rows})


async def _rows(wanted: Json, limit: int, index: str | Json) -> list[Json]:
    examples = ExampleDocument.get_pymongo_collection()
    found = examples.find(wanted, {"terms": 0}, sort=[*BEST_FIRST.items()], limit=limit, batch_size=in_one_batch(limit))
    return await found.hint(_keys(index)).to_list()


def _keys(index: str | Json) -> Any:
    return index if isinstance(index, str) else list(index.items())


def _by_rank(scope: Scope) -> str | Json:
    return BY_RANK if scope.visible else "desk"


def _by_facet(scope: Scope) -> str | Json:
    return BY_FACET if scope.visible else "facets"


def _visible(scope: Scope) -> Any:
    """Examples with words are visible if they are released, and never else."""
    return scope.visible or {"$in": [True, False]} if "released" in scope.states else False


def _having(forms: list[str]) -> Json:
    """As an expression, so that no index is chosen for them."""
    return {"$expr": {"$and": [{"$in": [form, "$terms"]} for form in forms]}} if forms else {}
