"""Files to take away: written forward piece by piece, with numbers as numbers, and nothing that calculates."""

import csv
import io
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import arro3.io
import openpyxl
import pytest
from arro3.core import DataType
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from audit_api.exporting.action_table import COLUMNS as ACTIONS
from audit_api.exporting.alert_table import COLUMNS as ALERTS
from audit_api.exporting.answer_table import COLUMNS as ANSWERS
from audit_api.exporting.answer_table import NARRATIVE
from audit_api.exporting.appeal_table import COLUMNS as APPEALS
from audit_api.exporting.audit_table import COLUMNS as AUDITS
from audit_api.exporting.branch_table import COLUMNS as BRANCHES
from audit_api.exporting.comparison_table import COLUMNS as COMPARISON
from audit_api.exporting.cost_table import COLUMNS as COSTS
from audit_api.exporting.csv_file import safe, write_csv
from audit_api.exporting.driver_table import COLUMNS as DRIVERS
from audit_api.exporting.mix_table import COLUMNS as MIX
from audit_api.exporting.outcome_tables import FIGURES, GOING_ALONG, POINTS
from audit_api.exporting.parquet_file import GROUP_ROWS, write_parquet
from audit_api.exporting.tables import Column, Row, Table, is_formula
from audit_api.exporting.words import LANGUAGES, Words
from audit_api.exporting.xlsx_file import write_xlsx

COLUMNS = [
    Column("branch", "text"),
    Column("tier", "code"),
    Column("headline", "number"),
    Column("audits", "whole"),
    Column("last_audit_at", "moment"),
    Column("competitor", "yes_no"),
]
TABLES = [
    ("comparison", COMPARISON),
    ("branches", BRANCHES),
    ("audits", AUDITS),
    ("answers", [*ANSWERS, NARRATIVE]),
    ("item_costs", COSTS),
    ("mix", MIX),
    ("actions", ACTIONS),
    ("appeals", APPEALS),
    ("alerts", ALERTS),
    ("outcomes", GOING_ALONG),
    ("outcome_points", POINTS),
    ("outcome_figures", FIGURES),
    ("drivers", DRIVERS),
]
MOMENT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ROW: Row = ["Žvėrynas, “Ąžuolas”", "premium", 61.25, 7, MOMENT, False]
WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}


def numbered(n: int) -> Row:
    return [f"Branch {n}", *ROW[1:]]


def table(rows: Iterator[Row], columns: list[Column] = COLUMNS) -> Table:
    return Table(
        name="Comparison",
        columns=columns,
        headings=[column.key.title() for column in columns],
        words={"tier.premium": "Premium"},
        about=[("About", "Comparison"), ("Snapshot", "=1+1")],
        facts={"snapshots": "1234", "filters": "{}"},
        rows=rows,
    )


def written(kind: str, rows: list[Row], columns: list[Column] = COLUMNS) -> io.BytesIO:
    file = io.BytesIO()
    WRITERS[kind](table(iter(rows), columns), file)
    file.seek(0)
    return file


def csv_lines(file: io.BytesIO) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


def cells(file: io.BytesIO, sheet: int = 1) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(file, data_only=False).worksheets[sheet].iter_rows(values_only=True))


def test_csv_states_first_what_it_is_of() -> None:
    file = written("csv", [ROW])
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    lines = csv_lines(file)
    assert lines[:3] == [["About", "Comparison"], ["Snapshot", "'=1+1"], []]
    assert lines[3] == ["Branch", "Tier", "Headline", "Audits", "Last_Audit_At", "Competitor"]
    assert lines[4:] == [["Žvėrynas, “Ąžuolas”", "Premium", "61.25", "7", "2026-11-02T09:30:00Z", "0"]]


def test_a_workbook_has_numbers_as_numbers_and_times_as_times() -> None:
    file = written("xlsx", [ROW, [None, None, -3.5, None, None, True]])
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["About", "Comparison"]
    assert next(book["About"].iter_rows(values_only=True)) == ("About", "Comparison")
    rows = list(book["Comparison"].iter_rows(values_only=True))
    assert rows[1] == ("Žvėrynas, “Ąžuolas”", "Premium", 61.25, 7, MOMENT.replace(tzinfo=None), False)
    assert rows[2] == (None, None, -3.5, None, None, True)
    assert book["Comparison"].freeze_panes == "A2"


