"""The catalogue of problems, and the only place where an exception becomes an HTTP answer.

Answers follow RFC 9457 (`application/problem+json`). A code never changes its meaning:
clients decide by it. `docs/problems.md` describes each one and is tested against this.
"""

from typing import Any

import structlog
from bson.errors import InvalidDocument
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct
from pymongo.errors import (
    AutoReconnect,
    ConnectionFailure,
    DocumentTooLarge,
    ExecutionTimeout,
    WriteConcernError,
    WTimeoutError,
)

from audit_api.logs import reason_of
from checklists.faults import Fault
from media.intake import PhotoInterrupted

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
DELAYED_SECONDS = 30
"""Whatever took the memory or the time away from a picture may last a while."""

# code -> (HTTP status, title). 422: the body itself is bad. 409: it conflicts with what is stored.
CATALOGUE: dict[str, tuple[int, str]] = {
    "malformed_request": (400, "The request cannot be read"),
    "invalid_parameter": (400, "A parameter has a wrong value"),
    "not_signed_in": (401, "Sign in first"),
    "wrong_credentials": (401, "Account or password is wrong"),
    "cross_site_request": (403, "The request came from another site"),
    "not_found": (404, "There is nothing here for you"),
    "method_not_allowed": (405, "This address does not take that method"),
    "audit_differs": (409, "Another audit is stored under this id"),
    "audit_removed": (409, "What the audit said was removed"),
    "audit_state": (409, "The audit is not in a state that allows this"),
    "revision_outdated": (409, "The audit has moved on to another revision"),
    "assignment_audited": (409, "This assignment already has an audit"),
    "assignment_fixed": (409, "This can no longer be changed in the assignment"),
    "assignment_outdated": (409, "Somebody has changed the assignment meanwhile"),
    "photos_missing": (409, "Photos of the audit have not arrived yet"),
    "photo_differs": (409, "Another photo is stored under this id"),
    "photo_taken": (409, "A photo belongs to another audit"),
    "photo_stored": (409, "The photo is stored and stays"),
    "upload_offset": (409, "The upload is at another offset"),
    "review_differs": (409, "Another review is stored under this id"),
    "removal_differs": (409, "Another removal is stored under this id"),
    "appeal_differs": (409, "Another appeal is stored under this id"),
    "appeal_open": (409, "The audit has an open appeal"),
    "appeal_too_late": (409, "The time to appeal is over"),
    "appeal_decided": (409, "The appeal is decided"),
    "item_appealed": (409, "An item was appealed before"),
    "paper_differs": (409, "Another paper is stored under this id"),
    "papers_missing": (409, "Papers of the appeal have not arrived yet"),
    "exercise_differs": (409, "Another exercise is stored under this id"),
    "exercise_scored": (409, "Other scores are handed in"),
    "exercise_closed": (409, "The exercise has ended"),
    "note_differs": (409, "Another note is stored under this id"),
    "action_differs": (409, "Another action item is stored under this id"),
    "action_outdated": (409, "Somebody has changed the action item meanwhile"),
    "import_differs": (409, "Another file was imported under this id"),
    "collection_differs": (409, "Another collection is stored under this id"),
    "collection_outdated": (409, "The collection was changed meanwhile"),
    "links_full": (409, "The collection has too many share links"),
    "narrative_differs": (409, "The words have changed meanwhile"),
    "notes_full": (409, "The assignment has too many notes"),
    "export_differs": (409, "Another export is stored under this id"),
    "branch_fixed": (409, "A branch cannot change its programme or region"),
    "region_fixed": (409, "A region cannot change its programme"),
    "reference_missing": (409, "Something that is referred to does not exist"),
    "account_removed": (409, "The account was removed"),
    "own_access": (409, "You cannot take your own access away"),
    "last_admin": (409, "No administrator would be left"),
    "name_taken": (409, "The name is already in use"),
    "version_conflict": (409, "Somebody else published a version at the same time"),
    "tus_version": (412, "The upload protocol has another version"),
    "body_too_large": (413, "The body is too large"),
    "photo_too_large": (413, "The photo file is too large"),
    "paper_too_large": (413, "The PDF is too large"),
    "upload_too_long": (413, "These are more bytes than were announced"),
    "photo_type_unsupported": (415, "This is not a supported type of picture"),
    "paper_type_unsupported": (415, "This is not a PDF"),
    "unsupported_media_type": (415, "The body has an unsupported type"),
    "range_not_satisfiable": (416, "The requested range lies outside the file"),
    "invalid_body": (422, "The body has faults"),
    "invalid_checklist": (422, "The checklist has faults"),
    "invalid_audit": (422, "The audit has faults"),
    "paper_active": (422, "The PDF has an active part"),
    "invalid_outcomes": (422, "The file of outcome figures has faults"),
    "photo_animated": (422, "Animated pictures are not accepted"),
    "photo_corrupt": (422, "The picture is damaged"),
    "photo_dimensions": (422, "The picture has unusable dimensions"),
    "photo_empty": (422, "The picture is empty"),
    "photo_polyglot": (422, "The file is a picture and something else"),
    "photo_too_many_pixels": (422, "The picture has too many pixels"),
    "photo_too_slow": (422, "The picture takes too long to read"),
    "photo_truncated": (422, "The picture is not complete"),
    "too_many_attempts": (429, "Too many attempts to sign in"),
    "too_many_uploads": (429, "Too many unfinished uploads"),
    "upload_quota": (429, "Too many photos that no audit names"),
    "checksum_mismatch": (460, "The bytes are not those that were meant"),
    "internal_error": (500, "Something went wrong on our side"),
    "database_unavailable": (503, "The database cannot be reached at the moment"),
    "upload_delayed": (503, "The picture cannot be worked on at the moment"),
}
_BY_STATUS = {
    400: "malformed_request",
    401: "not_signed_in",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}


