"""Starter stories: what a trainer finds before there are examples from audits."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from audit_api.access import COACHING
from audit_api.coaching.story_views import ShownStory, StoryPage, find_stories, shown_story
from audit_api.examples.filters import FILTERS, FromFilters
from audit_api.problems import documented, not_found


@get(
    "/api/stories",
    access=COACHING,
    tags=["Examples"],
    summary="Starter stories, which come from no audit",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
    dependencies=FILTERS,
)
async def list_stories(filters: FromFilters) -> StoryPage:
    return find_stories(filters.words, filters.language, filters.chosen)


@get(
    "/api/stories/{story_id:uuid}",
    access=COACHING,
    tags=["Examples"],
    summary="A starter story in all languages",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_story(story_id: FromPath[UUID]) -> ShownStory:
    found = shown_story(story_id)
    if found is None:
        raise not_found()
    return found


ROUTES = [list_stories, read_story]
