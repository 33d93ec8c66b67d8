"""A row for each answer of the audits that the reader may see, the latest audit first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from audit_api.documents import ChecklistVersionDocument
from audit_api.documents.exports import AnswerTable
from audit_api.exporting.audit_table import about_audits, found_audits
from audit_api.exporting.reading import Names, Reading
from audit_api.exporting.tables import Cell, Column, Row, Table
from checklists.answers import Answer, NotApplicable, TextAnswer, value_of
from checklists.definition import Checklist, items_of
from checklists.items import Item, kind_of
from checklists.scoring import ItemScore

COLUMNS = [
    Column("audit_id", "text"),
    Column("occurred_at", "moment"),
    Column("branch", "text"),
    Column("region", "text"),
    Column("programme", "text"),
    Column("checklist", "text"),
    Column("checklist_version", "whole"),
    Column("status", "code"),
    Column("section", "text"),
    Column("item", "text"),
    Column("kind", "code"),
    Column("value", "text"),
    Column("number", "number"),
    Column("score", "number"),
    Column("weight", "number"),
    Column("earned", "number"),
    Column("possible", "number"),
    Column("cost", "number"),
    Column("critical_cost", "number"),
    Column("not_applicable", "yes_no"),
    Column("narrative_length", "whole"),
    Column("branch_id", "text"),
    Column("region_id", "text"),
    Column("programme_id", "text"),
]
NARRATIVE = Column("narrative", "text")
"""For the office only, as is what was written in answer to a question: words can give somebody away."""
NEEDED = {
    **dict.fromkeys(("programme_id", "region_id", "branch_id", "occurred_at", "status"), 1),
    "checklist": "$submission.checklist",
    "answers": "$submission.answers",
    "scores": "$scorecard.items",
}


class _Audit(msgspec.Struct, frozen=True):
    answers: dict[str, Answer] = {}
    scores: list[ItemScore] = []


async def answer_table(reading: Reading, content: AnswerTable) -> Table:
    names, facts, about = await about_audits(reading, "answers", content)
    columns = [*COLUMNS, NARRATIVE] if _office(reading) else COLUMNS
    return Table(
        name=reading.words.tables["answers"],
        columns=columns,
        headings=reading.headings(column.key for column in columns),
        words=reading.words.codes,
        about=about,
        facts=facts,
        rows=_rows(reading, names, content),
    )


def _office(reading: Reading) -> bool:
    return reading.job.principal.role in ("admin", "reviewer")


def _rows(reading: Reading, names: Names, content: AnswerTable) -> Iterator[Row]:
    definitions = _Definitions(reading)
    office = _office(reading)
    for row in found_audits(reading, content, NEEDED):
        audit = msgspec.convert(row, _Audit)
        scores = {score.key: score for score in audit.scores}
        surroundings = _surroundings(row, names)
        items = definitions.items(row["checklist"])
        for key, answer in audit.answers.items():
            if found := items.get(key):
                yield [
                    *surroundings,
                    *_answered(found, answer, scores.get(key), office),
                    *_ids(row),
                    *_words(answer, office),
                ]


class _Definitions:
    """Section and item by key, for each checklist version that occurs."""

    def __init__(self, reading: Reading) -> None:
        self._versions = reading.database[ChecklistVersionDocument.get_collection_name()]
        self._known: dict[tuple[str, int], dict[str, tuple[str, Item]]] = {}

    def items(self, ref: dict[str, Any]) -> dict[str, tuple[str, Item]]:
        name = (ref["key"], ref["version"])
        if name not in self._known:
            found = self._versions.find_one({"key": ref["key"], "version": ref["version"]}, {"definition": 1})
            definition = msgspec.convert(found["definition"], Checklist) if found else None
            asked = items_of(definition) if definition else iter(())
            self._known[name] = {item.key: (section.key, item) for section, item in asked}
        return self._known[name]


def _surroundings(row: dict[str, Any], names: Names) -> list[Cell]:
    return [
        str(row["_id"]),
        row["occurred_at"],
        names.branches.get(row["branch_id"]),
        names.regions.get(row["region_id"]),
        names.programmes.get(row["programme_id"]),
        row["checklist"]["key"],
        row["checklist"]["version"],
        row["status"],
    ]


def _answered(found: tuple[str, Item], answer: Answer, score: ItemScore | None, office: bool) -> list[Cell]:
    section, item = found
    value = value_of(answer) if office or not isinstance(answer, TextAnswer) else None
    return [
        section,
        item.key,
        kind_of(item),
        _text(value),
        float(value) if isinstance(value, bool | int | float) else None,
        score.score if score else None,
        item.weight,
        score.earned if score else None,
        score.possible if score else None,
        score.cost if score else None,
        score.critical_cost if score else None,
        isinstance(answer, NotApplicable),
        _length(answer),
    ]


def _ids(row: dict[str, Any]) -> list[Cell]:
    return [str(row["branch_id"]), str(row["region_id"]), str(row["programme_id"])]


def _words(answer: Answer, office: bool) -> list[Cell]:
    return [answer.narrative] if office else []


def _length(answer: Answer) -> int:
    """How many characters the shopper wrote."""
    return len(answer.text if isinstance(answer, TextAnswer) else answer.narrative or "")


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return value.isoformat() if isinstance(value, datetime) else str(value)
