"""The calibration that runs by itself, in a process of its own: a million audits would keep a server busy."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta

import structlog
from pymongo.errors import PyMongoError

from audit_api.calibration import progress
from audit_api.calibration.every_league import CalibrationReport, calibrate_everything, write_history
from audit_api.calibration.keeping import day_after
from audit_api.calibration.progress import WORK
from audit_api.logs import reason_of
from audit_api.repeating import repeating
from audit_api.settings import Settings
from audit_api.storage.leases import HELD, Lease, leased

LOOKS_EVERY = timedelta(minutes=10)
"""How often a process asks whether a calibration is due."""

_log = structlog.get_logger("calibration")


async def calibrate_once(*, every: timedelta = timedelta(0)) -> CalibrationReport | None:
    """None when another process is at it, or did it less than `every` ago. Progress goes to the log."""
    async with leased(WORK, every=every) as lease:
        if lease is None:
            return None
        async with _renewed(lease):
            try:
                await progress.started()
                report = await calibrate_everything(progress.advanced, _log_line)
                await progress.ended()
            except Exception as exc:
                await progress.ended(reason_of(exc))
                raise
    _log.info("calibration_done", leagues=report.leagues, branches=report.branches, seconds=report.seconds)
    return report


async def write_down(month: str) -> CalibrationReport | None:
    """Keeps how a past month such as 2026-09 ended, from its audits as they are now; the present stays as it is.

    None when another process is at a calibration.
    """
    async with leased(WORK, counts=False) as lease:
        if lease is None:
            return None
        async with _renewed(lease):
            return await write_history(day_after(month), _log_line)


@asynccontextmanager
async def _renewed(lease: Lease) -> AsyncIterator[None]:
    """While the context is open, the lease is renewed and does not run out."""
    renewing = asyncio.create_task(_renew(lease))
    try:
        yield
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


def _log_line(line: str) -> None:
    _log.info("calibrated", league=line)


async def _renew(lease: Lease) -> None:
    while True:
        await asyncio.sleep(HELD.total_seconds() / 4)
        # A hiccup of the database is no reason to end: there are three more tries before it runs out.
        with suppress(PyMongoError):
            await lease.renew()


class Calibrator:
    """Sees to it that calibrations are made when they are due or asked for. One for each running application."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Asks for a calibration now; it is left out if another process is calibrating."""
        self._asked.set()

    def working(self, settings: Settings) -> AbstractAsyncContextManager[None]:
        return repeating(WORK, lambda: self._calibrate(settings), LOOKS_EVERY.total_seconds(), self._asked)

    async def _calibrate(self, settings: Settings) -> None:
        at_once = self._asked.is_set()
        self._asked.clear()
        if at_once:
            await _in_another_process(settings, 0)
        elif settings.calibration_hours and await Lease(WORK).due(timedelta(hours=settings.calibration_hours)):
            await _in_another_process(settings, settings.calibration_hours)


async def _in_another_process(settings: Settings, if_older_than: float) -> None:
    """Calibrates in a process that ends with this task. Raises RuntimeError when it fails."""
    given = {"MONGODB_URI": settings.mongodb_uri or "", "MONGODB_DATABASE": settings.mongodb_database}
    command = (sys.executable, "-m", "audit_api", "calibrate", "--if-older-than", str(if_older_than))
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **given})
    try:
        if code := await process.wait():
            raise RuntimeError(f"the calibration ended with {code}")
    finally:
        if process.returncode is None:
            process.kill()
