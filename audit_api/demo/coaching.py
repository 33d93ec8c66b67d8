"""Examples of the demo network: what a reviewer has released of them, so that the trainer's room is not empty."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from audit_api.documents import ExampleDocument
from audit_api.example_upkeep import rebuild_examples
from audit_api.example_words import mask_waiting
from audit_api.example_writes import write_decision

EACH = 8
"""Of every theme as many good and bad ones; the rest waits for a decision."""


async def release_examples(reviewer_id: UUID, at: datetime) -> None:
    """Safe to repeat: what was decided stays as it was."""
    await rebuild_examples()
    await mask_waiting()
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    rows = ExampleDocument.get_pymongo_collection().find({}, sort=[("rank", -1), ("_id", -1)])
    async for row in rows:
        sort = (row["theme"], row["kind"])
        if row["kind"] == "mixed" or not row["ready"] or taken[sort] == EACH:
            continue
        taken[sort] += 1
        if row["decision"] is None:
            await write_decision(row["_id"], "released", reviewer_id, at, row["content"])
