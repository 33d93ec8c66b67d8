"""What the peers of a branch score in each pillar and section, from a bounded number of audits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from audit_api.calibration.league_sums import counted_audits
from audit_api.calibration.recency import recency_expression
from audit_api.documents import AuditDocument, League, PeerParts

LATEST = 2000
"""Enough for a mean within a percent point, and read in a fraction of a second however large the league is."""

_PILLARS = {
    "$map": {
        "input": {"$objectToArray": {"$ifNull": ["$scorecard.pillars", {}]}},
        "in": {"kind": "pillar", "key": "$$this.k", "score": "$$this.v"},
    }
}
_SECTIONS = {
    "$map": {
        "input": {"$ifNull": ["$scorecard.sections", []]},
        "in": {"kind": "section", "key": "$$this.key", "score": "$$this.score"},
    }
}


async def read_peer_parts(league: League, branches: Sequence[UUID], as_of: datetime) -> PeerParts:
    """Over the latest audits of these branches of the league; `as_of` is a midnight (UTC)."""
    wanted = counted_audits(league.programme_id, as_of) | {"submission.checklist.key": league.checklist}
    wanted["branch_id"] = {"$in": list(branches)}
    latest: list[dict[str, Any]] = [
        {"$match": wanted},
        # The order of the index `league_sums`, so that nothing is sorted.
        {"$sort": {"occurred_at": -1, "branch_id": -1, "shopper_id": -1}},
        {"$limit": LATEST},
    ]
    parts: list[dict[str, Any]] = [
        {"$project": {"w": recency_expression(as_of), "part": {"$concatArrays": [_PILLARS, _SECTIONS]}}},
        {"$unwind": "$part"},
        {"$match": {"part.score": {"$ne": None}}},
        {"$group": {"_id": {"kind": "$part.kind", "key": "$part.key"}, **_sums()}},
        {"$sort": {"_id": 1}},
    ]
    audits = AuditDocument.get_pymongo_collection()
    rows = await (await audits.aggregate([*latest, *parts])).to_list()
    counted = await audits.count_documents(wanted, limit=LATEST)
    means: dict[str, dict[str, float]] = {"pillar": {}, "section": {}}
    for row in rows:
        means[row["_id"]["kind"]][row["_id"]["key"]] = round(row["weighed"] / row["weight"], 6)
    return PeerParts(audits=counted, pillars=means["pillar"], sections=means["section"])


def _sums() -> dict[str, Any]:
    return {"weight": {"$sum": "$w"}, "weighed": {"$sum": {"$multiply": ["$w", "$part.score"]}}}
