"""PUT /api/audits/{id}: accepted once, whole, and however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.api import samples
from tests.api.cast import Cast


def test_a_submission_becomes_an_audit_with_a_scorecard(cast: Cast) -> None:
    audit_id, assignment_id = uuid4(), cast.assign()
    body = samples.submission(assignment_id)

    receipt = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status().json()

    assert receipt["audit_id"] == str(audit_id)
    assert receipt["checklist"] == {"key": samples.CHECKLIST_KEY, "version": 1}
    assert receipt["photos"] == []
    # Valuing: tone .5 and by name 1 make .75 human, the perfect standard holds a third: 5/6; root .91287.
    assert abs(receipt["scorecard"]["index"] - 100 * ((2 + (5 / 6) ** 0.5) / 3) ** 2) < 1e-9
    detail = cast.shopper.http.get(f"/api/audits/{audit_id}").json()
    assert detail["status"] == "submitted"
    assert detail["submission"]["answers"]["tone"] == {"kind": "scale", "level": 3}
    assert detail["scorecard"]["index"] == receipt["scorecard"]["index"]


def test_the_same_submission_again_gets_the_same_receipt(cast: Cast) -> None:
    audit_id, body = uuid4(), samples.submission(cast.assign())
    first = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body)
    again = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body)
    assert again.json() == first.raise_for_status().json()


def test_eight_at_once_make_one_audit_and_one_receipt(cast: Cast) -> None:
    audit_id, body = uuid4(), samples.submission(cast.assign())

    def send(_: int) -> dict[str, object]:
        answer: dict[str, object] = (
            cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status().json()
        )
        return answer

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(send, range(8)))

    assert all(receipt == receipts[0] for receipt in receipts)
    assert _listed(cast).count(str(audit_id)) == 1


def _listed(cast: Cast) -> list[str]:
    """All audits of the shopper, page after page."""
    found: list[str] = []
    asked: dict[str, str | int] | None = {"shopper": str(cast.shopper.id), "limit": 200}
    while asked:
        page = cast.reviewer.http.get("/api/audits", params=asked).raise_for_status().json()
        found += [audit["id"] for audit in page["audits"]]
        asked = {**asked, "cursor": page["next"]} if page["next"] else None
    return found


def test_other_content_under_the_same_id_is_refused(cast: Cast) -> None:
    audit_id, assignment_id = uuid4(), cast.assign()
    body = samples.submission(assignment_id)
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status()

    body["answers"]["heard"]["level"] = 1
    answer = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (409, "audit_differs")
    assert cast.shopper.http.get(f"/api/audits/{audit_id}").json()["submission"]["answers"]["heard"]["level"] == 5


def test_a_second_audit_for_one_assignment_is_refused(cast: Cast) -> None:
    assignment_id = cast.assign()
    body = samples.submission(assignment_id)
    cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body).raise_for_status()
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment_audited")


def test_two_audits_racing_for_one_assignment_leave_one(cast: Cast) -> None:
    assignment_id = cast.assign()
    body = samples.submission(assignment_id)
    with ThreadPoolExecutor(6) as pool:
        statuses = list(
            pool.map(lambda _: cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body).status_code, range(6))
        )
    assert sorted(statuses) == [200, 409, 409, 409, 409, 409]


def test_somebody_elses_assignment_is_not_found(cast: Cast) -> None:
    body = samples.submission(cast.assign(cast.other_shopper))
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_all_faults_come_at_once_and_nothing_is_stored(cast: Cast) -> None:
    audit_id, assignment_id = uuid4(), cast.assign()
    body = samples.submission(assignment_id)
    body["answers"]["tone"]["level"] = 9
    body["answers"]["heard"] = {"kind": "yes_no", "value": True}
    del body["answers"]["solved"]

    answer = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_audit")
    faults = {(fault["path"], fault["code"]) for fault in answer.json()["faults"]}
    assert faults == {
        ("answers.tone.level", "out_of_range"),
        ("answers.heard.kind", "wrong_kind"),
        ("answers.solved", "required_missing"),
    }
    assert cast.shopper.http.get(f"/api/audits/{audit_id}").status_code == 404
    assert cast.shopper.http.get(f"/api/assignments/{assignment_id}").json()["status"] == "open"


def test_a_body_of_the_wrong_shape_names_every_field(cast: Cast) -> None:
    body = samples.submission(cast.assign(), started_at="yesterday", bogus=1)
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")
    assert {fault["path"] for fault in answer.json()["faults"]} == {"started_at", "bogus"}


def test_another_checklist_version_than_the_assignments_is_refused(cast: Cast) -> None:
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=samples.submission(cast.assign(), version=2))
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["faults"]] == ["checklist_mismatch"]


def test_the_phones_clock_is_compared_with_the_servers(cast: Cast) -> None:
    audit_id, body = uuid4(), samples.submission(cast.assign())
    headers = {"Device-Clock": "2026-01-01T00:00:00Z"}
    cast.shopper.http.put(f"/api/audits/{audit_id}", json=body, headers=headers).raise_for_status()
    assert cast.reviewer.http.get(f"/api/audits/{audit_id}").json()["device_skew_seconds"] < -86_400
    assert cast.shopper.http.get(f"/api/audits/{audit_id}").json()["device_skew_seconds"] is None


def test_a_body_beyond_the_limit_is_refused(cast: Cast) -> None:
    body = samples.submission(cast.assign(), app_version="x" * 3_000_000)
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_what_is_not_json_is_said_so(cast: Cast) -> None:
    answer = cast.shopper.http.put(f"/api/audits/{uuid4()}", content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")
    assert answer.headers["Content-Type"] == "application/problem+json"
