"""The worked example of docs/index.md, recomputed."""

from uuid import UUID

import pytest

from checklists.headline import DatedIndex, headline, recency_weight
from checklists.rounding import rounded_to_sum
from checklists.snapshot import Severity, Snapshot
from tests.unit.documentation import DOCS, rows

SHOPPERS = {name: UUID(int=n) for n, name in enumerate("ABC")}
SNAPSHOT = Snapshot(
    mean=61.0,
    branch_variance=64.0,
    region_variance=0.0,
    shopper_variance=25.0,
    rest_variance=196.0,
    branches=48,
    audits=420,
    separable=True,
    severities={
        str(SHOPPERS["A"]): Severity(points=4.0, variance=6.0),
        str(SHOPPERS["B"]): Severity(points=-1.5, variance=5.0),
    },
    region_base={},
)


def test_the_worked_example_is_what_the_code_finds() -> None:
    table = rows("index.md", "A worked example")
    visits, lines = table[:4], dict(row for row in table[4:])
    audits = [
        DatedIndex(age_days=int(days), index=float(index), shopper=SHOPPERS[shopper])
        for days, shopper, index, _ in visits
    ]
    for (days, _, _, counts), _ in zip(visits, audits, strict=True):
        assert f"{recency_weight(int(days)):.2f}" == counts
    found = headline(audits, SNAPSHOT)
    assert found is not None
    printed = rounded_to_sum([found.own, found.version_change, found.severity, found.peer_pull], found.headline)
    names = ("Own result", "Change of the checklist", "Severity of shoppers", "Pull to the peers")
    assert [float(lines[name]) for name in names] == printed
    assert float(lines["**Headline**"].strip("*")) == round(found.headline, 1) == pytest.approx(sum(printed))
    text = (DOCS / "index.md").read_text()
    for said in (
        f"from {found.low:.1f} to {found.high:.1f}",
        f"With {found.missing_audits} more visits",
        f"reliability is {found.reliability:.2f}",
        f"weigh as much as {found.weight:.1f} fresh",
    ):
        assert said in text.replace("\n  ", " "), said
