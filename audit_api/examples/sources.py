"""What the audits say about examples: read from the database, judged by the pure rule."""

import asyncio
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import AuditDocument, ChecklistVersionDocument, ExampleDocument, ExamplePhoto
from checklists.answers import Submission
from checklists.coaching import VISITS_BEFORE, Visit, Worth, example_id, visit, worth_showing
from checklists.definition import Channel, Checklist, ChecklistRef
from checklists.scoring import Scorecard

Fields = dict[str, int]
_FIELDS: Fields = dict.fromkeys(
    ("programme_id", "region_id", "branch_id", "channel", "occurred_at", "content_hash", "submission", "scorecard"), 1
)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What of a finalised audit matters to examples. `id` is called `_id` in the database."""

    id: UUID = msgspec.field(name="_id")
    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    channel: Channel
    occurred_at: datetime
    content_hash: str
    submission: Submission
    scorecard: Scorecard


async def read_sources(branch_id: UUID, checklist: str) -> list[Source]:
    """All finalised audits of a branch with a checklist, the earliest first."""
    return msgspec.convert(await _read(_visits(branch_id, checklist), _FIELDS, 1), list[Source])


async def read_around(audit: AuditDocument) -> list[Source]:
    """The audit itself if it is finalised, with as many before and after it as bear on each other."""
    return msgspec.convert(await _around(audit, _FIELDS), list[Source])


async def stamps_around(audit: AuditDocument) -> list[tuple[UUID, str]]:
    """Id and content hash of each audit that `read_around` finds: enough to notice that one came, went or changed."""
    return [(row["_id"], row["content_hash"]) for row in await _around(audit, {"content_hash": 1})]


async def _around(audit: AuditDocument, fields: Fields) -> list[dict[str, Any]]:
    at, this = audit.occurred_at, audit.id
    earlier = {"occurred_at": {"$lte": at}, "$or": [{"occurred_at": {"$lt": at}}, {"_id": {"$lt": this}}]}
    later = {"occurred_at": {"$gte": at}, "$or": [{"occurred_at": {"$gt": at}}, {"_id": {"$gte": this}}]}
    visits = _visits(audit.branch_id, audit.submission.checklist.key)
    before, after = await asyncio.gather(
        _read({**visits, **earlier}, fields, -1, VISITS_BEFORE),
        _read({**visits, **later}, fields, 1, VISITS_BEFORE + 1),
    )
    return before[::-1] + after


def _visits(branch_id: UUID, checklist: str) -> dict[str, Any]:
    return {"branch_id": branch_id, "status": "finalised", "submission.checklist.key": checklist}


async def _read(wanted: dict[str, Any], fields: Fields, direction: int, limit: int = 0) -> list[dict[str, Any]]:
    order = [("occurred_at", direction), ("_id", direction)]
    return await AuditDocument.get_pymongo_collection().find(wanted, fields, sort=order, limit=limit).to_list()


async def definitions_for(sources: Iterable[Source]) -> dict[ChecklistRef, Checklist]:
    wanted = {one.submission.checklist: None for one in sources}
    return dict(await ChecklistVersionDocument.definitions_of([*wanted]))


def examples_of(
    sources: Iterable[Source], checklists: dict[ChecklistRef, Checklist], *, automatic: bool
) -> Iterator[tuple[Source, list[ExampleDocument]]]:
    """The examples in each of a branch's audits with one checklist, which come in order."""
    before: deque[Visit] = deque(maxlen=VISITS_BEFORE)
    for source in sources:
        checklist = checklists.get(source.submission.checklist)
        if checklist is None:
            continue
        answers, card = source.submission.answers, source.scorecard
        found = worth_showing(checklist, answers, card, [*before])
        yield source, [_example(source, worth, automatic=automatic) for worth in found]
        before.append(visit(source.id, checklist, answers, card))


def _example(source: Source, worth: Worth, *, automatic: bool) -> ExampleDocument:
    submission = source.submission
    language = submission.language[:2]
    return ExampleDocument(
        id=example_id(source.id, worth.item),
        programme_id=source.programme_id,
        region_id=source.region_id,
        branch_id=source.branch_id,
        audit_id=source.id,
        audit_stamp=source.content_hash,
        checklist=submission.checklist,
        item=worth.item,
        section=worth.section,
        pillar=worth.pillar,
        level=worth.level,
        channel=source.channel,
        theme=worth.theme,
        language=language,
        kind=worth.kind,
        score=worth.score,
        delight=worth.delight,
        answered=worth.answered,
        reasons=worth.reasons,
        rank=worth.rank,
        month=f"{source.occurred_at:%Y-%m}",
        narrative_hash=hash_of(worth.narrative or ""),
        content=hash_of(worth.narrative or "", *map(str, worth.photos)),
        automatic=automatic,
        facet=facet_of(source.channel, language, submission.checklist.key, worth),
        masking="waiting" if worth.narrative else "none",
        photos=[ExamplePhoto(original=photo) for photo in worth.photos],
    )


def facet_of(channel: Channel, language: str, checklist: str, worth: Worth) -> str:
    """Everything that an example is counted by, as one text: values in the order of `PARTS`; `values_of` reads it."""
    photo, delight = ("yes" if has else "no" for has in (worth.photos, worth.delight))
    parts = (worth.theme, checklist, worth.section, worth.item, worth.pillar or "", worth.level, channel)
    return "|".join(map(str, (*parts, language, worth.kind, photo, delight)))


def hash_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
