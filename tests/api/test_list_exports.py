"""The lists and the league pages of the desk as files: row for row what the pages show, and for the same eyes only."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pymongo import MongoClient

from audit_api.exporting.reading import ROWS_AT_ONCE
from tests.api.acting import made as made_action
from tests.api.appealing import appealed, upheld
from tests.api.cast import Cast, Person
from tests.api.exported import as_text, order, table_of, taken
from tests.api.paying import PayingLeague, paying_league
from tests.api.samples import CHECKLIST_KEY, FAILING

Json = dict[str, Any]
KINDS = ["csv", "xlsx", "parquet"]


def every(person: Person, path: str, name: str, **params: Any) -> list[Json]:
    """All that the page shows, page after page."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        asked = {"limit": 200, **params} | ({"cursor": cursor} if cursor else {})
        page = person.http.get(path, params=asked).raise_for_status().json()
        found += page[name]
        if (cursor := page["next"]) is None:
            return found


@pytest.fixture(scope="module")
def league(cast: Cast, mongodb_uri: str, new_client: Callable[[], httpx.Client]) -> Iterator[PayingLeague]:
    with paying_league(cast, mongodb_uri, new_client) as made:
        yield made


@pytest.fixture
def one_of_each(cast: Cast) -> Iterator[Json]:
    """An action, an appeal and an alert in each of the two regions; only what is of the manager's own is named."""
    action, audit = made_action(cast, plan="=1+1 is no plan"), cast.finalised(answers=FAILING)
    sent = their_action(cast)
    cast.neighbour.http.put(f"/api/actions/{uuid4()}", json=sent).raise_for_status()
    cast.finalised(branch=cast.other_branch, answers=FAILING)
    appeal_audit, appeal = appealed(cast, reason="@She did greet.")
    upheld(cast, appeal).raise_for_status()
    yield {"actions": str(action), "appeals": appeal, "alerts": str(audit), "appeal_audit": str(appeal_audit)}


def their_action(cast: Cast) -> Json:
    about = {"branch_id": str(cast.other_branch), "checklist": CHECKLIST_KEY, "item": "tone"}
    return {**about, "owner_name": "Ona", "due_on": "2026-12-01", "plan": "Greet.", "state": "open", "revision": 0}


def test_actions_are_those_of_the_page(cast: Cast, one_of_each: Json) -> None:
    shown = every(cast.manager, "/api/actions", "actions", state="unfinished")
    about, rows = table_of(taken(cast.manager, "actions", state="unfinished"))
    assert (about["About"], about["Filter: State"]) == ("Actions", "Open or in progress")
    assert about["Filter: Region"] == "all own regions"
    assert [row["Action id"] for row in rows] == [action["id"] for action in shown]
    for row, action in zip(rows, shown, strict=True):
        assert (row["Owner"], row["Due date"]) == (action["owner"], action["due_on"])
        assert row["Overdue"] == str(int(action["overdue"]))
    mine = next(row for row in rows if row["Action id"] == one_of_each["actions"])
    assert (mine["State"], mine["Question"], mine["Effect"]) == ("Open", "tone", "")
    assert mine["What is to be done"] == "'=1+1 is no plan"
    _, finished = table_of(taken(cast.manager, "actions", state="done", branch=str(cast.branch)))
    assert one_of_each["actions"] not in [row["Action id"] for row in finished]


