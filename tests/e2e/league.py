"""Leagues large enough to be compared: finalised audits written straight into the database, then calibrated."""

import random
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import yaml
from pymongo import MongoClient

from audit_api.documents.seam import to_bson
from checklists.answers import Answer, Submission
from checklists.definition import Checklist
from checklists.scoring import scorecard
from tests.api.process import ROOT, environment_of
from tests.e2e import visits
from tests.e2e.network import LIBRARY

DATABASE = "compare"
BRANCHES = 24
LONE = 22  # branches of a league in which every shopper knows one branch only
MANY = 1000
TIERS = ["basic", "standard", "premium"]
UNFINISHED = ("front_photo", "receipt_photo")
"""Evidence that no score needs, and that would have to be photographed."""

Row = dict[str, Any]


@dataclass
class LeagueNetwork:
    """Regions 0 and 1 share the league of 24 branches; `many` holds a thousand of a programme of its own."""

    client: MongoClient[Row]
    name: str = DATABASE
    programme: UUID = field(default_factory=uuid4)
    large_programme: UUID = field(default_factory=uuid4)
    regions: list[UUID] = field(default_factory=lambda: [uuid4(), uuid4()])
    many: UUID = field(default_factory=uuid4)
    branches: dict[str, UUID] = field(default_factory=dict)

    @property
    def database(self) -> Any:
        return self.client[self.name]


def write_leagues(uri: str, address: str, admin: Any) -> LeagueNetwork:
    """`admin` is signed in at the server at `address`; afterwards every league is calibrated."""
    made = write_network(uri, admin, DATABASE)
    _standard_league(made)
    _lone_shoppers(made)
    _small_league(made)
    _large_league(made)
    calibrate(uri)
    return made


def write_one_league(uri: str, admin: Any, database: str) -> LeagueNetwork:
    """Only that of the 24 branches, calibrated."""
    made = write_network(uri, admin, database)
    _standard_league(made)
    calibrate(uri, database)
    return made


def write_network(uri: str, admin: Any, database: str) -> LeagueNetwork:
    made = LeagueNetwork(MongoClient(uri, uuidRepresentation="standard", tz_aware=True), database)
    source = (LIBRARY / f"{visits.CHECKLIST}.yaml").read_bytes()
    admin.post("/api/checklists", content=source, headers={"content-type": "application/yaml"}).raise_for_status()
    for programme, name in ((made.programme, "Autumn wave"), (made.large_programme, "All shops")):
        facts = {"name": name, "client": "Example Optics", "channels": ["visit"], "tiers": TIERS}
        admin.put(f"/api/programmes/{programme}", json=facts).raise_for_status()
    regions = [(made.regions[0], made.programme, "Lithuania"), (made.regions[1], made.programme, "Sweden")]
    for region, programme, name in [*regions, (made.many, made.large_programme, "Everywhere")]:
        body = {"programme_id": str(programme), "name": name}
        admin.put(f"/api/regions/{region}", json=body).raise_for_status()
    return made


def calibrate(uri: str, database: str = DATABASE, *more: str) -> None:
    command = [sys.executable, "-m", "audit_api", "calibrate", *more]
    subprocess.run(command, cwd=ROOT, env=environment_of(uri, database), capture_output=True, check=True)


def _standard_league(made: LeagueNetwork) -> None:
    """Real visits, good and bad; the last two branches have too few."""
    dice = random.Random(11)
    checklist = msgspec.convert(yaml.safe_load((LIBRARY / f"{visits.CHECKLIST}.yaml").read_text()), Checklist)
    shoppers = [uuid4() for _ in range(6)]
    for n in range(BRANCHES):
        branch = _branch(made, made.programme, made.regions[n % 2], f"Shop {n:02}", competitor=n % 8 == 7)
        visits_made = 1 if n >= BRANCHES - 2 else dice.randint(6, 9)
        skill = 0.15 + 0.8 * n / BRANCHES
        rows = [_visit(dice, branch, dice.choice(shoppers), checklist, skill) for _ in range(visits_made)]
        made.database.audits.insert_many(rows)


