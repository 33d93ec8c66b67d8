"""Who is asking: passwords, sessions, and the middleware that turns a token into a principal."""

import asyncio
import hashlib
import secrets
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import ARGON2_VERSION
from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from audit_api.documents import SessionDocument, UserDocument
from audit_api.documents.accounts import Role
from audit_api.people.attempts import count_attempt, forget, too_many
from audit_api.problems import Problem
from audit_api.settings import Settings
from audit_api.storage.batching import Batcher
from checklists.items import Language

COOKIE = "session"
TOKEN_BYTES = 32
HASHING_THREADS = 2
LINE_MAX = 20  # sign-ins under way in this process
LINE_SECONDS = 2  # in which such a line is gone
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_hasher = PasswordHasher()
# Verifying costs 64 MiB and a core: a burst of sign-ins must not take the machine.
_hashing = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="hashing")
# Nor may it make a line in which everybody waits for minutes.
_line = BoundedSemaphore(LINE_MAX)


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """The person behind a request. `region_ids` is empty for everyone but managers."""

    user_id: UUID
    account: str
    name: str
    role: Role
    region_ids: list[UUID]
    language: Language
    session_id: str
    expires_at: datetime


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, password)


async def sign_in(account: str, password: str, address: str, settings: Settings) -> tuple[str, Principal]:
    """A new session's token and its principal.

    Raises `wrong_credentials` alike for a wrong password, an unknown and a deactivated
    account, after the same work; `too_many_attempts` after too many failures, and while too many others sign in.
    """
    account = account.strip().lower()
    with _place_in_line():
        attempt = await count_attempt(account, address, settings)
        user = await UserDocument.find_one({"user.account": account})
        # An account that was removed has no password any more.
        matches = await _verify((user.password_hash if user else "") or _NOBODY, password)
    if user is None or not matches or not user.user.active:
        raise Problem("wrong_credentials")
    await forget(attempt)
    token, principal = await _open_session(user, settings)
    # Checking a password takes a while. Who was changed meanwhile gets no session of what was true before.
    if _facts(await UserDocument.get(user.id)) != _facts(user):
        await sign_out(principal)
        raise Problem("wrong_credentials")
    return token, principal


@contextmanager
def _place_in_line() -> Iterator[None]:
    """Before anything is counted: who is sent away has not failed."""
    if not _line.acquire(blocking=False):
        raise too_many(LINE_SECONDS, "Too many others are signing in at this moment.")
    try:
        yield
    finally:
        _line.release()


def _facts(user: UserDocument | None) -> tuple[object, ...] | None:
    """What a session follows from."""
    return (user.user, user.password_hash, user.removal) if user else None


async def sign_out(principal: Principal) -> None:
    await SessionDocument.get_pymongo_collection().delete_one({"_id": principal.session_id})


async def end_sessions_of(user_id: UUID) -> None:
    """After a change of role, regions or password: every device signs in again."""
    await SessionDocument.get_pymongo_collection().delete_many({"user_id": user_id})


async def _open_session(user: UserDocument, settings: Settings) -> tuple[str, Principal]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    facts = user.user
    session = SessionDocument(
        id=_digest(token),
        user_id=user.id,
        account=facts.account,
        name=facts.name,
        role=facts.role,
        region_ids=facts.region_ids if facts.role == "manager" else [],
        language=facts.language,
        expires_at=datetime.now(UTC) + timedelta(days=settings.session_days),
    )
    await session.insert()
    return token, _principal(session.model_dump())


async def _verify(password_hash: str, password: str) -> bool:
    try:
        return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.verify, password_hash, password)
    except VerificationError:
        return False


def _hash_of_no_password() -> str:
    """Random where a real one has a digest: it takes as long to compare with, and no password fits it."""
    salt, digest = (
        b64encode(secrets.token_bytes(length)).rstrip(b"=").decode() for length in (_hasher.salt_len, _hasher.hash_len)
    )
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2{_hasher.type.name.lower()}$v={ARGON2_VERSION}${cost}${salt}${digest}"


# Compared with when the account does not exist, so that the answer takes as long. Hashing would slow every start down.
_NOBODY = _hash_of_no_password()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _principal(session: dict[str, Any]) -> Principal:
    return Principal(
        user_id=session["user_id"],
        account=session["account"],
        name=session["name"],
        role=session["role"],
        region_ids=session["region_ids"],
        language=session.get("language", "en"),
        session_id=session.get("_id") or session["id"],
        expires_at=session["expires_at"],
    )


def session_batcher() -> Batcher[str, dict[str, Any] | None]:
    """Reads the sessions of requests that arrive together. One for each running application."""
    return Batcher(_read_sessions)


async def _read_sessions(digests: list[str]) -> list[dict[str, Any] | None]:
    sessions = SessionDocument.get_pymongo_collection().find({"_id": {"$in": digests}})
    found = {session["_id"]: session async for session in sessions}
    return [found.get(digest) for digest in digests]


class SessionMiddleware(AbstractAuthenticationMiddleware):
    """Cookie for pages, bearer token for clients. Without either the request goes on as nobody's.

    A session is read anew for every request: signed out means signed out, in every process.
    """

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        if connection.scope["route_handler"].opt.get("access") == "public":
            return AuthenticationResult(user=None, auth=None)
        token = _bearer(connection)
        if token is None and (token := connection.cookies.get(COOKIE)) is not None:
            refuse_other_sites(connection)
        if token is None:
            return AuthenticationResult(user=None, auth=None)
        session = await connection.app.state.sessions.ask(_digest(token))
        if session is None or session["expires_at"] <= datetime.now(UTC) or not _is_meant(connection, session):
            return AuthenticationResult(user=None, auth=None)
        return AuthenticationResult(user=_principal(session), auth=token)


def _is_meant(connection: ASGIConnection[Any, Any, Any, Any], session: dict[str, Any]) -> bool:
    """False when the request names another person: a shared phone's cookie has changed hands while work was sent."""
    named = connection.headers.get("session-user")
    return named is None or named == str(session["user_id"])


def _bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def refuse_other_sites(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """A cookie travels with requests that other sites provoke; such a request may not change anything."""
    if connection.scope.get("method") in SAFE_METHODS:
        return
    # Every browser says at least Origin when a page sends across sites; programs without cookies say neither.
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site:
        same = site in ("same-origin", "none")
    else:
        same = origin is None or origin.partition("://")[2] == connection.headers.get("host")
    if not same:
        raise Problem("cross_site_request", "Use a bearer token outside of the application's own pages.")
