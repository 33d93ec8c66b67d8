"""What the demo's manager does about weak items: one remedy long done, others under way, late, or just begun."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit_api.demo.dice import made_id
from audit_api.demo.network import DemoBranch, Network
from audit_api.demo.people import DEMO_ACCOUNTS
from audit_api.demo.records import add_missing
from audit_api.documents import ActionDocument, ActionItem, AuditDocument, ChecklistVersionDocument, StateChange
from audit_api.documents.actions import ActionState


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """Days count from the demo's today. Without `owner` it is the manager's own."""

    plan: str
    due: int
    states: tuple[tuple[ActionState, int], ...]
    owner: str = ""


REMEDIES = (
    Remedy(
        plan="Practise the first minute with a customer, Mondays before we open.",
        due=-100,
        states=(("open", -140), ("in_progress", -130), ("done", -98)),
    ),
    Remedy(
        plan="Two people at the counter between 11 and 14.\nThe roster is changed from next month on.",
        due=12,
        states=(("open", -20), ("in_progress", -8)),
        owner="Shift leader",
    ),
    Remedy(
        plan="Agree on what may be decided on the spot, and put the list behind the counter.",
        due=-6,
        states=(("open", -30),),
    ),
    Remedy(
        plan="Listen to last week’s calls together and choose three that went well.",
        due=25,
        states=(("open", -2),),
        owner="Team of the branch",
    ),
)


async def add_remedies(seed: int, planned: Network, people: dict[str, UUID], today: datetime) -> int:
    """For branches of the manager's region, each about what has cost the branch most; tells how many were added."""
    region = planned.branches[0].branch.region_id
    branches = [branch for branch in planned.branches if branch.branch.region_id == region]
    own = [branch for branch in branches if not branch.branch.competitor]
    manager = people[DEMO_ACCOUNTS["manager"]]
    made = []
    for n, (remedy, branch) in enumerate(zip(REMEDIES, own, strict=False)):
        if weakest := await _weakest(branch.id):
            made.append(await _document(made_id(seed, "remedy", n), remedy, branch, weakest, manager, today))
    return await add_missing(made)


async def _document(
    action_id: UUID, remedy: Remedy, branch: DemoBranch, weakest: tuple[str, str], manager: UUID, today: datetime
) -> ActionDocument:
    checklist, item = weakest
    version = await ChecklistVersionDocument.latest(checklist)
    history = [
        StateChange(state=state, at=today + timedelta(days=day, hours=9), by=manager) for state, day in remedy.states
    ]
    return ActionDocument(
        id=action_id,
        programme_id=branch.branch.programme_id,
        region_id=branch.branch.region_id,
        version=version.version if version else 1,
        revision=len(history),
        action=ActionItem(
            branch_id=branch.id,
            checklist=checklist,
            item=item,
            owner_id=None if remedy.owner else manager,
            owner_name=remedy.owner,
            due_on=(today + timedelta(days=remedy.due)).date(),
            plan=remedy.plan,
            state=remedy.states[-1][0],
        ),
        history=history,
        created_at=history[0].at,
    )


async def _weakest(branch_id: UUID) -> tuple[str, str] | None:
    """Checklist and item that cost the branch most."""
    pipeline: list[dict[str, Any]] = [
        {"$match": {"branch_id": branch_id, "status": "finalised"}},
        {"$unwind": "$scorecard.items"},
        {
            "$group": {
                "_id": {"checklist": "$submission.checklist.key", "item": "$scorecard.items.key"},
                "cost": {"$sum": "$scorecard.items.cost"},
            }
        },
        {"$sort": {"cost": -1, "_id": 1}},
        {"$limit": 1},
    ]
    rows = await (await AuditDocument.get_pymongo_collection().aggregate(pipeline)).to_list()
    return (rows[0]["_id"]["checklist"], rows[0]["_id"]["item"]) if rows else None
