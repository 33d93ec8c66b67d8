"""Many documents at once are decoded in a thread, some at a time: a thousand in one go would hold up everybody else."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bson import decode_all
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.asynchronous.collection import AsyncCollection

T = TypeVar("T")

AT_ONCE = 10_000
"""Documents that fit into one answer of the database; the first would otherwise hold a hundred."""
SOME = 25
"""Decoded in well under a millisecond, in which no other thread can go on."""


async def read_many(
    collection: AsyncCollection[dict[str, Any]],
    condition: Mapping[str, Any],
    convert: Callable[[list[dict[str, Any]]], list[T]],
    projection: Mapping[str, Any] | None = None,
    *,
    sort: list[tuple[str, int]] | None = None,
    limit: int = 0,
    batch: int = SOME,
) -> list[T]:
    """What `convert` makes of them, in the order of the database, in one round trip.

    `convert` gets `batch` documents at a time, in a thread.
    """
    found = _as_sent(collection).find(condition, projection, sort=sort, limit=limit, batch_size=AT_ONCE)
    return await asyncio.to_thread(_converted, await found.to_list(), collection.codec_options, convert, batch)


async def aggregate_many(
    collection: AsyncCollection[dict[str, Any]],
    pipeline: list[dict[str, Any]],
    convert: Callable[[list[dict[str, Any]]], list[T]],
    *,
    batch: int = SOME,
) -> list[T]:
    """The same of what a pipeline gives."""
    found = await _as_sent(collection).aggregate(pipeline, batchSize=AT_ONCE)
    return await asyncio.to_thread(_converted, await found.to_list(), collection.codec_options, convert, batch)


def _as_sent(collection: AsyncCollection[dict[str, Any]]) -> AsyncCollection[RawBSONDocument]:
    """Split by their lengths, and not yet looked into."""
    options: CodecOptions[Any] = collection.codec_options.with_options(document_class=RawBSONDocument)
    return collection.with_options(codec_options=options)


def _converted(
    found: list[RawBSONDocument],
    options: CodecOptions[dict[str, Any]],
    convert: Callable[[list[dict[str, Any]]], list[T]],
    some: int,
) -> list[T]:
    made: list[T] = []
    for start in range(0, len(found), some):
        batch = b"".join(document.raw for document in found[start : start + some])
        made += convert(decode_all(batch, options))
    return made
