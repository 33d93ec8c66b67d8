"""Two reviewers score the same audit, each alone, and read how far they agree."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e.axe import overflow, violations
from tests.e2e.conftest import DESK, Visitor
from tests.e2e.looks import NARROW, speak
from tests.e2e.network import Network

LANGUAGES = {
    "en-GB": "Calibration exercises",
    "de-DE": "Bewertungsübungen",
    "sv-SE": "Kalibreringsövningar",
    "lt-LT": "Vertinimo pratybos",
    "tr-TR": "Puanlama alıştırmaları",
}


def fits(page: Any) -> None:
    assert violations(page) == []
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert overflow(page) <= 0
    assert violations(page) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def hand_in(network: Network, role: str, exercise_id: str, level: int) -> None:
    """Everything as the shopper saw it, but for how the employee treated them."""
    exercise = network.http[role].get(f"/api/exercises/{exercise_id}").json()
    audit = network.http[role].get(f"/api/audits/{network.audits['kind']}").json()
    answers = {key: audit["submission"]["answers"][key] for key in exercise["keys"]}
    body = {"answers": {**answers, "tone_warmth": {"kind": "scale", "level": level}}}
    network.http[role].put(f"/api/exercises/{exercise_id}/scoring", json=body).raise_for_status()


def test_an_exercise_from_the_audit_to_the_agreement(visitor: Visitor, network: Network) -> None:
    page = visitor.open(f"/desk/#/audits/{network.audits['kind']}", "reviewer", DESK)
    page.get_by_role("link", name="Have it scored by several").click()
    page.get_by_role("button", name="Start the exercise").click()
    expect(page.get_by_text("Choose at least two.")).to_be_visible()
    for one in page.get_by_role("group", name="Who scores").get_by_role("checkbox").all():
        one.check()
    fits(page)
    page.get_by_role("button", name="Start the exercise").click()
    expect(page.get_by_text("Nobody sees the scores of others")).to_be_visible()
    exercise_id = page.url.rsplit("/", 1)[1]
    hand_in(network, "admin", exercise_id, 1)
    page.reload()
    expect(page.get_by_role("button", name="Hand in my scores")).to_be_visible()
    expect(page.get_by_text("Agreement", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Hand in my scores").click()
    expect(page.get_by_text("Score every question, or say")).to_be_visible()
    for group in page.get_by_role("radiogroup").all():
        group.get_by_role("radio").first.check()
    tone = page.get_by_role("radiogroup", name="How did the employee treat me?")
    tone.get_by_role("radio").last.check()
    fits(page)
    page.get_by_role("button", name="Hand in my scores").click()
    told = page.get_by_role("region", name="Agreement")
    expect(told).to_be_visible()
    results = network.http["reviewer"].get(f"/api/exercises/{exercise_id}").json()["results"]
    overall = results["overall"]
    expect(told).to_contain_text(f"{overall['same']} of {overall['pairs']} pairs chose the same")
    expect(told).to_contain_text(f"alpha {results['alpha']:.2f}")
    assert "tone_warmth" in results["most_disagreed"]
    first = told.get_by_role("listitem").filter(has_text="How did the employee treat me?")
    expect(first).to_contain_text("1 · Cold: turned away or sighing")
    expect(first).to_contain_text("Shopper")
    fits(page)


def test_who_has_not_handed_in_reads_no_scores(visitor: Visitor, network: Network) -> None:
    people = [str(network.users["reviewer"]), network.http["admin"].get("/api/session").json()["user_id"]]
    exercise_id = str(uuid4())
    body = {"audit_id": str(network.audits["kind"]), "reviewers": people}
    network.http["admin"].put(f"/api/exercises/{exercise_id}", json=body).raise_for_status()
    hand_in(network, "reviewer", exercise_id, 2)
    page = visitor.open(f"/desk/#/exercises/{exercise_id}", "admin", DESK)
    expect(page.get_by_role("button", name="Hand in my scores")).to_be_visible()
    expect(page.get_by_text("alpha")).to_have_count(0)
    page.get_by_role("button", name="End the exercise").click()
    expect(page.get_by_role("region", name="Agreement")).to_be_visible()


def test_the_list_speaks_five_languages(visitor: Visitor, network: Network) -> None:
    page = visitor.open("/desk/#/exercises", "reviewer")
    for language, title in LANGUAGES.items():
        speak(page, language)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
