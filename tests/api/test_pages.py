"""The built pages and what an installed app needs of them."""

import hashlib
import re
from collections.abc import Callable

import httpx
import pytest

NewClient = Callable[[], httpx.Client]


def _manifest(http: httpx.Client) -> dict[str, str]:
    """Path -> SHA-256, as the service worker knows the shopper's page."""
    script = http.get("/sw.js").raise_for_status().text
    return dict(re.findall(r"[\[]\s*[\"'`](/[^\"'`]*)[\"'`],\s*[\"'`]([0-9a-f]{64})[\"'`]", script))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/sw.js", "text/javascript"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icons/192.png", "image/png"),
    ],
)
def test_what_may_change_is_asked_for_anew(new_client: NewClient, path: str, kind: str) -> None:
    answer = new_client().get(path).raise_for_status()
    assert answer.headers["Content-Type"].split(";")[0] == kind
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/assets/main-OfYesterday.js", "/assets/", "/sw-old.js", "/icons/1.png", "/nothing/"])
def test_a_missing_file_is_missing(new_client: NewClient, path: str) -> None:
    """A page in the place of a script would be kept by a phone as that script."""
    answer = new_client().get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_the_worker_keeps_the_whole_page_as_it_was_built(new_client: NewClient) -> None:
    http = new_client()
    files = _manifest(http)
    assert {path: hashlib.sha256(http.get(path).raise_for_status().content).hexdigest() for path in files} == files
    named = re.findall(r'(?:href|src)="(/[^"]+)"', http.get("/").text)
    assert "/" in files and set(named) <= set(files)


def test_the_worker_keeps_every_language_and_font_but_no_other_room(new_client: NewClient) -> None:
    http = new_client()
    files = _manifest(http)
    text = "".join(http.get(path).text for path in files if path.endswith(".js"))
    for sign_out in ("Sign out", "Abmelden", "Logga ut", "Atsijungti", "Oturumu kapat"):
        assert sign_out in text
    assert "Waiting for review" not in text
    assert sum(path.endswith(".woff2") for path in files) == 2
    assert not [path for path in files if re.search(r"/(desk|coach|docs)/|swagger|sw\.js", path)]


def test_the_manifest_names_icons_that_are_there(new_client: NewClient) -> None:
    http = new_client()
    manifest = http.get("/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in manifest["icons"]:
        http.get(icon["src"]).raise_for_status()
