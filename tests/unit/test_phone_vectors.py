"""The phone decides offline what the server decides later; both read these vectors, and both must agree."""

import json
from collections import Counter

from tests.unit.checklist_samples import KINDS
from tests.unit.phone_vectors import FILE, vectors

STORED = json.loads(FILE.read_text())


def test_the_stored_vectors_are_what_python_says_today() -> None:
    """After a change of the rules: `python -m tests.unit.phone_vectors`, and mend the phone until its tests pass."""
    assert json.loads(json.dumps(vectors())) == STORED


def test_the_vectors_reach_every_kind_operator_and_fault() -> None:
    kinds = {item["kind"] for form in STORED for section in form["definition"]["sections"] for item in section["items"]}
    assert kinds == set(KINDS)
    codes = Counter(code for form in STORED for case in form["cases"] for _, code in case["faults"])
    assert not {
        "duplicate_option",
        "duplicate_photo",
        "exclusive_option_combined",
        "finished_before_start",
        "hidden_item_answered",
        "narrative_missing",
        "not_applicable_refused",
        "out_of_range",
        "promise_contradicted",
        "required_missing",
        "segments_disagree",
        "segments_missing",
        "text_too_long",
        "time_before_start",
        "time_implausible",
        "time_order",
        "too_few_photos",
        "too_many_photos",
        "unknown_item",
        "unknown_option",
        "wrong_kind",
    } - set(codes)
