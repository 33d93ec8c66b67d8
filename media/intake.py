"""Photos are developed in a few short-lived worker processes, never in the server.

Workers are started by exec (`media.worker`) and leave by themselves when they are idle or orphaned. Why neither threads
nor a standard process pool: docs/decisions/0008-photo-worker-processes.md. Figures: docs/performance.md.
"""

import os
import signal
from pathlib import Path
from typing import TypeVar

import anyio

from media.messages import Answer, Develop, Job, Look, Redact, Refused, Unreadable
from media.photos import KeptPhoto, PhotoLimits, PhotoRefused
from media.regions import RedactedPicture, Region, Sighting
from media.worker_process import WorkerGone, WorkerProcess

A = TypeVar("A", KeptPhoto, Sighting, RedactedPicture)

IDLE_SECONDS = 10.0
"""Longer than the pauses while one shopper's photos arrive, short enough that a quiet server is a small server."""
ATTEMPTS = 2
"""The first worker may have ended for a reason that is not the photo's (idle, memory wanted elsewhere)."""


class PhotoIntake:
    """Develops photos, at most `workers` at a time; further callers wait in line holding nothing but a path.

    Create it in the app's lifespan and `close()` it there. Workers start when needed and leave when idle.
    """

    def __init__(
        self, limits: PhotoLimits | None = None, *, workers: int | None = None, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self.limits = limits or PhotoLimits()
        self._slots = anyio.CapacityLimiter(workers or len(os.sched_getaffinity(0)))
        self._idle_seconds = idle_seconds
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._closed = False

    async def take_in(self, path: Path) -> KeptPhoto:
        """Develop the file at `path`. Raises PhotoRefused, and OSError if the file cannot be read."""
        return await self._answered(Develop(str(path), self.limits), KeptPhoto)

    async def look(self, image: bytes) -> Sighting:
        """Where faces and plates may be in a kept photo. Raises PhotoRefused when looking takes too long."""
        return await self._answered(Look(image, self.limits), Sighting)

    async def redact(self, image: bytes, regions: list[Region]) -> RedactedPicture:
        """Makes a kept photo without what is inside the regions."""
        return await self._answered(Redact(image, regions, self.limits), RedactedPicture)

    async def close(self) -> None:
        """End all workers. Photos still being developed raise RuntimeError at their callers."""
        self._closed = True
        for worker in self._busy.copy():
            await worker.kill()
        while self._idle:
            await self._idle.pop().dismiss()

    async def _answered(self, job: Job, wanted: type[A]) -> A:
        async with self._slots:
            answer = await self._done(job)
        if isinstance(answer, wanted):
            return answer
        if isinstance(answer, Refused):
            raise PhotoRefused(answer.code, answer.detail)
        raise OSError(answer.detail if isinstance(answer, Unreadable) else "the worker answered something else")

    async def _done(self, job: Job) -> Answer:
        for _ in range(ATTEMPTS):
            try:
                return await self._attempt(job)
            except TimeoutError:
                return _too_slow(job)
            except WorkerGone as gone:
                if gone.exit_code == -signal.SIGALRM:
                    return _too_slow(job)
        return Refused("photo_corrupt", "The picture's data breaks the decoder.")

    async def _attempt(self, job: Job) -> Answer:
        worker = await self._hired()
        self._busy.add(worker)
        try:
            answer = await worker.work(job)
        finally:
            self._busy.discard(worker)
        self._idle.append(worker)
        return answer

    async def _hired(self) -> WorkerProcess:
        """The worker that was busy last, so that surplus ones grow idle and leave; a new one if there is none."""
        if self._closed:
            raise RuntimeError("the photo intake is closed")
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.dismiss()
        return await WorkerProcess.start(self._idle_seconds)


def _too_slow(job: Job) -> Refused:
    return Refused("photo_too_slow", f"The photo took longer than {job.limits.seconds:g} seconds.")
