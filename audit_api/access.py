"""Who may do what. Every route names its roles; every object is fetched through a rule here.

A rule returns the object or raises `not_found`: what one may not see looks like what
does not exist. A route without a rule is closed to everybody.
"""

from typing import Any, Literal, TypeVar
from uuid import UUID

from litestar.types import ASGIApp, Receive, Scope, Send

from audit_api.documents import (
    ActionDocument,
    AlertDocument,
    AssignmentDocument,
    AuditDocument,
    BranchDocument,
    ChecklistVersionDocument,
    CollectionDocument,
    ExampleDocument,
    PaperDocument,
    PhotoDocument,
    RedactionDocument,
    RegionDocument,
)
from audit_api.documents.accounts import Role
from audit_api.documents.appeals import HAS_APPEALS
from audit_api.documents.audits import SEEN_BY_MANAGERS
from audit_api.documents.seam import StructDocument
from audit_api.people.auth import Principal
from audit_api.problems import Problem, not_found
from checklists.answers import photos_of
from checklists.definition import ChecklistRef

Roles = frozenset[Role]
Access = Roles | Literal["public"]
Filter = dict[str, Any]
Document = TypeVar("Document", bound=StructDocument)

PUBLIC: Access = "public"
ADMIN: Roles = frozenset({"admin"})
OFFICE: Roles = frozenset({"admin", "reviewer"})
MANAGER: Roles = frozenset({"manager"})
DESK: Roles = OFFICE | MANAGER
COACHES: Roles = frozenset({"admin", "trainer"})
COACHING: Roles = DESK | COACHES
FIELD: Roles = frozenset({"shopper"})
EVERYONE: Roles = COACHING | FIELD
NOTHING: Filter = {"_id": {"$in": []}}
NOT_ERASED: Filter = {"status": {"$ne": "erased"}}


def access_middleware(app: ASGIApp) -> ASGIApp:
    """Lets a request through to its route or refuses it: nobody's with 401, that of the wrong role with 404.

    Stands behind the session. Not a guard, because the framework copies the whole handler for every guard it asks.
    """

    async def checked(scope: Scope, receive: Receive, send: Send) -> None:
        _check_access(scope["route_handler"].opt.get("access"), scope.get("user"))
        await app(scope, receive, send)

    return checked


def _check_access(rule: Access | None, principal: Principal | None) -> None:
    if rule == PUBLIC:
        return
    if principal is None:
        raise Problem("not_signed_in")
    if rule is None or principal.role not in rule:
        raise not_found()


def visible_regions(principal: Principal) -> Filter:
    """A filter on documents that carry `region_id`, for those who work at a desk."""
    if principal.role in ("admin", "reviewer"):
        return {}
    return {"region_id": {"$in": principal.region_ids}} if principal.role == "manager" else NOTHING


def sees_region(principal: Principal, region_id: UUID) -> bool:
    """Whether `visible_regions` has this region, for what is read whole because a figure is about all of it."""
    return principal.role in ("admin", "reviewer") or region_id in principal.region_ids


def listed_regions(principal: Principal) -> Filter:
    """A filter on regions: those that this person may see listed."""
    return {"_id": {"$in": principal.region_ids}} if principal.role == "manager" else {}


def listed_branches(principal: Principal) -> Filter:
    """A filter on branches: those that this person may see listed."""
    return {"branch.region_id": {"$in": principal.region_ids}} if principal.role == "manager" else {}


def visible_audits(principal: Principal) -> Filter:
    """Which audits a person may see: shoppers their own, managers those of their regions once they were finalised.

    Nobody sees an erased one; its tombstone has a rule of its own.
    """
    if principal.role == "shopper":
        return {"shopper_id": principal.user_id, **NOT_ERASED}
    if principal.role == "manager":
        return {**visible_regions(principal), "status": {"$in": list(SEEN_BY_MANAGERS)}}
    return {**visible_regions(principal), **NOT_ERASED}


def visible_assignments(principal: Principal) -> Filter:
    """Unannounced means unannounced: nobody in a region sees assignments."""
    if principal.role == "shopper":
        return {"assignment.shopper_id": principal.user_id}
    return {} if principal.role in ("admin", "reviewer") else NOTHING


def visible_examples(principal: Principal) -> Filter:
    """Trainers see what is released and has nobody in it; the desks what they see of the audits."""
    return {"visible": True} if principal.role == "trainer" else visible_regions(principal)


def visible_alerts(principal: Principal) -> Filter:
    """What photos are suspected of is for the office only, as the flags are."""
    if principal.role == "manager":
        return {**visible_regions(principal), "finding.rule": {"$ne": "evidence_suspicious"}}
    return visible_regions(principal)


async def _one(kind: type[Document], own_id: UUID, rule: Filter) -> Document:
    return await kind.find_one({"$and": [{"_id": own_id}, rule]}) or _refuse()


async def alert_for(principal: Principal, alert_id: UUID) -> AlertDocument:
    return await _one(AlertDocument, alert_id, visible_alerts(principal))


async def audit_for(principal: Principal, audit_id: UUID) -> AuditDocument:
    return await _one(AuditDocument, audit_id, visible_audits(principal))


async def tombstone_for(principal: Principal, audit_id: UUID) -> AuditDocument:
    """The audit for those who may remove what it says, also when only its tombstone is left."""
    return await _one(AuditDocument, audit_id, visible_regions(principal))


