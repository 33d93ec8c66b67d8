"""After a decision about an audit its branch's standing is brought up to date, so that nobody waits for the night."""

from typing import Any
from uuid import UUID

from audit_api.calibration.branch_audits import BranchAudits, read_branch_audits
from audit_api.calibration.branch_summaries import BranchSummary
from audit_api.calibration.leagues import in_league, league_of
from audit_api.calibration.section_scores import keep_section_scores
from audit_api.calibration.standing_writes import read_stamps, replace_standings
from audit_api.calibration.standings import LeagueDay, standing_document
from audit_api.clock import midnight, now
from audit_api.documents import BranchDocument, RankedPlace, StandingDocument
from checklists.branch_report import BranchReport, branch_report
from checklists.headline import Headline, branch_sums
from checklists.parameters import CCI_1
from checklists.ranking import Standing, in_top_tenth
from checklists.snapshot import Snapshot


async def refresh_standing(branch_id: UUID, checklist: str) -> None:
    """Recomputes it from the branch's own audits and the latest snapshot.

    Its place is counted among the others as they stand; its group, which depends on all of them, stays the night's.
    """
    branch = await BranchDocument.get(branch_id)
    while branch is not None and await _overtaken(branch, checklist):
        branch = await BranchDocument.get(branch_id)


async def _overtaken(branch: BranchDocument, checklist: str) -> bool:
    """Whether another writer was faster, so that it must be done again: it may not have known the latest audit."""
    before = await read_stamps(checklist, [branch.id])
    standing = await _recomputed(branch, checklist)
    return bool(await replace_standings(checklist, [standing] if standing else [], before))


async def _recomputed(branch: BranchDocument, checklist: str) -> StandingDocument | None:
    league, today = league_of(branch.branch, checklist), midnight(now())
    audits = await read_branch_audits(branch.id, league, today)
    made = audits.snapshot
    report = branch_report(audits.counted, made.snapshot if made else None)
    standing = _standing(LeagueDay(league, today, made), branch, audits, report)
    if standing is None:
        return None
    if report is not None:
        await keep_section_scores(standing, audits, report.sections)
    if made is not None and standing.headline is not None and standing.headline.published:
        standing.place = await _place(standing, standing.headline, made.snapshot)
    standing.refreshed_at = now()
    return standing


def _standing(
    day: LeagueDay, branch: BranchDocument, audits: BranchAudits, report: BranchReport | None
) -> StandingDocument | None:
    sums = branch_sums(audit.dated for audit in audits.counted)
    if report is None or sums is None or audits.last_audit_at is None:
        return None
    levels = {level: share for level, share in report.levels.items() if level != "1"}
    own = BranchSummary(branch.id, sums, report.score_pct, levels, audits.last_audit_at)
    return standing_document(day, branch, own, report.headline)


async def _place(standing: StandingDocument, own: Headline, snapshot: Snapshot) -> RankedPlace:
    """Who is above and below for more than luck, counted by the database."""
    others = {**in_league(standing.league), "headline.published": True, "_id": {"$ne": standing.id}}
    gap = {"$subtract": ["$headline.headline", own.headline]}
    reach = {"$multiply": [CCI_1.pair_z, {"$sqrt": {"$add": ["$headline.variance", own.variance]}}]}
    group: dict[str, Any] = {
        "_id": None,
        "of": {"$sum": 1},
        "above": {"$sum": {"$cond": [{"$gt": [gap, reach]}, 1, 0]}},
        "below": {"$sum": {"$cond": [{"$lt": [gap, {"$multiply": [-1, reach]}]}, 1, 0]}},
    }
    standings = StandingDocument.get_pymongo_collection()
    counted = await (await standings.aggregate([{"$match": others}, {"$group": group}])).to_list()
    found = counted[0] if counted else {"of": 0, "above": 0, "below": 0}
    before = await StandingDocument.get(standing.id)
    # A branch that was not published last night joins the group of the next one above it.
    number = before.place.standing.group if before and before.place else await _group_above(standing, own)
    everybody = found["of"] + 1
    return RankedPlace(
        standing=Standing(best=1 + found["above"], worst=everybody - found["below"], group=number),
        of=everybody,
        top_tenth=in_top_tenth(own.headline, own.variance, snapshot),
    )


async def _group_above(standing: StandingDocument, own: Headline) -> int:
    better = {**in_league(standing.league), "headline.headline": {"$gte": own.headline}, "place": {"$ne": None}}
    nearest = await StandingDocument.get_pymongo_collection().find_one(
        better, {"place.standing.group": 1}, sort=[("headline.headline", 1)]
    )
    return int(nearest["place"]["standing"]["group"]) if nearest else 1
