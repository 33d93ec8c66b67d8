"""The queue of the reviewers: oldest first, chosen by what an audit is about, with a word on who is at it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pymongo import MongoClient

from audit_api.settings import Settings
from tests.api import samples
from tests.api.cast import Cast
from tests.api.examination import examine
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]
TYPED = {"kind": "duration", "seconds": 12, "typed_by_hand": True}


def queue(cast: Cast, **wanted: Any) -> Json:
    page: Json = cast.reviewer.http.get("/api/queue", params=wanted).raise_for_status().json()
    return page


def ids(page: Json) -> list[str]:
    return [audit["id"] for audit in page["audits"]]


@pytest.fixture(scope="module")
def waiting(cast: Cast, api_settings: Settings) -> list[UUID]:
    """Four audits in a region of their own, received in this order; the second one is flagged."""
    region, branch = uuid4(), uuid4()
    body: Json = {"programme_id": str(cast.programme), "name": "Queue"}
    cast.admin.http.put(f"/api/regions/{region}", json=body).raise_for_status()
    body |= {"region_id": str(region), "name": "Queue branch", "tier": "standard", "time_zone": "Europe/Vilnius"}
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    cast.extra["queue_region"] = str(region)
    answers = samples.submission(uuid4())["answers"]
    begun = datetime.now(UTC) - timedelta(hours=1)
    times: Json = {"started_at": begun.isoformat(), "finished_at": (begun + timedelta(minutes=20)).isoformat()}
    answers["queue_wait"]["segments"][0]["started_at"] = times["started_at"]
    typed = [{"queue_wait": TYPED} if n == 1 else {} for n in range(4)]
    audits = [cast.submit(branch=branch, answers=answers | one, **times) for one in typed]
    examine(api_settings)
    return audits


def test_the_longest_waiting_comes_first(cast: Cast, waiting: list[UUID]) -> None:
    page = queue(cast, region=cast.extra["queue_region"])
    assert ids(page) == [str(audit) for audit in waiting]
    first, second, *_ = page["audits"]
    assert (first["branch_name"], first["time_zone"], first["flags"]) == ("Queue branch", "Europe/Vilnius", [])
    assert (second["flags"], second["examined"], second["claimed_by"]) == (["typed_time"], True, None)
    assert second["checklist"] == {"key": samples.CHECKLIST_KEY, "version": 1}


def test_pages_follow_one_another(cast: Cast, waiting: list[UUID]) -> None:
    first = queue(cast, region=cast.extra["queue_region"], limit=3)
    rest = queue(cast, region=cast.extra["queue_region"], limit=3, cursor=first["next"])
    assert ids(first) + ids(rest) == [str(audit) for audit in waiting]
    assert rest["next"] is None


def test_only_what_is_flagged_or_not(cast: Cast, waiting: list[UUID]) -> None:
    here = {"region": cast.extra["queue_region"]}
    assert ids(queue(cast, flagged=True, **here)) == [str(waiting[1])]
    assert ids(queue(cast, flagged=False, **here)) == [str(waiting[n]) for n in (0, 2, 3)]


def test_filters_and_the_numbers_beside_them(cast: Cast, waiting: list[UUID]) -> None:
    here = cast.extra["queue_region"]
    assert queue(cast, region=here, checklist="no_such_checklist")["audits"] == []
    assert queue(cast, region=here, programme=str(uuid4()))["audits"] == []
    # The numbers are of all that wait, so that a page can tell what another choice would show.
    groups = [group for group in queue(cast, flagged=True)["groups"] if group["region_id"] == here]
    assert [(group["flagged"], group["audits"]) for group in groups] == [(False, 3), (True, 1)]


def test_what_has_waited_for_days(cast: Cast, waiting: list[UUID], api_settings: Settings) -> None:
    client: MongoClient[Json] = MongoClient(api_settings.mongodb_uri, uuidRepresentation="standard")
    audits = client[api_settings.mongodb_database].audits
    received = datetime.now(UTC) - timedelta(days=3, minutes=1)
    before = audits.find_one_and_update({"_id": waiting[3]}, {"$set": {"received_at": received}})
    page = queue(cast, region=cast.extra["queue_region"], waiting_days=3)
    assert ids(page) == [str(waiting[3])]
    assert sum(g["audits"] for g in page["groups"] if g["region_id"] == cast.extra["queue_region"]) == 1
    assert ids(queue(cast, region=cast.extra["queue_region"]))[0] == str(waiting[3])
    assert before is not None
    audits.update_one({"_id": waiting[3]}, {"$set": {"received_at": before["received_at"]}})
    client.close()


def test_what_is_decided_waits_no_longer(cast: Cast, waiting: list[UUID]) -> None:
    audit_id = cast.submit()
    assert str(audit_id) in ids(queue(cast, limit=200, region=str(cast.region)))
    cast.review(audit_id).raise_for_status()
    assert str(audit_id) not in ids(queue(cast, limit=200, region=str(cast.region)))


def test_a_page_asks_as_little_as_one_entry(cast: Cast, waiting: list[UUID]) -> None:
    before = len(ROUND_TRIPS.commands)
    queue(cast, limit=1)
    one = len(ROUND_TRIPS.commands)
    queue(cast, limit=200)
    assert (one - before, len(ROUND_TRIPS.commands) - one) == (3, 3)


def test_who_came_first_is_at_it(cast: Cast, waiting: list[UUID], api_settings: Settings) -> None:
    path = f"/api/audits/{waiting[0]}/claim"
    mine = cast.reviewer.http.put(path).raise_for_status().json()
    theirs = cast.admin.http.put(path).raise_for_status().json()
    assert (mine["mine"], mine["reviewer_name"]) == (True, "Reviewer")
    assert (theirs["mine"], theirs["reviewer_name"]) == (False, "Reviewer")
    claimed = {audit["id"]: audit["claimed_by"] for audit in queue(cast, region=cast.extra["queue_region"])["audits"]}
    assert claimed == {str(audit): "Reviewer" if n == 0 else None for n, audit in enumerate(waiting)}
    cast.admin.http.delete(path).raise_for_status()  # not theirs to give back
    assert cast.admin.http.put(path).json()["mine"] is False
    cast.reviewer.http.delete(path).raise_for_status()
    assert cast.admin.http.put(path).json()["mine"] is True
    cast.admin.http.delete(path).raise_for_status()


def test_a_claim_goes_by_itself(cast: Cast, waiting: list[UUID], api_settings: Settings) -> None:
    path = f"/api/audits/{waiting[1]}/claim"
    cast.reviewer.http.put(path).raise_for_status()
    client: MongoClient[Json] = MongoClient(api_settings.mongodb_uri, uuidRepresentation="standard")
    past = datetime.now(UTC) - timedelta(seconds=1)
    client[api_settings.mongodb_database].claims.update_one({"_id": waiting[1]}, {"$set": {"until": past}})
    client.close()
    assert [audit["claimed_by"] for audit in queue(cast, region=cast.extra["queue_region"])["audits"]] == [None] * 4
    assert cast.admin.http.put(path).json()["mine"] is True
    cast.admin.http.delete(path).raise_for_status()
