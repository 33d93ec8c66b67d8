"""Answers with many entries are written in a thread, entry by entry: all at once would hold up everybody else."""

import asyncio

import msgspec


async def encoded(answer: msgspec.Struct, entries: str) -> bytes:
    """The answer as JSON; `entries` names the field that holds its long list."""
    return await asyncio.to_thread(_encoded, answer, entries)


def _encoded(answer: msgspec.Struct, entries: str) -> bytes:
    # Between two of them another thread may go on, as it may not while one call writes a thousand.
    written = [msgspec.Raw(msgspec.json.encode(one)) for one in getattr(answer, entries)]
    facts = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return msgspec.json.encode({**facts, entries: written})
