"""How the index of a league's branches goes with what they achieved, as one person sees it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.access import sees_region
from audit_api.calibration.leagues import in_league
from audit_api.clock import now
from audit_api.documents import League, StandingDocument
from audit_api.outcomes.figures import read_achieved
from audit_api.people.auth import Principal
from checklists.outcome_periods import latest_months
from checklists.outcomes import BRANCHES_MIN, MORE_IS_BETTER, Correlation, OutcomeKind, rank_correlation

AT_ONCE = 10_000
"""Branches that fit into one answer of the database."""


class OutcomePoint(msgspec.Struct, kw_only=True):
    """`value`: the mean of a month over the last twelve."""

    branch_id: UUID
    branch_name: str
    index: float
    value: float


class FigureResult(msgspec.Struct, kw_only=True):
    """`branches` of the league have both; `correlation` is over all of them, and None if they are too few or alike.

    `points` are those branches that you may see.
    """

    figure: OutcomeKind
    more_is_better: bool
    branches: int
    correlation: Correlation | None
    points: list[OutcomePoint]


class OutcomeResults(msgspec.Struct, kw_only=True):
    """Own branches with a published headline. `needed`: from so many with a figure on, anything is said.

    `months` is the first and the last month of the figures.
    """

    league: League
    snapshot_id: UUID | None
    as_of: datetime | None
    branches: int
    needed: int
    months: tuple[str, str]
    figures: list[FigureResult]


async def outcome_results(principal: Principal, league: League, region: UUID | None) -> OutcomeResults:
    """How the index goes with each figure in a league; nothing of a league without a branch that one may see."""
    rows = await _published(league)
    own = [row for row in rows if sees_region(principal, row["region_id"])]
    rows = rows if own else []
    shown = [row for row in own if region in (None, row["region_id"])]
    months = latest_months(now().date())
    achieved = await read_achieved([row["branch_id"] for row in rows], now().date()) if rows else {}
    return OutcomeResults(
        league=league,
        snapshot_id=rows[0]["snapshot_id"] if rows else None,
        as_of=rows[0]["as_of"] if rows else None,
        branches=len(rows),
        needed=BRANCHES_MIN,
        months=(months[0], months[-1]),
        figures=[
            _figure(kind, values, rows, shown)
            for kind, values in sorted(achieved.items(), key=lambda pair: list(MORE_IS_BETTER).index(pair[0]))
        ],
    )


async def _published(league: League) -> list[dict[str, Any]]:
    """The own branches of a league; those of competitors earn nothing for the client."""
    wanted = in_league(league) | {"headline.published": True, "competitor": False}
    fields = {"branch_id": 1, "branch_name": 1, "region_id": 1, "snapshot_id": 1, "as_of": 1, "headline.headline": 1}
    return await StandingDocument.get_pymongo_collection().find(wanted, fields, batch_size=AT_ONCE).to_list()


def _figure(
    kind: OutcomeKind, values: dict[UUID, float], rows: list[dict[str, Any]], shown: list[dict[str, Any]]
) -> FigureResult:
    pairs = [(row["headline"]["headline"], values[row["branch_id"]]) for row in rows if row["branch_id"] in values]
    found = rank_correlation([x for x, _ in pairs], [y for _, y in pairs], more_is_better=MORE_IS_BETTER[kind])
    points = [
        OutcomePoint(
            branch_id=row["branch_id"],
            branch_name=row["branch_name"],
            index=row["headline"]["headline"],
            value=values[row["branch_id"]],
        )
        for row in shown
        if row["branch_id"] in values
    ]
    return FigureResult(
        figure=kind,
        more_is_better=MORE_IS_BETTER[kind],
        branches=len(pairs),
        correlation=found,
        points=sorted(points, key=lambda point: -point.index),
    )
