"""Changes as they happen: who hears of what, what is told after a cut, and when a stream ends."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import ceil
from queue import Queue
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pymongo import MongoClient

from audit_api.serving import DRAIN_SECONDS
from tests.api.cast import Cast, Person, network, new_branch, person, signed_in
from tests.api.process import ServerProcess, create_admin

DATABASE = "events"
ADMIN = "events@test.example"
PATIENCE = 15.0

Event = dict[str, Any]


@pytest.fixture(scope="module")
def process(mongodb_uri: str) -> Iterator[ServerProcess]:
    """Of its own, so that nothing it asks of the database is counted elsewhere."""
    create_admin(mongodb_uri, DATABASE, ADMIN)
    process = ServerProcess(mongodb_uri, DATABASE, CALIBRATION_HOURS="0")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def crew(process: ServerProcess) -> Iterator[Cast]:
    """A network and people of each test's own."""
    clients: list[httpx.Client] = []

    def new_client() -> httpx.Client:
        clients.append(httpx.Client(base_url=process.address, timeout=30))
        return clients[-1]

    process.revive()
    admin = signed_in(new_client(), ADMIN)
    ids = network(admin)
    yield Cast(
        admin=Person("admin", admin.get("/api/session").json()["user_id"], ADMIN, admin),
        reviewer=person(admin, new_client, "reviewer"),
        manager=person(admin, new_client, "manager", [ids["region"]]),
        neighbour=person(admin, new_client, "manager", [ids["other_region"]]),
        trainer=person(admin, new_client, "trainer"),
        shopper=person(admin, new_client, "shopper"),
        other_shopper=person(admin, new_client, "shopper"),
        outsider=new_client(),
        **ids,
    )
    for client in clients:
        client.close()


class Stream:
    """What one open page hears."""

    def __init__(self, response: httpx.Response) -> None:
        self.last_id = ""
        self._heard: Queue[Event | None] = Queue()
        self._reading = threading.Thread(target=self._read, args=[response], daemon=True)
        self._reading.start()

    def next(self) -> Event | None:
        """None at the end. Raises Empty."""
        event = self._heard.get(timeout=PATIENCE)
        if event is not None:
            self.last_id = event["id"] or self.last_id
        return event

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        while True:
            event = self.next()
            assert event is not None, "the stream has ended"
            if wanted(event):
                return event

    def before(self, mark: UUID) -> list[Event]:
        """What was told until the branch that marks the end got its standing."""
        found: list[Event] = []

        def is_last(event: Event) -> bool:
            found.append(event)
            return (event.get("kind"), event.get("branch_id")) == ("standing", str(mark))

        self.until(is_last)
        return found

    def _read(self, response: httpx.Response) -> None:
        event = {"id": "", "event": "", "data": ""}
        try:
            for line in response.iter_lines():
                name, _, value = line.partition(": ")
                if name in event:
                    event[name] = value
                if line == "" and event["event"]:
                    self._heard.put({**event, **json.loads(event["data"])})
                    event = {"id": "", "event": "", "data": ""}
        except httpx.TransportError:
            pass
        self._heard.put(None)


