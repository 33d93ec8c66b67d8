"""What each branch scores in each section, kept as a sum so that no page reads audits for it.

Every decision about an audit brings its branch up to date. The night adds some of the branches that were never
decided about since, because their audits were there before: only so many, as it reads audits for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ReplaceOne

from audit_api.calibration.league_sums import counted_audits
from audit_api.calibration.leagues import in_league
from audit_api.calibration.recency import recency_expression
from audit_api.documents import AuditDocument, League, SectionScoresDocument
from checklists.branch_report import PartScore

BRANCHES_A_NIGHT = 50
"""Of each league: some thousand audits, which takes a second."""
DECIMALS = 6


async def keep_section_scores(
    key: UUID, league: League, branch_id: UUID, as_of: datetime, sections: Sequence[PartScore]
) -> None:
    scores = {part.key: round(part.score, DECIMALS) for part in sections}
    await _write([_document(key, league, branch_id, as_of, scores)])


async def fill_section_scores(
    league: League, branches: Mapping[UUID, UUID], versions: Sequence[int] | None, as_of: datetime
) -> None:
    """`branches`: those of the league, each with the id of its standing. `versions` that can be compared; None: all."""
    kept = SectionScoresDocument.get_pymongo_collection()
    await kept.delete_many(in_league(league) | {"_id": {"$nin": list(branches.values())}})
    known = set(await kept.distinct("_id", in_league(league)))
    missing = [branch for branch, key in sorted(branches.items()) if key not in known][:BRANCHES_A_NIGHT]
    scores = await _read(league, missing, versions, as_of) if missing else {}
    await _write([_document(branches[branch], league, branch, as_of, found) for branch, found in scores.items()])


async def _read(
    league: League, branches: Sequence[UUID], versions: Sequence[int] | None, as_of: datetime
) -> dict[UUID, dict[str, float]]:
    wanted = counted_audits(league.programme_id, as_of) | {"submission.checklist.key": league.checklist}
    wanted["branch_id"] = {"$in": list(branches)}
    if versions is not None:
        wanted["submission.checklist.version"] = {"$in": list(versions)}
    score = {"$multiply": ["$w", "$section.score"]}
    pipeline: list[dict[str, Any]] = [
        {"$match": wanted},
        {"$project": {"branch_id": 1, "w": recency_expression(as_of), "section": "$scorecard.sections"}},
        {"$unwind": "$section"},
        {"$match": {"section.score": {"$ne": None}}},
        {
            "$group": {
                "_id": {"b": "$branch_id", "s": "$section.key"},
                "weighed": {"$sum": score},
                "weight": {"$sum": "$w"},
            }
        },
        {"$sort": {"_id": 1}},
    ]
    found: dict[UUID, dict[str, float]] = {}
    async for row in await AuditDocument.get_pymongo_collection().aggregate(pipeline):
        mean = round(row["weighed"] / row["weight"], DECIMALS)
        found.setdefault(row["_id"]["b"], {})[row["_id"]["s"]] = mean
    return found


def _document(
    key: UUID, league: League, branch_id: UUID, as_of: datetime, scores: dict[str, float]
) -> SectionScoresDocument:
    document: SectionScoresDocument = SectionScoresDocument.model_construct(
        id=key, league=league, branch_id=branch_id, as_of=as_of, sections=scores
    )
    return document


async def _write(documents: Sequence[SectionScoresDocument]) -> None:
    rows = [document.as_stored() for document in documents]
    if rows:
        replacing = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
        await SectionScoresDocument.get_pymongo_collection().bulk_write(replacing, ordered=False)
