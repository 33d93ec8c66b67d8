"""A request body on its way to a temporary file: counted, hashed, and refused as soon as it is too long."""

import hashlib
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from media.photos import PhotoLimits, PhotoRefused

WRITE_BYTES = 256 * 1024
"""Gathered before each write, which happens on the event loop: it takes less time than a hand-over to a thread when all
cores decode photos (docs/performance.md)."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A complete upload; the file is deleted when the context it came from ends."""

    path: Path
    length: int
    sha256: str


@asynccontextmanager
async def spooled(
    chunks: AsyncIterable[bytes], limits: PhotoLimits, *, directory: Path | None = None
) -> AsyncIterator[Upload]:
    """Write `chunks` to a temporary file that lives as long as the context.

    Raises PhotoRefused(photo_too_large) at the first chunk past `limits.max_bytes`; the rest is not asked for.
    """
    digest, length = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(prefix="photo-", dir=directory, buffering=WRITE_BYTES) as file:
        async for chunk in chunks:
            length += len(chunk)
            if length > limits.max_bytes:
                raise PhotoRefused("photo_too_large", f"The file is larger than {limits.max_bytes:,} bytes.")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        yield Upload(path=Path(file.name), length=length, sha256=digest.hexdigest())
