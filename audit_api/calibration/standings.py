"""Where each branch stands: its headline, and its place among the published branches of its league."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from audit_api.calibration.branch_audits import MadeSnapshot
from audit_api.calibration.branch_summaries import BranchSummary, branch_summaries
from audit_api.calibration.league_cells import LeagueCells
from audit_api.documents import BranchDocument, League, RankedPlace, SnapshotDocument, StandingDocument
from checklists.headline import BranchSums, Headline, headline_of
from checklists.ranking import Contender, in_top_tenth, standings
from checklists.roll_up import BranchPart, RollUp, roll_up
from checklists.snapshot import Snapshot
from checklists.stage import stage_verdict

Judge = Callable[[BranchSums, Snapshot], Headline]


class LeagueDay(msgspec.Struct, frozen=True):
    """A league as of one midnight. Without a snapshot `made`, as it is too small, there are own results only."""

    league: League
    as_of: datetime
    made: SnapshotDocument | MadeSnapshot | None


class BranchResult(msgspec.Struct, frozen=True):
    """A standing, and the sums that it comes from."""

    standing: StandingDocument
    sums: BranchSums


def results_of(
    day: LeagueDay, sums: LeagueCells, branches: Mapping[UUID, BranchDocument], judge: Judge = headline_of
) -> list[BranchResult]:
    """The standing of each branch with audits, in no order."""
    found = [_result(day, branches[one.branch_id], one, judge) for one in branch_summaries(sums)]
    if day.made is not None:
        place([one.standing for one in found], day.made.snapshot)
    return found


def place(documents: Sequence[StandingDocument], snapshot: Snapshot) -> None:
    """Gives the published branches their rank ranges and groups; the others get none."""
    contenders = list(_contenders(documents))
    ranks = standings(contenders)
    for one in documents:
        rank = ranks.get(str(one.branch_id))
        if rank is None or one.headline is None:
            one.place = None
            continue
        top = in_top_tenth(one.headline.headline, one.headline.variance, snapshot)
        one.place = RankedPlace(standing=rank, of=len(contenders), top_tenth=top)


def roll_ups_of(results: Sequence[BranchResult], snapshot: Snapshot) -> dict[str, RollUp]:
    """The result of each region from all its own branches with audits, published or not; competitors apart."""
    parts: dict[str, list[BranchPart]] = defaultdict(list)
    for one in results:
        standing, sums = one.standing, one.sums
        if standing.headline is not None and not standing.competitor:
            part = BranchPart(
                corrected=standing.headline.corrected, weight=sums.weight, shopper_weights=sums.shopper_weights
            )
            parts[str(standing.region_id)].append(part)
    rolled = {region: roll_up(own, snapshot) for region, own in parts.items()}
    return {region: result for region, result in rolled.items() if result is not None}


def _contenders(found: Sequence[StandingDocument]) -> Iterator[Contender]:
    for one in found:
        if one.headline is not None and one.headline.published:
            yield Contender(key=str(one.branch_id), headline=one.headline.headline, variance=one.headline.variance)


def _result(day: LeagueDay, branch: BranchDocument, own: BranchSummary, judge: Judge) -> BranchResult:
    headline = judge(own.sums, day.made.snapshot) if day.made else None
    return BranchResult(standing_document(day, branch, own, headline), own.sums)


def standing_document(
    day: LeagueDay, branch: BranchDocument, own: BranchSummary, headline: Headline | None
) -> StandingDocument:
    """Without a place yet. Not validated again: everything in it is of its type already."""
    sums, levels, stage = own.sums, own.levels, None
    if headline is not None:
        stage = stage_verdict(headline.headline, headline.low, headline.high, levels.get("2"), levels.get("3"))
    standing: StandingDocument = StandingDocument.model_construct(
        id=standing_id(branch.id, day.league.checklist),
        programme_id=branch.branch.programme_id,
        region_id=branch.branch.region_id,
        branch_id=branch.id,
        branch_name=branch.branch.name,
        competitor=branch.branch.competitor,
        league=day.league,
        as_of=day.as_of,
        snapshot_id=day.made.id if day.made else None,
        audits=sums.audits,
        own=sums.index_sum / sums.weight,
        weight=sums.weight,
        score_pct=own.score_pct,
        levels=levels,
        shoppers=len(sums.shopper_weights),
        last_audit_at=own.last_audit_at,
        headline=headline,
        stage=stage,
    )
    return standing


def standing_id(branch_id: UUID, checklist: str) -> UUID:
    return uuid5(branch_id, checklist)
