"""Outcome figures over HTTP: all faults at once, whole or not at all, safe to repeat, and who may see them."""

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.cast import Cast, signed_in
from tests.api.server import ROUND_TRIPS

HEAD = "branch,period,figure,value\n"


def imported(cast: Cast, text: str, import_id: UUID | None = None, who: str = "admin") -> httpx.Response:
    params = {"programme": str(cast.programme), "file_name": "figures.csv"}
    path = f"/api/outcomes/imports/{import_id or uuid4()}"
    return cast.person(who).http.put(path, params=params, content=text.encode())


def checked(cast: Cast, content: bytes) -> httpx.Response:
    return cast.admin.http.post("/api/outcomes/check", params={"programme": str(cast.programme)}, content=content)


def figures(cast: Cast, who: str = "manager", branch: UUID | None = None) -> dict[str, Any]:
    answer = cast.person(who).http.get(f"/api/branches/{branch or cast.branch}/outcomes")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["figures"]
    return found


def test_what_is_imported_can_be_read(cast: Cast) -> None:
    answer = imported(cast, HEAD + f"{cast.branch},2024-03,repeat_rate,46.5\n{cast.other_branch},2024-Q1,nps,-12\n")
    assert answer.status_code == 200, answer.text
    summary = answer.json()["summary"]
    assert {name: summary[name] for name in ("rows", "branches", "added", "replaced", "unchanged")} == {
        "rows": 2,
        "branches": 2,
        "added": 2,
        "replaced": 0,
        "unchanged": 0,
    }
    assert summary["periods"] == ["2024-03", "2024-Q1"]
    assert summary["figures"]["nps"] == {"rows": 1, "low": -12.0, "high": -12.0}
    value = figures(cast)["repeat_rate"]["2024-03"]
    assert (value["value"], value["import_id"]) == (46.5, answer.json()["id"])
    assert (value["imported_by"], value["earlier"]) == (str(cast.admin.id), [])


def test_a_later_import_replaces_and_keeps_what_was_before(cast: Cast) -> None:
    line = f"{cast.branch},2024-04,nps,"
    first = imported(cast, HEAD + line + "10\n").json()
    second = imported(cast, HEAD + line + "20\n").json()
    same = imported(cast, HEAD + line + "20.0\n").json()
    assert (second["summary"]["replaced"], same["summary"]["unchanged"]) == (1, 1)
    value = figures(cast)["nps"]["2024-04"]
    assert (value["value"], value["import_id"]) == (20.0, second["id"])
    (before,) = value["earlier"]
    assert (before["value"], before["import_id"], before["imported_at"]) == (10.0, first["id"], first["imported_at"])


def test_sent_again_it_is_the_same_import(cast: Cast) -> None:
    import_id, text = uuid4(), HEAD + f"{cast.branch},2024-05,nps,30\n"
    first = imported(cast, text, import_id)
    imported(cast, text.replace(",30\n", ",40\n")).raise_for_status()
    again = imported(cast, text, import_id)
    assert again.json() == first.json()
    assert figures(cast)["nps"]["2024-05"]["value"] == 40.0
    other = imported(cast, text.replace(",30\n", ",50\n"), import_id)
    assert (other.status_code, other.json()["code"]) == (409, "import_differs")


def test_two_copies_at_once_are_one_import(cast: Cast, new_client: Callable[[], httpx.Client]) -> None:
    import_id = uuid4()
    text = HEAD + f"{cast.branch},2024-06,nps,7\n"
    people = [signed_in(new_client(), cast.admin.account) for _ in range(6)]
    params = {"programme": str(cast.programme)}
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(
                lambda http: http.put(f"/api/outcomes/imports/{import_id}", params=params, content=text.encode()),
                people,
            )
        )
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.text for answer in answers}) == 1
    assert figures(cast)["nps"]["2024-06"]["earlier"] == []


def test_imports_of_the_same_value_at_once_lose_nothing(cast: Cast, new_client: Callable[[], httpx.Client]) -> None:
    people = [signed_in(new_client(), cast.admin.account) for _ in range(5)]
    params = {"programme": str(cast.programme)}

    def put(numbered: tuple[int, httpx.Client]) -> int:
        text = HEAD + f"{cast.branch},2024-07,nps,{numbered[0]}\n"
        path = f"/api/outcomes/imports/{uuid4()}"
        return numbered[1].put(path, params=params, content=text.encode()).status_code

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(put, enumerate(people))) == [200] * 5
    value = figures(cast)["nps"]["2024-07"]
    assert sorted([value["value"], *(before["value"] for before in value["earlier"])]) == [0, 1, 2, 3, 4]


def test_one_fault_and_nothing_is_written(cast: Cast) -> None:
    text = HEAD + f"{cast.branch},2024-08,nps,1\nNowhere,2024-08,nps,1\n{cast.branch},soon,joy,much\n"
    import_id = uuid4()
    answer = imported(cast, text, import_id)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_outcomes")
    assert [(fault["path"], fault["code"]) for fault in answer.json()["faults"]] == [
        ("rows[3].branch", "unknown_branch"),
        ("rows[4].period", "bad_period"),
        ("rows[4].figure", "unknown_figure"),
        ("rows[4].value", "bad_number"),
    ]
    assert checked(cast, text.encode()).json()["faults"] == answer.json()["faults"]
    assert "2024-08" not in figures(cast).get("nps", {})
    listed = cast.admin.http.get("/api/outcomes/imports", params={"limit": 200}).json()["imports"]
    assert str(import_id) not in [one["id"] for one in listed]


