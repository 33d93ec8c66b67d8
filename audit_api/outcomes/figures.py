"""What the branches of a league achieved in the last twelve months, in one query."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from audit_api.documents import OutcomeDocument
from checklists.outcome_periods import latest_months, periods_of, yearly_value
from checklists.outcomes import OutcomeKind

AT_ONCE = 50_000
"""Documents that fit into one answer of the database, which ends a batch at 16 MB by itself."""

Achieved = dict[OutcomeKind, dict[UUID, float]]


async def read_achieved(branches: Sequence[UUID], today: date, figure: OutcomeKind | None = None) -> Achieved:
    """Figure -> the value of each branch that has one."""
    months = latest_months(today)
    wanted = {"branch_id": {"$in": list(branches)}} | ({"figure": figure} if figure else {})
    fields = {"branch_id": 1, "figure": 1} | {f"periods.{period}.value": 1 for period in periods_of(months)}
    cursor = OutcomeDocument.get_pymongo_collection().find(wanted, fields, batch_size=AT_ONCE)
    found: Achieved = {}
    for row in await cursor.to_list():
        values = {period: kept["value"] for period, kept in row["periods"].items()}
        value = yearly_value(row["figure"], values, months)
        if value is not None:
            found.setdefault(row["figure"], {})[row["branch_id"]] = value
    return found
