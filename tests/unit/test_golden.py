"""The golden cases of the index specification that concern one audit; those of a league are in test_golden_league."""

from typing import Any

import pytest

from checklists.audit_index import (
    ScoredItem,
    ScoredSection,
    audit_index,
    coverage,
    pillars_without_human_answer,
)
from checklists.definition import Nature, Pillar
from checklists.item_scores import Tier, callback_score, measure_score, scale_score
from checklists.parameters import CCI_1
from tests.unit.golden import TOLERANCE, cases

PILLAR: dict[str, Pillar] = {"U": "understanding", "V": "valuing", "C": "creating_value"}
NATURE: dict[str, Nature] = {"std": "standard", "hum": "human"}
TIER: dict[int, Tier] = {-1: "basic", 0: "standard", 1: "premium"}


@pytest.mark.parametrize("case", cases("number"))
def test_number(case: Any) -> None:
    scores = [measure_score(x, good, bad, hard_fail, TIER[t]) for x, good, bad, hard_fail, t in case["input"]]
    assert scores == pytest.approx(case["expect"], abs=TOLERANCE)


@pytest.mark.parametrize("case", cases("scale"))
def test_scale(case: Any) -> None:
    scores = [scale_score(level, levels, TIER[t]) for level, levels, t in case["input"]]
    assert scores == pytest.approx(case["expect"], abs=TOLERANCE)


@pytest.mark.parametrize("case", cases("callback"))
def test_callback(case: Any) -> None:
    scores = [callback_score(promised, kept_after, due) for promised, kept_after, due in case["input"]]
    assert scores == pytest.approx(case["expect"], abs=TOLERANCE)


def scored(section: Any, answers: Any) -> ScoredSection:
    visible = [question for question in section["questions"] if question["id"] in answers]
    return ScoredSection(
        key=section["id"],
        pillar=PILLAR[section["pillar"]],
        nature=NATURE[section["nature"]],
        level=section["level"],
        weight=section["weight"],
        design_weight=sum(question["weight"] for question in section["questions"]),
        items=[
            ScoredItem(key=q["id"], weight=q["weight"], critical=q["critical"], score=answers[q["id"]]) for q in visible
        ],
    )


def outcome(sections: list[ScoredSection]) -> dict[str, Any]:
    eligible = not pillars_without_human_answer(sections) and coverage(sections) >= CCI_1.coverage_min
    known = {"coverage": coverage(sections), "eligible": eligible}
    if not eligible:
        return known
    index = audit_index(sections)
    return known | {
        "index": index.index,
        "index0": index.index0,
        "cost": index.costs,
        "critical_cost": index.critical_costs,
        "pillars": {letter: index.pillars[pillar] for letter, pillar in PILLAR.items()},
        "sections": {section.key: section.score() for section in sections},
    }


@pytest.mark.parametrize("case", cases("audit"))
def test_audit(case: Any) -> None:
    result = outcome([scored(section, case["input"]["answers"]) for section in case["input"]["sections"]])
    for name, expected in case["expect"].items():
        # A case lists only the fields, and within them only the keys, that it is about.
        actual = {key: result[name][key] for key in expected} if isinstance(expected, dict) else result[name]
        assert actual == pytest.approx(expected, abs=TOLERANCE), name
