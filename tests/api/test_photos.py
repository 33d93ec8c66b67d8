"""Photos: in as they were taken, out upright and bare, and never to the wrong eyes."""

import asyncio
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from audit_api.photos import arrivals
from media.intake import PhotoIntake
from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg


def _sideways_with_position() -> bytes:
    """A landscape picture, red at the top, saved as a camera on its side would: turned, with EXIF."""
    image = Image.new("RGB", (400, 300), "blue")
    image.paste("red", (0, 0, 400, 60))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    exif[0x010F] = "Phonemaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 41.0, 0.0), 3: "E", 4: (25.0, 17.0, 0.0)})
    out = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def test_a_photo_comes_back_upright_and_without_metadata(cast: Cast) -> None:
    photo, sent = uuid4(), _sideways_with_position()
    receipt = cast.shopper.http.put(f"/api/photos/{photo}", content=sent).raise_for_status().json()
    assert (receipt["sha256"], receipt["bytes"]) == (hashlib.sha256(sent).hexdigest(), len(sent))
    assert (receipt["width"], receipt["height"]) == (400, 300)

    served = cast.shopper.http.get(f"/api/photos/{photo}").raise_for_status()

    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in served.headers["Cache-Control"]
    kept = Image.open(io.BytesIO(served.content))
    assert kept.size == (400, 300)
    red, _, blue = kept.convert("RGB").getpixel((200, 20))  # type: ignore[misc]
    assert red > 200 and blue < 60
    assert not kept.getexif() and b"Phonemaker" not in served.content


def test_the_reviewer_reads_what_the_camera_claimed(cast: Cast) -> None:
    photo, audit_id = uuid4(), uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=_sideways_with_position()).raise_for_status()
    body = samples.submission(cast.assign(), photos=[photo])
    receipt = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status().json()
    assert [stored["id"] for stored in receipt["photos"]] == [str(photo)]
    [seen] = cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["photos"]
    assert abs(seen["evidence"]["position"]["latitude"] - 54.6833) < 0.001
    assert "Phonemaker" in seen["evidence"]["device"]


def test_repeats_wait_for_the_one_that_is_developed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that gives up after a minute and sends again must not add to what it waits for."""
    take_in, developed = PhotoIntake.take_in, []

    async def slowly(intake: PhotoIntake, path: Path) -> Any:
        developed.append(path)
        await asyncio.sleep(0.5)
        return await take_in(intake, path)

    monkeypatch.setattr(PhotoIntake, "take_in", slowly)
    photo, sent = uuid4(), jpeg()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: cast.shopper.http.put(f"/api/photos/{photo}", content=sent), range(8)))
    assert {answer.status_code for answer in answers} == {200} and len(developed) == 1
    assert len({answer.text for answer in answers}) == 1


def test_who_repeats_without_waiting_is_asked_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "WAITING_EACH", 0)
    photo, sent = uuid4(), jpeg()
    answer = cast.shopper.http.put(f"/api/photos/{photo}", content=sent)
    assert (answer.status_code, answer.json()["code"]) == (503, "upload_delayed")
    assert int(answer.headers["Retry-After"]) > 0


def test_sent_again_or_eight_at_once_it_is_one_photo(cast: Cast) -> None:
    photo, sent = uuid4(), jpeg()
    with ThreadPoolExecutor(8) as pool:
        receipts = list(
            pool.map(lambda _: cast.shopper.http.put(f"/api/photos/{photo}", content=sent).json(), range(8))
        )
    again = cast.shopper.http.put(f"/api/photos/{photo}", content=sent).raise_for_status().json()
    assert all(receipt == again for receipt in receipts)


def test_another_picture_under_the_same_id_is_refused(cast: Cast) -> None:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg(1)).raise_for_status()
    answer = cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg(2))
    assert (answer.status_code, answer.json()["code"]) == (409, "photo_differs")
    theirs = cast.other_shopper.http.put(f"/api/photos/{photo}", content=jpeg(1))
    assert (theirs.status_code, theirs.json()["code"]) == (409, "photo_differs")


def test_a_refused_picture_leaves_nothing(cast: Cast) -> None:
    photo = uuid4()
    for content, status, code in [
        (b"", 422, "photo_empty"),
        (b"GIF89a" + b"\0" * 64, 415, "photo_type_unsupported"),
        (jpeg()[:2000], 422, "photo_truncated"),
        (b"\0" * (26 * 1024 * 1024), 413, "photo_too_large"),
    ]:
        answer = cast.shopper.http.put(f"/api/photos/{photo}", content=content)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert cast.shopper.http.get(f"/api/photos/{photo}").status_code == 404
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()


def test_an_audit_waits_for_its_photos(cast: Cast) -> None:
    audit_id, here, missing = uuid4(), uuid4(), uuid4()
    cast.shopper.http.put(f"/api/photos/{here}", content=jpeg()).raise_for_status()
    body = samples.submission(cast.assign(), photos=[here, missing])

    early = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body)
    assert (early.status_code, early.json()["code"]) == (409, "photos_missing")
    assert early.json()["missing_photos"] == [str(missing)]

    cast.shopper.http.put(f"/api/photos/{missing}", content=jpeg()).raise_for_status()
    receipt = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status().json()
    assert {stored["id"] for stored in receipt["photos"]} == {str(here), str(missing)}


def test_a_photo_belongs_to_one_audit_and_its_owner(cast: Cast) -> None:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    cast.submit(photos=[photo])
    reused = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=samples.submission(cast.assign(), photos=[photo]))
    assert reused.json()["code"] == "photo_taken"
    theirs = samples.submission(cast.assign(cast.other_shopper), photos=[photo])
    assert cast.other_shopper.http.put(f"/api/audits/{uuid4()}", json=theirs).json()["code"] == "photo_taken"


def test_only_who_may_see_the_audit_sees_the_photo(cast: Cast) -> None:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    path = f"/api/photos/{photo}"
    assert cast.reviewer.http.get(path).status_code == 404  # not part of any audit yet
    audit_id = cast.submit(photos=[photo])
    assert cast.reviewer.http.get(path).status_code == 200
    assert cast.manager.http.get(path).status_code == 404  # not finalised yet
    cast.review(audit_id).raise_for_status()
    assert cast.manager.http.get(path).status_code == 200
    assert cast.manager.http.get(f"{path}/thumbnail").status_code == 200
    assert cast.neighbour.http.get(path).status_code == 404
    assert cast.other_shopper.http.get(path).status_code == 404


def test_parts_and_unchanged_photos(cast: Cast) -> None:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg(width=2000, height=1500)).raise_for_status()
    path, http = f"/api/photos/{photo}", cast.shopper.http
    whole = http.get(path)
    etag = whole.headers["ETag"]
    assert etag == f'"{hashlib.sha256(whole.content).hexdigest()}"'

    part = http.get(path, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole.content)}"
    assert http.get(path, headers={"Range": "bytes=-50"}).content == whole.content[-50:]
    assert http.get(path, headers={"Range": "bytes=1-2", "If-Range": '"old"'}).content == whole.content
    beyond = http.get(path, headers={"Range": f"bytes={len(whole.content)}-"})
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range_not_satisfiable")

    same = http.get(path, headers={"If-None-Match": etag})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    small = http.get(f"{path}/thumbnail")
    assert max(Image.open(io.BytesIO(small.content)).size) == 480
    assert small.headers["ETag"] != etag
