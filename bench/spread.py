"""Who audits which branch of a large network when, and what is stored of it."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from bson.raw_bson import RawBSONDocument
from msgspec.structs import asdict

from audit_api.audits.new_audits import NewAudit, new_audit
from audit_api.demo.dice import dice, made_id
from audit_api.demo.people import DEMO_ACCOUNTS, account_id
from audit_api.documents import Assignment, AssignmentDocument
from audit_api.documents.seam import to_bson
from audit_api.review.decisions import ReviewChange, finalised, new_review
from bench.sample_calls import SampleCall, moved
from checklists.definition import ChecklistRef

TRAVELLED = 0.25
"""Share of audits made by shoppers of another region."""
BETWEEN_BRANCHES, BETWEEN_SHOPPERS, REST = 9.0, 5.0, 12.0  # index points
DAYS = (3, 360)
NEAR = 6
"""Calls of about the wanted index to choose from."""
SENT_AFTER, REVIEWED_AFTER = timedelta(minutes=25), timedelta(hours=20)
SKEW = timedelta(seconds=2)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """`audits` of all branches together. `midnight`, UTC, is where the past ends."""

    branches: int
    audits: int
    midnight: datetime
    regions: int = 10
    shoppers: int = 2000
    seed: int = 1

    @property
    def programme_id(self) -> UUID:
        return made_id(self.seed, "many", "programme")

    def region_id(self, n: int) -> UUID:
        return made_id(self.seed, "many", "region", n)

    def branch_id(self, n: int) -> UUID:
        return made_id(self.seed, "many", "branch", n)

    def shopper_id(self, n: int) -> UUID:
        return made_id(self.seed, "many", "shopper", n)

    def wave_id(self, n: int) -> UUID:
        return made_id(self.seed, "many", "wave", n)

    def region_of(self, branch: int) -> int:
        return branch * self.regions // self.branches

    def audits_of(self, branch: int) -> int:
        return (branch + 1) * self.audits // self.branches - branch * self.audits // self.branches


class Visit(msgspec.Struct, frozen=True):
    """One audit before it is written down."""

    call: SampleCall
    planned: AssignmentDocument
    audit: NewAudit
    change: ReviewChange
    review_id: UUID
    reviewed_at: datetime


def stored_audits(
    plan: Plan, version: ChecklistRef, calls: list[SampleCall], branch: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Of one branch, each with its assignment, as they are stored."""
    for visit in visits(plan, version, calls, branch):
        facts = {name: value for name, value in asdict(decided(visit)).items() if name not in ("id", "scorecard")}
        stored = to_bson({"_id": visit.audit.id, **facts})
        yield visit.planned.as_stored(), stored | {"scorecard": RawBSONDocument(visit.call.stored_card)}


def visits(plan: Plan, version: ChecklistRef, calls: list[SampleCall], branch: int) -> Iterator[Visit]:
    rng = dice(plan.seed, "many", "audits", branch)
    quality = rng.gauss(0, BETWEEN_BRANCHES)
    middle = calls[len(calls) // 2].index
    for n in range(plan.audits_of(branch)):
        shopper = _shopper(plan, rng, branch)
        leniency = dice(plan.seed, "many", "leniency", shopper).gauss(0, BETWEEN_SHOPPERS)
        call = _near(calls, middle + quality + leniency + rng.gauss(0, REST), rng)
        seconds = round(rng.uniform(*DAYS) * 86_400)
        yield _visit(plan, version, call, (branch, n), shopper, plan.midnight - timedelta(seconds=seconds))


def decided(visit: Visit) -> NewAudit:
    review = new_review(visit.review_id, account_id(DEMO_ACCOUNTS["reviewer"]), visit.change, visit.reviewed_at)
    return msgspec.structs.replace(visit.audit, status="finalised", reviews=[review], **finalised(review))


def _shopper(plan: Plan, rng: Random, branch: int) -> int:
    if rng.random() < TRAVELLED:
        return rng.randrange(plan.shoppers)
    here = plan.shoppers // plan.regions
    return plan.region_of(branch) * here + rng.randrange(here)


def _near(calls: list[SampleCall], index: float, rng: Random) -> SampleCall:
    place = bisect_left(calls, index, key=lambda call: call.index) + rng.randint(-NEAR, NEAR)
    return calls[min(max(place, 0), len(calls) - 1)]


def _visit(
    plan: Plan, version: ChecklistRef, call: SampleCall, number: tuple[int, int], shopper: int, began: datetime
) -> Visit:
    assignment_id = made_id(plan.seed, "many", "assignment", *number)
    by = began - call.sent.started_at
    sent = msgspec.structs.replace(
        call.sent,
        assignment_id=assignment_id,
        checklist=version,
        started_at=began,
        finished_at=call.sent.finished_at + by,
        answers=moved(call.sent.answers, by),
    )
    planned = _planned(plan, version, assignment_id, number[0], plan.shopper_id(shopper), began)
    received = sent.finished_at + SENT_AFTER
    audit_id = made_id(plan.seed, "many", "audit", *number)
    return Visit(
        call=call,
        planned=planned,
        # The same few calls again and again: every one would be flagged as copied.
        audit=msgspec.structs.replace(
            new_audit(planned, audit_id, sent, call.card, received, received + SKEW), unexamined=False
        ),
        change=ReviewChange(decision="finalise", revision=1),
        review_id=made_id(plan.seed, "many", "review", *number),
        reviewed_at=received + REVIEWED_AFTER,
    )


def _planned(
    plan: Plan, version: ChecklistRef, assignment_id: UUID, branch: int, shopper_id: UUID, began: datetime
) -> AssignmentDocument:
    assignment = Assignment(
        branch_id=plan.branch_id(branch),
        shopper_id=shopper_id,
        checklist=version,
        channel="call",
        scenario="You want to know what an appointment costs and whether you can choose the day.",
        briefing="",
        window_starts_at=began - timedelta(days=7),
        window_ends_at=began + timedelta(days=7),
    )
    planned: AssignmentDocument = AssignmentDocument.model_construct(
        id=assignment_id,
        assignment=assignment,
        programme_id=plan.programme_id,
        region_id=plan.region_id(plan.region_of(branch)),
        notes=[],
        audited=True,
    )
    return planned
