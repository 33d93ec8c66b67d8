"""Examples for coaching: answers that are worth showing, without anybody in them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.coaching import GivenAnswer, Kind, Reason
from checklists.definition import Channel, ChecklistRef, Level, Pillar
from checklists.themes import Theme

ExampleState = Literal["candidate", "released", "withdrawn"]
Masking = Literal["none", "waiting", "done"]
PhotoState = Literal["waiting", "done", "dropped"]


class ExamplePhoto(msgspec.Struct, frozen=True, kw_only=True):
    """`original` is never shown to trainers; `redacted` is the picture without people.

    `dropped`: a human left the picture out.
    """

    original: UUID
    redacted: UUID | None = None
    state: PhotoState = "waiting"


class ReleaseDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A human's. `content` is what it was about: a text that is changed afterwards is to be released anew."""

    state: Literal["released", "withdrawn"]
    by: UUID
    at: datetime
    content: str


class ExampleDocument(StructDocument):
    """`id` follows from audit and item. What follows from the audit is written anew whenever the audit changes; what
    people decided (`masked`, `masking`, `photos`, `decision`) stays as long as the content is the same.
    `narrative_hash` identifies the words of the shopper, `content` words and photos. `ready`: the words are
    masked, or there are none but a redacted photo. `visible`: trainers see it; released and ready. `facet` holds
    all that is counted beside a search, so that counting reads an index only. `terms` are the words of `masked`
    without their endings. `automatic`: the programme releases by itself. `masked_by` is None for what was
    masked by itself; `masking_doubt` names the rules by which it could not be. `audit_stamp` is the audit's
    `content_hash`.
    """

    programme_id: UUID
    region_id: UUID
    branch_id: UUID
    audit_id: UUID
    audit_stamp: str
    checklist: Annotated[ChecklistRef, STRUCT]
    item: str
    section: str
    pillar: Pillar | None
    level: Level
    channel: Channel
    theme: Theme
    language: str
    kind: Kind
    score: float
    delight: bool
    answered: Annotated[GivenAnswer, STRUCT]
    reasons: Annotated[list[Reason], STRUCT]
    rank: float
    month: str
    narrative_hash: str
    content: str
    automatic: bool
    facet: str
    masking: Masking
    masked: str | None = None
    terms: list[str] = []
    masked_by: UUID | None = None
    masking_doubt: str | None = None
    photos: Annotated[list[ExamplePhoto], STRUCT] = []
    decision: Annotated[ReleaseDecision | None, STRUCT] = None
    state: ExampleState = "candidate"
    ready: bool = False
    visible: bool = False

    class Settings(StructDocument.Settings):
        name = "examples"
        indexes = (
            # Which audits the examples are of, and what these said, without reading an example.
            IndexModel([("audit_id", ASCENDING), ("audit_stamp", ASCENDING)], name="stamps"),
            IndexModel([("visible", ASCENDING), ("facet", ASCENDING), ("rank", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("visible", ASCENDING), ("rank", DESCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [("facet", ASCENDING), ("region_id", ASCENDING), ("state", ASCENDING), ("visible", ASCENDING)],
                name="facets",
            ),
            IndexModel([("state", ASCENDING), ("rank", DESCENDING), ("_id", DESCENDING)], name="desk"),
            IndexModel([("programme_id", ASCENDING), ("automatic", ASCENDING)], name="setting"),
            # What waits to be made anonymous, best first.
            IndexModel(
                [("masking", ASCENDING), ("rank", DESCENDING)],
                name="unmasked",
                partialFilterExpression={"masking": "waiting"},
            ),
            # Photos that wait, best first; which examples show a photo, or its redacted picture.
            IndexModel(
                [("photos.state", ASCENDING), ("rank", DESCENDING)],
                name="unredacted",
                partialFilterExpression={"photos.state": "waiting"},
            ),
            IndexModel([("photos.original", ASCENDING)], name="originals"),
            IndexModel([("photos.redacted", ASCENDING)], name="redacted"),
            # Those with a word, best first.
            IndexModel(
                [("visible", ASCENDING), ("terms", ASCENDING), ("rank", DESCENDING), ("_id", DESCENDING)],
                name="terms",
            ),
        )
