"""Action items as they are read: with the words of what they are about, the names of people, and their effect."""

import asyncio
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from audit_api.access import Filter, visible_regions
from audit_api.actions.effects import Remedy, effects_of
from audit_api.documents import (
    ActionDocument,
    ActionItem,
    Branch,
    BranchDocument,
    ChecklistVersionDocument,
    StateChange,
    UserDocument,
)
from audit_api.documents.actions import UNFINISHED, ActionState
from audit_api.http.paging import after_name, cursor_of, in_one_batch
from audit_api.people.auth import Principal
from audit_api.storage.names import names_of
from checklists.definition import Checklist, ChecklistRef, items_of
from checklists.effects import Effect
from checklists.items import Text

Wanted = Literal["unfinished"] | ActionState


class NamedChange(StateChange, frozen=True, kw_only=True):
    by_name: str


class StoredAction(ActionItem, frozen=True, kw_only=True):
    """An action item.

    `effect` is there once it is done; `owner` is the owner's name, `version` that of the checklist.
    """

    id: UUID
    revision: int
    version: int
    branch_name: str
    region_id: UUID
    time_zone: str
    title: Text
    item_text: Text
    owner: str
    created_at: datetime
    overdue: bool
    history: list[NamedChange]
    effect: Effect | None


class ActionPage(msgspec.Struct, kw_only=True):
    """Action items, the earliest due date first. `overdue` counts all that you may see, whatever was asked for."""

    actions: list[StoredAction]
    next: str | None
    overdue: int


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    state: Wanted | None = None
    region: UUID | None = None
    branch: UUID | None = None
    overdue: bool = False


async def action_page(principal: Principal, wish: Wish, limit: int, cursor: str | None) -> ActionPage:
    """In seven round trips, and one for the snapshot of each further league; however many there are."""
    mine, now = visible_regions(principal), datetime.now(UTC)
    wanted = {"$and": [mine, _filter(wish, now.date()), after_name(cursor, "action.due_on")]}
    rows = ActionDocument.find(wanted, batch_size=in_one_batch(limit)).sort("action.due_on", "_id").limit(limit + 1)
    found, overdue = await asyncio.gather(
        rows.to_list(), ActionDocument.find({"$and": [mine, _overdue(now.date())]}).count()
    )
    page = found[:limit]
    more = len(found) > limit
    return ActionPage(
        actions=await stored_actions(page, now),
        next=cursor_of(page[-1].action.due_on.isoformat(), page[-1].id) if more else None,
        overdue=overdue,
    )


async def count_actions(principal: Principal, wish: Wish, today: date) -> int:
    return await ActionDocument.find({"$and": [visible_regions(principal), _filter(wish, today)]}).count()


async def stored_actions(actions: list[ActionDocument], now: datetime) -> list[StoredAction]:
    """Action items as they are answered, in the order given."""
    people = {change.by for one in actions for change in one.history}
    people |= {one.action.owner_id for one in actions if one.action.owner_id}
    refs = list({ChecklistRef(key=one.action.checklist, version=one.version) for one in actions})
    branches, names, checklists = await asyncio.gather(
        _branches({one.action.branch_id for one in actions}),
        names_of(UserDocument, people),
        ChecklistVersionDocument.definitions_of(refs),
    )
    effects = await effects_of([done for action in actions if (done := _remedy(action))], branches, now)
    by_ref = {(ref.key, ref.version): checklist for ref, checklist in checklists}
    return [
        _stored_action(
            one, branches[one.action.branch_id], names, by_ref[one.action.checklist, one.version], effects, now.date()
        )
        for one in actions
    ]


def _remedy(one: ActionDocument) -> Remedy | None:
    """What the effect of an action item is measured for; None while it is not done."""
    at, about = one.done_at(), one.action
    if at is None:
        return None
    return Remedy(id=one.id, branch_id=about.branch_id, checklist=about.checklist, at=at, item=about.item)


def _filter(wish: Wish, today: date) -> Filter:
    wanted: list[Filter] = [{}]
    if wish.state == "unfinished":
        wanted.append({"action.state": {"$in": UNFINISHED}})
    elif wish.state:
        wanted.append({"action.state": wish.state})
    wanted += [{"region_id": wish.region}] if wish.region else []
    wanted += [{"action.branch_id": wish.branch}] if wish.branch else []
    wanted += [_overdue(today)] if wish.overdue else []
    return {"$and": wanted}


def _overdue(today: date) -> Filter:
    return {"action.state": {"$in": UNFINISHED}, "action.due_on": {"$lt": today.isoformat()}}


async def _branches(ids: set[UUID]) -> dict[UUID, Branch]:
    found = BranchDocument.find({"_id": {"$in": list(ids)}}, batch_size=len(ids) + 1)
    return {doc.id: doc.branch for doc in await found.to_list()}


def _stored_action(
    one: ActionDocument,
    branch: Branch,
    names: dict[UUID, str],
    checklist: Checklist,
    effects: dict[UUID, Effect],
    today: date,
) -> StoredAction:
    action = one.action
    texts = {item.key: item.text for _, item in items_of(checklist)}
    return StoredAction(
        **asdict(action),
        id=one.id,
        revision=one.revision,
        version=one.version,
        branch_name=branch.name,
        region_id=one.region_id,
        time_zone=branch.time_zone,
        title=checklist.title,
        item_text=texts.get(action.item, {}),
        owner=names.get(action.owner_id, action.owner_name) if action.owner_id else action.owner_name,
        created_at=one.created_at,
        overdue=action.state in UNFINISHED and action.due_on < today,
        history=[NamedChange(**asdict(change), by_name=names.get(change.by, "")) for change in one.history],
        effect=effects.get(one.id),
    )
