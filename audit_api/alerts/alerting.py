"""Alerts are raised once an audit is finalised, each exactly once; an appeal that changes it changes them.

Such an audit is marked in the one write that decides about it, and the mark goes when its alerts are right. Who finds
a mark raises what is missing: ids follow from what an alert is about, so doing it twice makes no difference.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from audit_api.calibration.branch_audits import read_branch_audits
from audit_api.calibration.falls import RULE, fall_id, restate_alerts, store_alerts, told_lately
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
    """Those of a finalised audit that there are not yet; those that do not follow from it any more go.

    Nothing about a competitor: there is nobody to alarm.
    """
    audit = await AuditDocument.get(audit_id)
    if audit is None or audit.status != "finalised" or not audit.unalerted:
        return
    branch = await BranchDocument.get(audit.branch_id)
    if branch is not None and not branch.branch.competitor:
        await _raise(audit, branch)
        if not await AuditDocument.find({"_id": audit.id, "status": "finalised"}).limit(1).count():
            await withdraw_alerts(audit)
            return
    if audit.unexamined:
        return  # what photos are suspected of is known a little later: until then the mark stays
    settled = {"_id": audit.id, "content_hash": audit.content_hash}
    await AuditDocument.get_pymongo_collection().update_one(settled, {"$set": {"unalerted": False}})


async def _raise(audit: AuditDocument, branch: BranchDocument) -> None:
    at = audit.finalised_at or now()
    findings = audit_findings(audit.scorecard, audit.submission.answers, audit.flags)
    await _withdraw_refuted(audit, findings)
    alerts = [_alert(audit, finding, at) for finding in findings]
    if at > now() - COLD:
        await store_alerts([*alerts, *[_alert(audit, finding, at) for finding in await _falls(audit, branch)]])
    await restate_alerts(alerts)


async def _withdraw_refuted(audit: AuditDocument, findings: Sequence[Finding]) -> None:
    """A fall is no finding about one audit: it is told once, and stays."""
    alike = {"branch_id": audit.branch_id, "audit_id": audit.id}
    rules = [RULE, *(finding.rule for finding in findings)]
    await AlertDocument.get_pymongo_collection().delete_many(alike | {"finding.rule": {"$nin": rules}})


async def withdraw_alerts(audit: AuditDocument) -> None:
    """Of an audit that no longer counts. Who excludes one looks for its alerts afterwards: one sees the other."""
    await AlertDocument.get_pymongo_collection().delete_many({"branch_id": audit.branch_id, "audit_id": audit.id})


async def raise_waiting() -> int:
    """Raises the alerts of every marked audit; tells how many there were. Nothing when another process is at it."""
    return await see_to_marked("unalerted", WORK, raise_alerts)


def alerting(settings: Settings) -> AbstractAsyncContextManager[None]:
    """While the context is open, this process raises alerts that another one did not get to."""
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
        stored_at=now(),
    )


def _id_of(audit: AuditDocument, finding: Finding, at: datetime) -> UUID:
    if finding.rule != RULE:
        return uuid5(audit.id, finding.rule)
    # Of two audits that become final at the same moment, both see the same fall.
    return fall_id(audit.branch_id, audit.submission.checklist.key, at)
