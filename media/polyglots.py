"""Files that are a picture and something else at once.

A search through the whole file would refuse honest photos: in 10 MB of compressed pixels every sequence of three
bytes occurs by chance. So each foreign format is looked for where its own readers look:

- ZIP and its kin (JAR, DOCX, APK) are read from the end of the file: an end record in the last 64 KiB whose
  directory really stands where it points (64 bits that must agree, so chance plays no part).
- Formats that are recognised by their first bytes (executables, archives, markup) at the start of each part that is
  not pixels: comment, metadata, gap, trailer.
- Formats whose readers search (PDF in the first kilobyte or further, PHP and script in served text, self-extracting
  archives) anywhere in those parts, but not among pixels. Each pattern there is at least five rigid bytes.

What cameras append themselves is no polyglot: further JPEGs (MPF previews, gain maps), the MP4 of a motion photo and
makers' records. They are walked over like the picture, and never kept.
"""

import re
from collections.abc import Iterator

from media.boxes import boxes
from media.container import Container
from media.jpeg import read_jpeg
from media.photos import PhotoRefused

ZIP_END, ZIP_DIRECTORY, ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x01\x02", b"PK\x06\x07"
EMPTY_ZIP = bytes(16)
ZIP_END_RECORD = 22
ZIP_COMMENT = 0xFFFF

STARTS = re.compile(
    rb"[\0\s]*(?:PK\x03\x04|MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe|#!\s*/|\x1f\x8b\x08"
    rb"|BZh[1-9]1AY|\xfd7zXZ|\0asm|<(?:!doctype|html|head|body|svg|script|\?php))",
    re.IGNORECASE,
)
ANYWHERE = (
    *(b"%pdf-1.", b"%pdf-2.", b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"),
    *(b"<script", b"<iframe", b"<html", b"<!doctype", b"<?php", b"javascript:"),
)
"""In lower case. Plain substrings, because searching one is ten times faster than one alternation of all."""
IN_PIXELS = (
    *ANYWHERE,
    *(b"<svg", b"pk\x03\x04", b"pk\x05\x06", b"\x7felf"),
    *(b"exif\0\0", b"icc_profile\0", b"photoshop 3.0", b"http://"),
)
READABLE = re.compile(rb"[ -~]{20}")
"""Compressed pixels hold twenty printable characters in a row once in some hundred photos; a message always does."""

MAX_COMPANIONS = 8
"""Further pictures behind the first; phones append one or two."""


def refuse_polyglots(data: bytes, picture: Container) -> None:
    """Refuses a picture that is another kind of file as well: raises PhotoRefused `photo_polyglot`."""
    parts = (*picture.foreign, *_trailing_parts(data[picture.end :]))
    if _ends_in_zip(data) or any(STARTS.match(part) or _holds(part, ANYWHERE) for part in parts):
        raise PhotoRefused("photo_polyglot", "The file hides something else behind the picture.")


def spells_something(picture: Container) -> bool:
    """Whether pixel data happens, or was made, to be readable. Too weak a sign to refuse, enough to encode anew."""
    return _holds(picture.picture, IN_PIXELS) or any(READABLE.search(scan) for scan in picture.scans)


def _holds(part: bytes, signatures: tuple[bytes, ...]) -> bool:
    lower = part.lower()
    return any(signature in lower for signature in signatures)


def _ends_in_zip(data: bytes) -> bool:
    tail = max(0, len(data) - ZIP_END_RECORD - ZIP_COMMENT)
    at = data.rfind(ZIP_END, tail)
    while at >= 0:
        directory = at - int.from_bytes(data[at + 12 : at + 16], "little")
        if directory >= 0 and data[directory : directory + 4] == ZIP_DIRECTORY:
            return True
        if data[at + 4 : at + 20] == EMPTY_ZIP or data[max(0, at - 20) : at].startswith(ZIP64_LOCATOR):
            return True
        at = data.rfind(ZIP_END, tail, at)
    return False


def _trailing_parts(trailer: bytes) -> Iterator[bytes]:
    """What stands behind the picture, less the pixels of the companions that cameras append."""
    for _ in range(MAX_COMPANIONS):
        unpadded = trailer.lstrip(b"\0")
        if not unpadded.startswith(b"\xff\xd8\xff"):
            break
        try:
            companion = read_jpeg(unpadded)
        except PhotoRefused:
            break
        yield from companion.foreign
        trailer = unpadded[companion.end :]
    yield from _without_movie(trailer)


def _without_movie(trailer: bytes) -> Iterator[bytes]:
    # Google appends the MP4 as it is, Samsung inside a record of its own; both have `ftyp` four bytes into the movie.
    at = trailer.find(b"ftyp") - 4
    if at < 0:
        yield trailer
        return
    yield trailer[:at]
    movie = list(boxes(trailer, at))
    yield from (box.data for box in movie if box.kind != b"mdat")
    yield trailer[movie[-1].end if movie else at :]
