"""Outstanding deeds as they are sent: by alias, in masked words, and never as a ranking.

Asked anew each time: what was withdrawn, excluded or erased is gone at once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audit_api.documents import (
    AuditDocument,
    BranchDocument,
    ChecklistVersionDocument,
    ExampleDocument,
    ProgrammeDocument,
    RegionDocument,
)
from checklists.coaching import VERY_GOOD, outstanding
from checklists.definition import Channel, Checklist, ChecklistRef, items_of
from checklists.items import Text
from checklists.themes import Theme

EACH = 5
"""Most deeds of one branch: the most telling ones."""
LOOKED_AT = 5_000


class Deed(msgspec.Struct, kw_only=True):
    """What somebody did better than they had to. `alias` is None if the shopper noted none: then it is the team's."""

    example_id: UUID
    audit_id: UUID
    alias: str | None
    narrative: str
    language: str
    item_text: Text
    theme: Theme
    channel: Channel
    month: str


class BranchDeeds(msgspec.Struct, kw_only=True):
    """The outstanding deeds of one branch, the latest first."""

    branch_id: UUID
    branch_name: str
    deeds: list[Deed]


class OutstandingDeeds(msgspec.Struct, kw_only=True):
    """Branches by name. Without `staff_notice` there are none, as nobody is to be singled out. `since`: a month."""

    staff_notice: bool
    since: str
    branches: list[BranchDeeds]


async def outstanding_deeds(region: RegionDocument, months: int, today: datetime) -> OutstandingDeeds:
    """What people in the reader's regions did better than they had to. In five round trips at most."""
    since = _month(today, months - 1)
    programme = await ProgrammeDocument.get(region.region.programme_id)
    if programme is None or not programme.programme.staff_notice:
        return OutstandingDeeds(staff_notice=False, since=since, branches=[])
    chosen = _best_of_each(await _examples(region.id, since))
    names, aliases, definitions = await asyncio.gather(
        _own_branches(region.id), _aliases(chosen), _definitions({one.checklist for one in chosen})
    )
    by_branch: defaultdict[UUID, list[Deed]] = defaultdict(list)
    for one in sorted(chosen, key=lambda one: (one.month, one.id), reverse=True):
        if one.branch_id in names and one.audit_id in aliases:
            item = _item_text(definitions.get(one.checklist), one.item)
            by_branch[one.branch_id].append(_deed(one, aliases[one.audit_id], item))
    branches = [BranchDeeds(branch_id=id, branch_name=names[id], deeds=deeds) for id, deeds in by_branch.items()]
    ordered = sorted(branches, key=lambda one: (one.branch_name.casefold(), one.branch_id))
    return OutstandingDeeds(staff_notice=True, since=since, branches=ordered)


def _month(today: datetime, before: int) -> str:
    years, month = divmod(today.year * 12 + today.month - 1 - before, 12)
    return f"{years}-{month + 1:02}"


async def _examples(region_id: UUID, since: str) -> list[ExampleDocument]:
    """Best first."""
    wanted = {
        "state": {"$in": ["candidate", "released"]},
        "region_id": region_id,
        "masking": "done",
        "score": {"$gte": VERY_GOOD},
        "month": {"$gte": since},
    }
    found = ExampleDocument.find(wanted, batch_size=LOOKED_AT + 1).sort("-rank", "-_id").limit(LOOKED_AT)
    return [one for one in await found.to_list() if outstanding(one.score, one.reasons, delight=one.delight)]


def _best_of_each(found: Iterable[ExampleDocument]) -> list[ExampleDocument]:
    """A few of each branch, and of each audit one."""
    chosen: defaultdict[UUID, dict[UUID, ExampleDocument]] = defaultdict(dict)
    for one in found:
        if len(chosen[one.branch_id]) < EACH:
            chosen[one.branch_id].setdefault(one.audit_id, one)
    return [one for of_branch in chosen.values() for one in of_branch.values()]


async def _own_branches(region_id: UUID) -> dict[UUID, str]:
    """The branches that are not a competitor's, whose people nobody here is to thank."""
    own = {"branch.region_id": region_id, "branch.competitor": {"$ne": True}}
    rows = BranchDocument.get_pymongo_collection().find(own, {"branch.name": 1}, batch_size=10_000)
    return {row["_id"]: row["branch"]["name"] for row in await rows.to_list()}


async def _aliases(chosen: list[ExampleDocument]) -> dict[UUID, str | None]:
    """The alias of who was observed by audit, for audits that still count."""
    wanted: dict[str, Any] = {"_id": {"$in": [one.audit_id for one in chosen]}, "status": "finalised"}
    audits = AuditDocument.get_pymongo_collection()
    rows = audits.find(wanted, {"submission.staff_alias": 1}, batch_size=LOOKED_AT)
    return {row["_id"]: row["submission"].get("staff_alias") async for row in rows}


async def _definitions(refs: set[ChecklistRef]) -> dict[ChecklistRef, Checklist]:
    return dict(await ChecklistVersionDocument.definitions_of([*refs]))


def _item_text(checklist: Checklist | None, key: str) -> Text:
    found = (item.text for _, item in items_of(checklist) if item.key == key) if checklist else iter(())
    return next(found, {})


def _deed(one: ExampleDocument, alias: str | None, item_text: Text) -> Deed:
    return Deed(
        example_id=one.id,
        audit_id=one.audit_id,
        alias=alias,
        narrative=one.masked or "",
        language=one.language,
        item_text=item_text,
        theme=one.theme,
        channel=one.channel,
        month=one.month,
    )
