"""What each branch scores in each section, kept as a sum so that no page reads audits for it.

Every decision about an audit brings its branch up to date. The night does it for some of the branches that nobody
decided about, and whose audits leave the window: only so many, as it reads audits for it. Until it is their turn, they
say as of which day they are right.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from pymongo import ReplaceOne

from audit_api.calibration.branch_audits import BranchAudits
from audit_api.calibration.league_sums import counted_audits
from audit_api.calibration.leagues import in_league
from audit_api.calibration.recency import recency_expression, window_start
from audit_api.documents import AuditDocument, League, SectionScoresDocument, StandingDocument
from checklists.branch_report import PartScore

NEVER = datetime(2000, 1, 1, tzinfo=UTC)

BRANCHES_A_NIGHT = 50
"""Branches of each league that a night fills in: some thousand audits, which takes a second."""
DECIMALS = 6


async def keep_section_scores(standing: StandingDocument, audits: BranchAudits, sections: Sequence[PartScore]) -> None:
    """As of the day of `standing`, which comes from the same `audits`; there is at least one."""
    league = _Compared(standing.league, comparable(audits.snapshot.links) if audits.snapshot else None, standing.as_of)
    oldest = standing.as_of - timedelta(days=max(audit.age_days for audit in audits.counted))
    means = _Means({part.key: round(part.score, DECIMALS) for part in sections}, oldest)
    await _write([_document(standing.id, standing.branch_id, league, means)])


async def fill_section_scores(
    league: League, branches: Mapping[UUID, UUID], versions: list[int] | None, as_of: datetime
) -> None:
    """`branches`: those of the league, each with the id of its standing. `versions`: sorted, those that can be
    compared; None: all.
    """
    kept, own = SectionScoresDocument.get_pymongo_collection(), in_league(league)
    await kept.delete_many(own | {"_id": {"$nin": list(branches.values())}})
    still_right = {"versions": versions, "oldest_at": {"$gte": window_start(as_of)}, "as_of": {"$lt": as_of}}
    await kept.update_many(own | still_right, {"$set": {"as_of": as_of}})
    days = {row["branch_id"]: row["as_of"] async for row in kept.find(own, {"branch_id": 1, "as_of": 1})}
    due = sorted((days.get(branch, NEVER), branch) for branch in branches if days.get(branch, NEVER) < as_of)
    longest = [branch for _, branch in due[:BRANCHES_A_NIGHT]]
    if longest:
        compared = _Compared(league, versions, as_of)
        found = await _read(compared, longest)
        # One that has no section with a score has had its turn, too.
        nothing = _Means({}, None)
        await _write([_document(branches[key], key, compared, found.get(key, nothing)) for key in longest])


def comparable(links: Iterable[str]) -> list[int]:
    """The checklist versions for which a snapshot has links."""
    return sorted(map(int, links))


class _Compared(msgspec.Struct, frozen=True):
    league: League
    versions: list[int] | None
    as_of: datetime


class _Means(msgspec.Struct):
    sections: dict[str, float]
    oldest_at: datetime | None


async def _read(compared: _Compared, branches: Sequence[UUID]) -> dict[UUID, _Means]:
    league, as_of = compared.league, compared.as_of
    wanted = counted_audits(league.programme_id, as_of) | {"submission.checklist.key": league.checklist}
    wanted["branch_id"] = {"$in": list(branches)}
    if compared.versions is not None:
        wanted["submission.checklist.version"] = {"$in": compared.versions}
    score = {"$multiply": ["$w", "$section.score"]}
    pipeline: list[dict[str, Any]] = [
        {"$match": wanted},
        {
            "$project": {
                "branch_id": 1,
                "occurred_at": 1,
                "w": recency_expression(as_of),
                "section": "$scorecard.sections",
            }
        },
        {"$unwind": "$section"},
        {"$match": {"section.score": {"$ne": None}}},
        {
            "$group": {
                "_id": {"b": "$branch_id", "s": "$section.key"},
                "weighed": {"$sum": score},
                "weight": {"$sum": "$w"},
                "oldest": {"$min": "$occurred_at"},
            }
        },
        {"$sort": {"_id": 1}},
    ]
    found: dict[UUID, _Means] = {}
    async for row in await AuditDocument.get_pymongo_collection().aggregate(pipeline):
        means = found.setdefault(row["_id"]["b"], _Means({}, row["oldest"]))
        means.sections[row["_id"]["s"]] = round(row["weighed"] / row["weight"], DECIMALS)
        means.oldest_at = min(row["oldest"], means.oldest_at or row["oldest"])
    return found


def _document(key: UUID, branch_id: UUID, compared: _Compared, means: _Means) -> SectionScoresDocument:
    document: SectionScoresDocument = SectionScoresDocument.model_construct(
        id=key,
        league=compared.league,
        branch_id=branch_id,
        as_of=compared.as_of,
        sections=means.sections,
        oldest_at=means.oldest_at,
        versions=compared.versions,
    )
    return document


async def _write(documents: Sequence[SectionScoresDocument]) -> None:
    rows = [document.as_stored() for document in documents]
    replacing = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
    await SectionScoresDocument.get_pymongo_collection().bulk_write(replacing, ordered=False)
