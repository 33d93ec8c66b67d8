"""The server's end of writing files: a process for each, whose output is sent on as it comes.

In the server itself, making rows of a million answers would hold up everybody else; and what the libraries of the
formats take in memory goes back to the system with the process.
"""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import structlog
from anyio.abc import Process

from audit_api.documents import ExportDocument
from audit_api.exporting.job import Job, encoded
from audit_api.problems import Problem

AT_ONCE = 4
"""Each takes a core while the reader keeps up; further ones wait in line."""
PIECE = 64 * 1024
PACKAGE_ROOT = Path(__file__).resolve().parent.parent.parent


class ExportWorkers:
    """Starts a process for each file that is fetched. One for each running application."""

    def __init__(self) -> None:
        self._slots = anyio.Semaphore(AT_ONCE)

    async def written(self, job: Job) -> AsyncIterator[bytes]:
        """The pieces of the file. Waits for the first, so that what fails at the start can be answered as a problem.

        Raises RuntimeError in the middle of a file that cannot be finished: the connection breaks, and nobody takes
        half a file for a whole one.
        """
        pieces = self._pieces(job)
        try:
            first = await anext(pieces)
        except StopAsyncIteration:
            first = b""
        except RuntimeError:
            raise Problem("internal_error", "The file could not be written.") from None
        return _from(first, pieces)

    async def _pieces(self, job: Job) -> AsyncIterator[bytes]:
        async with self._slots:
            process = await _started(job)
            try:
                while piece := await _received(process):
                    yield piece
                if code := await process.wait():
                    raise RuntimeError(f"a file could not be written: exit code {code}")
            finally:
                with anyio.CancelScope(shield=True):
                    await _ended(process, job)


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


async def _started(job: Job) -> Process:
    """The job goes through the pipe: arguments could be read by others on the machine."""
    process = await anyio.open_process(
        [sys.executable, "-P", "-m", "audit_api.exporting"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE_ROOT)},
        stderr=None,
    )
    assert process.stdin is not None  # noqa: S101 - opened with pipes
    await process.stdin.send(encoded(job))
    await process.stdin.aclose()
    return process


async def _received(process: Process) -> bytes:
    """The next piece of the file; empty at its end."""
    assert process.stdout is not None  # noqa: S101 - opened with pipes
    try:
        return await process.stdout.receive(PIECE)
    except anyio.EndOfStream:
        return b""


async def _ended(process: Process, job: Job) -> None:
    """Ends the process, also when the reader has gone away, and notes a file that was broken off."""
    if process.returncode is None:
        process.kill()
    await process.aclose()
    if process.returncode:
        structlog.get_logger("exports").warning("export_broken", export=str(job.export_id), code=process.returncode)
        unfinished = {"_id": job.export_id, "state": {"$ne": "written"}}
        await ExportDocument.get_pymongo_collection().update_one(unfinished, {"$set": {"state": "broken"}})
