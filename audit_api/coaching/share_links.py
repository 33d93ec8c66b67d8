"""Share links: whoever has one sees a collection without signing in, until it expires or is withdrawn."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from audit_api.access import COACHES, PUBLIC, linked_collection, own_collection, redacted_in
from audit_api.clock import now
from audit_api.coaching.collection_views import ShownEntry, shown_entries
from audit_api.documents import CollectionDocument, RedactionDocument, ShareLink
from audit_api.documents.seam import to_bson
from audit_api.http.bodies import Body
from audit_api.injected import AppPhotoStore, CurrentPrincipal
from audit_api.photos.files import SHARED, served_redaction
from audit_api.problems import Problem, documented, not_found

TOKEN_BYTES = 32
OPEN_LINKS = 20
OF_COACHES: list[dict[str, Any]] = [
    {
        "$lookup": {
            "from": "users",
            "localField": "owner_id",
            "foreignField": "_id",
            "pipeline": [
                {"$match": {"user.active": True, "user.role": {"$in": sorted(COACHES)}}},
                {"$project": {"_id": 1}},
            ],
            "as": "owners",
        }
    },
    {"$match": {"owners.0": {"$exists": True}}},
    {"$unset": "owners"},
]
"""Aggregation stages: the collections whose owner may coach at this moment."""


class LinkWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    days: Annotated[int, Meta(ge=1, le=90)] = 14


class MadeLink(msgspec.Struct, kw_only=True):
    """`token` is told here and never again; asked for anew under the same id, the one before stops working."""

    id: UUID
    token: str
    expires_at: datetime


class SharedCollection(msgspec.Struct, kw_only=True):
    """What a guest sees."""

    title: str
    intro: str
    entries: list[ShownEntry]
    expires_at: datetime


@put(
    "/api/collections/{collection_id:uuid}/links/{link_id:uuid}",
    dto=Body[LinkWish],
    return_dto=None,
    access=COACHES,
    tags=["Collections"],
    summary="Make a share link; repeated, it is made anew",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "links_full", "invalid_body"
    ),
)
async def put_link(
    principal: CurrentPrincipal, collection_id: FromPath[UUID], link_id: FromPath[UUID], data: JSONBody[LinkWish]
) -> MadeLink:
    known = await own_collection(principal, collection_id)
    at, token = now(), secrets.token_urlsafe(TOKEN_BYTES)
    kept = [link for link in known.links if link.id != link_id and link.expires_at > at]
    if len(kept) >= OPEN_LINKS:
        raise Problem("links_full", f"{OPEN_LINKS} are open.")
    fresh = ShareLink(id=link_id, token_hash=_hash(token), made_at=at, expires_at=at + timedelta(days=data.days))
    # One write: of two at once, the later one counts for this link, and no other open link is touched.
    stays = {"$and": [{"$ne": ["$$this.id", link_id]}, {"$gt": ["$$this.expires_at", at]}]}
    others = {"$filter": {"input": "$links", "cond": stays}}
    added = {"$concatArrays": [others, [{"$literal": to_bson(fresh)}]]}
    await CollectionDocument.get_pymongo_collection().update_one({"_id": known.id}, [{"$set": {"links": added}}])
    return MadeLink(id=link_id, token=token, expires_at=fresh.expires_at)


@delete(
    "/api/collections/{collection_id:uuid}/links/{link_id:uuid}",
    access=COACHES,
    tags=["Collections"],
    summary="Withdraw an own share link, administrators any; safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def delete_link(principal: CurrentPrincipal, collection_id: FromPath[UUID], link_id: FromPath[UUID]) -> None:
    known = await linked_collection(principal, collection_id)
    pulled = {"$pull": {"links": {"id": link_id}}}
    await CollectionDocument.get_pymongo_collection().update_one({"_id": known.id}, pulled)


@get(
    "/api/shared/{token:str}",
    access=PUBLIC,
    tags=["Collections"],
    summary="A collection for whoever has the link",
    responses=documented("invalid_parameter", "not_found"),
)
async def read_shared(token: FromPath[str]) -> SharedCollection:
    found, link = await _shared(token)
    return SharedCollection(
        title=found.collection.title,
        intro=found.collection.intro,
        entries=await shown_entries(found.collection.entries, guest=True),
        expires_at=link.expires_at,
    )


@get(
    "/api/shared/{token:str}/pictures/{redacted_id:uuid}",
    access=PUBLIC,
    tags=["Collections"],
    summary="A picture without people of a shared collection",
    media_type="image/jpeg",
    responses=SHARED,
)
async def read_shared_picture(
    request: Request[Any, Any, Any], token: FromPath[str], redacted_id: FromPath[UUID], photo_store: AppPhotoStore
) -> Response[Any]:
    return await served_redaction(request, photo_store, await _picture(token, redacted_id), "image")


@get(
    "/api/shared/{token:str}/pictures/{redacted_id:uuid}/thumbnail",
    access=PUBLIC,
    tags=["Collections"],
    summary="A picture without people of a shared collection, at most 480 pixels wide and high",
    media_type="image/jpeg",
    responses=SHARED,
)
async def read_shared_thumbnail(
    request: Request[Any, Any, Any], token: FromPath[str], redacted_id: FromPath[UUID], photo_store: AppPhotoStore
) -> Response[Any]:
    return await served_redaction(request, photo_store, await _picture(token, redacted_id), "thumbnail")


async def _picture(token: str, redacted_id: UUID) -> RedactionDocument:
    """One that an example of the collection shows now, as a guest sees it."""
    found, _ = await _shared(token)
    return await redacted_in({"_id": {"$in": found.collection.example_ids()}, "visible": True}, redacted_id)


async def _shared(token: str) -> tuple[CollectionDocument, ShareLink]:
    """Raises `not_found` alike for what never was, has expired or was withdrawn, and while its owner does not coach."""
    token_hash, at = _hash(token), now()
    named = {"links.token_hash": token_hash}
    found = await CollectionDocument.aggregate([{"$match": named}, *OF_COACHES], CollectionDocument).to_list()
    for one in found:
        for link in one.links:
            if link.token_hash == token_hash and link.expires_at > at:
                return one, link
    raise not_found()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


ROUTES = [put_link, delete_link, read_shared, read_shared_picture, read_shared_thumbnail]
