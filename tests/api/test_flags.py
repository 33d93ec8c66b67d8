"""Flags: worked out after the receipt from what is stored, and for the office only."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image
from pymongo import MongoClient
from pymongo.database import Database

from audit_api.review.alike import AT_ONCE
from audit_api.settings import Settings
from media.pixels import difference_hash, shrunk
from media.prints import ALIKE_BITS, differing_bits, is_telling
from tests.api import samples
from tests.api.cast import Cast, Person
from tests.api.examination import examine
from tests.api.pictures import jpeg
from tests.api.server import ROUND_TRIPS

Json = dict[str, Any]
VILNIUS, KAUNAS = {"latitude": 54.6872, "longitude": 25.2797}, {"latitude": 54.8985, "longitude": 23.9036}
SAID = (
    "The assistant looked up at once, asked what the present was for, and offered to exchange it without the receipt, "
    "because she remembered my cousin from the week before. It took two minutes."
)


@pytest.fixture(scope="module")
def examined(api_settings: Settings) -> Callable[[], str]:
    return lambda: examine(api_settings)


def send(cast: Cast, content: bytes, who: Person | None = None) -> UUID:
    photo = uuid4()
    (who or cast.shopper).http.put(f"/api/photos/{photo}", content=content).raise_for_status()
    return photo


def submit(cast: Cast, who: Person | None = None, branch: UUID | None = None, clock: int = 0, **changes: Any) -> UUID:
    person, audit_id = who or cast.shopper, uuid4()
    body = samples.submission(cast.assign(person, branch), **changes)
    person.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()
    return audit_id


def dossier(cast: Cast, audit_id: UUID) -> Json:
    found: Json = cast.reviewer.http.get(f"/api/audits/{audit_id}/dossier").raise_for_status().json()
    return found


def flags(cast: Cast, audit_id: UUID) -> list[Json]:
    """But for that of its date: the visits of these tests were once and for all on one day."""
    found: list[Json] = dossier(cast, audit_id)["flags"]
    return [flag for flag in found if flag["kind"] != "odd_date"]


def taken(where: Json | None = None, days_ago: int = 0) -> bytes:
    """A picture with what a camera writes two minutes into the visit; its clock is two hours ahead of UTC."""
    when = samples.BEGAN + timedelta(hours=2, minutes=2) - timedelta(days=days_ago)
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: f"{when:%Y:%m:%d %H:%M:%S}", 0x9011: "+02:00"})
    if where:
        exif.get_ifd(0x8825).update({1: "N", 2: _degrees(where["latitude"]), 3: "E", 4: _degrees(where["longitude"])})
    out = io.BytesIO()
    Image.open(io.BytesIO(jpeg())).save(out, "JPEG", exif=exif)
    return out.getvalue()


def telling() -> bytes:
    """A picture with enough edges to be recognised by."""
    return next(picture for picture in map(jpeg, count()) if is_telling(hash_of(picture)))


def hash_of(picture: bytes) -> str:
    return difference_hash(shrunk(Image.open(io.BytesIO(picture)), 480))


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2)


@pytest.fixture(scope="module")
def placed(cast: Cast) -> UUID:
    """A branch that is known to be in Vilnius."""
    branch = uuid4()
    body = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "Placed", "tier": "standard"}
    answer = cast.admin.http.put(
        f"/api/branches/{branch}", json={**body, "time_zone": "Europe/Vilnius", "position": VILNIUS}
    )
    assert answer.raise_for_status().json()["position"] == VILNIUS
    return branch


def test_the_same_picture_in_two_audits(cast: Cast, examined: Callable[[], str]) -> None:
    picture = telling()
    smaller = io.BytesIO()
    Image.open(io.BytesIO(picture)).resize((520, 390)).save(smaller, "JPEG", quality=60)
    assert differing_bits(hash_of(picture), hash_of(smaller.getvalue())) <= ALIKE_BITS
    first_photo, photo = send(cast, picture), send(cast, smaller.getvalue(), cast.other_shopper)
    first = submit(cast, photos=[first_photo])
    before = dossier(cast, first)
    examined()
    second = submit(cast, cast.other_shopper, photos=[photo])
    examined()
    assert (before["examined"], dossier(cast, first)["examined"], flags(cast, first)) == (False, True, [])
    [flag] = flags(cast, second)
    assert flag["kind"] == "same_photo"
    assert (flag["item"], flag["photo"], flag["other_photo"]) == ("counter_photo", str(photo), str(first_photo))
    assert (flag["other_audit"], flag["same_file"], flag["same_shopper"]) == (str(first), False, False)
    [other] = dossier(cast, second)["others"]
    assert (other["id"], other["branch_name"], other["status"]) == (str(first), "branch", "submitted")


def test_the_same_file_by_the_same_shopper(cast: Cast, examined: Callable[[], str]) -> None:
    white = io.BytesIO()  # tells nothing by its looks: only as a file is it the same
    Image.new("RGB", (200, 150), "white").save(white, "JPEG", quality=60)
    bare = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(bare, "JPEG")
    for content in (white.getvalue(), bare.getvalue(), white.getvalue()):
        submit(cast, photos=[send(cast, content)])
    last = submit(cast, photos=[send(cast, white.getvalue())])
    examined()
    [flag] = flags(cast, last)
    assert (flag["same_file"], flag["same_shopper"], flag["bits"]) == (True, True, 0)


def test_other_pictures_are_not_the_same(cast: Cast, examined: Callable[[], str]) -> None:
    audit_id = submit(cast, photos=[send(cast, jpeg()) for _ in range(3)])
    examined()
    assert flags(cast, audit_id) == []


def test_a_photo_of_elsewhere_and_one_of_last_week(cast: Cast, placed: UUID, examined: Callable[[], str]) -> None:
    there, away = send(cast, taken(VILNIUS)), send(cast, taken(KAUNAS))
    old = send(cast, taken(days_ago=7))
    audit_id = submit(cast, branch=placed, photos=[there, away, old])
    examined()
    far, week = flags(cast, audit_id)
    assert (far["kind"], far["photo"], round(far["metres"] / 1000)) == ("far_away", str(away), 91)
    assert (week["kind"], week["photo"]) == ("old_photo", str(old))
    assert week["seconds"] == pytest.approx(timedelta(days=7, minutes=-2).total_seconds())
    assert dossier(cast, audit_id)["branch_position"] == VILNIUS


def test_pasted_words(cast: Cast, examined: Callable[[], str]) -> None:
    said = f"{SAID} {uuid4()}"
    first = submit(cast, answers=_answers(tone={"kind": "scale", "level": 2, "narrative": said}))
    again = submit(
        cast, cast.other_shopper, answers=_answers(heard={"kind": "scale", "level": 5, "narrative": said.upper()})
    )
    examined()
    [flag] = flags(cast, again)
    assert (flag["kind"], flag["item"], flag["other_item"]) == ("same_text", "heard", "tone")
    assert (flag["other_audit"], flag["same_shopper"]) == (str(first), False)


def test_too_fast_typed_and_by_a_wrong_clock(cast: Cast, examined: Callable[[], str]) -> None:
    typed = _answers(queue_wait={"kind": "duration", "seconds": 12, "typed_by_hand": True})
    finished = samples.BEGAN + timedelta(seconds=5)
    audit_id, person = uuid4(), cast.shopper
    body = samples.submission(cast.assign(), answers=typed, finished_at=finished.isoformat())
    clock = {"Device-Clock": "2036-01-01T00:00:00Z"}
    person.http.put(f"/api/audits/{audit_id}", json=body, headers=clock).raise_for_status()
    examined()
    fast, clock_off, by_hand = flags(cast, audit_id)
    assert (fast["kind"], fast["seconds"], fast["measure"]) == ("too_fast", 5.0, "answers")
    assert clock_off["kind"] == "clock_off" and clock_off["seconds"] > 3600
    assert (by_hand["kind"], by_hand["item"], by_hand["seconds"]) == ("typed_time", "queue_wait", 12.0)


def test_a_visit_of_years_ago_that_came_today(cast: Cast, examined: Callable[[], str]) -> None:
    """The phone's clock is right while it sends."""
    began = datetime.now(UTC) - timedelta(days=2700)
    times: Json = {"started_at": began.isoformat(), "finished_at": (began + timedelta(minutes=20)).isoformat()}
    audit_id, person = uuid4(), cast.shopper
    body = samples.submission(cast.assign(), **times)
    body["answers"]["queue_wait"]["segments"][0]["started_at"] = times["started_at"]
    clock = {"Device-Clock": datetime.now(UTC).isoformat()}
    person.http.put(f"/api/audits/{audit_id}", json=body, headers=clock).raise_for_status()
    examined()
    [flag] = dossier(cast, audit_id)["flags"]
    assert flag["kind"] == "odd_date" and flag["seconds"] == pytest.approx(2700 * 86_400, abs=600)