def test_parquet_keeps_codes_and_says_what_it_is_of() -> None:
    file = written("parquet", [ROW])
    stored = arro3.io.read_parquet(file)
    assert stored.schema.names == [column.key for column in COLUMNS]
    assert stored.schema.metadata == {b"snapshots": b"1234", b"filters": b"{}"}
    assert stored.schema.field("last_audit_at").type == DataType.timestamp("ms", tz="UTC")
    read = stored.read_all()
    values = [read[column.key].to_pylist()[0] for column in COLUMNS]
    assert values == ["Žvėrynas, “Ąžuolas”", "premium", 61.25, 7, MOMENT, False]


DANGEROUS = st.tuples(st.sampled_from("=+-@\t\r\n"), st.text(st.characters(codec="utf-8"), max_size=30)).map("".join)


@settings(max_examples=150)
@given(text=st.one_of(DANGEROUS, st.text(st.characters(codec="utf-8"), max_size=60)))
def test_no_text_is_ever_a_formula_in_csv(text: str) -> None:
    assert not is_formula(safe(text))
    assert safe(text) == (f"'{text}" if is_formula(text) else text)
    stored = csv_lines(written("csv", [["", text]], [COLUMNS[0], COLUMNS[1]]))[4]
    assert stored == ["", safe(text)]


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)


@settings(max_examples=60)
@given(text=st.one_of(st.tuples(st.sampled_from("=+-@\t"), LETTERS).map("".join), LETTERS))
def test_no_text_is_ever_a_formula_in_a_workbook(text: str) -> None:
    sheet = openpyxl.load_workbook(written("xlsx", [[text]], [COLUMNS[0]])).worksheets[1]
    cell = sheet["A2"]
    assert cell.data_type in ("s", "inlineStr", "n")
    assert (cell.value or "") == text
    assert cell.data_type != "f"
    if is_formula(text):
        assert cell.quotePrefix


def test_what_xml_cannot_hold_does_not_break_a_workbook() -> None:
    rows = cells(written("xlsx", [["a\x00b\x1f<&>\ud800_x0041_"]], [COLUMNS[0]]))
    assert unescape(rows[1][0]) == "a b <&> _x0041_"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_first_bytes_leave_long_before_the_last_row_is_read(kind: str) -> None:
    read = 0

    class Watching(io.RawIOBase):
        first: int | None = None

        def write(self, data: Any) -> int:
            if self.first is None and data:
                self.first = read
            return len(data)

    def rows() -> Iterator[Row]:
        nonlocal read
        for read in range(1, 5 * GROUP_ROWS + 1):
            yield numbered(read)

    sink = Watching()
    WRITERS[kind](table(rows()), sink)
    assert sink.first is not None
    assert sink.first <= (2 * GROUP_ROWS if kind == "parquet" else 0)
    assert read == 5 * GROUP_ROWS


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_memory_does_not_grow_with_the_rows(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit_api.exporting.parquet_file.GROUP_ROWS", 1000)

    class Nowhere(io.RawIOBase):
        def write(self, data: Any) -> int:
            return len(data)

    def peak(count: int) -> int:
        tracemalloc.start()
        WRITERS[kind](table(numbered(n) for n in range(count)), Nowhere())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 1.3 * peak(4_000)


def test_a_workbook_goes_on_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit_api.exporting.xlsx_file.ROWS_MAX", 3)
    file = written("xlsx", [[str(n)] for n in range(7)], [COLUMNS[0]])
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["About", "Comparison", "Comparison 2", "Comparison 3"]
    assert [sheet["A1"].value for sheet in book.worksheets[1:]] == ["Branch"] * 3
    assert [row[0].value for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2)] == list("0123456")


def test_every_language_has_every_word() -> None:
    known = {name: Words(name) for name in LANGUAGES}
    for words in known.values():
        for part in ("headings", "codes", "tables", "about"):
            assert getattr(words, part).keys() == getattr(known["en"], part).keys(), (words.language, part)
            assert all(getattr(words, part).values())
    columns = [column for _, columns in TABLES for column in columns]
    assert {column.key for column in columns} <= known["en"].headings.keys()
    assert {name for name, _ in TABLES} <= known["en"].tables.keys()


@pytest.mark.parametrize(("name", "columns"), TABLES)
def test_every_column_is_documented(name: str, columns: list[Column]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text()
    section = page.partition(f"### `{name}`")[2].partition("\n### ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", " ".join(first_cells))) == sorted(column.key for column in columns)
