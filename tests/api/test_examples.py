"""Examples: made of finalised audits, released by the desks, without anybody in them."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from audit_api.settings import Settings
from checklists.coaching import example_id
from tests.api import samples
from tests.api.cast import Cast
from tests.api.examples import (
    COLD,
    WARM,
    Json,
    Mongo,
    answers,
    bend,
    ids,
    listed,
    mask,
    release,
    shown,
    status,
    told,
)
from tests.api.pictures import jpeg
from tests.api.process import ROOT

# --- from audits to examples


def test_a_finalised_audit_has_examples_at_once(cast: Cast) -> None:
    example = told(cast)
    found = cast.reviewer.http.get(f"/api/examples/{example}").json()
    assert (found["state"], found["masking"], found["kind"]) == ("candidate", "waiting", "bad")
    assert {"very_bad", "told"} <= {reason["code"] for reason in found["reasons"]}
    assert found["answered_text"] == [{"en": "level 1"}]
    assert found["origin"]["narrative"] == COLD
    assert (found["month"], found["theme"]) == (f"{samples.BEGAN:%Y-%m}", "tone")


@pytest.mark.parametrize("decision", [None, "request_revision", "reject"])
def test_an_audit_that_is_not_finalised_has_none(cast: Cast, decision: str | None) -> None:
    audit_id = cast.submit(answers=answers(1, COLD))
    if decision:
        cast.review(audit_id, decision, "Not enough.").raise_for_status()
    assert status(cast, "admin", example_id(audit_id, "tone")) == 404


def test_a_later_audit_says_what_was_unusual_and_finds_its_opposite(cast: Cast) -> None:
    branch = another_branch(cast)
    before = [told(cast, 5, WARM, branch=branch, **_on_day(n)) for n in range(5)]
    late = told(cast, 1, COLD, branch=branch, **_on_day(9))
    reasons = {one["code"]: one for one in cast.admin.http.get(f"/api/examples/{late}").json()["reasons"]}
    assert (reasons["unusual"]["usual"], reasons["unusual"]["count"]) == (1.0, 5)
    assert reasons["contrast"]["other"] == str(before[-1])


def test_an_audit_that_comes_late_changes_what_those_after_it_are_compared_with(cast: Cast) -> None:
    branch = another_branch(cast)
    late = told(cast, 1, COLD, branch=branch, **_on_day(20))
    assert "contrast" not in _codes(cast, late)
    told(cast, 5, WARM, branch=branch, **_on_day(10))
    assert "contrast" in _codes(cast, late)


def _codes(cast: Cast, example: UUID) -> set[str]:
    return {one["code"] for one in cast.admin.http.get(f"/api/examples/{example}").json()["reasons"]}


def _on_day(day: int) -> Json:
    began = samples.BEGAN + timedelta(days=day - 10)
    return {"started_at": began.isoformat(), "finished_at": (began + timedelta(minutes=30)).isoformat()}


def another_branch(cast: Cast) -> UUID:
    branch = uuid4()
    body = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": f"Branch {branch}"}
    body |= {"tier": "standard", "time_zone": "Europe/Vilnius"}
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    return branch


# --- what trainers see


def test_trainers_see_what_is_released_and_masked_and_nothing_else(cast: Cast, mongo: Mongo) -> None:
    example = told(cast)
    assert status(cast, "trainer", example) == 404
    assert not release(cast, example)["visible"], "released, and still not masked"
    assert status(cast, "trainer", example) == 404
    mask(mongo, example)
    assert status(cast, "trainer", example) == 200
    assert str(example) in ids(listed(cast, limit=200))
    cast.reviewer.http.put(f"/api/examples/{example}/withdrawal").raise_for_status()
    assert status(cast, "trainer", example) == 404
    assert cast.trainer.http.get(f"/api/examples/{example}/similar").status_code == 404
    assert str(example) not in ids(listed(cast, limit=200))


def test_masked_alone_is_not_released(cast: Cast, mongo: Mongo) -> None:
    example = told(cast)
    mask(mongo, example)
    assert status(cast, "trainer", example) == 404


def test_a_trainer_never_learns_where_it_was_and_who_wrote_it(cast: Cast, mongo: Mongo) -> None:
    example = shown(cast, mongo)
    answer = cast.trainer.http.get(f"/api/examples/{example}")
    found = answer.json()
    assert (found["origin"], found["branch_name"], found["photos"]) == (None, None, [])
    audit_id = cast.reviewer.http.get(f"/api/examples/{example}").json()["origin"]["audit_id"]
    secrets: tuple[Any, ...] = (
        cast.branch,
        cast.region,
        cast.programme,
        audit_id,
        cast.shopper.id,
        "Blue jacket",
        "Anna Kern",
    )
    secrets += (f"{samples.BEGAN:%Y-%m-%d}", "branch_id", "shopper")
    for text in (answer.text, cast.trainer.http.get("/api/examples?limit=200").text):
        assert [secret for secret in secrets if str(secret) in text] == []
    assert listed(cast, q="Anna")["total"] == 0, "the words that were masked are not found either"


def test_the_branch_is_named_where_the_programme_allows_it(cast: Cast, mongo: Mongo) -> None:
    example = shown(cast, mongo)
    with Programme(cast, trainers_see_branch=True):
        found = cast.trainer.http.get(f"/api/examples/{example}").json()
    assert (found["branch_name"], found["origin"]) == ("branch", None)


def test_photos_are_withheld_until_they_are_redacted(cast: Cast, mongo: Mongo) -> None:
    """Without words the redacted picture is all there is."""
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    given = answers(3, None, counter_photo={"kind": "photo", "photos": [str(photo)]})
    example = example_id(cast.finalised(answers=given), "solved")
    release(cast, example)
    assert status(cast, "trainer", example) == 404
    redacted = uuid4()
    done = [{"original": photo, "redacted": redacted, "state": "done"}]
    bend(mongo, example, {"photos": done})
    found = cast.trainer.http.get(f"/api/examples/{example}").json()
    assert found["photos"] == [{"redacted": str(redacted), "original": None, "state": "done"}]


class Programme:
    """Meanwhile the programme of the cast has other settings."""

    def __init__(self, cast: Cast, **changes: Any) -> None:
        self._http, self._path, self._changes = cast.admin.http, f"/api/programmes/{cast.programme}", changes
        known = next(p for p in self._http.get("/api/programmes").json() if p["id"] == str(cast.programme))
        self._body = {name: value for name, value in known.items() if name != "id"}

    def __enter__(self) -> None:
        self._http.put(self._path, json={**self._body, **self._changes}).raise_for_status()

    def __exit__(self, *_: object) -> None:
        self._http.put(self._path, json=self._body).raise_for_status()


# --- release


def test_a_release_is_repeated_without_harm_and_keeps_who_was_first(cast: Cast) -> None:
    example = told(cast)
    first = release(cast, example, "manager")
    again = release(cast, example, "reviewer")
    assert first["origin"]["released_by"] == again["origin"]["released_by"] == str(cast.manager.id)
    assert first["origin"]["released_at"] == again["origin"]["released_at"]


def test_a_manager_releases_in_own_regions_only(cast: Cast) -> None:
    example = told(cast)
    for path in ("release", "withdrawal"):
        assert cast.neighbour.http.put(f"/api/examples/{example}/{path}").status_code == 404
        assert cast.trainer.http.put(f"/api/examples/{example}/{path}").status_code == 404
    assert status(cast, "neighbour", example) == 404
    assert str(example) not in ids(listed(cast, "neighbour", limit=200))
    assert status(cast, "manager", example) == 200


def test_a_programme_may_release_by_itself_but_never_what_a_human_withdrew(cast: Cast, mongo: Mongo) -> None:
    example, withdrawn, waiting = told(cast), told(cast), told(cast)
    cast.reviewer.http.put(f"/api/examples/{withdrawn}/withdrawal").raise_for_status()
    mask(mongo, example)
    mask(mongo, withdrawn)
    with Programme(cast, coaching="automatic"):
        fresh = told(cast)
        assert status(cast, "trainer", fresh) == 404, "by itself, but not before it is masked"
        mask(mongo, fresh)
        seen = [status(cast, "trainer", one) for one in (example, fresh, withdrawn, waiting)]
    assert seen == [200, 200, 404, 404]
    assert status(cast, "trainer", example) == 404, "and no longer once people release again"


def test_only_the_desks_choose_a_state(cast: Cast) -> None:
    assert cast.trainer.http.get("/api/examples?state=candidate").status_code == 400
    example = told(cast)
    assert str(example) in ids(listed(cast, "reviewer", state="candidate", limit=200))
    release(cast, example)
    assert str(example) not in ids(listed(cast, "reviewer", state="candidate", limit=200))


# --- what happens to the audit


def test_examples_follow_when_an_audit_is_no_longer_finalised(cast: Cast, mongo: Mongo, command: Any) -> None:
    """Whoever takes an audit out and dies before its examples: the next look finds it."""
    example = shown(cast, mongo)
    audit_id = cast.reviewer.http.get(f"/api/examples/{example}").json()["origin"]["audit_id"]
    mongo.audits.update_one({"_id": UUID(audit_id)}, {"$set": {"status": "rejected"}})
    command()
    assert status(cast, "trainer", example) == 404
    assert mongo.examples.count_documents({"audit_id": UUID(audit_id)}) == 0


def test_examples_follow_when_an_audit_is_gone(cast: Cast, mongo: Mongo, command: Any) -> None:
    # A branch of its own: who deletes behind the back of the application leaves its neighbours as they were.
    example = shown(cast, mongo, branch=another_branch(cast))
    audit_id = cast.reviewer.http.get(f"/api/examples/{example}").json()["origin"]["audit_id"]
    mongo.audits.delete_one({"_id": UUID(audit_id)})
    command()
    assert mongo.examples.find_one({"_id": example}) is None


def test_what_was_released_is_to_be_masked_and_released_anew_when_its_words_change(
    cast: Cast, mongo: Mongo, command: Any
) -> None:
    example = shown(cast, mongo)
    audit_id = mongo.examples.find_one({"_id": example})["audit_id"]  # type: ignore[index]
    changed = {"submission.answers.tone.narrative": f"{COLD} Really.", "content_hash": "another"}
    mongo.audits.update_one({"_id": audit_id}, {"$set": changed})
    command()
    found = cast.reviewer.http.get(f"/api/examples/{example}").json()
    assert (found["state"], found["masking"], found["narrative"]) == ("candidate", "waiting", None)
    assert status(cast, "trainer", example) == 404


def test_a_rebuild_changes_nothing_and_brings_back_what_is_missing(cast: Cast, mongo: Mongo, command: Any) -> None:
    branch, stray = another_branch(cast), uuid4()
    kept, lost, bent = shown(cast, mongo, branch=branch), told(cast, branch=branch), told(cast, branch=branch)
    before = {row["_id"]: row for row in mongo.examples.find({"branch_id": branch})}
    mongo.examples.delete_one({"_id": lost})
    mongo.examples.update_one({"_id": bent}, {"$set": {"score": 0.77, "rank": 0.1, "reasons": []}})
    mongo.examples.insert_one({**before[kept], "_id": stray, "audit_id": uuid4()})
    command()
    assert {row["_id"]: row for row in mongo.examples.find({"branch_id": branch})} == before
    assert status(cast, "trainer", kept) == 200


def test_what_a_killed_server_left_is_made_up_for(cast: Cast, mongo: Mongo, api_settings: Settings) -> None:
    """The decision is written with a mark; whoever looks next finds it."""
    example = told(cast)
    audit_id = mongo.examples.find_one({"_id": example})["audit_id"]  # type: ignore[index]
    assert mongo.audits.find_one({"_id": audit_id})["examples_due"] is False  # type: ignore[index]
    mongo.examples.delete_many({"audit_id": audit_id})
    mongo.audits.update_one({"_id": audit_id}, {"$set": {"examples_due": True}})
    _reconcile(api_settings)
    assert status(cast, "reviewer", example) == 200
    assert mongo.audits.find_one({"_id": audit_id})["examples_due"] is False  # type: ignore[index]


RECONCILE = """
import asyncio, os
from audit_api.database import connect, open_database
from audit_api.examples.upkeep import reconcile_examples
from audit_api.settings import load_settings
async def main():
    settings = load_settings(os.environ)
    client = connect(settings.mongodb_uri)
    await open_database(client, settings)
    assert await reconcile_examples() is not None
    await client.close()
asyncio.run(main())
"""


def _reconcile(settings: Settings) -> None:
    _run(settings, "-c", RECONCILE)


def _run(settings: Settings, *arguments: str) -> None:
    given = {"MONGODB_URI": settings.mongodb_uri or "", "MONGODB_DATABASE": settings.mongodb_database}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **given}, check=True)


@pytest.fixture(params=["rebuild", "reconcile"])
def command(request: pytest.FixtureRequest, api_settings: Settings) -> Any:
    """Both ways of making up for what was missed."""
    if request.param == "reconcile":
        if "rebuild" in request.node.originalname:
            pytest.skip("what nobody marked is found by a rebuild only")
        return lambda: _reconcile(api_settings)
    return lambda: _run(api_settings, "-m", "audit_api", "examples", "rebuild")
