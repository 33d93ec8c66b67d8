"""Other audits with the same photo or the same words, looked up by what audits are recognised by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import AuditDocument, FingerprintDocument, PhotoDocument, PhotoPrint
from checklists.answers import Answers, PhotoAnswer
from checklists.flags import SamePhoto, SameText, seconds_of
from checklists.parameters import CCI_1
from checklists.text_prints import TextPrint, text_prints
from media.prints import ALIKE_BITS, bands_of, differing_bits, is_telling

CANDIDATES = 5000
"""Audits that are compared at most: a picture of nothing in particular may share a part with very many."""
LATELY = timedelta(days=CCI_1.window_days)
SHOPPER_LATEST, CHECKLIST_LATEST = 50, 200
"""Latest audits of the shopper, and of the checklist, from which the usual time is worked out."""

Photos = Mapping[UUID, PhotoDocument]


class Known(msgspec.Struct, frozen=True):
    """What is stored of another audit, to compare with."""

    id: UUID = msgspec.field(name="_id")
    shopper_id: UUID
    occurred_at: datetime
    photos: list[PhotoPrint]
    texts: list[TextPrint]


class Usual(msgspec.Struct, frozen=True):
    """How long audits took lately, in seconds: of each shopper and checklist, and of each checklist."""

    of_shoppers: Mapping[tuple[UUID, str], list[float]]
    of_checklists: Mapping[str, list[float]]


def fingerprint(audit: AuditDocument, photos: Photos) -> FingerprintDocument:
    """The fingerprint of an audit, with all photos that any of its revisions named."""
    prints = [
        PhotoPrint(id=key, perceptual_hash=seen.perceptual_hash, sha256=seen.received_sha256)
        for key in audit.photo_ids
        if key in photos and (seen := photos[key].evidence)
    ]
    texts = list(text_prints(audit.submission.answers))
    return FingerprintDocument(
        id=audit.id,
        shopper_id=audit.shopper_id,
        checklist=audit.submission.checklist.key,
        occurred_at=audit.occurred_at,
        received_at=audit.received_at,
        seconds=seconds_of(audit.submission),
        photos=prints,
        photo_keys=sorted({key for one in prints for key in [one.sha256, *bands_of(one.perceptual_hash)]}),
        texts=texts,
        text_keys=sorted({one.mark for one in texts}),
    )


async def read_alike(prints: Iterable[FingerprintDocument]) -> list[Known]:
    """Every audit that shares a key with any of them, they themselves included. In two round trips."""
    given = list(prints)
    found = {
        known.id: known
        for name in ("photo_keys", "text_keys")
        for known in await _sharing(name, sorted({key for one in given for key in getattr(one, name)}))
    }
    return list(found.values())


async def _sharing(name: str, keys: list[str]) -> list[Known]:
    if not keys:
        return []
    wanted = {name: {"$in": keys}, f"{name}.0": {"$exists": True}}
    fields = {"shopper_id": 1, "occurred_at": 1, "photos": 1, "texts": 1}
    rows = FingerprintDocument.get_pymongo_collection().find(wanted, fields, limit=CANDIDATES)
    return msgspec.convert(await rows.to_list(), list[Known])


async def read_usual(audits: Iterable[AuditDocument], today: datetime) -> Usual:
    """How long audits usually take. One round trip for all shoppers and one for each checklist; reads no audit."""
    given = list(audits)
    lately = {"$gte": today - LATELY}
    checklists = sorted({audit.submission.checklist.key for audit in given})
    shoppers = {"shopper_id": {"$in": sorted({audit.shopper_id for audit in given})}}
    latest: dict[str, Any] = {"$firstN": {"input": "$seconds", "n": SHOPPER_LATEST}}
    pipeline: list[dict[str, Any]] = [
        {"$match": {**shoppers, "checklist": {"$in": checklists}, "received_at": lately}},
        {"$sort": {"received_at": -1}},
        {"$group": {"_id": {"shopper": "$shopper_id", "checklist": "$checklist"}, "seconds": latest}},
    ]
    stored = FingerprintDocument.get_pymongo_collection()
    rows = await (await stored.aggregate(pipeline)).to_list()
    of_checklists: dict[str, list[float]] = defaultdict(list)
    for key in checklists:
        found = stored.find(
            {"checklist": key, "received_at": lately},
            {"_id": 0, "seconds": 1},
            sort=[("received_at", -1)],
            limit=CHECKLIST_LATEST,
        )
        of_checklists[key] = [row["seconds"] async for row in found]
    return Usual({(row["_id"]["shopper"], row["_id"]["checklist"]): row["seconds"] for row in rows}, of_checklists)


def same_photos(audit: AuditDocument, photos: Photos, others: Iterable[Known]) -> Iterator[SamePhoto]:
    """For each photo of the answers the one that is most like it, if any is like it at all."""
    known = [other for other in others if other.id != audit.id]
    for item, photo in _photos_by_item(audit.submission.answers):
        if photo in photos:
            alike = _alike(audit, item, photos[photo], known)
            yield from sorted(
                alike, key=lambda found: (not found.same_file, found.bits, found.other_at, found.other_photo)
            )[:1]


def _alike(audit: AuditDocument, item: str, photo: PhotoDocument, known: Iterable[Known]) -> Iterator[SamePhoto]:
    own = photo.evidence
    telling = is_telling(own.perceptual_hash)
    for other in known:
        for theirs in other.photos:
            bits = differing_bits(own.perceptual_hash, theirs.perceptual_hash)
            same_file = own.received_sha256 == theirs.sha256
            if same_file or (telling and bits <= ALIKE_BITS):
                yield SamePhoto(
                    item=item,
                    photo=photo.id,
                    other_photo=theirs.id,
                    other_audit=other.id,
                    other_at=other.occurred_at,
                    bits=bits,
                    same_file=same_file,
                    same_shopper=other.shopper_id == audit.shopper_id,
                )


def same_texts(audit: AuditDocument, others: Iterable[Known]) -> Iterator[SameText]:
    """For each text the earliest audit that says the same."""
    by_mark: dict[str, list[tuple[datetime, Known, str]]] = defaultdict(list)
    for other in others:
        for text in other.texts if other.id != audit.id else []:
            by_mark[text.mark].append((other.occurred_at, other, text.item))
    for own in text_prints(audit.submission.answers):
        for at, other, item in sorted(by_mark[own.mark], key=lambda found: (found[0], found[1].id))[:1]:
            same_shopper = other.shopper_id == audit.shopper_id
            yield SameText(item=own.item, other_audit=other.id, other_item=item, other_at=at, same_shopper=same_shopper)


def _photos_by_item(answers: Answers) -> Iterator[tuple[str, UUID]]:
    for item, answer in answers.items():
        for photo in answer.photos if isinstance(answer, PhotoAnswer) else []:
            yield item, photo
