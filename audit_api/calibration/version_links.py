"""How audits of older checklist versions are restated on the current one (index specification, section 9)."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal
from uuid import UUID

import msgspec

from audit_api.documents import AuditDocument, ChecklistVersionDocument
from checklists.audit_index import ScoredItem, ScoredSection, audit_index, pillars_without_human_answer
from checklists.definition import Checklist, ChecklistRef
from checklists.linking import Gap, Link, anchor, gap, link, linkable
from checklists.parameters import CCI_1
from checklists.scoring import Scorecard

SAMPLE = 1000
"""Audits a side, the latest: the standard error of a gap is then under half a point, and reading more takes long."""
ENOUGH = CCI_1.linked_audits
UNCHANGED = Link(offset=0.0, error=0.0)


class VersionLinks(msgspec.Struct, frozen=True):
    """Versions without a link cannot be restated: there the series breaks.

    `current` is the latest version, unless it has too few audits yet to be linked to the one before, which has more:
    then the series goes on without it until it can be joined.
    """

    current: int
    by_version: Mapping[int, Link]


async def links_of(programme_id: UUID, checklist: str, audits: Mapping[int, int], as_of: datetime) -> VersionLinks:
    """Chained from each version to the current one; `audits` of the window by version."""
    ordered = sorted(audits, reverse=True)
    current, links = ordered[0], {ordered[0]: UNCHANGED}
    for newer, older in pairwise(ordered):
        step = await _step(programme_id, checklist, older, newer, as_of)
        if step == "too_few" and newer == current and audits[newer] < audits[older]:
            current, links = older, {older: UNCHANGED}
            continue
        if not isinstance(step, Link):
            break
        known = links[newer]
        links[older] = Link(
            offset=round(step.offset + known.offset, 6), error=round((step.error**2 + known.error**2) ** 0.5, 6)
        )
    return VersionLinks(current, links)


async def _step(
    programme_id: UUID, checklist: str, older: int, newer: int, as_of: datetime
) -> Link | Literal["too_few"] | None:
    """The link of two versions; None where they have too little in common, `too_few` where only audits are missing."""
    before = await ChecklistVersionDocument.definition_of(ChecklistRef(key=checklist, version=older))
    after = await ChecklistVersionDocument.definition_of(ChecklistRef(key=checklist, version=newer))
    if before is None or after is None:
        return None
    if before == after:
        return UNCHANGED
    if not linkable(before, after, ENOUGH, ENOUGH):
        return None
    keys = anchor(before, after)
    old = await _gap(programme_id, checklist, older, before, keys, as_of)
    new = await _gap(programme_id, checklist, newer, after, keys, as_of)
    if old is None or new is None or not linkable(before, after, old.audits, new.audits):
        return "too_few"
    return link(old, new)


async def _gap(
    programme_id: UUID, checklist: str, version: int, definition: Checklist, keys: frozenset[str], as_of: datetime
) -> Gap | None:
    wanted: dict[str, Any] = {
        "programme_id": programme_id,
        "status": "finalised",
        "submission.checklist": {"key": checklist, "version": version},
        "occurred_at": {"$lt": as_of},
        "scorecard.index": {"$ne": None},
    }
    cursor = AuditDocument.get_pymongo_collection().find(wanted, {"scorecard": 1})
    rows = cursor.sort([("occurred_at", -1), ("_id", -1)]).limit(SAMPLE)
    pairs = []
    async for row in rows:
        card = msgspec.convert(row["scorecard"], Scorecard)
        anchored = anchor_index(card, definition, keys)
        if anchored is not None and card.index is not None:
            pairs.append((card.index, anchored))
    return gap([full for full, _ in pairs], [anchored for _, anchored in pairs]) if pairs else None


def anchor_index(card: Scorecard, definition: Checklist, keys: frozenset[str]) -> float | None:
    """The index of an audit from its anchor items only; None where a pillar has no human answer among them."""
    scores = {item.key: item for item in card.items if item.key in keys}
    sections = [
        ScoredSection(
            key=section.key,
            pillar=section.pillar,
            nature=section.nature,
            level=section.level,
            weight=section.weight,
            design_weight=sum(item.weight for item in section.items if item.key in keys),
            items=[
                ScoredItem(key=item.key, weight=item.weight, score=scores[item.key].score, critical=item.critical)
                for item in section.items
                if item.key in scores
            ],
        )
        for section in definition.sections
    ]
    filled = [section for section in sections if section.items]
    return None if pillars_without_human_answer(filled) else audit_index(filled).index
