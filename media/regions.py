"""The words of redaction: where somebody can be recognised, and the picture without them.

No imaging library here: the server speaks these words, and only the worker pays for one. Places are fractions of the
picture's width and height, so that they fit every size of it.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Fraction = Annotated[float, Meta(ge=0, le=1)]
Extent = Annotated[float, Meta(gt=0, le=1)]


class Box(msgspec.Struct, frozen=True, kw_only=True, tag="box", tag_field="shape", forbid_unknown_fields=True):
    x: Fraction
    y: Fraction
    width: Extent
    height: Extent


class Stroke(msgspec.Struct, frozen=True, kw_only=True, tag="stroke", tag_field="shape", forbid_unknown_fields=True):
    """Painted with a round brush; its `radius` is a fraction of the picture's longer side."""

    points: Annotated[list[tuple[Fraction, Fraction]], Meta(min_length=1, max_length=400)]
    radius: Annotated[float, Meta(ge=0.002, le=0.25)]


Region = Box | Stroke
Regions = Annotated[list[Region], Meta(max_length=100)]


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Not `sure`: one of several detectors saw it, or it was faint."""

    kind: Literal["face", "plate"]
    box: Box
    sure: bool


class Sighting(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What the detectors saw, in reading order. That they saw nothing does not mean that nobody is there."""

    proposals: list[Proposal]


class RedactedPicture(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A new JPEG without metadata, in which nothing inside the regions has left a trace."""

    image: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str
    content_type: str = "image/jpeg"
