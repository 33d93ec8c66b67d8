"""Examples of the demo network: what a reviewer has released of them, so that the trainer's room is not empty."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from audit_api.anonymising.redaction_records import decide_redaction, looked_at
from audit_api.documents import ExampleDocument, PhotoDocument
from audit_api.examples.masking import mask_waiting
from audit_api.examples.upkeep import rebuild_examples
from audit_api.examples.writes import write_decision
from media.intake import PhotoIntake
from media.regions import Region
from media.store import PhotoStore

EACH = 8
"""Of every theme as many good and bad ones; the rest waits for a decision."""
PICTURES = 5
"""Photos that the reviewer has looked at; the others wait at the desk."""


async def release_examples(reviewer_id: UUID, at: datetime, store: PhotoStore, intake: PhotoIntake) -> None:
    """Safe to repeat: what was decided stays as it was."""
    await rebuild_examples()
    await mask_waiting()
    # First: a picture makes others ready that show it, too.
    pictured = await _redacted(reviewer_id, store, intake)
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    async for example in ExampleDocument.find({"ready": True, "kind": {"$ne": "mixed"}}).sort("-rank", "-_id"):
        sort = (example.theme, example.kind)
        if taken[sort] == EACH:
            continue
        taken[sort] += 1
        if example.decision is None:
            await write_decision(example, "released", reviewer_id, at)
    for example in pictured:
        await write_decision(example, "released", reviewer_id, at)


async def _redacted(reviewer_id: UUID, store: PhotoStore, intake: PhotoIntake) -> list[ExampleDocument]:
    """The best examples with pictures that nobody has decided about; there is nobody in drawn ones."""
    wanted = {"photos.0": {"$exists": True}, "kind": {"$ne": "mixed"}, "masking": {"$ne": "waiting"}}
    found = await ExampleDocument.find(wanted).sort("-rank", "-_id").limit(PICTURES).to_list()
    waiting = [photo.original for example in found for photo in example.photos if photo.state == "waiting"]
    for original in dict.fromkeys(waiting):
        if (photo := await PhotoDocument.get(original)) is None:
            continue
        seen = await looked_at(photo, store, intake)
        regions: list[Region] = [proposal.box for proposal in seen.proposals if proposal.sure]
        await decide_redaction(photo, "redact", regions, reviewer_id, store, intake)
    return [example for example in found if example.decision is None]
