"""The rounds of fieldwork of the demo, one a quarter, and how its past months ended."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from audit_api.calibration.nightly import write_down
from audit_api.demo.dice import made_id
from audit_api.demo.records import add_missing
from audit_api.documents import KeptComparisonDocument, Wave, WaveDocument

WAVES = 4
MONTHS_KEPT = 4
"""Each takes a calibration of the whole network."""


async def add_waves(seed: int, programme_id: UUID, today: date) -> int:
    """The quarters of the last year and the present one; how many were added."""
    present = today.year * 4 + (today.month - 1) // 3
    documents = []
    for n in range(present - WAVES + 1, present + 1):
        year, quarter = n // 4, n % 4 + 1
        wave = Wave(
            programme_id=programme_id,
            name=f"{year} Q{quarter}",
            starts_at=_first_day(n),
            ends_at=_first_day(n + 1),
        )
        documents.append(WaveDocument(id=made_id(seed, "wave", year, quarter), wave=wave))
    return await add_missing(documents)


async def keep_past_months(programme_id: UUID, today: date, months: int) -> None:
    """Those that the demo has audits of; the oldest first, and none that is kept already."""
    first = today.replace(day=1)
    ends = [first]
    for _ in range(min(MONTHS_KEPT, months - 1) - 1):
        ends.insert(0, (ends[0] - timedelta(days=1)).replace(day=1))
    for end in ends:
        month = f"{end - timedelta(days=1):%Y-%m}"
        known = {"league.programme_id": programme_id, "period": month}
        if end < today and await KeptComparisonDocument.find_one(known) is None:
            await write_down(month)


def _first_day(quarter: int) -> datetime:
    return datetime(quarter // 4, quarter % 4 * 3 + 1, 1, tzinfo=UTC)
