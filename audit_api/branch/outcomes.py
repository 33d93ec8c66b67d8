"""What a branch achieved lately, as far as the client tells, beside branches of its kind."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath

from audit_api.access import DESK, branch_for
from audit_api.documents import BranchDocument, OutcomeDocument
from audit_api.injected import CurrentPrincipal
from audit_api.problems import documented
from checklists.outcome_periods import latest_period
from checklists.outcomes import BRANCHES_MIN, MORE_IS_BETTER, OutcomeKind


class PeerMean(msgspec.Struct, kw_only=True):
    """The mean of the same figure and period over that many of the company's own branches."""

    mean: float
    branches: int


class LatestOutcome(msgspec.Struct, kw_only=True):
    """The latest value of a figure; `period` as in `2026-03` or `2026-Q1`.

    `peers` is None where too few branches have it.
    """

    figure: OutcomeKind
    more_is_better: bool
    period: str
    value: float
    imported_at: datetime
    peers: PeerMean | None


class LatestOutcomes(msgspec.Struct, kw_only=True):
    """The latest values in a fixed order of figures. Peers are the client's own branches with the same expectation."""

    figures: list[LatestOutcome]


@get(
    "/api/branches/{branch_id:uuid}/outcomes/latest",
    access=DESK,
    tags=["Outcomes"],
    summary="The latest value of every outcome figure of a branch, beside those of its peers",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_latest_outcomes(principal: CurrentPrincipal, branch_id: FromPath[UUID]) -> LatestOutcomes:
    """The latest outcome figures of a branch, with the means of its peers. In four round trips."""
    branch = await branch_for(principal, branch_id)
    found = await OutcomeDocument.find({"branch_id": branch_id}).to_list()
    latest = {one.figure: period for one in found if (period := latest_period(one.periods))}
    peers = await _peer_means(branch, latest) if latest else {}
    by_figure = {one.figure: one for one in found}
    return LatestOutcomes(
        figures=[
            _latest_outcome(by_figure[kind], latest[kind], peers.get(kind)) for kind in MORE_IS_BETTER if kind in latest
        ]
    )


async def _peer_means(branch: BranchDocument, latest: dict[OutcomeKind, str]) -> dict[OutcomeKind, PeerMean]:
    """By figure, for the period in which the branch has it. Few branches would give one another away."""
    alike = {f"branch.{name}": getattr(branch.branch, name) for name in ("programme_id", "tier", "audience")}
    own = {**alike, "branch.competitor": {"$ne": True}}
    peers = await BranchDocument.get_pymongo_collection().distinct("_id", own)
    values = [
        {"case": {"$eq": ["$figure", kind]}, "then": f"$periods.{period}.value"} for kind, period in latest.items()
    ]
    pipeline: list[dict[str, Any]] = [
        {"$match": {"branch_id": {"$in": peers}, "figure": {"$in": list(latest)}}},
        {"$project": {"figure": 1, "value": {"$switch": {"branches": values, "default": None}}}},
        {"$match": {"value": {"$ne": None}}},
        {"$group": {"_id": "$figure", "mean": {"$avg": "$value"}, "branches": {"$sum": 1}}},
    ]
    rows = await (await OutcomeDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    enough = [row for row in rows if row["branches"] >= BRANCHES_MIN]
    return {row["_id"]: PeerMean(mean=row["mean"], branches=row["branches"]) for row in enough}


def _latest_outcome(kept: OutcomeDocument, period: str, peers: PeerMean | None) -> LatestOutcome:
    value = kept.periods[period]
    return LatestOutcome(
        figure=kept.figure,
        more_is_better=MORE_IS_BETTER[kept.figure],
        period=period,
        value=value.value,
        imported_at=value.imported_at,
        peers=peers,
    )


ROUTES = [read_latest_outcomes]
