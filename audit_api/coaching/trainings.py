"""Where collections were used: told by trainers, read by the managers of the branches that attended."""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import delete, get, put
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from audit_api.access import COACHES, DESK, branch_for, own_collection
from audit_api.actions.effects import Remedy, effects_of
from audit_api.clock import now
from audit_api.documents import BranchDocument, CollectionDocument, RegionDocument, Training
from audit_api.documents.exports import ChecklistKey
from audit_api.documents.seam import to_bson
from audit_api.http.bodies import Body
from audit_api.injected import CurrentPrincipal
from audit_api.problems import Problem, documented
from checklists.effects import Effect

AT_ONCE = 10_000
EARLIEST, AHEAD = date(2000, 1, 1), timedelta(days=366)
"""Days on which a training may have been, or may be planned for."""
MeasuredBy = Annotated[
    ChecklistKey | None, QueryParameter(name="checklist", description="Whose results show the effect of each.")
]


class TrainingToldOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A training as a client reports it; its id is that of the address."""

    held_on: date
    branch_ids: Annotated[list[UUID], Meta(min_length=1, max_length=500)]
    note: Annotated[str, Meta(max_length=4000)] = ""


class PossibleBranch(msgspec.Struct, kw_only=True):
    id: UUID
    name: str
    region_name: str


class PossibleBranches(msgspec.Struct, kw_only=True):
    """Branches by region and name, and no more: a trainer learns nothing of their results."""

    branches: list[PossibleBranch]


class AttendedTraining(msgspec.Struct, kw_only=True):
    """`effect` under the checklist that was asked for: the day itself still belongs to the time before."""

    id: UUID
    collection_title: str
    held_on: date
    note: str
    effect: Effect | None = None


class AttendedTrainings(msgspec.Struct, kw_only=True):
    """The trainings that people of a branch attended, the latest first."""

    trainings: list[AttendedTraining]


@put(
    "/api/collections/{collection_id:uuid}/trainings/{training_id:uuid}",
    dto=Body[TrainingToldOf],
    return_dto=None,
    access=COACHES,
    tags=["Collections"],
    summary="Tell where a collection was used; repeated, it is replaced",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "reference_missing", "invalid_body"
    ),
)
async def put_training(
    principal: CurrentPrincipal,
    collection_id: FromPath[UUID],
    training_id: FromPath[UUID],
    data: JSONBody[TrainingToldOf],
) -> Training:
    known = await own_collection(principal, collection_id)
    if not EARLIEST <= data.held_on <= now().date() + AHEAD:
        raise Problem("invalid_body", "`held_on` is no day between 2000 and a year from now.")
    wanted = list(dict.fromkeys(data.branch_ids))
    if await BranchDocument.find({"_id": {"$in": wanted}}).count() != len(wanted):
        raise Problem("reference_missing", "`branch_ids` names a branch that does not exist.")
    told = Training(id=training_id, held_on=data.held_on, branch_ids=wanted, note=data.note)
    others = {"$filter": {"input": "$trainings", "cond": {"$ne": ["$$this.id", training_id]}}}
    added = {"$concatArrays": [others, [{"$literal": to_bson(told)}]]}
    await CollectionDocument.get_pymongo_collection().update_one({"_id": known.id}, [{"$set": {"trainings": added}}])
    return told


@delete(
    "/api/collections/{collection_id:uuid}/trainings/{training_id:uuid}",
    access=COACHES,
    tags=["Collections"],
    summary="Take back where a collection was used; safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def delete_training(
    principal: CurrentPrincipal, collection_id: FromPath[UUID], training_id: FromPath[UUID]
) -> None:
    known = await own_collection(principal, collection_id)
    pulled = {"$pull": {"trainings": {"id": training_id}}}
    await CollectionDocument.get_pymongo_collection().update_one({"_id": known.id}, pulled)


@get(
    "/api/trainable-branches",
    access=COACHES,
    tags=["Collections"],
    summary="The branches that may attend a training",
    responses=documented("not_signed_in", "not_found"),
)
async def list_trainable_branches() -> PossibleBranches:
    regions = {region.id: region.region.name for region in await RegionDocument.find({}).to_list()}
    fields = {"branch.name": 1, "branch.region_id": 1}
    rows = await BranchDocument.get_pymongo_collection().find({}, fields, batch_size=AT_ONCE).to_list()
    found = [
        PossibleBranch(
            id=row["_id"], name=row["branch"]["name"], region_name=regions.get(row["branch"]["region_id"], "")
        )
        for row in rows
    ]
    return PossibleBranches(branches=sorted(found, key=lambda one: (one.region_name, one.name)))


@get(
    "/api/branches/{branch_id:uuid}/trainings",
    access=DESK,
    tags=["Collections"],
    summary="The trainings that people of a branch attended, and how its result moved around each",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_attended(
    principal: CurrentPrincipal, branch_id: FromPath[UUID], checklist: MeasuredBy = None
) -> AttendedTrainings:
    branch = await branch_for(principal, branch_id)
    found = await CollectionDocument.find({"trainings.branch_ids": branch_id}).to_list()
    attended = [
        AttendedTraining(
            id=training.id, collection_title=one.collection.title, held_on=training.held_on, note=training.note
        )
        for one in found
        for training in one.trainings
        if branch_id in training.branch_ids
    ]
    if checklist:
        await _measure(attended, branch, checklist)
    return AttendedTrainings(trainings=sorted(attended, key=lambda one: one.held_on, reverse=True))


async def _measure(attended: list[AttendedTraining], branch: BranchDocument, checklist: str) -> None:
    moment = now()
    over = {one.id: at for one in attended if (at := _end_of(one.held_on, branch.branch.time_zone)) <= moment}
    remedies = [Remedy(id=id, branch_id=branch.id, checklist=checklist, at=at) for id, at in over.items()]
    effects = await effects_of(remedies, {branch.id: branch.branch}, moment)
    for one in attended:
        one.effect = effects.get(one.id)


def _end_of(day: date, time_zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))


ROUTES = [put_training, delete_training, list_trainable_branches, list_attended]
