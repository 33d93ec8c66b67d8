"""Regions."""

from uuid import UUID

from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec.structs import asdict

from audit_api.access import ADMIN, DESK, listed_regions
from audit_api.documents import ProgrammeDocument, Region, RegionDocument
from audit_api.http.bodies import Body, demand_one_line
from audit_api.injected import CurrentPrincipal
from audit_api.network.naming import write_named
from audit_api.problems import Problem, documented
from audit_api.storage.references import referred


class StoredRegion(Region, frozen=True, kw_only=True):
    id: UUID


@put(
    "/api/regions/{region_id:uuid}",
    dto=Body[Region],
    return_dto=None,
    access=ADMIN,
    tags=["Regions"],
    summary="Create or replace a region",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "region_fixed",
        "invalid_body",
    ),
)
async def put_region(region_id: FromPath[UUID], data: JSONBody[Region]) -> StoredRegion:
    demand_one_line(name=data.name)
    await referred(ProgrammeDocument, data.programme_id, "programme_id")
    before = await RegionDocument.get(region_id)
    if before is not None and before.region.programme_id != data.programme_id:
        raise Problem("region_fixed", "Its branches and audits belong to the programme.")
    await write_named(RegionDocument, region_id, data)
    return StoredRegion(id=region_id, **asdict(data))


@get(
    "/api/regions",
    access=DESK,
    tags=["Regions"],
    summary="The regions you may see",
    responses=documented("not_signed_in", "not_found"),
)
async def list_regions(principal: CurrentPrincipal) -> list[StoredRegion]:
    return [
        StoredRegion(id=doc.id, **asdict(doc.region))
        async for doc in RegionDocument.find(listed_regions(principal)).sort("_id")
    ]


ROUTES = [put_region, list_regions]
