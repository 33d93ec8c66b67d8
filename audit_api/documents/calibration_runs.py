"""How far a calibration has come."""

from datetime import datetime

from beanie import Document


class CalibrationRunDocument(Document):
    """The latest run; `id` is always `RUN`. Whether it is still under way is said by the lease alone.

    `leagues_done` of `leagues_all`: those that may have audits. `ended_at` with a `reason` means that it failed.
    `done_at` is the end of the last run that came to its end, perhaps an earlier one.
    """

    id: str  # type: ignore[assignment]
    asked_at: datetime | None = None
    started_at: datetime | None = None
    leagues_all: int = 0
    leagues_done: int = 0
    ended_at: datetime | None = None
    reason: str | None = None
    done_at: datetime | None = None

    class Settings:
        name = "calibration_runs"
