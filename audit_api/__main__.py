"""The command line: `python -m audit_api --help`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import get_args
from uuid import NAMESPACE_URL, uuid5

import msgspec

from audit_api.database import Client, connect, open_database
from audit_api.documents.accounts import Role
from audit_api.embedded import EmbeddedMongoError, embedded_mongodb
from audit_api.problems import Problem
from audit_api.settings import Settings, SettingsError, load_settings
from media.store import PhotoStore

Action = Callable[[Client, Settings, argparse.Namespace], Awaitable[int]]


def main() -> int:
    arguments = _parser().parse_args()
    try:
        return int(arguments.action(load_settings(os.environ), arguments))
    except (SettingsError, EmbeddedMongoError) as exc:
        print(exc, file=sys.stderr)
        return 2
    except Problem as problem:
        print(f"{problem.title}. {problem.detail}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Settings with a MongoDB to use: the one that is configured, or an embedded one while this runs."""
    if settings.mongodb_uri is not None:
        yield settings
        return
    with embedded_mongodb(settings.data_dir) as uri:
        yield msgspec.structs.replace(settings, mongodb_uri=uri)


def _on_database(action: Action) -> Callable[[Settings, argparse.Namespace], int]:
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


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    from audit_api.serving import serve

    with with_database(settings) as connected:
        serve(connected)
    return 0


def _run(settings: Settings, arguments: argparse.Namespace) -> int:
    """For a trial: demo data on the first start, then the server."""
    from audit_api.demo.welcome import seed_if_empty, welcome
    from audit_api.serving import serve

    with with_database(settings) as connected:
        _on_database(seed_if_empty)(connected, arguments)
        welcome(connected)
        serve(connected)
    return 0


