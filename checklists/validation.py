"""Every fault of a submission against its checklist version, all at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice

from checklists.answer_faults import answer_faults, too_far_ahead
from checklists.answers import Answer, NotApplicable, Submission, kind_of_answer, photos_of
from checklists.definition import Checklist, items_of
from checklists.faults import MAX_FAULTS, Fault, error
from checklists.item_scores import Tier, item_score
from checklists.items import Info, Item, kind_of
from checklists.visibility import fits, visible

# A phone's clock may be off, but a year no database can hold would only fail later.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def validate(checklist: Checklist, submission: Submission, tier: Tier) -> list[Fault]:
    """What must be mended before this submission can be accepted; an empty list means valid.

    The tier matters because a narrative is demanded below a score, and scores follow the tier.
    """
    return list(islice(_submission_faults(checklist, submission, tier), MAX_FAULTS))


def _submission_faults(checklist: Checklist, submission: Submission, tier: Tier) -> Iterator[Fault]:
    shown = [item for _, item in visible(checklist, submission.answers)]
    yield from _envelope_faults(submission)
    yield from _key_faults(checklist, submission, shown)
    for item in shown:
        yield from _item_faults(item, submission, tier)


def _envelope_faults(submission: Submission) -> Iterator[Fault]:
    if not EARLIEST <= submission.started_at <= LATEST:
        yield error("started_at", "time_implausible", "The phone's clock is wrong.")
    if submission.finished_at < submission.started_at:
        yield error("finished_at", "finished_before_start", "The audit ends before it begins.")
    yield from too_far_ahead("finished_at", submission.finished_at, submission.started_at)
    for photo, count in Counter(photos_of(submission.answers)).items():
        if count > 1:
            yield error("answers", "duplicate_photo", f"Photo {photo} is used {count} times.")


def _key_faults(checklist: Checklist, submission: Submission, shown: list[Item]) -> Iterator[Fault]:
    seen = {item.key for item in shown}
    unseen = [key for key in submission.answers if key not in seen]
    hidden = {item.key for _, item in items_of(checklist)} if unseen else set()
    for key in unseen:
        if key in hidden:
            yield error(f"answers.{key}", "hidden_item_answered", "This item is hidden by earlier answers.")
        else:
            yield error(f"answers.{key}", "unknown_item", f"This checklist version has no item `{key}`.")


def _item_faults(item: Item, submission: Submission, tier: Tier) -> Iterable[Fault]:
    answer = submission.answers.get(item.key)
    path = f"answers.{item.key}"
    if answer is None:
        if item.required and not isinstance(item, Info):
            return [error(path, "required_missing", "This item needs an answer.")]
    elif fits(item, answer):
        found = answer_faults(path, item, answer, submission.started_at)
        return found if item.narrative_below is None else chain(found, _narrative_faults(path, item, answer, tier))
    elif isinstance(item, Info):
        return [error(path, "wrong_kind", "This is information and takes no answer.")]
    elif not isinstance(answer, NotApplicable):
        message = f"Expected `{kind_of(item)}`, got `{kind_of_answer(answer)}`."
        return [error(f"{path}.kind", "wrong_kind", message)]
    elif not item.not_applicable:
        return [error(path, "not_applicable_refused", "This item always applies.")]
    return []


def _narrative_faults(path: str, item: Item, answer: Answer, tier: Tier) -> Iterator[Fault]:
    score, least = item_score(item, answer, tier), item.narrative_below
    if score is not None and least is not None and score < least and not (answer.narrative or "").strip():
        yield error(f"{path}.narrative", "narrative_missing", "Please describe what happened.")
