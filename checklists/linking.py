"""Restating audits of an older checklist version on the newer one's scale (index specification, section 9)."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance

import msgspec

from checklists.definition import PILLARS, Checklist, items_of
from checklists.items import Item
from checklists.parameters import CCI_1, IndexParameters


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Index minus the index of anchor items only, over the audits of one version."""

    mean: float
    variance: float
    audits: int


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """`offset` is added to an index of the older version; `error` is its standard error."""

    offset: float
    error: float


def gap(full: Sequence[float], anchor_only: Sequence[float]) -> Gap:
    """The mean gap between full and anchor index.

    Raises ValueError without audits or for lists of different lengths.
    """
    gaps = [whole - anchor for whole, anchor in zip(full, anchor_only, strict=True)]
    if not gaps:
        raise ValueError("a gap needs an audit")
    return Gap(mean=fmean(gaps), variance=variance(gaps) if len(gaps) > 1 else 0.0, audits=len(gaps))


def link(old: Gap, new: Gap) -> Link:
    error = sqrt(new.variance / new.audits + old.variance / old.audits)
    return Link(offset=new.mean - old.mean, error=error)


def linkable(old: Checklist, new: Checklist, old_audits: int, new_audits: int, params: IndexParameters = CCI_1) -> bool:
    """Whether the versions share enough for one series; if not, it breaks where everyone sees it."""
    if min(old_audits, new_audits) < params.linked_audits:
        return False
    keys = anchor(old, new)
    return all(_carries(version, keys, params) for version in (old, new))


def anchor(old: Checklist, new: Checklist) -> frozenset[str]:
    """Keys of scored items that mean the same in both versions: wording, kind, thresholds."""
    before = {item.key: item for _, item in items_of(old)}
    return frozenset(
        item.key
        for _, item in items_of(new)
        if item.weight > 0 and item.key in before and _meaning(before[item.key]) == _meaning(item)
    )


def _meaning(item: Item) -> Item:
    """Without what changes neither the question nor its score: weight, help, who sees it, what must be told."""
    return msgspec.structs.replace(
        item,
        weight=1.0,
        help={},
        required=True,
        not_applicable=False,
        narrative_below=None,
        visible_if=None,
        reference_photo=None,
    )


def _carries(version: Checklist, keys: frozenset[str], params: IndexParameters) -> bool:
    """At least half of the design weight, and a human section in every pillar."""
    total = shared = 0.0
    human_pillars = set()
    for section in version.sections:
        weights = {item.key: item.weight for item in section.items if item.weight > 0}
        if not weights:
            continue
        kept = sum(weight for key, weight in weights.items() if key in keys)
        total += section.weight
        shared += section.weight * kept / sum(weights.values())
        if kept and section.nature == "human" and section.visible_if is None:
            human_pillars.add(section.pillar)
    return total > 0 and shared / total >= params.anchor_share and human_pillars >= set(PILLARS)
