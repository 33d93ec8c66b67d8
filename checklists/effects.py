"""Whether a remedy worked: the result of a branch in the quarter before it was done against the quarter after it.

The trend rule decides (index specification, section 8); the quarters begin and end at the moment when it was done.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import fsum
from typing import Literal
from uuid import UUID

import msgspec

from checklists.headline import DatedIndex
from checklists.parameters import CCI_1, IndexParameters
from checklists.snapshot import Snapshot
from checklists.trend import Quarter, quarter, trend

# "better", "worse" and "unchanged" are told apart by the trend rule; the others say why nothing can be told.
Verdict = Literal["too_early", "too_few", "no_snapshot", "unchanged", "better", "worse"]
SPAN = timedelta(days=CCI_1.quarter_days)


class MeasuredAudit(msgspec.Struct, frozen=True, kw_only=True):
    """An eligible audit with its index, and the score in [0, 1] of the item in question if it was asked."""

    at: datetime
    index: float
    shopper: UUID
    offset: float = 0.0
    item_score: float | None = None


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of two quarters: `mean` is the corrected result, None without audits or snapshot; `item_score` in [0, 1]."""

    audits: int
    mean: float | None
    item_score: float | None


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What changed around a moment, in index points. `complete` once the quarter after it is over."""

    verdict: Verdict
    complete: bool
    before: Side
    after: Side
    change: float | None = None
    smallest_detectable: float | None = None


def effect(
    audits: Sequence[MeasuredAudit],
    done_at: datetime,
    now: datetime,
    snapshot: Snapshot | None,
    params: IndexParameters = CCI_1,
) -> Effect:
    """Audits outside of the two quarters are left out, whatever is given."""
    before = [audit for audit in audits if done_at - SPAN <= audit.at < done_at]
    after = [audit for audit in audits if done_at <= audit.at < done_at + SPAN]
    earlier, later = _quarter(before, snapshot), _quarter(after, snapshot)
    measured = trend(earlier, later, snapshot, params) if snapshot and earlier and later else None
    complete = now >= done_at + SPAN
    verdict = _silent(before, after, complete=complete, calibrated=snapshot is not None, params=params)
    if verdict is None and measured is not None:
        verdict = "unchanged" if not measured.visible else "better" if measured.change > 0 else "worse"
    return Effect(
        verdict=verdict or "too_early",
        complete=complete,
        before=_side(before, earlier),
        after=_side(after, later),
        change=measured.change if measured else None,
        smallest_detectable=measured.smallest_detectable if measured else None,
    )


def _silent(
    before: Sequence[MeasuredAudit],
    after: Sequence[MeasuredAudit],
    *,
    complete: bool,
    calibrated: bool,
    params: IndexParameters,
) -> Verdict | None:
    """Why nothing can be told, if so."""
    if not calibrated:
        return "no_snapshot"
    if len(before) < params.trend_audits:
        return "too_few"
    if len(after) < params.trend_audits:
        return "too_few" if complete else "too_early"
    return None


def _quarter(audits: Sequence[MeasuredAudit], snapshot: Snapshot | None) -> Quarter | None:
    if snapshot is None:
        return None
    # Within its quarter the age of an audit does not matter.
    return quarter(
        [DatedIndex(age_days=0, index=a.index, shopper=a.shopper, offset=a.offset) for a in audits], snapshot
    )


def _side(audits: Sequence[MeasuredAudit], corrected: Quarter | None) -> Side:
    scores = [audit.item_score for audit in audits if audit.item_score is not None]
    return Side(
        audits=len(audits),
        mean=corrected.mean if corrected else None,
        item_score=fsum(scores) / len(scores) if scores else None,
    )
