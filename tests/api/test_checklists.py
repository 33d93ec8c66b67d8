"""Checklists: published as immutable versions, with a readable difference, or refused with every fault."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import yaml

from tests.api import samples
from tests.api.cast import Cast
from tests.api.pictures import jpeg


def _fresh(**changes: Any) -> dict[str, Any]:
    return samples.checklist(key=f"fresh_{uuid4().hex[:8]}", **changes)


def test_versions_count_up_and_say_what_changed(cast: Cast) -> None:
    definition = _fresh()
    first = cast.admin.http.post("/api/checklists", json=definition)
    assert (first.status_code, first.json()["version"], first.json()["changes"]) == (201, 1, [])

    definition["sections"][1]["items"][0]["weight"] = 2
    second = cast.admin.http.post("/api/checklists", json=definition).json()

    assert second["version"] == 2
    [change] = second["changes"]
    assert change["path"] == "sections.manner.items.tone.weight"
    kept = cast.reviewer.http.get(f"/api/checklists/{definition['key']}/versions/1").json()
    assert kept["definition"] == first.json()["definition"]


def test_the_same_definition_again_is_the_same_version(cast: Cast) -> None:
    definition = _fresh()
    cast.admin.http.post("/api/checklists", json=definition).raise_for_status()
    again = cast.admin.http.post("/api/checklists", json=definition)
    assert (again.status_code, again.json()["version"]) == (200, 1)


def test_publishing_at_once_gives_every_definition_its_own_number(cast: Cast) -> None:
    key = f"fresh_{uuid4().hex[:8]}"

    def publish(n: int) -> int:
        definition = samples.checklist(key=key, title={"en": f"Title {n}"})
        return int(cast.admin.http.post("/api/checklists", json=definition).raise_for_status().json()["version"])

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(publish, range(4))) == [1, 2, 3, 4]


def test_yaml_is_as_good_as_json(cast: Cast) -> None:
    definition = _fresh()
    answer = cast.admin.http.post(
        "/api/checklists", content=yaml.safe_dump(definition), headers={"Content-Type": "application/yaml"}
    )
    assert answer.status_code == 201
    assert cast.admin.http.post("/api/checklists", json=definition).status_code == 200


def test_every_fault_at_once_and_nothing_published(cast: Cast) -> None:
    definition = _fresh()
    items = definition["sections"][0]["items"]
    items[1]["key"] = items[0]["key"]
    items[0]["visible_if"] = {"op": "answered", "item": "no_such_item"}
    definition["sections"][2]["items"][0]["weight"] = 0

    answer = cast.admin.http.post("/api/checklists", json=definition)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_checklist")
    found = {(fault["path"], fault["code"]) for fault in answer.json()["faults"] if fault["severity"] == "error"}
    assert found >= {
        ("sections[0].items[1].key", "duplicate_key"),
        ("sections[0].items[0].visible_if", "condition_on_missing_item"),
        ("sections[2].items[0].critical", "critical_without_weight"),
        ("sections", "no_unconditional_human_section"),
    }
    assert cast.reviewer.http.get(f"/api/checklists/{definition['key']}/versions/1").status_code == 404


def test_hostile_sources_are_refused_with_a_fault(cast: Cast) -> None:
    bomb = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nkey: *b"
    for content in (bomb, "{", "- [", "\x00", "[" * 100_000, "&a [*a]"):
        answer = cast.admin.http.post(
            "/api/checklists", content=content.encode(), headers={"Content-Type": "application/yaml"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_checklist"), content[:20]


def test_checking_publishes_nothing(cast: Cast) -> None:
    definition = _fresh()
    warnings = cast.admin.http.post("/api/checklists/check", json=definition).raise_for_status().json()["warnings"]
    assert "few_human_items" in {warning["code"] for warning in warnings}
    assert cast.reviewer.http.get(f"/api/checklists/{definition['key']}/versions/1").status_code == 404


def test_a_reference_photo_is_shown_to_whoever_fills_the_checklist(cast: Cast) -> None:
    photo, definition = uuid4(), _fresh()
    definition["sections"][0]["items"][0]["reference_photo"] = str(photo)
    early = cast.admin.http.post("/api/checklists", json=definition)
    assert (early.status_code, early.json()["missing_photos"]) == (409, [str(photo)])

    cast.admin.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    cast.admin.http.post("/api/checklists", json=definition).raise_for_status()

    path = f"/api/photos/{photo}"
    assert cast.manager.http.get(path).status_code == 200
    assert cast.shopper.http.get(path).status_code == 404  # has no assignment of this checklist
    assert cast.trainer.http.get(path).status_code == 404


def test_an_audit_stays_with_the_version_it_was_assigned(cast: Cast) -> None:
    assignment_id = cast.assign()
    changed = samples.checklist(title={"en": f"Renamed {uuid4()}"})
    latest = cast.admin.http.post("/api/checklists", json=changed).raise_for_status().json()["version"]
    assert latest > 1
    audit_id = uuid4()
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=samples.submission(assignment_id)).raise_for_status()
    assert cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["submission"]["checklist"]["version"] == 1
    [listed] = [c for c in cast.manager.http.get("/api/checklists").json() if c["key"] == samples.CHECKLIST_KEY]
    assert listed["version"] == latest
