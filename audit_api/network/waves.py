"""Waves of fieldwork."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from litestar import delete, get, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec.structs import asdict

from audit_api.access import ADMIN, OFFICE
from audit_api.calibration.keeping import forget_wave
from audit_api.documents import ProgrammeDocument, Wave, WaveDocument
from audit_api.documents.seam import as_kept
from audit_api.http.bodies import Body, demand_one_line
from audit_api.problems import Problem, documented
from audit_api.storage.references import referred
from checklists.faults import Fault, error
from checklists.parameters import CCI_1

LONGEST = timedelta(days=CCI_1.window_days)


class StoredWave(Wave, frozen=True, kw_only=True):
    id: UUID


@put(
    "/api/waves/{wave_id:uuid}",
    dto=Body[Wave],
    return_dto=None,
    access=ADMIN,
    tags=["Programmes"],
    summary="Create or replace a wave of fieldwork",
    responses=documented(
        "malformed_request",
        "invalid_parameter",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "invalid_body",
    ),
)
async def put_wave(wave_id: FromPath[UUID], data: JSONBody[Wave]) -> StoredWave:
    demand_one_line(name=data.name)
    await referred(ProgrammeDocument, data.programme_id, "programme_id")
    wave = as_kept(data)
    if faults := [*_faults_of_dates(wave), *await _faults_among(wave_id, wave)]:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
    await WaveDocument(id=wave_id, wave=wave).save()
    return StoredWave(id=wave_id, **asdict(wave))


@get(
    "/api/waves",
    access=OFFICE,
    tags=["Programmes"],
    summary="The waves of a programme, the latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_waves(programme: FromQuery[UUID]) -> list[StoredWave]:
    found = WaveDocument.find({"wave.programme_id": programme}).sort("-wave.starts_at")
    return [StoredWave(id=doc.id, **asdict(doc.wave)) async for doc in found]


@delete(
    "/api/waves/{wave_id:uuid}",
    access=ADMIN,
    tags=["Programmes"],
    summary="Remove a wave and what was worked out of it; its audits stay. Safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def delete_wave(wave_id: FromPath[UUID]) -> None:
    await WaveDocument.find({"_id": wave_id}).delete()
    await forget_wave(wave_id)


def _faults_of_dates(wave: Wave) -> Iterator[Fault]:
    if wave.ends_at <= wave.starts_at:
        yield error("ends_at", "wave_empty", "A wave ends after it starts.")
    elif wave.ends_at - wave.starts_at > LONGEST:
        yield error("ends_at", "wave_too_long", f"A wave lasts {LONGEST.days} days at most.")


async def _faults_among(wave_id: UUID, wave: Wave) -> list[Fault]:
    """An audit belongs to one wave, so those of a programme lie apart; and a wave keeps its programme."""
    before = await WaveDocument.get(wave_id)
    if before is not None and before.wave.programme_id != wave.programme_id:
        return [error("programme_id", "wave_of_other_programme", "The wave belongs to another programme.")]
    shared = {"wave.starts_at": {"$lt": wave.ends_at}, "wave.ends_at": {"$gt": wave.starts_at}}
    other = await WaveDocument.find_one({"wave.programme_id": wave.programme_id, "_id": {"$ne": wave_id}, **shared})
    return [error("starts_at", "wave_overlaps", f"It overlaps {other.wave.name}.")] if other else []


ROUTES = [put_wave, list_waves, delete_wave]
