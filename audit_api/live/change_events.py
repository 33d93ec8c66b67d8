"""Which writes to the database are changes for an open page, and for whom."""

from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

import msgspec

from audit_api.documents.audits import SEEN_BY_MANAGERS

Kind = Literal["audit", "queue", "standing", "calibrated"]
Event = dict[str, Any]
"""Of MongoDB's change stream, with the fields that `PIPELINE` leaves."""

_AUDITS, _STANDINGS, _SNAPSHOTS, _SESSIONS = "audits", "standings", "snapshots", "sessions"
_WRITTEN = {"$in": ["insert", "replace"]}
PIPELINE: list[dict[str, Any]] = [
    {
        "$match": {
            "$or": [
                {"ns.coll": _AUDITS, "operationType": _WRITTEN},
                {"ns.coll": _AUDITS, "updateDescription.updatedFields.status": {"$exists": True}},
                # Its flags are known now: a little after it came into the queue.
                {"ns.coll": _AUDITS, "updateDescription.updatedFields.unexamined": False},
                # Those of a night are told as one: `calibrated`.
                {"ns.coll": _STANDINGS, "operationType": _WRITTEN, "fullDocument.refreshed_at": {"$type": "date"}},
                {"ns.coll": _SNAPSHOTS, "updateDescription.updatedFields.standings_at": {"$exists": True}},
                {"ns.coll": _SNAPSHOTS, "updateDescription.updatedFields.ended_at": {"$exists": True}},
                {"ns.coll": _SESSIONS, "operationType": "delete"},
            ]
        }
    },
    {
        "$project": {
            "ns.coll": 1,
            "documentKey._id": 1,
            "fullDocument.region_id": 1,
            "fullDocument.branch_id": 1,
            "fullDocument.status": 1,
            "fullDocument.removed.was_seen": 1,
        }
    },
]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`audit`: one is finalised, excluded, or erased after that. `queue`: one waits for review, or no longer.
    `standing`: a branch stands elsewhere.

    `calibrated`: a night has renewed a league.
    """

    kind: Kind
    branch_id: UUID | None = None
    region_id: UUID | None = None


def changes_in(event: Event) -> Iterator[Change]:
    """Nothing of what has gone again meanwhile."""
    collection, document = event["ns"]["coll"], event.get("fullDocument")
    if collection == _SNAPSHOTS:
        yield Change(kind="calibrated")
    elif document and collection in (_AUDITS, _STANDINGS):
        place = {"branch_id": document["branch_id"], "region_id": document["region_id"]}
        if collection == _STANDINGS:
            yield Change(kind="standing", **place)
            return
        yield Change(kind="queue", **place)
        # What managers could never see is not erased before their eyes.
        if document["status"] in SEEN_BY_MANAGERS or (document.get("removed") or {}).get("was_seen"):
            yield Change(kind="audit", **place)


def ended_session(event: Event) -> str | None:
    """The id of a session that was signed out."""
    return str(event["documentKey"]["_id"]) if event["ns"]["coll"] == _SESSIONS else None
