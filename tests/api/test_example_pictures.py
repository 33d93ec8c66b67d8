"""Pictures where trainers work: the redacted one, through an example that may be seen now, and never the original."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from checklists.coaching import example_id
from tests.api.cast import Cast, person
from tests.api.examples import Json, Mongo, decide, pictured
from tests.api.lessons import Lesson
from tests.api.pictures import jpeg


@pytest.fixture
def lesson(cast: Cast) -> "Lesson":
    photo, example = pictured(cast)
    return Lesson(cast, photo, example)


def test_a_guest_sees_the_picture_through_the_link_and_no_other_way(cast: Cast, lesson: Lesson) -> None:
    assert lesson.seen() == [200, 200, 200]
    picture = lesson.as_guest()
    assert picture.content == lesson.as_trainer().content
    assert picture.headers["cache-control"] == "private, no-cache"
    assert max(Image.open(BytesIO(lesson.as_guest(size="/thumbnail").content)).size) <= 480
    assert cast.outsider.get(f"/api/redacted-photos/{lesson.redacted}").status_code == 401
    assert lesson.as_guest(token="x" * 43).status_code == 404
    path = f"/api/shared/{lesson.token}/pictures/{lesson.redacted}"
    assert cast.outsider.get(path, headers={"If-None-Match": picture.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("change", [{"active": False}, {"role": "reviewer"}])
def test_a_link_opens_nothing_while_its_owner_does_not_coach(cast: Cast, new_client: Any, change: Json) -> None:
    leaver = person(cast.admin.http, new_client, "trainer")
    lesson = Lesson(replace(cast, trainer=leaver), *pictured(cast))
    body = {"account": leaver.account, "name": "Trainer", "role": "trainer"}

    def opened() -> list[int]:
        page = cast.outsider.get(f"/api/shared/{lesson.token}").status_code
        return [page, lesson.as_guest().status_code, lesson.as_guest(size="/thumbnail").status_code]

    assert opened() == [200, 200, 200]
    cast.admin.http.put(f"/api/users/{leaver.id}", json={**body, **change}).raise_for_status()
    assert opened() == [404, 404, 404]
    cast.admin.http.put(f"/api/users/{leaver.id}", json=body).raise_for_status()
    assert opened() == [200, 200, 200]


def test_a_link_opens_the_pictures_of_its_own_lesson_only(cast: Cast, lesson: Lesson) -> None:
    other = Lesson(cast, *pictured(cast))
    assert lesson.as_guest(other.redacted).status_code == 404
    lesson.write([{"example_id": str(lesson.example), "beside": str(other.example)}], revision=1)
    assert lesson.as_guest(other.redacted).content == other.as_guest().content
    lesson.write([{"example_id": str(other.example)}], revision=2)
    assert lesson.as_guest().status_code == 404


def test_nobody_of_this_room_gets_the_original(cast: Cast, lesson: Lesson) -> None:
    original = cast.reviewer.http.get(f"/api/photos/{lesson.photo}").raise_for_status().content
    for small in ("", "/thumbnail"):
        assert cast.trainer.http.get(f"/api/photos/{lesson.photo}{small}").status_code == 404
        assert cast.outsider.get(f"/api/photos/{lesson.photo}{small}").status_code == 401
        # Nor under its own id where pictures without people are.
        assert cast.trainer.http.get(f"/api/redacted-photos/{lesson.photo}{small}").status_code == 404
        assert lesson.as_guest(lesson.photo, small).status_code == 404
    assert lesson.as_guest().content != original and lesson.as_trainer().content != original
    said = [
        cast.trainer.http.get("/api/examples", params={"limit": 200}).text,
        cast.trainer.http.get(f"/api/examples/{lesson.example}").text,
        cast.trainer.http.get(f"/api/examples/{lesson.example}/similar").text,
        cast.trainer.http.get(f"/api/collections/{lesson.id}").text,
        cast.outsider.get(f"/api/shared/{lesson.token}").text,
    ]
    assert lesson.redacted in said[1]
    assert [text for text in said if str(lesson.photo) in text] == []


def test_what_nobody_has_decided_about_or_was_left_out_is_not_even_named(cast: Cast) -> None:
    photos = [uuid4() for _ in range(3)]
    for photo in photos:
        cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    lesson = Lesson(cast, photos[0], example_id(cast.finalised(photos=photos), "solved"))
    decide(cast, photos[1], decision="leave_out", regions=[])
    assert lesson.told() == [{"redacted": lesson.redacted, "original": None, "state": "done"}]
    for hidden in photos[1:]:
        assert lesson.as_guest(hidden).status_code == lesson.as_trainer(str(hidden)).status_code == 404


def test_a_redaction_that_is_taken_back_is_gone_at_once(cast: Cast, lesson: Lesson) -> None:
    decide(cast, lesson.photo, decision="leave_out", regions=[])
    assert lesson.seen() == [404, 404, 404]
    assert lesson.told() == []


def test_another_redaction_takes_the_place_of_the_one_before(cast: Cast, lesson: Lesson) -> None:
    fresh = decide(cast, lesson.photo, regions=[])["redacted"]
    assert lesson.seen() == [404, 404, 404]
    assert lesson.as_guest(fresh).status_code == lesson.as_trainer(fresh).status_code == 200
    assert [photo["redacted"] for photo in lesson.told()] == [fresh]


def test_with_the_example_its_pictures_go(cast: Cast, lesson: Lesson) -> None:
    cast.reviewer.http.put(f"/api/examples/{lesson.example}/withdrawal").raise_for_status()
    assert lesson.seen() == [404, 404, 404]
    assert lesson.told() == []


def test_with_the_link_or_the_lesson_its_pictures_go(cast: Cast, mongo: Mongo, lesson: Lesson) -> None:
    links = f"/api/collections/{lesson.id}/links"
    cast.trainer.http.delete(f"{links}/{lesson.link}").raise_for_status()
    assert lesson.as_guest().status_code == 404
    lesson.token = cast.trainer.http.put(f"{links}/{uuid4()}", json={}).raise_for_status().json()["token"]
    assert lesson.as_guest().status_code == 200
    mongo.collections.update_one({"_id": lesson.id}, [{"$set": {"links.expires_at": {"$toDate": "2020-01-01"}}}])
    assert lesson.as_guest().status_code == 404
    assert lesson.as_trainer().status_code == 200


@pytest.mark.parametrize("kind", ["photos", "anonymise", "erase"])
def test_a_photo_that_is_erased_is_gone_at_once(cast: Cast, mongo: Mongo, lesson: Lesson, kind: str) -> None:
    origin = cast.admin.http.get(f"/api/examples/{lesson.example}").json()["origin"]
    path = f"/api/audits/{origin['audit_id']}/removals/{uuid4()}"
    cast.admin.http.put(path, json={"kind": kind, "cause": "subject_request"}).raise_for_status()
    assert lesson.seen() == [404, 404, 404]
    assert lesson.told() == []
    assert mongo.redactions.find_one({"_id": lesson.photo}) is None


def test_without_its_record_a_picture_is_gone_whatever_still_names_it(mongo: Mongo, lesson: Lesson) -> None:
    """As when whoever erases is cut off after the first step."""
    mongo.redactions.delete_one({"_id": lesson.photo})
    assert lesson.seen() == [404, 404, 404]


def test_a_photo_that_the_audit_no_longer_has_is_gone_at_once(cast: Cast) -> None:
    photos = [uuid4() for _ in range(2)]
    for photo in photos:
        cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    audit = cast.submit(photos=photos)
    corrected = {"counter_photo": {"kind": "photo", "photos": [str(photos[1])]}}
    cast.review(audit).raise_for_status()
    lesson = Lesson(cast, photos[0], example_id(audit, "solved"))
    assert lesson.seen() == [200, 200, 200]
    appeal = uuid4()
    body = {"items": ["counter_photo"], "reason": "It shows the shop next door."}
    cast.manager.http.put(f"/api/audits/{audit}/appeals/{appeal}", json=body).raise_for_status()
    decision = {"outcome": "changed", "reason": "So it does.", "corrections": corrected}
    path = f"/api/appeals/{appeal}/decisions/{uuid4()}"
    cast.reviewer.http.put(path, json=decision).raise_for_status()
    assert lesson.seen() == [404, 404, 404]
    assert lesson.told() == []
