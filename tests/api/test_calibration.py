"""The nightly calibration against the pure code: the database only adds up, and must add up the same."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from pymongo import MongoClient

from audit_api.calibration.league_sums import Span, rows_pipeline
from audit_api.clock import midnight
from checklists.headline import DatedIndex, headline, recency_weight
from checklists.linking import Link
from checklists.snapshot import Snapshot
from tests.api.process import calibrate_in

BRANCHES = 24
SHOPPERS = 7
DATABASE = "calibration"

Row = dict[str, Any]


@pytest.fixture(scope="module")
def league(mongodb_uri: str) -> Iterator[Any]:
    """A database with a league of 24 branches, one of 3, and audits that do not count; calibrated once."""
    client: MongoClient[Row] = MongoClient(mongodb_uri, uuidRepresentation="standard", tz_aware=True)
    database = client[DATABASE]
    dice = random.Random(7)
    programme, regions = uuid4(), [uuid4() for _ in range(6)]
    programme_facts = {"name": "P", "client": "C", "channels": ["visit"], "tiers": ["standard", "premium"]}
    database.programmes.insert_one({"_id": programme, "programme": programme_facts})
    branches = [_branch(programme, regions[n % 6], n) for n in range(BRANCHES + 3)]
    database.branches.insert_many(branches)
    shoppers = [uuid4() for _ in range(SHOPPERS)]
    audits = [_audit(dice, branch, shoppers) for branch in branches for _ in range(dice.randint(3, 9))]
    database.audits.insert_many(audits)
    calibrate(mongodb_uri)  # builds the indexes, too
    yield database
    client.drop_database(DATABASE)
    client.close()


def _branch(programme: UUID, region: UUID, n: int) -> Row:
    facts = {
        "programme_id": programme,
        "region_id": region,
        "name": f"Branch {n}",
        "tier": "standard" if n < BRANCHES else "premium",
        "time_zone": "Europe/Vilnius",
        "audience": "external",
        "address": "",
        "competitor": n % 5 == 0,
    }
    return {"_id": uuid4(), "branch": facts}


def _audit(dice: random.Random, branch: Row, shoppers: list[UUID]) -> Row:
    """Only what the calibration looks at; one in six does not count for one reason or another."""
    days = dice.randint(0, 400)
    index = dice.choice([None, *[dice.uniform(20, 95)] * 12])
    levels = {level: dice.random() for level in ("1", "2", "3") if dice.random() < 0.8}
    return {
        "_id": uuid4(),
        "assignment_id": uuid4(),
        "programme_id": branch["branch"]["programme_id"],
        "region_id": branch["branch"]["region_id"],
        "branch_id": branch["_id"],
        "shopper_id": dice.choice(shoppers),
        "status": dice.choice(["finalised"] * 12 + ["submitted"]),
        "occurred_at": datetime.now(UTC).replace(hour=dice.randint(0, 23), minute=0) - timedelta(days=days),
        "photo_ids": [],
        "submission": {"checklist": {"key": "visit", "version": 1}},
        "scorecard": {
            "index": index,
            "score_pct": dice.uniform(0, 100),
            "levels": levels,
            "pillars": {"valuing": dice.random()},
            "sections": [{"key": "tone", "score": dice.choice([None, dice.random()])}],
        },
    }


def calibrate(mongodb_uri: str, *more: str) -> str:
    return calibrate_in(mongodb_uri, DATABASE, *more)


def _dated(audit: Row, as_of: datetime) -> DatedIndex:
    age = (as_of.date() - audit["occurred_at"].date()).days
    return DatedIndex(age_days=age, index=audit["scorecard"]["index"], shopper=audit["shopper_id"])


def _counted(database: Any, branch: UUID, as_of: datetime) -> list[DatedIndex]:
    wanted = {"branch_id": branch, "status": "finalised", "scorecard.index": {"$ne": None}}
    return [_dated(audit, as_of) for audit in database.audits.find(wanted)]


def test_headlines_from_sums_are_those_of_the_pure_code(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    made = league.snapshots.find_one(sort=[("made_at", -1)])
    assert league.snapshots.distinct("league.tier") == ["standard"], "three premium branches are no league"
    snapshot = msgspec.convert(made["snapshot"], Snapshot)
    links = msgspec.convert(made["links"], dict[str, Link])
    assert links == {"1": Link(offset=0.0, error=0.0)}
    standings = list(league.standings.find({"snapshot_id": made["_id"]}))
    assert len(standings) == BRANCHES
    for standing in standings:
        expected = headline(_counted(league, standing["branch_id"], made["as_of"]), snapshot)
        assert expected is not None
        for name in ("own", "headline", "low", "high", "reliability", "weight", "severity", "variance"):
            assert standing["headline"][name] == pytest.approx(getattr(expected, name), abs=1e-9), name
        assert standing["headline"]["published"] is expected.published
        assert standing["audits"] == expected.audits


def test_peers_score_what_a_walk_through_their_audits_finds(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    made = league.snapshots.find_one(sort=[("made_at", -1)])
    branches = league.branches.distinct("_id", {"branch.tier": "standard"})
    wanted = {"branch_id": {"$in": branches}, "status": "finalised", "scorecard.index": {"$ne": None}}
    dated = [(audit, _dated(audit, made["as_of"]).age_days) for audit in league.audits.find(wanted)]
    inside = [(recency_weight(age), audit["scorecard"]) for audit, age in dated if 0 <= age < 364]
    assert made["peers"]["audits"] == len(inside)
    valuing = [(weight, card["pillars"]["valuing"]) for weight, card in inside]
    tone = [
        (weight, part["score"]) for weight, card in inside for part in card["sections"] if part["score"] is not None
    ]
    assert made["peers"]["pillars"] == {"valuing": pytest.approx(_mean(valuing), abs=1e-6)}
    assert made["peers"]["sections"] == {"tone": pytest.approx(_mean(tone), abs=1e-6)}


def _mean(weighed: list[tuple[float, float]]) -> float:
    return sum(weight * value for weight, value in weighed) / sum(weight for weight, _ in weighed)


def test_a_small_league_has_own_results_only(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    small = list(league.standings.find({"league.tier": "premium"}))
    assert len(small) == 3
    assert all(row["headline"] is None and row["snapshot_id"] is None and row["own"] for row in small)


def test_a_second_run_finds_the_same_and_keeps_the_first_snapshot(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    calibrate(mongodb_uri)
    one, other = league.snapshots.find().sort("made_at", -1).limit(2)
    assert one["_id"] != other["_id"]
    assert one["snapshot"] == other["snapshot"]
    assert league.standings.count_documents({}) == BRANCHES + 3


def test_only_published_branches_have_a_place(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    for row in league.standings.find({"league.tier": "standard"}):
        assert (row["place"] is not None) == row["headline"]["published"]
        if row["place"]:
            assert 1 <= row["place"]["standing"]["best"] <= row["place"]["standing"]["worst"] <= row["place"]["of"]


def test_a_branch_without_audits_leaves_the_table(league: Any, mongodb_uri: str) -> None:
    gone = league.standings.find_one({"league.tier": "standard"})["branch_id"]
    taken = list(league.audits.find({"branch_id": gone}))
    league.audits.delete_many({"branch_id": gone})
    calibrate(mongodb_uri)
    assert league.standings.find_one({"branch_id": gone}) is None
    league.audits.insert_many(taken)


def test_the_rows_read_no_audit(league: Any) -> None:
    """The index holds everything that is read."""
    programme = league.programmes.find_one()["_id"]
    today = midnight(datetime.now(UTC))
    pipeline = rows_pipeline(programme, "visit", today, Span(today - timedelta(days=90), today))
    command = {"aggregate": "audits", "pipeline": pipeline, "cursor": {}}
    explained = league.command("explain", command, verbosity="executionStats", codec_options=league.codec_options)
    stats = explained.get("executionStats") or explained["stages"][0]["$cursor"]["executionStats"]
    assert stats["totalKeysExamined"] > 20
    assert stats["totalDocsExamined"] == 0


def test_it_is_not_repeated_too_soon(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    before = league.snapshots.count_documents({})
    assert "just done it" in calibrate(mongodb_uri, "--if-older-than", "24")
    assert league.snapshots.count_documents({}) == before


def test_what_another_process_is_at_is_left_to_it(league: Any, mongodb_uri: str) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=1)
    league.leases.update_one({"_id": "calibration"}, {"$set": {"until": ahead, "holder": "another"}})
    assert "Another process" in calibrate(mongodb_uri)
    league.leases.update_one({"_id": "calibration"}, {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}})
    assert "1 of 2 leagues" in calibrate(mongodb_uri)


def test_the_night_fills_in_what_branches_score_in_sections(league: Any, mongodb_uri: str) -> None:
    calibrate(mongodb_uri)
    as_of = league.standings.find_one()["as_of"]
    kept = {row["branch_id"]: row["sections"] for row in league.section_scores.find()}
    assert set(kept) <= set(league.standings.distinct("branch_id"))
    assert len(kept) > BRANCHES
    for branch, sections in kept.items():
        wanted = {"branch_id": branch, "status": "finalised", "scorecard.index": {"$ne": None}}
        pairs = [
            (recency_weight(age), audit["scorecard"]["sections"][0]["score"])
            for audit in league.audits.find(wanted)
            if (age := _dated(audit, as_of).age_days) < 364 and audit["scorecard"]["sections"][0]["score"] is not None
        ]
        weight = sum(w for w, _ in pairs)
        mean = {"tone": sum(w * score for w, score in pairs) / weight} if pairs else {}
        assert sections == pytest.approx(mean, abs=1e-6)
    league.section_scores.update_many({}, {"$set": {"sections": {"tone": 2.0}}})
    missing, aged, other, *rest = kept
    league.section_scores.delete_one({"branch_id": missing})
    before = as_of - timedelta(days=1)
    league.section_scores.update_many({"branch_id": {"$in": rest}}, {"$set": {"as_of": before}})
    left = {"as_of": before, "oldest_at": before - timedelta(days=363)}
    league.section_scores.update_one({"branch_id": aged}, {"$set": left})
    league.section_scores.update_one({"branch_id": other}, {"$set": {"as_of": before, "versions": [1, 2]}})
    calibrate(mongodb_uri)
    again = {row["branch_id"]: row for row in league.section_scores.find()}
    assert set(again) == set(kept)
    for branch, row in again.items():
        anew = branch in (missing, aged, other) or not kept[branch]
        assert row["sections"] == (kept[branch] if anew else {"tone": 2.0}), "what is still right stays"
        assert row["as_of"] == as_of, "and is as of this night"
