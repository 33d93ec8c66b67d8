"""The server's end of one photo worker."""

import os
import sys
from pathlib import Path

import anyio
from anyio.abc import ByteSendStream, Process
from anyio.streams.buffered import BufferedByteReceiveStream

from media.messages import LENGTH_BYTES, Answer, Job, framed, length_of, read_answer

PATIENCE_SECONDS = 60.0
"""On top of the time of computing that a job may take, which a worker watches itself. A machine that is busy or was
suspended gives a sound photo too little of its time; and this covers a worker that stopped.
"""
INHERITED_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
"""The worker meets hostile data, so it is not told the database's address or any other secret."""
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(32 * 1024**2), "MALLOC_TRIM_THRESHOLD_": str(256 * 1024**2)}
"""glibc keeps freed picture memory for the next photo instead of having the kernel zero it anew (docs/performance.md).

Pillow allocates 16 MiB blocks, just below the first figure; an idle worker leaves, and its memory with it.
"""
PACKAGE_ROOT = Path(__file__).resolve().parent.parent


class WorkerGone(Exception):
    """The worker ended before it answered. `exit_code` as in subprocess: minus the signal number if killed."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(f"photo worker ended with {exit_code}")
        self.exit_code = exit_code


class WorkerProcess:
    """One worker; it does one job at a time. Anything that goes wrong between question and answer ends it."""

    def __init__(self, process: Process, jobs: ByteSendStream, answers: BufferedByteReceiveStream) -> None:
        self._process = process
        self._jobs = jobs
        self._answers = answers

    @classmethod
    async def start(cls, idle_seconds: float) -> "WorkerProcess":
        environment = {name: os.environ[name] for name in INHERITED_VARIABLES if name in os.environ}
        process = await anyio.open_process(
            [sys.executable, "-P", "-m", "media.worker", str(idle_seconds)],
            env={**environment, **ALLOCATOR, "PYTHONPATH": str(PACKAGE_ROOT)},
            stderr=None,
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a photo worker was started without pipes")
        return cls(process, process.stdin, BufferedByteReceiveStream(process.stdout))

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def work(self, job: Job) -> Answer:
        """Raises WorkerGone, and TimeoutError when patience is at its end."""
        try:
            with anyio.fail_after(job.limits.seconds + PATIENCE_SECONDS):
                await self._jobs.send(framed(job))
                header = await self._answers.receive_exactly(LENGTH_BYTES)
                return read_answer(await self._answers.receive_exactly(length_of(header)))
        except (anyio.IncompleteRead, anyio.BrokenResourceError, anyio.ClosedResourceError) as error:
            await self.dismiss()
            raise WorkerGone(await self._process.wait()) from error
        except BaseException:  # out of time or cancelled: an answer would come when nobody listens any more
            await self.kill()
            raise

    async def dismiss(self) -> None:
        """Close the pipes, at which a waiting worker leaves, and wait until it is gone.

        No signal is sent, because that would reap a worker that died by itself and lose the reason of its death.
        """
        with anyio.CancelScope(shield=True):
            await self._process.aclose()

    async def kill(self) -> None:
        """End a worker in the middle of its work, and wait until it is gone."""
        if self.alive:
            self._process.kill()
        await self.dismiss()
