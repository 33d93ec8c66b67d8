"""Flags: what is suspicious is flagged with the facts behind it, and honest work is not."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.answers import DurationAnswer, PhotoAnswer, Segment, Submission, TextAnswer, YesNoAnswer
from checklists.definition import Channel, ChecklistRef
from checklists.flags import (
    FLAGS_1,
    Circumstances,
    ClockOff,
    FarAway,
    OddDate,
    OldPhoto,
    PhotoFacts,
    TooFast,
    TypedTime,
    flags_of,
    least_seconds,
)
from checklists.geography import Coordinates, metres_between
from tests.unit.demo_year import submitted, year

BEGAN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PHOTO = uuid4()
VILNIUS, KAUNAS = Coordinates(latitude=54.6872, longitude=25.2797), Coordinates(latitude=54.8985, longitude=23.9036)

latitudes = st.floats(-89.9, 89.9)
coordinates = st.builds(Coordinates, latitude=latitudes, longitude=st.floats(-180, 180))


def sent(minutes: float = 20, **answers: Any) -> Submission:
    return Submission(
        assignment_id=UUID(int=1),
        checklist=ChecklistRef(key="visit", version=1),
        started_at=BEGAN,
        finished_at=BEGAN + timedelta(minutes=minutes),
        answers=answers or {"asked": YesNoAnswer(value=True)},
    )


def with_photo(**facts: Any) -> tuple[Submission, dict[UUID, PhotoFacts]]:
    return sent(front=PhotoAnswer(photos=[PHOTO])), {PHOTO: PhotoFacts(**facts)}


def around(channel: Channel = "visit", **known: Any) -> Circumstances:
    return Circumstances(channel=channel, **known)


def test_an_honest_audit_has_no_flags() -> None:
    audit, photos = with_photo(taken_at=BEGAN + timedelta(minutes=1), place=VILNIUS, accuracy=9.0)
    usual = [1100.0, 1300.0] * 10
    assert flags_of(audit, around(branch=VILNIUS, photos=photos, clock_ahead=4.0, checklist_seconds=usual)) == []


def test_vilnius_and_kaunas_are_ninety_one_kilometres_apart() -> None:
    assert metres_between(VILNIUS, KAUNAS) == pytest.approx(91_400, rel=0.005)


@given(coordinates, coordinates)
def test_distances_are_symmetric_and_bounded(one: Coordinates, other: Coordinates) -> None:
    assert metres_between(one, one) == 0
    assert metres_between(one, other) == pytest.approx(metres_between(other, one))
    assert 0 <= metres_between(one, other) <= 20_020_000


@given(latitudes, st.floats(-180, 180), st.floats(-0.09, 0.09))
def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres(north: float, east: float, step: float) -> None:
    one = Coordinates(latitude=north, longitude=east)
    assert metres_between(one, Coordinates(latitude=north + step, longitude=east)) == pytest.approx(
        abs(step) * 111_195, rel=1e-3, abs=0.01
    )


def test_a_photo_from_another_town_is_far_away() -> None:
    audit, photos = with_photo(place=KAUNAS, accuracy=20.0)
    [flag] = flags_of(audit, around(branch=VILNIUS, photos=photos))
    assert isinstance(flag, FarAway)
    assert (flag.item, flag.photo, round(flag.metres / 1000)) == ("front", PHOTO, 91)


@pytest.mark.parametrize(
    "known",
    [
        {"branch": None},
        {"branch": VILNIUS, "channel": "delivery"},
        {"branch": KAUNAS},
    ],
)
def test_nothing_is_far_from_nowhere(known: dict[str, Any]) -> None:
    audit, photos = with_photo(place=KAUNAS)
    assert flags_of(audit, around(photos=photos, **known)) == []


@given(st.floats(0, 0.3), st.floats(0, 50_000))
def test_a_photo_gets_the_benefit_of_its_accuracy(north: float, accuracy: float) -> None:
    place = Coordinates(latitude=VILNIUS.latitude + north, longitude=VILNIUS.longitude)
    audit, photos = with_photo(place=place, accuracy=accuracy)
    far = metres_between(VILNIUS, place) > FLAGS_1.far_metres + accuracy
    assert bool(flags_of(audit, around(branch=VILNIUS, photos=photos))) == far


@given(st.floats(-100_000, 100_000))
def test_a_photo_is_old_when_it_was_taken_well_before_the_audit(before: float) -> None:
    audit, photos = with_photo(taken_at=BEGAN - timedelta(seconds=before))
    flags = flags_of(audit, around(photos=photos))
    assert [type(flag) for flag in flags] == [OldPhoto] * (round(before, 6) > FLAGS_1.old_seconds)


def test_ten_answers_in_ten_seconds_are_too_fast() -> None:
    answers = {f"q{n}": YesNoAnswer(value=True) for n in range(10)}
    [flag] = flags_of(sent(minutes=1 / 6, **answers), around())
    assert flag == TooFast(seconds=10.0, expected=20.0, measure="answers")


def test_what_was_timed_live_has_passed() -> None:
    held = Segment(phase="hold", started_at=BEGAN, seconds=600.0)
    timed = DurationAnswer(seconds=600.0, segments=[held])
    assert least_seconds({"hold": timed, "all": timed}) == pytest.approx(604.0)
    assert least_seconds({"hold": DurationAnswer(seconds=600.0, typed_by_hand=True)}) == pytest.approx(2.0)


def test_long_words_take_their_time() -> None:
    assert least_seconds({"memory": TextAnswer(text="a" * 1500)}) == pytest.approx(102.0)


@given(
    st.floats(1, 120),
    st.lists(st.floats(60, 9000), max_size=12),
    st.lists(st.floats(60, 9000), max_size=20),
)
def test_whoever_is_slower_than_usual_is_never_too_fast(
    minutes: float, own: list[float], everybody: list[float]
) -> None:
    known = around(shopper_seconds=own, checklist_seconds=everybody)
    flags = flags_of(sent(minutes), known)
    if minutes * 60 >= max([*own, *everybody, 0]):
        assert flags == []
    if len(own) < FLAGS_1.shopper_audits and len(everybody) < FLAGS_1.checklist_audits:
        assert flags == []


def test_who_is_always_fast_is_measured_by_everybody() -> None:
    known = around(shopper_seconds=[120.0] * 9, checklist_seconds=[1200.0] * 30)
    [flag] = flags_of(sent(2), known)
    assert flag == TooFast(seconds=120.0, expected=1200.0, measure="checklist")
    slow = around(shopper_seconds=[2400.0] * 9, checklist_seconds=[1200.0] * 30)
    [flag] = flags_of(sent(10), slow)
    assert flag == TooFast(seconds=600.0, expected=2400.0, measure="shopper")


@given(st.floats(-10_000, 10_000))
def test_a_clock_may_be_a_little_off(ahead: float) -> None:
    flags = flags_of(sent(), around(clock_ahead=ahead))
    assert flags == [ClockOff(seconds=ahead)] * (abs(ahead) > FLAGS_1.clock_seconds)


@pytest.mark.parametrize(
    ("days", "odd"), [(0.1, False), (29, False), (31, True), (2700, True), (-0.002, False), (-1, True)]
)
def test_a_visit_may_wait_on_a_phone_for_a_month(days: float, odd: bool) -> None:
    waited = timedelta(days=days)
    flags = flags_of(sent(), around(received_at=BEGAN + waited))
    assert flags == [OddDate(seconds=waited.total_seconds())] * odd


def test_a_time_typed_by_hand_is_told() -> None:
    timed = DurationAnswer(seconds=30.0, segments=[Segment(phase="wait", started_at=BEGAN, seconds=30.0)])
    typed = DurationAnswer(seconds=30.0, typed_by_hand=True)
    assert flags_of(sent(queue=timed, till=typed), around()) == [TypedTime(item="till", seconds=30.0)]


def test_hardly_an_honest_audit_of_the_demo_network_is_flagged() -> None:
    by_checklist: dict[str, list[float]] = {}
    for _, checklist, audit in submitted(year()):
        seconds = (audit.finished_at - audit.started_at).total_seconds()
        by_checklist.setdefault(checklist.key, []).append(seconds)
    flagged = [
        flag
        for shop, checklist, audit in submitted(year())
        for flag in flags_of(
            audit,
            around(
                channel=checklist.channel,
                clock_ahead=shop.shopper.clock_error,
                received_at=audit.finished_at + timedelta(hours=2),
                checklist_seconds=by_checklist[checklist.key],
            ),
        )
    ]
    kinds = [type(flag) for flag in flagged]
    # Some times are typed, and one phone's clock is off; one visit is made for a reviewer to find.
    assert set(kinds) <= {TypedTime, ClockOff, TooFast}
    assert kinds.count(TooFast) <= 1
