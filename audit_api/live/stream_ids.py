"""Where a stream stands, as ids that tell nothing to who holds them: not how much happened, nor whether anything did.

One counter runs over all changes, and most of them are nobody's business but the office's. So each id is sealed anew,
under a key of this process's own, and only it can tell the place.
"""

import secrets
from hashlib import blake2b

PART = 8
"""Bytes of each of the three parts of an id."""


class StreamIds:
    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def sealed(self, place: int) -> str:
        salt = secrets.token_bytes(PART)
        hidden = _xor(place.to_bytes(PART), self._print(b"hide", salt))
        return (salt + hidden + self._print(b"seal", salt + hidden)).hex()

    def opened(self, text: str) -> int | None:
        """The place that an id was sealed for; None for what was not sealed here."""
        try:
            parts = bytes.fromhex(text)
        except ValueError:
            return None
        salt, hidden, seal = parts[:PART], parts[PART : 2 * PART], parts[2 * PART :]
        if not secrets.compare_digest(seal, self._print(b"seal", salt + hidden)):
            return None
        return int.from_bytes(_xor(hidden, self._print(b"hide", salt)))

    def _print(self, what: bytes, of: bytes) -> bytes:
        return blake2b(of, key=self._key, person=what, digest_size=PART).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
