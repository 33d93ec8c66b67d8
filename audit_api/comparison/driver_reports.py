"""Importance and performance of the sections of a league's checklist, as one person sees them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from audit_api.access import sees_region
from audit_api.calibration.leagues import in_league
from audit_api.clock import now
from audit_api.documents import ChecklistVersionDocument, League, SectionScoresDocument, StandingDocument
from audit_api.outcomes.figures import Achieved, read_achieved
from audit_api.people.auth import Principal
from checklists.drivers import Driver, SectionFacts, design_shares, key_drivers
from checklists.outcomes import BRANCHES_MIN, MORE_IS_BETTER, OutcomeKind

Source = OutcomeKind | Literal["weights"]
AT_ONCE = 10_000
"""Branches that fit into one answer of the database."""
NO_OUTCOME: dict[UUID, float] = {}


class SectionBranch(msgspec.Struct, kw_only=True):
    """A branch with its mean score in [0, 1] by section."""

    branch_id: UUID
    branch_name: str
    sections: dict[str, float]


class DriverReport(msgspec.Struct, kw_only=True):
    """`figure`: where importance comes from, over `measured` branches of the league; None: the checklist's weights.

    `figures`: those that enough branches have. Performance is over `branches`, those that you may see and asked for;
    `version` is the latest of the checklist.
    """

    league: League
    as_of: datetime | None
    version: int | None
    figure: OutcomeKind | None
    figures: list[OutcomeKind]
    measured: int
    drivers: list[Driver]
    branches: list[SectionBranch]


async def driver_report(
    principal: Principal, league: League, region: UUID | None, figure: Source | None
) -> DriverReport:
    places = await _own_branches(league)
    seen = {key for key, row in places.items() if sees_region(principal, row["region_id"])}
    kept = await _kept(league, places) if seen else {}
    scores = {key: row["sections"] for key, row in kept.items()}
    shown = {key for key in seen & scores.keys() if region in (None, places[key]["region_id"])}
    achieved = await read_achieved(list(scores), now().date()) if scores else {}
    version = await ChecklistVersionDocument.latest(league.checklist) if scores else None
    enough = [kind for kind in MORE_IS_BETTER if len(achieved.get(kind, {})) >= BRANCHES_MIN]
    wanted = _wanted(figure, enough)
    shares = design_shares(version.definition) if version else {}
    drivers = key_drivers(
        _facts(scores, shown, shares, achieved[wanted] if wanted else NO_OUTCOME),
        more_is_better=wanted is None or MORE_IS_BETTER[wanted],
    )
    used = wanted if any(driver.source == "outcome" for driver in drivers) else None
    return DriverReport(
        league=league,
        as_of=min((row["as_of"] for row in kept.values()), default=None),
        version=version.version if version else None,
        figure=used,
        figures=enough,
        measured=_measured(achieved, used),
        drivers=drivers,
        branches=[
            SectionBranch(branch_id=key, branch_name=places[key]["branch_name"], sections=scores[key])
            for key in sorted(shown, key=lambda key: places[key]["branch_name"])
        ],
    )


def _wanted(asked: Source | None, enough: list[OutcomeKind]) -> OutcomeKind | None:
    if asked is None:
        return enough[0] if enough else None
    return asked if asked != "weights" and asked in enough else None


def _measured(achieved: Achieved, used: OutcomeKind | None) -> int:
    return len(achieved[used]) if used else 0


async def _own_branches(league: League) -> dict[UUID, dict[str, Any]]:
    """The league's branches without competitors, which earn nothing for the client and cannot be mended here."""
    wanted = in_league(league) | {"competitor": False}
    fields = {"branch_id": 1, "branch_name": 1, "region_id": 1}
    rows = await StandingDocument.get_pymongo_collection().find(wanted, fields, batch_size=AT_ONCE).to_list()
    return {row["branch_id"]: row for row in rows}


async def _kept(league: League, places: Mapping[UUID, Any]) -> dict[UUID, dict[str, Any]]:
    """For each branch the mean score of each section, and the day as of which it is right."""
    kept = SectionScoresDocument.get_pymongo_collection()
    fields = {"branch_id": 1, "sections": 1, "as_of": 1}
    rows = await kept.find(in_league(league) | {"sections": {"$ne": {}}}, fields, batch_size=AT_ONCE).to_list()
    return {row["branch_id"]: row for row in rows if row["branch_id"] in places}


def _facts(
    scores: dict[UUID, dict[str, float]], shown: set[UUID], shares: dict[str, float], outcome: dict[UUID, float]
) -> list[SectionFacts]:
    """Of the sections that the latest version has: in one that is gone nobody can get better."""
    facts = []
    for section, share in shares.items():
        both = [key for key, found in scores.items() if section in found and key in outcome]
        facts.append(
            SectionFacts(
                key=section,
                scores=[found[section] for key, found in scores.items() if key in shown and section in found],
                outcome=[outcome[key] for key in both],
                design_share=share,
                measured=[scores[key][section] for key in both],
            )
        )
    return facts
