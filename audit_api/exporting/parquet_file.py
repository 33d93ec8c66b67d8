"""Parquet, a group of rows at a time; what the file is of stands in its metadata."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Any, cast

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet as write

from audit_api.exporting.csv_file import Sink
from audit_api.exporting.tables import Cell, Column, Row, Table

GROUP_ROWS = 10_000
TYPES: dict[str, DataType] = {
    "text": DataType.utf8(),
    "code": DataType.utf8(),
    "number": DataType.float64(),
    "whole": DataType.int64(),
    "moment": DataType.timestamp("ms", tz="UTC"),
    "yes_no": DataType.bool(),
}


def write_parquet(table: Table, sink: Sink) -> None:
    """Writes the table as Parquet; the library asks for the next rows when those before are written."""
    fields = [Field(column.key, TYPES[column.kind], nullable=True) for column in table.columns]
    schema = Schema(fields)
    reader = RecordBatchReader.from_batches(schema, _batches(table, schema))
    write(
        reader,
        cast(IO[bytes], _Whole(sink)),
        compression="zstd(3)",
        max_row_group_size=GROUP_ROWS,
        key_value_metadata=table.facts,
        skip_arrow_metadata=True,
    )


class _Whole:
    """The library asks where it is only to know that it is at the start."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._at = sink, 0

    def write(self, data: bytes) -> int:
        self._sink.write(data)
        self._at += len(data)
        return len(data)

    def flush(self) -> None:
        """Does nothing: every write has left already."""

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._at


def _batches(table: Table, schema: Schema) -> Iterator[RecordBatch]:
    rows = iter(table.rows)
    while group := list(islice(rows, GROUP_ROWS)):
        columns = zip(table.columns, zip(*group, strict=True), strict=True)
        yield RecordBatch.from_arrays([_array(column, cells) for column, cells in columns], schema=schema)


def _array(column: Column, cells: Row) -> Any:
    if column.kind != "moment":
        return Array([_float(cell) for cell in cells] if column.kind == "number" else list(cells), TYPES[column.kind])
    instants = [_instant(cell) for cell in cells]
    return Array(instants, DataType.int64()).cast(TYPES["moment"])


def _float(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _instant(cell: Cell) -> int | None:
    return round(cell.timestamp() * 1000) if isinstance(cell, datetime) else None
