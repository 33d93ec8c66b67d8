"""Cursor paging: a page knows where it ended, so a list stays stable while new entries arrive."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import QueryParameter

from audit_api.problems import Problem

PAGE_SIZE = 50
PAGE_SIZE_MAX = 200

PageSize = Annotated[int, QueryParameter(ge=1, le=PAGE_SIZE_MAX, description="Entries per page.")]
Cursor = Annotated[str | None, QueryParameter(max_length=2000, description="The `next` of the page before.")]


class _TimeKey(msgspec.Struct, array_like=True):
    at: datetime
    id: UUID


class _NameKey(msgspec.Struct, array_like=True):
    at: str
    id: UUID


class _NumberKey(msgspec.Struct, array_like=True):
    at: float
    id: UUID


def after_time(cursor: str | None, field: str) -> dict[str, Any]:
    """A filter for what follows `cursor` in a list ordered by `field` and `_id`, latest first."""
    if cursor is None:
        return {}
    key = _read(cursor, _TimeKey)
    return {"$or": [{field: {"$lt": key.at}}, {field: key.at, "_id": {"$lt": key.id}}]}


def later_than(cursor: str | None, field: str) -> dict[str, Any]:
    """A filter for what follows `cursor` in a list ordered by `field` and `_id`, oldest first."""
    if cursor is None:
        return {}
    key = _read(cursor, _TimeKey)
    return {"$or": [{field: {"$gt": key.at}}, {field: key.at, "_id": {"$gt": key.id}}]}


def after_name(cursor: str | None, field: str) -> dict[str, Any]:
    """A filter for what follows `cursor` in a list ordered by `field` and `_id`, alphabetically."""
    if cursor is None:
        return {}
    key = _read(cursor, _NameKey)
    return {"$or": [{field: {"$gt": key.at}}, {field: key.at, "_id": {"$gt": key.id}}]}


def after_number(cursor: str | None, field: str) -> dict[str, Any]:
    """A filter for what follows `cursor` in a list ordered by `field` and `_id`, highest first."""
    if cursor is None:
        return {}
    key = _read(cursor, _NumberKey)
    return {"$or": [{field: {"$lt": key.at}}, {field: key.at, "_id": {"$lt": key.id}}]}


def in_one_batch(limit: int) -> int:
    """A batch size for `limit` entries and the one that tells that there are more.

    The database's own first batch is smaller than a large page. One more again: a batch that is just full is
    followed by a question whether that was all.
    """
    return limit + 2


def cursor_of(value: datetime | str | float, entry_id: UUID) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([value, entry_id])).decode()


def _read(cursor: str, kind: Any) -> Any:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=kind)
    except (msgspec.DecodeError, binascii.Error, ValueError):
        raise Problem("invalid_parameter", "`cursor` is not one that this list gave.") from None