class Problem(Exception):
    """Raise one with a code of the catalogue; `extra` becomes further members of the answer."""

    def __init__(self, code: str, detail: str = "", *, headers: dict[str, str] | None = None, **extra: object) -> None:
        super().__init__(code, detail)
        self.code, self.detail, self.headers, self.extra = code, detail, headers or {}, extra
        self.status, self.title = CATALOGUE[code]


class ProblemDetails(Struct, kw_only=True, omit_defaults=True):
    """RFC 9457 members, the stable `code`, and what some problems add."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    request_id: str = ""
    faults: list[Fault] = []
    missing_photos: list[str] = []


def not_found() -> Problem:
    """Absent and forbidden look alike, so that nobody can probe for what exists."""
    return Problem("not_found")


def documented(*codes: str) -> dict[int, ResponseSpec]:
    """The `responses` of a route for OpenAPI: the codes it may answer, and those any route may."""
    by_status: dict[int, list[str]] = {}
    for code in (*codes, "internal_error", "database_unavailable"):
        by_status.setdefault(CATALOGUE[code][0], []).append(code)
    return {
        status: ResponseSpec(
            data_container=ProblemDetails,
            generate_examples=False,
            description=", ".join(f"`{code}`" for code in found),
            media_type=MEDIA_TYPE,
        )
        for status, found in by_status.items()
    }


def answer_problem(request: Request[Any, Any, Any], exc: Exception) -> Response[ProblemDetails]:
    """The exception handler of the whole application."""
    problem = exc if isinstance(exc, Problem) else _as_problem(exc)
    _log(problem, exc)
    details = ProblemDetails(
        type=f"/problems/{problem.code}",
        title=problem.title,
        status=problem.status,
        code=problem.code,
        detail=problem.detail,
        request_id=str(request.scope.get("request_id", "")),
        **problem.extra,  # type: ignore[arg-type]
    )
    return Response(details, status_code=problem.status, media_type=MEDIA_TYPE, headers=problem.headers)


def _log(problem: Problem, exc: Exception) -> None:
    log = structlog.get_logger("problems")
    if problem.code == "internal_error":
        log.error(problem.code, exc_info=exc)
    elif problem.status >= 500:  # known causes, maybe for every request of an hour: one line, no trace
        log.warning(problem.code, reason=reason_of(exc))


def _as_problem(exc: Exception) -> Problem:
    if isinstance(exc, NotAuthorizedException):
        return Problem("not_signed_in")
    if isinstance(exc, HTTPException):
        return _from_framework(exc)
    if isinstance(exc, OverflowError | InvalidDocument | DocumentTooLarge):
        return Problem("malformed_request", "A number, a time or a text is beyond what can be stored.")
    if isinstance(exc, PhotoInterrupted):
        return Problem("upload_delayed", headers={"Retry-After": str(DELAYED_SECONDS)})
    if _is_outage(exc):
        return Problem("database_unavailable", headers={"Retry-After": str(RETRY_SECONDS)})
    return Problem("internal_error")


def _from_framework(exc: HTTPException) -> Problem:
    if "disconnected" in exc.detail:  # a phone in a tunnel: nobody is there to read the answer
        return Problem("malformed_request", "The client hung up.")
    extra = exc.extra if isinstance(exc.extra, list) else []
    faults = [Fault(path=e.get("key", ""), code="malformed", message=e.get("message", "")) for e in extra]
    if faults and exc.status_code == 400:
        return Problem("invalid_parameter", faults=faults)
    code = _BY_STATUS.get(exc.status_code, "malformed_request" if exc.status_code < 500 else "internal_error")
    return Problem(code, exc.detail if exc.status_code < 500 else "", headers=dict(exc.headers or {}))


def _is_outage(exc: Exception) -> bool:
    return isinstance(exc, AutoReconnect | ConnectionFailure | ExecutionTimeout | WriteConcernError | WTimeoutError)
