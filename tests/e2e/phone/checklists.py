"""The checklists of the phone tests: a visit with one of each kind of item, a timed call, and a very long form."""

from typing import Any

Json = dict[str, Any]
VISIT, CALL, LONG = "field_visit", "field_call", "field_long"
LONG_SECTIONS, LONG_ITEMS = 10, 15


def visit() -> Json:
    """Required are `greeted` and `warmth`; a level of warmth below 3 wants a narrative; `reason` hangs on `minutes`."""
    return _checklist(
        VISIT,
        "visit",
        [
            _section("welcome", [_item("yes_no", "greeted"), _scale("warmth", narrative_below=0.5)]),
            _section(
                "waiting",
                [
                    _item("number", "minutes", unit=_text("minutes"), required=False, maximum=240, good=2, bad=20),
                    _item("text", "reason", required=False, visible_if=_above("minutes", 5)),
                ],
                pillar="valuing",
                nature="standard",
            ),
            _section(
                "evidence",
                [
                    _item("photo", "shelf", required=False, minimum=0, maximum=3),
                    _item("text", "memory", required=False),
                ],
                pillar="creating_value",
            ),
        ],
    )


def call() -> Json:
    """Timed live: `pickup` is the ringing, `on_hold` the holding, `talked` the talking; then a promised callback."""
    return _checklist(
        CALL,
        "call",
        [
            _section(
                "line",
                [
                    _item("duration", "pickup", measures=["ring"], good=20, bad=90),
                    _item("duration", "on_hold", measures=["hold"], required=False, good=30, bad=240),
                    _item("duration", "talked", measures=["talk"], required=False, weight=0),
                ],
                pillar="valuing",
                nature="standard",
            ),
            _section("promise", [_item("callback", "promised", due_within=3600, required=False, not_applicable=True)]),
            _section("close", [_item("yes_no", "solved"), _scale("tone")], pillar="creating_value"),
        ],
    )


def long() -> Json:
    """150 items of which every fifth is a text: what typing is measured in."""
    return _checklist(
        LONG,
        "visit",
        [
            _section(f"part_{s}", [_of_many(s * LONG_ITEMS + i) for i in range(LONG_ITEMS)])
            for s in range(LONG_SECTIONS)
        ],
    )


def part_of(key: str) -> str:
    """The section of the long form that has this item."""
    return f"part_{int(key.partition('_')[2]) // LONG_ITEMS}"


def _of_many(n: int) -> Json:
    if n % 5 == 0:
        return _item("text", f"words_{n}", required=False)
    if n % 5 == 1:
        return _scale(f"level_{n}", required=False, visible_if=_not(_above(f"count_{n - 3}", 900)) if n > 5 else None)
    if n % 5 == 3:
        return _item("number", f"count_{n}", unit=_text("pieces"), required=False, maximum=999, weight=0)
    return _item("yes_no", f"seen_{n}", required=False)


def _checklist(key: str, channel: str, sections: list[Json]) -> Json:
    made = {"key": key, "title": _text(key), "channel": channel, "languages": ["en", "de"], "sections": sections}
    return {**made, "percent_only": True}


def _section(key: str, items: list[Json], pillar: str = "understanding", nature: str = "human") -> Json:
    return {"key": key, "title": _text(key), "pillar": pillar, "nature": nature, "level": 1, "items": items}


def _item(kind: str, key: str, **more: Any) -> Json:
    given = {name: value for name, value in more.items() if value is not None}
    return {"kind": kind, "key": key, "text": _text(key), **given}


def _scale(key: str, **more: Any) -> Json:
    return _item("scale", key, levels=[_text(f"{key} level {n}") for n in range(1, 6)], **more)


def _above(item: str, value: float) -> Json:
    return {"op": "compare", "item": item, "operator": ">", "value": value}


def _not(condition: Json) -> Json:
    return {"op": "not", "condition": condition}


def _text(words: str) -> dict[str, str]:
    """In English the words of the key, in German the same with a mark."""
    words = words.replace("_", " ").capitalize()
    return {"en": words, "de": f"{words} (de)"}
