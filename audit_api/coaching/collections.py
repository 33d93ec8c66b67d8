"""Collections of examples: put together by trainers, in the order of a lesson."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from pymongo.errors import DuplicateKeyError

from audit_api.access import COACHES, collection_for, own_collection, own_collections
from audit_api.clock import now
from audit_api.coaching.collection_views import CollectionList, StoredCollection, listed, stored_collection
from audit_api.documents import Collection, CollectionDocument
from audit_api.documents.seam import to_bson
from audit_api.http.bodies import Body
from audit_api.injected import CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented


class CollectionChange(Collection, frozen=True, kw_only=True):
    """`revision` is the one that was looked at; 0 makes a new collection."""

    revision: Annotated[int, Meta(ge=0)]


@get(
    "/api/collections",
    access=COACHES,
    tags=["Collections"],
    summary="Your collections, and those that the team shares",
    responses=documented("not_signed_in", "not_found"),
)
async def list_collections(principal: CurrentPrincipal) -> CollectionList:
    return await listed(principal)


@get(
    "/api/collections/{collection_id:uuid}",
    access=COACHES,
    tags=["Collections"],
    summary="A collection with the examples that may still be seen",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_collection(principal: CurrentPrincipal, collection_id: FromPath[UUID]) -> StoredCollection:
    return await stored_collection(principal, await collection_for(principal, collection_id), datetime.now(UTC))


@put(
    "/api/collections/{collection_id:uuid}",
    dto=Body[CollectionChange],
    return_dto=None,
    access=COACHES,
    tags=["Collections"],
    summary="Make a collection, or change what was looked at; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "collection_differs",
        "collection_outdated",
        "body_too_large",
        "invalid_body",
    ),
)
async def put_collection(
    principal: CurrentPrincipal, collection_id: FromPath[UUID], data: JSONBody[CollectionChange]
) -> StoredCollection:
    if data.revision == 0:
        await _create(principal, collection_id, data)
    known = await own_collection(principal, collection_id)
    if not _is_repeated(known, data):
        await _change(known, data)
        known = await own_collection(principal, collection_id)
        if not _is_repeated(known, data):
            raise Problem("collection_outdated", f"It is at revision {known.revision}.")
    return await stored_collection(principal, known, datetime.now(UTC))


@delete(
    "/api/collections/{collection_id:uuid}",
    access=COACHES,
    tags=["Collections"],
    summary="Remove an own collection with its share links; safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def delete_collection(principal: CurrentPrincipal, collection_id: FromPath[UUID]) -> None:
    await CollectionDocument.find({"_id": collection_id, **own_collections(principal)}).delete()


async def _create(principal: Principal, collection_id: UUID, data: CollectionChange) -> None:
    """Creates the collection, unless it is there."""
    fresh = CollectionDocument(
        id=collection_id, owner_id=principal.user_id, revision=1, collection=_content(data), changed_at=now()
    )
    try:
        await fresh.insert()
    except DuplicateKeyError:
        return


async def _change(known: CollectionDocument, data: CollectionChange) -> None:
    """Writes unless another tab was faster, which who reads again finds out."""
    if data.revision == 0:
        raise Problem("collection_differs")
    if known.revision != data.revision:
        raise Problem("collection_outdated", f"It is at revision {known.revision}.")
    written = {"collection": _content(data), "revision": data.revision + 1, "changed_at": now()}
    this = {"_id": known.id, "revision": data.revision}
    await CollectionDocument.get_pymongo_collection().update_one(this, {"$set": to_bson(written)})


def _is_repeated(known: CollectionDocument, data: CollectionChange) -> bool:
    return (known.collection, known.revision) == (_content(data), data.revision + 1)


def _content(data: CollectionChange) -> Collection:
    return Collection(**{name: getattr(data, name) for name in Collection.__struct_fields__})


ROUTES = [list_collections, read_collection, put_collection, delete_collection]
