"""What examples and starter stories are searched by, alike."""

from collections.abc import Mapping
from typing import Annotated

from litestar.params import QueryParameter

from checklists.items import Language

Words = Annotated[str, QueryParameter(max_length=200, description="Words of the narrative, all of them, in any order.")]
WordsIn = Annotated[Language, QueryParameter(description="The language of `q`, for its word forms.")]
Named = Annotated[str | None, QueryParameter(max_length=200, description="As the facets name it.")]


def chosen_of(given: Mapping[str, str | int | bool | None]) -> dict[str, str]:
    """Filter -> value, as the facets write it."""
    return {name: _word(value) for name, value in given.items() if value is not None}


def _word(value: str | int | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
