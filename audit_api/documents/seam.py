"""Where msgspec structs meet Beanie: a struct is stored as it travels, field by field.

Beanie validates documents with pydantic, which knows nothing of msgspec. `Stored`
marks a field whose BSON is converted to its struct by msgspec on reading;
`ENCODERS` turns structs into plain data on writing.
"""

from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import bson
import msgspec
from beanie import Document
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

S = TypeVar("S", bound=msgspec.Struct)
CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, uuid_representation=UuidRepresentation.STANDARD)


class _AsStruct:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(lambda value: msgspec.convert(value, source))


STRUCT = _AsStruct()


def to_bson(value: Any) -> Any:
    """Plain data that BSON can hold natively: ids, moments and bytes keep their types."""
    return msgspec.to_builtins(value, builtin_types=(UUID, datetime, bytes))


def as_kept(value: S) -> S:
    """As it will be read back: BSON keeps milliseconds, so what is sent again is compared like this."""
    kept = bson.decode(bson.encode({"value": to_bson(value)}, codec_options=CODEC), codec_options=CODEC)
    converted: S = msgspec.convert(kept["value"], type(value))
    return converted


class StructDocument(Document):
    """A document with a UUID made by the client, whose facts are msgspec structs."""

    id: UUID  # type: ignore[assignment]

    def as_stored(self) -> dict[str, Any]:
        """What `insert` would write, for writing many at once: in one pass, as every submission comes through here."""
        facts = {name: value for name, value in vars(self).items() if name not in ("id", "revision_id")}
        stored: dict[str, Any] = to_bson({"_id": self.id, **facts})
        return stored

    class Settings:
        bson_encoders: ClassVar[dict[Any, Any]] = {msgspec.Struct: to_bson}
