"""Accounts while two people write them at once."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from audit_api.people import auth
from audit_api.settings import Settings
from tests.api.cast import Cast, person
from tests.api.examples import Json, Mongo
from tests.api.process import PASSWORD, ROOT, environment_of
from tests.api.server import ROUND_TRIPS

During = Callable[[Callable[[], object]], None]


@pytest.fixture
def during_hashing(monkeypatch: pytest.MonkeyPatch) -> During:
    """Does something once, in the middle of the next request that hashes a password."""

    def arrange(act: Callable[[], object]) -> None:
        hashing = auth.hash_password

        async def hash_password(password: str) -> str:
            monkeypatch.setattr(auth, "hash_password", hashing)
            await asyncio.to_thread(act)
            return await hashing(password)

        monkeypatch.setattr(auth, "hash_password", hash_password)

    return arrange


def person_body(**changes: Any) -> Json:
    return {"account": f"{uuid4().hex[:10]}@test.example", "name": "Name", "role": "shopper", **changes}


def put(cast: Cast, user_id: UUID, body: Json) -> httpx.Response:
    return cast.admin.http.put(f"/api/users/{user_id}", json=body)


def signs_in(cast: Cast, account: str, password: str) -> int:
    credentials = {"account": account, "password": password, "transport": "bearer"}
    return cast.outsider.post("/api/session", json=credentials).status_code


def made_up_for(settings: Settings) -> None:
    """As a server does every minute."""
    environment = environment_of(settings.mongodb_uri or "", settings.mongodb_database)
    subprocess.run([sys.executable, "-m", "audit_api", "clear"], cwd=ROOT, env=environment, check=True)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_who_is_removed_while_a_password_is_hashed_does_not_come_back(
    cast: Cast, mongo: Mongo, during_hashing: During
) -> None:
    user_id, removal, body = uuid4(), uuid4(), person_body(password=PASSWORD, email="gone@test.example")
    put(cast, user_id, body).raise_for_status()

    def remove() -> None:
        act = {"kind": "anonymise", "cause": "subject_request"}
        cast.admin.http.put(f"/api/users/{user_id}/removals/{removal}", json=act).raise_for_status()

    during_hashing(remove)
    assert code(put(cast, user_id, {**body, "password": "another good one"})) == (409, "account_removed")
    stored = mongo.users.find_one({"_id": user_id})
    assert stored is not None and stored["removal"]["id"] == removal
    assert body["account"] not in str(stored) and "gone@" not in str(stored) and stored["password_hash"] == ""
    assert signs_in(cast, body["account"], "another good one") == 401


def test_what_is_changed_without_a_password_keeps_the_one_that_was_just_set(
    cast: Cast, mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id, body, waiting = uuid4(), person_body(), ["another good one"]
    put(cast, user_id, {**body, "password": PASSWORD}).raise_for_status()

    def started(event: Any) -> None:
        """Right before the account is written, another request sets a password."""
        if (
            event.command_name in ("update", "findAndModify")
            and event.command[event.command_name] == "users"
            and waiting
        ):
            fields = {"password_hash": auth._hasher.hash(waiting.pop())}
            mongo.users.update_one({"_id": user_id}, {"$set": fields})

    monkeypatch.setattr(ROUND_TRIPS, "started", started)
    put(cast, user_id, {**body, "name": "Renamed"}).raise_for_status()
    monkeypatch.undo()
    assert not waiting
    assert signs_in(cast, body["account"], "another good one") == 200
    assert signs_in(cast, body["account"], PASSWORD) == 401


def test_an_account_made_twice_at_once_is_one_account(cast: Cast, mongo: Mongo, during_hashing: During) -> None:
    user_id, body = uuid4(), person_body(password=PASSWORD)
    during_hashing(lambda: put(cast, user_id, {**body, "name": "First"}).raise_for_status())
    assert put(cast, user_id, body).raise_for_status().json()["name"] == "Name"
    assert [user["user"]["name"] for user in mongo.users.find({"user.account": body["account"]})] == ["Name"]


@pytest.mark.parametrize("change", [{"active": False}, {"role": "shopper"}, {"region_ids": []}])
def test_who_loses_access_is_signed_out_even_if_the_change_was_cut_off(
    cast: Cast, mongo: Mongo, new_client: Any, api_settings: Settings, monkeypatch: pytest.MonkeyPatch, change: Json
) -> None:
    manager = person(cast.admin.http, new_client, "manager", [cast.region])
    body = person_body(account=manager.account, role="manager", region_ids=[str(cast.region)])

    async def died(_: UUID) -> None:
        raise RuntimeError("the primary stepped down, or the process is gone")

    monkeypatch.setattr(auth, "end_sessions_of", died)
    assert put(cast, UUID(str(manager.id)), {**body, **change}).status_code == 500
    assert manager.http.get("/api/session").status_code == 200, "for the moment"
    monkeypatch.undo()
    made_up_for(api_settings)
    assert manager.http.get("/api/session").status_code == 401
    assert mongo.users.count_documents({"signing_out": {"$ne": None}}) == 0
    put(cast, UUID(str(manager.id)), {**body, "password": PASSWORD}).raise_for_status()
    assert signs_in(cast, manager.account, PASSWORD) == 200


def test_a_later_change_keeps_its_mark(cast: Cast, mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> None:
    user_id, body, later = uuid4(), person_body(password=PASSWORD), uuid4()
    put(cast, user_id, body).raise_for_status()
    ends = auth.end_sessions_of

    async def end_sessions_of(ended: UUID) -> None:
        """Right afterwards the account is changed again, by a process that dies."""
        await ends(ended)
        await asyncio.to_thread(mongo.users.update_one, {"_id": user_id}, {"$set": {"signing_out": later}})

    monkeypatch.setattr(auth, "end_sessions_of", end_sessions_of)
    put(cast, user_id, {**body, "name": "Renamed"}).raise_for_status()
    assert mongo.users.count_documents({"_id": user_id, "signing_out": later}) == 1


@pytest.mark.parametrize("change", [{"role": "reviewer"}, {"active": False}])
def test_administrators_do_not_take_their_own_access_away(cast: Cast, change: Json) -> None:
    own = person_body(account=cast.admin.account, role="admin")
    assert code(put(cast, UUID(str(cast.admin.id)), {**own, **change})) == (409, "own_access")
    assert cast.admin.http.get("/api/session").raise_for_status().json()["role"] == "admin"


@pytest.mark.parametrize("change", [{"role": "reviewer"}, {"active": False}])
def test_two_who_shut_each_other_out_leave_an_administrator(
    cast: Cast, mongo: Mongo, new_client: Any, during_hashing: During, change: Json
) -> None:
    other = person(cast.admin.http, new_client, "admin")
    body = person_body(account=other.account, password="another good one", **{"role": "admin", **change})
    before = mongo.users.find_one({"_id": other.id})
    everybody_else = {"user.role": "admin", "_id": {"$ne": other.id}}

    def shut_out() -> None:
        """What the other one's request writes, right after this one was let in."""
        mongo.users.update_many(everybody_else, {"$set": {"user.active": False}})

    during_hashing(shut_out)
    try:
        assert code(put(cast, other.id, body)) == (409, "last_admin")
    finally:
        mongo.users.update_many(everybody_else, {"$set": {"user.active": True}})
    assert mongo.users.find_one({"_id": other.id}) == before
    assert other.http.get("/api/session").raise_for_status().json()["role"] == "admin", "nor signed out"
    put(cast, other.id, body).raise_for_status()
    assert other.http.get("/api/session").status_code == 401
