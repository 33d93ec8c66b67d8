"""What became of a branch after something was done there, measured from the audits around each moment."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.calibration.branch_audits import MadeSnapshot, latest_snapshot
from audit_api.calibration.leagues import league_of
from audit_api.documents import AuditDocument, Branch, League
from checklists.effects import SPAN, Effect, MeasuredAudit, effect


class _Found(msgspec.Struct, frozen=True):
    occurred_at: datetime
    shopper_id: UUID
    branch_id: UUID
    checklist: str
    version: int
    index: float
    items: list[dict[str, Any]]


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """What was done at a branch: an action item, which is about an `item`, or a training, which is about none."""

    id: UUID
    branch_id: UUID
    checklist: str
    at: datetime
    item: str | None = None


async def effects_of(remedies: Sequence[Remedy], branches: dict[UUID, Branch], now: datetime) -> dict[UUID, Effect]:
    """The effect of each remedy by its id. One query for all their audits, and one for the snapshot of each league."""
    known = [one for one in remedies if one.branch_id in branches]
    if not known:
        return {}
    audits = await _audits(known)
    leagues = {one.id: league_of(branches[one.branch_id], one.checklist) for one in known}
    snapshots = await _snapshots(set(leagues.values()), {audit.shopper_id for audit in audits})
    return {one.id: _effect(one, audits, snapshots[leagues[one.id]], now) for one in known}


async def _audits(remedies: Sequence[Remedy]) -> list[_Found]:
    around = [
        {
            "branch_id": one.branch_id,
            "status": "finalised",
            "submission.checklist.key": one.checklist,
            "occurred_at": {"$gte": one.at - SPAN, "$lt": one.at + SPAN},
            "scorecard.index": {"$gte": 0},
        }
        for one in remedies
    ]
    asked = list({one.item for one in remedies if one.item})
    needed = {
        "_id": 0,
        "occurred_at": 1,
        "shopper_id": 1,
        "branch_id": 1,
        "checklist": "$submission.checklist.key",
        "version": "$submission.checklist.version",
        "index": "$scorecard.index",
        "items": {
            "$filter": {"input": {"$ifNull": ["$scorecard.items", []]}, "cond": {"$in": ["$$this.key", asked]}},
        },
    }
    rows = AuditDocument.get_pymongo_collection().find({"$or": around}, needed, sort=[("occurred_at", 1)])
    return msgspec.convert(await rows.to_list(), list[_Found])


async def _snapshots(leagues: set[League], shoppers: set[UUID]) -> dict[League, MadeSnapshot | None]:
    ordered = list(leagues)
    found = await asyncio.gather(*(latest_snapshot(league, shoppers) for league in ordered))
    return dict(zip(ordered, found, strict=True))


def _effect(one: Remedy, audits: Sequence[_Found], made: MadeSnapshot | None, now: datetime) -> Effect:
    own = [a for a in audits if (a.branch_id, a.checklist) == (one.branch_id, one.checklist)]
    # What cannot be restated on the current version cannot be compared.
    comparable = [a for a in own if made is None or str(a.version) in made.links]
    measured = [_measured(audit, one.item, made) for audit in comparable]
    return effect(measured, one.at, now, made.snapshot if made else None)


def _measured(audit: _Found, item: str | None, made: MadeSnapshot | None) -> MeasuredAudit:
    scores = [row.get("score") for row in audit.items if row["key"] == item]
    return MeasuredAudit(
        at=audit.occurred_at,
        index=audit.index,
        shopper=audit.shopper_id,
        offset=made.links[str(audit.version)].offset if made else 0.0,
        item_score=scores[0] if scores else None,
    )
