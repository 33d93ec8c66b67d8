"""Finding pictures that look alike by their 64-bit perceptual hashes, without comparing with all of them.

Two hashes that differ in at most `ALIKE_BITS` bits share at least one of their `BANDS` parts unchanged: there are more
parts than differences. So whoever looks for alike pictures looks up the parts, and compares the few that are found.
"""

ALIKE_BITS = 3
"""A picture that is saved again or made smaller differs in 0 to 3 bits, the same place on another day in 7 and more."""
BANDS, BAND_BITS = 4, 16
TELLING_BITS = range(22, 43)
"""Of 64. Screenshots and walls have few edges: their hashes are alike without the pictures being so."""


def is_telling(perceptual_hash: str) -> bool:
    """Whether the picture can be recognised by its hash."""
    return int(perceptual_hash, 16).bit_count() in TELLING_BITS


def bands_of(perceptual_hash: str) -> list[str]:
    """The parts to look up, each with its place; none of a hash that does not tell enough."""
    if not is_telling(perceptual_hash):
        return []
    digits = BAND_BITS // 4
    return [f"{n}:{perceptual_hash[n * digits : (n + 1) * digits]}" for n in range(BANDS)]


def differing_bits(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
