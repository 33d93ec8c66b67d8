"""The shape of what is known of a language."""

import re

import msgspec


def introduction(*phrases: str) -> re.Pattern[str]:
    """Finds where a name is announced; phrases are regular expressions without their end."""
    return re.compile(
        rf"\b(?:{'|'.join(phrases)})(?:\s+(?:is|ist|är|yra|buvo|war|was|var|said|:))?[\s:,\"“„»'‘’]+", re.I
    )


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """All words are folded.

    `titles` stand before a name, `titles_after` behind it. `common`: words that are no names, though they may begin a
    sentence. `capital`: no names, though they have a capital letter anywhere. `ambiguous`: names that are also words.
    `deeds`: what people do in these stories, right after their name.
    """

    titles: frozenset[str]
    introductions: re.Pattern[str]
    first_names: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    common: frozenset[str]
    capital: frozenset[str]
    deeds: frozenset[str]
    titles_after: frozenset[str] = frozenset()
    nouns_are_capital: bool = False
    determiners: frozenset[str] = frozenset()
