"""Assignments by the words of people: branches and shoppers whose names have them, whatever the case and accents."""

import asyncio
import unicodedata
from typing import Any
from uuid import UUID

from audit_api.documents import BranchDocument, UserDocument


async def named_alike(text: str) -> dict[str, Any]:
    """A filter on assignments: branch or shopper has a name like this. Two round trips, side by side."""
    words = folded(text).split()
    branches, shoppers = await asyncio.gather(
        _with_name(BranchDocument.get_pymongo_collection(), {}, "branch"),
        _with_name(UserDocument.get_pymongo_collection(), {"user.role": "shopper"}, "user"),
    )
    return {
        "$or": [
            {"assignment.branch_id": {"$in": _matching(branches, words)}},
            {"assignment.shopper_id": {"$in": _matching(shoppers, words)}},
        ]
    }


def folded(text: str) -> str:
    """A text for comparing: `Šiauliai` and `siauliai` are one, and so are `Işık` and `isik`."""
    plain = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower().replace("ı", "i")


async def _with_name(collection: Any, wanted: dict[str, Any], kind: str) -> list[tuple[UUID, str]]:
    rows = await collection.find(wanted, {f"{kind}.name": 1}, batch_size=100_000).to_list()
    return [(row["_id"], row[kind]["name"]) for row in rows]


def _matching(named: list[tuple[UUID, str]], words: list[str]) -> list[UUID]:
    return [one for one, name in named if all(word in folded(name) for word in words)]
