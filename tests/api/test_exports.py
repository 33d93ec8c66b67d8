"""Files to take away: what is in them is what the pages show, and only what their reader may see."""

import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import arro3.io
import httpx
import pytest

from tests.api import samples
from tests.api.cast import Cast
from tests.api.exported import as_text, order, ordered, table_of, taken

Json = dict[str, Any]
Line = dict[str, str]


def league(cast: Cast, **more: Any) -> Json:
    return {"programme": str(cast.programme), "checklist": samples.CHECKLIST_KEY, "tier": "standard", **more}


TABLES = ["comparison", "branches", "audits", "answers", "item_costs"]


def filters(cast: Cast, table: str) -> Json:
    if table == "comparison":
        return league(cast)
    return {"branch": str(cast.branch), "checklist": samples.CHECKLIST_KEY} if table == "item_costs" else {}


def test_a_comparison_holds_what_the_page_shows(cast: Cast) -> None:
    cast.finalised()
    shown = cast.manager.http.get("/api/comparison", params=league(cast)).json()["branches"]
    about, rows = table_of(taken(cast.manager, "comparison", **league(cast)))
    assert about["About"] == "Comparison"
    assert about["Filter: Checklist"] == samples.CHECKLIST_KEY
    assert about["Filter: Region"] == "all own regions"
    assert about["Snapshot"] == "none: the league is too small to be compared"
    assert "ceiling on a grave failure" in about["Percent and index"]
    by_id = {branch["branch_id"]: branch for branch in shown}
    assert sorted(row["Branch id"] for row in rows) == sorted(by_id)
    for row in rows:
        branch = by_id[row["Branch id"]]
        assert float(row["Own result"]) == branch["own"]
        assert float(row["Plain percent"]) == branch["score_pct"]
        assert int(row["Audits"]) == branch["audits"]
        assert (row["Headline"], row["Audits missing until compared"]) == ("", ""), "it is the league that is too small"


def test_the_audit_list_keeps_its_filters(cast: Cast) -> None:
    audit_id, other = cast.finalised(), cast.finalised(branch=cast.other_branch)
    waiting = cast.submit()
    wanted = {"status": "finalised", "branch": str(cast.branch)}
    about, rows = table_of(taken(cast.reviewer, "audits", **wanted))
    assert (about["Filter: Status"], about["Filter: Branch"]) == ("Finalised", "branch")
    shown = cast.reviewer.http.get("/api/audits", params={**wanted, "limit": 200}).json()["audits"]
    assert [row["Audit id"] for row in rows][: len(shown)] == [audit["id"] for audit in shown]
    found = {row["Audit id"] for row in rows}
    assert str(audit_id) in found and not {str(other), str(waiting)} & found
    first = next(row for row in rows if row["Audit id"] == str(audit_id))
    audit = next(audit for audit in shown if audit["id"] == str(audit_id))
    assert (float(first["Index"]), float(first["Plain percent"])) == (audit["index"], audit["score_pct"])
    assert (first["Status"], first["Channel"]) == ("Finalised", "Visit")


def test_audits_are_those_at_the_branches_that_the_page_shows(cast: Cast) -> None:
    def branch(name: str, **facts: str) -> UUID:
        key = uuid4()
        body = {"programme_id": str(cast.programme), "region_id": str(cast.region), "name": name, "tier": "standard"}
        cast.admin.http.put(
            f"/api/branches/{key}", json={**body, "time_zone": "Europe/Vilnius"} | facts
        ).raise_for_status()
        return key

    searched, premium = branch("Šiauliai 7", address="Tilžės g. 1"), branch("Elsewhere", tier="premium")
    inside = branch("Post room", audience="internal")
    tone = {"kind": "scale", "level": 3, "narrative": "Where more is expected, it takes a reason."}
    answers = samples.submission(uuid4())["answers"] | {"tone": tone}
    audits = {key: str(cast.finalised(branch=key, answers=answers)) for key in (searched, premium, inside)}

    def found(table: str = "audits", **wanted: str) -> tuple[Line, set[str]]:
        about, rows = table_of(taken(cast.manager, table, **wanted))
        ours = {row["Audit id" if table != "branches" else "Branch id"] for row in rows}
        return about, ours & ({*audits.values()} if table != "branches" else {str(key) for key in audits})

    about, shown = found(tier="premium", audience="external")
    assert shown == {audits[premium]}
    assert (about["Filter: Expectation"], about["Filter: Audience"]) == ("Premium", "Customers")
    assert found(tier="standard", audience="external")[1] == {audits[searched]}
    assert found(audience="internal")[1] == {audits[inside]}
    for search in ("siauliai", " TILZES "):
        about, shown = found(search=search)
        assert (shown, about["Filter: Search"]) == ({audits[searched]}, search.strip())
        assert found("answers", search=search)[1] == {audits[searched]}
        about, shown = found("branches", search=search)
        assert (shown, about["Filter: Search"]) == ({str(searched)}, search.strip())


