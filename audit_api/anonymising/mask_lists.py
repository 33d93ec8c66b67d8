"""The words of a programme that are hidden in every example: seen, tried and changed by the office."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from audit_api.access import OFFICE
from audit_api.anonymising.word_lists import Preview, preview_of, put_mask_words
from audit_api.documents import ProgrammeDocument
from audit_api.http.bodies import Body
from audit_api.problems import documented, not_found


class MaskWordList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words to hide. They are found in any case, with or without accents, declined, with other spaces or hyphens."""

    words: Annotated[list[Annotated[str, Meta(min_length=2, max_length=80, pattern=r"\S.*\S")]], Meta(max_length=500)]


@get(
    "/api/programmes/{programme_id:uuid}/mask-words",
    access=OFFICE,
    tags=["Maskings"],
    summary="The words of a programme that are hidden in every example",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def read_mask_words(programme_id: FromPath[UUID]) -> MaskWordList:
    programme = await ProgrammeDocument.get(programme_id)
    if programme is None:
        raise not_found()
    return MaskWordList(words=programme.programme.mask_words)


@put(
    "/api/programmes/{programme_id:uuid}/mask-words",
    dto=Body[MaskWordList],
    return_dto=None,
    access=OFFICE,
    tags=["Maskings"],
    summary="Change the words of a programme that are hidden in every example; safe to repeat",
    responses=documented("malformed_request", "not_signed_in", "cross_site_request", "not_found", "invalid_body"),
)
async def write_mask_words(programme_id: FromPath[UUID], data: JSONBody[MaskWordList]) -> MaskWordList:
    words = _distinct(data)
    await put_mask_words(programme_id, words)
    return MaskWordList(words=words)


@post(
    "/api/programmes/{programme_id:uuid}/mask-words/preview",
    dto=Body[MaskWordList],
    return_dto=None,
    status_code=200,
    access=OFFICE,
    tags=["Maskings"],
    summary="How many examples would say less with these words hidden; stores nothing",
    responses=documented("malformed_request", "not_signed_in", "cross_site_request", "not_found", "invalid_body"),
)
async def preview_mask_words(programme_id: FromPath[UUID], data: JSONBody[MaskWordList]) -> Preview:
    if await ProgrammeDocument.get(programme_id) is None:
        raise not_found()
    return await preview_of(programme_id, _distinct(data))


def _distinct(given: MaskWordList) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in given.words))


ROUTES = [read_mask_words, write_mask_words, preview_mask_words]
