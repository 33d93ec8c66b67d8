"""Keeping a comparison: as the month ended, or of one wave.

Its branches are written first and named afterwards, in one write: who reads meanwhile sees the ones before, which
stay until the next time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from audit_api.calibration.standings import BranchResult, LeagueDay, roll_ups_of
from audit_api.clock import midnight, now
from audit_api.documents import (
    ComparedBranch,
    KeptBranchesDocument,
    KeptComparisonDocument,
    League,
    RegionResult,
    StandingDocument,
    Totals,
    WaveSpan,
)
from audit_api.documents.kept import MONTH
from checklists.headline import audits_until_published
from checklists.parameters import INDEX_VERSION
from checklists.roll_up import RollUp, roll_up_interval
from checklists.snapshot import Snapshot

PERIOD_DAYS = 7
"""So late after the end of a month a calibration may be and still stand for it."""
BRANCHES_A_DOCUMENT = 25
"""So few are decoded in well under a millisecond, in which no other thread can go on."""


def kept_id(league: League, key: str | UUID) -> UUID:
    """The id of a kept comparison; `key` is a month such as 2026-09, or the id of a wave."""
    return uuid5(league.programme_id, f"{league.checklist}/{league.tier}/{league.audience}/{key}")


def ended_month(day: datetime) -> str | None:
    """The month that ended just before `day`, such as 2026-09; None when that is too long ago."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}" if day.day <= PERIOD_DAYS else None


def day_after(month: str) -> datetime:
    """The first day after a month such as 2026-09."""
    first = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
    return (first + timedelta(days=31)).replace(day=1)


def is_past_month(text: str) -> bool:
    return re.fullmatch(MONTH, text) is not None and day_after(text) < midnight(now())


async def keep_month(day: LeagueDay, results: Sequence[BranchResult]) -> None:
    """The first calibration after the end of a month is kept, and never changed."""
    month = ended_month(day.as_of)
    if month is not None and await KeptComparisonDocument.get(kept_id(day.league, month)) is None:
        await keep(day, results, period=month)


async def keep(
    day: LeagueDay,
    results: Sequence[BranchResult],
    *,
    period: str | None = None,
    wave: WaveSpan | None = None,
    totals: Totals | None = None,
    mean: float | None = None,
) -> None:
    """Of a month (`period`), or of a `wave` with the sums and the mean that tell whether it has changed."""
    kept = KeptComparisonDocument(
        id=kept_id(day.league, period or (wave.id if wave else "")),
        league=day.league,
        period=period,
        wave=wave,
        as_of=day.as_of,
        made_at=now(),
        index_version=INDEX_VERSION,
        snapshot_id=day.made.id if day.made else None,
        branches=len(results),
        audits=sum(one.sums.audits for one in results),
        mean=mean,
        totals=totals,
        rows_id=uuid4(),
    )
    before = await KeptComparisonDocument.get(kept.id)
    rows = KeptBranchesDocument.get_pymongo_collection()
    await rows.delete_many({"comparison_id": kept.id, "rows_id": {"$ne": before.rows_id if before else None}})
    documents = [one.as_stored() for one in _rows(kept, results, day.made.snapshot if day.made else None)]
    if documents:
        await rows.insert_many(documents)
    await kept.save()


async def forget_wave(wave_id: UUID) -> None:
    """Removes what was kept of a wave, in every league."""
    kept = await KeptComparisonDocument.get_pymongo_collection().distinct("_id", {"wave.id": wave_id})
    await KeptComparisonDocument.find({"_id": {"$in": kept}}).delete()
    await KeptBranchesDocument.find({"comparison_id": {"$in": kept}}).delete()


def compared_branch(standing: StandingDocument) -> ComparedBranch:
    return ComparedBranch(
        branch_id=standing.branch_id,
        branch_name=standing.branch_name,
        region_id=standing.region_id,
        competitor=standing.competitor,
        as_of=standing.as_of,
        audits=standing.audits,
        missing_audits=audits_until_published(standing.audits, standing.shoppers, standing.weight),
        own=standing.own,
        score_pct=standing.score_pct,
        last_audit_at=standing.last_audit_at,
        headline=standing.headline,
        stage=standing.stage,
        place=standing.place,
    )


def region_result(rolled: RollUp, snapshot: Snapshot) -> RegionResult:
    low, high = roll_up_interval(rolled, snapshot)
    return RegionResult(value=rolled.value, low=low, high=high)


def _rows(
    kept: KeptComparisonDocument, found: Sequence[BranchResult], snapshot: Snapshot | None
) -> Iterator[KeptBranchesDocument]:
    rolled = roll_ups_of(found, snapshot) if snapshot else {}
    for region, standings in _by_region(found).items():
        result = region_result(rolled[str(region)], snapshot) if snapshot and str(region) in rolled else None
        for first in range(0, len(standings), BRANCHES_A_DOCUMENT):
            yield KeptBranchesDocument.model_construct(
                id=uuid4(),
                comparison_id=kept.id,
                rows_id=kept.rows_id,
                region_id=region,
                result=result,
                branches=[compared_branch(standing) for standing in standings[first : first + BRANCHES_A_DOCUMENT]],
            )


def _by_region(found: Sequence[BranchResult]) -> Mapping[UUID, list[StandingDocument]]:
    regions: dict[UUID, list[StandingDocument]] = {}
    for one in found:
        regions.setdefault(one.standing.region_id, []).append(one.standing)
    return regions
