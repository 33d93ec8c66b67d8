"""What an item is about, in the words of customer centricity, whatever checklist asks it."""

from typing import Literal, get_args

from checklists.definition import Channel, Section
from checklists.items import Callback, Item

Theme = Literal[
    "phone_wait",
    "waiting",
    "callback",
    "listening",
    "script",
    "tone",
    "problem_solving",
    "cost",
    "written",
    "after_sale",
    "delight",
    "internal",
    "other",
]
THEMES: tuple[Theme, ...] = get_args(Theme)

# The first word that a section's key contains decides.
_WORDS: tuple[tuple[str, Theme], ...] = (
    ("recovery", "callback"),
    ("promise", "callback"),
    ("flexib", "script"),
    ("adapt", "script"),
    ("script", "script"),
    ("listen", "listening"),
    ("understood", "listening"),
    ("understanding", "listening"),
    ("tone", "tone"),
    ("fairness", "tone"),
    ("personal", "tone"),
    ("manner", "tone"),
    ("solv", "problem_solving"),
    ("empower", "problem_solving"),
    ("settling", "problem_solving"),
    ("cost", "cost"),
    ("price", "cost"),
)
_WAITS = ("wait", "reach", "speed", "queue")
_WAIT: dict[Channel, Theme] = {"call": "phone_wait", "visit": "waiting"}
_ELSE: dict[Channel, Theme] = {"written": "written", "delivery": "after_sale"}


def theme_of(channel: Channel, section: Section, item: Item) -> Theme:
    """Level 3 is what nobody had to do: delight, also in another department."""
    if section.level == 3:
        return "delight"
    if channel == "internal":
        return "internal"
    if isinstance(item, Callback):
        return "callback"
    if any(word in section.key for word in _WAITS):
        return _WAIT.get(channel, _ELSE.get(channel, "other"))
    named = next((theme for word, theme in _WORDS if word in section.key), None)
    return named or _ELSE.get(channel, "other")
