"""Request bodies: decoded strictly, and when they are bad, with every fault at once."""

import re
from collections.abc import Generator
from functools import cache
from typing import Any, TypeVar

import msgspec
from litestar.dto import AbstractDTO, DTOConfig
from litestar.dto.data_structures import DTOFieldDefinition
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from audit_api.problems import Problem
from checklists.decoding import decode, size_faults
from checklists.faults import error

T = TypeVar("T")

# Beyond this nobody explains faults one by one: it would keep the other requests waiting.
# A full audit has some hundred parts.
MAX_PARTS = 4_000
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z"
"""A text without line breaks and other control characters: names stand in headings, files and heads of e-mails."""


class Body(AbstractDTO[T]):
    """Use as `dto=Body[Branch]`.

    The framework's own decoding is lenient ("3" passes for 3) and stops at the first
    fault. An audit must be stored as it was sent, and a shopper must see all faults.
    """

    config = DTOConfig()

    def decode_bytes(self, value: bytes) -> Any:
        try:
            return _decoder(self.model_type).decode(value)  # type: ignore[arg-type]
        except (msgspec.MsgspecError, RecursionError, ValueError):
            return _explain(value, self.model_type)

    @classmethod
    def create_for_field_definition(cls, *_: Any, **__: Any) -> None:
        """No transfer model: the struct itself is the wire format."""

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: Any
    ) -> Reference | Schema:
        schema: Reference | Schema = schema_creator.for_field_definition(field_definition)
        return schema

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        return False


@cache
def _decoder(wanted: type[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(wanted)


def _explain(body: bytes, wanted: type[Any]) -> Any:
    """Raises `malformed_request` for what is not JSON, `invalid_body` with the faults of what is."""
    try:
        data = msgspec.json.decode(body)
        decoded = size_faults(data, MAX_PARTS) or decode(data, wanted)
    except (msgspec.MsgspecError, RecursionError, ValueError) as exc:
        raise Problem("malformed_request", f"The body is not JSON: {str(exc)[:200]}") from None
    if isinstance(decoded, list):
        raise Problem("invalid_body", f"{len(decoded)} fault(s).", faults=decoded)
    return decoded


def demand_one_line(**texts: str) -> None:
    """Raises `invalid_body` with the names of the texts that are not one line without control characters."""
    said = "A name is one line, without control characters."
    faults = [error(name, "malformed", said) for name, text in texts.items() if not re.match(ONE_LINE, text)]
    if faults:
        raise Problem("invalid_body", f"{len(faults)} fault(s).", faults=faults)
