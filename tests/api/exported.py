"""Files as their readers order, take and open them."""

import csv
import io
import re
from typing import Any
from uuid import UUID, uuid4

import arro3.io
import openpyxl
import pypdfium2

from tests.api.cast import Person

Json = dict[str, Any]
Line = dict[str, str]


def order(table: str, kind: str = "csv", language: str = "en", **filters: Any) -> Json:
    return {"content": {"table": table, "format": kind, **filters}, "language": language}


def ordered(who: Person, body: Json) -> UUID:
    export_id = uuid4()
    who.http.put(f"/api/exports/{export_id}", json=body).raise_for_status()
    return export_id


def taken(who: Person, table: str, kind: str = "csv", **more: Any) -> bytes:
    export_id = ordered(who, order(table, kind, **more))
    return who.http.get(f"/api/exports/{export_id}/file").raise_for_status().content


def table_of(file: bytes) -> tuple[Line, list[Line]]:
    """What a CSV file says of itself, and its rows by heading."""
    lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    blank = lines.index([])
    return dict(line for line in lines[:blank]), [
        dict(zip(lines[blank + 1], row, strict=True)) for row in lines[blank + 2 :]
    ]


def as_text(file: bytes, kind: str) -> str:
    if kind == "csv":
        return file.decode("utf-8-sig")
    if kind == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(file)).worksheets
        return "\n".join(str(row) for sheet in sheets for row in sheet.iter_rows(values_only=True))
    read = arro3.io.read_parquet(io.BytesIO(file)).read_all()
    return "\n".join(str(read[name].to_pylist()) for name in read.schema.names)


def pages(file: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(file))
    texts = [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts


def squeezed(text: str) -> str:
    """Lines break where they must; what is left is the same."""
    return re.sub(r"\s", "", text)
