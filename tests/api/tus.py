"""A phone that sends photos in parts, as tus 1.0.0 says."""

import base64
import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
from PIL import Image

from tests.api.pictures import jpeg


def noise(side: int) -> bytes:
    """A JPEG of about half a byte for each pixel."""
    out = io.BytesIO()
    Image.frombytes("L", (side, side), os.urandom(side * side)).save(out, "JPEG", quality=75)
    return out.getvalue()


Headers = dict[str, str]
TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def metadata(values: Headers) -> str:
    return ",".join(f"{key} {encoded(value)}" for key, value in values.items())


@dataclass
class PhotoUpload:
    """One photo of one phone; every method is one request."""

    http: httpx.Client
    content: bytes = field(default_factory=jpeg)
    photo_id: UUID = field(default_factory=uuid4)
    said: dict[str, str] = field(default_factory=dict)
    """Further metadata, or other than what is true."""

    @property
    def path(self) -> str:
        return f"/api/uploads/{self.photo_id}"

    def begin(self, headers: Headers | None = None) -> httpx.Response:
        sha256 = hashlib.sha256(self.content).hexdigest()
        told = metadata({"photo_id": str(self.photo_id), "filetype": "image/jpeg", "sha256": sha256, **self.said})
        given = {**TUS, "Upload-Length": str(len(self.content)), "Upload-Metadata": told, **(headers or {})}
        return self.http.post("/api/uploads", headers=given)

    def ask(self) -> httpx.Response:
        return self.http.head(self.path, headers=TUS)

    def offset(self) -> int:
        return int(self.ask().raise_for_status().headers["Upload-Offset"])

    def send(self, start: int = 0, stop: int | None = None, headers: Headers | None = None) -> httpx.Response:
        return self.patch(start, self.content[start:stop], headers)

    def patch(self, offset: int, body: bytes | Iterable[bytes], headers: Headers | None = None) -> httpx.Response:
        return self.http.patch(
            self.path, content=body, headers={**PART, "Upload-Offset": str(offset), **(headers or {})}
        )

    def end(self) -> httpx.Response:
        return self.http.delete(self.path, headers=TUS)

    def stored(self) -> bool:
        return self.http.get(f"/api/photos/{self.photo_id}").status_code == 200


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    return answer.status_code, answer.json()["code"]
