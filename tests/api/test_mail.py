"""E-mails: one digest a day, at once for a grave failure if wished, and nothing lost when the server is away."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pymongo import MongoClient

from audit_api.settings import Settings
from tests.api import samples
from tests.api.cast import Cast, Person, new_branch, person
from tests.api.post_office import PostOffice, post_office, text_of
from tests.api.process import ROOT, environment_of

Json = dict[str, Any]
Send = Callable[[], str]
FAILING = samples.submission(uuid4())["answers"] | {"solved": {"kind": "yes_no", "value": False}}
DEFAULTS = {"muted_rules": [], "muted_branches": [], "digest": True, "immediate": False}


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture(scope="module")
def database(api_settings: Settings) -> Iterator[Any]:
    with MongoClient[Json](api_settings.mongodb_uri, uuidRepresentation="standard", tz_aware=True) as client:
        yield client[api_settings.mongodb_database]


@pytest.fixture
def send(office: PostOffice, api_settings: Settings) -> Send:
    """Sends what is due, as a process of its own."""
    smtp = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(office.port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "Audits <audits@desk.example>",
        "PUBLIC_URL": "https://audits.example/",
        "DIGEST_HOUR": "0",
    }
    environment = environment_of(api_settings.mongodb_uri or "", api_settings.mongodb_database) | smtp

    def run() -> str:
        command = [sys.executable, "-m", "audit_api", "mail"]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    return run


@pytest.fixture
def reader(cast: Cast, new_client: Callable[[], httpx.Client]) -> tuple[Person, str]:
    """A manager of region A who has an address."""
    manager = person(cast.admin.http, new_client, "manager", [cast.region])
    return manager, addressed(cast, manager)


def addressed(cast: Cast, who: Person) -> str:
    address = f"{uuid4().hex[:8]}@people.example"
    stored = cast.admin.http.put(f"/api/users/{who.id}/email", json={"email": address}).raise_for_status().json()
    assert stored["email"] == address
    return address


def failed(cast: Cast, **changes: Any) -> str:
    return str(cast.finalised(answers=FAILING, **changes))


def prefer(who: Person, **changes: Any) -> None:
    who.http.put("/api/alert-preferences", json={**DEFAULTS, **changes}).raise_for_status()


def read_all(who: Person) -> None:
    shown = [alert["id"] for alert in who.http.get("/api/alerts", params={"limit": 200}).json()["alerts"]]
    who.http.put("/api/alerts/read", json={"alerts": shown}).raise_for_status()


def test_a_digest_comes_once_a_day(cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str]) -> None:
    _, address = reader
    audit_id, elsewhere = failed(cast), failed(cast, branch=cast.other_branch)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: send(), range(2)))
    failed(cast)
    send()
    (message,) = office.sent_to(address)
    text = text_of(message)
    assert message["From"] == "Audits <audits@desk.example>"
    assert message["Subject"] == "What happened at your branches"
    assert "branch: Grave failure\n- solved\n" in text
    assert f"https://audits.example/desk/#/audits/{audit_id}" in text
    assert elsewhere not in text
    assert "https://audits.example/desk/#/alerts/preferences" in text
    assert message["List-Unsubscribe"] == "<https://audits.example/desk/#/alerts/preferences>"
    # Neither who shopped nor what they wrote.
    for personal in ("Shopper", str(cast.shopper.id), cast.shopper.account, "Blue jacket"):
        assert personal not in message.as_string()


def test_the_next_day_tells_what_is_new(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], database: Any
) -> None:
    who, address = reader
    first = failed(cast)
    send()
    # As if that had been yesterday.
    for mail in list(database.mails.find({"user_id": who.id})):
        database.mails.delete_one({"_id": mail["_id"]})
        database.mails.insert_one({**mail, "_id": uuid4()})
    second = failed(cast)
    send()
    texts = [text_of(message) for message in office.sent_to(address)]
    assert [(first in text, second in text) for text in texts] == [(True, False), (False, True)]


def test_what_is_told_late_comes_with_the_next_digest(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], database: Any
) -> None:
    """Its process died before it was stored, or the audit counts again: it is dated before the last digest."""
    who, address = reader
    audit = failed(cast)
    late = database.alerts.find_one_and_delete({"audit_id": UUID(audit), "finding.rule": "critical_failed"})
    send()
    [mail] = database.mails.find({"user_id": who.id, "kind": "digest"})
    database.mails.delete_one({"_id": mail["_id"]})
    database.mails.insert_one({**mail, "_id": uuid4(), "created_at": mail["created_at"] - timedelta(days=1)})
    database.alerts.insert_one({**late, "raised_at": late["raised_at"] - timedelta(days=2)})
    send()
    assert audit in text_of(office.sent_to(address)[-1])


def test_what_was_read_or_muted_is_not_sent(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str]
) -> None:
    who, address = reader
    failed(cast)
    read_all(who)
    send()
    assert office.sent_to(address) == []


@pytest.mark.parametrize(
    "wish", [{"digest": False}, {"muted_rules": ["critical_failed", "callback_broken", "headline_fell"]}]
)
def test_who_does_not_want_it_gets_none(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], wish: Json
) -> None:
    who, address = reader
    prefer(who, **wish)
    failed(cast)
    send()
    assert office.sent_to(address) == []


def test_a_grave_failure_is_sent_at_once_to_who_wishes_it(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str]
) -> None:
    who, address = reader
    prefer(who, digest=False, immediate=True)
    audit_id = failed(cast, branch=cast.branch)
    elsewhere = failed(cast, branch=cast.other_branch)
    send()
    send()
    subjects = [message["Subject"] for message in office.sent_to(address)]
    mine = [text_of(message) for message in office.sent_to(address) if audit_id in text_of(message)]
    assert len(mine) == 1
    assert set(subjects) == {"Grave failure: branch"}
    assert not any(elsewhere in text_of(message) for message in office.sent_to(address))


def overdue(cast: Cast, who: Person) -> str:
    """An action of this person's own that was due yesterday; tells when that was."""
    yesterday = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    about = {"branch_id": str(cast.branch), "checklist": samples.CHECKLIST_KEY, "item": "tone"}
    body = {**about, "owner_id": str(who.id), "due_on": yesterday, "plan": "Talk.", "revision": 0}
    who.http.put(f"/api/actions/{uuid4()}", json=body).raise_for_status()
    return yesterday


