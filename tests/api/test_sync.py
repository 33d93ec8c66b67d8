"""What a phone needs in one answer, and only what is its shopper's."""

from tests.api import samples
from tests.api.cast import Cast


def test_everything_for_a_day_without_network(cast: Cast) -> None:
    assignment_id = cast.assign()
    answer = cast.shopper.http.get("/api/sync").raise_for_status()
    snapshot = answer.json()
    assert snapshot["me"]["account"] == cast.shopper.account
    planned = next(one for one in snapshot["assignments"] if one["id"] == str(assignment_id))
    assert (planned["status"], planned["tier"], planned["client"], planned["show_scores"]) == (
        "open",
        "standard",
        "Client",
        True,
    )
    assert [(one["key"], one["version"]) for one in snapshot["checklists"]] == [(samples.CHECKLIST_KEY, 1)]
    again = cast.shopper.http.get("/api/sync", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