def test_a_new_revision_is_examined_anew(cast: Cast, examined: Callable[[], str]) -> None:
    typed = _answers(queue_wait={"kind": "duration", "seconds": 12, "typed_by_hand": True})
    audit_id = submit(cast, answers=typed)
    examined()
    assert [flag["kind"] for flag in flags(cast, audit_id)] == ["typed_time"]
    cast.review(audit_id, "request_revision", "Please look again.").raise_for_status()
    sent = cast.shopper.http.get(f"/api/audits/{audit_id}").json()["submission"]
    mended = {**sent, "revision": 2, "answers": _answers()}
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=mended).raise_for_status()
    assert (dossier(cast, audit_id)["examined"], flags(cast, audit_id)) == (False, [])
    examined()
    assert (dossier(cast, audit_id)["examined"], flags(cast, audit_id)) == (True, [])


def test_examining_twice_makes_no_difference(cast: Cast, examined: Callable[[], str], api_settings: Settings) -> None:
    """A process that was killed between its two writes leaves the audit unexamined, with its fingerprint."""
    picture = jpeg()
    first, second = (submit(cast, photos=[send(cast, picture)]) for _ in range(2))
    examined()
    before = flags(cast, second)
    client: MongoClient[Json] = MongoClient(api_settings.mongodb_uri, uuidRepresentation="standard")
    stored = client[api_settings.mongodb_database]
    stored.audits.update_one({"_id": second}, {"$set": {"unexamined": True, "flags": []}})
    assert "1 audits examined" in examined()
    assert flags(cast, second) == before != []
    assert stored.fingerprints.count_documents({"_id": {"$in": [first, second]}}) == 2
    # What is looked up is found by an index, whatever there is.
    wanted = {"photo_keys": {"$in": ["0:0000"]}, "photo_keys.0": {"$exists": True}}
    plan = stored.fingerprints.find(wanted).explain()["queryPlanner"]["winningPlan"]
    assert plan["inputStage"]["stage"] == "IXSCAN"
    # And so are the latest of them, without sorting all.
    plan = stored.fingerprints.find(wanted | {"photo_keys": "0:0000"}).sort("received_at", -1).explain()
    assert '"SORT"' not in json.dumps(plan["queryPlanner"]["winningPlan"])
    client.close()


