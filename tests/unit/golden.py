"""The golden cases of the index specification."""

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text())
TOLERANCE = GOLDEN["tolerance"]


def cases(kind: str) -> list[Any]:
    found = [pytest.param(case, id=case["id"]) for case in GOLDEN["cases"] if case["kind"] == kind]
    assert found, f"no golden case of kind {kind}"
    return found