def test_a_period_leaves_out_what_lies_outside(cast: Cast) -> None:
    cast.finalised()
    after = (samples.BEGAN + timedelta(milliseconds=1)).isoformat()
    about, rows = table_of(taken(cast.reviewer, "audits", since=after))
    assert str(about["Filter: From"]).startswith(f"{samples.BEGAN:%Y-%m-%d %H:%M}")
    assert samples.BEGAN.strftime("%Y-%m-%dT%H:%M:%SZ") not in {row["Took place (UTC)"] for row in rows}
    assert table_of(taken(cast.reviewer, "audits", until=after))[1] != []


def test_costs_are_those_of_the_branch_page(cast: Cast) -> None:
    cast.finalised()
    wanted = {"branch": str(cast.branch), "checklist": samples.CHECKLIST_KEY}
    page = cast.manager.http.get(
        f"/api/branches/{cast.branch}/index", params={"checklist": samples.CHECKLIST_KEY}
    ).json()
    about, rows = table_of(taken(cast.manager, "item_costs", **wanted))
    assert [row["Question key"] for row in rows] == [item["key"] for item in page["report"]["items"]]
    for row, item in zip(rows, page["report"]["items"], strict=True):
        assert float(row["Index points lost"]) == item["cost"]
        assert float(row["Points lost, as printed"]) == page["lost"].get(item["key"], 0)
        assert int(row["Audits"]) == len(item["audits"])
    assert float(about["Own result"]) == round(page["report"]["own"], 1)


def test_branches_of_own_regions_are_listed(cast: Cast) -> None:
    about, rows = table_of(taken(cast.manager, "branches", language="de"))
    assert about["Filter: Region"] == "alle eigenen Regionen"
    assert {row["Region"] for row in rows} == {"region"}
    assert str(cast.branch) in {row["Filial-ID"] for row in rows}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_managers_take_away_their_own_regions_only(cast: Cast, table: str, kind: str) -> None:
    cast.finalised()
    cast.finalised(branch=cast.other_branch)
    mine = taken(cast.manager, table, kind, **filters(cast, table))
    text = as_text(mine, kind)
    assert str(cast.other_branch) not in text
    assert str(cast.other_region) not in text
    if table != "item_costs":
        assert str(cast.branch) in text
        theirs = as_text(taken(cast.neighbour, table, kind, **filters(cast, table)), kind)
        assert str(cast.branch) not in theirs and str(cast.other_branch) in theirs
        both = as_text(taken(cast.reviewer, table, kind, **filters(cast, table)), kind)
        assert str(cast.branch) in both and str(cast.other_branch) in both


def test_what_one_may_not_see_cannot_be_ordered(cast: Cast) -> None:
    body = order("item_costs", branch=str(cast.branch), checklist=samples.CHECKLIST_KEY)
    assert cast.neighbour.http.put(f"/api/exports/{uuid4()}", json=body).status_code == 404
    body = order("audits", branch=str(cast.other_branch))
    assert cast.manager.http.put(f"/api/exports/{uuid4()}", json=body).status_code == 404
    _, rows = table_of(taken(cast.manager, "audits", region=str(cast.other_region)))
    assert rows == []


def test_an_export_is_its_owners_alone(cast: Cast) -> None:
    export_id = ordered(cast.manager, order("branches"))
    for path in (f"/api/exports/{export_id}", f"/api/exports/{export_id}/file"):
        assert cast.reviewer.http.get(path).status_code == 404
    assert cast.reviewer.http.put(f"/api/exports/{export_id}", json=order("branches")).status_code == 409


def test_ordering_again_is_the_same_order(cast: Cast) -> None:
    export_id, body = uuid4(), order("branches", region=str(cast.region))
    first = cast.manager.http.put(f"/api/exports/{export_id}", json=body).raise_for_status()
    assert cast.manager.http.put(f"/api/exports/{export_id}", json=body).content == first.content
    answer = cast.manager.http.put(f"/api/exports/{export_id}", json=order("audits"))
    assert (answer.status_code, answer.json()["code"]) == (409, "export_differs")


