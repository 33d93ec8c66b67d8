"""Fills a database with the demo network. Safe to repeat: a later run adds what an earlier one did not get to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from importlib.resources import files
from typing import Literal
from uuid import UUID

import msgspec

from audit_api.alerts.alerting import raise_waiting
from audit_api.audits.submissions import AuditIntake
from audit_api.authoring.checklist_source import parse_definition, publish
from audit_api.calibration.nightly import calibrate_once
from audit_api.clock import now
from audit_api.database import Client
from audit_api.demo import in_bulk, one_by_one
from audit_api.demo.appeals import add_appeals
from audit_api.demo.coaching import release_examples
from audit_api.demo.desk import Counts, Desk
from audit_api.demo.field_notes import field_notes
from audit_api.demo.fieldwork import BRANCHES, CHECKLISTS, MONTHS, Fieldwork, fieldwork
from audit_api.demo.lessons import add_lesson
from audit_api.demo.network import Network, network
from audit_api.demo.open_shops import ANCHOR_DAYS, anchor_id, open_shops
from audit_api.demo.outcomes import import_demo_outcomes
from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD, account_id, users
from audit_api.demo.progress import Progress, Tell
from audit_api.demo.records import add_missing, add_network, assignment_document
from audit_api.demo.remedies import add_remedies
from audit_api.demo.rounds import add_waves, keep_past_months
from audit_api.documents import AssignmentDocument, ChecklistVersionDocument, UserDocument
from audit_api.people import auth
from audit_api.review.examining import examine_waiting
from audit_api.settings import Settings
from checklists.definition import Checklist, ChecklistRef
from media.intake import PhotoIntake
from media.photos import PhotoLimits
from media.store import PhotoStore

Way = Literal["by size", "one by one", "in bulk"]

BULK_ABOVE = 100
"""Branches. Up to here everything goes the way of a real submission, which takes too long for more."""


class SeedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What this run added; nothing when it was all there."""

    programmes: int
    regions: int
    branches: int
    people: int
    checklists: int
    assignments: int
    audits: int
    photos: int
    seconds: float


async def seed_demo(
    client: Client,
    settings: Settings,
    *,
    branches: int = BRANCHES,
    months: int = MONTHS,
    seed: int = 1,
    today: date | None = None,
    way: Way = "by size",
    tell: Tell = lambda _: None,
) -> SeedReport:
    """The database must be open (`open_database`). `today` is where the audits end, unless a first run has set it."""
    if branches < 1 or months < 1:
        raise ValueError("a demo network has at least one branch and one month")
    progress = Progress(tell)
    planned = network(seed, branches)
    work = fieldwork(planned, months, await _anchor(seed) or today or now().date())
    places = await add_network(planned)
    people, added_people = await _people(planned)
    checklists, published = await _checklists(work)
    progress.say(f"{len(planned.branches)} branches in {len(planned.regions)} regions, {len(people)} people")
    assignments = await _assign(work, people, checklists)
    counts = Counts()
    in_one_go = way == "in bulk" or (way == "by size" and branches > BULK_ABOVE)
    async with _photo_intake(settings) as intake:
        desk = Desk(
            work=work,
            people=people,
            reviewer_id=people[DEMO_ACCOUNTS["reviewer"]],
            checklists=checklists,
            store=await _photo_store(client, settings),
            photo_intake=intake,
            audit_intake=AuditIntake(),
            counts=counts,
            progress=progress.line("audits", len(work.shops), lambda: f", {counts.photos} photos"),
        )
        await (in_bulk if in_one_go else one_by_one).write_audits(desk, work.shops)
        await examine_waiting()
        # Before the examples: a score that an appeal has changed makes them anew.
        await add_appeals(seed, work.midnight, planned.branches[0].branch.region_id, people)
        await import_demo_outcomes(planned, work.midnight.date(), people[DEMO_ACCOUNTS["admin"]])
        if branches <= BULK_ABOVE:  # else `examples rebuild` makes them: it reads every audit
            await release_examples(desk.reviewer_id, work.midnight, desk.store, intake)
    await add_waves(seed, planned.programme_id, work.midnight.date())
    if branches <= BULK_ABOVE:
        await keep_past_months(planned.programme_id, work.midnight.date(), months)
    await _afterwards(seed, planned, people, work)
    return SeedReport(
        **places,
        people=added_people,
        checklists=published,
        assignments=assignments,
        audits=counts.audits,
        photos=counts.photos,
        seconds=round(progress.seconds, 1),
    )


