"""The kinds of item a checklist may ask, as they are authored, stored and sent to phones.

The field `kind` tells them apart. Stored definitions live forever, so these structs
evolve by adding fields with defaults, never by renaming or removing.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from checklists.logic import Condition, Finite

# `$` alone would let a final line break through.
Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$(?!\n)")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$(?!\n)")]
# Language -> wording. The checklist's first language is the fallback and must be present.
Text = dict[Language, Annotated[str, Meta(min_length=1, max_length=2000)]]
Weight = Annotated[float, Meta(ge=0, le=1000)]
Share = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=31_536_000)]
Phase = Literal["ring", "menu", "hold", "talk", "wait"]


class _Item(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """What every item has. `weight` 0 means information or evidence: asked, never scored."""

    key: Key
    text: Text
    help: Text = {}
    required: bool = True
    not_applicable: bool = False  # may the shopper answer "does not apply"
    weight: Weight = 1.0
    critical: bool = False
    # A narrative is demanded when the item's score (0 worst, 1 best) is below this.
    narrative_below: Share | None = None
    visible_if: Condition | None = None
    reference_photo: UUID | None = None  # a picture of how it should look


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`score`: for a single choice its item score; for a multiple choice what it adds (sum clipped to 0..1).

    `exclusive`: in a multiple choice, stands alone ("none of these").
    """

    key: Key
    text: Text
    score: Annotated[float, Meta(ge=-1, le=1)] | None = None
    exclusive: bool = False


Options = Annotated[list[Option], Meta(max_length=100)]


class YesNo(_Item, frozen=True, tag="yes_no"):
    favourable: bool = True


class SingleChoice(_Item, frozen=True, tag="single_choice"):
    options: Options


class MultiChoice(_Item, frozen=True, tag="multi_choice"):
    options: Options


class Scale(_Item, frozen=True, tag="scale"):
    """`levels[0]` is the worst. Each level carries an anchor: what it looks or sounds like."""

    levels: list[Text]


class Number(_Item, frozen=True, tag="number"):
    """`good` earns everything, `bad` nothing; `good < bad` means that less is better."""

    unit: Text
    minimum: Finite = 0.0
    maximum: Finite = 1e6
    good: Finite | None = None
    bad: Finite | None = None
    hard_fail: Finite | None = None


class Duration(_Item, frozen=True, tag="duration"):
    """Seconds, timed live. The answer is the sum of the phases named in `measures`."""

    measures: list[Phase]
    maximum: Seconds = 86_400.0
    good: Finite | None = None
    bad: Finite | None = None
    hard_fail: Finite | None = None


class Callback(_Item, frozen=True, tag="callback"):
    """`due_within`: seconds within which the branch owes a callback when it names no time itself.

    `promise_needed` false is for a missed call: nobody could promise anything, so what came counts.
    """

    due_within: Annotated[float, Meta(ge=1, le=31_536_000)]
    promise_needed: bool = True


class TextItem(_Item, frozen=True, tag="text"):
    weight: Weight = 0.0
    max_length: Annotated[int, Meta(ge=1, le=10_000)] = 4000


class DatetimeItem(_Item, frozen=True, tag="datetime"):
    weight: Weight = 0.0


class Photo(_Item, frozen=True, tag="photo"):
    weight: Weight = 0.0
    minimum: Annotated[int, Meta(ge=0, le=20)] = 1
    maximum: Annotated[int, Meta(ge=1, le=20)] = 5


class Info(_Item, frozen=True, tag="info"):
    """Words for the shopper; takes no answer."""

    weight: Weight = 0.0
    required: bool = False


Item = (
    YesNo | SingleChoice | MultiChoice | Scale | Number | Duration | Callback | TextItem | DatetimeItem | Photo | Info
)
Measured = Number | Duration
Evidence = TextItem | DatetimeItem | Photo | Info


def kind_of(item: Item) -> str:
    return str(type(item).__struct_config__.tag)
