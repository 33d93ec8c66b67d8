"""Programmes."""

from uuid import UUID

from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec.structs import asdict

from audit_api.access import ADMIN, OFFICE
from audit_api.documents import Programme, ProgrammeDocument
from audit_api.examples.writes import mask_anew, write_coaching
from audit_api.http.bodies import Body
from audit_api.problems import documented


class StoredProgramme(Programme, frozen=True, kw_only=True):
    id: UUID


@put(
    "/api/programmes/{programme_id:uuid}",
    dto=Body[Programme],
    return_dto=None,
    access=ADMIN,
    tags=["Programmes"],
    summary="Create or replace a programme",
    responses=documented("malformed_request", "not_signed_in", "cross_site_request", "not_found", "invalid_body"),
)
async def put_programme(programme_id: FromPath[UUID], data: JSONBody[Programme]) -> StoredProgramme:
    before = await ProgrammeDocument.get(programme_id)
    await ProgrammeDocument(id=programme_id, programme=data).save()
    if before is not None and before.programme.mask_words != data.mask_words:
        await mask_anew(programme_id)
    await write_coaching(programme_id, automatic=data.coaching == "automatic")
    return StoredProgramme(id=programme_id, **asdict(data))


@get(
    "/api/programmes",
    access=OFFICE,
    tags=["Programmes"],
    summary="All programmes",
    responses=documented("not_signed_in", "not_found"),
)
async def list_programmes() -> list[StoredProgramme]:
    return [StoredProgramme(id=doc.id, **asdict(doc.programme)) async for doc in ProgrammeDocument.find().sort("_id")]


ROUTES = [put_programme, list_programmes]
