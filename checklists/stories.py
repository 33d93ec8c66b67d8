"""Starter stories: good and bad moments, told for trainers who have no examples of their own yet.

They come from no audit. Each exists in every language of the pages, with a question and a model answer.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from msgspec import Meta

from checklists.coaching import Kind
from checklists.definition import Channel, Level, Pillar
from checklists.themes import THEMES, Theme

LANGUAGES = ("en", "de", "sv", "lt", "tr")
PREFIX = 3
"""Letters in which two forms of a word may differ at the end; four must be the same."""
SAME = 4
Chosen = Mapping[str, str]

Line = Annotated[str, Meta(min_length=1, max_length=160)]
Paragraph = Annotated[str, Meta(min_length=1, max_length=1500)]


class StoryText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happened, what it shows, and how to talk about it, in one language."""

    title: Line
    story: Paragraph
    shows: Paragraph
    question: Paragraph
    model_answer: Paragraph


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`items`: questions of the shipped checklists that it illustrates, as `checklist.section.item`."""

    key: Annotated[str, Meta(pattern=r"^[a-z][a-z_]{2,39}$")]
    theme: Theme
    kind: Kind
    pillar: Pillar
    level: Level
    channel: Channel
    delight: bool = False
    items: Annotated[list[str], Meta(min_length=1, max_length=5)]
    texts: dict[str, StoryText]


def story_id(key: str) -> UUID:
    """The id of a story, which is never that of an example."""
    return uuid5(NAMESPACE_URL, f"starter-story:{key}")


def read_story(raw: object) -> Story:
    """Raises `ValueError` for what is no story, or is not told in all languages and no other."""
    story = msgspec.convert(raw, Story)
    if set(story.texts) != set(LANGUAGES):
        raise ValueError(f"{story.key} is told in {sorted(story.texts)}")
    return story


def in_order(stories: Iterable[Story]) -> list[Story]:
    """Stories by theme; what went well before what went wrong."""
    return sorted(stories, key=lambda one: (THEMES.index(one.theme), one.kind != "good", one.key))


def values_of(story: Story) -> dict[str, set[str]]:
    """Filter -> the values with which it finds the story."""
    return {
        "theme": {story.theme},
        "section": {item.rpartition(".")[0] for item in story.items},
        "item": set(story.items),
        "pillar": {story.pillar},
        "level": {str(story.level)},
        "channel": {story.channel},
        "language": set(story.texts),
        "kind": {story.kind},
        "photo": {"no"},
        "delight": {"yes" if story.delight else "no"},
    }


def fits(story: Story, chosen: Chosen) -> bool:
    values = values_of(story)
    return all(value in values[name] for name, value in chosen.items())


def tells_of(story: Story, words: str, language: str) -> bool:
    """Whether all words stand in the story in some form, as its `language` tells it."""
    text = story.texts.get(language) or story.texts[LANGUAGES[0]]
    return all(any(_same(word, told) for told in _words_of(text)) for word in _words(words))


@cache
def _words_of(text: StoryText) -> frozenset[str]:
    return _words(" ".join(msgspec.structs.astuple(text)))


def _words(text: str) -> frozenset[str]:
    """The words of a text, without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset("".join(c if c.isalnum() else " " for c in letters).split())


def _same(wanted: str, told: str) -> bool:
    """`wanted` begins the word, or is another form of it."""
    stem = wanted[: max(SAME, len(wanted) - PREFIX)]
    return told.startswith(wanted) or (
        len(wanted) > SAME and told.startswith(stem) and len(told) <= len(wanted) + PREFIX
    )
