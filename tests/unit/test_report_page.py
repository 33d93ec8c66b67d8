"""What the template of a branch's report reads is what is written for it."""

import re
import types
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec

from audit_api.exporting.report_page import ReportPage

TEMPLATE = Path("audit_api/exporting/branch_report.typ")


def structs_in(kind: object) -> list[type[msgspec.Struct]]:
    if isinstance(kind, type) and not isinstance(kind, types.GenericAlias) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [found for part in get_args(kind) for found in structs_in(part)]


def test_every_name_in_the_template_is_written_and_none_is_written_for_nothing() -> None:
    text = TEMPLATE.read_text()
    page = get_type_hints(ReportPage)
    assert set(re.findall(r"\bdata\.(\w+)", text)) == page.keys()
    for name, kind in page.items():
        read = set(re.findall(rf"\bdata\.{name}\.(\w+)", text))
        for card in structs_in(kind) if read else []:
            hints = get_type_hints(card)
            assert read == hints.keys()
            for row in (row for hint in hints.values() for row in structs_in(hint)):
                unread = {field for field in get_type_hints(row) if not re.search(rf"\b\w+\.{field}\b", text)}
                assert not unread, f"{row.__name__}: {unread}"