async def assignment_for(principal: Principal, assignment_id: UUID) -> AssignmentDocument:
    return await _one(AssignmentDocument, assignment_id, visible_assignments(principal))


async def action_for(principal: Principal, action_id: UUID) -> ActionDocument:
    return await _one(ActionDocument, action_id, visible_regions(principal))


async def example_for(principal: Principal, example_id: UUID) -> ExampleDocument:
    return await _one(ExampleDocument, example_id, visible_examples(principal))


def own_collections(principal: Principal) -> Filter:
    return {"owner_id": principal.user_id}


def visible_collections(principal: Principal) -> Filter:
    """A filter on collections: one's own, and those that the team shares."""
    return {"$or": [own_collections(principal), {"collection.shared": True}]}


async def collection_for(principal: Principal, collection_id: UUID) -> CollectionDocument:
    return await _one(CollectionDocument, collection_id, visible_collections(principal))


async def own_collection(principal: Principal, collection_id: UUID) -> CollectionDocument:
    return await _one(CollectionDocument, collection_id, own_collections(principal))


async def linked_collection(principal: Principal, collection_id: UUID) -> CollectionDocument:
    """Whose links may be withdrawn: administrators may do so for everybody."""
    if principal.role == "admin":
        return await CollectionDocument.get(collection_id) or _refuse()
    return await own_collection(principal, collection_id)


async def redacted_for(principal: Principal, redacted_id: UUID) -> RedactionDocument:
    return await redacted_in(visible_examples(principal), redacted_id)


async def redacted_in(examples: Filter, redacted_id: UUID) -> RedactionDocument:
    """A picture without people is seen through an example that shows it."""
    shown = {"photos": {"$elemMatch": {"redacted": redacted_id, "state": "done"}}}
    if not await ExampleDocument.find({"$and": [shown, examples]}).limit(1).count():
        raise not_found()
    # The second is for the index: it knows those that have a picture.
    this = {"redacted_id": {"$eq": redacted_id, "$type": "binData"}}
    return await RedactionDocument.find_one(this) or _refuse()


async def region_for(principal: Principal, region_id: UUID) -> RegionDocument:
    return await _one(RegionDocument, region_id, listed_regions(principal))


async def branch_for(principal: Principal, branch_id: UUID) -> BranchDocument:
    branch = await BranchDocument.get(branch_id)
    if branch is None or (principal.role == "manager" and branch.branch.region_id not in principal.region_ids):
        raise not_found()
    return branch


async def appealed_audit_for(principal: Principal, appeal_id: UUID) -> AuditDocument:
    """The audit with this appeal. Whoever at a desk sees the audit sees its appeals."""
    appealed = {**HAS_APPEALS, "appeals.id": appeal_id, **visible_regions(principal)}
    return await AuditDocument.find_one(appealed) or _refuse()


async def paper_for(principal: Principal, paper_id: UUID) -> PaperDocument:
    """Its sender's, and of those who see the audit that it was sent about."""
    paper = await PaperDocument.get(paper_id)
    if paper is None:
        raise not_found()
    named = {"appeals.papers.id": paper_id}
    return paper if paper.owner_id == principal.user_id or await _in_appeal(principal, named) else _refuse()


async def photo_for(principal: Principal, photo_id: UUID) -> PhotoDocument:
    """A photo has no permissions of its own: its audit or appeal decides, or the checklist that shows it."""
    photo = await PhotoDocument.get(photo_id)
    if photo is None:
        raise not_found()
    if photo.owner_id == principal.user_id or await _in_visible_audit(principal, photo_id):
        return photo
    if await _in_appeal(principal, {"appeals.photos": photo_id}):
        return photo
    return photo if await _is_reference(principal, photo_id) else _refuse()


async def checklist_for(principal: Principal, ref: ChecklistRef) -> ChecklistVersionDocument:
    """Shoppers read the checklists they have an assignment for; the desks read all."""
    if principal.role == "shopper" and not await _assigned(principal, [ref.key]):
        raise not_found()
    found = await ChecklistVersionDocument.find_one({"key": ref.key, "version": ref.version})
    return found or _refuse()


async def _in_visible_audit(principal: Principal, photo_id: UUID) -> bool:
    wanted = {"$and": [{"photo_ids": photo_id, "photo_ids.0": {"$exists": True}}, visible_audits(principal)]}
    audit = await AuditDocument.find_one(wanted)
    if audit is None:
        return False
    # What a shopper took back in a later revision is for the office only.
    return principal.role != "manager" or photo_id in photos_of(audit.submission.answers)


async def _in_appeal(principal: Principal, named: Filter) -> bool:
    """Appeals are between a branch's managers and the office."""
    if principal.role not in ("admin", "reviewer", "manager"):
        return False
    wanted = {"$and": [{**HAS_APPEALS, **named}, visible_audits(principal)]}
    return await AuditDocument.find(wanted).limit(1).count() > 0


async def _is_reference(principal: Principal, photo_id: UUID) -> bool:
    keys = await ChecklistVersionDocument.get_pymongo_collection().distinct("key", {"reference_photos": photo_id})
    if not keys or principal.role == "trainer":
        return False
    return principal.role != "shopper" or await _assigned(principal, keys)


async def _assigned(principal: Principal, keys: list[str]) -> bool:
    mine = {**visible_assignments(principal), "assignment.checklist.key": {"$in": keys}}
    return await AssignmentDocument.find(mine).limit(1).count() > 0


def _refuse() -> Any:
    raise not_found()
