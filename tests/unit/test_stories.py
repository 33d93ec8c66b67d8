"""The starter stories that ship: whole in every language, about what there is, and found by their words."""

from functools import cache
from typing import Any

import msgspec
import pytest

from audit_api.authoring.checklist_source import parse_definition
from audit_api.coaching.starter import FOLDER, starter_stories
from audit_api.coaching.story_views import find_stories, shown_story
from checklists.definition import items_of
from checklists.stories import LANGUAGES, Story, read_story, tells_of
from checklists.themes import theme_of

STORIES = [*starter_stories().values()]
THEMES = {story.theme for story in STORIES}
NAMES = [story.key for story in STORIES]
LIBRARY = FOLDER.parent / "library"


@cache
def asked(checklist: str) -> dict[str, Any]:
    """`section.item` -> the section and item of a shipped checklist, and its channel."""
    definition, _ = parse_definition((LIBRARY / f"{checklist}.yaml").read_bytes(), is_yaml=True)
    assert definition is not None
    return {f"{s.key}.{i.key}": (definition.channel, s, i) for s, i in items_of(definition)}


def test_every_file_is_a_story_of_its_name() -> None:
    assert sorted(NAMES) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert len(starter_stories()) == len(set(NAMES))


def test_every_theme_is_told_as_it_should_be_and_as_it_should_not() -> None:
    assert {theme: {story.kind for story in STORIES if story.theme == theme} for theme in THEMES} == {
        theme: {"good", "bad"} for theme in THEMES
    }


@pytest.mark.parametrize("story", STORIES, ids=NAMES)
def test_it_is_told_in_five_languages_and_each_time_in_other_words(story: Story) -> None:
    assert set(story.texts) == set(LANGUAGES)
    for name in ("title", "story", "shows", "question", "model_answer"):
        said = [getattr(text, name) for text in story.texts.values()]
        assert len(set(said)) == len(LANGUAGES) and all(words == words.strip() for words in said)
    lengths = [len(text.story) for text in story.texts.values()]
    assert min(lengths) >= 200 and max(lengths) <= 1.6 * min(lengths)
    assert all("?" in text.question for text in story.texts.values())


@pytest.mark.parametrize("story", STORIES, ids=NAMES)
def test_it_illustrates_questions_that_ship(story: Story) -> None:
    named = [item.split(".", 1) for item in story.items]
    found = [asked(checklist)[path] for checklist, path in named]
    assert story.pillar in {section.pillar for _, section, _ in found}
    assert story.level in {section.level for _, section, _ in found}
    assert story.channel in {channel for channel, _, _ in found}


def test_most_themes_are_those_of_their_questions() -> None:
    """Some stories tell of more than their questions ask; none is about something else altogether."""
    agreeing = [
        story.key
        for story in STORIES
        if story.theme in {theme_of(*asked(item.split(".", 1)[0])[item.split(".", 1)[1]]) for item in story.items}
    ]
    assert len(agreeing) >= 0.7 * len(STORIES)


def test_a_story_that_lacks_a_language_is_refused() -> None:
    raw = msgspec.to_builtins(STORIES[0])
    del raw["texts"]["lt"]
    with pytest.raises(ValueError, match="is told in"):
        read_story(raw)
    with pytest.raises(ValueError, match="unknown"):
        read_story(msgspec.to_builtins(STORIES[0]) | {"unknown": 1})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "rings CLINIC"),
        ("de", "warteten klingeln"),
        ("sv", "signal vänta"),
        ("lt", "skambucio laukti"),
        ("tr", "BEKLEMEK dakikalar"),
    ],
)
def test_words_are_found_in_any_form(language: str, words: str) -> None:
    keys = {story.key for story in STORIES if tells_of(story, words, language)}
    assert "phone_wait_told" in keys
    assert not any(tells_of(story, f"{words} xylophone", language) for story in STORIES)


def test_counts_say_what_another_choice_would_find() -> None:
    page = find_stories("", "sv", {"kind": "bad", "theme": "phone_wait"})
    assert [story.kind for story in page.stories] == ["bad"] and page.total == 1
    assert {one.value: one.count for one in page.facets.kind} == {"good": 1, "bad": 1}
    assert sum(one.count for one in page.facets.theme) == sum(story.kind == "bad" for story in STORIES)
    assert [set(story.texts) for story in page.stories] == [{"sv"}]
    assert find_stories("", "en", {"photo": "yes"}).total == 0
    assert find_stories("", "en", {"item": "mystery_call.reaching.hold_time"}).total >= 1


def test_one_story_is_told_in_all_languages_and_nothing_else_is_one() -> None:
    page = find_stories("", "en", {})
    one = shown_story(page.stories[0].id)
    assert one is not None and set(one.texts) == set(LANGUAGES)
    assert shown_story(None) is None