def test_an_export_says_how_far_it_has_come(cast: Cast) -> None:
    cast.finalised()
    export_id = ordered(cast.manager, order("audits", branch=str(cast.branch)))
    path = f"/api/exports/{export_id}"
    before = cast.manager.http.get(path).json()
    assert (before["state"], before["done"], before["total"]) == ("ordered", 0, None)
    assert before["file_name"].startswith("audits-branch-20") and before["file_name"].endswith(".csv")
    answer = cast.manager.http.get(f"{path}/file")
    assert answer.headers["content-disposition"] == f'attachment; filename="{before["file_name"]}"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    _, rows = table_of(answer.content)
    after = cast.manager.http.get(path).json()
    assert (after["state"], after["done"], after["total"]) == ("written", len(rows), len(rows))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (order("audits", "docx"), "content.format"),
        (order("audits", language="xx"), "language"),
        (order("secrets"), "content.table"),
        (order("audits", shopper=str(uuid4())), "content.shopper"),
        (order("comparison"), "content.programme"),
    ],
)
def test_bad_orders_are_explained(cast: Cast, body: Json, path: str) -> None:
    answer = cast.manager.http.put(f"/api/exports/{uuid4()}", json=body)
    assert answer.status_code == 422, answer.text
    assert path in [fault["path"] for fault in answer.json()["faults"]]


def test_answers_hold_what_the_audit_holds(cast: Cast) -> None:
    audit_id = cast.finalised()
    audit = cast.reviewer.http.get(f"/api/audits/{audit_id}").json()
    file = arro3.io.read_parquet(io.BytesIO(taken(cast.reviewer, "answers", "parquet", branch=str(cast.branch))))
    meta = file.schema.metadata
    assert json.loads(meta[b"filters"])["branch"] == str(cast.branch)
    assert {b"snapshots", b"written_at"} <= meta.keys()
    read = file.read_all()
    rows = [
        dict(zip(read.schema.names, row, strict=True))
        for row in zip(*(read[name].to_pylist() for name in read.schema.names), strict=True)
    ]
    mine = {row["item"]: row for row in rows if row["audit_id"] == str(audit_id)}
    assert mine.keys() == audit["submission"]["answers"].keys()
    scores = {item["key"]: item for item in audit["scorecard"]["items"]}
    for key, row in mine.items():
        assert row["score"] == scores[key]["score"]
        assert row["cost"] == scores[key]["cost"]
        assert row["earned"] == pytest.approx(scores[key]["earned"])
        assert row["not_applicable"] is False
    assert (mine["tone"]["kind"], mine["tone"]["value"], mine["tone"]["number"]) == ("scale", "3", 3.0)
    assert (mine["solved"]["value"], mine["solved"]["number"]) == ("yes", 1.0)
    assert mine["queue_wait"]["number"] == 12.0
    assert mine["tone"]["section"] == "manner"


def test_narratives_are_for_the_office(cast: Cast) -> None:
    told = "The woman at the counter, Rasa, was short with me."
    answers = samples.submission(uuid4())["answers"]
    answers["tone"] = {"kind": "scale", "level": 1, "narrative": told}
    audit_id = cast.finalised(answers=answers)
    ours = as_text(taken(cast.reviewer, "answers", "csv"), "csv")
    theirs = as_text(taken(cast.manager, "answers", "csv"), "csv")
    assert told in ours
    assert told not in theirs
    _, rows = table_of(theirs.encode())
    mine = next(row for row in rows if (row["Audit id"], row["Question key"]) == (str(audit_id), "tone"))
    assert int(mine["Length of the narrative"]) == len(told)
    for text in (ours, theirs):
        assert str(cast.shopper.id) not in text


def test_a_file_of_nothing_is_whole(cast: Cast) -> None:
    for kind in ("csv", "xlsx", "parquet"):
        file = taken(cast.manager, "audits", kind, region=str(cast.other_region))
        assert str(cast.branch) not in as_text(file, kind)


def test_the_server_answers_others_while_a_file_is_written(cast: Cast) -> None:
    export_id = ordered(cast.reviewer, order("answers", "xlsx"))
    with cast.reviewer.http.stream("GET", f"/api/exports/{export_id}/file") as answer:
        assert answer.status_code == 200
        assert cast.manager.http.get("/api/session").status_code == 200
        assert sum(len(piece) for piece in answer.iter_bytes()) > 1000


def test_who_hangs_up_ends_the_writing(cast: Cast) -> None:
    export_id = ordered(cast.reviewer, order("answers", "csv"))
    with cast.reviewer.http.stream("GET", f"/api/exports/{export_id}/file") as answer:
        next(answer.iter_bytes(1))
    assert cast.reviewer.http.get(f"/api/exports/{export_id}/file").status_code == 200


def test_an_outsider_gets_nothing(cast: Cast) -> None:
    answer: httpx.Response = cast.outsider.get(f"/api/exports/{uuid4()}/file")
    assert answer.status_code == 401
