"""Exercises: several reviewers score the same audit, each alone, and then see how far they agree."""

from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody

from audit_api.access import OFFICE, audit_for
from audit_api.documents import ExerciseDocument, UserDocument
from audit_api.exercises.records import (
    ExerciseChange,
    ScoringChange,
    close,
    colleagues,
    exercise_of,
    hand_in,
    make_exercise,
)
from audit_api.exercises.results import ExerciseDetail, ExerciseSummary, detail, summary
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize, after_time, cursor_of
from audit_api.injected import CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import documented
from audit_api.storage.names import names_of


class Colleague(msgspec.Struct, kw_only=True):
    id: UUID
    name: str


class ExercisePage(msgspec.Struct, kw_only=True):
    """Exercises, the latest first. `next` is the cursor of the following page, None on the last."""

    exercises: list[ExerciseSummary]
    next: str | None


@put(
    "/api/exercises/{exercise_id:uuid}",
    dto=Body[ExerciseChange],
    return_dto=None,
    access=OFFICE,
    tags=["Exercises"],
    summary="Have an audit scored by several reviewers; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "exercise_differs",
        "invalid_body",
    ),
)
async def put_exercise(
    principal: CurrentPrincipal, exercise_id: FromPath[UUID], data: JSONBody[ExerciseChange]
) -> ExerciseDetail:
    return await _detail(principal, await make_exercise(principal.user_id, exercise_id, data))


@get(
    "/api/exercises",
    access=OFFICE,
    tags=["Exercises"],
    summary="The exercises, latest first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_exercises(
    principal: CurrentPrincipal, limit: PageSize = PAGE_SIZE, cursor: Cursor = None
) -> ExercisePage:
    found = await (
        ExerciseDocument.find(after_time(cursor, "made_at")).sort("-made_at", "-_id").limit(limit + 1).to_list()
    )
    page = found[:limit]
    names = await _names(page)
    more = len(found) > limit
    return ExercisePage(
        exercises=[summary(principal, exercise, names) for exercise in page],
        next=cursor_of(page[-1].made_at, page[-1].id) if more else None,
    )


@get(
    "/api/exercises/colleagues",
    access=OFFICE,
    tags=["Exercises"],
    summary="Who can be invited to score",
    responses=documented("not_signed_in", "not_found"),
)
async def list_colleagues() -> list[Colleague]:
    return [Colleague(id=one.id, name=one.user.name) for one in await colleagues()]


@get(
    "/api/exercises/{exercise_id:uuid}",
    access=OFFICE,
    tags=["Exercises"],
    summary="One exercise: its evidence, and what came of it for who has handed in",
    responses=documented("invalid_parameter", "not_signed_in", "not_found", "reference_missing"),
)
async def read_exercise(principal: CurrentPrincipal, exercise_id: FromPath[UUID]) -> ExerciseDetail:
    return await _detail(principal, await exercise_of(exercise_id))


@put(
    "/api/exercises/{exercise_id:uuid}/scoring",
    dto=Body[ScoringChange],
    return_dto=None,
    access=OFFICE,
    tags=["Exercises"],
    summary="Hand in own scores, once; safe to repeat",
    responses=documented(
        "malformed_request",
        "not_signed_in",
        "cross_site_request",
        "not_found",
        "reference_missing",
        "exercise_scored",
        "exercise_closed",
        "invalid_body",
    ),
)
async def put_scoring(
    principal: CurrentPrincipal, exercise_id: FromPath[UUID], data: JSONBody[ScoringChange]
) -> ExerciseDetail:
    return await _detail(principal, await hand_in(principal.user_id, await exercise_of(exercise_id), data))


@put(
    "/api/exercises/{exercise_id:uuid}/closed",
    access=OFFICE,
    tags=["Exercises"],
    summary="End an exercise before all have handed in; safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found", "reference_missing"),
)
async def put_closed(principal: CurrentPrincipal, exercise_id: FromPath[UUID]) -> ExerciseDetail:
    return await _detail(principal, await close(exercise_id))


async def _detail(principal: Principal, exercise: ExerciseDocument) -> ExerciseDetail:
    return await detail(principal, exercise, await audit_for(principal, exercise.audit_id), await _names([exercise]))


async def _names(exercises: list[ExerciseDocument]) -> dict[UUID, str]:
    people = {person for one in exercises for person in (one.made_by, *one.reviewers)}
    return await names_of(UserDocument, people)


ROUTES = [put_exercise, list_exercises, list_colleagues, read_exercise, put_scoring, put_closed]
