"""Whose audit, assignment and photo it is stays so, whatever happens at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.api import samples
from tests.api.cast import Cast, signed_in
from tests.api.pictures import jpeg
from tests.api.process import PASSWORD


def test_an_assignment_keeps_its_shopper_branch_and_checklist(cast: Cast) -> None:
    assignment_id = cast.assign()
    stored = cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()
    derived = ("id", "status", "audit_id", "branch_name", "branch_address", "time_zone", "notes")
    body = {name: value for name, value in stored.items() if name not in derived}
    for change in ({"shopper_id": str(cast.other_shopper.id)}, {"branch_id": str(cast.other_branch)}):
        answer = cast.admin.http.put(f"/api/assignments/{assignment_id}", json={**body, **change})
        assert (answer.status_code, answer.json()["code"]) == (409, "assignment_fixed")
    later = {**body, "window_ends_at": "2026-12-24T18:00:00.123456Z", "briefing": "Bring the receipt."}
    cast.admin.http.put(f"/api/assignments/{assignment_id}", json=later).raise_for_status()
    cast.shopper.http.put(f"/api/audits/{uuid4()}", json=samples.submission(assignment_id)).raise_for_status()
    # Once there is an audit only the same may be sent again, however precise it was.
    assert cast.admin.http.put(f"/api/assignments/{assignment_id}", json=later).status_code == 200
    assert cast.admin.http.put(f"/api/assignments/{assignment_id}", json=body).status_code == 409


def test_another_shoppers_audit_id_tells_nothing(cast: Cast) -> None:
    audit_id = cast.finalised()
    body = samples.submission(cast.assign(cast.other_shopper))
    answer = cast.other_shopper.http.put(f"/api/audits/{audit_id}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "audit_differs")
    assert "detail" not in answer.json()


def test_a_photo_of_another_audit_is_said_to_be_taken(cast: Cast) -> None:
    photo = uuid4()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    cast.submit(photos=[photo])
    for shopper in (cast.shopper, cast.other_shopper):
        body = samples.submission(cast.assign(shopper), photos=[photo])
        answer = shopper.http.put(f"/api/audits/{uuid4()}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "photo_taken")
        assert str(photo) in answer.json()["detail"]


def test_what_was_taken_back_is_not_for_the_manager(cast: Cast) -> None:
    photo, audit_id, assignment_id = uuid4(), uuid4(), cast.assign()
    cast.shopper.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    first = samples.submission(assignment_id, photos=[photo])
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=first).raise_for_status()
    cast.review(audit_id, "request_revision", "The photo shows you in the mirror.").raise_for_status()
    second = samples.submission(assignment_id, revision=2)
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=second).raise_for_status()
    cast.review(audit_id, revision=2).raise_for_status()
    assert cast.manager.http.get(f"/api/audits/{audit_id}").json()["photos"] == []
    assert cast.manager.http.get(f"/api/photos/{photo}").status_code == 404
    assert cast.reviewer.http.get(f"/api/photos/{photo}").status_code == 200


def test_a_reference_photo_serves_every_checklist_that_shows_it(cast: Cast) -> None:
    photo = uuid4()
    cast.admin.http.put(f"/api/photos/{photo}", content=jpeg()).raise_for_status()
    for key in (f"other_{uuid4().hex[:8]}", samples.CHECKLIST_KEY):
        definition = samples.checklist(key=key)
        definition["sections"][0]["items"][0]["reference_photo"] = str(photo)
        cast.admin.http.post("/api/checklists", json=definition).raise_for_status()
    cast.assign()
    assert cast.shopper.http.get(f"/api/photos/{photo}").status_code == 200


def test_a_region_keeps_its_programme(cast: Cast) -> None:
    other = uuid4()
    programme = {"name": "Other", "client": "C", "channels": ["call"], "tiers": ["basic"]}
    cast.admin.http.put(f"/api/programmes/{other}", json=programme).raise_for_status()
    moved = {"programme_id": str(other), "name": "region"}
    answer = cast.admin.http.put(f"/api/regions/{cast.region}", json=moved)
    assert (answer.status_code, answer.json()["code"]) == (409, "region_fixed")


def test_a_sign_in_under_way_does_not_survive_a_deactivation(cast: Cast) -> None:
    """Checking a password takes longer than deactivating an account."""
    user_id, account = uuid4(), f"leaving-{uuid4().hex[:8]}@test.example"
    user = {"account": account, "name": "Leaving", "role": "shopper", "password": PASSWORD}
    cast.admin.http.put(f"/api/users/{user_id}", json=user).raise_for_status()
    credentials = {"account": account, "password": PASSWORD, "transport": "bearer"}
    gone = {name: value for name, value in user.items() if name != "password"} | {"active": False}
    with ThreadPoolExecutor(6) as pool:
        sign_ins = [pool.submit(cast.outsider.post, "/api/session", json=credentials) for _ in range(5)]
        pool.submit(cast.admin.http.put, f"/api/users/{user_id}", json=gone).result().raise_for_status()
    for answer in (sign_in.result() for sign_in in sign_ins):
        token = answer.json().get("token", "none")
        assert cast.outsider.get("/api/session", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_new_password_ends_every_session(cast: Cast) -> None:
    account = f"reset-{uuid4().hex[:8]}@test.example"
    user_id, user = uuid4(), {"account": account, "name": "Reset", "role": "trainer", "password": PASSWORD}
    cast.admin.http.put(f"/api/users/{user_id}", json=user).raise_for_status()
    http = signed_in(cast.outsider.__class__(base_url=cast.outsider.base_url), account)
    cast.admin.http.put(f"/api/users/{user_id}", json={**user, "password": "another good one"}).raise_for_status()
    assert http.get("/api/session").status_code == 401
    http.close()