def test_checking_tells_and_writes_nothing(cast: Cast) -> None:
    imported(cast, HEAD + f"{cast.branch},2024-09,nps,1\n").raise_for_status()
    rows = f"{cast.branch};2024-09;nps;2\n{cast.branch};2024-10;nps;3,5\n{cast.branch};2024-11;nps;\n"
    answer = checked(cast, (HEAD.replace(",", ";") + rows).encode("utf-8-sig"))
    assert answer.status_code == 200
    told = answer.json()
    assert (told["added"], told["replaced"], told["empty"]) == (1, 1, 1)
    assert figures(cast)["nps"]["2024-09"]["value"] == 1.0
    assert "2024-10" not in figures(cast)["nps"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", HEAD.encode(), b"\x00" * 5000])
def test_hostile_files_are_refused(cast: Cast, content: bytes) -> None:
    answer = checked(cast, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_outcomes")


def test_a_file_that_is_too_large_is_refused(cast: Cast) -> None:
    answer = checked(cast, b"x" * 3_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_thousands_of_faults_are_told_in_part(cast: Cast) -> None:
    answer = checked(cast, (HEAD + "Nowhere,x,y,z\n" * 20_000).encode())
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) == 200
    assert "80000" in answer.json()["detail"]


def test_a_programme_that_is_not_there(cast: Cast) -> None:
    answer = cast.admin.http.put(f"/api/outcomes/imports/{uuid4()}", params={"programme": str(uuid4())}, content=b"")
    assert answer.status_code == 404


def test_managers_see_the_figures_of_their_own_regions(cast: Cast) -> None:
    imported(cast, HEAD + f"{cast.other_branch},2024-12,nps,9\n").raise_for_status()
    assert figures(cast, "neighbour", cast.other_branch)["nps"]["2024-12"]["value"] == 9.0
    assert cast.manager.http.get(f"/api/branches/{cast.other_branch}/outcomes").status_code == 404
    for who in ("reviewer", "manager", "shopper", "trainer"):
        assert imported(cast, HEAD, who=who).status_code == 404


def test_the_template_comes_back_filled_in(cast: Cast) -> None:
    params: Any = {"programme": str(cast.programme), "period": "2024-Q2", "separator": "semicolon", "figures": ["nps"]}
    answer = cast.admin.http.get("/api/outcomes/template", params=params)
    assert answer.headers["content-disposition"] == 'attachment; filename="outcomes-2024-Q2.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["branch", "period", "figure", "value"]
    # By its id, should another one have its name.
    assert any([name, "2024-Q2", "nps", ""] in rows for name in ("branch", str(cast.branch)))
    filled = "\n".join(";".join([*row[:3], "12,5"]) for row in rows[1:])
    answer = checked(cast, f"{';'.join(rows[0])}\n{filled}".encode())
    assert answer.json()["rows"] == len(rows) - 1
    wrong = cast.admin.http.get("/api/outcomes/template", params={**params, "period": "soon"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_parameter")


def test_a_template_holds_no_formula_and_names_twins_by_id(cast: Cast) -> None:
    programme, region = uuid4(), uuid4()
    facts = {"name": "Other", "client": "C", "channels": ["visit"], "tiers": ["standard"]}
    cast.admin.http.put(f"/api/programmes/{programme}", json=facts).raise_for_status()
    cast.admin.http.put(f"/api/regions/{region}", json={"programme_id": str(programme), "name": "R"})
    branches = {name: uuid4() for name in ("=cmd()", "Twin", "Lone")}
    twin = uuid4()
    for branch, name in [*((branch, name) for name, branch in branches.items()), (twin, "twin ")]:
        body = {"programme_id": str(programme), "region_id": str(region), "name": name}
        body |= {"tier": "standard", "time_zone": "Europe/Vilnius"}
        cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    params = {"programme": str(programme), "period": "2024-Q2", "figures": ["nps"]}
    text = cast.admin.http.get("/api/outcomes/template", params=params).content.decode("utf-8-sig")
    first = {line.split(",")[0] for line in text.splitlines()[1:]}
    assert first == {"Lone", str(branches["=cmd()"]), str(branches["Twin"]), str(twin)}


def test_imports_are_listed_latest_first(cast: Cast) -> None:
    ids = [imported(cast, HEAD + f"{cast.branch},2023-0{n},nps,{n}\n").json()["id"] for n in range(1, 4)]
    params: Any = {"programme": str(cast.programme), "limit": 2}
    page = cast.reviewer.http.get("/api/outcomes/imports", params=params).json()
    assert [one["id"] for one in page["imports"]] == ids[:0:-1]
    assert page["imports"][0]["imported_by_name"] == "Admin"
    assert page["imports"][0]["file_name"] == "figures.csv"
    rest = cast.reviewer.http.get("/api/outcomes/imports", params={**params, "cursor": page["next"]}).json()
    assert rest["imports"][0]["id"] == ids[0]


def test_round_trips_do_not_grow_with_the_file(cast: Cast) -> None:
    def asked(rows: int) -> int:
        text = HEAD + "".join(f"{cast.branch},{2001 + n // 12}-{n % 12 + 1:02},churn_rate,{n}\n" for n in range(rows))
        before = len(ROUND_TRIPS.commands)
        imported(cast, text).raise_for_status()
        return len(ROUND_TRIPS.commands) - before

    assert asked(1) == asked(100) <= 9
    before = len(ROUND_TRIPS.commands)
    cast.admin.http.get("/api/outcomes/imports", params={"limit": 200}).raise_for_status()
    assert len(ROUND_TRIPS.commands) - before <= 2
