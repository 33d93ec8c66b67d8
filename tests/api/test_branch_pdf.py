"""The report for a wall: two pages in every language, whose figures are those of the API."""

import io
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest

from audit_api.exporting.figures import Figures
from audit_api.exporting.words import LANGUAGES, Words
from tests.api import samples
from tests.api.cast import Cast, Person
from tests.api.exported import ordered, pages, squeezed

Json = dict[str, Any]


def report(cast: Cast, who: Person, language: str = "en", branch: Any = None) -> bytes:
    content = {
        "table": "branch_report",
        "format": "pdf",
        "branch": str(branch or cast.branch),
        "checklist": samples.CHECKLIST_KEY,
    }
    export_id = ordered(who, {"content": content, "language": language})
    answer = who.http.get(f"/api/exports/{export_id}/file").raise_for_status()
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


@pytest.fixture(scope="module")
def index(cast: Cast) -> Json:
    answers = samples.submission(uuid4())["answers"]
    answers["by_name"] = {"kind": "yes_no", "value": False}
    answers["heard"] = {"kind": "scale", "level": 2}
    cast.finalised(answers=answers)
    cast.finalised()
    found: Json = cast.manager.http.get(
        f"/api/branches/{cast.branch}/index", params={"checklist": samples.CHECKLIST_KEY}
    ).json()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pages_hold_the_figures_of_the_api(cast: Cast, index: Json, language: Any) -> None:
    file = report(cast, cast.manager, language)
    first, second = pages(file)
    words, figures = Words(language), Figures(Words(language))
    assert first.startswith("branch") and second.startswith("branch")
    for figure in (figures.points(index["report"]["own"]), figures.percent(index["report"]["score_pct"])):
        assert figure in first
    assert squeezed(words.why_differ) in squeezed(first)
    assert squeezed(words.about["no_snapshot"]) in squeezed(first)
    for points in [points for points in sorted(index["lost"].values(), reverse=True) if points > 0][:8]:
        assert figures.points(points) in second
    for part in index["report"]["pillars"]:
        assert f"{words.report['pillar.' + part['key']]} {figures.share(part['score'])}" in second
    waits = cast.manager.http.get(
        f"/api/branches/{cast.branch}/waits", params={"checklist": samples.CHECKLIST_KEY}
    ).json()
    assert squeezed(figures.span(waits["durations"][0]["seconds"][0])) in squeezed(second)


def test_fonts_are_in_it(cast: Cast, index: Json) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(report(cast, cast.manager, "tr")))
    texts = [one for page in document for one in page.get_objects() if isinstance(one, pypdfium2.PdfTextObj)]
    fonts = {one.get_font().get_base_name().rpartition("+")[2] for one in texts}
    assert fonts and all(one.get_font().is_embedded for one in texts)
    assert all(name.startswith("Inter") for name in fonts)
    document.close()


def test_a_long_name_makes_no_third_page(cast: Cast, index: Json) -> None:
    branch = uuid4()
    body = {
        "programme_id": str(cast.programme),
        "region_id": str(cast.region),
        "name": "Ąžuolų gatvės " * 8,
        "tier": "standard",
        "time_zone": "Europe/Vilnius",
    }
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    cast.finalised(branch=branch)
    assert len(pages(report(cast, cast.manager, "lt", branch))) == 2


def test_a_branch_without_audits_says_so(cast: Cast) -> None:
    branch = uuid4()
    body = {
        "programme_id": str(cast.programme),
        "region_id": str(cast.region),
        "name": "New shop",
        "tier": "standard",
        "time_zone": "Europe/Vilnius",
    }
    cast.admin.http.put(f"/api/branches/{branch}", json=body).raise_for_status()
    first, second = pages(report(cast, cast.manager, "en", branch))
    assert "Not enough audits yet: 3 missing" in first
    assert "Nothing was lost." in second


def test_a_neighbour_gets_no_report(cast: Cast) -> None:
    content = {"table": "branch_report", "format": "pdf", "branch": str(cast.branch), "checklist": "sample_visit"}
    answer = cast.neighbour.http.put(f"/api/exports/{uuid4()}", json={"content": content})
    assert answer.status_code == 404
    wrong = cast.manager.http.put(f"/api/exports/{uuid4()}", json={"content": {**content, "format": "csv"}})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(61.25, "61.3", "61,3"), (-3.04, "\N{MINUS SIGN}3.0", "\N{MINUS SIGN}3,0"), (-0.01, "0.0", "0,0")],
)
def test_figures_are_written_as_the_reader_writes_them(value: float, english: str, german: str) -> None:
    assert Figures(Words("en")).points(value) == english
    assert Figures(Words("de")).points(value) == german
    assert Figures(Words("tr")).percent(87.2) == "%87"
    assert Figures(Words("en")).span(3725) == "1 h 2 min"
