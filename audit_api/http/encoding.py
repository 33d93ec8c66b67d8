"""Answers with many entries are written in a thread, entry by entry: all at once would hold up everybody else."""

import asyncio
from collections.abc import Sequence

import msgspec


async def encoded(answer: msgspec.Struct, *entries: str) -> bytes:
    """The answer as JSON; `entries` names the fields that hold its long lists."""
    return await asyncio.to_thread(_encoded, answer, entries)


async def encoded_list(entries: Sequence[msgspec.Struct]) -> bytes:
    """As JSON, the same way."""
    return await asyncio.to_thread(_encoded_list, entries)


def _encoded_list(entries: Sequence[msgspec.Struct]) -> bytes:
    return msgspec.json.encode(_written(entries))


def _encoded(answer: msgspec.Struct, entries: Sequence[str]) -> bytes:
    facts = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return msgspec.json.encode(facts | {name: _written(facts[name]) for name in entries})


def _written(entries: Sequence[msgspec.Struct]) -> list[msgspec.Raw]:
    """Between two of them another thread may go on, as it may not while one call writes a thousand."""
    return [msgspec.Raw(msgspec.json.encode(one)) for one in entries]
