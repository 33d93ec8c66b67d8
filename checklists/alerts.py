"""What about a finalised audit is worth a hot message to who runs the branch."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from checklists.answers import Answer, CallbackAnswer
from checklists.branch_report import BranchReport
from checklists.flags import FarAway, Flag, OldPhoto, SamePhoto
from checklists.scoring import Scorecard
from checklists.trend import Trend

AlertRule = Literal["critical_failed", "headline_fell", "callback_broken", "evidence_suspicious"]
Suspicion = Literal["same_photo", "far_away", "old_photo"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`items` are those concerned; `suspicions` are about photos. `change` (negative) is in index points."""

    rule: AlertRule
    items: list[str] = []
    suspicions: list[Suspicion] = []
    change: float | None = None
    smallest_detectable: float | None = None


def audit_findings(card: Scorecard, answers: Mapping[str, Answer], flags: Sequence[Flag]) -> list[Finding]:
    """What an audit gives reason to alert about: at most one finding of each rule."""
    broken = [item.key for item in card.items if item.score == 0 and isinstance(answers.get(item.key), CallbackAnswer)]
    found = [
        Finding(rule="critical_failed", items=card.failed_critical),
        Finding(rule="callback_broken", items=broken),
        _suspicious(flags),
    ]
    return [finding for finding in found if finding.items]


def fall(report: BranchReport | None) -> Finding | None:
    """When the result of the last 91 days lies below that before for more than luck, by the trend rule."""
    return fall_of(next((quarter.trend for quarter in report.quarters if quarter.back == 0), None) if report else None)


def fall_of(latest: Trend | None) -> Finding | None:
    if latest is None or not latest.visible or latest.change >= 0:
        return None
    return Finding(rule="headline_fell", change=latest.change, smallest_detectable=latest.smallest_detectable)


def _suspicious(flags: Sequence[Flag]) -> Finding:
    told = list(_suspicions(flags))
    return Finding(
        rule="evidence_suspicious",
        items=list(dict.fromkeys(item for _, item in told)),
        suspicions=list(dict.fromkeys(suspicion for suspicion, _ in told)),
    )


def _suspicions(flags: Sequence[Flag]) -> Iterator[tuple[Suspicion, str]]:
    """What photos are suspected of. Other flags are hints for a review, and it is over."""
    for flag in flags:
        if isinstance(flag, SamePhoto):
            yield "same_photo", flag.item
        elif isinstance(flag, FarAway):
            yield "far_away", flag.item
        elif isinstance(flag, OldPhoto):
            yield "old_photo", flag.item
