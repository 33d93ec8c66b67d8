"""The outer boxes of an ISO base media file (HEIF, MP4)."""

from collections.abc import Iterator
from typing import NamedTuple

KINDS = frozenset(b"ftyp styp meta meco mdat idat free skip wide uuid moov moof mfra sidx pdin mpvd sefd jumb".split())
"""Outer boxes of still pictures and movies, Samsung's and the provenance box among them. Any other four letters are
more likely text behind the last box than a box."""


class Box(NamedTuple):
    kind: bytes
    data: bytes
    end: int


def boxes(data: bytes, at: int = 0) -> Iterator[Box]:
    """Outer boxes from offset `at` on; stops where the bytes are not a box any more.

    A box that claims more bytes than there are is yielded with `end` past the data.
    """
    while at + 8 <= len(data):
        length, kind, header = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(data) - at
        if length < header or kind not in KINDS:
            return
        yield Box(kind, data[at + header : at + length], at + length)
        at += length
