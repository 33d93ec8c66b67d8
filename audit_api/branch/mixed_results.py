"""What a branch's result from all checklists of its programme's mix is made of."""

from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import BranchDocument, ProgrammeDocument, SnapshotDocument, StandingDocument
from checklists.headline import Headline
from checklists.mix import Combined, MixPart, combined


class MixedChecklist(msgspec.Struct, kw_only=True):
    """One part of a mix; `share` in [0, 1].

    `headline` and `snapshot_id` are None where the league has too few audits.
    """

    checklist: str
    share: float
    headline: Headline | None
    snapshot_id: UUID | None


class BranchMix(msgspec.Struct, kw_only=True):
    """`parts` is empty where the programme declares no mix.

    `combined` is None unless every part is published: a missing part is not guessed.
    """

    parts: list[MixedChecklist]
    combined: Combined | None


async def branch_mix(branch: BranchDocument) -> BranchMix:
    """The result of a branch from all checklists of its programme's mix, in three round trips."""
    programme = await ProgrammeDocument.get(branch.branch.programme_id)
    if programme is None or not programme.programme.mix:
        return BranchMix(parts=[], combined=None)
    return await _mixed(branch.id, programme.programme.mix)


async def _mixed(branch_id: UUID, shares: dict[str, float]) -> BranchMix:
    wanted = {"branch_id": branch_id, "league.checklist": {"$in": list(shares)}}
    found = {one.league.checklist: one async for one in StandingDocument.find(wanted)}
    parts = [_shown(key, share, found.get(key)) for key, share in shares.items()]
    branches = await _branches_of([part.snapshot_id for part in parts if part.snapshot_id])
    mixed = [
        MixPart(
            share=part.share,
            headline=part.headline,
            branches=branches[part.snapshot_id],
            levels=found[part.checklist].levels,
        )
        for part in parts
        if part.headline is not None and part.snapshot_id is not None
    ]
    return BranchMix(parts=parts, combined=combined(mixed) if len(mixed) == len(parts) else None)


def _shown(checklist: str, share: float, standing: StandingDocument | None) -> MixedChecklist:
    return MixedChecklist(
        checklist=checklist,
        share=share,
        headline=standing.headline if standing else None,
        snapshot_id=standing.snapshot_id if standing else None,
    )


async def _branches_of(snapshots: list[UUID]) -> dict[UUID, int]:
    """How many branches each calibration rests on."""
    rows: list[dict[str, Any]] = (
        await SnapshotDocument.get_pymongo_collection()
        .find({"_id": {"$in": snapshots}}, {"snapshot.branches": 1})
        .to_list()
    )
    return {row["_id"]: row["snapshot"]["branches"] for row in rows}
