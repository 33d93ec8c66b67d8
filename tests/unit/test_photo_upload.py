"""Bytes of a request on their way to a file that is always cleaned up."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from media.photos import PhotoLimits, PhotoRefused
from media.upload import Upload, spooled

pytestmark = pytest.mark.anyio
LIMITS = PhotoLimits(max_bytes=1000)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Body:
    """Chunks of a request, and how many of them were asked for."""

    def __init__(self, *sizes: int, then: Exception | None = None) -> None:
        self.sizes, self.then, self.asked = sizes, then, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for size in self.sizes:
            self.asked += 1
            yield b"x" * size
        if self.then:
            raise self.then


def content(upload: Upload) -> bytes:
    return upload.path.read_bytes()


def is_empty(directory: Path) -> bool:
    return not list(directory.iterdir())


async def test_an_upload_is_a_file_while_it_is_needed(tmp_path: Path) -> None:
    async with spooled(Body(400, 0, 600), LIMITS, directory=tmp_path) as upload:
        assert content(upload) == b"x" * 1000
        assert (upload.length, upload.sha256) == (1000, hashlib.sha256(b"x" * 1000).hexdigest())
    assert is_empty(tmp_path)


async def test_nothing_at_all_is_an_empty_file(tmp_path: Path) -> None:
    async with spooled(Body(), LIMITS, directory=tmp_path) as upload:
        assert (upload.length, content(upload)) == (0, b"")


async def test_past_the_limit_nothing_more_is_asked_for(tmp_path: Path) -> None:
    body = Body(600, 401, 1, 1)
    with pytest.raises(PhotoRefused) as refused:
        async with spooled(body, LIMITS, directory=tmp_path):
            pytest.fail("an upload past the limit was let through")
    assert (refused.value.code, body.asked) == ("photo_too_large", 2)
    assert is_empty(tmp_path)


async def test_a_broken_connection_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        async with spooled(Body(10, then=ConnectionError()), LIMITS, directory=tmp_path):
            pytest.fail("half an upload was let through")
    assert is_empty(tmp_path)


async def test_a_failure_while_the_file_is_used_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with spooled(Body(10), LIMITS, directory=tmp_path):
            raise ZeroDivisionError
    assert is_empty(tmp_path)
