"""Where each branch stands: its headline, and its place among the published branches of its league."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from audit_api.documents import BranchDocument, League, Place, SnapshotDocument, StandingDocument
from audit_api.league_sums import LEVELS, Cell, by_branch
from audit_api.tallies import LeagueCells
from checklists.headline import BranchSums, Headline, headline_of
from checklists.ranking import Contender, in_top_tenth, standings
from checklists.roll_up import BranchPart, RollUp, roll_up
from checklists.snapshot import Snapshot
from checklists.stage import stage_verdict


def standings_of(
    league: League,
    sums: LeagueCells,
    branches: dict[UUID, BranchDocument],
    as_of: datetime,
    made: SnapshotDocument | None,
) -> list[StandingDocument]:
    """One for each branch with audits, in no order. Without `made` there is the own result only."""
    found = [_standing(league, branches[branch], cells, sums, as_of, made) for branch, cells in by_branch(sums.cells)]
    if made is not None:
        place(found, made.snapshot)
    return found


def place(found: Sequence[StandingDocument], snapshot: Snapshot) -> None:
    """Gives the published branches their rank ranges and groups; the others get none."""
    contenders = list(_contenders(found))
    ranks = standings(contenders)
    for one in found:
        rank = ranks.get(str(one.branch_id))
        if rank is None or one.headline is None:
            one.place = None
            continue
        top = in_top_tenth(one.headline.headline, one.headline.variance, snapshot)
        one.place = Place(standing=rank, of=len(contenders), top_tenth=top)


def roll_ups_of(found: Sequence[StandingDocument], snapshot: Snapshot) -> dict[str, RollUp]:
    """The result of each region from all its own branches with audits, published or not; competitors apart."""
    parts: dict[str, list[BranchPart]] = defaultdict(list)
    for one in found:
        if one.headline is not None and not one.competitor:
            weights = {UUID(shopper): weight for shopper, weight in one.shopper_weights.items()}
            part = BranchPart(corrected=one.headline.corrected, weight=one.weight, shopper_weights=weights)
            parts[str(one.region_id)].append(part)
    rolled = {region: roll_up(own, snapshot) for region, own in parts.items()}
    return {region: result for region, result in rolled.items() if result is not None}


def _contenders(found: Sequence[StandingDocument]) -> Iterator[Contender]:
    for one in found:
        if one.headline is not None and one.headline.published:
            yield Contender(key=str(one.branch_id), headline=one.headline.headline, variance=one.headline.variance)


def _standing(
    league: League,
    branch: BranchDocument,
    cells: list[Cell],
    sums: LeagueCells,
    as_of: datetime,
    made: SnapshotDocument | None,
) -> StandingDocument:
    own = _branch_sums(cells, sums)
    return standing_document(
        branch,
        league,
        as_of,
        snapshot_id=made.id if made else None,
        sums=own,
        score_pct=sum(cell.weighed_percent for cell in cells) / own.weight,
        levels=level_shares(cells),
        last_audit_at=max(cell.last for cell in cells),
        headline=headline_of(own, made.snapshot) if made else None,
    )


def _branch_sums(cells: list[Cell], sums: LeagueCells) -> BranchSums:
    shopper_weights: dict[UUID, float] = {}
    for cell in cells:
        shopper_weights[cell.key.shopper_id] = shopper_weights.get(cell.key.shopper_id, 0.0) + cell.weight
    return BranchSums(
        weight=sum(cell.weight for cell in cells),
        index_sum=sum(cell.weighed_index for cell in cells),
        offset_sum=sum(cell.weight * sums.links[cell.key.version].offset for cell in cells),
        shopper_weights=shopper_weights,
        audits=sum(cell.audits for cell in cells),
    )


def standing_document(
    branch: BranchDocument,
    league: League,
    as_of: datetime,
    *,
    snapshot_id: UUID | None,
    sums: BranchSums,
    score_pct: float | None,
    levels: dict[str, float],
    last_audit_at: datetime,
    headline: Headline | None,
) -> StandingDocument:
    """Without a place yet. Not validated again: everything in it is of its type already."""
    stage = None
    if headline is not None:
        stage = stage_verdict(headline.headline, headline.low, headline.high, levels.get("2"), levels.get("3"))
    standing: StandingDocument = StandingDocument.model_construct(
        id=standing_id(branch.id, league.checklist),
        programme_id=branch.branch.programme_id,
        region_id=branch.branch.region_id,
        branch_id=branch.id,
        branch_name=branch.branch.name,
        competitor=branch.branch.competitor,
        league=league,
        as_of=as_of,
        snapshot_id=snapshot_id,
        audits=sums.audits,
        own=sums.index_sum / sums.weight,
        weight=sums.weight,
        score_pct=score_pct,
        levels=levels,
        shopper_weights={str(shopper): part for shopper, part in sums.shopper_weights.items()},
        last_audit_at=last_audit_at,
        headline=headline,
        stage=stage,
    )
    return standing


def level_shares(cells: list[Cell]) -> dict[str, float]:
    """Recency-weighted mean score of each level that was seen, in [0, 1]."""
    shares: dict[str, float] = {}
    for n, level in enumerate(LEVELS):
        weight = sum(cell.level_weights[n] for cell in cells)
        if weight:
            shares[level] = sum(cell.weighed_levels[n] for cell in cells) / weight
    return shares


def standing_id(branch_id: UUID, checklist: str) -> UUID:
    return uuid5(branch_id, checklist)
