"""Examples for coaching: found by trainers, released and withdrawn by the desks."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, put
from litestar.params import FromPath, QueryParameter

from audit_api.access import COACHING, DESK, example_for
from audit_api.clock import now
from audit_api.documents import ExampleState
from audit_api.examples.filters import FILTERS, FromFilters
from audit_api.examples.lists import ExamplePage, SimilarExamples, scope_of, search_page, similar_to
from audit_api.examples.matches import Search
from audit_api.examples.views import Example, shown
from audit_api.examples.writes import write_decision
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize
from audit_api.injected import CurrentPrincipal
from audit_api.people.auth import Principal
from audit_api.problems import Problem, documented

ATTEMPTS = 5

# Named otherwise in code: the framework keeps `state` for itself.
WantedState = Annotated[ExampleState | None, QueryParameter(name="state", description="For the desks.")]


@get(
    "/api/examples",
    access=COACHING,
    tags=["Examples"],
    summary="Examples for coaching, best first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
    dependencies=FILTERS,
)
async def list_examples(
    principal: CurrentPrincipal,
    filters: FromFilters,
    wanted_state: WantedState = None,
    limit: PageSize = PAGE_SIZE,
    cursor: Cursor = None,
) -> ExamplePage:
    if principal.role == "trainer" and wanted_state not in (None, "released"):
        raise Problem("invalid_parameter", "Trainers see released examples only.")
    search = Search(
        words=filters.words,
        language=filters.language,
        chosen=filters.chosen,
        scope=scope_of(principal, wanted_state),
    )
    return await search_page(principal, search, limit, cursor)


@get(
    "/api/examples/{example_id:uuid}",
    access=COACHING,
    tags=["Examples"],
    summary="One example",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_example(principal: CurrentPrincipal, example_id: FromPath[UUID]) -> Example:
    return (await shown(principal, [await example_for(principal, example_id)]))[0]


@get(
    "/api/examples/{example_id:uuid}/similar",
    access=COACHING,
    tags=["Examples"],
    summary="Examples like it, and opposite ones",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_similar(principal: CurrentPrincipal, example_id: FromPath[UUID]) -> SimilarExamples:
    return await similar_to(principal, await example_for(principal, example_id))


@put(
    "/api/examples/{example_id:uuid}/release",
    access=DESK,
    tags=["Examples"],
    summary="Release an example to the trainers; safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def put_release(principal: CurrentPrincipal, example_id: FromPath[UUID]) -> Example:
    return await _decided(principal, example_id, "released")


@put(
    "/api/examples/{example_id:uuid}/withdrawal",
    access=DESK,
    tags=["Examples"],
    summary="Take an example back, or keep it from being released; safe to repeat",
    responses=documented("invalid_parameter", "not_signed_in", "cross_site_request", "not_found"),
)
async def put_withdrawal(principal: CurrentPrincipal, example_id: FromPath[UUID]) -> Example:
    return await _decided(principal, example_id, "withdrawn")


async def _decided(principal: Principal, example_id: UUID, state: Literal["released", "withdrawn"]) -> Example:
    for _ in range(ATTEMPTS):
        # Unless its audit was changed in this very moment.
        example = await example_for(principal, example_id)
        if await write_decision(example, state, principal.user_id, now()):
            break
    return await read_example.fn(principal, example_id)  # type: ignore[no-any-return]


ROUTES = [list_examples, read_example, read_similar, put_release, put_withdrawal]
