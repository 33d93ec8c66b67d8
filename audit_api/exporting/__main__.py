"""Reads a job from standard input and writes its file to standard output.

Ends by itself when nobody takes the bytes any more: at once if the pipe is closed, after a while if it is full.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from pymongo import MongoClient

from audit_api.database import bind_documents, connect
from audit_api.documents.exports import (
    ActionTable,
    AlertTable,
    AnswerTable,
    AppealTable,
    AuditTable,
    BranchReportPages,
    BranchTable,
    CoachingSheet,
    ComparisonTable,
    DriverTable,
    ItemCostTable,
    MixTable,
    OutcomeFigureTable,
    OutcomePointTable,
    OutcomeTable,
    TableContent,
)
from audit_api.exporting.action_table import action_table
from audit_api.exporting.alert_table import alert_table
from audit_api.exporting.answer_table import answer_table
from audit_api.exporting.appeal_table import appeal_table
from audit_api.exporting.audit_table import audit_table
from audit_api.exporting.branch_table import branch_table
from audit_api.exporting.comparison_table import comparison_table
from audit_api.exporting.cost_table import cost_table
from audit_api.exporting.csv_file import write_csv
from audit_api.exporting.driver_table import driver_table
from audit_api.exporting.job import Job, decoded
from audit_api.exporting.mix_table import mix_table
from audit_api.exporting.outcome_tables import figure_table, outcome_table
from audit_api.exporting.reading import Progress, Reading
from audit_api.exporting.tables import Table
from audit_api.exporting.words import Words
from audit_api.exporting.xlsx_file import write_xlsx

T = TypeVar("T")
STALLED_SECONDS = 600
"""Longer than anybody's connection pauses; shorter than the database keeps a cursor open."""


class Pipe:
    """Standard output, whose reader decides about the speed."""

    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest:
            signal.alarm(STALLED_SECONDS)
            rest = rest[os.write(self._number, rest) :]
        signal.alarm(0)
        return len(data)


def main() -> None:
    job = decoded(sys.stdin.buffer.read())
    client: MongoClient[dict[str, Any]] = MongoClient(job.uri, uuidRepresentation="standard", tz_aware=True)
    with client:
        database = client[job.database]
        reading = Reading(job, Words(job.order.language), database, Progress(database, job.export_id))
        _write(job, reading)
        reading.progress.end()


def _write(job: Job, reading: Reading) -> None:
    sink = Pipe(sys.stdout.fileno())
    content = job.order.content
    if isinstance(content, BranchReportPages):
        # Loaded only where they are needed, as below: the libraries of the formats take more memory than all the rest.
        from audit_api.exporting.branch_report import read_pages, set_pages

        sink.write(set_pages(reading, asyncio.run(_opened(job, read_pages(reading, content)))))
        return
    if isinstance(content, CoachingSheet):
        from audit_api.exporting.coaching_sheet import read_sheet, set_sheet

        sink.write(set_sheet(reading, asyncio.run(_opened(job, read_sheet(reading, content)))))
        return
    table = asyncio.run(_opened(job, _table(reading, content)))
    match content.format:
        case "csv":
            write_csv(table, sink)
        case "xlsx":
            write_xlsx(table, sink)
        case "parquet":
            # Loaded only where it is needed: it takes as much memory as all the rest.
            from audit_api.exporting.parquet_file import write_parquet

            write_parquet(table, sink)


async def _opened(job: Job, read: Coroutine[Any, Any, T]) -> T:
    """The table, with all but its rows read where they are many."""
    client = connect(job.uri)
    try:
        await bind_documents(client[job.database])
        return await read
    finally:
        await client.close()


async def _table(reading: Reading, content: TableContent) -> Table:
    match content:
        case ComparisonTable():
            return await comparison_table(reading, content)
        case BranchTable():
            return await branch_table(reading, content)
        case AuditTable():
            return await audit_table(reading, content)
        case AnswerTable():
            return await answer_table(reading, content)
        case ItemCostTable():
            return await cost_table(reading, content)
        case MixTable():
            return await mix_table(reading, content)
        case _:
            return await _list_or_league_table(reading, content)


async def _list_or_league_table(
    reading: Reading,
    content: ActionTable
    | AlertTable
    | AppealTable
    | OutcomeTable
    | OutcomePointTable
    | OutcomeFigureTable
    | DriverTable,
) -> Table:
    match content:
        case ActionTable():
            return await action_table(reading, content)
        case AlertTable():
            return await alert_table(reading, content)
        case AppealTable():
            return await appeal_table(reading, content)
        case OutcomeTable() | OutcomePointTable():
            return await outcome_table(reading, content)
        case OutcomeFigureTable():
            return await figure_table(reading, content)
        case DriverTable():
            return await driver_table(reading, content)


if __name__ == "__main__":
    main()
