"""A lesson with a picture, and who sees it."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.cast import Cast
from tests.api.examples import Json, decide, release


class Lesson:
    """A released example in a lesson with a share link; its photo is redacted."""

    def __init__(self, cast: Cast, photo: UUID, example: UUID, **entry: Any) -> None:
        self.cast, self.photo, self.example = cast, photo, example
        self.redacted: str = decide(cast, photo)["redacted"]
        release(cast, example)
        self.id = uuid4()
        self.write([{"example_id": str(example), **entry}], revision=0)
        made = cast.trainer.http.put(f"/api/collections/{self.id}/links/{uuid4()}", json={}).raise_for_status().json()
        self.link, self.token = made["id"], made["token"]

    def write(self, entries: list[Json], revision: int) -> None:
        body = {"title": "A warm welcome", "entries": entries, "revision": revision}
        self.cast.trainer.http.put(f"/api/collections/{self.id}", json=body).raise_for_status()

    def as_trainer(self, redacted: str | None = None) -> httpx.Response:
        return self.cast.trainer.http.get(f"/api/redacted-photos/{redacted or self.redacted}")

    def as_guest(self, redacted: str | UUID | None = None, size: str = "", token: str | None = None) -> httpx.Response:
        path = f"/api/shared/{token or self.token}/pictures/{redacted or self.redacted}{size}"
        return self.cast.outsider.get(path)

    def told(self) -> list[Json]:
        """The photos of the example as the lesson tells of them, alike for the trainer and the guest."""
        trainers = self.cast.trainer.http.get(f"/api/collections/{self.id}").raise_for_status().json()
        guests = self.cast.outsider.get(f"/api/shared/{self.token}").raise_for_status().json()
        assert trainers["entries"] == guests["entries"]
        example = guests["entries"][0]["example"] if guests["entries"] else None
        return [] if example is None else [*example["photos"]]

    def seen(self) -> list[int]:
        return [
            self.as_trainer().status_code,
            self.as_guest().status_code,
            self.as_guest(size="/thumbnail").status_code,
        ]
