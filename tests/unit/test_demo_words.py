"""The words of the demo: every language says as much as the others, and no slot stays open."""

from collections import Counter
from string import Formatter

import pytest

from audit_api.demo.fieldwork import CHECKLISTS
from audit_api.demo.narratives import THEMES
from audit_api.demo.words import LANGUAGES, in_words, words

SLOTS = {"worry", "wish", "duration", "clock", "n"}
CHANNELS = set(CHECKLISTS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_as_much_as_english(language: str) -> None:
    said, english = words(language).narratives, words("en").narratives
    assert {theme: bands.keys() for theme, bands in said.items()} == {t: bands.keys() for t, bands in english.items()}
    for theme, bands in said.items():
        for band, sentences in bands.items():
            assert len(sentences) == len(english[theme][band]), (theme, band)


@pytest.mark.parametrize("language", LANGUAGES)
def test_slots_are_known_and_sentences_unique(language: str) -> None:
    sentences = [
        (theme, sentence)
        for theme, bands in words(language).narratives.items()
        for band in bands.values()
        for sentence in band
    ]
    for theme, sentence in sentences:
        slots = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        assert slots <= (SLOTS if theme == "wait" else SLOTS - {"duration"}), sentence
    assert [s for s, count in Counter(s for _, s in sentences).items() if count > 2] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_channel_has_scenarios_and_a_briefing(language: str) -> None:
    spoken = words(language)
    assert spoken.briefings.keys() == CHANNELS
    assert all(spoken.scenarios_for(channel) for channel in CHANNELS)
    assert all(scenario.summary for scenario in spoken.scenarios_for("internal"))


def test_every_theme_has_words() -> None:
    assert set(THEMES.values()) <= words("en").narratives.keys()


def test_times_are_said_as_people_say_them() -> None:
    units = words("en").units
    assert [in_words(n, units) for n in (35, 120, 160, 12_000)] == ["35 s", "2 min", "2 min 40 s", "3 h 20 min"]
