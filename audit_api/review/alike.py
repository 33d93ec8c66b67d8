"""Other audits with the same photo or the same words, looked up by what audits are recognised by."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import AuditDocument, FingerprintDocument, PhotoDocument, PhotoPrint
from audit_api.storage.many_documents import read_many
from checklists.answers import Answers, PhotoAnswer
from checklists.flags import SamePhoto, SameText, seconds_of
from checklists.parameters import CCI_1
from checklists.text_prints import TextPrint, text_prints
from media.prints import ALIKE_BITS, bands_of, differing_bits, is_telling

AT_ONCE = 5000
"""So many that share something with any audit of a batch are read in one go."""
OF_A_KEY = 200
"""The latest that are compared where there are more: a picture of nothing in particular shares a part with many."""
LATEST = [("received_at", -1)]
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

    def only(
        self, photo: Callable[[PhotoPrint], bool] = lambda _: False, text: Callable[[TextPrint], bool] = lambda _: False
    ) -> "Known":
        return msgspec.structs.replace(
            self, photos=list(filter(photo, self.photos)), texts=list(filter(text, self.texts))
        )


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
        photo_keys=sorted({key for one in prints for key in _keys(one.sha256, one.perceptual_hash)}),
        texts=texts,
        text_keys=sorted({one.mark for one in texts}),
    )


class Alike:
    """Audits by what they may have in common with another one."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._photos: dict[str, list[tuple[Known, PhotoPrint]]] = defaultdict(list)
        self._texts: dict[str, list[tuple[Known, str]]] = defaultdict(list)
        for one in known:
            for photo in one.photos:
                for key in _keys(photo.sha256, photo.perceptual_hash):
                    self._photos[key].append((one, photo))
            for text in one.texts:
                self._texts[text.mark].append((one, text.item))

    def with_photo(self, sha256: str, perceptual_hash: str) -> Iterator[tuple[Known, PhotoPrint]]:
        """Each as often as it shares a key."""
        for key in _keys(sha256, perceptual_hash):
            yield from self._photos.get(key, ())

    def with_text(self, mark: str) -> list[tuple[Known, str]]:
        return self._texts.get(mark, [])


async def read_alike(prints: Iterable[FingerprintDocument]) -> Alike:
    """What other audits, and they themselves, have in common with any of them. In three round trips, if it is little.

    A file and a text tell enough by themselves, so they are asked for apart from the parts of pictures: whatever
    number of pictures looks much the same, the file that was sent twice is found.
    """
    given = list(prints)
    files = {photo.sha256 for one in given for photo in one.photos}
    texts = {key for one in given for key in one.text_keys}
    hashes: dict[str, set[str]] = defaultdict(set)
    for hash_ in {photo.perceptual_hash for one in given for photo in one.photos}:
        for part in bands_of(hash_):
            hashes[part].add(hash_)

    def near(photo: PhotoPrint) -> bool:
        theirs = photo.perceptual_hash
        shared = (own for part in bands_of(theirs) for own in hashes.get(part, ()))
        return any(differing_bits(theirs, own) <= ALIKE_BITS for own in shared)

    found = [
        *await _sharing("photo_keys", files, lambda one: one.only(photo=lambda photo: photo.sha256 in files)),
        *await _sharing("photo_keys", hashes, lambda one: one.only(photo=near)),
        *await _sharing("text_keys", texts, lambda one: one.only(text=lambda text: text.mark in texts)),
    ]
    return await asyncio.to_thread(Alike, found)


async def _sharing(name: str, keys: Collection[str], narrowed: Callable[[Known], Known]) -> list[Known]:
    """If they are too many, the latest of each key: what one key brings takes no place from another.

    Of each only what was asked for is kept: a part of a picture is shared by thousands that are not like it.
    """
    if not keys:
        return []

    def convert(rows: list[dict[str, Any]]) -> list[Known]:
        return [narrowed(one) for one in msgspec.convert(rows, list[Known])]

    found = await _read({"$in": sorted(keys)}, name, convert, AT_ONCE)
    if len(found) == AT_ONCE:
        found = []
        for key in sorted(keys):
            found += [one for one in await _read(key, name, convert, OF_A_KEY, LATEST) if one.photos or one.texts]
    return found


async def _read(
    key: Any,
    name: str,
    convert: Callable[[list[dict[str, Any]]], list[Known]],
    limit: int,
    order: list[tuple[str, int]] | None = None,
) -> list[Known]:
    wanted = {name: key, f"{name}.0": {"$exists": True}}
    fields = {"shopper_id": 1, "occurred_at": 1, "photos": 1, "texts": 1}
    stored = FingerprintDocument.get_pymongo_collection()
    return await read_many(stored, wanted, convert, fields, sort=order, limit=limit)


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


def same_photos(audit: AuditDocument, photos: Photos, others: Alike) -> Iterator[SamePhoto]:
    """For each photo of the answers the one that is most like it, if any is like it at all."""
    for item, photo in _photos_by_item(audit.submission.answers):
        if photo in photos:
            alike = _alike(audit, item, photos[photo], others)
            yield from sorted(
                alike, key=lambda found: (not found.same_file, found.bits, found.other_at, found.other_photo)
            )[:1]


def _alike(audit: AuditDocument, item: str, photo: PhotoDocument, others: Alike) -> Iterator[SamePhoto]:
    own = photo.evidence
    telling = is_telling(own.perceptual_hash)
    for other, theirs in others.with_photo(own.received_sha256, own.perceptual_hash):
        if other.id == audit.id:
            continue
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


def same_texts(audit: AuditDocument, others: Alike) -> Iterator[SameText]:
    """For each text the earliest audit that says the same."""
    for own in text_prints(audit.submission.answers):
        said = [(other.occurred_at, other.id, other, item) for other, item in others.with_text(own.mark)]
        for at, key, other, item in sorted((one for one in said if one[1] != audit.id), key=lambda one: one[:2])[:1]:
            same_shopper = other.shopper_id == audit.shopper_id
            yield SameText(item=own.item, other_audit=key, other_item=item, other_at=at, same_shopper=same_shopper)


def _keys(sha256: str, perceptual_hash: str) -> list[str]:
    return [sha256, *bands_of(perceptual_hash)]


def _photos_by_item(answers: Answers) -> Iterator[tuple[str, UUID]]:
    for item, answer in answers.items():
        for photo in answer.photos if isinstance(answer, PhotoAnswer) else []:
            yield item, photo
