"""How often audits are appealed, and how often that changed the score: told with counts and how sure it is."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from audit_api.access import visible_regions
from audit_api.appeals.lists import AppealWish
from audit_api.clock import midnight, now
from audit_api.documents import AuditDocument, ProgrammeDocument, RegionDocument, UserDocument
from audit_api.documents.appeals import HAS_APPEALS
from audit_api.people.auth import Principal
from audit_api.storage.names import Named, names_of
from checklists.parameters import CCI_1
from checklists.proportions import Proportion, proportion

Of = Literal["programme", "region", "reviewer"]
FIELDS: dict[Of, str] = {"programme": "programme_id", "region": "region_id", "reviewer": "finalised_by"}
KINDS: dict[Of, Named] = {"programme": ProgrammeDocument, "region": RegionDocument, "reviewer": UserDocument}


class AppealRate(msgspec.Struct, kw_only=True):
    """Counts: `appealed` of the finalised audits, `changed` of the decided appeals, `open` ones undecided."""

    id: UUID | None
    name: str
    appealed: Proportion
    changed: Proportion
    open: int


class AppealRates(msgspec.Struct, kw_only=True):
    """Of the audits finalised since `since`, and before `until` where it is asked for.

    Reviewers, who finalised them, are told to the office only.
    """

    since: datetime
    until: datetime | None
    overall: AppealRate
    programmes: list[AppealRate]
    regions: list[AppealRate]
    reviewers: list[AppealRate]


class _Row(msgspec.Struct, frozen=True):
    """Sums of one programme, region and reviewer."""

    ids: dict[Of, UUID | None]
    sums: Counter[str]


async def appeal_rates(principal: Principal, wish: AppealWish) -> AppealRates:
    """Of the last 364 days unless asked for others. Two round trips for the sums and one for each kind of name."""
    since = wish.since or midnight(now()) - timedelta(days=CCI_1.window_days)
    wanted = replace(wish, since=since).audits
    # The type is for the index, which holds finalised audits only and all that is grouped by.
    wanted["finalised_at"] |= {"$type": "date"}
    # Excluded audits keep their date, and count nowhere.
    mine = {**wanted, "status": "finalised", "$and": [visible_regions(principal)]}
    finalised, appealed = await asyncio.gather(_grouped(_finalised(mine)), _grouped(_appealed(mine)))
    rows = [*finalised, *appealed]
    kinds: list[Of] = ["programme", "region"] if principal.role == "manager" else ["programme", "region", "reviewer"]
    named = dict(zip(kinds, await asyncio.gather(*(_rates(kind, rows) for kind in kinds)), strict=True))
    return AppealRates(
        since=since,
        until=wish.until,
        overall=_rate(None, "", sum((row.sums for row in rows), Counter())),
        programmes=named["programme"],
        regions=named["region"],
        reviewers=named.get("reviewer", []),
    )


def _finalised(mine: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"$match": mine}, {"$group": {"_id": _KEY, "finalised": {"$sum": 1}}}]


def _appealed(mine: dict[str, Any]) -> list[dict[str, Any]]:
    # For the index: it knows those audits that have appeals.
    having = {"appeals.made_at": {"$exists": True}, **HAS_APPEALS}
    counted = {state: {"$sum": _with_state(state)} for state in ("open", "upheld", "changed")}
    return [{"$match": {**mine, **having}}, {"$group": {"_id": _KEY, "appealed": {"$sum": 1}, **counted}}]


def _with_state(state: str) -> dict[str, Any]:
    return {"$size": {"$filter": {"input": "$appeals", "cond": {"$eq": ["$$this.state", state]}}}}


async def _grouped(pipeline: list[dict[str, Any]]) -> list[_Row]:
    found = await AuditDocument.get_pymongo_collection().aggregate(pipeline)
    return [_Row(ids=row.pop("_id"), sums=Counter(row)) for row in await found.to_list()]


async def _rates(kind: Of, rows: Iterable[_Row]) -> list[AppealRate]:
    """Most appealed first; a share of few cases makes no order of merit."""
    sums: defaultdict[UUID | None, Counter[str]] = defaultdict(Counter)
    for row in rows:
        sums[row.ids.get(kind)] += row.sums
    names = await names_of(KINDS[kind], [one for one in sums if one is not None])
    rates = [_rate(one, names.get(one, "") if one else "", counted) for one, counted in sums.items()]
    return sorted(rates, key=lambda rate: (-rate.appealed.hits, rate.name))


def _rate(one: UUID | None, name: str, sums: Counter[str]) -> AppealRate:
    return AppealRate(
        id=one,
        name=name,
        appealed=proportion(sums["appealed"], sums["finalised"]),
        changed=proportion(sums["changed"], sums["changed"] + sums["upheld"]),
        open=sums["open"],
    )


_KEY = {kind: f"${field}" for kind, field in FIELDS.items()}