@contextmanager
def listening(who: Person, last_id: str | None = None, age: int | None = None) -> Iterator[Stream]:
    headers = dict(who.http.headers) | ({"Last-Event-ID": last_id} if last_id else {})
    with (
        httpx.Client(base_url=who.http.base_url, headers=headers, timeout=60) as http,
        http.stream("GET", "/api/events", params={} if age is None else {"age": age}) as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream(response)
        first = stream.next()
        assert first is not None and first["event"] == "ready"
        try:
            yield stream
        finally:
            # Closing alone would wait for the thread that reads.
            with suppress(OSError):
                response.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def mark(crew: Cast, region: str = "region") -> UUID:
    """Makes something happen at a branch of its own, which is told after all that happened before."""
    branch = new_branch(crew, region_id=str(getattr(crew, region)))
    crew.finalised(branch=branch)
    return branch


def kinds(events: list[Event], branch: Any) -> set[str]:
    return {event["kind"] for event in events if event.get("branch_id") == str(branch)}


def names(events: list[Event]) -> set[str]:
    return {event["event"] for event in events}


def test_a_manager_hears_of_a_finalised_audit_and_of_nothing_before(crew: Cast) -> None:
    with listening(crew.manager) as manager, listening(crew.reviewer) as office:
        audit_id = crew.submit()
        first = mark(crew)
        assert kinds(office.before(first), crew.branch) == {"queue"}
        assert kinds(manager.before(first), crew.branch) == set()
        crew.review(audit_id).raise_for_status()
        second = mark(crew)
        heard = manager.before(second)
        assert kinds(heard, crew.branch) == {"audit", "standing"}
        assert {frozenset(json.loads(event["data"])) for event in heard} == {
            frozenset(("kind", "branch_id", "region_id"))
        }
        assert kinds(office.before(second), crew.branch) == {"audit", "standing", "queue"}


def test_neighbours_hear_nothing(crew: Cast) -> None:
    with listening(crew.neighbour) as neighbour:
        crew.finalised()
        there = mark(crew, "other_region")
        heard = neighbour.before(there)
        assert {event.get("branch_id") for event in heard} == {str(there)}


def test_after_a_cut_it_goes_on_where_it_was(crew: Cast) -> None:
    with listening(crew.manager) as first:
        before = mark(crew)
        first.before(before)
        last_id = first.last_id
    crew.finalised()  # nobody listens
    with listening(crew.manager, last_id) as again:
        heard = again.before(mark(crew))
        assert kinds(heard, crew.branch) == {"audit", "standing"}
        assert kinds(heard, before) == set()
        assert names(heard) == {"change"}


def test_a_page_is_told_what_changed_since_it_was_read(crew: Cast) -> None:
    read_at = time.monotonic()
    crew.finalised()  # between reading and listening
    age = ceil(time.monotonic() - read_at)
    with listening(crew.manager, age=age) as page:
        heard = page.before(mark(crew))
        assert kinds(heard, crew.branch) == {"audit", "standing"}
        assert names(heard) == {"change"}
        # And while others keep the stream open.
        other = mark(crew)
        page.before(other)
        with listening(crew.manager, age=ceil(time.monotonic() - read_at)) as late, listening(crew.manager) as new:
            last = mark(crew)
            assert {*kinds(late.before(last), crew.branch)} == {"audit", "standing"}
            assert kinds(new.before(last), other) == set()


def test_a_page_that_was_read_too_long_ago_has_missed_something(crew: Cast) -> None:
    with listening(crew.manager, age=20 * 24 * 3600) as page:
        event = page.next()
        assert event is not None and event["event"] == "missed"


def erase(crew: Cast, audit_id: UUID) -> None:
    body = {"kind": "erase", "cause": "by_mistake"}
    crew.admin.http.put(f"/api/audits/{audit_id}/removals/{uuid4()}", json=body).raise_for_status()


@pytest.mark.parametrize("decision", [None, "request_revision", "reject"])
def test_a_manager_does_not_hear_that_what_they_never_saw_is_erased(crew: Cast, decision: str | None) -> None:
    crew.finalised()  # so that the branch has a standing
    audit_id = crew.submit()
    if decision:
        crew.review(audit_id, decision, "Once more, please.").raise_for_status()
    with listening(crew.manager) as manager, listening(crew.reviewer) as office:
        begin = mark(crew)
        for stream in (manager, office):
            stream.before(begin)
        erase(crew, audit_id)
        end = mark(crew)
        assert "queue" in kinds(office.before(end), crew.branch)
        assert kinds(manager.before(end), crew.branch) == set()


def test_a_manager_hears_nothing_when_a_rejected_audit_loses_its_people(crew: Cast) -> None:
    crew.finalised()
    audit_id = crew.submit()
    crew.review(audit_id, "reject", "It was another shop.").raise_for_status()
    with listening(crew.manager) as manager:
        manager.before(mark(crew))
        body = {"kind": "anonymise", "cause": "law"}
        crew.admin.http.put(f"/api/audits/{audit_id}/removals/{uuid4()}", json=body).raise_for_status()
        assert kinds(manager.before(mark(crew)), crew.branch) == set()


def test_a_manager_hears_that_what_they_saw_is_erased(crew: Cast) -> None:
    audit_id = crew.finalised()
    with listening(crew.manager) as manager:
        manager.before(mark(crew))
        erase(crew, audit_id)
        heard = manager.until(lambda event: event.get("kind") == "audit")
        assert (heard["branch_id"], heard["region_id"]) == (str(crew.branch), str(crew.region))


def test_ids_tell_nothing_of_what_happened_elsewhere(crew: Cast) -> None:
    with listening(crew.manager) as stream, listening(crew.manager) as again:
        quiet = {stream.last_id, again.last_id}
    assert len(quiet) == 2  # so that being another does not tell that something happened
    with listening(crew.reviewer) as office:
        crew.submit()
        office.until(lambda event: event.get("kind") == "queue")
    with listening(crew.manager) as later:
        assert later.last_id not in quiet
        assert {len(one) for one in (*quiet, later.last_id)} == {len(later.last_id)}
    for last_id in quiet:
        with listening(crew.manager, last_id) as resumed:
            heard = resumed.before(mark(crew))
            assert (names(heard), kinds(heard, crew.branch)) == ({"change"}, set())


def test_a_changed_id_leads_nowhere(crew: Cast) -> None:
    with listening(crew.manager) as stream:
        last_id = stream.last_id
    for n in (0, len(last_id) // 2, len(last_id) - 1):
        other = "0" if last_id[n] != "0" else "1"
        with listening(crew.manager, last_id[:n] + other + last_id[n + 1 :]) as again:
            event = again.next()
            assert event is not None and event["event"] == "missed"


@pytest.mark.parametrize("last_id", ["elsewhere-5", "00" * 24, "ab", "nothing", "-", "x-9999999999999999999999"])
def test_who_comes_back_from_elsewhere_has_missed_something(crew: Cast, last_id: str) -> None:
    with listening(crew.manager, last_id) as stream:
        event = stream.next()
        assert event is not None and event["event"] == "missed"
        with listening(crew.manager, stream.last_id) as again:
            assert names(again.before(mark(crew))) == {"change"}


def test_it_ends_with_the_session(crew: Cast) -> None:
    with listening(crew.manager) as stream, listening(crew.neighbour) as other:
        crew.manager.http.delete("/api/session").raise_for_status()
        assert stream.next() is None
        other.before(mark(crew, "other_region"))


def test_it_ends_when_the_account_is_deactivated(crew: Cast) -> None:
    with listening(crew.manager) as stream:
        body = {"account": crew.manager.account, "name": "Manager", "role": "manager", "active": False}
        body |= {"region_ids": [str(crew.region)]}
        crew.admin.http.put(f"/api/users/{crew.manager.id}", json=body).raise_for_status()
        assert stream.next() is None
    answer = crew.manager.http.get("/api/events", params={"seconds": 0})
    assert answer.status_code == 401


def test_many_listeners_share_one_change_stream(crew: Cast, mongodb_uri: str) -> None:
    with listening(crew.manager), listening(crew.reviewer), listening(crew.neighbour), listening(crew.admin):
        assert _change_streams(mongodb_uri) == 1
    deadline = time.monotonic() + PATIENCE
    while _change_streams(mongodb_uri) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _change_streams(mongodb_uri) == 0


def _change_streams(mongodb_uri: str) -> int:
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        idle = {"$currentOp": {"allUsers": True, "idleCursors": True}}
        found = client.admin.aggregate([idle, {"$match": {"ns": {"$regex": f"^{DATABASE}\\."}}}])
        return sum("$changeStream" in str(one.get("cursor", {}).get("originatingCommand", "")) for one in found)


def test_an_open_stream_does_not_hold_up_the_end(crew: Cast, process: ServerProcess) -> None:
    with listening(crew.manager) as stream:
        began = time.monotonic()
        process.stop()
        assert time.monotonic() - began < DRAIN_SECONDS
        assert stream.next() is None
        last_id = stream.last_id
    process.start()
    with listening(crew.manager, last_id) as again:
        event = again.next()
        assert event is not None and event["event"] == "missed"
