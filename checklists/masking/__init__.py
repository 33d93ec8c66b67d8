"""Takes out of a narrative what would give a person or a branch away, and says when a human has to look.

Known words and shapes (numbers, addresses) are found for certain. A name that nobody knows is found by its title, its
introduction, or lists of common names; a capital letter alone makes a doubt. What is doubtful is hidden, too, and
marked: `⟦name?⟧`.
"""

from collections.abc import Sequence

import msgspec

from checklists.masking.folding import words as text_words
from checklists.masking.known import MaskWords, known_spans
from checklists.masking.names import name_spans
from checklists.masking.patterns import shaped_spans
from checklists.masking.spans import BLANK, DOUBTFUL, PLACEHOLDER, Kind, Span, merged

__all__ = ["Kind", "MaskWords", "Masked", "Span", "mask", "with_known", "with_spans"]

_TELLING_WORDS = 6


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """`spans` are places in the text as it was given. Not `certain`: it stays out until a person has looked at it."""

    text: str
    spans: tuple[Span, ...]
    certain: bool


def mask(text: str, language: str, words: MaskWords, people: tuple[str, ...] = ()) -> Masked:
    """Masked again, the text stays as it is. An unknown language gets the rules of all. `people`: of this text only."""
    spans: list[Span] = []
    while found := _found(text, spans, language, words, MaskWords(people=people)):
        spans = merged([*spans, *found])
    masked = with_spans(text, spans)
    return Masked(
        text=masked, spans=tuple(spans), certain=not DOUBTFUL.search(masked) and not _is_caseless(text, spans)
    )


def with_known(text: str, words: MaskWords) -> str:
    """The text without what is known, and nothing else: what a person left readable for other reasons stays so."""
    seen, origins = _blanked(text, [])
    found = [span for span in known_spans(seen, words) if BLANK not in seen[span.start : span.end]]
    return with_spans(text, merged(_moved(span, origins) for span in found))


def with_spans(text: str, spans: Sequence[Span]) -> str:
    """The text with a placeholder for each span; they are in order and apart."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], span.placeholder]
        at = span.end
    return "".join([*parts, text[at:]])


def _found(text: str, spans: list[Span], language: str, known: MaskWords, more: MaskWords) -> list[Span]:
    """What there is to hide outside of `spans`: nothing is found in hidden places or across them."""
    seen, origins = _blanked(text, spans)
    found = [*known_spans(seen, known), *known_spans(seen, more), *shaped_spans(seen), *name_spans(seen, language)]
    return [_moved(span, origins) for span in found if BLANK not in seen[span.start : span.end]]


def _blanked(text: str, spans: list[Span]) -> tuple[str, list[int]]:
    """The text with one blank for all that is hidden, and for each of its letters the place that it had.

    The same for a text and for what was masked in it: hence nothing more is found when it is masked again.
    """
    hidden = [(span.start, span.end) for span in spans]
    hidden += [match.span() for match in PLACEHOLDER.finditer(text)]
    origins: list[int] = []
    seen, at = "", 0
    for start, end in sorted(hidden):
        seen += text[at:start] + BLANK
        origins += range(at, start + 1)
        at = max(at, end)
    return seen + text[at:], [*origins, *range(at, len(text) + 1)]


def _moved(span: Span, origins: list[int]) -> Span:
    return msgspec.structs.replace(span, start=origins[span.start], end=origins[span.end - 1] + 1)


def _is_caseless(text: str, spans: Sequence[Span]) -> bool:
    """All small or all capital: the letters do not tell a name from another word."""
    letters = PLACEHOLDER.sub(BLANK, text)
    if spans and spans[0].kind != "name" and not text_words(text[: spans[0].start]):
        letters = BLANK + letters  # a number or an address, which opens a sentence without a capital
    small = letters == letters.lower() and BLANK not in letters  # what is hidden may have been the only capital
    return len(text_words(letters)) >= _TELLING_WORDS and (small or letters == letters.upper())
