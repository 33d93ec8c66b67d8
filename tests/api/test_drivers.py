"""Key drivers over HTTP: sums that a decision renews and a night fills in, for the right eyes, in few round trips."""

from typing import Any

import pytest
from pymongo import MongoClient

from checklists.drivers import SectionFacts, design_shares, key_drivers
from checklists.publishing import read_definition
from tests.api import samples
from tests.api.cast import Cast
from tests.api.server import ROUND_TRIPS


def drivers(cast: Cast, who: str = "manager", **more: Any) -> dict[str, Any]:
    asked = {"programme": str(cast.programme), "checklist": samples.CHECKLIST_KEY, "tier": "standard", **more}
    answer = cast.person(who).http.get("/api/drivers", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def report_of(cast: Cast) -> dict[str, float]:
    params = {"checklist": samples.CHECKLIST_KEY}
    report = cast.manager.http.get(f"/api/branches/{cast.branch}/index", params=params).json()["report"]
    return {part["key"]: part["score"] for part in report["sections"]}


def test_a_decision_renews_the_scores_of_its_branch(cast: Cast) -> None:
    for _ in range(2):
        cast.finalised()
        branch = next(one for one in drivers(cast)["branches"] if one["branch_id"] == str(cast.branch))
        assert branch["sections"] == pytest.approx(report_of(cast), abs=1e-6)


def test_without_outcomes_the_weights_say_what_matters(cast: Cast) -> None:
    cast.finalised()
    found = drivers(cast)
    checklist, _ = read_definition(samples.checklist())
    assert checklist is not None
    scores = [branch["sections"] for branch in found["branches"]]
    facts = [
        SectionFacts(key=key, scores=[one[key] for one in scores if key in one], design_share=share)
        for key, share in design_shares(checklist).items()
    ]
    assert (found["figure"], found["figures"], found["measured"]) == (None, [], 0)
    pure = key_drivers(facts)
    assert [one["key"] for one in found["drivers"]] == [driver.key for driver in pure]
    for told, driver in zip(found["drivers"], pure, strict=True):
        assert (told["source"], told["quadrant"]) == ("weights", driver.quadrant)
        assert (told["importance"], told["performance"]) == pytest.approx((driver.importance, driver.performance))


def test_managers_read_the_performance_of_their_own_regions(cast: Cast) -> None:
    cast.finalised()
    cast.finalised(branch=cast.other_branch)
    assert [one["branch_id"] for one in drivers(cast, "neighbour")["branches"]] == [str(cast.other_branch)]
    assert drivers(cast, "manager", region=str(cast.other_region))["branches"] == []
    both = {one["branch_id"] for one in drivers(cast, "reviewer")["branches"]}
    assert both >= {str(cast.branch), str(cast.other_branch)}


def test_of_an_unknown_league_nothing_is_told(cast: Cast) -> None:
    found = drivers(cast, checklist="other")
    assert (found["drivers"], found["branches"], found["as_of"]) == ([], [], None)


def test_no_audit_is_read(cast: Cast, mongodb_uri: str) -> None:
    """The session, the standings, the scores, the outcomes, the checklist."""
    cast.finalised()
    drivers(cast)
    before = len(ROUND_TRIPS.commands)
    drivers(cast)
    assert len(ROUND_TRIPS.commands) - before <= 5
    with MongoClient[dict[str, Any]](mongodb_uri, uuidRepresentation="standard") as client:
        kept = client["api"].section_scores.count_documents(
            {"branch_id": cast.branch, "league.checklist": samples.CHECKLIST_KEY}
        )
    assert kept == 1