def moved(cast: Cast, who: Person, address: str, **changes: Any) -> None:
    """From now on they are a manager of region B only, or something else."""
    body: Json = {"account": who.account, "name": "Manager", "role": "manager", "email": address}
    body |= {"region_ids": [str(cast.other_region)], **changes}
    cast.admin.http.put(f"/api/users/{who.id}", json=body).raise_for_status()


def test_overdue_actions_are_told_to_their_owner(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str]
) -> None:
    who, address = reader
    prefer(who, muted_branches=[str(cast.branch)])
    yesterday = overdue(cast, who)
    send()
    (message,) = office.sent_to(address)
    assert f"- {yesterday}, branch: tone\n" in text_of(message)


def test_an_owner_who_has_left_the_region_is_told_nothing_of_it(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str]
) -> None:
    who, address = reader
    prefer(who, muted_branches=[str(cast.other_branch)])
    overdue(cast, who)
    moved(cast, who, address)
    send()
    assert office.sent_to(address) == []


def test_what_the_server_does_not_take_is_sent_later(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], database: Any
) -> None:
    who, address = reader
    audit_id = failed(cast)
    office.closed = True
    send()
    office.closed = False
    assert office.sent_to(address) == []
    waiting = database.mails.find_one({"user_id": who.id})
    assert (waiting["attempts"], waiting["settled_at"]) == (1, None)
    send()
    assert office.sent_to(address) == []  # not at once again
    database.mails.update_one({"_id": waiting["_id"]}, {"$set": {"next_at": datetime.now(UTC)}})
    send()
    (message,) = office.sent_to(address)
    assert audit_id in text_of(message)


def due(database: Any, who: Person) -> Json:
    """The only e-mail of this person, which is to be tried again now."""
    (waiting,) = database.mails.find({"user_id": who.id, "settled_at": None})
    database.mails.update_one({"_id": waiting["_id"]}, {"$set": {"next_at": datetime(2020, 1, 1, tzinfo=UTC)}})
    return dict(waiting)


def deferred(cast: Cast, office: PostOffice, send: Send, database: Any, who: Person) -> tuple[UUID, str, str]:
    """A digest about both regions that was not taken, ready to be tried again; with an audit of each."""
    here, there = failed(cast), failed(cast, branch=cast.other_branch)
    overdue(cast, who)
    office.closed = True
    send()
    office.closed = False
    waiting = due(database, who)
    assert len(waiting["alert_ids"]) >= 2 and len(waiting["action_ids"]) == 1
    return waiting["_id"], here, there


@pytest.fixture
def of_both(cast: Cast, new_client: Callable[[], httpx.Client]) -> tuple[Person, str]:
    """A manager of both regions who has an address."""
    manager = person(cast.admin.http, new_client, "manager", [cast.region, cast.other_region])
    return manager, addressed(cast, manager)


def test_what_was_deferred_tells_nothing_of_a_region_that_was_left_since(
    cast: Cast, office: PostOffice, send: Send, database: Any, of_both: tuple[Person, str]
) -> None:
    who, address = of_both
    _, here, there = deferred(cast, office, send, database, who)
    moved(cast, who, address)
    send()
    (message,) = office.sent_to(address)
    text = text_of(message)
    assert (here in text, there in text) == (False, True)
    assert "other_branch: Grave failure\n" in text
    assert "\nbranch: " not in text and "tone" not in text  # nor the overdue action


