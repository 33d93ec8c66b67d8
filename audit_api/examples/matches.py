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
Index = str | dict[str, int]
"""The name of an index, or its keys."""

BEST_FIRST = {"rank": -1, "_id": -1}
# What an index begins with decides what it is good for; all end with the order of a page but `facets`.
BY_RANK: Index = {"visible": 1, **BEST_FIRST}
BY_FACET: Index = {"visible": 1, "facet": 1, **BEST_FIRST}
BY_WORD: Index = "terms"


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """`words` are those of `language`. `chosen`: facet -> value."""

    words: str
    language: str
    chosen: Chosen
    scope: Scope


class Matches(msgspec.Struct, kw_only=True):
    """`rows` is a page and one more if there are more; `counted`: what the matches are about, disregarding filters.

    Not `exact_facets`: only the best ones are counted. Not `exact_total`: there are at least `total`.
    """

    counted: Counted
    rows: list[Json]
    total: int
    exact_facets: bool = True
    exact_total: bool = True


async def find(search: Search, limit: int, cursor: str | None) -> Matches:
    page = _Page(limit + 1, after_number(cursor, "rank"))
    if not search.words:
        return await (_find_chosen(search, page) if search.chosen else _find_all(search, page))
    forms = wanted_forms(search.words, search.language)
    return await _find_words(search, forms, page) if forms else Matches(counted=Counted({}), rows=[], total=0)


async def best(scope: Scope, limit: int, more: Json) -> list[Json]:
    return await _rows({**scope.filter(), **more}, limit, _by_rank(scope))


async def best_of(scope: Scope, counted: Counted, facets: list[str], limit: int, more: Json) -> list[Json]:
    """Those that have one of `facets`; `counted` are the examples of the scope.

    Of N examples n fit. Walking down all by rank meets one of them every N / n, so a page takes limit * N / n steps.
    Reading all that fit, and sorting them, takes n. That is less where n^2 <= limit * N.
    """
    if not facets:
        return []
    few = counted.number(facets) ** 2 <= limit * counted.number()
    fitting: Json = {**scope.filter(), **more, "facet": {"$in": facets}}
    return await _rows(fitting, limit, _by_facet(scope) if few else _by_rank(scope))


class _Page(msgspec.Struct, frozen=True):
    """How many rows to read, one more than are shown, and the condition that they come after those before."""

    limit: int
    after: Json


class _Worded(msgspec.Struct, frozen=True):
    """The examples with all words: the index `terms` leads to those with the rarest; `others` are read there."""

    rarest: Json
    others: Json

    @property
    def filter(self) -> Json:
        return {**self.rarest, **self.others}


async def _find_all(search: Search, page: _Page) -> Matches:
    counted, rows = await asyncio.gather(_all_facets(search.scope), best(search.scope, page.limit, page.after))
    return Matches(counted=counted, rows=rows, total=counted.number())


async def _find_chosen(search: Search, page: _Page) -> Matches:
    counted = await _all_facets(search.scope)
    fitting = counted.fitting(search.chosen)
    rows = await best_of(search.scope, counted, fitting, page.limit, page.after)
    return Matches(counted=counted, rows=rows, total=counted.number(fitting))


async def _find_words(search: Search, forms: list[str], page: _Page) -> Matches:
    """Of all words the rarest leads. How many examples have that one decides what can be counted."""
    numbers = await asyncio.gather(*(_number_with(form, search.scope) for form in forms))
    number, rarest = min(zip(numbers, forms, strict=True))
    worded = _Worded(
        rarest={"visible": _visible(search.scope), "terms": rarest},
        others={**search.scope.filter(), **_having([form for form in forms if form != rarest])},
    )
    if number <= LOOKED_AT:
        return await _few_with_words(search, worded, page)
    if not search.chosen:
        return await _many_with_words(worded, page)
    return await _chosen_with_words(search, worded, page)


