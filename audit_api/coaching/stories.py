"""Starter stories: what a trainer finds before there are examples from audits."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from audit_api.access import COACHING
from audit_api.coaching.story_views import ShownStory, StoryPage, find_stories, shown_story
from audit_api.examples.filters import Named, Words, WordsIn, chosen_of
from audit_api.problems import documented, not_found
from checklists.coaching import Kind
from checklists.definition import Channel, Level, Pillar
from checklists.items import Language
from checklists.themes import Theme


@get(
    "/api/stories",
    access=COACHING,
    tags=["Examples"],
    summary="Starter stories, which come from no audit",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_stories(
    q: Words = "",
    q_language: WordsIn = "en",
    theme: FromQuery[Theme | None] = None,
    section: Named = None,
    item: Named = None,
    pillar: FromQuery[Pillar | None] = None,
    level: FromQuery[Level | None] = None,
    channel: FromQuery[Channel | None] = None,
    language: FromQuery[Language | None] = None,
    kind: FromQuery[Kind | None] = None,
    photo: FromQuery[bool | None] = None,
    delight: FromQuery[bool | None] = None,
) -> StoryPage:
    given = {
        "theme": theme,
        "section": section,
        "item": item,
        "pillar": pillar,
        "level": level,
        "channel": channel,
        "language": language,
        "kind": kind,
        "photo": photo,
        "delight": delight,
    }
    return find_stories(q, language or q_language, chosen_of(given))


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
