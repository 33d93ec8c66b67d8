"""The office plans: lists by what is still to do, who was where, and assignments that are taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api import samples
from tests.api.cast import Cast, Person
from tests.api.server import ROUND_TRIPS

NOW = datetime.now(UTC).replace(microsecond=0)
PAST = timedelta(days=-5)
COMING = timedelta(days=5)


def body(cast: Cast, ends: timedelta = COMING, **changes: Any) -> dict[str, Any]:
    return {
        "branch_id": str(cast.branch),
        "shopper_id": str(cast.shopper.id),
        "checklist": {"key": samples.CHECKLIST_KEY, "version": 1},
        "channel": "visit",
        "scenario": "You look for a present.",
        "window_starts_at": (NOW + ends - timedelta(days=3)).isoformat(),
        "window_ends_at": (NOW + ends).isoformat(),
        **changes,
    }


def plan(cast: Cast, ends: timedelta = COMING, **changes: Any) -> str:
    assignment_id = str(uuid4())
    cast.admin.http.put(f"/api/assignments/{assignment_id}", json=body(cast, ends, **changes)).raise_for_status()
    return assignment_id


def decline(cast: Cast, assignment_id: str) -> None:
    note = {"kind": "decline", "text": "I have the flu.", "noted_at": NOW.isoformat()}
    cast.shopper.http.put(f"/api/assignments/{assignment_id}/notes/{uuid4()}", json=note).raise_for_status()


def audit(cast: Cast, assignment_id: str) -> None:
    sent = samples.submission(UUID(assignment_id))
    cast.shopper.http.put(f"/api/audits/{uuid4()}", json=sent).raise_for_status()


def on_phone(cast: Cast) -> dict[str, str]:
    return {one["id"]: one["status"] for one in cast.shopper.http.get("/api/sync").json()["assignments"]}


def cancel(cast: Cast, assignment_id: str) -> httpx.Response:
    return cast.admin.http.put(f"/api/assignments/{assignment_id}/cancelled")


def test_what_somebody_else_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    assignment_id = plan(cast)
    path = f"/api/assignments/{assignment_id}"
    before = cast.admin.http.get(path).json()
    looked_at = {name: before[name] for name in ("scenario", "briefing", "window_starts_at", "window_ends_at")}
    mine = body(cast, briefing="Take the bus.")
    theirs = {**body(cast, scenario="You look for a watch."), "looked_at": looked_at}
    for _ in range(2):  # safe to repeat
        assert cast.admin.http.put(path, json=theirs).status_code == 200
    late = cast.admin.http.put(path, json={**mine, "looked_at": looked_at})
    assert (late.status_code, late.json()["code"]) == (409, "assignment_outdated")
    assert cast.admin.http.get(path).json()["scenario"] == "You look for a watch."
    again = {**mine, "looked_at": {**looked_at, "scenario": "You look for a watch."}}
    stored = cast.admin.http.put(path, json=again).json()
    assert (stored["scenario"], stored["briefing"]) == ("You look for a present.", "Take the bus.")


def listed(cast: Cast, who: Person | None = None, **params: Any) -> list[dict[str, Any]]:
    answer = (who or cast.reviewer).http.get("/api/planning", params={"limit": 200, **params})
    found: list[dict[str, Any]] = answer.raise_for_status().json()["assignments"]
    return found


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


@pytest.fixture
def planned(cast: Cast) -> dict[str, str]:
    """One in every state, at the same branch."""
    made = {state: plan(cast, PAST if state == "late" else COMING) for state in ("open", "late", "declined", "done")}
    made["cancelled"] = plan(cast)
    decline(cast, made["declined"])
    audit(cast, made["done"])
    cancel(cast, made["cancelled"]).raise_for_status()
    return made


def test_each_is_found_under_its_state_only(cast: Cast, planned: dict[str, str]) -> None:
    for state, mine in planned.items():
        rows = listed(cast, state=state)
        assert mine in ids(rows)
        assert {row["state"] for row in rows} == {state}
        assert not (set(planned.values()) - {mine}) & set(ids(rows))
    everything = {row["id"]: row["state"] for row in listed(cast)}
    assert {state: everything[mine] for state, mine in planned.items()} == {state: state for state in planned}


def test_a_row_says_all_that_the_office_plans_by(cast: Cast, planned: dict[str, str]) -> None:
    row = next(row for row in listed(cast, state="done") if row["id"] == planned["done"])
    assert (row["branch_name"], row["tier"], row["time_zone"]) == ("branch", "standard", "Europe/Vilnius")
    assert (row["shopper_name"], row["shopper_active"]) == ("Shopper", True)
    assert (row["programme_id"], row["region_id"]) == (str(cast.programme), str(cast.region))
    assert (row["status"], row["audit_id"] is not None) == ("submitted", True)


def test_lists_are_narrowed(cast: Cast) -> None:
    here = plan(cast)
    there = plan(cast, branch_id=str(cast.other_branch), shopper_id=str(cast.other_shopper.id))
    both = {here, there}

    def found(**params: Any) -> set[str]:
        return both & set(ids(listed(cast, **params)))

    assert found(programme=cast.programme) == both
    assert found(programme=uuid4()) == set()
    assert found(region=cast.region) == {here}
    assert found(branch=cast.other_branch) == {there}
    assert found(shopper=cast.other_shopper.id) == {there}
    assert found(since=(NOW + timedelta(days=4)).isoformat()) == both
    assert found(since=(NOW + timedelta(days=6)).isoformat()) == set()
    assert found(until=(NOW + timedelta(days=1)).isoformat()) == set()
    assert found(text="OTHER_BRANCH") == {there}
    assert found(text="shopper") == both
    assert found(text="nobody at all") == set()


def test_names_are_found_without_their_accents(cast: Cast) -> None:
    branch = uuid4()
    facts = {"programme_id": str(cast.programme), "region_id": str(cast.region), "tier": "basic", "time_zone": "UTC"}
    cast.admin.http.put(f"/api/branches/{branch}", json={**facts, "name": "Şişli İkinci Šventė"}).raise_for_status()
    mine = plan(cast, branch_id=str(branch))
    for words in ("sisli", "SVENTE ikinci", "şişli"):
        assert ids(listed(cast, text=words)) == [mine]
    assert ids(listed(cast, text="sisli kaunas")) == []


def test_what_is_due_first_comes_first_on_every_page(cast: Cast) -> None:
    mine = [plan(cast, timedelta(days=40 + n), branch_id=str(cast.other_branch)) for n in (3, 1, 2)]
    in_order = [mine[1], mine[2], mine[0]]
    params: dict[str, Any] = {"state": "open", "limit": 1, "branch": str(cast.other_branch)}
    since = (NOW + timedelta(days=39)).isoformat()
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        further: dict[str, Any] = {"cursor": cursor} if cursor else {}
        page = cast.admin.http.get("/api/planning", params={**params, "since": since, **further})
        answer = page.raise_for_status().json()
        seen += ids(answer["assignments"])
        cursor = answer["next"]
    assert seen == in_order
    assert ids(listed(cast, branch=cast.other_branch, since=since)) == in_order[::-1]


def test_a_page_asks_as_often_for_two_hundred_as_for_one(cast: Cast) -> None:
    for _ in range(120):
        plan(cast)

    def asked(request: Callable[[], httpx.Response]) -> int:
        before = len(ROUND_TRIPS.commands)
        request().raise_for_status()
        return len(ROUND_TRIPS.commands) - before

    http = cast.reviewer.http
    for params, budget in (({}, 2), ({"state": "open"}, 2), ({"text": "branch"}, 4)):
        assert asked(lambda p=params: http.get("/api/planning", params={**p, "limit": 200})) <= budget  # type: ignore[misc]
    assert asked(lambda: http.get("/api/shoppers")) <= 3
    where = {"programme": str(cast.programme), "since": NOW.isoformat()}
    assert asked(lambda: http.get("/api/planning/visits", params=where)) <= 2


def test_shoppers_are_told_with_what_waits_for_them(cast: Cast, planned: dict[str, str]) -> None:
    def load() -> int:
        people = {one["id"]: one for one in cast.reviewer.http.get("/api/shoppers").json()}
        assert str(cast.reviewer.id) not in people
        return int(people[str(cast.shopper.id)]["open"])

    before = load()
    fresh = plan(cast)
    plan(cast, PAST)
    assert load() == before + 1
    cancel(cast, fresh)
    assert load() == before


def test_visits_tell_who_was_where(cast: Cast) -> None:
    branch = uuid4()
    facts = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "New", "tier": "basic"}
    cast.admin.http.put(f"/api/branches/{branch}", json={**facts, "time_zone": "UTC"}).raise_for_status()
    at: dict[str, Any] = {"branch_id": str(branch)}
    audit(cast, plan(cast, PAST, **at))
    plan(cast, **at)
    declined = plan(cast, shopper_id=str(cast.shopper.id), **at)
    decline(cast, declined)
    cancelled = plan(cast, shopper_id=str(cast.other_shopper.id), **at)
    cancel(cast, cancelled).raise_for_status()

    def told(**params: Any) -> list[tuple[str, bool]]:
        where = {"programme": str(cast.programme), "since": (NOW - timedelta(days=90)).isoformat(), **params}
        rows = cast.reviewer.http.get("/api/planning/visits", params=where).raise_for_status().json()
        return sorted((row["shopper_id"], row["pending"]) for row in rows if row["branch_id"] == str(branch))

    assert told() == [(str(cast.shopper.id), False), (str(cast.shopper.id), True)]
    assert told(region=str(cast.region)) == told()
    assert told(region=str(cast.other_region)) == []
    assert told(branch=str(branch)) == told(shopper=str(cast.shopper.id)) == told()
    assert told(branch=str(cast.branch)) == told(shopper=str(cast.other_shopper.id)) == []
    assert told(since=(NOW + timedelta(days=30)).isoformat()) == []


def test_the_phone_is_told_what_is_cancelled_and_the_refusal_is_settled(cast: Cast) -> None:
    mine = plan(cast)
    decline(cast, mine)
    assert on_phone(cast)[mine] == "declined"
    first = cancel(cast, mine).raise_for_status().json()
    assert first["status"] == "cancelled"
    assert first["notes"][0]["handled_by"] == str(cast.admin.id)
    assert cancel(cast, mine).json() == first
    assert on_phone(cast)[mine] == "cancelled"


def test_what_was_shopped_all_the_same_counts(cast: Cast) -> None:
    mine = plan(cast)
    cancel(cast, mine).raise_for_status()
    audit(cast, mine)
    assert cast.admin.http.get(f"/api/assignments/{mine}").json()["status"] == "submitted"
    assert on_phone(cast)[mine] == "submitted"
    assert cancel(cast, mine).json()["code"] == "assignment_fixed"


def test_a_cancelled_one_stays_as_it_is(cast: Cast) -> None:
    mine, facts = str(uuid4()), body(cast)
    path = f"/api/assignments/{mine}"
    cast.admin.http.put(path, json=facts).raise_for_status()
    cancel(cast, mine).raise_for_status()
    again = cast.admin.http.put(path, json=facts)
    assert (again.status_code, again.json()["status"]) == (200, "cancelled")
    changed = cast.admin.http.put(path, json={**facts, "briefing": "Go early."})
    assert (changed.status_code, changed.json()["code"]) == (409, "assignment_fixed")
    assert cancel(cast, str(uuid4())).status_code == 404
