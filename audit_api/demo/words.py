"""What is said in the demo network, per language: scenarios, narratives, reviewers' reasons."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

LANGUAGES = ("en", "de", "sv", "lt", "tr")


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`worry` and `wish` are what the shopper says; `summary` is a request in one sentence."""

    key: str
    channels: list[str]
    text: str
    worry: str
    wish: str
    summary: str = ""


class Units(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hours: str
    minutes: str
    seconds: str


class Reviews(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`revision`: what a reviewer asks about, then how. `addition` is what the shopper writes into the next one."""

    revision: dict[str, str]
    reject: list[str]
    addition: str


class Notes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shoppers tell the office from the field."""

    problem: str
    decline: str


class Letters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is read on the screenshots of a written contact."""

    hello: str
    asks: str
    good: str
    fair: str
    bad: str
    none: str


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`narratives`: theme, then band ("bad", "good call", "bad refused visit"), then sentences."""

    units: Units
    scenarios: list[Scenario]
    briefings: dict[str, str]
    notes: Notes
    narratives: dict[str, dict[str, list[str]]]
    endings: dict[str, list[str]]
    reviews: Reviews
    aliases: list[str]
    letters: Letters

    def scenarios_for(self, channel: str) -> list[Scenario]:
        return [scenario for scenario in self.scenarios if channel in scenario.channels]


@cache
def words(language: str) -> Words:
    return msgspec.convert(demo_data(f"words/{language}.yaml"), Words)


def demo_data(name: str) -> Any:
    """The parsed YAML file of this package."""
    return yaml.load(files(__package__).joinpath(name).read_text("utf-8"), yaml.CSafeLoader)


def in_words(seconds: float, units: Units) -> str:
    """A time as a shopper would write it: `2 min 40 s`, `3 h 20 min`."""
    total = round(seconds)
    if total < 60:
        return f"{total} {units.seconds}"
    if total < 3600:
        rest = f" {total % 60} {units.seconds}" if total % 60 else ""
        return f"{total // 60} {units.minutes}{rest}"
    return f"{total // 3600} {units.hours} {total % 3600 // 60} {units.minutes}"
