"""What an audit says is taken out of it, in one write, for good. What followed from it is cleared away afterwards.

The write leaves the mark `clearing` and the ids of the files, so whoever dies in between leaves nothing unnoticed.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace

from audit_api.audits.new_audits import content_hash
from audit_api.clock import now
from audit_api.documents import AuditDocument, Removal, Removed, Review
from audit_api.documents.appeals import Appeal
from audit_api.documents.audits import SEEN_BY_MANAGERS, AnswerChange, AuditStatus
from audit_api.documents.removals import NOBODY, RemovalCause, RemovalKind
from audit_api.documents.seam import to_bson
from audit_api.problems import Problem
from checklists.answers import Answer, PhotoAnswer, Submission
from checklists.removal import anonymous, emptied, without_photos, without_words, wordless

DECIDED: tuple[AuditStatus, ...] = ("finalised", "rejected", "excluded")
"""Only of these may less than everything go: a reviewer still needs the others whole."""
ATTEMPTS = 10
Strip = Callable[[Submission], Submission]


class RemovalChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to remove of an audit. `anonymise`: answers and scores stay. `erase`: nothing but a tombstone stays."""

    kind: RemovalKind
    cause: RemovalCause


async def remove(
    by: UUID | None,
    audit_id: UUID,
    removal_id: UUID,
    change: RemovalChange,
    shopper: UUID | None = None,
    *,
    undecided: RemovalKind | None = None,
) -> AuditDocument:
    """The audit as it is now; said again under the same id, nothing happens. An anonymous audit is of `shopper`, or
    of somebody new. `undecided`: what happens instead to an audit that no reviewer has decided about.

    Raises `not_found`, `removal_differs`, `audit_state` for an audit that is not decided, or is erased.
    """
    for _ in range(ATTEMPTS):
        raw = await AuditDocument.get_pymongo_collection().find_one({"_id": audit_id})
        if raw is None:
            raise Problem("not_found")
        audit: AuditDocument = AuditDocument.model_validate(raw)
        kind = undecided if undecided and audit.status not in DECIDED else change.kind
        if known := _known(audit, removal_id):
            if known.kind not in (change.kind, undecided) or known.cause != change.cause:
                raise Problem("removal_differs")
            return audit
        _check(audit, kind)
        act = Removal(id=removal_id, kind=kind, cause=change.cause, by=by, at=now())
        if await _written(raw, _left(audit, act, shopper)):
            return await AuditDocument.get(audit_id) or audit
    raise Problem("database_unavailable", "The audit keeps changing.")


def _known(audit: AuditDocument, removal_id: UUID) -> Removal | None:
    acts = audit.removed.acts if audit.removed else []
    return next((act for act in acts if act.id == removal_id), None)


def _check(audit: AuditDocument, kind: RemovalKind) -> None:
    if audit.status == "erased" or (kind != "erase" and audit.status not in DECIDED):
        raise Problem("audit_state", f"The audit is {audit.status}.")


async def _written(raw: dict[str, Any], left: dict[str, Any]) -> bool:
    """False if the audit is no longer as it was looked at."""
    looked_at = ("status", "content_hash", "reviews", "appeals", "earlier", "removed", "photo_ids")
    same = {name: raw.get(name, {"$exists": False}) for name in looked_at}
    audits = AuditDocument.get_pymongo_collection()
    return (await audits.update_one({"_id": raw["_id"], **same}, {"$set": to_bson(left)})).matched_count > 0


def _left(audit: AuditDocument, act: Removal, shopper: UUID | None) -> dict[str, Any]:
    """The fields as they are to be."""
    left = _LEFT[act.kind](audit)
    if act.kind == "anonymise":
        left["shopper_id"] = shopper or uuid4()
    marks = {"examples_due": True, "clearing": True, "unexamined": False, "flags": [], "flagged": False}
    return {**left, **marks, "removed": _removed(audit, act)}