async def _afterwards(seed: int, planned: Network, people: dict[str, UUID], work: Fieldwork) -> None:
    """What follows from all audits. Without a calibration there would be nothing to compare before the first night."""
    await calibrate_once()
    await raise_waiting()
    own = [one.id for one in planned.branches if not one.branch.competitor]
    await add_lesson(seed, people[DEMO_ACCOUNTS["trainer"]], work.midnight, own)
    await add_remedies(seed, planned, people, work.midnight)


async def _anchor(seed: int) -> date | None:
    """The day an earlier run took for today: a later run must not move the past."""
    first = await AssignmentDocument.get(anchor_id(seed))
    return (first.assignment.window_starts_at - timedelta(days=ANCHOR_DAYS)).date() if first else None


async def _people(planned: Network) -> tuple[dict[str, UUID], int]:
    """Account -> id of everybody, and how many were added. All have the same password, hashed once."""
    wanted = {user.account: user for user in users(planned.branches[0].branch.region_id)}
    known = {
        document.user.account: document.id
        async for document in UserDocument.find({"user.account": {"$in": list(wanted)}})
    }
    fresh = [user for account, user in wanted.items() if account not in known]
    if fresh:
        password_hash = await auth.hash_password(DEMO_PASSWORD)
        await add_missing(
            [UserDocument(id=account_id(user.account), user=user, password_hash=password_hash) for user in fresh]
        )
    return {account: account_id(account) for account in wanted} | known, len(fresh)


async def _checklists(work: Fieldwork) -> tuple[dict[str, tuple[ChecklistRef, Checklist]], int]:
    """The versions to shop with, and how many were published now. What is published already is used as it is."""
    versions: dict[str, tuple[ChecklistRef, Checklist]] = {}
    published = 0
    long_ago = min((shop.window[0] for shop in work.shops), default=work.midnight) - timedelta(days=21)
    for key in CHECKLISTS:
        version = await ChecklistVersionDocument.latest(key)
        if version is None:
            version, _ = await publish(_shipped(key), DEMO_ACCOUNTS["admin"], long_ago)
            published += 1
        versions[key] = (ChecklistRef(key=key, version=version.version), version.definition)
    return versions, published


def _shipped(key: str) -> Checklist:
    source = files("checklists").joinpath(f"library/{key}.yaml").read_bytes()
    checklist, faults = parse_definition(source, is_yaml=True)
    if checklist is None:
        raise ValueError(f"the shipped checklist {key} cannot be read: {faults[0]}")
    return checklist


async def _assign(
    work: Fieldwork, people: dict[str, UUID], checklists: dict[str, tuple[ChecklistRef, Checklist]]
) -> int:
    """Open assignments come first: the first of them keeps the day of this run."""
    ahead = open_shops(work)
    documents = [
        assignment_document(
            shop, people[shop.shopper.account], checklists[shop.checklist][1], checklists[shop.checklist][0]
        )
        for shop in [*ahead, *work.shops]
    ]
    told = field_notes(work, ahead)
    for document in documents:
        document.notes = [told[document.id]] if document.id in told else []
    return await add_missing(documents)


@asynccontextmanager
async def _photo_intake(settings: Settings) -> AsyncIterator[PhotoIntake]:
    intake = PhotoIntake(_limits(settings))
    try:
        yield intake
    finally:
        await intake.close()


async def _photo_store(client: Client, settings: Settings) -> PhotoStore:
    store = PhotoStore(client[settings.mongodb_database])
    await store.ensure_indexes()
    return store


def _limits(settings: Settings) -> PhotoLimits:
    return PhotoLimits(
        max_bytes=settings.photo_max_bytes, max_pixels=settings.photo_max_pixels, seconds=settings.photo_seconds
    )
