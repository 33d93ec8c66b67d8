"""Helpers of the tests of removals: an audit of which everything was made, and a look at every place it might be."""

import os
import subprocess
import sys
from typing import Any
from uuid import UUID, uuid4

import httpx

from audit_api.settings import Settings
from checklists.coaching import example_id
from tests.api import samples
from tests.api.cast import Cast
from tests.api.examples import Json, Mongo, answers, mask, release
from tests.api.pictures import jpeg, pdf
from tests.api.process import ROOT

SAID = "Anna Kern told me that Zephyrine had left."
OBJECTED = "Zephyrine was on holiday that week."
NOTED = "Zephyrine closed the door early."
TAUGHT = "Ask what Zephyrine could have done."


# Erases the audit, and dies in front of a step.
DYING = """
import asyncio, os, sys
from uuid import UUID, uuid4
from audit_api.removal import clearing
from audit_api.commands import on_database
from audit_api.removal.removing import RemovalChange, remove
from audit_api.settings import load_settings
from media.store import PhotoStore

async def died(*_):
    os._exit(9)

async def erase(client, settings, _):
    where, step, audit = sys.argv[1:]
    setattr(PhotoStore if where == "store" else clearing, step, died)
    await remove(None, UUID(audit), uuid4(), RemovalChange(kind="erase", cause="law"))
    await clearing.clear_away(UUID(audit), PhotoStore(client[settings.mongodb_database]))

on_database(erase)(load_settings(os.environ), None)
"""


class Known:
    """A finalised audit of which everything was made that can be made of one."""

    def __init__(self, cast: Cast, mongo: Mongo) -> None:
        self.cast, self.mongo = cast, mongo
        self.photo, self.paper, self.appeal = uuid4(), uuid4(), uuid4()
        self.picture = jpeg(seed=self.photo.int % 1000)
        cast.shopper.http.put(f"/api/photos/{self.photo}", content=self.picture).raise_for_status()
        self.audit, self.assignment = uuid4(), cast.assign()
        given = answers(1, SAID, solved={"kind": "yes_no", "value": False})
        given["counter_photo"] = {"kind": "photo", "photos": [str(self.photo)]}
        self.body = samples.submission(self.assignment, answers=given, staff_alias="Zephyrine")
        noted = {"kind": "problem", "text": NOTED, "noted_at": samples.BEGAN.isoformat()}
        cast.shopper.http.put(f"/api/assignments/{self.assignment}/notes/{uuid4()}", json=noted).raise_for_status()
        self.submitted().raise_for_status()
        cast.review(self.audit).raise_for_status()
        self.example, self.shown = example_id(self.audit, "tone"), example_id(self.audit, "solved")
        self._coach()
        self._appeal()
        self.exercise = uuid4()
        invited = {"audit_id": str(self.audit), "reviewers": [str(cast.admin.id), str(cast.reviewer.id)]}
        cast.admin.http.put(f"/api/exercises/{self.exercise}", json=invited).raise_for_status()

    def _coach(self) -> None:
        whole = {"decision": "redact", "regions": []}
        found = self.cast.reviewer.http.put(f"/api/photos/{self.photo}/redaction", json=whole).raise_for_status()
        self.redacted = found.json()["redacted"]
        for example in (self.example, self.shown):
            release(self.cast, example)
        mask(self.mongo, self.example, "Somebody told me that ⟦name⟧ had left.")
        self.collection = uuid4()
        entries = [
            {"example_id": str(example), "note": TAUGHT, "question": TAUGHT} for example in (self.example, self.shown)
        ]
        body = {"title": "A lesson", "shared": True, "entries": entries, "revision": 0}
        path = f"/api/collections/{self.collection}"
        self.cast.trainer.http.put(path, json=body).raise_for_status()
        link = self.cast.trainer.http.put(f"{path}/links/{uuid4()}", json={}).raise_for_status()
        self.token = link.json()["token"]
        seen = self.cast.outsider.get(f"/api/shared/{self.token}/pictures/{self.redacted}")
        assert seen.status_code == 200, "what is to go is there first"

    def _appeal(self) -> None:
        http = self.cast.manager.http
        sent = http.put(f"/api/papers/{self.paper}", params={"name": "roster.pdf"}, content=pdf())
        sent.raise_for_status()
        body = {"items": ["tone"], "reason": OBJECTED, "papers": [str(self.paper)]}
        http.put(f"/api/audits/{self.audit}/appeals/{self.appeal}", json=body).raise_for_status()

    def submitted(self) -> httpx.Response:
        return self.cast.shopper.http.put(f"/api/audits/{self.audit}", json=self.body)

    def exclude(self, cause: str | None = "fraud", reason: str = "Invented.", review: UUID | None = None) -> Any:
        path = f"/api/audits/{self.audit}/exclusions/{review or uuid4()}"
        return self.cast.reviewer.http.put(path, json={"cause": cause, "reason": reason})

    def remove(self, kind: str, removal: UUID | None = None, cause: str = "subject_request") -> httpx.Response:
        path = f"/api/audits/{self.audit}/removals/{removal or uuid4()}"
        return self.cast.admin.http.put(path, json={"kind": kind, "cause": cause})

    def status(self, who: str, path: str) -> int:
        return self.cast.person(who).http.get(path).status_code

    def listed(self, who: str) -> Json | None:
        page = self.cast.person(who).http.get("/api/audits", params={"limit": 200}).raise_for_status().json()
        return next((audit for audit in page["audits"] if audit["id"] == str(self.audit)), None)

    def own_audits(self) -> int:
        results = self.cast.manager.http.get(f"/api/branches/{self.cast.branch}").raise_for_status().json()["results"]
        return sum(one["result"]["audits"] for one in results)