def test_alerts_are_those_of_the_page_for_its_reader(cast: Cast, one_of_each: Json) -> None:
    wanted = {"branch": str(cast.branch), "rule": "critical_failed"}
    shown = every(cast.manager, "/api/alerts", "alerts", **wanted)
    about, rows = table_of(taken(cast.manager, "alerts", **wanted))
    assert (about["Filter: Kind"], about["Filter: Branch"]) == ("Grave failure", "branch")
    assert [row["Alert id"] for row in rows] == [alert["id"] for alert in shown]
    mine = next(row for row in rows if row["Audit id"] == one_of_each["alerts"])
    assert (mine["Question keys"], mine["Read"], mine["Kind"]) == ("solved", "0", "Grave failure")
    path = f"/api/alerts/{mine['Alert id']}/read"
    cast.manager.http.put(path, json={"read": True}).raise_for_status()
    _, unread = table_of(taken(cast.manager, "alerts", unread=True, **wanted))
    assert one_of_each["alerts"] not in [row["Audit id"] for row in unread]
    muted = {"muted_rules": ["critical_failed"], "muted_branches": [], "digest": True, "immediate": False}
    cast.manager.http.put("/api/alert-preferences", json=muted).raise_for_status()
    assert table_of(taken(cast.manager, "alerts", **wanted))[1] == []
    cast.manager.http.put("/api/alert-preferences", json={**muted, "muted_rules": []}).raise_for_status()


def test_appeals_are_those_of_the_page(cast: Cast, one_of_each: Json) -> None:
    wanted = {"state": "upheld", "region": str(cast.region), "checklist": CHECKLIST_KEY}
    shown = every(cast.manager, "/api/appeals", "appeals", **wanted)
    about, rows = table_of(taken(cast.manager, "appeals", **wanted))
    assert (about["Filter: State"], about["Filter: Region"]) == ("Score stands", "region")
    assert [row["Appeal id"] for row in rows] == [appeal["id"] for appeal in shown]
    mine = next(row for row in rows if row["Appeal id"] == one_of_each["appeals"])
    assert (mine["Reason"], mine["Question keys"], mine["Manager"]) == ("'@She did greet.", "tone", "Manager")
    assert (mine["Reason of the decision"], mine["Audit id"]) == ("The photo shows it.", one_of_each["appeal_audit"])
    assert mine["Decided by"] == ""
    _, ours = table_of(taken(cast.reviewer, "appeals", **wanted))
    assert next(row for row in ours if row["Appeal id"] == one_of_each["appeals"])["Decided by"] == "Reviewer"


@pytest.mark.parametrize("table", ["actions", "appeals", "alerts"])
@pytest.mark.parametrize("kind", KINDS)
def test_lists_hold_own_regions_only(cast: Cast, one_of_each: Json, table: str, kind: str) -> None:
    mine = as_text(taken(cast.manager, table, kind), kind)
    theirs = as_text(taken(cast.neighbour, table, kind), kind)
    assert one_of_each[table] in mine and one_of_each[table] not in theirs
    assert str(cast.other_branch) not in mine and str(cast.branch) not in theirs
    both = as_text(taken(cast.reviewer, table, kind), kind)
    assert one_of_each[table] in both


@pytest.mark.parametrize("table", ["actions", "appeals", "alerts", "outcome_figures", "mix"])
def test_of_a_branch_one_may_not_see_nothing_is_written(cast: Cast, table: str) -> None:
    body = order(table, branch=str(cast.other_branch))
    assert cast.manager.http.put(f"/api/exports/{uuid4()}", json=body).status_code == 404


def test_a_long_list_is_written_page_after_page(cast: Cast, mongodb_uri: str) -> None:
    """More than are read at once."""
    made_action(cast)
    with MongoClient[Json](mongodb_uri, uuidRepresentation="standard") as client:
        actions = client["api"].action_items
        one = actions.find_one({"region_id": cast.region})
        assert one is not None
        copies = [{**one, "_id": uuid4()} for _ in range(ROWS_AT_ONCE + 5)]
        actions.insert_many(copies)
        _, rows = table_of(taken(cast.reviewer, "actions"))
        ids = [row["Action id"] for row in rows]
        actions.delete_many({"_id": {"$in": [copy["_id"] for copy in copies]}})
    assert len(ids) == len(set(ids))
    assert {str(copy["_id"]) for copy in copies} <= set(ids)


def wanted_of(paying: PayingLeague, **more: Any) -> Json:
    return {"programme": str(paying.programme), "checklist": "visit", "tier": "standard", **more}


