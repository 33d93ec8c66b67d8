"""The calibration that runs by itself, in a process of its own: a million audits would keep a server busy."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from random import uniform

import structlog

from audit_api.calibrations import CalibrationReport, calibrate_everything
from audit_api.leases import HELD, Lease
from audit_api.settings import Settings

WORK = "calibration"
LOOKS_EVERY = timedelta(minutes=10)
"""How often a process asks whether a calibration is due."""

_log = structlog.get_logger("calibration")


async def calibrate_once(*, every: timedelta = timedelta(0)) -> CalibrationReport | None:
    """None when another process is at it, or did it less than `every` ago. Progress goes to the log."""
    lease = Lease(WORK)
    if not await lease.take(every=every):
        return None
    holding = asyncio.create_task(_hold(lease))
    done = False
    try:
        report = await calibrate_everything(tell=lambda line: _log.info("calibrated", league=line))
        done = True
    finally:
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding
        await lease.give_back(done=done)
    _log.info("calibration_done", leagues=report.leagues, branches=report.branches, seconds=report.seconds)
    return report


async def _hold(lease: Lease) -> None:
    while True:
        await asyncio.sleep(HELD.total_seconds() / 4)
        await lease.renew()


@asynccontextmanager
async def calibrating(settings: Settings) -> AsyncIterator[None]:
    """Meanwhile this process sees to it that calibrations are made when they are due."""
    task = asyncio.create_task(_calibrate_when_due(settings)) if settings.calibration_hours else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _calibrate_when_due(settings: Settings) -> None:
    """For ever. Failures are logged: an outage tonight must not end the calibrations of next month."""
    every = timedelta(hours=settings.calibration_hours)
    while True:
        await asyncio.sleep(LOOKS_EVERY.total_seconds() * uniform(0.5, 1))  # noqa: S311
        try:
            if await Lease(WORK).due(every):
                await _in_another_process(settings)
        except Exception as exc:
            _log.warning("calibration_broken_off", reason=f"{type(exc).__name__}: {str(exc)[:200]}")


async def _in_another_process(settings: Settings) -> None:
    """Raises RuntimeError when it fails. It dies with this task."""
    given = {"MONGODB_URI": settings.mongodb_uri or "", "MONGODB_DATABASE": settings.mongodb_database}
    command = (sys.executable, "-m", "audit_api", "calibrate", "--if-older-than", str(settings.calibration_hours))
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **given})
    try:
        if code := await process.wait():
            raise RuntimeError(f"the calibration ended with {code}")
    finally:
        if process.returncode is None:
            process.kill()
