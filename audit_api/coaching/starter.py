"""The starter stories that ship, read once from their files."""

from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

from checklists.stories import Story, in_order, read_story, story_id

FOLDER = Path(__file__).parents[2] / "checklists" / "starter"


@cache
def starter_stories() -> dict[UUID, Story]:
    """The stories by id, in the order in which they are listed."""
    found = [read_story(yaml.load(path.read_bytes(), yaml.CSafeLoader)) for path in FOLDER.glob("*.yaml")]
    return {story_id(story.key): story for story in in_order(found)}