def run(known: Known, *arguments: str) -> int:
    settings: Settings = known.cast.extra["settings"]
    given = {"MONGODB_URI": settings.mongodb_uri or "", "MONGODB_DATABASE": settings.mongodb_database}
    environment = {**os.environ, **given, "LOG_LEVEL": "error"}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False).returncode


def swept(known: Known) -> None:
    """As the server does every minute. Another process may be at it: it holds the lease while it dies."""
    known.mongo.leases.delete_one({"_id": "clearing"})
    assert run(known, "-m", "audit_api", "clear") == 0


def not_for_coaching(known: Known) -> None:
    """Neither the examples nor the pictures, wherever they were put."""
    cast = known.cast
    for example in (known.example, known.shown):
        assert {known.status(who, f"/api/examples/{example}") for who in ("trainer", "manager", "reviewer")} == {404}
    assert known.mongo.examples.count_documents({"audit_id": known.audit, "visible": True}) == 0
    for who in ("trainer", "reviewer"):
        assert known.status(who, f"/api/redacted-photos/{known.redacted}") == 404
    assert known.mongo.redactions.find_one({"_id": known.photo}) is None
    found = cast.trainer.http.get("/api/examples", params={"q": "Somebody", "limit": 200}).json()["examples"]
    assert str(known.example) not in [one["id"] for one in found]
    lesson = cast.trainer.http.get(f"/api/collections/{known.collection}").raise_for_status().json()
    assert [entry["example"] for entry in lesson["entries"]] in ([], [None, None])
    deeds = cast.manager.http.get(f"/api/regions/{cast.region}/outstanding").raise_for_status()
    assert str(known.audit) not in deeds.text
    for end in ("", "/thumbnail"):
        picture = f"/api/shared/{known.token}/pictures/{known.redacted}{end}"
        assert cast.outsider.get(picture).status_code == 404
    guest = cast.outsider.get(f"/api/shared/{known.token}").raise_for_status()
    assert "Zephyrine" not in guest.text and "Somebody told me" not in guest.text
    for queue in ("redactions", "maskings"):
        waiting = cast.reviewer.http.get(f"/api/{queue}/waiting", params={"limit": 200}).text
        assert str(known.photo) not in waiting and str(known.example) not in waiting


def files_of(known: Known) -> int:
    return known.mongo["photos.files"].count_documents({"metadata.photo_id": known.photo})


def gone_for_everybody(known: Known) -> None:
    for who in ("admin", "reviewer", "manager", "shopper"):
        assert known.status(who, f"/api/audits/{known.audit}") == 404
        assert known.listed(who) is None
    for who in ("admin", "shopper", "manager"):
        assert known.status(who, f"/api/photos/{known.photo}") == 404
    assert known.status("manager", f"/api/papers/{known.paper}") == 404
    assert known.status("reviewer", f"/api/exercises/{known.exercise}") == 404
    assert known.status("reviewer", f"/api/audits/{known.audit}/dossier") == 404
    assert known.status("manager", f"/api/audits/{known.audit}/appeals") == 404
    appeals = known.cast.manager.http.get("/api/appeals", params={"limit": 200}).text
    assert str(known.appeal) not in appeals
    synced = known.cast.shopper.http.get("/api/sync").text
    assert str(known.audit) not in synced and str(known.assignment) not in synced
    for table in ("answers", "audits"):
        assert str(known.audit) not in export(known.cast, table, branch=str(known.cast.branch))
    for table in ("appeals", "alerts"):
        assert str(known.audit) not in export(known.cast, table)
    assert known.status("shopper", f"/api/assignments/{known.assignment}") == 404


def export(cast: Cast, table: str, **filters: str) -> str:
    path = f"/api/exports/{uuid4()}"
    ordered = {"content": {"table": table, "format": "csv", **filters}}
    cast.reviewer.http.put(path, json=ordered).raise_for_status()
    return cast.reviewer.http.get(f"{path}/file").raise_for_status().text


def nobody_is_in(known: Known) -> None:
    """Looked for in all that is stored, byte by byte; `Zephyrine` and the shopper were all over it."""
    mongo = known.mongo
    stored = [*mongo.audits.find({"_id": known.audit}), *mongo.assignments.find({"_id": known.assignment})]
    for name in ("alerts", "examples", "exercises"):
        stored += mongo[name].find({"audit_id": known.audit})
    stored += mongo.collections.find({"_id": known.collection})
    assert "Zephyrine" not in str(stored) and str(known.cast.shopper.id) not in str(stored)
    assert repr(known.cast.shopper.id) not in str(stored)
    for name in ("fingerprints", "claims"):
        assert mongo[name].count_documents({"_id": known.audit}) == 0
    assert mongo.photos.count_documents({"_id": known.photo}) == 0
    assert mongo.redactions.count_documents({"_id": known.photo}) == 0
    assert mongo.papers.count_documents({"_id": known.paper}) == 0
    assert files_of(known) == 0, "no bytes of it, nor of the redacted picture"
