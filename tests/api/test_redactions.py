"""Photos without people: what the desk decides, and who may see which picture."""

import asyncio
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from audit_api.anonymising import redaction_records
from audit_api.examples import writes
from tests.api.cast import Cast
from tests.api.examples import BOX, Json, Mongo, decide, pictured, release

STROKE = {"shape": "stroke", "points": [[0.7, 0.7], [0.8, 0.8]], "radius": 0.05}


@pytest.fixture
def photo(cast: Cast) -> UUID:
    """Of an example in region A."""
    return pictured(cast)[0]


def test_detectors_look_once_and_decide_nothing(cast: Cast, photo: UUID) -> None:
    found = cast.manager.http.get(f"/api/photos/{photo}/redaction").raise_for_status().json()
    assert (found["decision"], found["redacted"], found["regions"]) == (None, None, [])
    assert isinstance(found["proposals"], list)
    assert cast.admin.http.get(f"/api/photos/{photo}/redaction").json() == found


def test_a_decision_makes_a_new_picture_and_may_be_repeated(cast: Cast, photo: UUID) -> None:
    found = decide(cast, photo, regions=[BOX, STROKE])
    assert found["redacted"] not in (None, str(photo))
    assert decide(cast, photo, regions=[BOX, STROKE]) == found
    picture = cast.reviewer.http.get(f"/api/redacted-photos/{found['redacted']}").raise_for_status()
    original = cast.reviewer.http.get(f"/api/photos/{photo}").raise_for_status()
    assert picture.content != original.content
    assert Image.open(BytesIO(picture.content)).size == (found["width"], found["height"])
    assert picture.headers["cache-control"] == "private, no-cache"
    again = {"If-None-Match": picture.headers["etag"]}
    assert cast.reviewer.http.get(f"/api/redacted-photos/{found['redacted']}", headers=again).status_code == 304


def test_another_decision_replaces_the_picture(cast: Cast, mongo: Mongo, photo: UUID) -> None:
    first = decide(cast, photo)["redacted"]
    files = mongo["photos.files"].count_documents({})
    second = decide(cast, photo, regions=[STROKE])["redacted"]
    assert first != second
    assert cast.reviewer.http.get(f"/api/redacted-photos/{first}").status_code == 404
    assert cast.reviewer.http.get(f"/api/redacted-photos/{second}").status_code == 200
    assert mongo["photos.files"].count_documents({}) == files, "the old files are gone"
    assert decide(cast, photo, decision="leave_out", regions=[])["redacted"] is None
    assert cast.reviewer.http.get(f"/api/redacted-photos/{second}").status_code == 404
    assert mongo["photos.files"].count_documents({}) == files - 2


def test_of_two_who_decide_at_once_one_stands_everywhere(
    cast: Cast, mongo: Mongo, photo: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_photo, others = writes.write_photo, [STROKE]

    async def write_late(*given: Any) -> Any:
        """Somebody else decides before the first one has told the examples."""
        if others:
            await asyncio.to_thread(decide, cast, photo, "admin", regions=[others.pop()])
        return await write_photo(*given)

    monkeypatch.setattr(redaction_records, "write_photo", write_late)
    decide(cast, photo, regions=[BOX])
    stands = mongo.redactions.find_one({"_id": photo})
    assert stands is not None and not others
    shown = [one for example in mongo.examples.find({"photos.original": photo}) for one in example["photos"]]
    assert {one["redacted"] for one in shown if one["original"] == photo} == {stands["redacted_id"]}
    assert cast.reviewer.http.get(f"/api/redacted-photos/{stands['redacted_id']}").status_code == 200


def test_a_trainer_sees_the_redacted_picture_of_what_is_released_only(cast: Cast) -> None:
    photo, example = pictured(cast)
    redacted = decide(cast, photo)["redacted"]
    path = f"/api/redacted-photos/{redacted}"
    assert cast.trainer.http.get(path).status_code == 404
    release(cast, example)
    assert cast.trainer.http.get(path).status_code == 200
    assert cast.trainer.http.get(f"{path}/thumbnail").status_code == 200
    assert cast.trainer.http.get(f"/api/photos/{photo}").status_code == 404, "never the original"
    shown = cast.trainer.http.get(f"/api/examples/{example}").json()["photos"]
    assert shown == [{"redacted": redacted, "original": None, "state": "done"}]
    cast.reviewer.http.put(f"/api/examples/{example}/withdrawal").raise_for_status()
    assert cast.trainer.http.get(path).status_code == 404


def test_what_waits_is_listed_for_those_who_see_its_region(cast: Cast, photo: UUID) -> None:
    assert str(photo) in _waiting(cast, "reviewer")
    assert str(photo) in _waiting(cast, "manager")
    assert str(photo) not in _waiting(cast, "neighbour")
    decide(cast, photo, "manager")
    assert str(photo) not in _waiting(cast, "reviewer")


def test_the_list_is_paged(cast: Cast) -> None:
    mine = {str(pictured(cast)[0]) for _ in range(3)}
    found, cursor = set[str](), None
    while True:
        query = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = cast.admin.http.get("/api/redactions/waiting", params=query).raise_for_status().json()
        found |= {one["photo_id"] for one in page["photos"]}
        if (cursor := page["next"]) is None:
            break
    assert mine <= found


@pytest.mark.parametrize(
    "body",
    [
        {"decision": "blur", "regions": []},
        {"decision": "redact", "regions": [{**BOX, "x": 2}]},
        {"decision": "redact", "regions": [{"shape": "stroke", "points": [], "radius": 0.1}]},
        {"decision": "redact", "regions": [BOX] * 101},
        {},
    ],
)
def test_a_bad_decision_is_refused(cast: Cast, photo: UUID, body: Json) -> None:
    answer = cast.reviewer.http.put(f"/api/photos/{photo}/redaction", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


def _waiting(cast: Cast, who: str) -> set[str]:
    page = cast.person(who).http.get("/api/redactions/waiting", params={"limit": 200}).raise_for_status().json()
    return {one["photo_id"] for one in page["photos"]}
