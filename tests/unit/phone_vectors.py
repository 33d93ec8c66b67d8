"""What the phone's copy of the checklist logic must agree with: random forms and what Python makes of them.

    python -m tests.unit.phone_vectors    writes tests/unit/phone_vectors.json anew

Only `Random.random` gives the same numbers in every version of Python, so every choice is made from it.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any, TypeVar, get_args

import msgspec

from audit_api.authoring.checklist_source import parse_definition
from checklists.answers import Submission
from checklists.definition import Checklist, items_of
from checklists.item_scores import Tier, item_score
from checklists.items import Phase
from checklists.validation import validate
from checklists.visibility import visible
from tests.unit.checklist_samples import KINDS, NA, Data, checklist, item, section, submission

T = TypeVar("T")

FILE = Path(__file__).with_suffix(".json")
LIBRARY = Path(__file__).parents[2] / "checklists" / "library"
RANDOM_FORMS = 48
FILLED_TIMES = 4
TIERS: tuple[Tier, ...] = get_args(Tier)
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORD = {"en": "?"}
# White space that Python strips and JavaScript does not, or the other way round; letters outside the first plane.
WORDS = ("", " ", "\x85\x1c", "\ufeff", "Fine", "  Slow ", "🙂🙂🙂🙂", "🙂🙂🙂🙂🙂", "12345678")


class Dice:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def whole(self, low: int, high: int) -> int:
        return low + int(self._random.random() * (high - low + 1))

    def one(self, of: Sequence[T]) -> T:
        return of[self.whole(0, len(of) - 1)]

    def some(self, of: Sequence[T], share: float = 0.5) -> list[T]:
        return [part for part in of if self.chance(share)]

    def number(self, high: float, digits: int = 2) -> float:
        return round(self._random.random() * high, digits)


def vectors() -> list[Data]:
    """Each a definition, filled several times: tier, submission; visible keys, scores by key, faults."""
    forms = [random_form(Dice(n)) for n in range(RANDOM_FORMS)]
    forms += [shipped_form(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    return [*(_filled(definition, Dice(1000 + n)) for n, definition in enumerate(forms)), exact_sums()]


def _filled(definition: Data, dice: Dice) -> Data:
    read = msgspec.convert(definition, Checklist)
    cases = [_case(read, dice.one(TIERS), _submission(definition, dice)) for _ in range(FILLED_TIMES)]
    return {"definition": definition, "cases": cases}


def _case(read: Checklist, tier: Tier, data: Data) -> Data:
    sent = msgspec.convert(data, Submission)
    scores = {part.key: item_score(part, sent.answers.get(part.key), tier) for _, part in items_of(read)}
    return {
        "tier": tier,
        "submission": data,
        "visible": [part.key for _, part in visible(read, sent.answers)],
        # The last digits of a power belong to the machine.
        "scores": {key: round(score, 12) for key, score in scores.items() if score is not None},
        "faults": [[fault.path, fault.code] for fault in validate(read, sent, tier)],
    }


def shipped_form(path: Path) -> Data:
    """A checklist that ships, without its words."""
    definition, faults = parse_definition(path.read_bytes(), is_yaml=True)
    assert definition is not None, faults
    data: Data = msgspec.to_builtins(definition)
    _silence(data)
    return data


def _silence(part: Any) -> None:
    if isinstance(part, list):
        for inner in part:
            _silence(inner)
    if isinstance(part, dict):
        for name in part.keys() & {"title", "text", "help", "description", "unit"}:
            part[name] = WORD
        if "levels" in part:
            part["levels"] = [WORD] * len(part["levels"])
        for inner in part.values():
            _silence(inner)


def exact_sums() -> Data:
    """Options whose sum is right only when it is rounded once, and to nine digits with ties to even."""
    sets = {
        "tenths": [0.1, 0.2, -0.3],
        "tie": [2.0**-10],
        "odd_tie": [3 * 2.0**-10],
        "near_tie": [2.0**-10, 2.0**-63, 2.0**-120],
        "many": [0.1] * 9 + [1 / 3, -1 / 3, 1e-9, -0.7],
        "tiny": [5e-10, 1e-300],
        "cancelled": [1.0, 2.0**-70, -1.0],
    }
    options = {key: [_option(f"o{n}", score=score) for n, score in enumerate(scores)] for key, scores in sets.items()}
    definition = checklist(section("sums", *(item("multi_choice", key, options=options[key]) for key in sets)))
    chosen = {key: {"kind": "multi_choice", "options": [option["key"] for option in options[key]]} for key in sets}
    case = _case(msgspec.convert(definition, Checklist), "standard", submission(chosen))
    return {"definition": definition, "cases": [case]}


def random_form(dice: Dice) -> Data:
    asked: list[Data] = []
    sections = []
    for s in range(dice.whole(1, 4)):
        fields: Data = {"visible_if": _condition(dice, asked)} if asked and dice.chance(0.3) else {}
        items = []
        for n in range(dice.whole(1, 6)):
            part = _item(dice, f"q{s}_{n}")
            if asked and dice.chance(0.4):
                part["visible_if"] = _condition(dice, asked)
            asked.append(part)
            items.append(part)
        sections.append(section(f"s{s}", *items, **fields))
    return checklist(*sections)


def _item(dice: Dice, key: str) -> Data:
    kind = dice.one(KINDS)
    fields: Data = {"required": dice.chance(0.7), "not_applicable": dice.chance(0.5)}
    if dice.chance(0.5):
        fields["narrative_below"] = dice.one([0.3, 0.5, 0.51, 1.0])
    own: dict[str, Callable[[], Data]] = {
        "yes_no": lambda: {"favourable": dice.chance(0.7)},
        "single_choice": lambda: {"options": _options(dice)},
        "multi_choice": lambda: {"options": _options(dice)},
        "scale": lambda: {"levels": [WORD] * dice.whole(2, 7)},
        "number": lambda: _thresholds(dice) | {"minimum": dice.one([0, -5, 2.5]), "maximum": dice.one([10, 50.5])},
        "duration": lambda: _thresholds(dice) | {"measures": dice.some(get_args(Phase)) or ["hold"], "maximum": 90},
        "callback": lambda: {"due_within": dice.one([60, 3600, 5400.5]), "promise_needed": dice.chance(0.6)},
        "text": lambda: {"max_length": dice.one([4, 8, 100])},
        "photo": lambda: {"minimum": dice.whole(0, 2), "maximum": dice.whole(1, 3)},
    }
    fields |= own[kind]() if kind in own else {}
    return item(kind, key, **{**fields, "text": WORD})


def _options(dice: Dice) -> list[Data]:
    scores = [dice.one([None, 0, 0.25, 0.1, 0.7, 1, -0.3]) for _ in range(dice.whole(2, 5))]
    options = [_option(f"o{n}", score=score) for n, score in enumerate(scores)]
    return [*options, _option("none", exclusive=True)] if dice.chance(0.4) else options


def _option(key: str, **fields: Any) -> Data:
    return {"key": key, "text": WORD} | fields


def _thresholds(dice: Dice) -> Data:
    good, bad = dice.one([(2.0, 10.0), (30.0, 10.0), (20.0, 95.0), (7.0, 7.5), (None, None)])
    return {"good": good, "bad": bad, "hard_fail": dice.one([None, None, 8.0, 25.0, 1.0])}


def _condition(dice: Dice, asked: list[Data], deep: int = 0) -> Data:
    if deep < 3 and dice.chance(0.35):
        op = dice.one(["all", "any", "not"])
        if op == "not":
            return {"op": op, "condition": _condition(dice, asked, deep + 1)}
        return {"op": op, "conditions": [_condition(dice, asked, deep + 1) for _ in range(dice.whole(0, 3))]}
    part = dice.one(asked)
    key, kind = part["key"], part["kind"]
    if kind in ("number", "duration", "scale") and dice.chance(0.7):
        value = dice.whole(1, 4) if kind == "scale" else dice.whole(0, 30)
        return {"op": "compare", "item": key, "operator": dice.one(["<", "<=", ">", ">="]), "value": value}
    if kind in ("text", "datetime", "photo", "info") or dice.chance(0.2):
        return {"op": "answered", "item": key}
    values: list[Any] = [option["key"] for option in part.get("options", [])] or [True, False, 1, 2, 3]
    if dice.chance(0.5):
        return {"op": "equals", "item": key, "value": dice.one(values)}
    return {"op": "in", "item": key, "values": dice.some(values)}


def _submission(definition: Data, dice: Dice) -> Data:
    asked = [part for group in definition["sections"] for part in group["items"]]
    answers = {part["key"]: _answer(dice, part) for part in asked if dice.chance(0.88)}
    if dice.chance(0.1):
        answers["not_an_item"] = {"kind": "yes_no", "value": True}
    began = BEGAN if dice.chance(0.95) else BEGAN.replace(year=1999)
    return {
        "assignment_id": "6f0e6c0e-3f3e-4a53-9d0e-0000000000aa",
        "checklist": {"key": "visit", "version": 1},
        "started_at": _iso(dice, began),
        "finished_at": _iso(dice, began + timedelta(seconds=dice.one([0, 1800, -1, 366 * 86400 + 1]))),
        "answers": answers,
    }


def _answer(dice: Dice, part: Data) -> Data:
    kind = part["kind"] if dice.chance(0.95) else dice.one(KINDS)
    answer = NA if kind == "info" or dice.chance(0.06) else {"kind": kind} | _value(dice, kind, part)
    return answer | {"narrative": dice.one(WORDS)} if dice.chance(0.4) else dict(answer)


def _value(dice: Dice, kind: str, part: Data) -> Data:
    keys = [option["key"] for option in part.get("options", [])]
    values: dict[str, Callable[[], Data]] = {
        "yes_no": lambda: {"value": dice.chance(0.5)},
        "single_choice": lambda: {"option": dice.one([*keys, "gone"])},
        "multi_choice": lambda: {"options": dice.some(keys) if dice.chance(0.8) else dice.some([*keys, *keys, "gone"])},
        "scale": lambda: {"level": dice.whole(0, 8)},
        "number": lambda: {"value": dice.one([0, 2.5, 8, 10, 50.5, -5, dice.number(60)])},
        "duration": lambda: _duration(dice, part),
        "callback": lambda: _callback(dice),
        "text": lambda: {"text": dice.one(WORDS)},
        "datetime": lambda: {"at": _moment(dice)},
        "photo": lambda: {"photos": [_photo(dice) for _ in range(dice.whole(0, 4))]},
    }
    return values[kind]()


def _duration(dice: Dice, part: Data) -> Data:
    phases = get_args(Phase)
    segments = [
        {"phase": dice.one(phases), "started_at": _moment(dice), "seconds": dice.number(40, 1)}
        for _ in range(dice.whole(0, 4))
    ]
    measured = sum(s["seconds"] for s in segments if s["phase"] in part.get("measures", phases))
    seconds = dice.one([measured, measured, measured + 0.9, measured + 1.5, 120.0, 8.0])
    by_hand = {"typed_by_hand": True} if dice.chance(0.3) else {}
    return {"seconds": round(seconds, 3), "segments": segments} | by_hand


def _callback(dice: Dice) -> Data:
    moments = {name: _moment(dice) for name in dice.some(["promised_for", "came_at"], 0.6)}
    return {"owed_since": _moment(dice), "promised": dice.chance(0.7)} | moments


def _photo(dice: Dice) -> str:
    return f"6f0e6c0e-3f3e-4a53-9d0e-{dice.whole(1, 40):012}"


def _moment(dice: Dice) -> str:
    ms = dice.one([0, 1, 999, 60_000, 1_234_567, 3_600_000, 5_000_001, 9_000_000, -1000, 367 * 86_400_000])
    return _iso(dice, BEGAN + timedelta(milliseconds=ms))


def _iso(dice: Dice, moment: datetime) -> str:
    zone = dice.one([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-5, minutes=-30))])
    return moment.astimezone(zone).isoformat(timespec="milliseconds")


def lines(forms: list[Data]) -> Iterator[str]:
    """One form a line, so that a difference can be read."""
    for form in forms:
        yield json.dumps(form, separators=(",", ":"))


if __name__ == "__main__":
    FILE.write_text("[\n" + ",\n".join(lines(vectors())) + "\n]\n")