def test_a_copied_photo_is_found_among_thousands_that_look_much_the_same(
    cast: Cast, examined: Callable[[], str], mongo: Database[Json]
) -> None:
    picture = telling()
    first = submit(cast, photos=[send(cast, picture)])
    examined()
    known = mongo.fingerprints.find_one({"_id": first})
    assert known is not None
    (own,) = known["photos"]
    digits = str(own["perceptual_hash"])
    # The first part is the same, and nothing else.
    other = digits[:4] + "".join(f"{15 - int(digit, 16):x}" for digit in digits[4:])
    crowd = [
        {
            **known,
            "_id": uuid4(),
            "received_at": known["received_at"] + timedelta(seconds=1),
            "photos": [{**own, "id": uuid4(), "perceptual_hash": other, "sha256": uuid4().hex}],
            "photo_keys": [f"0:{digits[:4]}"],
        }
        for _ in range(AT_ONCE + 1)
    ]
    mongo.fingerprints.insert_many(crowd)
    second = submit(cast, photos=[send(cast, picture)])
    examined()
    copied = next(flag for flag in flags(cast, second) if flag["kind"] == "same_photo")
    same = {str(row["_id"]) for row in mongo.fingerprints.find({"photo_keys": own["sha256"], "_id": {"$ne": second}})}
    assert copied["same_file"]
    assert {copied["other_audit"], str(first)} <= same
    mongo.fingerprints.delete_many({"_id": {"$in": [one["_id"] for one in crowd]}})


def test_flags_are_for_the_office_only(cast: Cast, examined: Callable[[], str]) -> None:
    typed = _answers(queue_wait={"kind": "duration", "seconds": 12, "typed_by_hand": True})
    audit_id = submit(cast, answers=typed)
    examined()
    cast.review(audit_id).raise_for_status()
    for who in ("shopper", "manager"):
        http = cast.person(who).http
        assert http.get(f"/api/audits/{audit_id}/dossier").status_code == 404
        for seen in (http.get(f"/api/audits/{audit_id}"), http.get("/api/audits", params={"limit": 200})):
            assert "typed_time" not in seen.raise_for_status().text
            assert '"flags"' not in seen.text and "unexamined" not in seen.text
    told = dossier(cast, audit_id)
    assert (told["shopper_name"], told["scenario"]) == ("Shopper", "You look for a present and cannot decide.")


def test_a_dossier_asks_little(cast: Cast, examined: Callable[[], str]) -> None:
    picture = jpeg()
    submit(cast, photos=[send(cast, picture)])
    audit_id = submit(cast, photos=[send(cast, picture)])
    examined()
    before = len(ROUND_TRIPS.commands)
    dossier(cast, audit_id)
    assert len(ROUND_TRIPS.commands) - before <= 6


def test_coordinates_are_checked(cast: Cast) -> None:
    body = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": "Nowhere", "tier": "standard"}
    wrong = {**body, "time_zone": "Europe/Vilnius", "position": {"latitude": 91, "longitude": 0}}
    answer: httpx.Response = cast.admin.http.put(f"/api/branches/{uuid4()}", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["path"] == "position.latitude"


def _answers(**changes: Any) -> Json:
    answers: Json = samples.submission(uuid4())["answers"]
    return answers | changes