async def _seed(client: Client, settings: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.demo.seeding import seed_demo

    report = await seed_demo(
        client, settings, branches=arguments.branches, months=arguments.months, seed=arguments.seed, tell=print
    )
    print(report)
    return 0


async def _calibrate(_: Client, settings: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.calibration.keeping import is_past_month
    from audit_api.calibration.nightly import calibrate_once, write_down
    from audit_api.logs import configure_logs

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


async def _examine(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.logs import configure_logs
    from audit_api.review.examining import examine_waiting

    configure_logs(settings)
    print(f"{await examine_waiting()} audits examined")
    return 0


async def _alert(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.alerts.alerting import raise_waiting
    from audit_api.logs import configure_logs

    configure_logs(settings)
    print(f"{await raise_waiting()} audits looked at")
    return 0


async def _mail(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.logs import configure_logs
    from audit_api.mail.mailing import mail_waiting

    configure_logs(settings)
    print(f"{await mail_waiting(settings)} e-mails sent")
    return 0


async def _sweep(client: Client, settings: Settings, _: argparse.Namespace) -> int:
    from audit_api.logs import configure_logs
    from audit_api.removal.sweeping import sweep

    configure_logs(settings)
    swept = await sweep(PhotoStore(client[settings.mongodb_database]), settings)
    if swept is None:
        print("Another process is sweeping.")
        return 0
    print("\n".join(f"{count} {what}" for what, count in msgspec.structs.asdict(swept).items()))
    return 0


async def _retention(client: Client, settings: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.logs import configure_logs
    from audit_api.removal.retention import keep_retention
    from audit_api.storage.leases import Lease

    configure_logs(settings)
    lease = Lease("sweep")
    if not await lease.take():
        print("Another process is sweeping.")
        return 0
    try:
        store = PhotoStore(client[settings.mongodb_database])
        kept = await keep_retention(store, renew=lease.renew, dry_run=arguments.dry_run)
    finally:
        await lease.give_back(done=False)
    said = "would be" if arguments.dry_run else "were"
    print(f"{kept.erase} audits {said} erased, {kept.anonymise} {said} made anonymous,")
    print(f"{kept.words} {said} left without words, {kept.photos} without photos")
    return 0


async def _clear(client: Client, settings: Settings, _: argparse.Namespace) -> int:
    from audit_api.logs import configure_logs
    from audit_api.removal.clearing import clear_waiting
    from audit_api.removal.subjects import clear_shoppers

    configure_logs(settings)
    store = PhotoStore(client[settings.mongodb_database])
    print(f"{await clear_shoppers(store)} accounts and {await clear_waiting(store)} audits cleared")
    return 0


async def _rebuild_examples(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.examples.upkeep import rebuild_examples
    from audit_api.logs import configure_logs

    configure_logs(settings)
    print(f"{await rebuild_examples()} examples")
    return 0


async def _mask_examples(_: Client, settings: Settings, __: argparse.Namespace) -> int:
    from audit_api.examples.words import mask_waiting
    from audit_api.logs import configure_logs

    configure_logs(settings)
    tally = await mask_waiting()
    print(f"{tally.masked} masked, {tally.doubtful} wait for a person")
    return 0


async def _publish(_: Client, __: Settings, arguments: argparse.Namespace) -> int:
    from audit_api.authoring.checklist_source import parse_definition, publish
    from audit_api.clock import now
    from checklists.faults import errors_of

    source = await asyncio.to_thread(arguments.file.read_bytes)
    checklist, faults = parse_definition(source, is_yaml=arguments.file.suffix != ".json")
    for fault in faults:
        print(f"{fault.severity}: {fault.path}: {fault.code}: {fault.message}", file=sys.stderr)
    if checklist is None or errors_of(faults):
        return 1
    version, created = await publish(checklist, "command line", now())
    print(f"{version.key} version {version.version}" + ("" if created else " (unchanged)"))
    for change in version.changes if created else []:
        print(f"  {change.what} {change.path}: {change.before or ''} -> {change.after or ''}")
    return 0


async def _create_user(_: Client, __: Settings, arguments: argparse.Namespace) -> int:
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


def _openapi(_: Settings, __: argparse.Namespace) -> int:
    from audit_api.app import create_app

    # Quiet: on standard output there must be nothing but JSON.
    schema = create_app(Settings(log_level="error")).openapi_schema.to_schema()
    print(msgspec.json.format(msgspec.json.encode(schema)).decode())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit_api", description="Mystery-shopper audits.")
    actions = parser.add_subparsers(required=True, metavar="COMMAND")
    actions.add_parser("serve", help="serve the application").set_defaults(action=_serve)
    actions.add_parser("run", help="serve it for a trial, with demo data on the first start").set_defaults(action=_run)
    actions.add_parser("openapi", help="print the description of the API").set_defaults(action=_openapi)

    seed = actions.add_parser("seed", help="fill in the demo network")
    seed.add_argument("--branches", type=int, default=36)
    seed.add_argument("--months", type=int, default=12)
    seed.add_argument("--seed", type=int, default=1)
    seed.set_defaults(action=_on_database(_seed))

    calibrate = actions.add_parser("calibrate", help="calibrate every league, and say where each branch stands")
    calibrate.add_argument("--if-older-than", type=float, default=0, metavar="HOURS", help="only if the last one is")
    calibrate.add_argument("--month", metavar="YYYY-MM", help="keep how this past month ended, and change nothing else")
    calibrate.set_defaults(action=_on_database(_calibrate))
    alert = actions.add_parser("alert", help="raise the alerts of finalised audits that have none yet")
    alert.set_defaults(action=_on_database(_alert))
    mail = actions.add_parser("mail", help="send the e-mails that are due")
    mail.set_defaults(action=_on_database(_mail))
    examine = actions.add_parser("examine", help="work out the flags of audits that have none yet")
    examine.set_defaults(action=_on_database(_examine))
    sweep = actions.add_parser(
        "sweep", help="remove given-up uploads, photos that nothing names, bytes without a record"
    )
    sweep.set_defaults(action=_on_database(_sweep))

    retention = actions.add_parser("retention", help="remove what is older than its programme keeps it")
    retention.add_argument("--dry-run", action="store_true", help="only count it")
    retention.set_defaults(action=_on_database(_retention))
    clear = actions.add_parser("clear", help="clear away what is left of audits that were excluded or erased")
    clear.set_defaults(action=_on_database(_clear))

    examples = actions.add_parser("examples", help="examples for coaching").add_subparsers(
        required=True, metavar="COMMAND"
    )
    rebuild = examples.add_parser("rebuild", help="make all of them from the audits; what people decided stays")
    rebuild.set_defaults(action=_on_database(_rebuild_examples))
    masking = examples.add_parser("mask", help="mask the words of those that wait; what is doubtful goes on waiting")
    masking.set_defaults(action=_on_database(_mask_examples))

    checklist = actions.add_parser("checklist", help="checklists").add_subparsers(required=True, metavar="COMMAND")
    publish = checklist.add_parser("publish", help="check a definition and publish it as the next version")
    publish.add_argument("file", type=Path, help="YAML or JSON")
    publish.set_defaults(action=_on_database(_publish))

    user = actions.add_parser("user", help="accounts").add_subparsers(required=True, metavar="COMMAND")
    create = user.add_parser("create", help="create an account; its password is read from AUDIT_PASSWORD")
    create.add_argument("--account", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=get_args(Role))
    create.set_defaults(action=_on_database(_create_user))
    return parser


if __name__ == "__main__":
    sys.exit(main())
