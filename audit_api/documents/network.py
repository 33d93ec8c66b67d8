"""Programmes, regions and branches."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from pymongo import ASCENDING, IndexModel

from audit_api.documents.seam import STRUCT, StructDocument
from checklists.definition import Channel
from checklists.geography import Coordinates
from checklists.item_scores import Tier
from checklists.items import Key
from checklists.mix import is_whole

Name = Annotated[str, Meta(min_length=1, max_length=120)]

Share = Annotated[float, Meta(gt=0, le=1)]
Coaching = Literal["by_hand", "automatic"]


Months = Annotated[int, Meta(ge=1, le=600)]


class Retention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many months after it took place an audit loses its photos, its words, its people (`anonymise`), or all but
    a tombstone. None: never by itself.

    People go after the year that the index looks back on only: an audit of nobody counts as of another shopper.
    """

    photo_months: Months | None = None
    word_months: Months | None = None
    person_months: Annotated[int, Meta(ge=13, le=600)] | None = None
    audit_months: Months | None = None


class Programme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A client's mystery-shopping project.

    `staff_notice`: staff were told in advance that they may be observed; without it the
    alias of an observed person is not shown outside the review. `coaching`: whether examples for trainers are
    released by people, or by themselves once they are anonymous.
    `mask_words`: what else would give somebody away, hidden in every example. `mix`: in which shares
    checklists make one result, by their keys; they add up to 1.
    """

    name: Name
    client: Name
    channels: Annotated[list[Channel], Meta(min_length=1)]
    tiers: Annotated[list[Tier], Meta(min_length=1)]
    staff_notice: bool = False
    show_scores_to_shoppers: bool = True
    coaching: Coaching = "by_hand"
    trainers_see_branch: bool = False
    mask_words: Annotated[list[Annotated[str, Meta(min_length=2, max_length=80)]], Meta(max_length=500)] = []
    mix: Annotated[dict[Key, Share], Meta(max_length=20)] = {}
    retention: Retention = Retention()

    def __post_init__(self) -> None:
        if self.mix and not is_whole(list(self.mix.values())):
            raise ValueError("the shares of a mix add up to 1")


class ProgrammeDocument(StructDocument):
    """`masked_words`: the list as it is hidden in every example. Another list than the programme's own was cut off."""

    programme: Annotated[Programme, STRUCT]
    masked_words: list[str] | None = None

    class Settings(StructDocument.Settings):
        name = "programmes"


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    programme_id: UUID
    name: Name


class RegionDocument(StructDocument):
    """A region. `former_names` stay hidden in examples: a story that was told then may use them."""

    region: Annotated[Region, STRUCT]
    former_names: list[str] = []

    class Settings(StructDocument.Settings):
        name = "regions"
        indexes = (IndexModel([("region.programme_id", ASCENDING)]),)


class Branch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`time_zone` is an IANA name; `competitor` marks a branch of another company, shopped alike.

    Without a `position` nothing is said of how far from it a photo was taken.
    """

    programme_id: UUID
    region_id: UUID
    name: Name
    tier: Tier
    time_zone: Annotated[str, Meta(max_length=60)]
    audience: Literal["external", "internal"] = "external"
    address: Annotated[str, Meta(max_length=300)] = ""
    competitor: bool = False
    position: Coordinates | None = None


class BranchDocument(StructDocument):
    """A branch. `former_names` stay hidden in examples: a story that was told then may use them."""

    branch: Annotated[Branch, STRUCT]
    former_names: list[str] = []

    class Settings(StructDocument.Settings):
        name = "branches"
        indexes = (
            IndexModel([("branch.region_id", ASCENDING), ("branch.name", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("branch.programme_id", ASCENDING), ("branch.name", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("branch.name", ASCENDING), ("_id", ASCENDING)]),
        )
