"""PDFs that people send along: checked from outside, kept as they came, and never opened here.

Whoever serves them must do so as a download: a PDF is a program for whatever opens it.
"""

import re
from typing import Literal

BEGINS = re.compile(rb"%PDF-[12]\.[0-9]")
"""Readers forgive bytes before it. A file that begins with anything else may be something else as well."""
TAIL_BYTES = 1024
"""Where readers look for the end of a PDF: more behind it would be another file."""
ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)(?![A-Za-z0-9])")

PaperRefusal = Literal["paper_too_large", "paper_type_unsupported", "paper_active"]


class PaperRefused(Exception):
    """The file is not taken in, and sending it again will not help. `code` is part of the API."""

    def __init__(self, code: PaperRefusal, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


def check_paper(content: bytes) -> None:
    """Raises PaperRefused for what is no PDF, and for one that names a program or another file in the clear.

    What is compressed inside is not looked at.
    """
    if not BEGINS.match(content) or b"%%EOF" not in content[-TAIL_BYTES:]:
        raise PaperRefused("paper_type_unsupported", "This is not a complete PDF.")
    if found := ACTIVE.search(content):
        raise PaperRefused("paper_active", f"It has an active part: {found[1].decode()}.")
