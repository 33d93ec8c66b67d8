"""SIGKILL in the middle of submissions: what was acknowledged is there, once, and retries end well."""

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api import samples
from tests.api.cast import network, person, signed_in
from tests.api.pictures import jpeg
from tests.api.process import ServerProcess, create_admin

KILLS = 20
SHOPS = 120
ADMIN = "admin@test.example"


class Phone:
    """Sends photo and audit like a phone: until there is a receipt, however often the server dies."""

    def __init__(self, http: httpx.Client, assignment_id: UUID, seed: int) -> None:
        self.audit_id, self.photo_id, self.picture = uuid4(), uuid4(), jpeg(seed)
        self.body = samples.submission(assignment_id, photos=[self.photo_id])
        self.body["answers"]["heard"]["level"] = 1 + seed % 5
        self.receipts: list[dict[str, Any]] = []
        self._http = http

    def send(self) -> None:
        while True:
            try:
                self._http.put(f"/api/photos/{self.photo_id}", content=self.picture).raise_for_status()
                answer = self._http.put(f"/api/audits/{self.audit_id}", json=self.body).raise_for_status()
                self.receipts.append(answer.json())
                return
            except (httpx.TransportError, httpx.HTTPStatusError) as exc:
                if isinstance(exc, httpx.HTTPStatusError) and exc.response.status_code < 500:
                    raise
                time.sleep(0.02)


def test_twenty_kills_lose_and_double_nothing(mongodb_uri: str) -> None:
    database = f"crash_{uuid4().hex[:8]}"
    create_admin(mongodb_uri, database, ADMIN)
    server = ServerProcess(mongodb_uri, database)
    server.start()

    def new_client() -> httpx.Client:
        return httpx.Client(base_url=server.address, timeout=20)

    admin = signed_in(new_client(), ADMIN)
    ids = network(admin)
    shopper = person(admin, new_client, "shopper")
    phones = [Phone(shopper.http, _assign(admin, ids, shopper.id), seed) for seed in range(SHOPS)]
    done = threading.Event()
    killer = threading.Thread(target=_keep_killing, args=(server, done))
    killer.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            # Round after round of the same phones, so that the kills hit first sendings and repetitions.
            while killer.is_alive():
                list(pool.map(Phone.send, phones))
    finally:
        done.set()
        killer.join()

    _check(admin, shopper.http, phones)
    admin.close()
    shopper.http.close()
    server.stop()


def _check(admin: httpx.Client, shopper: httpx.Client, phones: list[Phone]) -> None:
    stored = _all_audits(admin)
    assert sorted(stored) == sorted(str(phone.audit_id) for phone in phones)
    for phone in phones:
        assert all(receipt == phone.receipts[0] for receipt in phone.receipts)
        detail = shopper.get(f"/api/audits/{phone.audit_id}").json()
        assert detail["submission"]["answers"]["heard"]["level"] == phone.body["answers"]["heard"]["level"]
        assert [photo["id"] for photo in detail["photos"]] == [str(phone.photo_id)]
        assert phone.receipts[0]["photos"][0]["sha256"] == hashlib.sha256(phone.picture).hexdigest()
        assert shopper.get(f"/api/photos/{phone.photo_id}").status_code == 200


def _keep_killing(server: ServerProcess, done: threading.Event) -> None:
    random = Random(7)
    for _ in range(KILLS):
        if done.wait(random.uniform(0.2, 0.7)):
            return
        server.kill()
        server.start()


def _assign(admin: httpx.Client, ids: dict[str, Any], shopper: UUID) -> UUID:
    assignment_id = uuid4()
    body = {
        "branch_id": str(ids["branch"]),
        "shopper_id": str(shopper),
        "checklist": {"key": samples.CHECKLIST_KEY, "version": 1},
        "channel": "visit",
        "scenario": "A present.",
        "window_starts_at": "2026-11-01T00:00:00Z",
        "window_ends_at": "2026-11-30T00:00:00Z",
    }
    admin.put(f"/api/assignments/{assignment_id}", json=body).raise_for_status()
    return assignment_id


def _all_audits(admin: httpx.Client) -> list[str]:
    found, cursor = [], None
    while True:
        params = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
        page = admin.get("/api/audits", params=params).raise_for_status().json()
        found += [audit["id"] for audit in page["audits"]]
        if (cursor := page["next"]) is None:
            return found