def test_the_correlation_is_that_of_the_page(cast: Cast, league: PayingLeague) -> None:
    for who in (league.manager, cast.reviewer):
        page = who.http.get("/api/outcomes", params=wanted_of(league)).raise_for_status().json()
        about, rows = table_of(taken(who, "outcomes", **wanted_of(league)))
        assert about["Snapshot"] == page["snapshot_id"]
        told = {row["Figure"]: row for row in rows}
        assert list(told) == ["Repeat rate", "Recommendation (NPS)", "Complaints", "Revenue"]
        for row, figure in zip(rows, page["figures"], strict=True):
            assert int(row["Branches"]) == figure["branches"]
            if figure["correlation"]:
                assert float(row["Rank correlation"]) == figure["correlation"]["rho"]
                assert float(row["Interval from"]) == figure["correlation"]["low"]
        assert told["Repeat rate"]["What it says"] == "Goes along with the index"
        assert told["Recommendation (NPS)"]["What it says"] == "Too few branches"
        assert told["Revenue"]["What it says"] == "The same everywhere"
        _, points = table_of(taken(who, "outcome_points", **wanted_of(league)))
        shown = [point["branch_id"] for figure in page["figures"] for point in figure["points"]]
        assert [row["Branch id"] for row in points] == shown


def test_imported_figures_are_those_of_own_regions(league: PayingLeague, cast: Cast) -> None:
    _, rows = table_of(taken(league.manager, "outcome_figures", programme=str(league.programme)))
    assert {row["Region id"] for row in rows} == {str(league.regions[0])}
    rates = {row["Branch id"]: float(row["Value"]) for row in rows if row["Figure"] == "Repeat rate"}
    assert rates and all(league.repeat_rate[UUID(branch)] == rate for branch, rate in rates.items())
    assert {row["Period"] for row in rows} == {league.month}
    _, ours = table_of(taken(cast.reviewer, "outcome_figures", programme=str(league.programme)))
    assert len(ours) > len(rows)
    _, none = table_of(taken(cast.reviewer, "outcome_figures", programme=str(league.programme), tier="basic"))
    assert none == []


@pytest.mark.parametrize("table", ["outcomes", "outcome_points", "drivers"])
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_league_without_an_own_branch_nothing_is_told(
    cast: Cast, league: PayingLeague, table: str, kind: str
) -> None:
    text = as_text(taken(cast.manager, table, kind, **wanted_of(league)), kind)
    assert not any(str(branch) in text for branch in league.index)
    assert "goes_along" not in text and "Goes along" not in text


def test_drivers_are_those_of_the_page(cast: Cast) -> None:
    cast.finalised()
    asked = {"programme": str(cast.programme), "checklist": CHECKLIST_KEY, "tier": "standard"}
    page = cast.manager.http.get("/api/drivers", params=asked).raise_for_status().json()
    about, rows = table_of(taken(cast.manager, "drivers", **asked))
    assert about["Importance by"] == "Weights of the checklist"
    assert about["Branches"] == str(len(page["branches"]))
    assert [row["Section key"] for row in rows] == [driver["key"] for driver in page["drivers"]]
    for row, driver in zip(rows, page["drivers"], strict=True):
        assert float(row["Importance"]) == driver["importance"]
        assert float(row["Performance (0 to 1)"]) == driver["performance"]
    assert {row["What to do"] for row in rows} <= {"Mend first", "Keep it up", "Watch", "Possibly too much"}


def test_without_a_mix_the_file_says_so(cast: Cast) -> None:
    about, rows = table_of(taken(cast.manager, "mix", branch=str(cast.branch)))
    assert (about["Headline"], rows) == ("The programme declares no mix.", [])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (order("actions", state="sleeping"), "content.state"),
        (order("alerts", rule="rain"), "content.rule"),
        (order("appeals", since="yesterday"), "content.since"),
        (order("outcomes"), "content.programme"),
        (order("outcome_figures", "pdf"), "content.format"),
    ],
)
def test_bad_orders_are_explained(cast: Cast, body: Json, path: str) -> None:
    answer: httpx.Response = cast.manager.http.put(f"/api/exports/{uuid4()}", json=body)
    assert answer.status_code == 422, answer.text
    assert path in [fault["path"] for fault in answer.json()["faults"]]
