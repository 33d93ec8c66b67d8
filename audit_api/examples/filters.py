"""What examples and starter stories are searched by, alike."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from audit_api.examples.facets import Chosen
from checklists.coaching import Kind
from checklists.definition import Channel, Level, Pillar
from checklists.items import Language
from checklists.themes import Theme

Words = Annotated[str, QueryParameter(max_length=200, description="Words of the narrative, all of them, in any order.")]
WordsIn = Annotated[Language, QueryParameter(description="The language of `q`, for its word forms.")]
Named = Annotated[str | None, QueryParameter(max_length=200, description="As the facets name it.")]


class Filters(msgspec.Struct, frozen=True):
    """What a search is limited to. `words` are those of `language`; `chosen`: filter -> value."""

    words: str
    language: Language
    chosen: Chosen


def _filters(
    q: Words = "",
    q_language: WordsIn = "en",
    theme: FromQuery[Theme | None] = None,
    section: Named = None,
    item: Named = None,
    pillar: FromQuery[Pillar | None] = None,
    level: FromQuery[Level | None] = None,
    channel: FromQuery[Channel | None] = None,
    language: FromQuery[Language | None] = None,
    kind: FromQuery[Kind | None] = None,
    photo: FromQuery[bool | None] = None,
    delight: FromQuery[bool | None] = None,
) -> Filters:
    given: Mapping[str, str | int | None] = {
        "theme": theme,
        "section": section,
        "item": item,
        "pillar": pillar,
        "level": level,
        "channel": channel,
        "language": language,
        "kind": kind,
        "photo": photo,
        "delight": delight,
    }
    chosen = {name: _word(value) for name, value in given.items() if value is not None}
    return Filters(q.strip(), language or q_language, chosen)


def _word(value: str | int) -> str:
    """The value of a filter as facets write it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


FromFilters = NamedDependency[Filters]
FILTERS = {"filters": Provide(_filters, sync_to_thread=False)}
"""The `dependencies` of a route whose `filters` come from its query."""
