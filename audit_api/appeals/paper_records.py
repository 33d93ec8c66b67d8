"""A received PDF becomes a stored paper: once, however often it is sent, and swept when no appeal names it."""

import hashlib
from collections.abc import AsyncIterable
from datetime import datetime, timedelta
from uuid import UUID

from pymongo.errors import DuplicateKeyError

from audit_api.appeals.attachments import claim_papers
from audit_api.clock import now
from audit_api.documents import AuditDocument, Paper, PaperDocument
from audit_api.documents.appeals import HAS_APPEALS
from audit_api.problems import RETRY_SECONDS as RETRY
from audit_api.problems import Problem
from media.papers import PaperRefused, check_paper

UNCLAIMED_MAX = 30
"""Papers of one account that no appeal names: an appeal holds five."""
CLAIMED = timedelta(hours=12)
"""No request lives so long between claiming a paper and writing the appeal that names it."""
FACTS = {"content": 0}


async def keep_paper(owner_id: UUID, paper_id: UUID, name: str, content: bytes) -> PaperDocument:
    """The stored paper. Raises PaperRefused, `paper_differs`, `too_many_uploads`."""
    digest = hashlib.sha256(content).hexdigest()
    known = await PaperDocument.get(paper_id)
    if known is None:
        check_paper(content)
        await _refuse_hoards(owner_id)
        known = await _stored(owner_id, paper_id, name, digest, content)
    if (known.owner_id, known.name, known.sha256) != (owner_id, name, digest):
        raise Problem("paper_differs")
    return known


async def gathered(chunks: AsyncIterable[bytes], limit: int) -> bytes:
    """Raises PaperRefused at the first chunk past `limit`; the rest is not asked for."""
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > limit:
            raise PaperRefused("paper_too_large", f"The file is larger than {limit:,} bytes.")
    return bytes(content)


async def claimed(owner_id: UUID, audit_id: UUID, paper_ids: list[UUID]) -> list[Paper]:
    """The papers among these that are this person's and this audit's, and will stay for now."""
    if not paper_ids:
        return []
    papers = PaperDocument.get_pymongo_collection()
    await claim_papers(owner_id, audit_id, paper_ids)
    mine = {"_id": {"$in": paper_ids}, "owner_id": owner_id, "appealed_in": audit_id}
    await papers.update_many(mine, {"$set": {"claimed_at": now()}})
    found = {row["_id"]: row async for row in papers.find(mine, FACTS)}
    return [Paper(id=one, name=found[one]["name"], bytes=found[one]["length"]) for one in paper_ids if one in found]


async def remove_orphans(received_before: datetime) -> int:
    """Papers that no appeal names. The removal demands that nobody has claimed them meanwhile."""
    papers = PaperDocument.get_pymongo_collection()
    old = {"received_at": {"$lt": received_before}, "claimed_at": {"$lt": now() - CLAIMED}}
    candidates = [row["_id"] async for row in papers.find(old, {"_id": 1})]
    orphans = {"_id": {"$in": list(set(candidates) - await _named(candidates))}, **old}
    return (await papers.delete_many(orphans)).deleted_count


async def _named(paper_ids: list[UUID]) -> set[UUID]:
    wanted = {**HAS_APPEALS, "appeals.papers.id": {"$in": paper_ids}}
    audits = AuditDocument.get_pymongo_collection().find(wanted, {"appeals.papers.id": 1})
    return {paper["id"] async for audit in audits for appeal in audit["appeals"] for paper in appeal["papers"]}


async def _refuse_hoards(owner_id: UUID) -> None:
    rows = PaperDocument.get_pymongo_collection().find({"owner_id": owner_id}, {"_id": 1})
    owned = [row["_id"] async for row in rows]
    if len(owned) >= UNCLAIMED_MAX and len(set(owned) - await _named(owned)) >= UNCLAIMED_MAX:
        raise Problem("too_many_uploads", headers={"Retry-After": str(RETRY)})


async def _stored(owner_id: UUID, paper_id: UUID, name: str, digest: str, content: bytes) -> PaperDocument:
    at = now()
    paper = PaperDocument(
        id=paper_id,
        owner_id=owner_id,
        name=name,
        sha256=digest,
        length=len(content),
        content=content,
        received_at=at,
        claimed_at=at,
    )
    try:
        await paper.insert()
    except DuplicateKeyError:
        stored = await PaperDocument.get(paper_id)  # the same arrived on another connection meanwhile
        if stored is None:
            raise Problem("database_unavailable", "The paper cannot be read back.") from None
        return stored
    return paper
