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
"""The first worker may have ended for a reason that is not the photo's; the second is always a new one."""
NOT_THE_PHOTOS = (0, -signal.SIGKILL, -signal.SIGTERM)
"""A worker left because it was idle, or the system wanted its memory or the whole machine for something else.

What a single photo may take is bounded from inside (`media.worker`), by less than the machine has, and ends as a
refusal. So who is killed twice met a machine in need, and the same photo passes once that is over.
"""


class PhotoInterrupted(Exception):
    """The photo could not be worked on to the end, for no fault of its own: the same bytes may pass later."""


class PhotoIntake:
    """Develops photos, at most `workers` at a time; further callers wait in line holding nothing but a path.

    Create it in the app's lifespan and `close()` it there. Workers start when needed and leave when idle.
    """

    def __init__(
        self, limits: PhotoLimits | None = None, *, workers: int | None = None, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self.limits = limits or PhotoLimits()
        self.workers = workers or len(os.sched_getaffinity(0))
        self._slots = anyio.CapacityLimiter(self.workers)
        self._idle_seconds = idle_seconds
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._closed = False

    async def take_in(self, path: Path) -> KeptPhoto:
        """Develop the file at `path`. Raises PhotoRefused, PhotoInterrupted, and OSError if it cannot be read."""
        return await self._answered(Develop(str(path), self.limits), KeptPhoto)

    async def look(self, image: bytes) -> Sighting:
        """Where faces and plates may be in a kept photo. Raises PhotoRefused if it takes too long, PhotoInterrupted."""
        return await self._answered(Look(image, self.limits), Sighting)

    async def redact(self, image: bytes, regions: list[Region]) -> RedactedPicture:
        """Makes a kept photo without what is inside the regions. Raises PhotoRefused, PhotoInterrupted."""
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
        ends: list[int] = []
        reused = bool(self._idle)
        while len(ends) < ATTEMPTS:
            try:
                return await self._attempt(job, fresh=not reused)
            except TimeoutError:
                raise PhotoInterrupted("a worker got too little of the machine's time") from None
            except WorkerGone as gone:
                if gone.exit_code == -signal.SIGPROF:
                    return Refused("photo_too_slow", f"The photo took longer than {job.limits.seconds:g} seconds.")
                if gone.exit_code or not reused:  # one that was just leaving has not even looked at the photo
                    ends.append(gone.exit_code)
                reused = False
        if any(end in NOT_THE_PHOTOS for end in ends):
            raise PhotoInterrupted(f"workers ended with {ends}")
        return Refused("photo_corrupt", "The picture's data breaks the decoder.")

    async def _attempt(self, job: Job, *, fresh: bool) -> Answer:
        worker = await self._hired(fresh=fresh)
        self._busy.add(worker)
        try:
            answer = await worker.work(job)
        finally:
            self._busy.discard(worker)
        self._idle.append(worker)
        return answer

    async def _hired(self, *, fresh: bool) -> WorkerProcess:
        """The worker that was busy last, so that surplus ones grow idle and leave; a new one if there is none."""
        if self._closed:
            raise RuntimeError("the photo intake is closed")
        while self._idle and not fresh:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.dismiss()
        return await WorkerProcess.start(self._idle_seconds)
