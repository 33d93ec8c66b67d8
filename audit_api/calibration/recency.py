"""Which audits count on a day, and how much.

`recency_weight` of `checklists/headline.py` for very many audits: for arrays, and for the database to compute.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checklists.parameters import CCI_1

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recency_weights(at: Integers, as_of: datetime) -> Floats:
    """The weight of each audit; `at` in milliseconds since 1970. Ages are whole UTC days."""
    weights: Floats = np.exp2((at // DAY_MS - milliseconds(as_of) // DAY_MS) / CCI_1.half_life_days)
    return weights


def recency_expression(as_of: datetime) -> dict[str, Any]:
    """An aggregation expression: the weight of an audit by its `occurred_at`."""
    age = {"$dateDiff": {"startDate": "$occurred_at", "endDate": as_of, "unit": "day"}}
    return {"$pow": [2.0, {"$divide": [{"$multiply": [-1, age]}, CCI_1.half_life_days]}]}


def window_start(as_of: datetime) -> datetime:
    """Earlier audits bear on no result of the day of `as_of`, nor of a later one."""
    return as_of - timedelta(days=CCI_1.window_days - 1)


def milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)
