"""A lesson as a PDF: in every language, for the trainer and to hand out, with what may be seen now and nothing else."""

import io
from typing import Any
from uuid import UUID, uuid4

import httpx
import pypdfium2
import pytest

from audit_api.exporting.words import LANGUAGES, Words
from tests.api.cast import Cast, Person, person
from tests.api.examples import Json, decide, pictured
from tests.api.exported import pages, squeezed
from tests.api.lessons import Lesson

ASKED: Json = {"question": "Žiūrėkite: what would you have done?", "model_answer": "Ask first — “ne iš karto”."}


@pytest.fixture
def lesson(cast: Cast) -> Lesson:
    photo, example = pictured(cast)
    return Lesson(cast, photo, example, note="Mind the light.", **ASKED)


def order(who: Person, collection: UUID, language: str = "en", **more: Any) -> httpx.Response:
    content = {"table": "coaching_sheet", "format": "pdf", "collection": str(collection), **more}
    export_id = uuid4()
    placed = who.http.put(f"/api/exports/{export_id}", json={"content": content, "language": language})
    return who.http.get(f"/api/exports/{export_id}/file") if placed.is_success else placed


def sheet(cast: Cast, collection: UUID, language: str = "en", **more: Any) -> bytes:
    answer = order(cast.trainer, collection, language, **more).raise_for_status()
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def text(file: bytes) -> str:
    return squeezed("".join(pages(file)))


def images(file: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(io.BytesIO(file))
    found = [bytes(one.get_data()) for page in document for one in page.get_objects() if _is_image(one)]
    document.close()
    return found


def _is_image(one: Any) -> bool:
    return isinstance(one, pypdfium2.PdfImage)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_says_everything_in_the_language_of_the_reader(cast: Cast, lesson: Lesson, language: Any) -> None:
    said, words = text(sheet(cast, lesson.id, language)), Words(language)
    example = cast.trainer.http.get(f"/api/examples/{lesson.example}").json()
    labels = ("title", "trainers", "question", "model_answer", f"kind.{example['kind']}", f"theme.{example['theme']}")
    for expected in (*(words.sheet[label] for label in labels), words.codes["channel.visit"], "A warm welcome"):
        assert squeezed(expected) in said, expected
    for expected in (*ASKED.values(), "Mind the light.", words.sheet["entry"].format(1)):
        assert squeezed(expected) in said, expected


def test_what_is_handed_out_has_no_answers_and_room_for_notes(cast: Cast, lesson: Lesson) -> None:
    said = text(sheet(cast, lesson.id, answers=False))
    assert squeezed(ASKED["question"]) in said and "Yournotes" in said and "Handout" in said
    assert "Askfirst" not in said and "Modelanswer" not in said


def test_its_picture_is_the_redacted_one(cast: Cast, lesson: Lesson) -> None:
    original = cast.reviewer.http.get(f"/api/photos/{lesson.photo}").content
    assert images(sheet(cast, lesson.id)) == [lesson.as_trainer().content] != [original]


def test_what_was_taken_back_is_not_on_paper_either(cast: Cast, lesson: Lesson) -> None:
    other = Lesson(cast, *pictured(cast))
    lesson.write([{"example_id": str(lesson.example), "beside": str(other.example)}], revision=1)
    assert len(images(sheet(cast, lesson.id))) == 2
    decide(cast, lesson.photo, decision="leave_out", regions=[])
    assert images(sheet(cast, lesson.id)) == [other.as_trainer().content]
    cast.reviewer.http.put(f"/api/examples/{other.example}/withdrawal").raise_for_status()
    left = sheet(cast, lesson.id)
    assert images(left) == []
    assert squeezed(Words("en").sheet["empty"]) in text(left), "without words or pictures there is no example either"


def test_a_starter_story_asks_its_own_question(cast: Cast, lesson: Lesson) -> None:
    story = cast.trainer.http.get("/api/stories", params={"language": "de"}).json()["stories"][0]
    lesson.write([{"example_id": story["id"]}], revision=1)
    said, told = text(sheet(cast, lesson.id, "de")), story["texts"]["de"]
    for part in ("title", "question", "model_answer"):
        assert squeezed(told[part]) in said
    assert squeezed(told["model_answer"]) not in text(sheet(cast, lesson.id, "de", answers=False))


def test_a_long_lesson_goes_on_on_further_pages(cast: Cast, lesson: Lesson) -> None:
    long = {"example_id": str(lesson.example), "note": "A long note.\n" * 180}
    lesson.write([long, *[{"example_id": str(lesson.example), **ASKED}] * 9], revision=1)
    found = pages(sheet(cast, lesson.id))
    assert len(found) > 4
    assert found[-1].rstrip().endswith(f"{len(found)} / {len(found)}")
    assert squeezed("".join(found)).count("Alongnote.") == 180
    for number in range(2, 11):
        page = next(page for page in found if f"Example {number} " in page)
        assert "Ask first" in page[page.index(f"Example {number} ") :], "an entry stays together"


def test_trainers_order_sheets_of_lessons_that_they_see_and_nothing_else(
    cast: Cast, lesson: Lesson, new_client: Any
) -> None:
    colleague = person(cast.admin.http, new_client, "trainer")
    assert order(colleague, lesson.id).status_code == 404
    entry: Json = {"example_id": str(lesson.example)}
    body = {"title": "A warm welcome", "entries": [entry], "shared": True, "revision": 1}
    cast.trainer.http.put(f"/api/collections/{lesson.id}", json=body).raise_for_status()
    assert order(colleague, lesson.id).status_code == order(cast.admin, lesson.id).status_code == 200
    for who in (cast.reviewer, cast.manager):
        assert order(who, lesson.id).status_code == 404
    for content in (
        {"table": "branches", "format": "csv"},
        {"table": "answers", "format": "parquet"},
        {"table": "branch_report", "format": "pdf", "branch": str(cast.branch), "checklist": "sample_visit"},
    ):
        placed = cast.trainer.http.put(f"/api/exports/{uuid4()}", json={"content": content})
        assert (placed.status_code, placed.json()["code"]) == (404, "not_found")


def test_an_order_ends_with_what_it_was_allowed_by(cast: Cast, lesson: Lesson, new_client: Any) -> None:
    colleague = person(cast.admin.http, new_client, "trainer")
    shared = {"title": "A warm welcome", "entries": [], "shared": True, "revision": 1}
    cast.trainer.http.put(f"/api/collections/{lesson.id}", json=shared).raise_for_status()
    content = {"table": "coaching_sheet", "format": "pdf", "collection": str(lesson.id)}
    path = f"/api/exports/{uuid4()}"
    colleague.http.put(path, json={"content": content}).raise_for_status()
    private = {**shared, "shared": False, "revision": 2}
    cast.trainer.http.put(f"/api/collections/{lesson.id}", json=private).raise_for_status()
    assert colleague.http.get(f"{path}/file").status_code == 404
