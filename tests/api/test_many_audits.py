"""A network of a million audits is written past the application: what is stored must be what it would have stored."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pymongo import MongoClient

from audit_api import documents
from audit_api.audits.submissions import AuditIntake
from audit_api.database import connect, open_database
from audit_api.demo.people import DEMO_ACCOUNTS, Shopper, account_id, as_principal
from audit_api.documents import AuditDocument, BranchDocument
from audit_api.review.decisions import decide
from audit_api.settings import Settings
from bench.many_audits import seed_many
from bench.sample_calls import CHECKLIST, sample_calls
from bench.spread import Plan, Visit, visits
from checklists.definition import ChecklistRef

BRANCHES, AUDITS = 12, 60
PLAN = Plan(branches=BRANCHES, audits=AUDITS, regions=3, shoppers=30, midnight=datetime(2026, 11, 22, tzinfo=UTC))
NOBODY = Shopper(account="", name="", language="en", leniency=0, clock_error=0, device="")
Rows = dict[str, list[dict[str, Any]]]

pytestmark = pytest.mark.usefixtures("own_binding")


@pytest.fixture(scope="module")
def in_bulk(own_binding: None, mongodb_uri: str) -> Rows:
    name = f"many_{uuid4().hex[:8]}"
    report = asyncio.run(seed_many(mongodb_uri, name, PLAN))
    assert (report.branches, report.audits) == (BRANCHES, AUDITS)
    return _rows(mongodb_uri, name)


def _rows(uri: str, name: str) -> Rows:
    with MongoClient[dict[str, Any]](uri, uuidRepresentation="standard", tz_aware=True) as client:
        # The application would flag the same few calls as copied from one another: here they count as examined.
        # And nobody alerts anybody or reads examples out of them meanwhile.
        left_out = {"unexamined": 0, "unalerted": 0, "examples_due": 0, "audited": 0}
        return {
            kind: list(client[name][kind].find({}, left_out).sort("_id"))
            for kind in ("assignments", "audits", "branches")
        }


async def _submit(visit: Visit, intake: AuditIntake) -> None:
    await visit.planned.insert()
    sender = as_principal(NOBODY, visit.audit.shopper_id)
    skew = visit.audit.device_skew_seconds
    assert skew is not None
    clock = datetime.fromtimestamp(visit.audit.received_at.timestamp() + skew, UTC)
    await intake.accept(sender, visit.audit.id, visit.audit.submission, clock, visit.audit.received_at)
    stored = await AuditDocument.get(visit.audit.id)
    assert stored is not None
    await decide(account_id(DEMO_ACCOUNTS["reviewer"]), stored, visit.review_id, visit.change, visit.reviewed_at)


def test_it_is_what_the_application_would_have_stored(in_bulk: Rows, mongodb_uri: str) -> None:
    name = f"many_{uuid4().hex[:8]}"
    asyncio.run(seed_many(mongodb_uri, name, Plan(**_facts(PLAN), audits=0)))
    version = ChecklistRef(key=CHECKLIST, version=1)
    calls = sample_calls(version)
    planned = [visit for branch in range(BRANCHES) for visit in visits(PLAN, version, calls, branch)]
    assert len(planned) == AUDITS

    async def submitted() -> None:
        intake = AuditIntake()
        for visit in planned:
            await _submit(visit, intake)

    _within(mongodb_uri, name, submitted)
    assert _rows(mongodb_uri, name) == in_bulk


def _facts(plan: Plan) -> dict[str, Any]:
    return {"branches": plan.branches, "regions": plan.regions, "shoppers": plan.shoppers, "midnight": plan.midnight}


def _within(uri: str, name: str, work: Callable[[], Awaitable[None]]) -> None:
    async def opened() -> None:
        client = connect(uri)
        try:
            await open_database(client, Settings(mongodb_uri=uri, mongodb_database=name))
            await work()
        finally:
            await client.close()

    asyncio.run(opened())


def test_the_past_lies_in_the_past_and_branches_differ(in_bulk: Rows) -> None:
    indexes: dict[Any, list[float]] = {}
    for audit in in_bulk["audits"]:
        assert audit["occurred_at"] < audit["received_at"] < audit["finalised_at"]
        assert (PLAN.midnight - audit["occurred_at"]).days < 364
        indexes.setdefault(audit["branch_id"], []).append(audit["scorecard"]["index"])
    assert len(indexes) == BRANCHES
    means = [sum(own) / len(own) for own in indexes.values()]
    assert max(means) - min(means) > 10


def test_every_index_is_there_again(in_bulk: Rows, mongodb_uri: str) -> None:
    name = f"many_{uuid4().hex[:8]}"
    asyncio.run(seed_many(mongodb_uri, name, Plan(**_facts(PLAN), audits=4)))
    with MongoClient[dict[str, Any]](mongodb_uri, uuidRepresentation="standard") as client:
        for kind in (documents.AssignmentDocument, AuditDocument, BranchDocument):
            stored = set(client[name][kind.Settings.name].index_information())
            assert stored == {"_id_", *(index.document["name"] for index in kind.Settings.indexes)}
