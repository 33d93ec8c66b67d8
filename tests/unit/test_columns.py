from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import bson
import numpy as np
import pytest

from audit_api.calibration.columns import Layout
from audit_api.documents.seam import CODEC

AT = datetime(2026, 3, 29, 1, 30, 0, 250_000, UTC)
LAYOUT = Layout({"who": UUID, "version": int, "at": datetime, "index": float})


def document(**other: Any) -> dict[str, Any]:
    return {"who": uuid4(), "version": 3, "at": AT, "index": 71.25, **other}


def sent(*documents: dict[str, Any]) -> bytes:
    return b"".join(bson.encode(one, codec_options=CODEC) for one in documents)


def test_documents_are_read_as_columns() -> None:
    given = [document(index=n / 7, version=n) for n in range(300)]
    rows = LAYOUT.rows(sent(*given))
    assert [UUID(bytes=key) for key in rows["who"].tolist()] == [one["who"] for one in given]
    assert rows["version"].tolist() == list(range(300)) and rows["index"].tolist() == [one["index"] for one in given]
    assert np.unique(rows["at"]).tolist() == [int(AT.timestamp() * 1000)]


def test_no_documents_are_no_rows() -> None:
    assert len(LAYOUT.rows(b"")) == 0


@pytest.mark.parametrize("other", [{"version": 1.5}, {"index": 71}, {"who": "x"}, {"more": 1}, {"version": 2**40}])
def test_a_document_that_is_built_differently_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="document"):
        LAYOUT.rows(sent(document(), document(**other), document()))
