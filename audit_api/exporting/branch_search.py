"""The branches that a page shows after a search."""

from typing import Any
from uuid import UUID

from audit_api.documents import BranchDocument
from audit_api.exporting.comparison_order import folded
from audit_api.exporting.reading import ROWS_AT_ONCE, Reading


def searched_branches(reading: Reading, wanted: dict[str, Any], search: str) -> list[UUID]:
    """Ids of those for which MongoDB's filter `wanted` holds and whose name or address has `search` in it, however it
    is accented; in no order.
    """
    branches = reading.database[BranchDocument.get_collection_name()]
    fields = {"branch.name": 1, "branch.address": 1}
    asked = folded(search.strip())
    return [
        row["_id"] for row in branches.find(wanted, fields, batch_size=ROWS_AT_ONCE) if asked in _text(row["branch"])
    ]


def _text(branch: dict[str, Any]) -> str:
    return folded(f"{branch['name']} {branch.get('address', '')}")
