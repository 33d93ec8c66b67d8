"""One audit, answered question by question from what the branch is like and what the shopper is like."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from audit_api.demo.answering import Perception, answer_to
from audit_api.demo.dice import dice, made_id
from audit_api.demo.fieldwork import CHECKLISTS, Shop
from audit_api.demo.narratives import THEMES, Band, Narrator
from audit_api.demo.premises import Premises, premises
from audit_api.demo.words import Words, in_words, words
from checklists.answers import (
    Answer,
    Answers,
    CallbackAnswer,
    DurationAnswer,
    NotApplicable,
    PhotoAnswer,
    SingleChoiceAnswer,
    Submission,
    TextAnswer,
    value_of,
)
from checklists.definition import Checklist, ChecklistRef, Section
from checklists.item_scores import Tier, item_score
from checklists.items import Info, Item, Photo, TextItem
from checklists.logic import Value, holds

APP_VERSIONS = ("1.0.0", "1.0.1", "1.1.0")
UNASKED_COMPLAINT, UNASKED_PRAISE = 0.3, 0.22
OPTIONAL_TEXT, ALIAS = 0.75, 0.7
NO_RECEIPT, NO_CHANCE, SECOND_PHOTO = 0.15, 0.7, 0.12
BAD, GOOD = 0.5, 0.75
REFUSED = 0.25
MISSED = frozenset({"callback", "missed_callback"})  # calls that nobody had promised
LATEST_BEFORE_TODAY = timedelta(hours=12)  # there must be time left to send it in
LOW, HIGH = 0.42, 0.64  # where the mean of an audit turns from bad to mixed and from mixed to good


def submission(seed: int, shop: Shop, checklist: Checklist, ref: ChecklistRef, midnight: datetime) -> Submission:
    """The first revision, as the shopper's phone would send it."""
    rng = dice(seed, "encounter", shop.audit_id)
    encounter = _Encounter(seed, shop, checklist, midnight, rng)
    answers = encounter.answered()
    spoken = words(shop.shopper.language)
    return Submission(
        assignment_id=shop.assignment_id,
        checklist=ref,
        started_at=shop.started_at,
        finished_at=max(shop.finished_at, encounter.perception.clock),
        answers=answers,
        language=shop.shopper.language,
        staff_alias=rng.choice(spoken.aliases) if rng.random() < ALIAS and not checklist.percent_only else None,
        app_version=rng.choice(APP_VERSIONS),
    )


def revised(first: Submission, spoken: Words) -> Submission:
    """The second revision: the shopper wrote more."""
    text = first.answers.get("memory")
    said = f"{text.text} {spoken.reviews.addition}" if isinstance(text, TextAnswer) else spoken.reviews.addition
    return msgspec.structs.replace(first, revision=2, answers={**first.answers, "memory": TextAnswer(text=said)})


def photo_id(seed: int, audit_id: UUID, key: str, n: int) -> UUID:
    return made_id(seed, "photo", audit_id, key, n)


class _Encounter:
    def __init__(self, seed: int, shop: Shop, checklist: Checklist, midnight: datetime, rng: Random) -> None:
        self._seed, self._shop, self._checklist, self._rng = seed, shop, checklist, rng
        self._tier: Tier = shop.branch.branch.tier
        self.perception = Perception(
            branch=shop.branch.character,
            when=shop.when,
            leniency=shop.shopper.leniency,
            clock=shop.started_at + timedelta(seconds=rng.randint(3, 20)),
            latest=midnight - LATEST_BEFORE_TODAY,
            time_zone=shop.branch.branch.time_zone,
            rng=rng,
        )
        self._words = words(shop.shopper.language)
        self._narrator = Narrator(self._words, CHECKLISTS[checklist.key], self._facts(), rng)
        self._premises: Premises = premises(checklist, self.perception.speed, self.perception.kindness, rng)
        self._scores: list[float] = []

    def answered(self) -> Answers:
        """Answers to everything that shows, in asking order: a condition looks only at earlier answers."""
        answers: Answers = {}
        values: dict[str, Value] = {}
        for section in self._checklist.sections:
            if section.visible_if is not None and not holds(section.visible_if, values):
                continue
            for item in section.items:
                if item.visible_if is not None and not holds(item.visible_if, values):
                    continue
                answer = self._answer(section, item)
                if answer is not None:
                    answers[item.key], values[item.key] = answer, value_of(answer)
        return answers

    def _facts(self) -> dict[str, Any]:
        local = self._shop.started_at.astimezone(ZoneInfo(self._shop.branch.branch.time_zone))
        scenario = self._shop.scenario
        return {
            "worry": scenario.worry,
            "wish": scenario.wish,
            "clock": f"{local:%H:%M}",
            "n": self._rng.randint(2, 4),
        }

    def _answer(self, section: Section, item: Item) -> Answer | None:
        if isinstance(item, Info):
            return None
        if isinstance(item, TextItem):
            return self._text(item)
        if isinstance(item, Photo):
            return self._photos(item)
        answer = self._premises.get(item.key) or answer_to(section, item, self.perception)
        return self._commented(item, answer)

    def _text(self, item: TextItem) -> Answer | None:
        if item.key == "request_summary":
            return TextAnswer(text=self._shop.scenario.summary)
        if not item.required and self._rng.random() > OPTIONAL_TEXT:
            return None
        if item.key.endswith("_notes"):
            return TextAnswer(text=self._narrator.themed("notes", "mixed"))
        if item.key == "delight_story":
            return TextAnswer(text=self._narrator.themed("delight", "good"))
        return TextAnswer(text=self._narrator.themed("memory", self._mood()))

    def _mood(self) -> Band:
        mean = sum(self._scores) / len(self._scores) if self._scores else 0.5
        return "bad" if mean < LOW else "good" if mean > HIGH else "mixed"

    def _photos(self, item: Photo) -> Answer:
        if item.not_applicable and self._rng.random() < (NO_RECEIPT if item.key == "receipt_photo" else NO_CHANCE):
            return NotApplicable()
        again = item.key != "screenshots" and self._rng.random() < SECOND_PHOTO
        count = min(item.maximum, item.minimum + again)
        return PhotoAnswer(photos=[photo_id(self._seed, self._shop.audit_id, item.key, n) for n in range(count)])

    def _commented(self, item: Item, answer: Answer) -> Answer:
        score = item_score(item, answer, self._tier)
        if score is None:
            return answer
        self._scores.append(score)
        must = item.narrative_below is not None and score < item.narrative_below
        if not must and not self._volunteers(item, score):
            return answer
        detail = self._detail(item, answer, score)
        said = self._narrator.about(
            item, "bad" if score < BAD or must else "good", detail, duration=self._lasted(answer)
        )
        return msgspec.structs.replace(answer, narrative=said) if said else answer

    def _volunteers(self, item: Item, score: float) -> bool:
        if item.key not in THEMES or BAD <= score <= GOOD:
            return False
        return self._rng.random() < (UNASKED_COMPLAINT if score < BAD else UNASKED_PRAISE)

    def _detail(self, item: Item, answer: Answer, score: float) -> str:
        """What narrows a comment: the option chosen, or for a scale about a request what its level amounts to."""
        if isinstance(answer, SingleChoiceAnswer):
            return answer.option
        if isinstance(answer, CallbackAnswer):
            if score < BAD:
                return "late" if answer.came_at else "never"
            return "missed" if item.key in MISSED else "promised"
        return "refused" if score < REFUSED else "later"

    def _lasted(self, answer: Answer) -> str:
        return in_words(answer.seconds, self._words.units) if isinstance(answer, DurationAnswer) else ""
