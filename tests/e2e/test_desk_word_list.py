"""The programme's own words: tried on what trainers may read before they are saved."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import NARROW, accessible, speak
from tests.e2e.network import Network

LIST = "/desk/#/anonymise/list"
STORY = "We waited, and then Grobnik came and praised the {}. Nobody had asked."
TABS = {
    "en-GB": "Word list",
    "de-DE": "Wortliste",
    "sv-SE": "Ordlista",
    "lt-LT": "Žodžių sąrašas",
    "tr-TR": "Kelime listesi",
}


@pytest.fixture(scope="module")
def programme(network: Network) -> str:
    found = network.http["admin"].get("/api/programmes").json()
    return str(found[0]["id"])


@pytest.fixture(autouse=True)
def no_words(network: Network, programme: str) -> Iterator[None]:
    yield
    write(network, programme, [])


@pytest.fixture
def product() -> str:
    """A name that no other test has told of."""
    return "moonlight" + "".join(chr(ord("a") + byte % 16) for byte in uuid4().bytes[:6])


@pytest.fixture
def masked(network: Network, product: str) -> str:
    """An example whose words a person has looked at; only the name is hidden."""
    story = STORY.format(f"{product} plan")
    audit = network.review(network.submit("Kaunas", kind=False, story=story))
    reviewer = network.http["reviewer"]
    query: dict[str, Any] = {"limit": 200}
    while True:
        page = reviewer.get("/api/maskings/waiting", params=query).raise_for_status().json()
        found = [one for one in page["narratives"] if (one["audit_id"], one["narrative"]) == (str(audit), story)]
        if found:
            break
        assert page["next"], "it waits"
        query["cursor"] = page["next"]
    start = story.index("Grobnik")
    spans = [{"start": start, "end": start + len("Grobnik"), "kind": "name"}]
    body = {"narrative_hash": found[0]["narrative_hash"], "spans": spans}
    reviewer.put(f"/api/examples/{found[0]['example_id']}/masking", json=body).raise_for_status()
    return str(found[0]["example_id"])


def write(network: Network, programme: str, words: list[str]) -> None:
    path = f"/api/programmes/{programme}/mask-words"
    network.http["admin"].put(path, json={"words": words}).raise_for_status()


def opened(visitor: Visitor, programme: str, role: str = "reviewer", **how: Any) -> Page:
    page = visitor.open(LIST, role, **how)
    expect(page.locator("textarea")).to_be_visible()
    # Other tests may have left programmes of their own.
    if page.locator("main select").count():
        page.locator("main select").select_option(programme)
    return page


def test_a_list_is_tried_saved_and_hides_at_once(
    visitor: Visitor, network: Network, programme: str, masked: str, product: str
) -> None:
    page = opened(visitor, programme, size=DESK)
    page.get_by_label("Words to hide").fill(f"{product}-plan")
    expect(page.get_by_text("Added: 1. Taken away: 0.")).to_be_visible()
    expect(page.get_by_text("1 example would say less.")).to_be_visible()
    read = STORY.replace("Grobnik", "⟦name⟧").format("⟦word⟧")
    expect(page.get_by_text(read)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_text("masked anew within minutes")).to_be_visible()
    shown = network.http["reviewer"].get(f"/api/examples/{masked}").json()
    assert shown["narrative"] == read
    page.reload()
    expect(page.get_by_label("Words to hide")).to_have_value(f"{product}-plan")


def test_a_bad_line_is_named_and_nothing_is_sent(
    visitor: Visitor, network: Network, programme: str, masked: str
) -> None:
    page = opened(visitor, programme, "admin", size=DESK)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    area = page.get_by_label("Words to hide")
    area.fill("Aurora\nx")
    expect(page.get_by_text("Each line has 2 to 80 letters: “x”")).to_be_visible()
    expect(area).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Save the list").focus()
    page.keyboard.press("Enter")
    assert violations(page) == []
    assert sent == []
    area.fill("Aurora\nNever said")
    expect(page.get_by_text("0 examples would say less.")).to_be_visible()
    assert [url.rpartition("/")[2] for url in sent] == ["preview"]
    stored = network.http["admin"].get(f"/api/programmes/{programme}/mask-words").json()
    assert stored == {"words": []}


def test_managers_have_no_list(visitor: Visitor) -> None:
    page = visitor.open(LIST, "manager", DESK)
    expect(page.get_by_role("link", name="Photos", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Word list")).to_have_count(0)
    expect(page.locator("textarea")).to_have_count(0)


def test_it_is_accessible(visitor: Visitor, programme: str) -> None:
    page = opened(visitor, programme)
    page.get_by_label("Words to hide").fill("Moonlight Plan\nAurora " + "x" * 60)
    expect(page.get_by_text("would say less.")).to_be_visible()
    accessible(page)


def test_it_speaks_every_language(visitor: Visitor, programme: str) -> None:
    page = opened(visitor, programme, size=NARROW)
    for language, tab in TABS.items():
        speak(page, language)
        expect(page.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")
        assert overflow(page) == 0
