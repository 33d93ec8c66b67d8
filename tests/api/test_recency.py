"""The recency weight is written three times: for one audit, for arrays, and for the database. They say the same."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from audit_api.calibration.recency import milliseconds, recency_expression, recency_weights
from checklists.headline import recency_weight
from checklists.parameters import CCI_1

AS_OF = datetime(2026, 3, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MOMENTS = {
    AS_OF: 0,
    AS_OF + timedelta(days=1) - SECOND: 0,
    AS_OF - SECOND: 1,
    AS_OF - timedelta(days=1): 1,
    AS_OF - timedelta(days=1) - SECOND: 2,
    AS_OF - timedelta(days=CCI_1.quarter_days, hours=-13): CCI_1.quarter_days,
    AS_OF - timedelta(days=CCI_1.window_days - 1): CCI_1.window_days - 1,
}
"""When an audit took place -> its age in whole UTC days."""


@pytest.fixture
def database(mongodb_uri: str) -> Iterator[Database[dict[str, float]]]:
    with MongoClient[dict[str, float]](mongodb_uri) as client:
        yield client["recency"]


def test_arrays_weigh_as_the_formula_does() -> None:
    at = np.array([milliseconds(moment) for moment in MOMENTS])
    assert recency_weights(at, AS_OF).tolist() == pytest.approx([recency_weight(age) for age in MOMENTS.values()])


def test_the_database_weighs_as_the_formula_does(database: Database[dict[str, float]]) -> None:
    audits = {"$documents": [{"occurred_at": moment} for moment in MOMENTS]}
    rows = database.aggregate([audits, {"$project": {"weight": recency_expression(AS_OF)}}]).to_list()
    assert [row["weight"] for row in rows] == pytest.approx([recency_weight(age) for age in MOMENTS.values()])
