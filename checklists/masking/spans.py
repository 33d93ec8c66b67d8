"""What was found in a text, and how it is marked."""

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

Kind = Literal["name", "phone", "email", "web", "branch", "place", "address", "number", "plate", "date", "word"]
KINDS: tuple[Kind, ...] = (
    "name", "phone", "email", "web", "branch", "place", "address", "number", "plate", "date", "word",
)  # fmt: skip
BLANK = "\ufffc"  # stands for what is hidden while the rest is searched: no word, no digit, no space
PLACEHOLDER = re.compile(rf"⟦(?:{'|'.join(KINDS)})\??⟧")
DOUBTFUL = re.compile(r"⟦[a-z]+\?⟧")


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Characters `start` to `end` (exclusive) of the text as it was given. Not `certain`: a person has to look."""

    start: int
    end: int
    kind: Kind
    certain: bool = True

    @property
    def placeholder(self) -> str:
        return f"⟦{self.kind}{'' if self.certain else '?'}⟧"


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order and apart. Where two overlap, the certain one counts, then the longer one, over all that both cover."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            kept[-1] = _united(kept[-1], span)
        else:
            kept.append(span)
    return kept


def _united(one: Span, other: Span) -> Span:
    best = max(one, other, key=lambda span: (span.certain, span.end - span.start))
    return msgspec.structs.replace(best, start=min(one.start, other.start), end=max(one.end, other.end))
