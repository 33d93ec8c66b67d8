"""What the desk finds on its first day: an appeal that was decided, one that waits, and a finished exercise."""

from datetime import datetime, timedelta
from uuid import UUID

from audit_api.appeals.decisions import AppealDecisionChange, decide_appeal
from audit_api.appeals.records import AppealChange, make_appeal
from audit_api.demo.dice import dice, made_id
from audit_api.demo.people import DEMO_ACCOUNTS
from audit_api.documents import AuditDocument, ExerciseDocument
from audit_api.exercises.records import ExerciseChange, ScoringChange, definition, hand_in, make_exercise
from checklists.answers import Answer, Answers, NotApplicable, ScaleAnswer
from checklists.definition import items_of
from checklists.items import Scale

APPEAL_DAYS = 14
APPEALED_AFTER, DECIDED_AFTER = timedelta(days=1, hours=3), timedelta(days=2, hours=5)
LOOKED_AT = 60
OBJECTION = "We were short of one person that day, and a colleague saw it otherwise. Please look at it again."
DECISION = "The narrative describes the level above. The score is changed by one level."


async def add_appeals(seed: int, midnight: datetime, region_id: UUID, people: dict[str, UUID]) -> None:
    """For the manager of the demo; what is there already stays."""
    manager, reviewer = people[DEMO_ACCOUNTS["manager"]], people[DEMO_ACCOUNTS["reviewer"]]
    wanted = {"region_id": region_id, "status": "finalised", "finalised_at": {"$lt": midnight - DECIDED_AFTER}}
    found = await AuditDocument.find(wanted).sort("-finalised_at", "_id").limit(LOOKED_AT).to_list()
    audits = [audit for audit in found if _improvable(audit.submission.answers)]
    # First, because a decision may take its audit out of this list.
    if len(audits) > 2:
        await _exercise(seed, audits[2], [people[DEMO_ACCOUNTS["admin"]], reviewer], midnight)
    for audit, name in zip(audits, ("open", "decided"), strict=False):
        await _appeal(audit, made_id(seed, "appeal", name), manager)
    if len(audits) > 1:
        await _decide(made_id(seed, "appeal", "decided"), made_id(seed, "appeal decision"), reviewer)


def _improvable(answers: Answers) -> str | None:
    """A scale that was not scored best."""
    low = (key for key, answer in answers.items() if isinstance(answer, ScaleAnswer) and answer.level in (2, 3))
    return next(low, None)


async def _appeal(audit: AuditDocument, appeal_id: UUID, manager: UUID) -> None:
    item = _improvable(audit.submission.answers)
    if item is None or audit.finalised_at is None or await AuditDocument.find({"appeals.id": appeal_id}).count():
        return
    at = audit.finalised_at + APPEALED_AFTER
    await make_appeal(manager, audit, appeal_id, AppealChange(items=[item], reason=OBJECTION), APPEAL_DAYS, at)


async def _decide(appeal_id: UUID, decision_id: UUID, reviewer: UUID) -> None:
    audit = await AuditDocument.find_one({"appeals.id": appeal_id, "appeals.state": "open"})
    if audit is None or audit.finalised_at is None:
        return
    item = next(appeal.items[0] for appeal in audit.appeals if appeal.id == appeal_id)
    before = audit.submission.answers[item]
    if not isinstance(before, ScaleAnswer):
        return
    corrected: dict[str, Answer] = {item: ScaleAnswer(level=before.level + 1, narrative=before.narrative)}
    change = AppealDecisionChange(outcome="changed", reason=DECISION, corrections=corrected)
    await decide_appeal(reviewer, audit, appeal_id, decision_id, change, audit.finalised_at + DECIDED_AFTER)


async def _exercise(seed: int, audit: AuditDocument, people: list[UUID], midnight: datetime) -> None:
    exercise_id = made_id(seed, "exercise")
    if await ExerciseDocument.get(exercise_id):
        return
    made = midnight - timedelta(days=2)
    exercise = await make_exercise(people[0], exercise_id, ExerciseChange(audit_id=audit.id, reviewers=people), made)
    checklist = await definition(exercise.checklist)
    levels = {item.key: len(item.levels) for _, item in items_of(checklist) if isinstance(item, Scale)}
    for n, person in enumerate(people):
        said = {key: _seen(seed, n, key, audit.submission.answers.get(key), levels.get(key)) for key in exercise.items}
        at = made + timedelta(hours=2 + n)
        exercise = await hand_in(person, exercise, ScoringChange(answers=said), at)


def _seen(seed: int, person: int, key: str, answer: Answer | None, levels: int | None) -> Answer:
    """As the shopper saw it; on scales now and then a level beside."""
    if answer is None:
        return NotApplicable()
    if not isinstance(answer, ScaleAnswer) or levels is None:
        return answer
    beside = dice(seed, "scored", person, key).choice([0, 0, 0, -1, 1])
    return ScaleAnswer(level=min(levels, max(1, answer.level + beside)))
