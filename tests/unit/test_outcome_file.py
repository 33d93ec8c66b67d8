"""Files of outcome figures as spreadsheets of many countries write them, and as nobody should."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_api.outcomes.file import ROWS_MAX, BranchNames, OutcomeFile, OutcomeRow, read_outcomes
from audit_api.outcomes.numbers import parse_number, parse_period
from checklists.faults import Fault

TODAY = date(2026, 5, 20)
KASSEL, SIAULIAI, ISTANBUL = UUID(int=1), UUID(int=2), UUID(int=3)
TWIN, OTHER_TWIN = UUID(int=4), UUID(int=5)
NAMES = BranchNames(
    {KASSEL: "Kassel Mitte", SIAULIAI: "Šiauliai", ISTANBUL: "Beşiktaş Şubesi", TWIN: "Twin", OTHER_TWIN: "twin"}
)
HEAD = "branch,period,figure,value\n"


def read(text: str | bytes) -> tuple[OutcomeFile, list[Fault]]:
    return read_outcomes(text.encode() if isinstance(text, str) else text, NAMES, TODAY)


def rows(text: str | bytes) -> list[OutcomeRow]:
    found, faults = read(text)
    assert faults == []
    return found.rows


def codes(text: str | bytes) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in read(text)[1]]


def test_a_plain_file() -> None:
    text = HEAD + "Kassel Mitte,2026-03,repeat_rate,46.5\n" + f"{SIAULIAI},2026-Q1,nps,-12\n"
    assert rows(text) == [
        OutcomeRow(KASSEL, "2026-03", "repeat_rate", 46.5),
        OutcomeRow(SIAULIAI, "2026-Q1", "nps", -12.0),
    ]


@pytest.mark.parametrize(
    ("encoding", "branch"),
    [
        ("utf-8", "Šiauliai"),
        ("utf-8-sig", "Beşiktaş Şubesi"),
        ("utf-16", "Šiauliai"),
        ("cp1257", "Šiauliai"),
        ("cp1254", "Beşiktaş Şubesi"),
        ("latin-1", "Kassel Mitte"),
    ],
)
def test_what_spreadsheets_of_europe_write(encoding: str, branch: str) -> None:
    text = f'sep=;\r\nFigure;Value;Branch;Period;Note\r\nrevenue;"1.234.567,50";"{branch}";2026-03;Größe\r\n'
    (found,) = rows(text.encode(encoding, "replace"))
    assert (found.value, found.figure) == (1234567.5, "revenue")
    assert NAMES.found(branch) == [found.branch_id]


def test_rows_without_a_value_and_empty_rows_are_left_out() -> None:
    text = HEAD + "Kassel Mitte,2026-03,nps,\n,,,\n\nkassel  mitte,2026-03,repeat_rate,40\n"
    found, faults = read(text)
    assert (len(found.rows), found.empty, faults) == (1, 1, [])


def test_every_fault_has_its_row_and_column() -> None:
    text = HEAD + (
        "Nowhere,2026-03,nps,5\n"
        "Twin,2026-03,nps,5\n"
        "Kassel Mitte,March,joy,much\n"
        "Kassel Mitte,2026-06,nps,101\n"
        "Kassel Mitte,2026-03,revenue,1.234\n"
        "Kassel Mitte,2026-03,nps,5 %\n"
        "Kassel Mitte,2026-03,nps,5,6\n"
        "Kassel Mitte,2026-03,nps,7\n"
        "Kassel Mitte,2026-03,nps,8\n"
        "Kassel Mitte\n"
    )
    assert codes(text) == [
        ("rows[2].branch", "unknown_branch"),
        ("rows[3].branch", "ambiguous_branch"),
        ("rows[4].period", "bad_period"),
        ("rows[4].figure", "unknown_figure"),
        ("rows[4].value", "bad_number"),
        ("rows[5].period", "future_period"),
        ("rows[5].value", "out_of_bounds"),
        ("rows[6].value", "ambiguous_number"),
        ("rows[7].value", "not_a_percent"),
        ("rows[8]", "extra_cells"),
        ("rows[10]", "duplicate_row"),
        ("rows[11].period", "bad_period"),
        ("rows[11].figure", "unknown_figure"),
        ("rows[11].value", "bad_number"),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", [("rows[1]", "missing_column")] * 4),
        (b"branch,branch,period,figure,value\n", [("rows[1]", "duplicate_column")]),
        (b"PK\x03\x04\0\0", [("", "not_csv")]),
        (b'branch,period,figure,value\n"Kassel', [("rows[2]", "broken_row")]),
        (HEAD.encode() + b"a,b,c,d\n" * (ROWS_MAX + 1), [("", "too_many_rows")]),
        (HEAD.encode() + b"a" * 200_000 + b",b,c,d\n", [("rows[2]", "broken_row")]),
    ],
)
def test_files_that_are_none(source: bytes, expected: list[tuple[str, str]]) -> None:
    assert codes(source) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-12,5", -12.5),
        ("+0.125", 0.125),
        ("0,125", 0.125),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1 234", 1234),
        ("1\u202f234\u202f567,8", 1234567.8),
        ("1\u2019234.5", 1234.5),
        ("\u22125", -5),
        ("1.234", "ambiguous"),
        ("12,345", "ambiguous"),
        ("1.234.56", "bad"),
        ("1.234.567.8", "bad"),
        ("12 34", "bad"),
        ("1e5", "bad"),
        ("nan", "bad"),
        ("inf", "bad"),
        ("\u0661\u0662", "bad"),
        ("=1+1", "bad"),
        ("", "bad"),
        ("9" * 60, "bad"),
    ],
)
def test_numbers(text: str, value: float | str) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-03", "2026-03"),
        ("2026-3", "2026-03"),
        ("2026-03-01", "2026-03"),
        ("01.03.2026", "2026-03"),
        ("03/2026", "2026-03"),
        ("2026-Q1", "2026-Q1"),
        ("2026 q4", "2026-Q4"),
        ("2026-13", None),
        ("2026-Q5", None),
        ("2026-03-15", None),
        ("15.03.2026", None),
        ("1026-03", None),
        ("2026", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert parse_period(text) == period


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_give_rows_or_faults(source: bytes) -> None:
    for given_bytes in (source, HEAD.encode() + source):
        found, faults = read(given_bytes)
        assert isinstance(found, OutcomeFile)
        assert all(fault.code and fault.message for fault in faults)


@given(st.integers(-100, 100), st.integers(1, 12), st.sampled_from(",;\t"), st.booleans())
def test_what_is_written_is_read(nps: int, month: int, separator: str, comma: bool) -> None:
    value = f"{nps / 4:.2f}".replace(".", "," if comma and separator != "," else ".")
    line = separator.join(["Kassel Mitte", f"2025-{month:02}", "nps", value])
    head = HEAD.replace(",", separator)
    assert rows(head + line) == [OutcomeRow(KASSEL, f"2025-{month:02}", "nps", nps / 4)]
