"""What retention costs in a large network: `python -m bench.retention URI`.

On the databases that `python -m bench.comparison --on URI` filled in. It takes words out of some audits of the smaller
one, which changes no result.
"""

import argparse
import logging
import time
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import structlog
import uvloop

from audit_api.clock import now
from audit_api.database import connect, open_database
from audit_api.documents import ProgrammeDocument
from audit_api.removal.retention import AT_ONCE, outdated, remove_all
from audit_api.settings import Settings
from bench.comparison import FEW, MANY, database_of
from media.store import PhotoStore

AUDITS = 100
OLD, DAY = timedelta(days=200), timedelta(days=1)


class RetentionFigures(msgspec.Struct, kw_only=True):
    """`day_seconds`: to find the `day_audits` that have grown old in a day among a million."""

    day_audits: int
    day_seconds: float
    removed_per_second: float


async def main(mongodb_uri: str) -> RetentionFigures:
    client = connect(mongodb_uri)
    await open_database(client, Settings(mongodb_uri=mongodb_uri, mongodb_database=database_of(MANY)))
    began, before = time.perf_counter(), now() - OLD
    found = await _found(before - DAY, before)
    seconds = time.perf_counter() - began
    few = await open_database(client, Settings(mongodb_uri=mongodb_uri, mongodb_database=database_of(FEW)))
    audits = (await _found(None, before))[:AUDITS]
    began = time.perf_counter()
    for n in range(0, len(audits), AT_ONCE):
        await remove_all(audits[n : n + AT_ONCE], "words", PhotoStore(few))
    rate = len(audits) / (time.perf_counter() - began)
    await client.close()
    return RetentionFigures(day_audits=len(found), day_seconds=seconds, removed_per_second=rate)


async def _found(since: datetime | None, before: datetime) -> list[UUID]:
    programme = await ProgrammeDocument.find_one()
    found: list[UUID] = []
    if programme is not None:
        async for some in outdated(programme.id, "words", since, before):
            found += some
    return found


def _run() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.retention", description=__doc__)
    parser.add_argument("uri", help="of the MongoDB that bench.comparison filled in")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(uvloop.run(main(given.uri)))


if __name__ == "__main__":
    _run()
