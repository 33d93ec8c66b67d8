"""What must hold for every audit (index specification, sections 3 and 13)."""

import random
from collections.abc import Callable
from copy import deepcopy
from math import fsum

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checklists.audit_index import AuditIndex, ScoredItem, ScoredSection, audit_index
from checklists.definition import PILLARS, Checklist
from checklists.item_scores import Tier
from checklists.parameters import CCI_1
from checklists.scoring import Scorecard, Scoring, scorecard
from checklists.validation import validate
from tests.unit.checklist_samples import NA, Data, answers_of, decoded, published, submission
from tests.unit.random_audits import BEST, TIERS, UNIT, Audit, audits, scored_sections

EXACT = 1e-9


def card_of(definition: Data, answers: Data, tier: Tier = "standard") -> Scorecard:
    return scorecard(published(definition), answers_of(answers), tier)


def rescored(
    sections: list[ScoredSection], change: Callable[[ScoredSection, ScoredItem], float | None]
) -> list[ScoredSection]:
    """The same sections with other scores where there was one."""
    replace = msgspec.structs.replace
    return [
        replace(s, items=[replace(part, score=change(s, part)) if part.counted else part for part in s.items])
        for s in sections
    ]


def costs(index: AuditIndex) -> list[float]:
    return [*index.costs.values(), *index.critical_costs.values()]


# --- on bare scores


@given(scored_sections())
def test_costs_are_never_negative_and_add_up_to_what_was_lost(sections: list[ScoredSection]) -> None:
    index = audit_index(sections)
    assert 0 <= index.index <= index.index0 <= 100
    assert all(cost >= 0 for cost in costs(index))
    assert fsum(costs(index)) == pytest.approx(100 - index.index, abs=EXACT)
    assert fsum(index.costs.values()) == pytest.approx(100 - index.index0, abs=EXACT)


@given(scored_sections(), st.data())
def test_no_better_score_lowers_the_index(sections: list[ScoredSection], data: st.DataObject) -> None:
    counted = [part for group in sections for part in group.counted]
    raised = data.draw(st.sampled_from(counted))
    better = data.draw(st.floats(raised.score or 0.0, 1))
    after = rescored(sections, lambda _, part: better if part.key == raised.key else part.score)
    assert audit_index(after).index >= audit_index(sections).index - EXACT


@given(scored_sections(), UNIT)
def test_unanimous_scores_are_the_index(sections: list[ScoredSection], score: float) -> None:
    index = audit_index(rescored(sections, lambda *_: score))
    assert index.index0 == pytest.approx(100 * score, abs=EXACT)
    if score > 0 or not index.critical_costs:
        assert index.index == pytest.approx(100 * score, abs=EXACT)


def human_mean(sections: list[ScoredSection]) -> float:
    def mean(pillar: str) -> float:
        own = [s for s in sections if s.pillar == pillar and s.nature == "human" and s.counted]
        human = [(s.weight, s.score() or 0.0) for s in own]
        return fsum(weight * score for weight, score in human) / fsum(weight for weight, _ in human)

    return fsum(mean(pillar) for pillar in PILLARS) / 3


@given(scored_sections())
def test_standards_lift_the_index_by_a_third_at_most(sections: list[ScoredSection]) -> None:
    cap = CCI_1.standard_cap
    assert audit_index(sections).index <= 100 * (cap + (1 - cap) * human_mean(sections)) + EXACT


@given(scored_sections())
def test_a_conveyor_without_a_kind_word_stays_at_a_third(sections: list[ScoredSection]) -> None:
    conveyor = rescored(sections, lambda group, _: 0.0 if group.nature == "human" else 1.0)
    assert audit_index(conveyor).index <= 33.34


@given(scored_sections(), st.sampled_from(PILLARS))
def test_a_pillar_at_nothing_stays_below_half(sections: list[ScoredSection], pillar: str) -> None:
    lame = rescored(sections, lambda group, part: 0.0 if group.pillar == pillar else part.score)
    assert audit_index(lame).index <= 44.45


@given(scored_sections(scores=st.floats(0.5, 1) | st.sampled_from([0.3, 0.4, 0.45, 1.0])))
def test_the_top_needs_every_pillar(sections: list[ScoredSection]) -> None:
    index = audit_index(sections)
    assert index.index < 80 or min(index.pillars.values()) >= 0.46


@given(scored_sections(), st.data())
def test_a_failed_critical_item_sets_a_ceiling(sections: list[ScoredSection], data: st.DataObject) -> None:
    critical = [part.key for group in sections for part in group.counted if part.critical]
    assume(critical)
    failed = data.draw(st.sampled_from(critical))
    index = audit_index(rescored(sections, lambda _, part: 0.0 if part.key == failed else 1.0))
    assert index.index <= 55 + EXACT
    assert set(index.critical_costs) == {failed}


# --- on whole checklists


@given(audits(), TIERS)
@settings(max_examples=200)
def test_what_can_be_published_and_submitted_can_be_scored(audit: Audit, tier: Tier) -> None:
    definition, answers = published(audit[0]), decoded(submission(audit[1])).answers
    assert validate(definition, decoded(submission(audit[1])), tier) == []
    card = scorecard(definition, answers, tier)
    assert 0 <= card.coverage <= 1 and 0 <= card.earned <= card.possible <= 100 + EXACT
    assert card.score_pct is None if card.possible == 0 else 0 <= (card.score_pct or 0) <= 100
    assert fsum(group.earned for group in card.sections) == pytest.approx(card.earned, abs=EXACT)
    assert fsum(group.possible for group in card.sections) == pytest.approx(card.possible, abs=EXACT)
    assert all(0 <= score <= 1 for score in [*card.pillars.values(), *card.levels.values()])
    assert all(part.score is None or 0 <= part.score <= 1 for part in card.items)
    assert card.eligible == (card.index is not None) == (not card.ineligible_because)
    assert msgspec.json.decode(msgspec.json.encode(card), type=Scorecard) == card