def _removed(audit: AuditDocument, act: Removal) -> Removed:
    before = audit.removed or Removed(acts=[])
    files = act.kind != "words"
    letters = act.kind in ("anonymise", "erase")
    appealed = [photo for appeal in audit.appeals for photo in appeal.photos] if letters else []
    papers = [paper.id for appeal in audit.appeals for paper in appeal.papers] if letters else []
    return Removed(
        acts=[*before.acts, act],
        photos=_once([*before.photos, *(audit.photo_ids if files else []), *appealed]),
        papers=_once([*before.papers, *papers]),
        was_seen=before.was_seen or audit.status in SEEN_BY_MANAGERS,
    )


def _without_photos(audit: AuditDocument) -> dict[str, Any]:
    stripped = _stripped(audit, lambda sent: replace(sent, answers=without_photos(sent.answers)))
    return {**stripped, "photo_ids": [], "reviews": [_review(one, _pictureless) for one in audit.reviews]}


def _without_words(audit: AuditDocument) -> dict[str, Any]:
    stripped = _stripped(audit, lambda sent: replace(sent, answers=without_words(sent.answers)))
    appeals = [replace(_appeal(one), photos=one.photos, papers=one.papers) for one in audit.appeals]
    reviews = [_review(replace(one, reason=""), wordless) for one in audit.reviews]
    return {**stripped, "reviews": reviews, "appeals": appeals}


def _anonymous(audit: AuditDocument) -> dict[str, Any]:
    wordless_reviews = [replace(one, reason="") for one in audit.reviews]
    return {
        **_stripped(audit, anonymous),
        "photo_ids": [],
        "reviews": [_review(one, lambda given: _pictureless(wordless(given))) for one in wordless_reviews],
        "appeals": [_appeal(one) for one in audit.appeals],
        "device_skew_seconds": None,
    }


def _erased(audit: AuditDocument) -> dict[str, Any]:
    """Checklist, branch, assignment and the moments stay."""
    card = replace(
        audit.scorecard,
        eligible=False,
        ineligible_because=[],
        coverage=0.0,
        earned=0.0,
        possible=0.0,
        **dict.fromkeys(("score_pct", "index", "index0"), None),
        pillars={},
        levels={},
        failed_critical=[],
        sections=[],
        items=[],
    )
    return {
        "status": "erased",
        "shopper_id": NOBODY,
        "submission": emptied(audit.submission),
        "scorecard": card,
        "content_hash": "",
        **{name: [] for name in ("photo_ids", "reviews", "earlier", "appeals")},
        **dict.fromkeys(("finalised_at", "finalised_by", "device_skew_seconds"), None),
        "unalerted": False,
    }


_LEFT: dict[RemovalKind, Callable[[AuditDocument], dict[str, Any]]] = {
    "photos": _without_photos,
    "words": _without_words,
    "anonymise": _anonymous,
    "erase": _erased,
}


def _stripped(audit: AuditDocument, strip: Strip) -> dict[str, Any]:
    """Under another hash: what was sent is not here any more, and examples made of it are not those of this audit."""
    sent = strip(audit.submission)
    earlier = [_hashed(replace(one, submission=strip(one.submission))) for one in audit.earlier]
    return {"submission": sent, "content_hash": content_hash(sent), "earlier": earlier}


def _hashed(one: Any) -> Any:
    return replace(one, content_hash=content_hash(one.submission))


def _review(review: Review, strip: Callable[[Answer], Answer]) -> Review:
    return replace(review, changes=[_change(one, strip) for one in review.changes])


def _change(change: AnswerChange, strip: Callable[[Answer], Answer]) -> AnswerChange:
    before, after = (strip(answer) if answer else None for answer in (change.before, change.after))
    return replace(change, before=before, after=after)


def _pictureless(answer: Answer) -> Answer:
    return replace(answer, photos=[]) if isinstance(answer, PhotoAnswer) else answer


def _appeal(appeal: Appeal) -> Appeal:
    decision = replace(appeal.decision, reason="") if appeal.decision else None
    return replace(appeal, reason="", photos=[], papers=[], decision=decision)


def _once(ids: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))
