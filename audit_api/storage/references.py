"""What one record says about another must be true when it is written."""

from typing import TypeVar
from uuid import UUID

from audit_api.documents.seam import StructDocument
from audit_api.problems import Problem

D = TypeVar("D", bound=StructDocument)


async def referred(kind: type[D], document_id: UUID, field: str) -> D:
    """The document that `field` names. Raises `reference_missing` naming the field."""
    found = await kind.get(document_id)
    if found is None:
        raise Problem("reference_missing", f"`{field}` names nothing that exists: {document_id}.")
    return found
