"""CSV: what it is about, an empty line, headings, rows. Text is never a formula."""

import csv
import io
from datetime import datetime
from typing import Protocol

from audit_api.exporting.tables import Cell, Table, in_utc, is_formula, shown

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
PIECE = 64 * 1024
YES, NO = "1", "0"


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int: ...


def write_csv(table: Table, sink: Sink) -> None:
    """Writes the table as CSV; the first piece leaves before a row is read."""
    piece = io.StringIO()
    # Spreadsheets take the file for UTF-8 only with this mark.
    piece.write(BYTE_ORDER_MARK)
    lines = csv.writer(piece)
    for title, value in table.about:
        lines.writerow([safe(title), safe(value)])
    lines.writerow([])
    lines.writerow([safe(heading) for heading in table.headings])
    _send(piece, sink)
    for row in table.rows:
        lines.writerow([_text(shown(cell, column, table)) for cell, column in zip(row, table.columns, strict=True)])
        if piece.tell() > PIECE:
            _send(piece, sink)
    _send(piece, sink)


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if is_formula(text) else text


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, datetime):
        return in_utc(cell).strftime("%Y-%m-%dT%H:%M:%SZ")
    return repr(cell)


def _send(piece: io.StringIO, sink: Sink) -> None:
    sink.write(piece.getvalue().encode())
    piece.seek(0)
    piece.truncate()
