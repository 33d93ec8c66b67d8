"""The first start of a trial: demo data into an empty database, and where to sign in."""

import argparse

from audit_api.clock import now
from audit_api.database import Client
from audit_api.demo.fieldwork import BRANCHES, MONTHS, fieldwork
from audit_api.demo.network import network
from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD
from audit_api.documents import AuditDocument, ProgrammeDocument
from audit_api.settings import Settings

SEED = 1


async def seed_if_empty(client: Client, settings: Settings, _: argparse.Namespace) -> int:
    """Seeds a database without programmes, and goes on where an interrupted seeding stopped."""
    planned = network(SEED, BRANCHES)
    programmes = [programme.id async for programme in ProgrammeDocument.find()]
    if programmes and planned.programme_id not in programmes:
        return 0
    wanted = [shop.audit_id for shop in fieldwork(planned, MONTHS, now().date()).shops]
    if await AuditDocument.find({"_id": {"$in": wanted}}).count() == len(wanted):
        return 0
    # Drawing needs an imaging library, which a server that has its data can do without.
    from audit_api.demo.seeding import seed_demo

    print("Filling in the demo network, once; this takes about half a minute.", flush=True)
    await seed_demo(client, settings, branches=BRANCHES, months=MONTHS, seed=SEED, tell=_tell)
    return 0


def welcome(settings: Settings) -> None:
    """Address and accounts, on the terminal."""
    print(f"\nOpen http://{settings.host}:{settings.port} and sign in; every password is {DEMO_PASSWORD}")
    for role, account in DEMO_ACCOUNTS.items():
        print(f"  {role:9} {account}")
    print(flush=True)


def _tell(line: str) -> None:
    print(line, flush=True)
