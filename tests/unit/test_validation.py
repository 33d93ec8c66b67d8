"""What a submission must satisfy before it is accepted: every fault, by path, all at once."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from checklists.answers import Submission
from checklists.decoding import decode
from checklists.faults import MAX_FAULTS
from checklists.item_scores import Tier
from checklists.validation import validate
from tests.unit.checklist_samples import (
    MORNING,
    NA,
    NOON,
    PHOTO,
    Data,
    decoded,
    found,
    item,
    percent_only,
    published,
    ringing,
    sound_answers,
    sound_definition,
    submission,
    yes_no,
)
from tests.unit.conditions import answered, equals
from tests.unit.mutations import ANYTHING, mutated

EARLIER = "2025-03-03T08:59:58Z"
NEXT_YEAR = "2026-03-05T09:00:00Z"
SOUND = published(sound_definition())
EXCLUSIVE: list[Data] = [{"key": "a", "score": 1}, {"key": "none", "exclusive": True}]


def faults_of(answers: Data, *items: Data, tier: Tier = "standard", **fields: Any) -> list[tuple[str, str]]:
    return found(validate(published(percent_only(*items)), decoded(submission(answers, **fields)), tier))


def test_a_sound_submission_has_no_faults() -> None:
    assert validate(SOUND, decoded(submission(sound_answers())), "standard") == []


def callback(**fields: Any) -> Data:
    return {"kind": "callback", "owed_since": MORNING, "promised": True} | fields


def timed(seconds: float, *segments: Data, **fields: Any) -> Data:
    return {"kind": "duration", "seconds": seconds, "segments": list(segments)} | fields


ANSWER_FAULTS: list[tuple[Data, Data, str, str]] = [
    (item("single_choice", "a"), {"option": "best"}, ".option", "unknown_option"),
    (item("multi_choice", "a"), {"options": ["name", "hug"]}, ".options", "unknown_option"),
    (item("multi_choice", "a"), {"options": ["name", "smile", "name"]}, ".options", "duplicate_option"),
    (item("multi_choice", "a", options=EXCLUSIVE), {"options": ["a", "none"]}, ".options", "exclusive_option_combined"),
    (item("scale", "a"), {"level": 0}, ".level", "out_of_range"),
    (item("scale", "a"), {"level": 6}, ".level", "out_of_range"),
    (item("number", "a"), {"value": -0.5}, ".value", "out_of_range"),
    (item("number", "a"), {"value": 100.5}, ".value", "out_of_range"),
    (item("duration", "a", maximum=30), timed(31, ringing(31)), ".seconds", "out_of_range"),
    (item("duration", "a"), timed(31), ".segments", "segments_missing"),
    (item("duration", "a"), timed(31, ringing(15), ringing(14)), ".seconds", "segments_disagree"),
    (item("duration", "a"), timed(31, ringing(15), ringing(16, "hold")), ".seconds", "segments_disagree"),
    (
        item("duration", "a"),
        timed(9, ringing(9) | {"started_at": EARLIER}),
        ".segments[0].started_at",
        "time_before_start",
    ),
    (item("text", "a"), {"text": " \n"}, ".text", "required_missing"),
    (item("text", "a", max_length=3), {"text": "four"}, ".text", "text_too_long"),
    (item("photo", "a", maximum=1), {"photos": [PHOTO, PHOTO[:-1] + "2"]}, ".photos", "too_many_photos"),
    (item("photo", "a"), {"photos": []}, ".photos", "too_few_photos"),
    (item("photo", "a", minimum=2, required=False), {"photos": [PHOTO]}, ".photos", "too_few_photos"),
    (item("datetime", "a"), {"at": EARLIER}, ".at", "time_before_start"),
    (item("datetime", "a"), {"at": NEXT_YEAR}, ".at", "time_implausible"),
    (item("datetime", "a"), {"at": "9999-12-31T23:59:59-14:00"}, ".at", "time_implausible"),
    (item("callback", "a"), callback(owed_since=EARLIER), ".owed_since", "time_before_start"),
    (item("callback", "a"), callback(came_at=EARLIER), ".came_at", "time_order"),
    (item("callback", "a"), callback(promised_for=EARLIER), ".promised_for", "time_order"),
    (item("callback", "a"), callback(came_at=NEXT_YEAR), ".came_at", "time_implausible"),
    (item("callback", "a"), callback(promised=False, promised_for=NOON), ".promised_for", "promise_contradicted"),
    (item("scale", "a"), NA, "", "not_applicable_refused"),
    (item("scale", "a"), {"kind": "yes_no", "value": True}, ".kind", "wrong_kind"),
    (item("info", "a"), {"kind": "text", "text": "Hello"}, "", "wrong_kind"),
    (item("info", "a"), NA, "", "wrong_kind"),
]


@pytest.mark.parametrize(("asked", "answer", "path", "code"), ANSWER_FAULTS)
def test_answer_faults(asked: Data, answer: Data, path: str, code: str) -> None:
    assert faults_of({"a": {"kind": asked["kind"]} | answer}, asked) == [(f"answers.a{path}", code)]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (item("multi_choice", "a"), {"options": []}),
        (item("multi_choice", "a", options=EXCLUSIVE), {"options": ["none"]}),
        (item("duration", "a"), timed(31.0, ringing(15.2), ringing(16.6), ringing(9, "hold"))),
        (item("duration", "a"), timed(31, typed_by_hand=True)),
        (item("duration", "a", measures=["ring", "hold"]), timed(25, ringing(15), ringing(10, "hold"))),
        (item("text", "a", required=False), {"text": ""}),
        (item("photo", "a", minimum=2, required=False), {"photos": []}),
        (item("callback", "a"), NA),
        (item("callback", "a"), callback(came_at="2025-03-03T08:59:59.500Z")),
        (item("callback", "a"), callback(came_at="2025-03-10T09:00:00Z", promised_for="2025-03-04T09:00:00+02:00")),
        (item("datetime", "a"), {"at": "2025-03-03T11:00:00+02:00"}),
        (item("number", "a", minimum=-5), {"value": -5}),
    ],
)
def test_answers_that_are_fine(asked: Data, answer: Data) -> None:
    assert faults_of({"a": {"kind": asked["kind"]} | answer}, asked) == []


def test_what_is_required_must_be_answered() -> None:
    items = [yes_no("a"), yes_no("b", required=False), item("info", "c"), item("info", "d", required=True)]
    assert faults_of({}, *items) == [("answers.a", "required_missing")]
    assert faults_of({"a": NA}, yes_no("a", not_applicable=True)) == []


def test_answers_to_unknown_and_hidden_items() -> None:
    yes, no = {"kind": "yes_no", "value": True}, {"kind": "yes_no", "value": False}
    items = [yes_no("a"), yes_no("b", visible_if=equals("a", True)), yes_no("c", visible_if=answered("b"))]
    assert faults_of({"a": no}, *items) == []
    assert faults_of({"a": yes}, *items) == [("answers.b", "required_missing")]
    assert faults_of({"a": no, "b": yes, "c": yes, "z": yes}, *items) == [
        ("answers.b", "hidden_item_answered"),
        ("answers.c", "hidden_item_answered"),
        ("answers.z", "unknown_item"),
    ]


@pytest.mark.parametrize(("tier", "demanded"), [("basic", False), ("standard", False), ("premium", True)])
def test_a_narrative_is_demanded_below_a_score_that_follows_the_tier(tier: Tier, demanded: bool) -> None:
    asked = item("scale", "a", narrative_below=0.4)
    middling = {"kind": "scale", "level": 3}
    missing = [("answers.a.narrative", "narrative_missing")]
    assert faults_of({"a": middling}, asked, tier=tier) == (missing if demanded else [])
    assert faults_of({"a": middling | {"narrative": " "}}, asked, tier=tier) == (missing if demanded else [])
    assert faults_of({"a": middling | {"narrative": "She hurried."}}, asked, tier=tier) == []


def test_a_narrative_is_not_demanded_at_the_score_itself_or_without_a_score() -> None:
    asked = item("scale", "a", narrative_below=0.5, not_applicable=True)
    assert faults_of({"a": {"kind": "scale", "level": 3}}, asked) == []
    assert faults_of({"a": NA}, asked) == []


def test_a_photo_proves_one_thing_once() -> None:
    photos = {"kind": "photo", "photos": [PHOTO]}
    assert faults_of({"a": photos, "b": photos}, item("photo", "a"), item("photo", "b")) == [
        ("answers", "duplicate_photo")
    ]


@pytest.mark.parametrize(
    ("started", "finished", "expected"),
    [
        (MORNING, MORNING, []),
        (NOON, MORNING, [("finished_at", "finished_before_start")]),
        ("2025-03-03T12:00:00+04:00", MORNING, []),
        (MORNING, NEXT_YEAR, [("finished_at", "time_implausible")]),
        ("1970-01-01T00:00:00Z", "1970-01-01T01:00:00Z", [("started_at", "time_implausible")]),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", [("started_at", "time_implausible")]),
        ("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-14:00", [("started_at", "time_implausible")]),
    ],
)
def test_the_times_of_the_audit(started: str, finished: str, expected: list[tuple[str, str]]) -> None:
    assert faults_of({}, yes_no("a", required=False), started_at=started, finished_at=finished) == expected


def test_callbacks_at_the_ends_of_time_are_refused_not_computed() -> None:
    first, last = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
    answer = callback(owed_since=first, came_at=last, promised_for=first)
    assert faults_of({"a": answer}, item("callback", "a"), started_at=first, finished_at=first) == [
        ("started_at", "time_implausible"),
        ("answers.a.came_at", "time_implausible"),
    ]


def test_every_fault_is_reported_at_once() -> None:
    answers = sound_answers()
    del answers["warm_0"]
    answers["questions"]["level"] = 2
    answers["ring"]["seconds"] = 99
    answers["receipt"]["photos"] = []
    answers["extra_0"]["value"] = False
    answers["hat"] = {"kind": "yes_no", "value": True}
    faults = validate(SOUND, decoded(submission(answers, finished_at=EARLIER)), "standard")
    assert found(faults) == [
        ("finished_at", "finished_before_start"),
        ("answers.gift", "hidden_item_answered"),
        ("answers.hat", "unknown_item"),
        ("answers.questions.narrative", "narrative_missing"),
        ("answers.warm_0", "required_missing"),
        ("answers.receipt.photos", "too_few_photos"),
        ("answers.ring.seconds", "segments_disagree"),
    ]


def test_faults_stop_at_the_limit() -> None:
    flood = {f"a{n}": {"kind": "yes_no", "value": True} for n in range(900)}
    assert len(validate(SOUND, decoded(submission(flood)), "basic")) == MAX_FAULTS


@given(mutated(submission(sound_answers()), ANYTHING))
@settings(max_examples=300)
def test_a_damaged_submission_is_refused_or_validated_but_never_raises(data: Any) -> None:
    read = decode(data, Submission)
    if isinstance(read, list):
        assert 0 < len(read) <= MAX_FAULTS and msgspec.json.encode(read)
    else:
        faults = validate(SOUND, read, "premium")
        assert len(faults) <= MAX_FAULTS and msgspec.json.encode([faults, read])
