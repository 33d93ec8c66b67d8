"""XLSX, written forward only: a sheet that says what it is about, then the rows.

A workbook is XML in a zip. Libraries write the rows to a temporary file first and pack them at the end; here every
row leaves as soon as it is read, so that a download starts at once and memory does not grow.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from typing import IO, cast
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from audit_api.exporting.csv_file import Sink
from audit_api.exporting.tables import Cell, Row, Table, in_utc, is_formula, shown

ROWS_MAX = 1_000_000
"""Below what a sheet can hold. The rows after these are on a further sheet."""
PIECE_ROWS = 500
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WRAPPED = '<alignment vertical="top" wrapText="1"/>'
PLAIN, HEADING, DECIMAL, MOMENT, NOT_A_FORMULA, WRAPPED = (0, 1, 2, 3, 4, 5)


def _form(number: int, font: int = 0, fill: int = 0, inner: str = "", *, quoted: bool = False) -> str:
    applied = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"'
    quote = ' quotePrefix="1"' if quoted else ""
    return f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" {applied}{quote}>{inner}</xf>'


_STYLES = f"""<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEEC"/></patternFill></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1">{_form(0)}</cellStyleXfs>\
<cellXfs count="6">{_form(0)}{_form(0, 1, 2, _WRAPPED)}{_form(164)}{_form(165)}\
{_form(49, quoted=True)}{_form(0, inner=_WRAPPED)}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def write_xlsx(table: Table, sink: Sink) -> None:
    with ZipFile(cast(IO[bytes], _Forward(sink)), "w", ZIP_DEFLATED) as package:
        names = [table.name[:31]]
        _write_about(package, table)
        rows = iter(table.rows)
        _write_rows(package, 2, table, islice(rows, ROWS_MAX))
        while (further := next(rows, None)) is not None:
            names.append(f"{table.name[:28]} {len(names) + 1}")
            _write_rows(package, len(names) + 1, table, chain([further], islice(rows, ROWS_MAX - 1)))
        _write_frame(package, [table.about[0][0], *names])


class _Forward:
    """A file that cannot go back, as the zip is told."""

    def __init__(self, sink: Sink) -> None:
        self.write = sink.write

    def flush(self) -> None:
        """Does nothing: every write has left already."""


def _write_about(package: ZipFile, table: Table) -> None:
    with _sheet(package, 1) as sheet:
        sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{_width(1, 1, 28)}{_width(2, 2, 90)}</cols>'.encode())
        rows = ([_string(title, HEADING), _string(value, WRAPPED)] for title, value in table.about)
        sheet.write(("<sheetData>" + "".join(map(_line, rows)) + "</sheetData></worksheet>").encode())


def _write_rows(package: ZipFile, number: int, table: Table, rows: Iterator[Row]) -> None:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    with _sheet(package, number) as sheet:
        widths = "".join(_width(n, n, _columns_width(c.kind)) for n, c in enumerate(table.columns, 1))
        sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">'.encode())
        sheet.write(f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'.encode())
        sheet.write(f"<cols>{widths}</cols><sheetData>".encode())
        sheet.write(_line([_string(heading, HEADING) for heading in table.headings]).encode())
        lines = (
            _line([_cell(shown(cell, c, table)) for cell, c in zip(row, table.columns, strict=True)]) for row in rows
        )
        while piece := "".join(islice(lines, PIECE_ROWS)):
            sheet.write(piece.encode())
        sheet.write(b"</sheetData></worksheet>")


def _sheet(package: ZipFile, number: int) -> IO[bytes]:
    entry = ZipInfo(f"xl/worksheets/sheet{number}.xml", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return package.open(entry, "w")


def _write_frame(package: ZipFile, names: list[str]) -> None:
    """What holds the sheets together; it comes last, because only now their number is known."""
    numbers = range(1, len(names) + 1)
    kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    kinds += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers]
    form = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(f'<Override PartName="{part}" ContentType="{form}.{kind}+xml"/>' for part, kind in kinds)
    usual = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    usual += '<Default Extension="xml" ContentType="application/xml"/>'
    sheets = "".join(
        f'<sheet name={quoteattr(_sheet_name(name))} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    inner = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    files = {
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*inner, ("rIdStyles", "styles", "styles.xml")]),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{usual}{parts}</Types>',
    }
    for path, xml in files.items():
        package.writestr(path, _HEAD + xml)


def _relations(targets: list[tuple[str, str, str]]) -> str:
    each = "".join(f'<Relationship Id="{i}" Type="{_RELATED}/{kind}" Target="{to}"/>' for i, kind, to in targets)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)


def _width(first: int, last: int, width: float) -> str:
    return f'<col min="{first}" max="{last}" width="{width}" customWidth="1"/>'


def _columns_width(kind: str) -> float:
    return {"text": 28.0, "code": 20.0, "moment": 17.0}.get(kind, 13.0)


def _line(cells: list[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        return _string(cell, NOT_A_FORMULA if is_formula(cell) else PLAIN)
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, datetime):
        return f'<c s="{MOMENT}"><v>{(in_utc(cell) - _EPOCH).total_seconds() / 86_400:.8f}</v></c>'
    return f'<c s="{DECIMAL}"><v>{cell!r}</v></c>' if isinstance(cell, float) else f"<c><v>{cell}</v></c>"


def _string(text: str, style: int) -> str:
    """Text within the cell is never calculated; `quotePrefix` keeps it so when somebody edits the cell."""
    kept = _ESCAPE_LIKE.sub("_x005F_", _FORBIDDEN.sub(" ", text))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(kept)}</t></is></c>'
