"""Alerts are raised once an audit is finalised, each exactly once.

A finalised audit is marked in the one write that finalises it, and the mark goes when its alerts are stored. Who finds
a mark raises what is missing: ids follow from what an alert is about, so doing it twice makes no difference.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from audit_api.calibration.branch_audits import read_branch_audits
from audit_api.calibration.falls import RULE, fall_id, store_alerts, told_lately
from audit_api.calibration.leagues import league_of
from audit_api.clock import midnight, now
from audit_api.documents import AlertDocument, AuditDocument, BranchDocument
from audit_api.repeating import repeating
from audit_api.settings import Settings
from audit_api.storage.marked import see_to_marked
from checklists.alerts import Finding, audit_findings, fall
from checklists.branch_report import branch_report

WORK = "alerts"
COLD = timedelta(days=14)
"""Nobody is to be alarmed by an audit that has long been final."""


async def raise_alerts(audit_id: UUID) -> None:
    """Those of a finalised audit that there are not yet. Nothing about a competitor: there is nobody to alarm."""
    audit = await AuditDocument.get(audit_id)
    if audit is None or audit.status != "finalised" or not audit.unalerted:
        return
    at = audit.finalised_at or now()
    branch = await BranchDocument.get(audit.branch_id)
    if branch is not None and not branch.branch.competitor and at > now() - COLD:
        found = [*audit_findings(audit.scorecard, audit.submission.answers, audit.flags), *await _falls(audit, branch)]
        await store_alerts(_alert(audit, finding, at) for finding in found)
        if not await AuditDocument.find({"_id": audit.id, "status": "finalised"}).limit(1).count():
            await withdraw_alerts(audit)
            return
    # What photos are suspected of is known a little later: until then the mark stays.
    examined = {"_id": audit.id, "unexamined": {"$ne": True}}
    await AuditDocument.get_pymongo_collection().update_one(examined, {"$set": {"unalerted": False}})


async def withdraw_alerts(audit: AuditDocument) -> None:
    """Of an audit that no longer counts. Who excludes one looks for its alerts afterwards: one sees the other."""
    await AlertDocument.get_pymongo_collection().delete_many({"branch_id": audit.branch_id, "audit_id": audit.id})


async def raise_waiting() -> int:
    """For every marked audit; tells how many there were. Nothing when another process is at it."""
    return await see_to_marked("unalerted", WORK, raise_alerts)


def alerting(settings: Settings) -> AbstractAsyncContextManager[None]:
    """Meanwhile this process raises what another one did not get to."""
    return repeating(WORK, raise_waiting, settings.alert_seconds)


async def _falls(audit: AuditDocument, branch: BranchDocument) -> list[Finding]:
    checklist = audit.submission.checklist.key
    read = await read_branch_audits(branch.id, league_of(branch.branch, checklist), midnight(now()))
    found = fall(branch_report(read.counted, read.snapshot.snapshot if read.snapshot else None))
    if found is None or await told_lately([branch.id], checklist, audit.finalised_at or now()):
        return []
    return [found]


def _alert(audit: AuditDocument, finding: Finding, at: datetime) -> AlertDocument:
    return AlertDocument(
        id=_id_of(audit, finding, at),
        programme_id=audit.programme_id,
        region_id=audit.region_id,
        branch_id=audit.branch_id,
        audit_id=audit.id,
        checklist=audit.submission.checklist,
        finding=finding,
        raised_at=at,
    )


def _id_of(audit: AuditDocument, finding: Finding, at: datetime) -> UUID:
    if finding.rule != RULE:
        return uuid5(audit.id, finding.rule)
    # Of two audits that become final at the same moment, both see the same fall.
    return fall_id(audit.branch_id, audit.submission.checklist.key, at)
