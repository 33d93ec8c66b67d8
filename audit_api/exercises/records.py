"""An exercise is made once, and everybody hands in one scoring, however often it is sent."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo.errors import DuplicateKeyError

from audit_api.clock import now
from audit_api.documents import AuditDocument, ChecklistVersionDocument, ExerciseDocument, Scoring, UserDocument
from audit_api.documents.seam import as_kept, to_bson
from audit_api.problems import Problem, not_found
from checklists.answer_faults import answer_faults
from checklists.answers import Answer, NotApplicable, kind_of_answer
from checklists.definition import Checklist, ChecklistRef
from checklists.faults import Fault, error
from checklists.items import Item, Key, Scale, SingleChoice, YesNo, kind_of
from checklists.visibility import visible

SCORED = (Scale, SingleChoice, YesNo)
OFFICE_ROLES = ["admin", "reviewer"]


class ExerciseChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    audit_id: UUID
    reviewers: Annotated[list[UUID], Meta(min_length=2, max_length=20)]


class ScoringChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reviewer's answers to every item of the exercise; `not_applicable` where the evidence does not tell."""

    answers: Annotated[dict[Key, Answer], Meta(max_length=1000)]


async def make_exercise(
    maker_id: UUID, exercise_id: UUID, change: ExerciseChange, at: datetime | None = None
) -> ExerciseDocument:
    """`at` is now unless it is history. Raises `reference_missing`, `invalid_body`, `exercise_differs`."""
    if known := await ExerciseDocument.get(exercise_id):
        return _same(known, maker_id, change)
    audit = await AuditDocument.get(change.audit_id)
    if audit is None or audit.status == "erased":
        raise Problem("reference_missing", f"`audit_id` names nothing that exists: {change.audit_id}.")
    checklist = await definition(audit.submission.checklist)
    items = [item.key for _, item in visible(checklist, audit.submission.answers) if isinstance(item, SCORED)]
    if faults := [*await _reviewer_faults(change.reviewers), *_empty(items)]:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
    exercise = ExerciseDocument(
        id=exercise_id,
        audit_id=audit.id,
        checklist=audit.submission.checklist,
        occurred_at=audit.occurred_at,
        items=items,
        reviewers=change.reviewers,
        made_by=maker_id,
        made_at=at or now(),
    )
    try:
        await exercise.insert()
    except DuplicateKeyError:
        return _same(await exercise_of(exercise_id), maker_id, change)
    # Who erases an audit looks for its exercises afterwards: one of the two sees the other.
    if await AuditDocument.find({"_id": audit.id, "status": "erased"}).limit(1).count():
        await ExerciseDocument.get_pymongo_collection().delete_one({"_id": exercise_id})
        raise Problem("reference_missing", "The audit was erased.")
    return exercise


async def exercise_of(exercise_id: UUID) -> ExerciseDocument:
    if (found := await ExerciseDocument.get(exercise_id)) is None:
        raise not_found()
    return found


async def definition(ref: ChecklistRef) -> Checklist:
    checklist = await ChecklistVersionDocument.definition_of(ref)
    if checklist is None:
        raise Problem("reference_missing", "The audit's checklist version is gone.")
    return checklist


async def hand_in(
    reviewer_id: UUID, exercise: ExerciseDocument, change: ScoringChange, at: datetime | None = None
) -> ExerciseDocument:
    """Raises `not_found` for who is not invited, `invalid_body`, `exercise_scored`, `exercise_closed`."""
    if reviewer_id not in exercise.reviewers:
        raise not_found()
    change = as_kept(change)
    if scoring_of(exercise, reviewer_id) is None:
        checklist = await definition(exercise.checklist)
        if faults := list(_scoring_faults(exercise, checklist, change)):
            raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
        await _push(exercise.id, Scoring(reviewer_id=reviewer_id, answers=change.answers, at=at or now()))
        exercise = await exercise_of(exercise.id)
    known = scoring_of(exercise, reviewer_id)
    if known is None:
        raise Problem("exercise_closed")
    if known.answers != change.answers:
        raise Problem("exercise_scored")
    return exercise


def scoring_of(exercise: ExerciseDocument, reviewer_id: UUID) -> Scoring | None:
    return next((one for one in exercise.scorings if one.reviewer_id == reviewer_id), None)


async def close(exercise_id: UUID) -> ExerciseDocument:
    """Closes the exercise; closed again, the first time stays."""
    still = {"_id": exercise_id, "closed_at": None}
    await ExerciseDocument.get_pymongo_collection().update_one(still, {"$set": {"closed_at": now()}})
    return await exercise_of(exercise_id)


async def colleagues() -> list[UserDocument]:
    """The active people of the office, who can be invited, by name."""
    wanted = {"user.role": {"$in": OFFICE_ROLES}, "user.active": True}
    return await UserDocument.find(wanted).sort("user.name").to_list()


async def _push(exercise_id: UUID, scoring: Scoring) -> None:
    open_for = {"_id": exercise_id, "closed_at": None, "scorings.reviewer_id": {"$ne": scoring.reviewer_id}}
    await ExerciseDocument.get_pymongo_collection().update_one(open_for, {"$push": {"scorings": to_bson(scoring)}})


def _same(known: ExerciseDocument, maker_id: UUID, change: ExerciseChange) -> ExerciseDocument:
    if (known.made_by, known.audit_id, known.reviewers) != (maker_id, change.audit_id, change.reviewers):
        raise Problem("exercise_differs")
    return known


async def _reviewer_faults(reviewers: list[UUID]) -> list[Fault]:
    known = {user.id for user in await colleagues()}
    faults = []
    for n, reviewer in enumerate(reviewers):
        if reviewer not in known:
            faults.append(error(f"reviewers[{n}]", "not_a_reviewer", "No active account of the office."))
        elif reviewer in reviewers[:n]:
            faults.append(error(f"reviewers[{n}]", "invited_twice", "Invited already."))
    return faults


def _empty(items: list[str]) -> Iterator[Fault]:
    if not items:
        yield error("audit_id", "nothing_to_score", "The audit has no scale, choice or yes-or-no question.")


def _scoring_faults(exercise: ExerciseDocument, checklist: Checklist, change: ScoringChange) -> Iterator[Fault]:
    asked = {item.key: item for section in checklist.sections for item in section.items if item.key in exercise.items}
    for key in change.answers.keys() - asked.keys():
        yield error(f"answers.{key}", "unknown_item", "It is not part of the exercise.")
    for key, item in asked.items():
        yield from _answer_faults(f"answers.{key}", item, change.answers.get(key))


def _answer_faults(path: str, item: Item, answer: Answer | None) -> Iterator[Fault]:
    if answer is None:
        yield error(path, "missing", "Every question is scored, if only as not to be told.")
    elif not isinstance(answer, NotApplicable):
        if kind_of_answer(answer) != kind_of(item):
            yield error(f"{path}.kind", "wrong_kind", f"The item is of the kind `{kind_of(item)}`.")
        else:
            yield from answer_faults(path, item, answer, datetime.now(UTC))
