"""A table that is written row by row, in whichever format."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

Kind = Literal["text", "code", "number", "whole", "moment", "yes_no"]
Cell = str | float | int | bool | datetime | None
Row = Sequence[Cell]

FORMULA = tuple("=+-@\t\r\n" + "＝＋－＠")  # noqa: RUF001 - the wide forms, which some programs also calculate


class Column(msgspec.Struct, frozen=True):
    """`key` names it for programs; people read the heading of their language. A `code` has words of theirs, too."""

    key: str
    kind: Kind


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """`about` states what the rows are of: title and value, in the reader's language.

    `facts` states the same for programs. The rows are read while they are written.
    """

    name: str
    columns: list[Column]
    headings: list[str]
    words: dict[str, str]
    about: list[tuple[str, str]]
    facts: dict[str, str]
    rows: Iterator[Row]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate what was meant to be read."""
    return text.startswith(FORMULA)


def shown(cell: Cell, column: Column, table: Table) -> Cell:
    """A cell for people: words instead of codes."""
    if column.kind == "code" and isinstance(cell, str):
        return table.words.get(f"{column.key}.{cell}", cell)
    return cell


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
