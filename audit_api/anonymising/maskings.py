"""Words of examples that wait for a person to mask them."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from audit_api.access import DESK, example_for, visible_regions
from audit_api.documents import BranchDocument, ExampleDocument
from audit_api.examples.masking import mask_waiting, mask_words, narratives_of, proposed
from audit_api.examples.sources import hash_of
from audit_api.examples.views import Example, shown
from audit_api.examples.writes import masking_of, write_masked
from audit_api.http.bodies import Body
from audit_api.http.paging import PAGE_SIZE, Cursor, PageSize, after_number, cursor_of, in_one_batch
from audit_api.injected import CurrentPrincipal
from audit_api.problems import Problem, documented
from audit_api.storage.names import names_of
from checklists.faults import error
from checklists.masking import Span, with_spans

WAITING: dict[str, Any] = {"masking": "waiting", "masking_doubt": {"$ne": None}, "state": {"$ne": "withdrawn"}}


class WaitingWords(msgspec.Struct, kw_only=True):
    """Words that wait for a person.

    `spans` are proposed to be hidden in `narrative`, which `narrative_hash` identifies.
    """

    example_id: UUID
    audit_id: UUID
    branch_name: str
    language: str
    narrative: str
    narrative_hash: str
    spans: list[Span]


class WaitingWordsPage(msgspec.Struct, kw_only=True):
    """Words that wait, those of the best example first. `waiting` counts all."""

    narratives: list[WaitingWords]
    next: str | None
    waiting: int


class MaskingChange(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A person's masking. `spans`: all that is to be hidden, in order and apart; all other words stay readable."""

    narrative_hash: Annotated[str, Meta(max_length=64)]
    spans: Annotated[list[Span], Meta(max_length=500)]


@get(
    "/api/maskings/waiting",
    access=DESK,
    tags=["Maskings"],
    summary="Words of examples that a person has to look at, best example first",
    responses=documented("invalid_parameter", "not_signed_in", "not_found"),
)
async def list_waiting(
    principal: CurrentPrincipal, limit: PageSize = PAGE_SIZE, cursor: Cursor = None
) -> WaitingWordsPage:
    await mask_waiting(batches=1)  # nobody should look at what is certain
    wanted = {**WAITING, **visible_regions(principal)}
    examples = ExampleDocument.find({"$and": [wanted, after_number(cursor, "rank")]}, batch_size=in_one_batch(limit))
    found, waiting = await asyncio.gather(
        examples.sort("-rank", "-_id").limit(limit + 1).to_list(), ExampleDocument.find(wanted).count()
    )
    page, more = found[:limit], len(found) > limit
    return WaitingWordsPage(
        narratives=await _waiting_words(page),
        next=cursor_of(page[-1].rank, page[-1].id) if more else None,
        waiting=waiting,
    )


@put(
    "/api/examples/{example_id:uuid}/masking",
    dto=Body[MaskingChange],
    return_dto=None,
    access=DESK,
    tags=["Maskings"],
    summary="Mask the words of an example by hand; safe to repeat",
    responses=documented(
        "malformed_request", "not_signed_in", "cross_site_request", "not_found", "narrative_differs", "invalid_body"
    ),
)
async def put_masking(
    principal: CurrentPrincipal, example_id: FromPath[UUID], data: JSONBody[MaskingChange]
) -> Example:
    example = await example_for(principal, example_id)
    narrative = (await narratives_of([example])).get(example.id)
    # The words themselves: the example may not have followed its audit yet, and marks for others would be misplaced.
    if narrative is None or hash_of(narrative.text) != data.narrative_hash:
        raise Problem("narrative_differs")
    _check(data.spans, len(narrative.text))
    masked = with_spans(narrative.text, [msgspec.structs.replace(span, certain=True) for span in data.spans])
    if not await write_masked(masking_of(example, masked, principal.user_id)):
        raise Problem("narrative_differs")
    return (await shown(principal, [await example_for(principal, example_id)]))[0]


async def _waiting_words(page: list[ExampleDocument]) -> list[WaitingWords]:
    narratives, names = await asyncio.gather(
        narratives_of(page), names_of(BranchDocument, [one.branch_id for one in page])
    )
    programmes = {one.programme_id for one in page}
    words = dict(zip(programmes, await asyncio.gather(*map(mask_words, programmes)), strict=True))
    return [
        WaitingWords(
            example_id=one.id,
            audit_id=one.audit_id,
            branch_name=names.get(one.branch_id, ""),
            language=one.language,
            narrative=narratives[one.id].text,
            narrative_hash=one.narrative_hash,
            spans=list(proposed(one, narratives[one.id], words[one.programme_id]).spans),
        )
        for one in page
        if one.id in narratives
    ]


def _check(spans: list[Span], length: int) -> None:
    """Raises `invalid_body` unless they are places in the text, in order and apart."""
    faults, end = [], 0
    for n, span in enumerate(spans):
        if not end <= span.start < span.end <= length:
            faults.append(error(f"spans[{n}]", "span_misplaced", "Spans lie in the text, in order and apart."))
        end = max(end, span.end)
    if faults:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)


ROUTES = [list_waiting, put_masking]
