"""A lesson on paper: what may be seen of it now, with redacted pictures, set by Typst."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import msgspec
import typst

from audit_api.access import collection_for
from audit_api.coaching.collection_views import ShownEntry, shown_entries
from audit_api.coaching.story_views import ShownStory
from audit_api.documents import CollectionDocument, RedactionDocument
from audit_api.documents.exports import CoachingSheet
from audit_api.examples.views import Example
from audit_api.exporting.figures import Figures
from audit_api.exporting.reading import Reading
from checklists.items import Text
from checklists.stories import StoryText
from media.store import PhotoFileMissing, PhotoStore

HERE = Path(__file__).parent
TEMPLATE = "coaching_sheet.typ"
DOT = " \N{MIDDLE DOT} "


class Sheet(msgspec.Struct, frozen=True):
    """All that a sheet says. `pictures`: the redacted ones by id, without those that are gone meanwhile."""

    collection: CollectionDocument
    answers: bool
    entries: list[ShownEntry]
    pictures: dict[UUID, bytes]


async def read_sheet(reading: Reading, content: CoachingSheet) -> Sheet:
    collection = await collection_for(reading.job.principal, content.collection)
    reading.progress.begin(1)
    entries = [entry for entry in await shown_entries(collection.collection.entries) if any(_shown(entry))]
    wanted = {id for entry in entries for one in _examples(entry) for id in _redacted(one)}
    return Sheet(collection, content.answers, entries, await _pictures(wanted))


def set_sheet(reading: Reading, sheet: Sheet) -> bytes:
    """The sheet as a PDF with its fonts in it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy(HERE / TEMPLATE, folder)
        for id, picture in sheet.pictures.items():
            (folder / _file(id)).write_bytes(picture)
        compiled = typst.compile(
            folder / TEMPLATE,
            root=folder,
            font_paths=[HERE / "fonts"],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": msgspec.json.encode(sheet_data(reading, sheet)).decode()},
        )
    if not isinstance(compiled, bytes):
        raise TypeError("one document was expected")
    reading.progress.count_one()
    return compiled


def sheet_data(reading: Reading, sheet: Sheet) -> dict[str, Any]:
    words, figures, collection = reading.words, Figures(reading.words), sheet.collection.collection
    said = words.sheet
    return {
        "lang": words.language,
        "title": collection.title,
        "intro": collection.intro,
        "author": reading.job.principal.name,
        "kind": said["title"] + DOT + said["trainers" if sheet.answers else "handout"],
        "facts": DOT.join([figures.day(reading.job.now), said["n_examples"].format(len(sheet.entries))]),
        "empty": said["empty"],
        "entries": [_entry(reading, sheet, entry, number) for number, entry in enumerate(sheet.entries, 1)],
    }


def _entry(reading: Reading, sheet: Sheet, entry: ShownEntry, number: int) -> dict[str, Any]:
    """Where the trainer has asked nothing, a story asks for itself, in the language in which it is told."""
    said, story = reading.words.sheet, entry.story or entry.beside_story
    language, brought = _telling(story, reading.words.language) if story else (None, None)
    question = entry.question or (brought.question if brought else "")
    answer = entry.model_answer or (brought.model_answer if brought else "")
    return {
        "name": said["entry"].format(number),
        "cards": [_card(reading, sheet, one) for one in _shown(entry)],
        "note": entry.note,
        "question_label": said["question"],
        "question": question,
        "question_lang": None if entry.question else language,
        "answer_label": said["model_answer"],
        "answer": answer if sheet.answers else "",
        "answer_lang": None if entry.model_answer else language,
        "notes_label": "" if sheet.answers else said["notes"],
    }


def _card(reading: Reading, sheet: Sheet, one: Example | ShownStory) -> dict[str, Any]:
    said, codes = reading.words.sheet, reading.words.codes
    labels = {
        "kind": one.kind,
        "kind_label": said[f"kind.{one.kind}"],
        "theme": said[f"theme.{one.theme}"],
    }
    channel = codes[f"channel.{one.channel}"]
    if isinstance(one, Example):
        return labels | _example(reading, sheet, one, channel)
    language, text = _telling(one, reading.words.language)
    shows = {"label": said["shows"], "text": text.shows}
    told = {"title": text.title, "words": text.story, "lang": language, "answer": "", "pictures": []}
    return labels | told | {"shows": shows, "facts": DOT.join([said["starter"], channel])}


def _example(reading: Reading, sheet: Sheet, one: Example, channel: str) -> dict[str, Any]:
    said, figures, language = reading.words.sheet, Figures(reading.words), reading.words.language
    title = _wording(one.item_text, language) or one.item
    chosen = DOT.join(_wording(text, language) for text in one.answered_text)
    if not chosen and one.answered.yes is not None:
        chosen = said["yes" if one.answered.yes else "no"]
    facts = [
        said["score"].format(figures.share(one.score)),
        channel,
        figures.month(date.fromisoformat(f"{one.month}-01")),
    ]
    alt = said["picture"].format(title)
    return {
        "title": title,
        "answer": f"{said['answer']}: {chosen}" if chosen else "",
        "words": one.narrative or "",
        "lang": one.language,
        "pictures": [{"file": _file(id), "alt": alt} for id in _redacted(one) if id in sheet.pictures],
        "shows": None,
        "facts": DOT.join(filter(None, [*facts, one.branch_name])),
    }


def _shown(entry: ShownEntry) -> Iterator[Example | ShownStory]:
    for one in (entry.example or entry.story, entry.beside or entry.beside_story):
        if one is not None:
            yield one


def _examples(entry: ShownEntry) -> list[Example]:
    return [one for one in (entry.example, entry.beside) if one is not None]


def _redacted(example: Example) -> list[UUID]:
    return [photo.redacted for photo in example.photos if photo.redacted is not None and photo.state == "done"]


async def _pictures(wanted: set[UUID]) -> dict[UUID, bytes]:
    redactions = RedactionDocument.get_pymongo_collection()
    store = PhotoStore(redactions.database)
    rows = await redactions.find({"redacted_id": {"$in": list(wanted)}}, {"redacted_id": 1, "image_id": 1}).to_list()
    found: dict[UUID, bytes] = {}
    for row in rows:
        try:
            file = await store.find(row["image_id"])
            found[row["redacted_id"]] = b"".join([part async for part in store.stream(file)])
        except PhotoFileMissing:  # another redaction has taken its place in this moment
            continue
    return found


def _telling(story: ShownStory, language: str) -> tuple[str, StoryText]:
    spoken = language if language in story.texts else next(iter(story.texts))
    return spoken, story.texts[spoken]


def _wording(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")


def _file(picture: UUID) -> str:
    return f"{picture}.jpg"
