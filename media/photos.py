"""The words of photo intake: limits, refusals, evidence, and the photo that is kept.

No Pillow in this module: the server process speaks these words, and only the worker that decodes pictures
(`media.worker`) pays for an imaging library.
"""

from datetime import datetime
from typing import Literal

import msgspec

MEBIBYTE = 1024 * 1024

RefusalCode = Literal[
    "photo_empty",
    "photo_too_large",
    "photo_too_many_pixels",
    "photo_dimensions",
    "photo_truncated",
    "photo_corrupt",
    "photo_type_unsupported",
    "photo_animated",
    "photo_polyglot",
    "photo_too_slow",
]


class PhotoRefused(Exception):
    """The photo is not taken in, and sending the same bytes again will not help.

    `code` is stable and part of the API; `detail` is one English sentence for a person.
    """

    def __init__(self, code: RefusalCode, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class PhotoLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on what is accepted and sizes of what is kept; lengths in pixels, sizes in bytes."""

    max_bytes: int = 25 * MEBIBYTE
    """A 48-megapixel phone JPEG is 10 to 20 MiB; a motion photo adds a few more."""
    max_pixels: int = 64_000_000
    """Phones offer 12, 48 or 50 megapixels and panoramas of about 60; decoded, 64 are 256 MB at 4 bytes each."""
    max_side: int = 20_000
    """The longest phone panoramas are about 16,400 pixels; anything longer is not a photo."""
    min_side: int = 16
    """Nothing can be seen on fewer pixels, and 1x60000 strips exist only to break scalers."""
    kept_side: int = 2560
    """Longest side of the kept photo: small print on a receipt stays legible at about 600 KB."""
    kept_bytes: int = 3 * MEBIBYTE
    """A JPEG that needs no change is kept as it came up to this size; bigger ones would waste storage."""
    thumbnail_side: int = 480
    """Two columns on a phone with a 2x display."""
    seconds: float = 20.0
    """Many times what the heaviest picture takes (docs/performance.md); more is a hung or bombed decoder."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where the camera was, WGS 84 degrees (north and east positive) and radius of uncertainty in metres."""

    latitude: float
    longitude: float
    accuracy: float | None = None


class ReportedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the phone said of the moment it took the photo, as it sent the file; a claim, like all that a camera wrote.

    `taken_at` is an aware UTC instant by the phone's clock.
    """

    taken_at: datetime | None = None
    position: Position | None = None


class PhotoEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about the file as it was received, read before anything was changed.

    Everything the camera wrote is a claim, not proof. `taken_at` is an aware UTC instant and is set only when the
    camera named its offset or a GPS time; `taken_local` is the camera's wall clock as an ISO string without offset.
    Width and height are those of the received pixels, before any turning. `reported` stands beside the file's own
    facts, never in their place: a phone that makes a picture smaller loses what its camera wrote into it.
    """

    received_sha256: str
    received_bytes: int
    received_type: str
    width: int
    height: int
    perceptual_hash: str
    """64-bit difference hash of the upright picture, 16 hex digits; near-duplicates differ in few bits."""
    taken_at: datetime | None = None
    taken_at_source: Literal["offset", "gps"] | None = None
    taken_local: str | None = None
    position: Position | None = None
    device: str | None = None
    reported: ReportedFacts | None = None


class KeptPhoto(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An upright sRGB or grey JPEG without any metadata, its thumbnail, and what is known of the original."""

    image: bytes
    width: int
    height: int
    sha256: str
    thumbnail: bytes
    thumbnail_width: int
    thumbnail_height: int
    evidence: PhotoEvidence
    content_type: str = "image/jpeg"
