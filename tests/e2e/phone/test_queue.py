"""What a network and a server can do to a submission on its way. Always: exactly one audit, the very photos."""

import json
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.e2e.phone.checklists import VISIT
from tests.e2e.phone.phone import Phone
from tests.e2e.phone.pictures import Album
from tests.e2e.phone.proxy import AUDIT, CREATION, UPLOAD, Proxy
from tests.e2e.phone.visit import check_all, submit
from tests.e2e.phone.weather import PORTAL, PROBLEM, Answer, Cut, Hang, LoseAnswer
from tests.e2e.phone.world import World, arrive

PAUSE = 3  # seconds that the server asks for
HTML = {"content-type": "text/html"}


def busy(status: int, **headers: str) -> Answer:
    """Our own server, which cannot just now."""
    body = {"type": "about:blank", "title": "Later", "status": status, "code": "too_many_attempts"}
    return Answer(status, {**PROBLEM, **headers}, json.dumps(body).encode())


def test_everything_arrives_once_on_a_good_day(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    shops = arrive(phone, world, VISIT, VISIT)
    visits = [submit(phone, shop, album, photos) for shop, photos in zip(shops, (3, 0), strict=True)]
    for visit in visits:
        phone.receipt(visit.shop.id)
    check_all(visits, phone, world, proxy)


def test_the_server_dies_after_two_photos_of_three(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    death = proxy.rule("POST", CREATION, LoseAnswer(then=world.server.kill), skip=2)
    visit = submit(phone, shop, album)
    phone.until(lambda: death.hits == 1)
    expect(phone.card(shop)).to_contain_text("Waiting")
    world.server.start()
    phone.wait_until_sent()
    check_all([visit], phone, world, proxy)
    assert _repeated(proxy) == 0


@pytest.mark.parametrize(
    ("method", "path"), [("POST", CREATION), ("PATCH", UPLOAD), ("PUT", AUDIT)], ids=["creation", "photo", "audit"]
)
def test_a_lost_answer_doubles_nothing(
    method: str, path: str, phone: Phone, world: World, proxy: Proxy, album: Album
) -> None:
    [shop] = arrive(phone, world, VISIT)
    lost = proxy.rule(method, path, LoseAnswer(), times=2)
    visit = submit(phone, shop, album)
    phone.until(lambda: lost.hits == 2)
    phone.wait_until_sent()
    check_all([visit], phone, world, proxy)
    assert _repeated(proxy) == 0


def test_a_photo_goes_on_at_the_byte_where_it_was_cut(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    first = proxy.rule("PATCH", UPLOAD, Cut(after=40_000))
    second = proxy.rule("PATCH", UPLOAD, Cut(after=20_000))
    visit = submit(phone, shop, album, photos=1)
    phone.until(lambda: first.hits == second.hits == 1)
    phone.wait_until_sent()
    check_all([visit], phone, world, proxy)
    cuts = [one for one in proxy.requests("PATCH", UPLOAD) if isinstance(one.fate, Cut)]
    assert [len(one.body) for one in cuts] == [40_000, 20_000]
    assert _repeated(proxy) == 0


def test_a_dead_network_and_a_gateways_errors_pass(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    rules = [
        proxy.rule("PATCH", UPLOAD, Answer(502, HTML, b"<h1>Bad gateway</h1>")),
        proxy.rule("PATCH", UPLOAD, Hang(0.5)),
        proxy.rule("PUT", AUDIT, Answer(500, HTML, b"oops"), times=2),
        proxy.rule("PUT", AUDIT, Answer(504)),
    ]
    visit = submit(phone, shop, album)
    phone.until(lambda: all(rule.hits == rule.times for rule in rules), seconds=60)
    phone.wait_until_sent()
    check_all([visit], phone, world, proxy)


def test_failures_are_answered_with_patience(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    rule = proxy.rule("PUT", AUDIT, busy(500), times=3)
    visit = submit(phone, shop, album, photos=0)
    phone.receipt(visit.shop.id, seconds=60)
    assert rule.hits == 3
    times = [one.at for one in proxy.requests("PUT", AUDIT)]
    gaps = [after - before for before, after in pairwise(times)]
    # Between a quarter of a second, because of chance, and twice as long at most after each failure.
    assert all(0.2 <= gap <= 2 * 2**n + 1.5 for n, gap in enumerate(gaps)), gaps
    check_all([visit], phone, world, proxy)


def test_a_server_that_asks_for_a_pause_gets_it(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    rule = proxy.rule("PUT", AUDIT, busy(429, **{"retry-after": str(PAUSE)}))
    visit = submit(phone, shop, album, photos=1)
    phone.until(lambda: rule.hits == 1)
    # That the network comes back is no reason to disturb a server that asked for peace.
    phone.browser.offline()
    phone.browser.offline(False)
    phone.receipt(visit.shop.id)
    asked, again = (one.at for one in proxy.requests("PUT", AUDIT))
    assert again - asked >= PAUSE
    check_all([visit], phone, world, proxy)


def test_a_hotels_sign_in_page_is_no_receipt(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    [shop] = arrive(phone, world, VISIT)
    rules = [
        proxy.rule("POST", CREATION, PORTAL),
        proxy.rule("PATCH", UPLOAD, PORTAL),
        proxy.rule("PUT", AUDIT, PORTAL),
        proxy.rule("PUT", AUDIT, Answer(302, {"location": "/"})),
        proxy.rule("PUT", AUDIT, Answer(200, {"content-type": "application/json"}, b'{"ok": true}')),
    ]
    visit = submit(phone, shop, album, photos=1)
    phone.until(lambda: all(rule.hits for rule in rules[:4]), seconds=60)
    phone.wait_until_sent(seconds=60)
    check_all([visit], phone, world, proxy)


def test_one_large_photo_does_not_hold_up_the_shopper(phone: Phone, world: World, proxy: Proxy, album: Album) -> None:
    """Filling the next audit goes on while the one before is being sent over a network that keeps breaking."""
    first, second = arrive(phone, world, VISIT, VISIT)
    proxy.rule("PATCH", UPLOAD, Cut(after=10_000), times=3)
    visits = [submit(phone, first, album), submit(phone, second, album, photos=1)]
    phone.wait_until_sent(seconds=60)
    check_all(visits, phone, world, proxy)


def _repeated(proxy: Proxy) -> int:
    """How many bytes of photos reached the server more than once."""
    sent: dict[str, set[int]] = {}
    total = 0
    for one in proxy.requests("PATCH", UPLOAD):
        start = int(one.headers["upload-offset"])
        sent.setdefault(one.path, set()).update(range(start, start + len(one.body)))
        total += len(one.body)
    return total - sum(len(positions) for positions in sent.values())
