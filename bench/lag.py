"""How long others wait while a region of a thousand branches is compared again and again: `python -m bench.lag URI`.

On the databases that `python -m bench.comparison --on URI` filled in. In one process, set up as the server is.
"""

import argparse
import asyncio
import gc
import os
import sys
import threading
import time
from uuid import UUID, uuid4

import msgspec
import uvloop

from audit_api.clock import now
from audit_api.comparison.compared import compare
from audit_api.database import connect, open_database
from audit_api.documents import League, RegionDocument
from audit_api.http.encoding import encoded
from audit_api.http.packing import compressed
from audit_api.people.auth import Principal
from audit_api.serving import GC_THRESHOLD, SWITCH_SECONDS
from audit_api.settings import Settings
from bench.comparison import MANY, database_of
from bench.sample_calls import CHECKLIST

ROUNDS = 25
TICK = PAUSE = 0.001


class LagFigures(msgspec.Struct, kw_only=True):
    """Milliseconds. `own` is the largest without the time in which another process had the core."""

    p99: float
    largest: float
    own: float


class Beat:
    """Wakes every millisecond, and notes how much later it was."""

    def __init__(self) -> None:
        self._lags: list[tuple[float, float]] = []
        self._schedule = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)

    async def run(self) -> None:
        while True:
            began, waited = time.perf_counter(), self._waited()
            await asyncio.sleep(TICK)
            self._lags.append((time.perf_counter() - began - TICK, self._waited() - waited))

    def figures(self) -> LagFigures:
        lags = sorted(lag for lag, _ in self._lags)
        own = max(lag - waited for lag, waited in self._lags)
        return LagFigures(p99=lags[len(lags) * 99 // 100] * 1000, largest=lags[-1] * 1000, own=own * 1000)

    def _waited(self) -> float:
        """Seconds for a core, since this thread began."""
        return int(os.pread(self._schedule, 100, 0).split()[1]) / 1e9


async def main(mongodb_uri: str) -> LagFigures:
    client = connect(mongodb_uri)
    await open_database(client, Settings(mongodb_uri=mongodb_uri, mongodb_database=database_of(MANY)))
    region = await RegionDocument.find_one()
    programme = region.region.programme_id if region else UUID(int=0)
    league = League(programme_id=programme, checklist=CHECKLIST, tier="standard", audience="external")
    manager = _manager([region.id] if region else [])
    await _compared(manager, league)
    beat = Beat()
    beating = asyncio.create_task(beat.run())
    for _ in range(ROUNDS):
        await _compared(manager, league)
        await asyncio.sleep(PAUSE)
    beating.cancel()
    await client.close()
    return beat.figures()


async def _compared(manager: Principal, league: League) -> None:
    """As the server answers: read, written, compressed."""
    answer = await encoded(await compare(manager, league), "branches")
    await asyncio.to_thread(compressed, answer)


def _manager(regions: list[UUID]) -> Principal:
    return Principal(
        user_id=uuid4(),
        account="bench",
        name="Bench",
        role="manager",
        region_ids=regions,
        language="en",
        session_id="",
        expires_at=now(),
    )


def _run() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.lag", description=__doc__)
    parser.add_argument("uri", help="of the MongoDB that bench.comparison filled in")
    given = parser.parse_args()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    sys.setswitchinterval(SWITCH_SECONDS)
    print(uvloop.run(main(given.uri)))


if __name__ == "__main__":
    _run()
