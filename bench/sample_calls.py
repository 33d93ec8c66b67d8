"""Some hundred mystery calls of the demo, scored: what the audits of a large network are copies of."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import bson
import msgspec

from audit_api.authoring.checklist_source import parse_definition
from audit_api.demo.encounter import submission
from audit_api.demo.fieldwork import fieldwork
from audit_api.demo.network import network
from audit_api.documents.seam import CODEC, to_bson
from checklists.answers import Answer, Answers, CallbackAnswer, DatetimeAnswer, DurationAnswer, Submission
from checklists.definition import Checklist, ChecklistRef
from checklists.scoring import Scorecard, Scoring
from checklists.validation import validate

CHECKLIST = "mystery_call"
BRANCHES, MONTHS = 40, 12
DAY = datetime(2026, 11, 1, tzinfo=UTC)


class SampleCall(msgspec.Struct, frozen=True):
    """`stored_card` is the scorecard as BSON, which is most of an audit and the same in all copies."""

    sent: Submission
    card: Scorecard
    index: float
    stored_card: bytes


def call_checklist() -> Checklist:
    source = files("checklists").joinpath(f"library/{CHECKLIST}.yaml").read_bytes()
    checklist, faults = parse_definition(source, is_yaml=True)
    if checklist is None:
        raise ValueError(f"the shipped checklist cannot be read: {faults[0]}")
    return checklist


def sample_calls(ref: ChecklistRef) -> list[SampleCall]:
    """Calls that count, the worst first; all are scored as of a branch of the standard tier."""
    checklist = call_checklist()
    scoring = Scoring(checklist)
    planned = fieldwork(network(1, BRANCHES), MONTHS, DAY.date())
    calls: list[SampleCall] = []
    for shop in planned.shops:
        if shop.checklist != CHECKLIST:
            continue
        sent = submission(planned.seed, shop, checklist, ref, planned.midnight)
        card = scoring.scorecard(sent.answers, "standard")
        if card.index is not None and not validate(checklist, sent, "standard"):
            calls.append(SampleCall(sent, card, card.index, bson.encode(to_bson(card), codec_options=CODEC)))
    return sorted(calls, key=lambda call: call.index)


def moved(answers: Answers, by: timedelta) -> Answers:
    """The same answers at another time."""
    return {key: _moved(answer, by) for key, answer in answers.items()}


def _moved(answer: Answer, by: timedelta) -> Answer:
    replace = msgspec.structs.replace
    if isinstance(answer, DurationAnswer) and answer.segments:
        segments = [replace(one, started_at=one.started_at + by) for one in answer.segments]
        return replace(answer, segments=segments)
    if isinstance(answer, CallbackAnswer):
        return replace(
            answer,
            owed_since=answer.owed_since + by,
            promised_for=answer.promised_for + by if answer.promised_for else None,
            came_at=answer.came_at + by if answer.came_at else None,
        )
    return replace(answer, at=answer.at + by) if isinstance(answer, DatetimeAnswer) else answer
