"""A lesson of the demo's trainer, made of starter stories: good beside bad, to present at once."""

from datetime import datetime, timedelta
from uuid import UUID

from audit_api.demo.dice import made_id
from audit_api.demo.records import add_missing
from audit_api.documents import Collection, CollectionDocument, Entry, Training
from checklists.stories import story_id

PAIRS = (
    ("phone_wait_told", "phone_wait_music"),
    ("tone_takes_fear", "tone_nothing_to_choose"),
    ("solved_on_the_spot", "exchange_refused"),
)


HELD_AGO = timedelta(days=100)
"""Long enough for the quarter after it to be over."""
ATTENDED = 3


async def add_lesson(seed: int, trainer_id: UUID, at: datetime, branches: list[UUID]) -> None:
    """It was used with the first few branches. Safe to repeat: a lesson that somebody has changed stays as it is."""
    pairs = [Entry(example_id=story_id(good), beside=story_id(bad)) for good, bad in PAIRS]
    alone = Entry(example_id=story_id("delight_anything_else"), note="To end with. Who has a story of their own?")
    lesson = Collection(
        title="What a customer remembers", intro="Three pairs and a good end.", shared=True, entries=[*pairs, alone]
    )
    training = Training(
        id=made_id(seed, "training"),
        held_on=(at - HELD_AGO).date(),
        branch_ids=branches[:ATTENDED],
        note="Two hours before opening; everybody took part.",
    )
    fresh = CollectionDocument(
        id=made_id(seed, "lesson"),
        owner_id=trainer_id,
        revision=1,
        collection=lesson,
        changed_at=at,
        trainings=[training],
    )
    await add_missing([fresh])
