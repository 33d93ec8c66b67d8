"""The shape of what is known of a language."""

import re

import msgspec

_AHEAD = re.compile(r"\(\?= \[[^\]]+\]\)")


def introduction(*phrases: str) -> re.Pattern[str]:
    """Finds where a name is announced; phrases are regular expressions without their end.

    The case counts only where a phrase looks ahead for a capital letter.
    """
    cased = [_AHEAD.sub(r"(?-i:\g<0>)", phrase) for phrase in phrases]
    return re.compile(rf"\b(?:{'|'.join(cased)})(?:\s+(?:is|ist|är|yra|buvo|war|was|var|said|:))?[\s:,\"“„»'‘’]+", re.I)


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """All words are folded.

    `titles` stand before a name, `titles_after` behind it. `common`: words that are no names, though they may begin a
    sentence. `capital`: no names, though they have a capital letter anywhere. `ambiguous`: names that are also words.
    `deeds`: what people do in these stories, right after their name.
    `before_names`: words behind which a noun has an article, and a name has none. `rare_is_doubtful`: sentences begin
    with well-known words, as there are few forms of each.
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
    before_names: frozenset[str] = frozenset()
    rare_is_doubtful: bool = False
