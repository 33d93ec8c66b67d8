"""Places on earth, and how far they are from one another."""

from math import asin, cos, radians, sin, sqrt
from typing import Annotated

import msgspec
from msgspec import Meta

EARTH_METRES = 6_371_008.8  # mean radius: wrong by at most 0.5 %


class Coordinates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """WGS 84 degrees, north and east positive."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


def metres_between(one: Coordinates, other: Coordinates) -> float:
    """The distance along the great circle (haversine)."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    breadths = cos(radians(one.latitude)) * cos(radians(other.latitude))
    chord = sin(north / 2) ** 2 + breadths * sin(east / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(chord)))
