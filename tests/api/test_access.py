"""Every route against every role, a neighbour of the same role, and nobody.

The table is the specification: 404 where a role has no business, 401 for nobody. A
route that is missing here fails the last test.
"""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

import httpx
import pytest
from pymongo.database import Database

from audit_api.app import create_app
from audit_api.settings import Settings
from checklists.coaching import example_id
from checklists.stories import story_id
from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg, pdf
from tests.api.profiled import noting
from tests.api.route_requests import CHOICES, NOTE, REQUESTS, WHOLE, action_of

Who = Literal["admin", "reviewer", "manager", "neighbour", "trainer", "shopper", "other_shopper"]
EVERYBODY: tuple[Who, ...] = ("admin", "reviewer", "manager", "neighbour", "trainer", "shopper", "other_shopper")


@dataclass(frozen=True)
class Rule:
    """`allowed`: who gets something other than 404."""

    method: str
    path: str
    allowed: frozenset[str]


def rule(method: str, path: str, *allowed: str) -> Rule:
    return Rule(method, path, frozenset(allowed))


OFFICE = ("admin", "reviewer")
COACHES = ("admin", "trainer")
RULES = [
    rule("POST", "/api/checklists", "admin"),
    rule("POST", "/api/checklists/check", "admin"),
    rule("GET", "/api/checklists", *OFFICE, "manager", "neighbour"),
    # Both shoppers have assignments of the sample checklist.
    rule(
        "GET", "/api/checklists/{key}/versions/{version}", *OFFICE, "manager", "neighbour", "shopper", "other_shopper"
    ),
    rule("PUT", "/api/programmes/{programme_id}", "admin"),
    rule("GET", "/api/programmes", *OFFICE),
    rule("GET", "/api/programmes/{programme_id}", *OFFICE),
    rule("POST", "/api/programmes/{programme_id}/retention/preview", "admin"),
    rule("PUT", "/api/regions/{region_id}", "admin"),
    rule("GET", "/api/regions", *OFFICE, "manager", "neighbour"),
    rule("PUT", "/api/waves/{wave_id}", "admin"),
    rule("DELETE", "/api/waves/{wave_id}", "admin"),
    # When people go about is not told to who is visited.
    rule("GET", "/api/waves", *OFFICE),
    rule("PUT", "/api/branches/{branch_id}", "admin"),
    rule("GET", "/api/branches", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/branches/{branch_id}", *OFFICE, "manager"),
    rule("GET", "/api/branches/{branch_id}/index", *OFFICE, "manager"),
    rule("GET", "/api/branches/{branch_id}/mix", *OFFICE, "manager"),
    rule("GET", "/api/branches/{branch_id}/outcomes/latest", *OFFICE, "manager"),
    rule("GET", "/api/branches/{branch_id}/waits", *OFFICE, "manager"),
    rule("GET", "/api/branches/{branch_id}/owners", *OFFICE, "manager"),
    rule("PUT", "/api/actions/{action_id}", *OFFICE, "manager"),
    rule("GET", "/api/actions", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/actions/{action_id}", *OFFICE, "manager"),
    rule("GET", "/api/branches/{branch_id}/outcomes", *OFFICE, "manager"),
    rule("GET", "/api/regions/{region_id}/outstanding", *OFFICE, "manager"),
    # Each sees the branches of own regions only.
    rule("GET", "/api/outcomes", *OFFICE, "manager", "neighbour"),
    # Each hears of own regions only.
    rule("GET", "/api/events", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/drivers", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/outcomes/template", "admin"),
    rule("POST", "/api/outcomes/check", "admin"),
    rule("PUT", "/api/outcomes/imports/{import_id}", "admin"),
    rule("GET", "/api/outcomes/imports", *OFFICE),
    # Those of own regions only.
    rule("GET", "/api/alerts", *OFFICE, "manager", "neighbour"),
    rule("PUT", "/api/alerts/read", *OFFICE, "manager", "neighbour"),
    rule("PUT", "/api/alerts/{alert_id}/read", *OFFICE, "manager"),
    rule("GET", "/api/alert-preferences", *OFFICE, "manager", "neighbour"),
    rule("PUT", "/api/alert-preferences", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/leagues", *OFFICE, "manager", "neighbour"),
    # Each sees the branches of own regions only.
    rule("GET", "/api/comparison", *OFFICE, "manager", "neighbour"),
    # The export is the reviewer's own.
    # Trainers, too: sheets of their lessons, and nothing else.
    rule("PUT", "/api/exports/{export_id}", *OFFICE, "manager", "neighbour", "trainer"),
    rule("GET", "/api/exports/{export_id}", "reviewer"),
    rule("GET", "/api/exports/{export_id}/file", "reviewer"),
    rule("GET", "/api/calibration", *OFFICE, "manager", "neighbour"),
    rule("POST", "/api/calibration", "admin"),
    rule("PUT", "/api/users/{user_id}", "admin"),
    rule("GET", "/api/users", "admin"),
    rule("PUT", "/api/users/{user_id}/email", "admin"),
    rule("GET", "/api/users/{user_id}/data", "admin"),
    rule("PUT", "/api/users/{user_id}/removals/{removal_id}", "admin"),
    rule("PUT", "/api/assignments/{assignment_id}", "admin"),
    rule("PUT", "/api/assignments/{assignment_id}/cancelled", "admin"),
    # Unannounced means unannounced: nobody in a region hears who is on the way.
    rule("GET", "/api/planning", *OFFICE),
    rule("GET", "/api/planning/visits", *OFFICE),
    rule("GET", "/api/shoppers", *OFFICE),
    rule("GET", "/api/assignments", *OFFICE, "shopper", "other_shopper"),
    rule("GET", "/api/assignments/{assignment_id}", *OFFICE, "shopper"),
    rule("PUT", "/api/assignments/{assignment_id}/notes/{note_id}", "shopper"),
    rule("GET", "/api/notes", *OFFICE),
    rule("PUT", "/api/notes/{note_id}/handled", *OFFICE),
    rule("GET", "/api/sync", "shopper", "other_shopper"),
    rule("PUT", "/api/audits/{audit_id}", "shopper"),
    rule("GET", "/api/audits", *OFFICE, "manager", "neighbour", "shopper", "other_shopper"),
    rule("GET", "/api/audits/{audit_id}", *OFFICE, "manager", "shopper"),
    rule("PUT", "/api/audits/{audit_id}/reviews/{review_id}", *OFFICE),
    rule("POST", "/api/audits/{audit_id}/correction", *OFFICE),
    rule("PUT", "/api/audits/{audit_id}/exclusions/{review_id}", *OFFICE),
    rule("PUT", "/api/audits/{audit_id}/removals/{removal_id}", "admin"),
    rule("GET", "/api/audits/{audit_id}/removals", *OFFICE),
    rule("GET", "/api/audits/{audit_id}/dossier", *OFFICE),
    rule("GET", "/api/queue", *OFFICE),
    rule("PUT", "/api/audits/{audit_id}/claim", *OFFICE),
    rule("DELETE", "/api/audits/{audit_id}/claim", *OFFICE),
    rule("PUT", "/api/audits/{audit_id}/appeals/{appeal_id}", "manager"),
    rule("GET", "/api/audits/{audit_id}/appeals", *OFFICE, "manager"),
    # Each sees those of own regions only.
    rule("GET", "/api/appeals", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/appeals/rates", *OFFICE, "manager", "neighbour"),
    rule("PUT", "/api/appeals/{appeal_id}/decisions/{decision_id}", *OFFICE),
    rule("PUT", "/api/papers/{paper_id}", "manager", "neighbour"),
    rule("GET", "/api/papers/{paper_id}", *OFFICE, "manager"),
    rule("PUT", "/api/photos/{photo_id}", "admin", "manager", "neighbour", "shopper", "other_shopper"),
    rule("PUT", "/api/exercises/{exercise_id}", *OFFICE),
    rule("GET", "/api/exercises", *OFFICE),
    rule("GET", "/api/exercises/colleagues", *OFFICE),
    rule("GET", "/api/exercises/{exercise_id}", *OFFICE),
    # Only who is invited hands in scores.
    rule("PUT", "/api/exercises/{exercise_id}/scoring", *OFFICE),
    rule("PUT", "/api/exercises/{exercise_id}/closed", *OFFICE),
    rule("GET", "/api/photos/{photo_id}", *OFFICE, "manager", "shopper"),
    rule("GET", "/api/photos/{photo_id}/thumbnail", *OFFICE, "manager", "shopper"),
    rule("POST", "/api/uploads", "admin", "shopper", "other_shopper"),
    # The photo is the shopper's own: nobody else has an upload under its id.
    rule("HEAD", "/api/uploads/{photo_id}", "shopper"),
    rule("PATCH", "/api/uploads/{photo_id}", "shopper"),
    rule("DELETE", "/api/uploads/{photo_id}", "shopper"),
    rule("GET", "/api/examples", *OFFICE, "manager", "neighbour", "trainer"),
    # Released, masked, and of region A.
    rule("GET", "/api/examples/{example_id}", *OFFICE, "manager", "trainer"),
    rule("GET", "/api/examples/{example_id}/similar", *OFFICE, "manager", "trainer"),
    rule("GET", "/api/stories", *OFFICE, "manager", "neighbour", "trainer"),
    rule("GET", "/api/stories/{story_id}", *OFFICE, "manager", "neighbour", "trainer"),
    rule("PUT", "/api/examples/{example_id}/release", *OFFICE, "manager"),
    rule("PUT", "/api/examples/{example_id}/withdrawal", *OFFICE, "manager"),
    rule("GET", "/api/collections", *COACHES),
    rule("GET", "/api/collections/{collection_id}", *COACHES),
    # Somebody else's is refused like one that does not exist.
    rule("PUT", "/api/collections/{collection_id}", "trainer"),
    rule("DELETE", "/api/collections/{collection_id}", *COACHES),
    rule("PUT", "/api/collections/{collection_id}/links/{link_id}", "trainer"),
    rule("DELETE", "/api/collections/{collection_id}/links/{link_id}", *COACHES),
    rule("PUT", "/api/collections/{collection_id}/trainings/{training_id}", "trainer"),
    rule("DELETE", "/api/collections/{collection_id}/trainings/{training_id}", "trainer"),
    rule("GET", "/api/trainable-branches", *COACHES),
    rule("GET", "/api/branches/{branch_id}/trainings", *OFFICE, "manager"),
    rule("GET", "/api/redactions/waiting", *OFFICE, "manager", "neighbour"),
    rule("GET", "/api/photos/{photo_id}/redaction", *OFFICE, "manager"),
    rule("PUT", "/api/photos/{photo_id}/redaction", *OFFICE, "manager"),
    rule("GET", "/api/redacted-photos/{redacted_id}", *OFFICE, "manager", "trainer"),
    rule("GET", "/api/redacted-photos/{redacted_id}/thumbnail", *OFFICE, "manager", "trainer"),
    rule("GET", "/api/programmes/{programme_id}/mask-words", *OFFICE),
    rule("PUT", "/api/programmes/{programme_id}/mask-words", *OFFICE),
    rule("POST", "/api/programmes/{programme_id}/mask-words/preview", *OFFICE),
    rule("GET", "/api/maskings/waiting", *OFFICE, "manager", "neighbour"),
    rule("PUT", "/api/examples/{example_id}/masking", *OFFICE, "manager"),
    rule("GET", "/api/session", *EVERYBODY),
]
# Tested with the sessions, which it ends.
SIGNING_OUT = {("DELETE", "/api/session")}
PUBLIC = {
    ("POST", "/api/session"),
    ("OPTIONS", "/api/uploads"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/problems/{code}"),
    ("GET", "/api/shared/{token}"),
    ("GET", "/api/shared/{token}/pictures/{redacted_id}"),
    ("GET", "/api/shared/{token}/pictures/{redacted_id}/thumbnail"),
}


@pytest.fixture(scope="module")
def objects(cast: Cast) -> dict[str, str]:
    """A finalised audit with a photo in region A, and its surroundings."""
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    audit_id = cast.finalised(photos=[photo])
    assignment = cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["submission"]["assignment_id"]
    cast.assign(cast.other_shopper)
    note = uuid4()
    cast.shopper.http.put(f"/api/assignments/{assignment}/notes/{note}", json=NOTE).raise_for_status()
    action = uuid4()
    cast.manager.http.put(f"/api/actions/{action}", json=action_of(cast)).raise_for_status()
    exercise = uuid4()
    invited = {"audit_id": str(audit_id), "reviewers": [str(cast.admin.id), str(cast.reviewer.id)]}
    cast.admin.http.put(f"/api/exercises/{exercise}", json=invited).raise_for_status()
    appeal, paper = uuid4(), uuid4()
    sent = cast.manager.http.put(f"/api/papers/{paper}", params={"name": "roster.pdf"}, content=pdf())
    sent.raise_for_status()
    body = {"items": ["tone"], "reason": "We see it differently.", "papers": [str(paper)]}
    cast.manager.http.put(f"/api/audits/{audit_id}/appeals/{appeal}", json=body).raise_for_status()
    example = example_id(audit_id, "solved")
    whole = {"decision": "redact", "regions": []}
    redacted = cast.reviewer.http.put(f"/api/photos/{photo}/redaction", json=whole).raise_for_status().json()
    cast.reviewer.http.put(f"/api/examples/{example}/release").raise_for_status()
    export = uuid4()
    listed = {"content": {"table": "branches", "format": "csv"}}
    cast.reviewer.http.put(f"/api/exports/{export}", json=listed).raise_for_status()
    collection = uuid4()
    lesson = {"title": "A warm welcome", "shared": True, "revision": 0}
    cast.trainer.http.put(f"/api/collections/{collection}", json=lesson).raise_for_status()
    failing = samples.submission(cast.assign())["answers"] | {"solved": {"kind": "yes_no", "value": False}}
    failed = str(cast.finalised(answers=failing))
    raised = cast.manager.http.get("/api/alerts").json()["alerts"]
    unknown = ("link_id", "training_id", "wave_id", "review_id", "removal_id", "decision_id", "import_id")
    return {
        **{name: str(uuid4()) for name in unknown},
        "collection_id": str(collection),
        "example_id": str(example),
        "story_id": str(story_id("phone_wait_told")),
        "alert_id": next(alert["id"] for alert in raised if alert["audit_id"] == failed),
        "redacted_id": redacted["redacted"],
        "action_id": str(action),
        "key": samples.CHECKLIST_KEY,
        "version": "1",
        "programme_id": str(cast.programme),
        "region_id": str(cast.region),
        "branch_id": str(cast.branch),
        "user_id": str(cast.other_shopper.id),
        "assignment_id": assignment,
        "audit_id": str(audit_id),
        "photo_id": str(photo),
        "note_id": str(note),
        "exercise_id": str(exercise),
        "appeal_id": str(appeal),
        "paper_id": str(paper),
        "export_id": str(export),
    }


def _another_example(cast: Cast) -> str:
    answers = samples.submission(uuid4())["answers"] | {"asked_needs": {"kind": "yes_no", "value": False}}
    answers["asked_needs"]["narrative"] = "Nobody asked."
    return str(example_id(cast.finalised(answers=answers), "asked_needs"))


def _request(rule: Rule, cast: Cast) -> dict[str, Any]:
    if (build := REQUESTS.get((rule.method, rule.path))) is not None:
        return build(cast)
    return {"json": {}} if rule.method in ("PUT", "POST") else {}


def test_every_request_is_of_a_route() -> None:
    assert REQUESTS.keys() <= {(rule.method, rule.path) for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.method} {rule.path}")
def test_who_may_use_a_route(cast: Cast, objects: dict[str, str], rule: Rule) -> None:
    path = rule.path.format(**objects)
    if (rule.method, rule.path) == ("PUT", "/api/audits/{audit_id}"):
        path = f"/api/audits/{uuid4()}"
    if rule.path.endswith("/withdrawal"):
        # Not the one that trainers are to see.
        path = path.replace(objects["example_id"], _another_example(cast))
    if (rule.method, rule.path) == ("DELETE", "/api/collections/{collection_id}"):
        # The others still need theirs.
        path = f"/api/collections/{uuid4()}"
    request = _request(rule, cast)
    for who in EVERYBODY:
        answer = cast.person(who).http.request(rule.method, path, **request)
        if who in rule.allowed:
            assert answer.status_code not in (401, 403, 404), f"{who}: {answer.text}"
        else:
            assert _refusal(answer) == (404, "not_found"), f"{who}: {answer.text}"
    nobody = cast.outsider.request(rule.method, path, **request)
    assert _refusal(nobody) == (401, "not_signed_in")


def test_no_route_looks_through_what_grows(
    cast: Cast, objects: dict[str, str], mongo: Database[dict[str, Any]]
) -> None:
    reading = [rule for rule in RULES if rule.method == "GET" and rule.path not in WHOLE]
    with noting(mongo) as noted:
        for rule in reading:
            path, request = rule.path.format(**objects), _request(rule, cast)
            for who in sorted(rule.allowed):
                for chosen in [{}, *CHOICES.get(rule.path, [])]:
                    answer = cast.person(who).http.get(path, params={**request.get("params", {}), **chosen})
                    assert answer.status_code in (200, 400, 409, 410), f"{who} {answer.url}: {answer.text}"
    assert len(noted.operations) > len(reading)
    assert "\n".join(noted.scans()) == ""


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    """Status and code; an answer to HEAD has no body to tell the code, which here follows from the status."""
    by_status = {401: "not_signed_in", 404: "not_found"}
    said = answer.json()["code"] if answer.request.method != "HEAD" else by_status.get(answer.status_code, "")
    return answer.status_code, said


def test_the_table_names_every_route() -> None:
    described = create_app(Settings()).openapi_schema.to_schema()["paths"]
    routes = {(method.upper(), path) for path, operations in described.items() for method in operations}
    assert routes == {(rule.method, rule.path) for rule in RULES} | SIGNING_OUT | PUBLIC


def test_every_handler_carries_a_rule() -> None:
    """Also those the description leaves out: a handler without a rule is closed, and surely a mistake."""
    app = create_app(Settings())
    handlers = {handler for route in app.routes for handler in getattr(route, "route_handlers", [])}
    bare = [
        str(handler) for handler in handlers if "access" not in handler.opt and "OPTIONS" not in handler.http_methods
    ]
    assert bare == []


def test_a_manager_does_not_see_an_audit_before_it_is_finalised(cast: Cast) -> None:
    audit_id = cast.submit()
    assert cast.manager.http.get(f"/api/audits/{audit_id}").status_code == 404
    listed = cast.manager.http.get("/api/audits", params={"branch": str(cast.branch), "limit": 200}).json()["audits"]
    assert str(audit_id) not in [audit["id"] for audit in listed]
    assert {audit["status"] for audit in listed} <= {"finalised", "excluded"}


def test_a_manager_never_learns_who_the_shopper_was(cast: Cast, objects: dict[str, str]) -> None:
    detail = cast.manager.http.get(f"/api/audits/{objects['audit_id']}").json()
    assert detail["shopper_id"] is None
    assert detail["submission"]["staff_alias"] is None
    assert detail["device_skew_seconds"] is None
    assert [photo["evidence"] for photo in detail["photos"]] == [None]
    assert str(cast.shopper.id) not in cast.manager.http.get("/api/audits").text
    assert cast.manager.http.get("/api/audits", params={"shopper": str(cast.shopper.id)}).status_code == 400


def test_a_manager_never_learns_of_an_assignment_or_a_note(cast: Cast, objects: dict[str, str]) -> None:
    """Unannounced means unannounced: not by asking, and not beside what they do see."""
    for path in ("/api/assignments", f"/api/assignments/{objects['assignment_id']}", "/api/notes", "/api/sync"):
        assert cast.manager.http.get(path).status_code == 404
    seen = cast.manager.http.get(f"/api/audits/{objects['audit_id']}").text
    assert "The bell is broken." not in seen


def test_the_alias_is_shown_once_staff_were_told(cast: Cast) -> None:
    audit_id = cast.finalised()
    programme = next(p for p in cast.reviewer.http.get("/api/programmes").json() if p["id"] == str(cast.programme))
    body = {name: value for name, value in programme.items() if name != "id"}
    path = f"/api/programmes/{cast.programme}"
    cast.admin.http.put(path, json={**body, "staff_notice": True}).raise_for_status()
    assert cast.manager.http.get(f"/api/audits/{audit_id}").json()["submission"]["staff_alias"] == "Blue jacket"
    cast.admin.http.put(path, json={**body, "staff_notice": False}).raise_for_status()
    assert cast.manager.http.get(f"/api/audits/{audit_id}").json()["submission"]["staff_alias"] is None


def test_scores_can_be_kept_from_shoppers(cast: Cast) -> None:
    programme = next(p for p in cast.reviewer.http.get("/api/programmes").json() if p["id"] == str(cast.programme))
    body = {name: value for name, value in programme.items() if name != "id"}
    path = f"/api/programmes/{cast.programme}"
    cast.admin.http.put(path, json={**body, "show_scores_to_shoppers": False}).raise_for_status()
    audit_id, submission = uuid4(), samples.submission(cast.assign())
    receipt = cast.shopper.http.put(f"/api/audits/{audit_id}", json=submission).json()
    detail = cast.shopper.http.get(f"/api/audits/{audit_id}").json()
    listed = cast.shopper.http.get("/api/audits", params={"limit": 1}).json()["audits"]
    cast.admin.http.put(path, json=body).raise_for_status()
    assert receipt["scorecard"] is None
    assert detail["scorecard"] is None
    assert [audit["index"] for audit in listed] == [None]
