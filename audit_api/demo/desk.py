"""Everything the two ways of writing audits share: who, which checklists, what is stored, and the photos."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit_api.audits.submissions import AuditIntake
from audit_api.demo.encounter import revised, submission
from audit_api.demo.fieldwork import Fieldwork, Shop
from audit_api.demo.history import received_at
from audit_api.demo.photographs import PlannedPhoto, photograph, photos_in
from audit_api.demo.words import words
from audit_api.documents import AuditDocument, AuditStatus, PhotoDocument
from audit_api.photos.records import keep_photo
from checklists.answers import Submission
from checklists.definition import Checklist, ChecklistRef
from media.intake import PhotoIntake
from media.store import PhotoStore
from media.upload import spooled


class StoredAudit(msgspec.Struct, kw_only=True):
    """How far an audit has come: enough to know its next step without reading it."""

    status: AuditStatus
    revision: int
    reviews: set[UUID]


class Counts(msgspec.Struct, kw_only=True):
    audits: int = 0
    photos: int = 0


class Desk(msgspec.Struct, kw_only=True, frozen=True):
    """`people`: account -> id. `checklists`: key -> version to be shopped with."""

    work: Fieldwork
    people: dict[str, UUID]
    reviewer_id: UUID
    checklists: dict[str, tuple[ChecklistRef, Checklist]]
    store: PhotoStore
    photo_intake: PhotoIntake
    audit_intake: AuditIntake
    counts: Counts
    progress: Callable[[int], None]

    def shopper_id(self, shop: Shop) -> UUID:
        return self.people[shop.shopper.account]

    def submission(self, shop: Shop, revision: int = 1) -> Submission:
        ref, checklist = self.checklists[shop.checklist]
        first = submission(self.work.seed, shop, checklist, ref, self.work.midnight)
        return first if revision == 1 else revised(first, words(shop.shopper.language))

    def device_clock(self, shop: Shop, received_at: datetime) -> datetime:
        return received_at + timedelta(seconds=shop.shopper.clock_error)

    async def stored(self, shops: list[Shop]) -> dict[UUID, StoredAudit]:
        """Those of the planned audits that exist."""
        wanted = {"_id": {"$in": [shop.audit_id for shop in shops]}}
        fields = {"status": 1, "submission.revision": 1, "reviews.id": 1}
        rows = AuditDocument.get_pymongo_collection().find(wanted, fields)
        return {row["_id"]: _stored(row) async for row in rows}

    async def keep_photos(self, shop: Shop, sent: Submission) -> None:
        """Takes in the photos an audit names, each through the same door as a phone's."""
        for planned in photos_in(sent):
            if await PhotoDocument.get(planned.id) is None:
                await self._keep(shop, sent, planned)

    async def _keep(self, shop: Shop, sent: Submission, planned: PlannedPhoto) -> None:
        content = await asyncio.to_thread(photograph, self.work.seed, shop, sent, planned)
        taken_in_at = received_at(shop, sent) - timedelta(seconds=30)
        async with spooled(_once(content), self.photo_intake.limits) as upload:
            await keep_photo(self.shopper_id(shop), planned.id, upload, self.store, self.photo_intake, taken_in_at)
        self.counts.photos += 1


def _stored(row: dict[str, Any]) -> StoredAudit:
    return StoredAudit(
        status=row["status"],
        revision=row["submission"]["revision"],
        reviews={review["id"] for review in row.get("reviews", [])},
    )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
