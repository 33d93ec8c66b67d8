"""Action items: a manager says what is done about a weakness, and reads afterwards whether it helped."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta
from pymongo.errors import DuplicateKeyError

from audit_api.access import DESK, action_for, branch_for
from audit_api.actions.lists import ActionPage, StoredAction, Wanted, Wish, action_page, stored_actions
from audit_api.actions.owners import Owner, owners_for
from audit_api.clock import now
from audit_api.documents import ActionDocument, ActionItem, BranchDocument, ChecklistVersionDocument, StateChange
from audit_api.documents.seam import to_bson
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented
from checklists.definition import items_of
from checklists.faults import error


class ActionChange(ActionItem, frozen=True, kw_only=True):
    """An action item as it is written. `revision` is the one that was looked at; 0 makes a new action item."""

    revision: Annotated[int, Meta(ge=0)]


# `state` itself is a word of the framework.
StateWanted = Annotated[Wanted | None, QueryParameter(name="state", description="`unfinished`: open or in progress.")]


class OwnerList(msgspec.Struct, kw_only=True):
    owners: list[Owner]


@put(
    "/api/actions/{action_id:uuid}",
    dto=Body[ActionChange],
    return_dto=None,
    access=DESK,
    tags=["Actions"],
    summary="Make an action item, or change what was looked at; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "action_differs",
        "action_outdated",
        "reference_missing",
        "body_too_large",
        "invalid_body",
    ),
)
async def put_action(
    principal: CurrentPrincipal, action_id: FromPath[UUID], data: JSONBody[ActionChange]
) -> StoredAction:
    branch = await branch_for(principal, data.branch_id)
    if await ActionDocument.get(action_id) is None and data.revision == 0:
        await _create(principal, action_id, branch, data)
    known = await action_for(principal, action_id)
    if not _is_repeated(known, data):
        await _change(principal, known, data)
        known = await action_for(principal, action_id)
        if not _is_repeated(known, data):
            raise Problem("action_outdated", f"It is at revision {known.revision}.")
    return (await stored_actions([known], datetime.now(UTC)))[0]


@get(
    "/api/actions",
    access=DESK,
    tags=["Actions"],
    summary="Action items of the regions you may see, the earliest due date first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_actions(
    principal: CurrentPrincipal,
    in_state: StateWanted = None,
    region: FromQuery[UUID | None] = None,
    branch: FromQuery[UUID | None] = None,
    overdue: FromQuery[bool] = False,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> ActionPage:
    return await action_page(
        principal, Wish(state=in_state, region=region, branch=branch, overdue=overdue), limit, cursor
    )


@get(
    "/api/actions/{action_id:uuid}",
    access=DESK,
    tags=["Actions"],
    summary="An action item with its history, and its effect once it is done",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_action(principal: CurrentPrincipal, action_id: FromPath[UUID]) -> StoredAction:
    return (await stored_actions([await action_for(principal, action_id)], datetime.now(UTC)))[0]


@get(
    "/api/branches/{branch_id:uuid}/owners",
    access=DESK,
    tags=["Actions"],
    summary="The people of the office who may own an action item of a branch",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_owners(principal: CurrentPrincipal, branch_id: FromPath[UUID]) -> OwnerList:
    branch = await branch_for(principal, branch_id)
    return OwnerList(owners=await owners_for(principal, branch.branch.region_id))


async def _create(principal: Principal, action_id: UUID, branch: BranchDocument, data: ActionChange) -> None:
    """Creates the action item, unless the same one came over another connection meanwhile."""
    await _check_owner(principal, data, branch.branch.region_id)
    at = now()
    fresh = ActionDocument(
        id=action_id,
        programme_id=branch.branch.programme_id,
        region_id=branch.branch.region_id,
        version=await _version_with(data.checklist, data.item),
        revision=1,
        action=_content(data),
        history=[StateChange(state=data.state, at=at, by=principal.user_id)],
        created_at=at,
    )
    try:
        await fresh.insert()
    except DuplicateKeyError:
        return


async def _change(principal: Principal, known: ActionDocument, data: ActionChange) -> None:
    """Writes unless somebody else was faster, which who reads again finds out."""
    about = (known.action.branch_id, known.action.checklist, known.action.item)
    if about != (data.branch_id, data.checklist, data.item) or data.revision == 0:
        raise Problem("action_differs")
    if known.revision != data.revision:
        raise Problem("action_outdated", f"It is at revision {known.revision}.")
    if data.owner_id != known.action.owner_id or not data.owner_id:
        await _check_owner(principal, data, known.region_id)
    written: dict[str, object] = {"$set": {"action": _content(data), "revision": data.revision + 1}}
    if data.state != known.action.state:
        written["$push"] = {"history": StateChange(state=data.state, at=now(), by=principal.user_id)}
    this = {"_id": known.id, "revision": data.revision}
    await ActionDocument.get_pymongo_collection().update_one(this, to_bson(written))


def _is_repeated(known: ActionDocument, data: ActionChange) -> bool:
    return (known.action, known.revision) == (_content(data), data.revision + 1)


def _content(data: ActionChange) -> ActionItem:
    return ActionItem(**{name: getattr(data, name) for name in ActionItem.__struct_fields__})


async def _check_owner(principal: Principal, data: ActionChange, region_id: UUID) -> None:
    if data.owner_id is None:
        if not data.owner_name.strip():
            fault = error("owner_name", "missing", "Somebody must own it: a person of the office, or a name.")
            raise Problem("invalid_body", "1 fault(s).", faults=[fault])
    elif data.owner_id not in {owner.id for owner in await owners_for(principal, region_id)}:
        raise Problem("reference_missing", "`owner_id` names nobody who can own it.")


async def _version_with(checklist: str, item: str) -> int:
    """The latest version that has the item."""
    wanted = {"key": checklist, "definition.sections.items.key": item}
    found = await ChecklistVersionDocument.find(wanted).sort("-version").first_or_none()
    if found is None or item not in {one.key for _, one in items_of(found.definition)}:
        raise Problem("reference_missing", "No version of the `checklist` has the `item`.")
    return found.version


ROUTES = [put_action, list_actions, read_action, list_owners]
