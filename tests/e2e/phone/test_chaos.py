"""Two hundred random sequences of fill, photo, kill, offline, online, server kill and submit.

Zero lost, zero doubled. `CHAOS_SEED` runs other ones, `CHAOS_SEQUENCES` more or fewer of them.
"""

import os

import pytest

from tests.e2e.phone.chaos import Day
from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.world import World, arrive

SEED = int(os.environ.get("CHAOS_SEED", "2026"))
SEQUENCES = int(os.environ.get("CHAOS_SEQUENCES", "200"))
A_DAY = 20  # sequences on one phone


@pytest.mark.apart
@pytest.mark.parametrize("seed", range(SEED, SEED + SEQUENCES // A_DAY))
def test_a_day_of_chaos_loses_and_doubles_nothing(
    seed: int, phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    day = Day(phone, world, proxy, album, seed)
    try:
        for shop in arrive(phone, world, *[VISIT] * A_DAY):
            day.audit(shop)
        day.settle()
        wrong = day.check()
    except BaseException:
        print("\n".join(day.story))
        raise
    assert wrong == [], "\n".join(day.story)