@given(audits(), TIERS)
def test_the_costs_on_a_scorecard_add_up(audit: Audit, tier: Tier) -> None:
    card = card_of(*audit, tier)
    assume(card.eligible)
    lost = fsum((part.cost or 0.0) + part.critical_cost for part in card.items)
    assert lost == pytest.approx(100 - (card.index or 0.0), abs=EXACT)
    assert {part.key for part in card.items if part.critical_cost > 0} <= set(card.failed_critical)
    assert all((part.cost is None) == (part.state != "scored") for part in card.items)


@given(audits(conditions=False), TIERS, st.data())
def test_the_best_answer_never_lowers_anything(audit: Audit, tier: Tier, data: st.DataObject) -> None:
    definition, answers = audit
    answered = [key for key, answer in answers.items() if answer["kind"] in BEST]
    assume(answered)
    key = data.draw(st.sampled_from(answered))
    kind = answers[key]["kind"]
    before = card_of(definition, answers, tier)
    after = card_of(definition, answers | {key: {"kind": kind} | BEST[kind]}, tier)
    assert (after.score_pct or 0) >= (before.score_pct or 0) - EXACT
    assert (after.index or 0) >= (before.index or 0) - EXACT
    assert next(part.score for part in after.items if part.key == key) == 1


@given(audits(conditions=False), TIERS, st.data())
def test_not_applicable_is_as_if_the_item_had_never_been(audit: Audit, tier: Tier, data: st.DataObject) -> None:
    definition, answers = audit
    key = data.draw(st.sampled_from([part["key"] for group in definition["sections"] for part in group["items"][1:]]))
    without = {k: answer for k, answer in answers.items() if k != key}
    refused = card_of(definition, without | {key: NA}, tier)
    unanswered = card_of(definition, without, tier)
    hidden = card_of(_hiding(definition, key), without, tier)
    deleted = card_of(_deleting(definition, key), without, tier)
    assert unanswered.index == refused.index and unanswered.score_pct == refused.score_pct
    assert hidden.score_pct == refused.score_pct
    assert hidden.coverage >= refused.coverage - EXACT
    if refused.eligible:
        assert hidden.index == deleted.index == refused.index


def _hiding(definition: Data, key: str) -> Data:
    """Hidden behind an answer that nobody gave."""
    changed = deepcopy(definition)
    asked = {part["key"]: part for group in changed["sections"] for part in group["items"]}
    changed["sections"][0]["items"].insert(0, asked["s0_0"] | {"key": "switch", "weight": 0, "critical": False})
    asked[key]["visible_if"] = {"op": "equals", "item": "switch", "value": True}
    return changed


def _deleting(definition: Data, key: str) -> Data:
    changed = deepcopy(definition)
    for group in changed["sections"]:
        group["items"] = [part for part in group["items"] if part["key"] != key]
    return changed


@given(audits(conditions=False), TIERS, st.randoms(use_true_random=False))
def test_order_does_not_matter(audit: Audit, tier: Tier, chance: random.Random) -> None:
    definition, answers = audit
    shuffled = deepcopy(definition)
    chance.shuffle(shuffled["sections"])
    for group in shuffled["sections"]:
        chance.shuffle(group["items"])
    before, after = card_of(definition, answers, tier), card_of(shuffled, answers, tier)
    assert (after.index, after.score_pct, after.coverage) == (before.index, before.score_pct, before.coverage)
    assert (after.pillars, after.levels) == (before.pillars, before.levels)
    assert {part.key: part for part in after.items} == {part.key: part for part in before.items}


def scaled(definition: Checklist, factor: float, one_section: bool) -> Checklist:
    """All section weights, or all item weights of the first section, times `factor`, whatever the limits."""
    replace = msgspec.structs.replace
    first, *others = definition.sections
    if not one_section:
        return replace(definition, sections=[replace(s, weight=s.weight * factor) for s in definition.sections])
    heavier = replace(first, items=[replace(part, weight=part.weight * factor) for part in first.items])
    return replace(definition, sections=[heavier, *others])


@given(audits(), TIERS, st.sampled_from([0.25, 3.0, 7.7]), st.booleans())
def test_only_relative_weights_matter(audit: Audit, tier: Tier, factor: float, one_section: bool) -> None:
    definition, answers = published(audit[0]), answers_of(audit[1])
    before = scorecard(definition, answers, tier)
    after = scorecard(scaled(definition, factor, one_section), answers, tier)
    assert after.eligible == before.eligible
    assert after.index == pytest.approx(before.index, abs=EXACT)
    assert after.score_pct == pytest.approx(before.score_pct, abs=EXACT)
    assert after.coverage == pytest.approx(before.coverage, abs=EXACT)


@given(audits(), TIERS, st.data())
def test_what_is_kept_of_one_audit_changes_nothing_in_the_next(audit: Audit, tier: Tier, data: st.DataObject) -> None:
    definition, answers = published(audit[0]), audit[1]
    left_out = data.draw(st.sets(st.sampled_from(sorted(answers))) if answers else st.just(set()))
    fewer = {key: answer for key, answer in answers.items() if key not in left_out}
    scoring = Scoring(definition)
    for given_answers in (answers, fewer, answers):
        fresh = scorecard(definition, answers_of(given_answers), tier)
        assert scoring.scorecard(answers_of(given_answers), tier) == fresh
