"""The segments of a JPEG, one after the other, without decoding any."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from media.photos import PhotoRefused

SOI, EOI, SOS, DQT, DHT, DRI, DAC, DNL = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD, 0xCC, 0xDC
APP0, APP1, APP2, APP14, COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
APPLICATION = range(0xE0, 0xF0)
GAP = -1
"""Stands for bytes that belong to no segment."""

WITHOUT_LENGTH = frozenset({0x00, 0x01, *range(0xD0, 0xD8)})
BETWEEN_SCANS = frozenset({SOS, DQT, DHT, DRI, DAC, DNL, EOI, COM, *APPLICATION})
"""What may follow a scan; any other marker is a hole in the entropy-coded data, which libjpeg would paint grey."""
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside entropy-coded data 0xFF is followed by a stuffed zero or a restart; anything else is the next marker."""


class Segment(NamedTuple):
    """`end` is the offset just past it; `scan` is the entropy-coded data behind an SOS."""

    marker: int
    payload: bytes
    end: int
    scan: bytes = b""


def segments(data: bytes) -> Iterator[Segment]:
    """From behind the SOI to the EOI, that included. Raises PhotoRefused: photo_truncated, photo_corrupt."""
    at, scanned = 2, False
    while True:
        marker_at = data.find(b"\xff", at)
        if marker_at > at:
            yield Segment(GAP, data[at:marker_at], marker_at)
        at = marker_at
        while data[at : at + 1] == b"\xff":
            at += 1
        if not 0 <= at < len(data):
            raise truncated()
        segment = _segment(data, data[at], at + 1, scanned)
        yield segment
        if segment.marker == EOI:
            return
        at, scanned = segment.end, scanned or segment.marker == SOS


def _segment(data: bytes, marker: int, at: int, scanned: bool) -> Segment:
    if marker == SOI or (scanned and marker not in BETWEEN_SCANS):
        raise damaged()
    if marker == EOI:
        return Segment(EOI, b"", at)
    if marker in WITHOUT_LENGTH:
        return Segment(GAP, b"", at)
    length = int.from_bytes(data[at : at + 2], "big")
    end = at + length
    if end > len(data) or at + 2 > len(data):
        raise truncated()
    if length < 2:
        raise damaged()
    if marker != SOS:
        return Segment(marker, data[at + 2 : end], end)
    after = AFTER_SCAN.search(data, end)
    if after is None:
        raise truncated()
    return Segment(SOS, data[at + 2 : end], after.start(), data[end : after.start()])


def truncated() -> PhotoRefused:
    return PhotoRefused("photo_truncated", "The JPEG ends before the picture does.")


def damaged() -> PhotoRefused:
    return PhotoRefused("photo_corrupt", "The JPEG is damaged.")
