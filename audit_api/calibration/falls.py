"""Results that fell for more than luck: told once in a quarter, whether by an audit or by a calibration."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from pymongo import UpdateOne

from audit_api.documents import AlertDocument
from audit_api.documents.seam import to_bson
from checklists.parameters import CCI_1

RULE = "headline_fell"
ONCE = timedelta(days=CCI_1.quarter_days)
"""A fall stays visible for a quarter: it is told once in that time."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def fall_id(branch_id: UUID, checklist: str, at: datetime) -> UUID:
    """The id of the alert: the same for everybody who sees the same fall at the same moment."""
    return uuid5(branch_id, f"{RULE} {checklist} {(at - EPOCH) // ONCE}")


async def told_lately(branches: Collection[UUID], checklist: str, at: datetime) -> set[UUID]:
    """The branches whose fall under this checklist was told within a quarter before `at`."""
    alike = {
        "branch_id": {"$in": list(branches)},
        "finding.rule": RULE,
        "checklist.key": checklist,
        "raised_at": {"$gt": at - ONCE},
    }
    return set(await AlertDocument.get_pymongo_collection().distinct("branch_id", alike))


async def store_alerts(alerts: Iterable[AlertDocument]) -> None:
    """Stores new alerts. Those that are there stay as they are: who has read one has read it."""
    additions = list(_additions(alerts))
    if additions:
        await AlertDocument.get_pymongo_collection().bulk_write(additions, ordered=False)


async def restate_alerts(alerts: Iterable[AlertDocument]) -> None:
    """Those that are there say what is found now."""
    changes = [UpdateOne({"_id": alert.id}, {"$set": {"finding": to_bson(alert.finding)}}) for alert in alerts]
    if changes:
        await AlertDocument.get_pymongo_collection().bulk_write(changes, ordered=False)


def _additions(alerts: Iterable[AlertDocument]) -> Iterator[UpdateOne]:
    for alert in alerts:
        stored: dict[str, Any] = alert.as_stored()
        yield UpdateOne({"_id": stored.pop("_id")}, {"$setOnInsert": stored}, upsert=True)
