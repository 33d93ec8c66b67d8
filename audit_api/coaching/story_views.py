"""Starter stories as they are sent: found by words and filters, beside the examples from audits."""

from collections import Counter
from uuid import UUID

import msgspec

from audit_api.coaching.starter import starter_stories
from audit_api.examples.facets import Chosen, Facets, FacetValue
from checklists.coaching import Kind
from checklists.definition import Channel, Level, Pillar
from checklists.stories import LANGUAGES, Story, StoryText, fits, tells_of, values_of
from checklists.themes import Theme

FACETS = ("theme", "pillar", "level", "channel", "language", "kind", "delight")
"""The filters in which stories differ, or in which a reader may choose."""


class ShownStory(msgspec.Struct, kw_only=True):
    """A starter story, which comes from no audit. `texts`: language -> its words."""

    id: UUID
    theme: Theme
    kind: Kind
    pillar: Pillar
    level: Level
    channel: Channel
    delight: bool
    texts: dict[str, StoryText]


class StoryPage(msgspec.Struct, kw_only=True):
    """All stories that fit, told in one language; counted as examples are."""

    stories: list[ShownStory]
    total: int
    facets: Facets


def find_stories(words: str, language: str, chosen: Chosen) -> StoryPage:
    told = {id: story for id, story in starter_stories().items() if tells_of(story, words, language)}
    found = [_shown(id, story, [language]) for id, story in told.items() if fits(story, chosen)]
    return StoryPage(stories=found, total=len(found), facets=_facets([*told.values()], chosen))


def shown_story(story_id: UUID | None) -> ShownStory | None:
    """A story with its words in all languages; None if there is none under this id."""
    story = starter_stories().get(story_id) if story_id else None
    return _shown(story_id, story, LANGUAGES) if story_id and story else None


def _shown(id: UUID, story: Story, languages: list[str] | tuple[str, ...]) -> ShownStory:
    texts = {language: story.texts[language] for language in languages if language in story.texts}
    return ShownStory(
        id=id,
        theme=story.theme,
        kind=story.kind,
        pillar=story.pillar,
        level=story.level,
        channel=story.channel,
        delight=story.delight,
        texts=texts or {LANGUAGES[0]: story.texts[LANGUAGES[0]]},
    )


def _facets(told: list[Story], chosen: Chosen) -> Facets:
    """What is chosen in a filter is disregarded there, so that one sees what else there is."""
    counted = {name: _counted(told, name, chosen) for name in FACETS}
    return Facets(**{name: counted.get(name, []) for name in Facets.__struct_fields__})


def _counted(told: list[Story], name: str, chosen: Chosen) -> list[FacetValue]:
    others = {other: value for other, value in chosen.items() if other != name}
    counts = Counter(value for story in told if fits(story, others) for value in values_of(story)[name])
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [FacetValue(value=value, count=count) for value, count in ordered]
