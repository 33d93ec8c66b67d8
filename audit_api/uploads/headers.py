"""The headers of resumable uploads, as the description of the API tells them."""

from dataclasses import dataclass
from typing import Annotated

from litestar.datastructures import ResponseHeader
from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)
from litestar.params import HeaderParameter

from audit_api.uploads.tus import CONTENT_TYPE, VERSION


def header(name: str, description: str) -> ResponseHeader:
    # The value gives the description its type; it is never sent.
    return ResponseHeader(name=name, value="", description=description, documentation_only=True)


TUS_RESUMABLE = header("Tus-Resumable", "The version of the protocol.")
OFFSET = header("Upload-Offset", "How many bytes have arrived, from the first one on.")
LENGTH = header("Upload-Length", "The size of the whole file in bytes.")
EXPIRES = header(
    "Upload-Expires", "When the upload is given up unless bytes arrive. Not there once the photo is stored."
)
LOCATION = header("Location", "The address of the upload: its id is that of the photo.")
SPOKEN_HERE = [
    TUS_RESUMABLE,
    header("Tus-Version", "The versions of the protocol."),
    header("Tus-Extension", "The extensions, with commas."),
    header("Tus-Max-Size", "The most bytes a file may have."),
    header("Tus-Checksum-Algorithm", "The algorithms of Upload-Checksum, with commas."),
]

# Checked by a guard, before anything else of the request is looked at; the parameter is there to be described.
Resumable = Annotated[str | None, HeaderParameter(name="Tus-Resumable", description=f"Must be {VERSION}.")]
UploadMetadata = Annotated[
    str,
    HeaderParameter(
        name="Upload-Metadata",
        description="`photo_id` (UUID) and `sha256` (hexadecimal, of the whole file); if known, `filetype`, `taken_at` "
        "(ISO 8601 with offset), `latitude`, `longitude`, `accuracy` (metres). Each value in Base64.",
    ),
]
UploadLength = Annotated[
    int | None, HeaderParameter(name="Upload-Length", ge=0, description="The size of the whole file in bytes.")
]
UploadDeferLength = Annotated[
    str | None, HeaderParameter(name="Upload-Defer-Length", description="Not supported: a photo has a length.")
]
UploadOffset = Annotated[
    int | None, HeaderParameter(name="Upload-Offset", ge=0, description="Where the bytes of this request begin.")
]
UploadChecksum = Annotated[
    str | None,
    HeaderParameter(
        name="Upload-Checksum",
        description="`sha1` or `sha256`, a space, and the sum of this request's body in Base64. "
        "Then the body is kept whole or not at all.",
    ),
]


DEMANDED = frozenset({"Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset"})


@dataclass  # without it, `__post_init__` would never be called
class TusOperation(Operation):
    """A request whose answer is in its headers.

    What is missing gets a problem of ours, hence no parameter is one that the framework demands. And the framework
    keeps an answer's headers in a set: without an order the generated types would differ from run to run.
    """

    def __post_init__(self) -> None:
        for parameter in self.parameters or []:
            if isinstance(parameter, Parameter) and parameter.name in DEMANDED:
                parameter.required = True
        for response in (self.responses or {}).values():
            if isinstance(response, OpenAPIResponse) and response.headers:
                response.headers = dict(sorted(response.headers.items()))
                response.content = None


@dataclass
class BytesOperation(TusOperation):
    """The body is a part of the file, which no handler parameter can say."""

    def __post_init__(self) -> None:
        super().__post_init__()
        part = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        self.request_body = RequestBody(content={CONTENT_TYPE: OpenAPIMediaType(schema=part)}, required=True)
