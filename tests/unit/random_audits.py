"""Random audits for property tests: bare scores, and whole checklists with valid answers."""

from typing import Any

from hypothesis import strategies as st

from checklists.audit_index import ScoredItem, ScoredSection
from checklists.definition import PILLARS, Nature, Pillar
from checklists.item_scores import Tier
from tests.unit.checklist_samples import MORNING, NA, Data, checklist, item, ringing, section

TIERS: st.SearchStrategy[Tier] = st.sampled_from(["basic", "standard", "premium"])
NATURES: st.SearchStrategy[Nature] = st.sampled_from(["human", "standard"])
WEIGHTS = st.one_of(st.sampled_from([0.001, 0.1, 0.7, 1, 3, 1000]), st.floats(0.001, 1000))
UNIT = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))


@st.composite
def scored_sections(draw: st.DrawFn, scores: st.SearchStrategy[float] = UNIT) -> list[ScoredSection]:
    """Every pillar with a human section that counts; beside it whatever may be."""
    sections: list[ScoredSection] = []
    for pillar in PILLARS:
        natures: list[Nature] = ["human", *draw(st.lists(NATURES, max_size=2))]
        for nature in natures:
            sections.append(_scored_section(draw, f"s{len(sections)}", pillar, nature, scores))
    return sections


def _scored_section(
    draw: st.DrawFn, key: str, pillar: Pillar, nature: Nature, scores: st.SearchStrategy[float]
) -> ScoredSection:
    first = ScoredItem(key=f"{key}_0", weight=draw(WEIGHTS), score=draw(scores), critical=draw(st.booleans()))
    others = [
        ScoredItem(key=f"{key}_{n}", weight=draw(WEIGHTS | st.just(0.0)), score=draw(scores | st.none()))
        for n in range(1, draw(st.integers(1, 4)))
    ]
    items = [first, *others]
    design = sum(part.weight for part in items)
    return ScoredSection(
        key=key, pillar=pillar, nature=nature, level=1, weight=draw(WEIGHTS), design_weight=design, items=items
    )


_OPTION_SETS = st.lists(st.sampled_from(["name", "smile", "rude"]), unique=True)
_ANSWERS: dict[str, st.SearchStrategy[Data]] = {
    "yes_no": st.booleans().map(lambda value: {"value": value}),
    "single_choice": st.sampled_from(["poor", "fair", "top"]).map(lambda key: {"option": key}),
    "multi_choice": _OPTION_SETS.map(lambda keys: {"options": keys}),
    "scale": st.integers(1, 5).map(lambda level: {"level": level}),
    "number": st.floats(0, 100).map(lambda value: {"value": value}),
    "duration": st.floats(0, 2000).map(lambda value: {"seconds": value, "segments": [ringing(value)]}),
    "callback": st.builds(
        lambda promised, day: {"owed_since": MORNING, "promised": promised} | ({"came_at": day} if day else {}),
        st.booleans(),
        st.sampled_from([None, "2025-03-03T09:00:00Z", "2025-03-03T10:20:00Z", "2025-03-04T09:00:00Z"]),
    ),
    "text": st.just({"text": "Fine"}),
}
BEST: dict[str, Data] = {
    "yes_no": {"value": True},
    "single_choice": {"option": "top"},
    "multi_choice": {"options": ["name", "smile"]},
    "scale": {"level": 5},
    "number": {"value": 0},
    "duration": {"seconds": 0, "segments": [ringing(0)]},
    "callback": {"owed_since": MORNING, "promised": True, "came_at": MORNING},
}

Audit = tuple[Data, Data]


@st.composite
def audits(draw: st.DrawFn, conditions: bool = True) -> Audit:
    """A definition that can be published, and answers that can be submitted to it."""
    sections: list[Data] = []
    for pillar in PILLARS:
        natures = ["human", *draw(st.lists(NATURES, max_size=1))]
        for nature in natures:
            key = f"s{len(sections)}"
            items = [_item(draw, f"{key}_{n}", conditions) for n in range(draw(st.integers(2, 5)))]
            sections.append(section(key, *items, pillar=pillar, nature=nature, weight=draw(WEIGHTS)))
    asked = [part for group in sections for part in group["items"]]
    given = {part["key"]: draw(_answer(part)) for part in asked}
    return checklist(*sections), _without_hidden(asked, {key: answer for key, answer in given.items() if answer})


def _item(draw: st.DrawFn, key: str, conditions: bool) -> Data:
    """The first of a section is a yes or no for others to hang on, and anchors its pillar."""
    first = key.endswith("_0")
    kind = "yes_no" if first else draw(st.sampled_from(sorted(_ANSWERS)))
    fields: Data = {"not_applicable": True, "required": False}
    if kind != "text":
        fields |= {"weight": draw(WEIGHTS), "critical": draw(st.booleans())}
    if conditions and not first and draw(st.booleans()):
        fields["visible_if"] = {"op": "equals", "item": key[:-1] + "0", "value": draw(st.booleans())}
    return item(kind, key, **fields)


def _answer(asked: Data) -> st.SearchStrategy[Data | None]:
    answered: st.SearchStrategy[Any] = _ANSWERS[asked["kind"]].map(lambda value: {"kind": asked["kind"]} | value)
    # Mostly answered, or no audit would be eligible.
    return st.integers(0, 9).flatmap(lambda n: st.just(NA) if n == 9 else st.none() if n == 8 else answered)


def _without_hidden(asked: list[Data], answers: Data) -> Data:
    conditions = {part["key"]: part.get("visible_if") for part in asked}

    def shown(key: str) -> bool:
        condition = conditions[key]
        return condition is None or answers.get(condition["item"], {}).get("value") is condition["value"]

    return {key: answer for key, answer in answers.items() if shown(key)}
