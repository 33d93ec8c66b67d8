"""What an exercise shows to whom: evidence to all, scores only to who has handed in own ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from audit_api.documents import AuditDocument, ExerciseDocument, Scoring
from audit_api.exercises.records import definition, scoring_of
from audit_api.people.auth import Principal
from checklists.agreement import Agreement, Level, agreement, alpha, most_disagreed
from checklists.answers import Answer, Answers, NotApplicable, photos_of, value_of
from checklists.definition import Checklist, ChecklistRef, items_of
from checklists.item_scores import Tier, item_score
from checklists.items import Item, Scale, SingleChoice


class Invited(msgspec.Struct, kw_only=True):
    id: UUID
    name: str
    handed_in_at: datetime | None


class ExerciseSummary(msgspec.Struct, kw_only=True):
    """An exercise in a list.

    `finished`: all have handed in, or somebody ended it. `mine`: what the reader has to do.
    """

    id: UUID
    checklist: ChecklistRef
    occurred_at: datetime
    made_at: datetime
    made_by_name: str
    items: int
    reviewers: list[Invited]
    finished: bool
    mine: str  # "to_score", "scored" or "not_invited"


class ItemAgreement(msgspec.Struct, kw_only=True):
    """How far reviewers agree on one item. `scores`: by reviewer, for those who could tell."""

    key: str
    agreement: Agreement
    scores: dict[str, Answer]


class ExerciseResults(msgspec.Struct, kw_only=True):
    """`alpha`: Krippendorff's, ordinal, over the scores that the answers earn. `shopper`: what the shopper had said."""

    audit_id: UUID
    items: list[ItemAgreement]
    overall: Agreement
    alpha: float | None
    most_disagreed: list[str]
    shopper: dict[str, Answer]


class ExerciseDetail(ExerciseSummary, kw_only=True):
    """`evidence`: the shopper's answers to what is not scored; `narratives`: the words to what is.

    `results` are None for who has not handed in, as long as it goes on.
    """

    keys: list[str]
    language: str
    evidence: dict[str, Answer]
    narratives: dict[str, str]
    photos: list[UUID]
    own: dict[str, Answer] | None
    results: ExerciseResults | None


def summary(principal: Principal, exercise: ExerciseDocument, names: Mapping[UUID, str]) -> ExerciseSummary:
    handed_in = {one.reviewer_id: one.at for one in exercise.scorings}
    invited = principal.user_id in exercise.reviewers
    mine = "scored" if principal.user_id in handed_in else "to_score"
    finished = _finished(exercise)
    return ExerciseSummary(
        id=exercise.id,
        checklist=exercise.checklist,
        occurred_at=exercise.occurred_at,
        made_at=exercise.made_at,
        made_by_name=names.get(exercise.made_by, ""),
        items=len(exercise.items),
        reviewers=[
            Invited(id=one, name=names.get(one, ""), handed_in_at=handed_in.get(one)) for one in exercise.reviewers
        ],
        finished=finished,
        mine=mine if invited and (not finished or mine == "scored") else "not_invited",
    )


async def detail(
    principal: Principal, exercise: ExerciseDocument, audit: AuditDocument, names: Mapping[UUID, str]
) -> ExerciseDetail:
    own = scoring_of(exercise, principal.user_id)
    answers = audit.submission.answers
    scored = {key: answers[key] for key in exercise.items if key in answers}
    checklist = await definition(exercise.checklist)
    shown = own is not None or _finished(exercise)
    return ExerciseDetail(
        **msgspec.structs.asdict(summary(principal, exercise, names)),
        keys=exercise.items,
        language=audit.submission.language,
        evidence={key: answer for key, answer in answers.items() if key not in scored},
        narratives={key: answer.narrative for key, answer in scored.items() if answer.narrative},
        photos=photos_of(answers),
        own=own.answers if own else None,
        results=_results(exercise, checklist, audit, scored) if shown else None,
    )


def _finished(exercise: ExerciseDocument) -> bool:
    return exercise.closed_at is not None or len(exercise.scorings) == len(exercise.reviewers)


def _results(
    exercise: ExerciseDocument, checklist: Checklist, audit: AuditDocument, shopper: Answers
) -> ExerciseResults:
    items = [item for _, item in items_of(checklist) if item.key in exercise.items]
    found = {item.key: _answers_to(item, exercise.scorings) for item in items}
    by_item = [_item_agreement(item, found[item.key]) for item in items]
    tier = audit.scorecard.tier
    units = [_scores(item, found[item.key].values(), tier) for item in items]
    scale = sorted({score for unit in units for score in unit})
    pairs, same = sum(one.agreement.pairs for one in by_item), sum(one.agreement.same for one in by_item)
    spread = sum((one.agreement.spread or 0) * one.agreement.pairs for one in by_item)
    return ExerciseResults(
        audit_id=exercise.audit_id,
        items=by_item,
        overall=Agreement(
            pairs=pairs, same=same, percent=same / pairs if pairs else None, spread=spread / pairs if pairs else None
        ),
        alpha=alpha(units, "ordinal", scale),
        most_disagreed=most_disagreed((one.key, one.agreement) for one in by_item),
        shopper=dict(shopper),
    )


def _answers_to(item: Item, scorings: Sequence[Scoring]) -> dict[str, Answer]:
    """What was made of the item, by reviewer; who could not tell is left out."""
    said = {str(one.reviewer_id): one.answers[item.key] for one in scorings if item.key in one.answers}
    return {reviewer: answer for reviewer, answer in said.items() if not isinstance(answer, NotApplicable)}


def _item_agreement(item: Item, said: dict[str, Answer]) -> ItemAgreement:
    level, scale = _scale_of(item)
    values = [str(value_of(answer)) for answer in said.values()]
    return ItemAgreement(key=item.key, agreement=agreement([values], level, scale), scores=said)


def _scale_of(item: Item) -> tuple[Level, list[str]]:
    if isinstance(item, Scale):
        return "ordinal", [str(n + 1) for n in range(len(item.levels))]
    if isinstance(item, SingleChoice):
        return "nominal", [option.key for option in item.options]
    return "nominal", ["False", "True"]


def _scores(item: Item, answers: object, tier: Tier) -> list[float]:
    scores = [item_score(item, answer, tier) for answer in answers]  # type: ignore[attr-defined]
    return [round(score, 9) for score in scores if score is not None]