@pytest.mark.parametrize("change", ["nowhere", "shopper", "trainer", "muted", "unwanted"])
def test_what_was_deferred_is_settled_when_nothing_of_it_is_left_to_tell(
    cast: Cast, office: PostOffice, send: Send, database: Any, of_both: tuple[Person, str], change: str
) -> None:
    who, address = of_both
    mail_id, *_ = deferred(cast, office, send, database, who)
    if change in ("muted", "unwanted"):
        mutes: Json = {"muted_branches": [str(cast.branch), str(cast.other_branch)]}
        prefer(who, **(mutes if change == "muted" else {"digest": False}))
        moved(cast, who, address)
    else:
        moved(cast, who, address, role="manager" if change == "nowhere" else change, region_ids=[])
    send()
    assert office.sent_to(address) == []
    settled = database.mails.find_one({"_id": mail_id})
    assert (settled["sent"], settled["settled_at"] is not None) == (False, True)


def test_everybody_reads_it_in_their_language(
    cast: Cast, office: PostOffice, send: Send, new_client: Callable[[], httpx.Client]
) -> None:
    user_id, address = uuid4(), f"{uuid4().hex[:8]}@people.example"
    body = {"account": f"m-{uuid4().hex[:8]}", "name": "Žydrė", "role": "manager", "password": "long enough pw"}
    more = {"region_ids": [str(cast.region)], "language": "lt", "email": address}
    cast.admin.http.put(f"/api/users/{user_id}", json=body | more).raise_for_status()
    failed(cast)
    send()
    (message,) = office.sent_to(address)
    assert message["Subject"] == "Kas įvyko Jūsų padaliniuose"
    assert text_of(message).startswith("Laba diena, Žydrė,")


def test_without_a_server_nothing_is_decided(cast: Cast, api_settings: Settings, database: Any) -> None:
    before = database.mails.count_documents({})
    environment = environment_of(api_settings.mongodb_uri or "", api_settings.mongodb_database)
    command = [sys.executable, "-m", "audit_api", "mail"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "0 e-mails sent\n"
    assert database.mails.count_documents({}) == before


@pytest.fixture
def others(cast: Cast, new_client: Callable[[], httpx.Client]) -> str:
    """The address of somebody else, who is to get a digest."""
    return addressed(cast, person(cast.admin.http, new_client, "manager", [cast.region]))


def test_what_was_excluded_meanwhile_is_not_sent_and_holds_up_nobody(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], database: Any, others: str
) -> None:
    who, address = reader
    read_all(who)
    prefer(who, digest=False, immediate=True)
    audit_id = failed(cast)
    office.closed = True
    send()
    office.closed = False
    waiting = due(database, who)
    database.mails.update_many({"user_id": {"$ne": who.id}}, {"$set": {"next_at": datetime.now(UTC)}})
    excluded = {"cause": "fraud", "reason": "Nobody was there."}
    cast.admin.http.put(f"/api/audits/{audit_id}/exclusions/{uuid4()}", json=excluded).raise_for_status()
    send()
    assert office.sent_to(address) == []
    settled = database.mails.find_one({"_id": waiting["_id"]})
    assert (settled["sent"], settled["settled_at"] is not None) == (False, True)
    assert len(office.sent_to(others)) == 1


def test_what_cannot_be_written_to_one_is_put_off_and_holds_up_nobody(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], database: Any, others: str
) -> None:
    who, _ = reader
    # As it was stored when such addresses were taken.
    database.users.update_one({"_id": who.id}, {"$set": {"user.email": "jürgen@people.example"}})
    failed(cast)
    send()
    waiting = due(database, who)
    assert (waiting["attempts"], waiting["sent"]) == (1, False)
    assert len(office.sent_to(others)) == 1
    send()
    assert database.mails.find_one({"_id": waiting["_id"]})["attempts"] == 2


def test_stored_names_of_two_lines_are_sent_as_one(
    cast: Cast, office: PostOffice, send: Send, reader: tuple[Person, str], database: Any
) -> None:
    who, address = reader
    read_all(who)
    prefer(who, immediate=True)
    branch = new_branch(cast, name="Upper Street")
    database.branches.update_one({"_id": branch}, {"$set": {"branch.name": "Upper\r\nStreet\u2028"}})
    database.users.update_one({"_id": who.id}, {"$set": {"user.name": "Ada\nBcc: all"}})
    failed(cast, branch=branch)
    send()
    messages = office.sent_to(address)
    assert {message["Subject"] for message in messages} == {
        "Grave failure: Upper Street",
        "What happened at your branches",
    }
    for message in messages:
        assert (message["Bcc"], message["To"].addresses[0].display_name) == (None, "Ada Bcc: all")
        assert "\nUpper Street: Grave failure\n" in text_of(message)


def test_an_address_changes_without_signing_anybody_out(cast: Cast) -> None:
    address = addressed(cast, cast.neighbour)
    assert cast.neighbour.http.get("/api/session").status_code == 200
    listed = {user["id"]: user["email"] for user in cast.admin.http.get("/api/users").json()}
    assert listed[str(cast.neighbour.id)] == address
    cast.admin.http.put(f"/api/users/{cast.neighbour.id}/email", json={"email": None}).raise_for_status()
    assert cast.admin.http.put(f"/api/users/{UUID(int=0)}/email", json={"email": None}).status_code == 404
