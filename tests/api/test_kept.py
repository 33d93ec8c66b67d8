"""Comparisons of one wave and of a month that has ended: what is kept is what the pure code finds."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from pymongo import MongoClient

from audit_api.clock import midnight
from audit_api.exporting.comparison_order import name_places
from checklists.headline import DatedIndex, Headline, headline
from checklists.ranking import Contender, Standing, standings
from checklists.roll_up import BranchPart, roll_up, roll_up_interval
from checklists.snapshot import Snapshot
from checklists.waves import mean_of, wave_headline, wave_sums
from tests.api.cast import signed_in
from tests.api.process import PASSWORD, ServerProcess, calibrate_in, create_admin

DATABASE = "kept"
ADMIN = "admin@test.example"
BRANCHES, SHOPPERS = 24, 7
TODAY = midnight(datetime.now(UTC))

Row = dict[str, Any]


def days_ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


WAVES = {
    "too old": (days_ago(450), days_ago(370)),
    "first": (days_ago(220), days_ago(130)),
    "second": (days_ago(130), days_ago(40)),
    "running": (days_ago(20), days_ago(-20)),
}
MONTH = f"{(TODAY.replace(day=1) - timedelta(days=40)):%Y-%m}"
AFTER_MONTH = (datetime.fromisoformat(f"{MONTH}-01T00:00:00+00:00") + timedelta(days=31)).replace(day=1)


class Kept:
    """A calibrated league of 24 branches in two regions, and one of three; the server that shows them."""

    def __init__(self, database: Any, uri: str, http: httpx.Client, manager: httpx.Client) -> None:
        self.database, self.uri, self.http, self.manager = database, uri, http, manager
        self.waves: dict[str, UUID] = {}
        self.programme, self.regions = uuid4(), [uuid4(), uuid4()]

    def compare(self, who: httpx.Client | None = None, tier: str = "standard", **more: Any) -> Row:
        asked = {"programme": str(self.programme), "checklist": "visit", "tier": tier, **more}
        answer = (who or self.http).get("/api/comparison", params=asked)
        assert answer.status_code == 200, answer.text
        found: Row = answer.json()
        return found

    def wave(self, name: str, **more: Any) -> Row:
        return self.compare(wave=str(self.waves[name]), **more)

    def audits(self, since: datetime, until: datetime) -> list[Row]:
        span = {"$gte": since, "$lt": until}
        wanted = {"status": "finalised", "scorecard.index": {"$ne": None}, "occurred_at": span}
        return list(self.database.audits.find(wanted))

    def snapshot(self, key: Any) -> tuple[Row, Snapshot]:
        stored = self.database.snapshots.find_one({"_id": UUID(key)})
        return stored, msgspec.convert(stored["snapshot"], Snapshot)


@pytest.fixture(scope="module")
def kept(mongodb_uri: str) -> Iterator[Kept]:
    create_admin(mongodb_uri, DATABASE, ADMIN)
    server = ServerProcess(mongodb_uri, DATABASE, LOG_LEVEL="error", CALIBRATION_HOURS="0")
    server.start()
    client: MongoClient[Row] = MongoClient(mongodb_uri, uuidRepresentation="standard", tz_aware=True)
    http = signed_in(httpx.Client(base_url=server.address, timeout=30), ADMIN)
    manager = httpx.Client(base_url=server.address, timeout=30)
    made = Kept(client[DATABASE], mongodb_uri, http, manager)
    _fill(made)
    signed_in(manager, "manager@test.example")
    calibrate_in(mongodb_uri, DATABASE, "--month", MONTH)
    calibrate_in(mongodb_uri, DATABASE)
    yield made
    http.close()
    manager.close()
    server.stop()
    client.drop_database(DATABASE)
    client.close()


def _fill(made: Kept) -> None:
    dice = random.Random(17)
    facts = {"name": "P", "client": "C", "channels": ["visit"], "tiers": ["standard", "premium"]}
    made.http.put(f"/api/programmes/{made.programme}", json=facts).raise_for_status()
    for region in made.regions:
        body = {"programme_id": str(made.programme), "name": "R"}
        made.http.put(f"/api/regions/{region}", json=body).raise_for_status()
    for name, (starts, ends) in WAVES.items():
        made.waves[name] = uuid4()
        body = {"programme_id": str(made.programme), "name": name}
        body |= {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}
        made.http.put(f"/api/waves/{made.waves[name]}", json=body).raise_for_status()
    person = {"account": "manager@test.example", "name": "M", "role": "manager", "password": PASSWORD}
    person["region_ids"] = [str(made.regions[0])]  # type: ignore[assignment]
    made.http.put(f"/api/users/{uuid4()}", json=person).raise_for_status()
    shoppers = [uuid4() for _ in range(SHOPPERS)]
    for n in range(BRANCHES + 3):
        branch, level = _branch(made, n), dice.gauss(62, 9)
        visits = [_audit(dice, made, branch, n, dice.choice(shoppers), level) for _ in range(dice.randint(8, 16))]
        made.database.audits.insert_many(visits)


def _branch(made: Kept, n: int) -> UUID:
    branch = uuid4()
    body = {
        "programme_id": str(made.programme),
        "region_id": str(made.regions[n % 2]),
        "name": f"Branch {n:02}",
        "tier": "standard" if n < BRANCHES else "premium",
        "time_zone": "Europe/Vilnius",
        "competitor": n % 5 == 0,
    }
    made.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    return branch


def _audit(dice: random.Random, made: Kept, branch: UUID, n: int, shopper: UUID, level: float) -> Row:
    index = min(100.0, max(0.0, dice.gauss(level, 13)))
    return {
        "_id": uuid4(),
        "assignment_id": uuid4(),
        "programme_id": made.programme,
        "region_id": made.regions[n % 2],
        "branch_id": branch,
        "shopper_id": shopper,
        "status": dice.choice(["finalised"] * 12 + ["submitted"]),
        "occurred_at": days_ago(dice.randint(0, 400)) + timedelta(hours=dice.randint(0, 23)),
        "photo_ids": [],
        "submission": {"checklist": {"key": "visit", "version": 1}},
        "scorecard": {"index": index, "score_pct": min(100.0, index + 7), "levels": {"2": 0.7, "3": 0.6}},
    }


def _by_branch(audits: list[Row], as_of: datetime) -> dict[str, list[DatedIndex]]:
    found: dict[str, list[DatedIndex]] = {}
    for audit in audits:
        age = (as_of.date() - audit["occurred_at"].date()).days
        dated = DatedIndex(age_days=age, index=audit["scorecard"]["index"], shopper=audit["shopper_id"])
        found.setdefault(str(audit["branch_id"]), []).append(dated)
    return found


def _ranked(results: dict[str, Headline]) -> dict[str, Standing]:
    published = {key: one for key, one in results.items() if one.published}
    return standings(
        [Contender(key=key, headline=one.headline, variance=one.variance) for key, one in published.items()]
    )


def _same(shown: Row, expected: Headline) -> None:
    for name in ("own", "headline", "low", "high", "variance", "severity", "reliability"):
        assert shown["headline"][name] == pytest.approx(getattr(expected, name), abs=1e-9), name
    assert (shown["headline"]["published"], shown["audits"]) == (expected.published, expected.audits)


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_wave_shows_what_the_pure_code_finds_in_its_audits(kept: Kept, name: str) -> None:
    found = kept.wave(name)
    stored, snapshot = kept.snapshot(found["snapshot"]["id"])
    audits = kept.audits(*WAVES[name])
    mine = [row["branch_id"] for row in found["branches"]]
    by_branch = {key: own for key, own in _by_branch(audits, stored["as_of"]).items() if key in mine}
    results = {key: wave_headline(sums, snapshot) for key, own in by_branch.items() if (sums := wave_sums(own))}
    assert set(results) == set(mine) and len(mine) > 20
    ranks = _ranked(results)
    assert 3 < len(ranks) < len(results), "some have too few audits for a place"
    for row in found["branches"]:
        _same(row, results[row["branch_id"]])
        expected = ranks.get(row["branch_id"])
        assert (row["place"] and row["place"]["standing"]) == (expected and msgspec.to_builtins(expected))
        percents = [one["scorecard"]["score_pct"] for one in audits if str(one["branch_id"]) == row["branch_id"]]
        assert row["score_pct"] == pytest.approx(sum(percents) / len(percents))
        assert row["stage"] is None
    about = found["kept"]
    assert (about["period"], about["wave"]["name"], about["branches"]) == (None, name, len(results))
    assert about["audits"] == sum(len(own) for own in by_branch.values())
    assert about["mean"] == pytest.approx(mean_of(list(results.values()), snapshot))


def test_regions_of_a_wave_are_rolled_up_from_its_audits(kept: Kept) -> None:
    found = kept.wave("second")
    stored, snapshot = kept.snapshot(found["snapshot"]["id"])
    by_branch = _by_branch(kept.audits(*WAVES["second"]), stored["as_of"])
    for region in kept.regions:
        own = [row for row in found["branches"] if row["region_id"] == str(region) and not row["competitor"]]
        parts = []
        for row in own:
            sums = wave_sums(by_branch[row["branch_id"]])
            assert sums is not None
            corrected = wave_headline(sums, snapshot).corrected
            parts.append(BranchPart(corrected=corrected, weight=sums.weight, shopper_weights=sums.shopper_weights))
        rolled = roll_up(parts, snapshot)
        assert rolled is not None
        low, high = roll_up_interval(rolled, snapshot)
        expected = {"value": rolled.value, "low": low, "high": high}
        expected["score_pct"] = sum(row["score_pct"] for row in own) / len(own)
        assert found["roll_ups"][str(region)] == pytest.approx(expected)


def test_a_month_shows_how_it_ended(kept: Kept) -> None:
    found = kept.compare(period=MONTH)
    stored, snapshot = kept.snapshot(found["snapshot"]["id"])
    assert stored["as_of"] == AFTER_MONTH
    window = (AFTER_MONTH - timedelta(days=363), AFTER_MONTH + timedelta(days=1))
    by_branch = _by_branch(kept.audits(*window), AFTER_MONTH)
    results = {row["branch_id"]: headline(by_branch[row["branch_id"]], snapshot) for row in found["branches"]}
    ranks = _ranked({key: one for key, one in results.items() if one})
    assert len(results) == BRANCHES
    for row in found["branches"]:
        expected = results[row["branch_id"]]
        assert expected is not None
        _same(row, expected)
        standing = ranks.get(row["branch_id"])
        assert (row["place"] and row["place"]["standing"]) == (standing and msgspec.to_builtins(standing))
        assert (row["stage"] is not None) is True
    assert (found["kept"]["period"], found["kept"]["wave"], found["kept"]["mean"]) == (MONTH, None, None)
    assert set(found["roll_ups"]) == {str(region) for region in kept.regions}


def test_writing_down_the_past_leaves_the_present(kept: Kept) -> None:
    before = kept.compare()
    assert before["kept"] is None
    kept.database.kept_comparisons.delete_many({"period": MONTH})
    told = calibrate_in(kept.uri, DATABASE, "--month", MONTH)
    assert "1 of 2 leagues" in told
    after = kept.compare()
    assert (after["snapshot"]["id"], after["branches"]) == (before["snapshot"]["id"], before["branches"])
    assert kept.compare(period=MONTH)["kept"]["period"] == MONTH


def test_what_is_kept_of_a_month_never_changes(kept: Kept) -> None:
    before = kept.compare(period=MONTH)
    calibrate_in(kept.uri, DATABASE, "--month", MONTH)
    assert kept.compare(period=MONTH) == before


def test_only_a_month_that_is_over_can_be_written_down(kept: Kept) -> None:
    for wrong in (f"{datetime.now(UTC):%Y-%m}", "2026-13", "lately"):
        with pytest.raises(Exception, match="returned non-zero"):
            calibrate_in(kept.uri, DATABASE, "--month", wrong)


def test_what_is_not_kept_shows_nothing(kept: Kept) -> None:
    asked: list[Row] = [{"period": "2019-03"}, *({"wave": str(kept.waves[name])} for name in ("too old", "running"))]
    for one in asked:
        found = kept.compare(**one)
        assert (found["kept"], found["snapshot"], found["branches"], found["roll_ups"]) == (None, None, [], {})


def test_leagues_tell_what_is_kept(kept: Kept) -> None:
    for who, branches in ((kept.http, BRANCHES), (kept.manager, BRANCHES // 2)):
        leagues = who.get("/api/leagues").json()["leagues"]
        own = next(one for one in leagues if one["league"]["tier"] == "standard")
        assert own["branches"] == branches
        assert [wave["name"] for wave in own["waves"]] == ["second", "first"], "no running one: visits are unannounced"
        assert MONTH in own["periods"]


def test_a_small_league_has_own_results_in_a_wave(kept: Kept) -> None:
    found = kept.wave("second", tier="premium")
    assert found["snapshot"] is None and found["kept"]["wave"]["name"] == "second"
    by_branch = _by_branch(kept.audits(*WAVES["second"]), TODAY)
    for row in found["branches"]:
        own = [one.index for one in by_branch[row["branch_id"]]]
        assert row["own"] == pytest.approx(sum(own) / len(own))
        assert row["headline"] is None and row["place"] is None


def test_managers_see_their_own_regions_of_what_is_kept(kept: Kept) -> None:
    either: list[Row] = [{"wave": str(kept.waves["second"])}, {"period": MONTH}]
    for asked in either:
        whole, mine = kept.compare(**asked), kept.compare(kept.manager, **asked)
        own = [row for row in whole["branches"] if row["region_id"] == str(kept.regions[0])]
        assert mine["branches"] == own and 0 < len(own) < len(whole["branches"])
        assert list(mine["roll_ups"]) == [str(kept.regions[0])]
        other = str(kept.regions[1])
        assert kept.compare(kept.manager, region=other, **asked)["branches"] == []
        assert {row["region_id"] for row in kept.compare(region=other, **asked)["branches"]} == {other}


def test_either_a_month_or_a_wave(kept: Kept) -> None:
    asked = {"programme": str(kept.programme), "checklist": "visit", "tier": "standard"}
    both = kept.http.get("/api/comparison", params={**asked, "period": MONTH, "wave": str(uuid4())})
    assert (both.status_code, both.json()["code"]) == (400, "invalid_parameter")
    assert kept.http.get("/api/comparison", params={**asked, "period": "2026-9"}).status_code == 400


def test_a_wave_is_worked_out_anew_only_when_its_audits_change(kept: Kept) -> None:
    before = kept.wave("second")
    calibrate_in(kept.uri, DATABASE)
    assert kept.wave("second") == before, "another night finds the same audits"
    one = kept.audits(*WAVES["second"])[0]
    branch = str(one["branch_id"])
    kept.database.audits.update_one({"_id": one["_id"]}, {"$set": {"scorecard.index": 1.0}})
    first = kept.wave("first")
    calibrate_in(kept.uri, DATABASE)
    after = kept.wave("second")
    own = {row["branch_id"]: row["own"] for row in before["branches"]}
    for row in after["branches"]:
        assert (row["own"] != pytest.approx(own[row["branch_id"]])) is (row["branch_id"] == branch)
    assert kept.wave("first") == first
    assert len(kept.database.kept_branches.distinct("rows_id", {"comparison_id": {"$exists": True}})) < 10
    kept.database.audits.update_one({"_id": one["_id"]}, {"$set": {"scorecard": one["scorecard"]}})
    calibrate_in(kept.uri, DATABASE)


def test_comparing_what_is_kept_takes_four_round_trips(kept: Kept) -> None:
    noted = kept.database["system.profile"]
    either: list[Row] = [{"wave": str(kept.waves["second"])}, {"period": MONTH}]
    for asked in either:
        noted.drop()
        kept.database.command("profile", 2)
        kept.compare(kept.manager, **asked)
        kept.database.command("profile", 0)
        ours = {"op": {"$in": ["query", "command", "getmore"]}, "appName": "mystery-audit"}
        assert noted.count_documents(ours) == 4


def taken(kept: Kept, **content: Any) -> tuple[dict[str, str], list[Row]]:
    """What the file of a comparison says of itself, and its rows by heading."""
    league = {"programme": str(kept.programme), "checklist": "visit", "tier": "standard"}
    order = {"content": {"table": "comparison", "format": "csv", **league, **content}}
    path = f"/api/exports/{uuid4()}"
    kept.http.put(path, json=order).raise_for_status()
    file = kept.http.get(f"{path}/file").raise_for_status().content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(file, newline="")))
    blank = lines.index([])
    rows = [dict(zip(lines[blank + 1], row, strict=True)) for row in lines[blank + 2 :]]
    return {line[0]: line[1] for line in lines[:blank]}, rows


def test_a_file_holds_the_wave_or_month_that_the_page_shows(kept: Kept) -> None:
    shown = kept.wave("second")
    about, rows = taken(kept, wave=str(kept.waves["second"]))
    assert about["Filter: Wave"].startswith("second: ") and about["Filter: Period"] == "all"
    assert about["Mean of this wave alone"] == f"{shown['kept']['mean']:.1f}"
    assert about["Snapshot"] == shown["snapshot"]["id"]
    headlines = {row["branch_id"]: row["headline"] for row in shown["branches"]}
    for row in rows:
        headline = headlines[row["Branch id"]]
        assert row["Headline"] == (str(headline["headline"]) if headline["published"] else "")
    about, rows = taken(kept, period=MONTH)
    assert about["Filter: Period"] == MONTH and len(rows) == BRANCHES
    about, rows = taken(kept, period="2019-03")
    assert about["Filter: Period"] == "2019-03: nothing is kept of it" and rows == []


def test_a_file_is_searched_and_sorted_as_the_page_is(kept: Kept) -> None:
    about, rows = taken(kept, search=" BRÄNCH 1", sort="audits", descending=True)
    assert about["Filter: Search"] == "BRÄNCH 1" and about["Sorted by"] == "Audits, highest first"
    placed = [row for row in rows if row["Headline"]]
    assert {row["Branch"][:8] for row in rows} == {"Branch 1"} and len(rows) == 10
    assert placed == sorted(placed, key=lambda row: (-int(row["Audits"]), row["Branch"]))
    _, rows = taken(kept, sort="name")
    assert [row["Branch"] for row in rows if row["Headline"]] == sorted(
        row["Branch"] for row in rows if row["Headline"]
    )
    _, down = taken(kept, sort="name", descending=True)
    assert [row["Branch"] for row in down if row["Headline"]] == [row["Branch"] for row in rows if row["Headline"]][
        ::-1
    ]
    _, ranked = taken(kept, sort="rank")
    ranks = [(int(row["Best possible rank"]), int(row["Worst possible rank"])) for row in ranked if row["Headline"]]
    assert ranks == sorted(ranks)
    _, percents = taken(kept, sort="percent", descending=True)
    shown = [float(row["Plain percent"]) for row in percents if row["Headline"]]
    assert shown == sorted(shown, reverse=True)
    about, best = taken(kept)
    assert about["Sorted by"] == "Headline, highest first"
    order = [row["branch_id"] for row in kept.compare()["branches"]]
    assert [row["Branch id"] for row in best] == order


def test_names_are_in_the_order_of_the_reader(kept: Kept) -> None:
    names = ["Öst 2", "Ost 10", "Ost 9", "Zug"]
    assert list(name_places(names, "de", kept.database)) == ["Öst 2", "Ost 9", "Ost 10", "Zug"]
    assert list(name_places(names, "sv", kept.database)) == ["Ost 9", "Ost 10", "Zug", "Öst 2"]
