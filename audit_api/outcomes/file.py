"""A file of outcome figures, read row by row: every fault with its row and column, and all of them at once.

Written by spreadsheets of many countries, or by somebody hostile: any bytes give rows or faults, never an exception.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import get_args
from uuid import UUID

import msgspec

from audit_api.outcomes.numbers import begins_after, parse_number, parse_period
from checklists.faults import Fault, error
from checklists.outcomes import LIMITS, OutcomeKind

COLUMNS = ("branch", "period", "figure", "value")
FIGURES: tuple[OutcomeKind, ...] = get_args(OutcomeKind)
ROWS_MAX = 50_000
"""Ten thousand branches with five figures each."""
DELIMITERS = ";,\t"
ENCODINGS = ("cp1252", "cp1257", "cp1254")  # what spreadsheets write that do not write UTF-8
QUOTED = 60  # characters of the sender's own data that a fault repeats

_CELLS = re.compile(r'[;,\t"\r\n]+')
_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


class OutcomeRow(msgspec.Struct, frozen=True):
    branch_id: UUID
    period: str
    figure: OutcomeKind
    value: float


class OutcomeFile(msgspec.Struct, frozen=True):
    """`empty` counts rows without a value: a template need not be filled in whole."""

    rows: list[OutcomeRow]
    empty: int


class BranchNames:
    """The branches that a file may name, by id or by name."""

    def __init__(self, names: Mapping[UUID, str]) -> None:
        self._ids = {str(branch): branch for branch in names}
        self._named: dict[str, list[UUID]] = {}
        for branch, name in names.items():
            self._named.setdefault(_folded(name), []).append(branch)

    def found(self, text: str) -> Sequence[UUID]:
        by_id = self._ids.get(text.strip().lower())
        return [by_id] if by_id else self._named.get(_folded(text), [])

    def mentioned_in(self, text: str) -> int:
        """How many cells of the text are names of known branches, wherever they stand."""
        return sum(_folded(cell) in self._named for cell in _CELLS.split(text))


def read_outcomes(source: bytes, branches: BranchNames, today: date) -> tuple[OutcomeFile, list[Fault]]:
    """The rows and every fault; the rows are whole only without faults."""
    text = _decoded(source, branches)
    if "\0" in text:
        return OutcomeFile([], 0), [error("", "not_csv", "This is not a text file. Save the table as CSV.")]
    records = _records(text)
    if isinstance(records, Fault):
        return OutcomeFile([], 0), [records]
    found, places = _header(records[0] if records else [])
    if found:
        return OutcomeFile([], 0), found
    if len(records) - 1 > ROWS_MAX:
        return OutcomeFile([], 0), [error("", "too_many_rows", f"A file has at most {ROWS_MAX} rows.")]
    return _Rows(branches, places, today).read(records[1:])


def _decoded(source: bytes, branches: BranchNames) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.decode("utf-16", "replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Nothing in the file tells which; the names of the branches do.
        texts = [source.decode(encoding, "replace") for encoding in ENCODINGS]
        return max(texts, key=branches.mentioned_in)


def _records(text: str) -> list[list[str]] | Fault:
    hint = _HINT.match(text)
    if hint:
        text = text[hint.end() :]
    first = text.partition("\n")[0]
    delimiter = hint[1] if hint and hint[1] in DELIMITERS else max(DELIMITERS, key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(_lines(text), delimiter=delimiter, strict=True):
            rows.append(row)
            if len(rows) > ROWS_MAX + 1:
                break
    except csv.Error as exc:
        return error(f"rows[{len(rows) + 1}]", "broken_row", f"The row cannot be read: {exc}.")
    return rows


def _lines(text: str) -> list[str]:
    """Only line breaks end a row; other characters that break lines may stand in a name."""
    return [f"{line}\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")]


def _header(names: list[str]) -> tuple[list[Fault], dict[str, int]]:
    """Columns may stand in any order, and others beside them."""
    given = [name.strip().lower() for name in names]
    faults = []
    for column in COLUMNS:
        if column not in given:
            faults.append(error("rows[1]", "missing_column", f"The first row has no column `{column}`."))
        elif given.count(column) > 1:
            faults.append(error("rows[1]", "duplicate_column", f"The column `{column}` is there twice."))
    return faults, {name: n for n, name in enumerate(given)}


class _Rows:
    def __init__(self, branches: BranchNames, places: dict[str, int], today: date) -> None:
        self._branches, self._places, self._today = branches, places, today
        self._seen: dict[tuple[UUID, str, str], int] = {}
        self._faults: list[Fault] = []

    def read(self, records: list[list[str]]) -> tuple[OutcomeFile, list[Fault]]:
        rows, empty = [], 0
        for number, record in enumerate(records, 2):
            if not any(cell.strip() for cell in record):
                continue
            cells = {column: self._cell(record, column) for column in COLUMNS}
            if not cells["value"] and all(cells[column] for column in COLUMNS[:-1]):
                empty += 1
                continue
            faults = list(self._row_faults(number, record, cells))
            self._faults += faults
            if not faults:
                rows += self._row(number, cells)
        return OutcomeFile(rows, empty), self._faults

    def _cell(self, record: list[str], column: str) -> str:
        place = self._places[column]
        return record[place].strip() if place < len(record) else ""

    def _row_faults(self, number: int, record: list[str], cells: dict[str, str]) -> Iterator[Fault]:
        if len(record) > len(self._places):
            yield error(f"rows[{number}]", "extra_cells", "The row has more cells than the first row has columns.")
            return
        yield from self._branch_faults(f"rows[{number}].branch", cells["branch"])
        yield from self._period_faults(f"rows[{number}].period", cells["period"])
        figure = cells["figure"].lower()
        if figure not in FIGURES:
            yield error(
                f"rows[{number}].figure", "unknown_figure", f"{_shown(figure)} is none of {', '.join(FIGURES)}."
            )
        yield from _value_faults(f"rows[{number}].value", cells["value"], figure)

    def _branch_faults(self, path: str, name: str) -> Iterator[Fault]:
        found = self._branches.found(name)
        if not found:
            yield error(path, "unknown_branch", f"The programme has no branch {_shown(name)}.")
        elif len(found) > 1:
            yield error(path, "ambiguous_branch", f"{len(found)} branches are called {_shown(name)}: give the id.")

    def _period_faults(self, path: str, text: str) -> Iterator[Fault]:
        period = parse_period(text)
        if period is None:
            yield error(path, "bad_period", f"{_shown(text)} is neither a month (2026-03) nor a quarter (2026-Q1).")
        elif begins_after(period, self._today):
            yield error(path, "future_period", f"{period} has not begun.")

    def _row(self, number: int, cells: dict[str, str]) -> list[OutcomeRow]:
        """Nothing, and a fault, if an earlier row says the same."""
        branch, period = self._branches.found(cells["branch"])[0], parse_period(cells["period"])
        figure, value = _figure(cells["figure"]), parse_number(_bare(cells["value"]))
        assert period is not None and isinstance(value, float)  # noqa: S101 - a row without faults
        first = self._seen.setdefault((branch, period, figure), number)
        if first != number:
            path, message = f"rows[{number}]", f"Row {first} is about the same branch, period and figure."
            self._faults.append(error(path, "duplicate_row", message))
            return []
        return [OutcomeRow(branch, period, figure, round(value, 6))]


def _value_faults(path: str, text: str, figure: str) -> Iterator[Fault]:
    if text.endswith("%") and figure in FIGURES and LIMITS[_figure(figure)].unit != "percent":
        yield error(path, "not_a_percent", "This figure is not a percentage.")
        return
    value = parse_number(_bare(text))
    if value == "ambiguous":
        yield error(path, "ambiguous_number", f"{_shown(text)} may be a decimal or thousands: write 1234 or 1.2340.")
    elif isinstance(value, str):
        yield error(path, "bad_number", f"{_shown(text)} is not a number.")
    elif figure in FIGURES:
        limits = LIMITS[_figure(figure)]
        if not limits.low <= value <= limits.high:
            yield error(path, "out_of_bounds", f"{figure} lies between {limits.low:g} and {limits.high:g}.")


def _figure(text: str) -> OutcomeKind:
    found: OutcomeKind = msgspec.convert(text.lower(), OutcomeKind)
    return found


def _bare(text: str) -> str:
    return text.removesuffix("%").strip()


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _shown(text: str) -> str:
    return f"`{text[:QUOTED]}`"
