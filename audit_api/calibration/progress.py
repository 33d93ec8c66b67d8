"""How far the calibration has come, written down while it runs, so that it can be seen from any process.

Nothing is decided by it: a run that was killed leaves a start without an end, and the lease tells that nobody is at it.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from audit_api.clock import now
from audit_api.documents import CalibrationRunDocument
from audit_api.storage.leases import held

WORK = "calibration"
STARTING = timedelta(seconds=30)
"""How long a new process may take until it has begun."""

CalibrationState = Literal["never", "asked", "running", "interrupted", "failed", "done"]


class CalibrationStatus(msgspec.Struct, kw_only=True):
    """`done_at` is when a calibration last came to its end. `reason` is why the latest one failed."""

    state: CalibrationState
    asked_at: datetime | None = None
    started_at: datetime | None = None
    leagues_done: int = 0
    leagues_all: int = 0
    done_at: datetime | None = None
    reason: str | None = None


async def read_status() -> CalibrationStatus:
    run = await CalibrationRunDocument.get(WORK)
    if run is None:
        return CalibrationStatus(state="never")
    return CalibrationStatus(
        state=_state(run, await held(WORK)),
        asked_at=run.asked_at,
        started_at=run.started_at,
        leagues_done=run.leagues_done,
        leagues_all=run.leagues_all,
        done_at=run.done_at,
        reason=run.reason,
    )


def _state(run: CalibrationRunDocument, at_work: bool) -> CalibrationState:
    under_way = run.started_at is not None and run.ended_at is None
    if at_work and under_way:
        return "running"
    if run.asked_at is not None and now() - run.asked_at < STARTING and _before(run.started_at, run.asked_at):
        return "asked"
    if under_way:
        return "interrupted"
    if run.ended_at is None:
        return "never"
    return "failed" if run.reason is not None else "done"


def _before(started: datetime | None, asked: datetime) -> bool:
    return started is None or started < asked


async def asked() -> None:
    await _write({"asked_at": now()})


async def started() -> None:
    await _write({"started_at": now(), "leagues_done": 0, "leagues_all": 0, "ended_at": None, "reason": None})


async def advanced(leagues_done: int, leagues_all: int) -> None:
    await _write({"leagues_done": leagues_done, "leagues_all": leagues_all})


async def ended(reason: str | None = None) -> None:
    """Notes the end of a calibration: with a `reason` it failed, without one it is complete."""
    at = now()
    await _write({"ended_at": at, "reason": reason} | ({} if reason else {"done_at": at}))


async def _write(change: dict[str, Any]) -> None:
    runs = CalibrationRunDocument.get_pymongo_collection()
    await runs.update_one({"_id": WORK}, {"$set": change}, upsert=True)
