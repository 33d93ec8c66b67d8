"""Text as it is compared: without case, accents, invisible characters; every folded letter knows where it came from.

`Šiauliai`, `SIAULIAI` and `S i a u l i a i` are one word to whoever wants to know which branch is meant.
"""

import re
import unicodedata
from functools import lru_cache

import msgspec

# With the marks that stand behind it: `İ` in small letters is an `i` and a dot of its own.
_ONE = r"[^\W_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_ONE})+(?:['’`´](?:{_ONE})+)?")
_SPELLED_OUT = re.compile(rf"(?<![^\W_]){_ONE}(?:[ .\-_·]{{1,2}}{_ONE}){{3,}}(?![^\W_])")
_APOSTROPHES = "'’`´"
_WHOLE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


class Word(msgspec.Struct, frozen=True):
    """A word in its place: `folded` up to an apostrophe, `tail` what stands behind it."""

    start: int
    end: int
    text: str
    folded: str
    tail: str = ""

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    lowered = letter.casefold().replace("i̇", "i")
    plain = "".join(_WHOLE.get(part, part) for part in lowered)
    return "".join(part for part in unicodedata.normalize("NFKD", plain) if part.isalnum())


def fold(text: str) -> str:
    """`İ`, `I`, `ı` and `i` are one letter: in Turkish they are two, but who shouts or hurries mixes them."""
    return "".join(map(_letter, text))


def lexicon(text: str) -> frozenset[str]:
    """The words between spaces, folded."""
    return frozenset(fold(word) for word in text.split())


def words(text: str) -> list[Word]:
    """The words of a text in order. A word that is spelled out in single letters is one word."""
    spelled = {match.start(): match for match in _SPELLED_OUT.finditer(text)}
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        found.append(_word(spelled.get(match.start(), match)))
    return found


def _word(match: re.Match[str]) -> Word:
    text = match[0]
    cut = next((n for n, letter in enumerate(text) if letter in _APOSTROPHES), len(text))
    return Word(match.start(), match.end(), text, fold(text[:cut]), fold(text[cut:]))
