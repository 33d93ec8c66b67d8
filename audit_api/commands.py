"""What the commands do. Each imports what it needs itself, so that none waits for the modules of the others."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

import msgspec

from audit_api.database import Client, connect, open_database
from audit_api.embedded import embedded_mongodb
from audit_api.logs import configure_logs
from audit_api.settings import Settings
from media.store import PhotoStore

Action = Callable[[Client, Settings, argparse.Namespace], Awaitable[int]]


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Settings with a MongoDB to use: the one that is configured, or an embedded one while this runs."""
    if settings.mongodb_uri is not None:
        yield settings
        return
    with embedded_mongodb(settings.data_dir) as uri:
        yield msgspec.structs.replace(settings, mongodb_uri=uri)


def on_database(action: Action) -> Callable[[Settings, argparse.Namespace], int]:
    async def opened(settings: Settings, arguments: argparse.Namespace) -> int:
        client = connect(settings.mongodb_uri or "")
        try:
            await open_database(client, settings)
            return await action(client, settings, arguments)
        finally:
            await client.close()

    def run(settings: Settings, arguments: argparse.Namespace) -> int:
        with with_database(settings) as connected:
            return asyncio.run(opened(connected, arguments))

    return run


def serve(settings: Settings, _: argparse.Namespace) -> int:
    from audit_api import serving

    with with_database(settings) as connected:
        serving.serve(connected)
    return 0


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """`run`: makes the demo data on the first start, then serves. For trials."""
    from audit_api import serving
    from audit_api.demo.welcome import seed_if_empty, welcome

    with with_database(settings) as connected:
        on_database(seed_if_empty)(connected, arguments)
        welcome(connected)
        serving.serve(connected)
    return 0


async def seed(client: Client, settings: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.demo.seeding import seed_demo

    report = await seed_demo(
        client, settings, branches=arguments.branches, months=arguments.months, seed=arguments.seed, tell=print
    )
    print(report)
    return 0


async def calibrate(_: Client, settings: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.calibration.keeping import is_past_month
    from audit_api.calibration.nightly import calibrate_once, write_down

    configure_logs(settings)
    if arguments.month is not None and not is_past_month(arguments.month):
        print(f"{arguments.month} is not a month that is over, such as 2026-09.", file=sys.stderr)
        return 1
    every = timedelta(hours=arguments.if_older_than)
    report = await (write_down(arguments.month) if arguments.month else calibrate_once(every=every))
    if report is None:
        print("Another process is calibrating, or has just done it.")
        return 0
    print(f"{report.calibrated} of {report.leagues} leagues calibrated: {report.branches} branches, ", end="")
    print(f"{report.audits} audits in {report.seconds:.1f} s")
    return 0


async def examine(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.review.examining import examine_waiting

    configure_logs(settings)
    print(f"{await examine_waiting()} audits examined")
    return 0


async def alert(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.alerts.alerting import raise_waiting

    configure_logs(settings)
    print(f"{await raise_waiting()} audits looked at")
    return 0


async def mail(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.mail.mailing import mail_waiting

    configure_logs(settings)
    print(f"{await mail_waiting(settings)} e-mails sent")
    return 0


async def sweep(client: Client, settings: Settings, _: argparse.Namespace) -> int:
    from audit_api.removal import sweeping

    configure_logs(settings)
    swept = await sweeping.sweep(PhotoStore(client[settings.mongodb_database]), settings)
    if swept is None:
        print("Another process is sweeping.")
        return 0
    print("\n".join(f"{count} {what}" for what, count in msgspec.structs.asdict(swept).items()))
    return 0


async def retention(client: Client, settings: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.removal.retention import count_everywhere, keep_retention
    from audit_api.removal.sweeping import WORK
    from audit_api.storage.leases import leased

    configure_logs(settings)
    store = PhotoStore(client[settings.mongodb_database])
    # Only a part of the sweep, which is not done thereby.
    async with leased(WORK, counts=False) as lease:
        if lease is None:
            print("Another process is sweeping.")
            return 0
        retained = await (count_everywhere() if arguments.dry_run else keep_retention(store, renew=lease.renew))
    said = "would be" if arguments.dry_run else "were"
    print(f"{retained.erase} audits {said} erased, {retained.anonymise} {said} made anonymous,")
    print(f"{retained.words} {said} left without words, {retained.photos} without photos")
    return 0


async def clear(client: Client, settings: Settings, _: argparse.Namespace) -> int:
    from audit_api.people.accounts import end_outdated_sessions
    from audit_api.removal.clearing import clear_waiting
    from audit_api.removal.subjects import clear_shoppers

    configure_logs(settings)
    store = PhotoStore(client[settings.mongodb_database])
    await end_outdated_sessions()
    print(f"{await clear_shoppers(store)} accounts and {await clear_waiting(store)} audits cleared")
    return 0


async def rebuild_examples(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.examples import upkeep

    configure_logs(settings)
    print(f"{await upkeep.rebuild_examples()} examples")
    return 0


async def mask_examples(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.examples.masking import hide_cut_off_words, mask_waiting

    configure_logs(settings)
    await hide_cut_off_words()
    report = await mask_waiting()
    print(f"{report.masked} masked, {report.doubtful} wait for a person")
    return 0


async def publish(_: Client, __: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.authoring import checklist_source
    from audit_api.clock import now
    from checklists.faults import errors_of

    source = await asyncio.to_thread(arguments.file.read_bytes)
    checklist, faults = checklist_source.parse_definition(source, is_yaml=arguments.file.suffix != ".json")
    for fault in faults:
        print(f"{fault.severity}: {fault.path}: {fault.code}: {fault.message}", file=sys.stderr)
    if checklist is None or errors_of(faults):
        return 1
    version, created = await checklist_source.publish(checklist, "command line", now())
    print(f"{version.key} version {version.version}" + ("" if created else " (unchanged)"))
    for change in version.changes if created else []:
        print(f"  {change.what} {change.path}: {change.before or ''} -> {change.after or ''}")
    return 0


async def create_user(_: Client, __: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.people.accounts import UserChange, save_user

    password = os.environ.get("AUDIT_PASSWORD", "")
    given = {"account": arguments.account, "name": arguments.name, "role": arguments.role, "password": password}
    try:
        change = msgspec.convert(given, UserChange)
    except msgspec.ValidationError as exc:
        print(f"{exc} (the password comes from AUDIT_PASSWORD)", file=sys.stderr)
        return 1
    # The same account created twice is one account.
    await save_user(uuid5(NAMESPACE_URL, f"account:{change.account}"), change)
    print(f"{change.role} {change.account}")
    return 0


def openapi(_: Settings, __: argparse.Namespace) -> int:
    from audit_api.app import create_app

    # Quiet: on standard output there must be nothing but JSON.
    schema = create_app(Settings(log_level="error")).openapi_schema.to_schema()
    print(msgspec.json.format(msgspec.json.encode(schema)).decode())
    return 0
