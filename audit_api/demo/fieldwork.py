"""Who shopped which branch when, with which checklist, and what became of it. No answers yet."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal
from uuid import UUID

import msgspec

from audit_api.demo.dice import dice, made_id
from audit_api.demo.network import DemoBranch, Network
from audit_api.demo.opening_hours import CLOSES, OPENS, day_at, is_working_day, local
from audit_api.demo.people import DEMO_ACCOUNTS, TRAVELLERS, Shopper, shoppers
from audit_api.demo.words import Scenario, words

Outcome = Literal["open", "plain", "revision_requested", "revised", "rejected"]
Trick = Literal["copied", "elsewhere", "hasty"]

BRANCHES, MONTHS = 36, 12  # of the default network
AUDITS_A_MONTH = 2
DAYS_A_MONTH = 365 / 12
TRAVELLED = 0.25
"""Share of audits made by those who travel: enough for severity to be told apart from regions."""
CHECKLISTS: dict[str, str] = {
    "mystery_call": "call",
    "branch_visit": "visit",
    "written_contact": "written",
    "delivery_after_sale": "delivery",
    "internal_customer": "internal",
    "organisation_self_check": "self_check",
}
"""Checklist -> which scenarios fit it."""
MIX = (("mystery_call", 0.74), ("branch_visit", 0.125), ("written_contact", 0.085), ("delivery_after_sale", 0.05))
"""A call is cheap and every branch has a telephone; the others need photos, so they are also what a demo costs."""
WITH_PHOTOS_MOST = 400
"""In a large network most audits become calls, because drawing and storing thousands of photos takes too long."""
LASTS: dict[str, tuple[timedelta, timedelta]] = {
    "call": (timedelta(minutes=6), timedelta(minutes=20)),
    "visit": (timedelta(minutes=22), timedelta(minutes=55)),
    "written": (timedelta(days=7, hours=1), timedelta(days=8)),
    "delivery": (timedelta(days=15), timedelta(days=17)),
    "internal": (timedelta(days=2), timedelta(days=8)),
    "self_check": (timedelta(minutes=30), timedelta(minutes=60)),
}
SATURDAY = 5
WINDOW = timedelta(days=14)
SENT_AFTER_MINUTES, REVIEW_HOURS = (2, 500), (8, 220)
TRICKS: tuple[Trick, ...] = ("hasty", "copied", "elsewhere")
HASTY = timedelta(minutes=6)
UNREVIEWED = timedelta(days=90)
"""Longer than anything that is tricked has lasted."""
SETTLED = timedelta(days=10)
"""So long ago that an audit was decided and mended even if its callbacks took as long as they may."""


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """A planned shop. `when` places it in the year, 0 a year ago and 1 today; open ones have no audit.

    `trick`: what is wrong with it, for a reviewer to find; a front that was `copied` is that of `copies`.

    `finished_at` is the earliest end: an audit that waits for a callback ends with it, and only then is it sent.
    """

    assignment_id: UUID
    audit_id: UUID
    branch: DemoBranch
    shopper: Shopper
    checklist: str
    scenario: Scenario
    window: tuple[datetime, datetime]
    started_at: datetime
    finished_at: datetime
    sent_after: timedelta = timedelta()
    reviewed_after: timedelta = timedelta()
    when: float
    outcome: Outcome = "plain"
    reshop_of: UUID | None = None
    trick: Trick | None = None
    copies: "Shop | None" = None


class Fieldwork(msgspec.Struct, frozen=True, kw_only=True):
    """`midnight`, UTC, is where the past ends: nothing was received or decided later."""

    seed: int
    midnight: datetime
    network: Network
    shops: list[Shop]


def fieldwork(network: Network, months: int, today: date) -> Fieldwork:
    midnight = datetime.combine(today, time(), UTC)
    share = _photo_share(len(network.branches), months)
    planned = [
        shop for branch in network.branches for shop in _of_branch(network.seed, branch, months, midnight, share)
    ]
    return Fieldwork(
        seed=network.seed,
        midnight=midnight,
        network=network,
        shops=_with_tricks(_with_outcomes(planned, midnight), midnight),
    )


def _photo_share(branches: int, months: int) -> float:
    expected = branches * months * AUDITS_A_MONTH * (1 - MIX[0][1])
    return min(1.0, WITH_PHOTOS_MOST / max(expected, 1.0))


def _of_branch(seed: int, branch: DemoBranch, months: int, midnight: datetime, share: float) -> list[Shop]:
    shops: list[Shop] = []
    staff = shoppers(seed)
    for n in range(months * AUDITS_A_MONTH):
        rng = dice(seed, "audit", branch.number, n)
        recent = {shop.shopper.account for shop in shops[-2:]}  # nobody returns at once and is recognised
        shopper = _shopper(rng, branch, [person for person in staff if person.account not in recent])
        days = (n + rng.uniform(0.12, 0.88)) * DAYS_A_MONTH / AUDITS_A_MONTH
        checklist = _checklist(rng, branch, n, days, share)
        shops.append(_shop(seed, branch, n, shopper, checklist, midnight - timedelta(days=days), midnight))
    return shops


def _shopper(rng: Random, branch: DemoBranch, free: list[Shopper]) -> Shopper:
    travels = rng.random() < TRAVELLED
    fitting = TRAVELLERS if travels else branch.country.language
    candidates = [person for person in free if person.language == fitting]
    return rng.choice(candidates or free)


def _checklist(rng: Random, branch: DemoBranch, n: int, days: float, share: float) -> str:
    if branch.branch.audience == "internal":
        return "organisation_self_check" if n % 8 == 5 else "internal_customer"
    chosen = rng.choices([key for key, _ in MIX], [part for _, part in MIX])[0]
    # What takes days must be over by today; a call can be made any time.
    too_late = days < LASTS[CHECKLISTS[chosen]][1].days + 2
    dropped = rng.random() >= share
    return MIX[0][0] if chosen != MIX[0][0] and (too_late or dropped) else chosen


def _shop(
    seed: int, branch: DemoBranch, n: int, shopper: Shopper, checklist: str, about: datetime, midnight: datetime
) -> Shop:
    rng = dice(seed, "times", branch.number, n)
    channel = CHECKLISTS[checklist]
    shortest, longest = LASTS[channel]
    lasts = shortest + (longest - shortest) * rng.random()
    started = _in_hours(rng, about, midnight - longest - timedelta(days=2), branch.branch.time_zone)
    finished = _whole(started + lasts)
    sent_after = _whole_span(timedelta(minutes=rng.uniform(*SENT_AFTER_MINUTES)))
    last_day = day_at(started, branch.branch.time_zone) + timedelta(days=rng.randint(1, 9))
    return Shop(
        assignment_id=made_id(seed, "assignment", branch.number, n),
        audit_id=made_id(seed, "audit", branch.number, n),
        branch=branch,
        shopper=shopper,
        checklist=checklist,
        scenario=rng.choice(words(shopper.language).scenarios_for(channel)),
        window=window(last_day - WINDOW, last_day, branch),
        started_at=started,
        finished_at=finished,
        sent_after=sent_after,
        reviewed_after=_whole_span(timedelta(hours=rng.uniform(*REVIEW_HOURS))),
        when=1 - (midnight - started) / timedelta(days=365),
    )


def window(first: date, last: date, branch: DemoBranch) -> tuple[datetime, datetime]:
    """From opening on the first day to closing on the last."""
    zone = branch.branch.time_zone
    return local(first, OPENS, zone), local(last, CLOSES, zone)


def _in_hours(rng: Random, about: datetime, latest: datetime, time_zone: str) -> datetime:
    """A time well before closing on a working day, at `about` or a few days from it."""
    day, last = (day_at(moment, time_zone) for moment in (min(about, latest), latest))
    if day.weekday() == SATURDAY:
        day -= timedelta(days=rng.randint(1, 3))
    elif day.weekday() > SATURDAY:
        day += timedelta(days=rng.randint(1, 2))
    if day > last:
        day -= timedelta(weeks=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return local(day, time(rng.randint(9, 16), rng.randint(0, 59), rng.randint(0, 59)), time_zone)


def _planned_review(shop: Shop) -> datetime:
    return shop.finished_at + shop.sent_after + shop.reviewed_after


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _whole_span(span: timedelta) -> timedelta:
    return timedelta(seconds=int(span.total_seconds()))


def _with_tricks(shops: list[Shop], midnight: datetime) -> list[Shop]:
    """The latest visits still wait for their reviewer, who is to find something in each."""
    honest = [shop for shop in shops if CHECKLISTS[shop.checklist] == "visit" and shop.outcome == "plain"]
    by_time = sorted(honest, key=lambda shop: (shop.started_at, shop.audit_id), reverse=True)
    lately = [shop for shop in by_time if shop.started_at > midnight - timedelta(days=45)]
    tricked = {shop.audit_id: _tricked(shop, trick, by_time[-1]) for shop, trick in zip(lately, TRICKS, strict=False)}
    return [tricked.get(shop.audit_id, shop) for shop in shops]


def _tricked(shop: Shop, trick: Trick, earliest: Shop) -> Shop:
    waits = msgspec.structs.replace(shop, trick=trick, reviewed_after=UNREVIEWED)
    if trick == "copied" and earliest.audit_id != shop.audit_id:
        return msgspec.structs.replace(waits, copies=earliest)
    return msgspec.structs.replace(waits, finished_at=shop.started_at + HASTY) if trick == "hasty" else waits


def _with_outcomes(shops: list[Shop], midnight: datetime) -> list[Shop]:
    """A few recent calls and visits were returned, one to the demo shopper, or rejected; some came back mended."""
    lately = [
        shop
        for shop in sorted(shops, key=_planned_review, reverse=True)
        if midnight - timedelta(days=45) < shop.started_at
        and _planned_review(shop) < midnight - SETTLED
        and CHECKLISTS[shop.checklist] in ("call", "visit")
    ]
    mine = [shop for shop in lately if shop.shopper.account == DEMO_ACCOUNTS["shopper"]][:1]
    others = [shop for shop in lately if shop not in mine]
    chosen: dict[UUID, Outcome] = {shop.audit_id: "revision_requested" for shop in mine + others[:1]}
    chosen |= {shop.audit_id: "rejected" for shop in others[3:5]}
    chosen |= {shop.audit_id: "revised" for shop in others[6:9]}
    return [msgspec.structs.replace(shop, outcome=chosen.get(shop.audit_id, "plain")) for shop in shops]
