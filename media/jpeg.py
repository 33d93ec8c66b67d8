"""JPEG taken apart, and rebuilt from an allow-list of segments without touching a pixel.

The decoder is given the rebuilt file too, so EXIF, ICC, MPF and comments never reach libjpeg or Pillow's parsers,
and the bytes that were proven sound by decoding are the very bytes that are kept.
"""

from dataclasses import dataclass, field

from media.container import Container
from media.jpeg_segments import (
    APP0,
    APP1,
    APP2,
    APP14,
    APPLICATION,
    COM,
    DAC,
    DHT,
    DQT,
    DRI,
    EOI,
    SOI,
    SOS,
    Segment,
    damaged,
    segments,
)

FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, DAC, 0xC8}
PLAIN_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive Huffman: all that cameras and browsers write and every viewer reads."""
PLAIN_COMPONENTS = (b"\x01\x02\x03", b"\x01")
"""The ids that JFIF prescribes for YCbCr and grey."""
MAX_SCANS = 100
"""Encoders write about ten progressive scans; each costs a pass over the whole picture, so thousands are an attack."""
MAX_QUANTISATION_TABLES = 4
HUFFMAN_TABLES_PER_SCAN = 8
"""Four DC and four AC tables are all that a decoder can hold; more are a place to hide bytes."""
HUFFMAN_HEADER = 17
"""Class and number of the table, then how many codes there are of each of sixteen lengths."""
FRESH_JFIF = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
"""Version 1.01, square pixels, no embedded thumbnail: byte for byte what libjpeg writes itself."""
FRESH_ADOBE = b"Adobe\0\x64\0\0\0\0"
"""Version 100, no flags; the colour transform is the byte behind it."""


@dataclass(slots=True)
class _Parts:
    rebuilt: list[bytes] = field(default_factory=list)
    foreign: list[bytes] = field(default_factory=list)
    scans: list[bytes] = field(default_factory=list)
    icc: dict[int, bytes] = field(default_factory=dict)
    exif: bytes = b""
    frame: Segment | None = None
    jfif: bool = False
    adobe_transform: bytes = b""
    quantisation_tables: int = 0
    huffman_tables: int = 0
    keepable: bool = True


def read_jpeg(data: bytes) -> Container:
    """Take a JPEG apart up to its EOI. Raises PhotoRefused: photo_truncated, photo_corrupt."""
    parts, end = _Parts(), 0
    for segment in segments(data):
        _sort_in(parts, segment)
        end = segment.end
    if parts.frame is None or not parts.scans:
        raise damaged()
    frame = parts.frame.payload
    return Container(
        content_type="image/jpeg",
        pillow_format="JPEG",
        size=(int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")),
        end=end,
        foreign=tuple(parts.foreign),
        picture=_rebuilt(parts),
        scans=tuple(parts.scans),
        exif=parts.exif,
        icc=b"".join(parts.icc[number] for number in sorted(parts.icc)),
        keepable=parts.keepable and _is_plain(parts, parts.frame),
    )


def _sort_in(parts: _Parts, segment: Segment) -> None:
    marker, payload = segment.marker, segment.payload
    if marker in FRAMES:
        if parts.frame is not None or len(payload) < 6:
            raise damaged()
        parts.frame = segment
        parts.rebuilt.append(_written(marker, payload))
    elif marker == SOS:
        parts.scans.append(segment.scan)
        if len(parts.scans) > MAX_SCANS:
            raise damaged()
        parts.rebuilt += (_written(marker, payload), segment.scan)
    elif marker in (DQT, DHT, DRI, DAC):
        parts.rebuilt.append(_written(marker, payload))
        _judge_table(parts, marker, payload)
    elif marker != EOI:
        parts.foreign.append(payload)
        parts.keepable &= marker == COM or marker in APPLICATION
        _note_metadata(parts, marker, payload)


def _judge_table(parts: _Parts, marker: int, payload: bytes) -> None:
    parts.keepable &= marker != DAC
    if marker == DQT:
        parts.quantisation_tables += len(payload) // 65
    elif marker == DHT:
        tables = _huffman_tables(payload)
        parts.huffman_tables += len(tables)
        # No encoder lists a symbol twice; a hidden message would.
        parts.keepable &= bool(tables) and all(len(set(symbols)) == len(symbols) for symbols in tables)


def _huffman_tables(payload: bytes) -> list[bytes]:
    """The symbols of each table in a DHT segment; none at all if the segment is not made of whole tables."""
    tables, at = [], 0
    while at < len(payload):
        start = at + HUFFMAN_HEADER
        at = start + sum(payload[at + 1 : start])
        tables.append(payload[start:at])
    return tables if at == len(payload) else []


def _note_metadata(parts: _Parts, marker: int, payload: bytes) -> None:
    if marker == APP0 and payload.startswith(b"JFIF\0"):
        parts.jfif = True
    elif marker == APP14 and payload.startswith(b"Adobe"):
        parts.adobe_transform = payload[11:12]
    elif marker == APP1 and payload.startswith(b"Exif\0\0") and not parts.exif:
        parts.exif = payload[6:]
    elif marker == APP2 and payload.startswith(b"ICC_PROFILE\0"):
        parts.icc.setdefault(int.from_bytes(payload[12:13], "big"), payload[14:])


def _is_plain(parts: _Parts, frame: Segment) -> bool:
    """Whether nothing but an ordinary grey or YCbCr picture is in the rebuilt file."""
    precision, components = frame.payload[0], frame.payload[6::3]
    return (
        frame.marker in PLAIN_FRAMES
        and precision == 8
        and components in PLAIN_COMPONENTS
        and parts.quantisation_tables <= MAX_QUANTISATION_TABLES
        and parts.huffman_tables <= HUFFMAN_TABLES_PER_SCAN * len(parts.scans)
    )


def _rebuilt(parts: _Parts) -> bytes:
    # Whoever wrote JFIF meant YCbCr; without it Adobe's transform decides; without both the decoder guesses from the
    # component ids. Only the marker that decided is written again, so the colours stay what they were.
    if parts.jfif:
        colour = _written(APP0, FRESH_JFIF)
    elif parts.adobe_transform:
        colour = _written(APP14, FRESH_ADOBE + parts.adobe_transform)
    else:
        colour = b""
    return b"".join((bytes((0xFF, SOI)), colour, *parts.rebuilt, bytes((0xFF, EOI))))


def _written(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload
