"""A year of the demo network, before anything is stored: valid, repeatable, and varied enough to look at."""

from collections import Counter, defaultdict
from datetime import timedelta
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from audit_api.demo.fieldwork import Shop
from audit_api.demo.history import Decided, Received, history, received_at
from audit_api.demo.narratives import THEMES
from audit_api.demo.network import is_competitor, is_internal, network
from audit_api.demo.open_shops import open_shops
from audit_api.demo.opening_hours import is_working_day
from audit_api.demo.people import DEMO_ACCOUNTS, SHOPPERS, shoppers
from audit_api.demo.photographs import photograph, photos_in
from audit_api.demo.words import words
from checklists.answers import CallbackAnswer, DurationAnswer, SingleChoiceAnswer, Submission, TextAnswer
from checklists.scoring import scorecard
from checklists.validation import validate
from tests.unit.demo_year import library, submitted, year

OUTCOMES = {"finalise": "finalised", "request_revision": "revision_requested", "reject": "rejected"}


@pytest.mark.parametrize(("seed", "branches", "months"), [(1, 36, 12), (2, 36, 3), (3, 120, 2), (4, 1, 24)])
def test_every_audit_is_valid(seed: int, branches: int, months: int) -> None:
    work = year(seed, branches, months)
    assert len(work.shops) == branches * months * 2
    for shop, checklist, sent in submitted(work):
        assert validate(checklist, sent, shop.branch.branch.tier) == [], shop.checklist
        received = history(work, shop, sent)[0]
        assert shop.started_at < sent.finished_at <= received.at < work.midnight


@pytest.mark.parametrize(("seed", "months"), [(1, 12), (2, 3)])
def test_branches_call_back_while_they_are_open(seed: int, months: int) -> None:
    came = 0
    for shop, _, sent in submitted(year(seed, 36, months)):
        for answer in sent.answers.values():
            if not isinstance(answer, CallbackAnswer):
                continue
            for moment in filter(None, (answer.came_at, answer.promised_for)):
                there = moment.astimezone(ZoneInfo(shop.branch.branch.time_zone))
                assert 7 <= there.hour < 20 and is_working_day(there.date())
            if answer.came_at:
                came += 1
                assert answer.owed_since < answer.came_at <= sent.finished_at
    assert came > 50


def test_shops_are_spread_over_working_days() -> None:
    days = [shop.started_at.astimezone(ZoneInfo(shop.branch.branch.time_zone)).date() for shop in year(1, 36, 24).shops]
    assert all(is_working_day(day) for day in days)
    counts = Counter(day.weekday() for day in days)
    assert all(0.15 < counts[weekday] / len(days) < 0.25 for weekday in range(5))


def test_windows_are_opening_hours_of_the_branch() -> None:
    work = year()
    for shop in [*work.shops, *open_shops(work)]:
        zone = ZoneInfo(shop.branch.branch.time_zone)
        assert [f"{moment.astimezone(zone):%H:%M}" for moment in shop.window] == ["08:00", "18:00"]
        assert shop.window[0] <= shop.started_at < shop.window[1]


@pytest.mark.parametrize("seed", range(1, 9))
def test_an_audit_is_returned_for_what_it_leaves_open(seed: int) -> None:
    work = year(seed, 36, 2)
    for shop, _, sent in submitted(work):
        if shop.outcome not in ("revision_requested", "revised"):
            continue
        reasons = words(shop.shopper.language).reviews.revision
        returned = next(step.change.reason for step in history(work, shop, sent) if isinstance(step, Decided))
        assert returned in reasons.values()
        waited = [answer.seconds for answer in sent.answers.values() if isinstance(answer, DurationAnswer)]
        assert returned != reasons["wait"] or max(waited) >= 60
        commented = {THEMES.get(key) for key, answer in sent.answers.items() if answer.narrative}
        assert returned not in {reasons[theme] for theme in {"request", "tone"} - commented}
        chosen = {answer.option for answer in sent.answers.values() if isinstance(answer, SingleChoiceAnswer)}
        assert returned != reasons["request"] or "later" in chosen


def test_an_audit_follows_from_the_seed_alone() -> None:
    """Neither the rest of the network nor the order of work matters."""
    small = {shop.audit_id: sent for shop, _, sent in submitted(year(1, 5, 2))}
    large = {shop.audit_id: sent for shop, _, sent in submitted(year(1, 36, 12))}
    assert small.items() <= large.items()
    other = {shop.audit_id for shop in year(2, 5, 2).shops}
    assert not other & small.keys()


def test_nothing_happens_after_today() -> None:
    work = year()
    for shop, _, sent in submitted(work):
        steps = history(work, shop, sent)
        assert steps[0] == Received(1, received_at(shop, sent))
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert steps[-1].at < work.midnight


def test_most_audits_are_finalised_and_some_are_not() -> None:
    work = year()
    status = Counter(
        OUTCOMES[last.change.decision] if isinstance(last := history(work, shop, sent)[-1], Decided) else "submitted"
        for shop, _, sent in submitted(work)
    )
    assert status["finalised"] > 0.95 * len(work.shops)
    assert 4 <= status["submitted"] <= 25
    assert status["revision_requested"] == 2
    assert status["rejected"] == 2
    assert sum(shop.outcome == "revised" for shop in work.shops) == 3
    returned = [shop for shop in work.shops if shop.outcome == "revision_requested"]
    assert DEMO_ACCOUNTS["shopper"] in {shop.shopper.account for shop in returned}


def test_the_demo_shopper_has_shops_ahead() -> None:
    work = year()
    mine = [shop for shop in open_shops(work) if shop.shopper.account == DEMO_ACCOUNTS["shopper"]]
    now = [shop for shop in mine if shop.window[0] <= work.midnight + timedelta(hours=12) <= shop.window[1]]
    assert {"mystery_call", "branch_visit", "written_contact"} <= {shop.checklist for shop in now}
    assert len({shop.scenario.key for shop in mine}) > 3
    again = [shop.reshop_of for shop in open_shops(work) if shop.reshop_of]
    assert again == [shop.assignment_id for shop in work.shops if shop.outcome == "rejected"]


def test_the_network_is_as_varied_as_a_real_one() -> None:
    built = network(1, 36)
    assert Counter(region.name for region in built.regions.values()).keys() == {
        "Germany",
        "Sweden and Lithuania",
        "Türkiye",
    }
    assert len({branch.branch.name for branch in built.branches}) == 36
    external = Counter(b.branch.tier for b in built.branches if b.branch.audience == "external")
    assert external["standard"] >= 20 and external["premium"] >= 3 and external["basic"] >= 3
    assert sum(is_internal(n) for n in range(36)) == sum(is_competitor(n) for n in range(36)) == 2
    assert len({branch.branch.name for branch in network(1, 1000).branches}) == 1000


def test_shoppers_differ_in_leniency_and_some_travel() -> None:
    people = shoppers(1)
    assert len(people) == len(SHOPPERS) == 18
    assert len({round(person.leniency, 6) for person in people}) == 18
    regions = defaultdict(set)
    for shop in year().shops:
        regions[shop.shopper.account].add(shop.branch.branch.region_id)
    assert Counter(len(seen) for seen in regions.values()) == {1: 15, 3: 3}


def test_branches_spread_and_hardly_any_audit_is_excellent() -> None:
    calls = defaultdict(list)
    for shop, checklist, sent in submitted(year()):
        index = scorecard(checklist, sent.answers, shop.branch.branch.tier).index
        if shop.checklist == "mystery_call" and index is not None:
            calls[shop.branch.number].append(index)
    means = [mean(indices) for indices in calls.values()]
    assert 45 < mean(means) < 60
    assert max(means) - min(means) > 22
    everything = [index for indices in calls.values() for index in indices]
    assert sum(index > 80 for index in everything) < 0.05 * len(everything)


def test_a_conveyor_is_fast_and_cold_and_a_warm_branch_slow() -> None:
    natures: dict[tuple[str, str], list[float]] = defaultdict(list)
    for shop, checklist, sent in submitted(year()):
        if shop.checklist != "mystery_call" or shop.branch.number not in (7, 16, 8, 26):
            continue
        kind = "warm" if shop.branch.number in (8, 26) else "conveyor"
        for section in scorecard(checklist, sent.answers, shop.branch.branch.tier).sections:
            if section.score is not None:
                natures[kind, section.nature].append(section.score)
    assert mean(natures["conveyor", "standard"]) > mean(natures["warm", "standard"]) + 0.15
    assert mean(natures["warm", "human"]) > mean(natures["conveyor", "human"]) + 0.15


def test_comments_are_varied_and_in_the_shoppers_language() -> None:
    said = Counter(text for shop, _, sent in submitted(year()) for text in _texts(sent))
    assert len(said) > 1200
    assert max(said.values()) < 25
    assert all(sent.language == shop.shopper.language for shop, _, sent in submitted(year()))
    for _, _, sent in submitted(year()):
        texts = _texts(sent)
        assert len(set(texts)) == len(texts) and not any("{" in text for text in texts)


def test_all_checklists_are_shopped() -> None:
    counts = Counter(shop.checklist for shop in year().shops)
    assert counts.keys() == library().keys()
    assert counts.most_common(1)[0][0] == "mystery_call"
    assert counts["organisation_self_check"] < 12


def _texts(sent: Submission) -> list[str]:
    comments = [answer.narrative for answer in sent.answers.values() if answer.narrative]
    return comments + [answer.text for answer in sent.answers.values() if isinstance(answer, TextAnswer)]


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_reviewer_finds_something_in_the_latest_visits(seed: int) -> None:
    work = year(seed, 36, 3)
    tricked = {shop.trick: (shop, sent) for shop, _, sent in submitted(work) if shop.trick}
    assert set(tricked) == {"copied", "elsewhere", "hasty"}
    for shop, sent in tricked.values():
        assert [type(step) for step in history(work, shop, sent)] == [Received]
    copied, sent = tricked["copied"]
    assert copied.copies is not None and copied.copies.started_at < copied.started_at
    source = next(sent for shop, _, sent in submitted(work) if shop.audit_id == copied.copies.audit_id)
    assert _front(seed, copied, sent) == _front(seed, copied.copies, source)


def _front(seed: int, shop: Shop, sent: Submission) -> bytes:
    """The file of the first photo, which is of the front."""
    return photograph(seed, shop, sent, next(photos_in(sent)))
