"""What was taken out of an audit, when, why and by whom: nothing in here tells on anybody."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

RemovalKind = Literal["photos", "words", "anonymise", "erase"]
RemovalCause = Literal["subject_request", "not_needed", "by_mistake", "law", "retention"]
ExclusionCause = Literal["fraud", "wrong_branch", "wrong_moment", "duplicate", "other"]
NOBODY = UUID(int=0)


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """`by` is None where the retention of the programme did it. No free words: they would have to be removed next."""

    id: UUID
    kind: RemovalKind
    cause: RemovalCause
    by: UUID | None
    at: datetime


class Removed(msgspec.Struct, frozen=True, kw_only=True):
    """`photos` and `papers` are ids of what the audit named, so that their files are found as often as it takes.

    `was_seen`: the audit was final before, so that managers knew of it.
    """

    acts: list[Removal]
    photos: list[UUID] = []
    papers: list[UUID] = []
    was_seen: bool = False

    def kinds(self) -> set[RemovalKind]:
        return {act.kind for act in self.acts}
