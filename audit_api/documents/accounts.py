"""People who sign in, and their sessions."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from beanie import Document
from msgspec import Meta
from pymongo import ASCENDING, IndexModel

from audit_api.documents.removals import Removal
from audit_api.documents.seam import STRUCT, StructDocument
from checklists.items import Language

Role = Literal["admin", "reviewer", "manager", "trainer", "shopper"]


# ASCII: any other address needs a server that speaks SMTPUTF8, and not every one on the way does.
Email = Annotated[str, Meta(max_length=254, pattern=r"^(?=[!-~]+\Z)[^@\s<>\",;:]+@[^@\s<>\",;:]+\.[^@\s<>\",;:]+\Z")]


class User(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`account` is the name to sign in with; `region_ids` matter for managers only.

    `email` is for alerts, and nobody but administrators reads it. What is demanded of a new name or address is said
    where they are taken: those that are stored stay readable.
    """

    account: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._@+-]{1,99}\Z")]
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    role: Role
    region_ids: Annotated[list[UUID], Meta(max_length=500)] = []
    language: Language = "en"
    active: bool = True
    email: Annotated[str, Meta(max_length=254)] | None = None


class UserDocument(StructDocument):
    """`removal`: the account was made nameless. `clearing`: what was its own is perhaps not all gone yet.

    `signing_out`: set with every change; while it stands, sessions of what was true before are perhaps not all ended.
    """

    user: Annotated[User, STRUCT]
    password_hash: str
    removal: Annotated[Removal | None, STRUCT] = None
    clearing: bool = False
    signing_out: UUID | None = None

    class Settings(StructDocument.Settings):
        name = "users"
        indexes = (
            IndexModel([("user.account", ASCENDING)], unique=True),
            IndexModel([("signing_out", ASCENDING)], partialFilterExpression={"signing_out": {"$type": "binData"}}),
        )


class SessionDocument(Document):
    """`id` is the SHA-256 of the token: who reads the database cannot use what is in it."""

    id: str  # type: ignore[assignment]
    user_id: UUID
    account: str
    name: str
    role: Role
    region_ids: list[UUID]
    language: Language = "en"
    expires_at: datetime

    class Settings:
        name = "sessions"
        indexes = (
            IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
            IndexModel([("user_id", ASCENDING)]),
        )


class AttemptDocument(Document):
    """Sign-ins that did not succeed lately: of an address, of an account there, and of an account from anywhere."""

    id: str  # type: ignore[assignment]
    failures: int
    expires_at: datetime
    next_at: datetime | None = None  # of an account from anywhere: no try before that

    class Settings:
        name = "sign_in_attempts"
        indexes = (IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),)
