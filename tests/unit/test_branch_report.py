"""The lines of a branch's page: from 100 points down to the headline, nothing is lost on the way."""

from typing import get_args
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.answers import Answer
from checklists.branch_report import BranchReport, DatedScorecard, branch_report
from checklists.definition import Checklist
from checklists.item_scores import Tier
from checklists.rounding import rounded_to_sum
from checklists.scoring import scorecard
from checklists.snapshot import Snapshot
from tests.unit.random_audits import audits as random_audits

SNAPSHOT = Snapshot(
    mean=60,
    branch_variance=60,
    region_variance=5,
    shopper_variance=20,
    rest_variance=150,
    branches=40,
    audits=400,
    separable=True,
    severities={},
    region_base={},
)


@st.composite
def dated(draw: st.DrawFn) -> list[DatedScorecard]:
    audits = []
    tier = draw(st.sampled_from(get_args(Tier)))
    for n in range(draw(st.integers(1, 6))):
        definition, given_answers = draw(random_audits())
        checklist = msgspec.convert(definition, Checklist)
        answers = msgspec.convert(given_answers, dict[str, Answer])
        audits.append(
            DatedScorecard(
                audit_id=UUID(int=n),
                age_days=draw(st.integers(0, 363)),
                shopper=UUID(int=draw(st.integers(0, 3))),
                card=scorecard(checklist, answers, tier),
            )
        )
    return audits


def report_of(audits: list[DatedScorecard]) -> BranchReport | None:
    report = branch_report(audits, SNAPSHOT)
    assert (report is None) == all(audit.card.index is None for audit in audits)
    return report


@given(dated())
@settings(max_examples=25)
def test_costs_lead_from_a_hundred_to_the_own_result(audits: list[DatedScorecard]) -> None:
    if report := report_of(audits):
        lost = sum(item.cost + item.critical for item in report.items)
        assert 100 - lost == pytest.approx(report.own, abs=1e-9)


@given(dated())
@settings(max_examples=25)
def test_the_lines_as_printed_lead_to_the_headline_as_printed(audits: list[DatedScorecard]) -> None:
    report = report_of(audits)
    if report is None or report.headline is None:
        return
    top = report.headline
    lines = [top.own, top.version_change, top.severity, top.peer_pull]
    assert sum(rounded_to_sum(lines, top.headline)) == pytest.approx(round(top.headline * 10) / 10, abs=1e-9)


@given(dated())
@settings(max_examples=25)
def test_every_costly_item_names_the_audits_behind_it(audits: list[DatedScorecard]) -> None:
    if report := report_of(audits):
        for item in report.items:
            assert bool(item.audits) == (item.cost + item.critical > 0)
        costs = [item.cost + item.critical for item in report.items]
        assert costs == sorted(costs, reverse=True)