async def _few_with_words(search: Search, worded: _Worded, page: _Page) -> Matches:
    """All are counted."""
    counted = await _best_facets(worded)
    fitting = counted.fitting(search.chosen)
    facets = {"facet": {"$in": fitting}} if search.chosen else {}
    rows = await _rows({**worded.filter, **facets, **page.after}, page.limit, BY_WORD) if fitting else []
    return Matches(counted=counted, rows=rows, total=counted.number(fitting))


async def _many_with_words(worded: _Worded, page: _Page) -> Matches:
    """The best are counted."""
    counted, rows = await asyncio.gather(
        _best_facets(worded), _rows({**worded.filter, **page.after}, page.limit, BY_WORD)
    )
    return Matches(counted=counted, rows=rows, total=counted.number(), exact_facets=False, exact_total=False)


async def _chosen_with_words(search: Search, worded: _Worded, page: _Page) -> Matches:
    """Of many with words those with facets. Of these there may be few again, even without regard to the words."""
    counted, everything = await asyncio.gather(_best_facets(worded), _all_facets(search.scope))
    fitting = everything.fitting(search.chosen)
    wanted = {**worded.filter, "facet": {"$in": fitting}}
    if everything.number(fitting) <= LOOKED_AT:
        index = _by_facet(search.scope)
        number, rows = await asyncio.gather(_number(wanted, index), _rows({**wanted, **page.after}, page.limit, index))
        return Matches(counted=counted, rows=rows, total=number, exact_facets=False)
    rows = await _rows({**wanted, **page.after}, page.limit, BY_WORD)
    total = max(counted.number(fitting), len(rows))
    return Matches(counted=counted, rows=rows, total=total, exact_facets=False, exact_total=False)


async def _all_facets(scope: Scope) -> Counted:
    return Counted(await read_tallies(scope))


async def _number_with(form: str, scope: Scope) -> int:
    """No more than are looked at and one; from the index alone."""
    wanted = {"visible": _visible(scope), "terms": form}
    return await ExampleDocument.get_pymongo_collection().count_documents(wanted, limit=LOOKED_AT + 1, hint=BY_WORD)


async def _number(wanted: Json, index: Index) -> int:
    return await ExampleDocument.get_pymongo_collection().count_documents(wanted, hint=_hint(index))


async def _best_facets(worded: _Worded) -> Counted:
    """Of the best with the rarest word, those that have the others, too."""
    leading: list[Json] = [{"$match": worded.rarest}, {"$sort": BEST_FIRST}, {"$limit": LOOKED_AT}]
    by_facet: list[Json] = [{"$match": worded.others}, {"$group": {"_id": "$facet", "n": {"$sum": 1}}}]
    examples = ExampleDocument.get_pymongo_collection()
    rows = await (await examples.aggregate([*leading, *by_facet], batchSize=100_000, hint=BY_WORD)).to_list()
    return Counted({row["_id"]: row["n"] for row in rows})


async def _rows(wanted: Json, limit: int, index: Index) -> list[Json]:
    examples = ExampleDocument.get_pymongo_collection()
    found = examples.find(wanted, {"terms": 0}, sort=[*BEST_FIRST.items()], limit=limit, batch_size=in_one_batch(limit))
    return await found.hint(_hint(index)).to_list()


def _hint(index: Index) -> str | list[tuple[str, int]]:
    return index if isinstance(index, str) else list(index.items())


def _by_rank(scope: Scope) -> Index:
    return BY_RANK if scope.visible else "desk"


def _by_facet(scope: Scope) -> Index:
    return BY_FACET if scope.visible else "facets"


def _visible(scope: Scope) -> Any:
    """Examples with words are visible if they are released, and never else."""
    return scope.visible or {"$in": [True, False]} if "released" in scope.states else False


def _having(forms: list[str]) -> Json:
    """As an expression, so that no index is chosen for them."""
    return {"$expr": {"$and": [{"$in": [form, "$terms"]} for form in forms]}} if forms else {}
