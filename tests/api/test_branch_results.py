"""GET /api/branches/{id}: the own result, from finalised and eligible audits only."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from tests.api import samples
from tests.api.cast import Cast, new_branch


def _audit(cast: Cast, branch: UUID, days_ago: int, tone: int, decision: str | None = "finalise") -> float:
    """An audit `days_ago`, finalised; returns its index."""
    began = datetime.now(UTC).replace(hour=0, minute=0, second=1, microsecond=0) - timedelta(days=days_ago)
    body = samples.submission(cast.assign(branch=branch), started_at=began.isoformat())
    body["finished_at"] = min(began + timedelta(minutes=5), datetime.now(UTC)).isoformat()
    body["answers"]["queue_wait"]["segments"][0]["started_at"] = began.isoformat()
    body["answers"]["tone"] = {"kind": "scale", "level": tone, "narrative": "As it was."}
    audit_id = uuid4()
    receipt = cast.shopper.http.put(f"/api/audits/{audit_id}", json=body).raise_for_status().json()
    if decision:
        cast.review(audit_id, decision, reason="Reason.").raise_for_status()
    return float(receipt["scorecard"]["index"])


def test_without_audits_there_is_no_result(cast: Cast) -> None:
    seen = cast.manager.http.get(f"/api/branches/{new_branch(cast)}").raise_for_status().json()
    assert (seen["results"], seen["audits"]) == ([], {"audits": [], "next": None})


def test_a_single_audit_is_labelled_as_such(cast: Cast) -> None:
    branch = new_branch(cast)
    index = _audit(cast, branch, days_ago=0, tone=3)
    [result] = cast.manager.http.get(f"/api/branches/{branch}").json()["results"]
    assert result["checklist"] == samples.CHECKLIST_KEY
    assert result["index_version"] == "cci-1"
    assert result["result"]["single_audit"] is True
    assert abs(result["result"]["own"] - index) < 1e-9
    assert result["score_pct"] is not None


def test_own_is_the_recency_weighted_mean_of_finalised_audits(cast: Cast) -> None:
    branch = new_branch(cast)
    now, quarter, half = (_audit(cast, branch, days, tone) for days, tone in ((0, 5), (91, 3), (182, 1)))
    _audit(cast, branch, days_ago=364, tone=1)  # just outside the window
    _audit(cast, branch, days_ago=1, tone=1, decision=None)
    _audit(cast, branch, days_ago=1, tone=1, decision="reject")

    seen = cast.manager.http.get(f"/api/branches/{branch}").json()

    [result] = seen["results"]
    assert abs(result["result"]["own"] - (now + quarter / 2 + half / 4) / 1.75) < 1e-9
    assert (result["result"]["audits"], result["result"]["weight"]) == (3, 1.75)
    assert result["result"]["single_audit"] is False
    assert len(seen["audits"]["audits"]) == 4  # the finalised ones, the old one among them
