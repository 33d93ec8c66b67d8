"""Documents of the demo network, built from its plan, and adding those that are not there yet."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from audit_api.demo.fieldwork import CHECKLISTS, Shop
from audit_api.demo.network import Network
from audit_api.demo.words import words
from audit_api.documents import (
    Assignment,
    AssignmentDocument,
    BranchDocument,
    ProgrammeDocument,
    RegionDocument,
)
from audit_api.documents.seam import StructDocument
from checklists.definition import Checklist, ChecklistRef

D = TypeVar("D", bound=StructDocument)
T = TypeVar("T")

BATCH = 500


async def add_missing(documents: Sequence[D]) -> int:
    """Adds what is not stored; what is stored stays as it is, also when somebody has changed it."""
    added = 0
    for batch in batches(documents, BATCH):
        known = await known_ids(type(batch[0]), [document.id for document in batch])
        fresh = [document for document in batch if document.id not in known]
        if fresh:
            await type(batch[0]).insert_many(fresh)
        added += len(fresh)
    return added


async def known_ids(kind: type[D], ids: list[UUID]) -> set[UUID]:
    found = kind.get_pymongo_collection().find({"_id": {"$in": ids}}, {"_id": 1})
    return {row["_id"] async for row in found}


def batches(everything: Iterable[T], size: int) -> Iterable[list[T]]:
    rest = iter(everything)
    while batch := list(islice(rest, size)):
        yield batch


async def add_network(network: Network) -> dict[str, int]:
    """How many programmes, regions and branches were added."""
    programme = ProgrammeDocument(id=network.programme_id, programme=network.programme)
    regions = [RegionDocument(id=key, region=region) for key, region in network.regions.items()]
    branches = [BranchDocument(id=each.id, branch=each.branch) for each in network.branches]
    return {
        "programmes": await add_missing([programme]),
        "regions": await add_missing(regions),
        "branches": await add_missing(branches),
    }


def assignment_document(shop: Shop, shopper_id: UUID, checklist: Checklist, ref: ChecklistRef) -> AssignmentDocument:
    """The assignment as it was given out, before anything came of it."""
    return AssignmentDocument(
        id=shop.assignment_id,
        assignment=Assignment(
            branch_id=shop.branch.id,
            shopper_id=shopper_id,
            checklist=ref,
            channel=checklist.channel,
            scenario=shop.scenario.text,
            briefing=words(shop.shopper.language).briefings[CHECKLISTS[shop.checklist]],
            window_starts_at=shop.window[0],
            window_ends_at=shop.window[1],
            reshop_of=shop.reshop_of,
        ),
        programme_id=shop.branch.branch.programme_id,
        region_id=shop.branch.branch.region_id,
    )