def _visit(dice: random.Random, branch: Row, shopper: UUID, checklist: Checklist, skill: float) -> Row:
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=dice.randint(0, 330), hours=dice.randint(1, 9))
    kind, unkind = visits.kind_visit(began, [uuid4()] * 2), visits.unkind_visit(began, [uuid4()] * 2)
    # A grave failure is rare even where little is right.
    chance = {key: 0.05 if key == "disrespect" else 1 - skill for key in unkind}
    answers = {key: unkind[key] if dice.random() < chance[key] else kind.get(key, unkind[key]) for key in unkind}
    for key in UNFINISHED:
        answers.pop(key)
    submission = msgspec.convert(visits.submission(uuid4(), began, answers), Submission)
    card = scorecard(checklist, msgspec.convert(answers, dict[str, Answer]), "standard")
    return _audit(branch, shopper, began, to_bson(submission), to_bson(card))


def _lone_shoppers(made: LeagueNetwork) -> None:
    dice = random.Random(12)
    for n in range(LONE):
        branch = _branch(made, made.programme, made.regions[n % 2], f"Boutique {n:02}", tier="premium")
        shopper = uuid4()
        made.database.audits.insert_many([_bare_audit(dice, branch, shopper) for _ in range(4)])


def _small_league(made: LeagueNetwork) -> None:
    dice = random.Random(13)
    for n in range(3):
        branch = _branch(made, made.programme, made.regions[0], f"Kiosk {n}", tier="basic")
        made.database.audits.insert_many([_bare_audit(dice, branch, uuid4()) for _ in range(4)])


def _large_league(made: LeagueNetwork) -> None:
    dice = random.Random(14)
    shoppers = [uuid4() for _ in range(60)]
    rows = []
    for n in range(MANY):
        branch = _branch(made, made.large_programme, made.many, f"Store {n:04}")
        level = dice.gauss(60, 10)
        rows += [_bare_audit(dice, branch, dice.choice(shoppers), level) for _ in range(5)]
    made.database.audits.insert_many(rows)


def _branch(
    made: LeagueNetwork, programme: UUID, region: UUID, name: str, tier: str = "standard", competitor: bool = False
) -> Row:
    facts = {
        "programme_id": programme,
        "region_id": region,
        "name": name,
        "tier": tier,
        "time_zone": "Europe/Vilnius",
        "audience": "external",
        "address": "",
        "competitor": competitor,
    }
    made.branches[name] = uuid4()
    row: Row = {"_id": made.branches[name], "branch": facts}
    made.database.branches.insert_one(row)
    return row


def _bare_audit(dice: random.Random, branch: Row, shopper: UUID, level: float = 60.0) -> Row:
    """Only what a calibration looks at."""
    began = datetime.now(UTC) - timedelta(days=dice.randint(0, 200))
    index = min(100.0, max(0.0, dice.gauss(level, 12)))
    submission = {"checklist": {"key": visits.CHECKLIST, "version": 1}}
    card = {"index": index, "score_pct": min(100.0, index + 8), "levels": {"2": 0.6, "3": 0.5}}
    return _audit(branch, shopper, began, submission, card)


def _audit(branch: Row, shopper: UUID, began: datetime, submission: Row, card: Row) -> Row:
    return {
        "_id": uuid4(),
        **{name: branch["branch"][name] for name in ("programme_id", "region_id")},
        "branch_id": branch["_id"],
        "assignment_id": uuid4(),
        "shopper_id": shopper,
        "channel": "visit",
        "status": "finalised",
        "occurred_at": began,
        "received_at": began + timedelta(hours=1),
        "finalised_at": began + timedelta(days=1),
        "device_skew_seconds": None,
        "content_hash": "",
        "submission": submission,
        "scorecard": card,
        "photo_ids": [],
        "reviews": [],
        "earlier": [],
    }
