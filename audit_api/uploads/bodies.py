"""The body of a request that may break off anywhere, gathered into chunks worth writing."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator

from audit_api.problems import Problem
from audit_api.uploads.tus import Checksum

QUIET_SECONDS = 1.0
"""After this much silence what has come is handed on: a phone in a tunnel breaks no connection, it just stops."""


async def gathered(
    pieces: AsyncGenerator[bytes, None], size: int, *, quiet: float = QUIET_SECONDS
) -> AsyncGenerator[bytes, None]:
    """Chunks of `size` bytes, and a shorter one at the end, at a pause, or before the exception that `pieces` raises.

    While a chunk is dealt with, the next piece is already read: of a connection that ends, less is lost.
    """
    buffer = bytearray()
    coming = _next(pieces)
    try:
        while True:
            arrived, _ = await asyncio.wait({coming}, timeout=quiet if buffer else None)
            if arrived:
                piece = await coming
                if not piece:
                    break
                buffer += piece
                coming = _next(pieces)
            while buffer and (len(buffer) >= size or not arrived):
                yield bytes(buffer[:size])
                del buffer[:size]
    except Exception:
        if buffer:
            yield bytes(buffer)
        raise
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
    if buffer:
        yield bytes(buffer)


def _next(pieces: AsyncGenerator[bytes, None]) -> "asyncio.Future[bytes]":
    """The next piece of the body; an empty one is the end."""
    return asyncio.ensure_future(anext(pieces, b""))


async def limited(pieces: AsyncIterator[bytes], most: int) -> AsyncGenerator[bytes, None]:
    """`pieces` as long as they are at most `most` bytes together. Raises `upload_too_long`."""
    async for piece in pieces:
        most -= len(piece)
        if most < 0:
            raise Problem("upload_too_long")
        if piece:
            yield piece


async def verified(pieces: AsyncIterator[bytes], checksum: Checksum, size: int) -> AsyncGenerator[bytes, None]:
    """All of `pieces` in chunks of `size` bytes, once they are known to be right. Raises `checksum_mismatch`."""
    with tempfile.SpooledTemporaryFile(max_size=size) as file:
        async for piece in pieces:
            checksum.digest.update(piece)
            file.write(piece)
        if not checksum.matches():
            raise Problem("checksum_mismatch", "The body is not what Upload-Checksum says.")
        file.seek(0)
        while chunk := file.read(size):
            yield chunk
