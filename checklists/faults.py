"""A fault: one thing that is wrong with a definition or a submission, and where."""

from typing import Literal

import msgspec

# A hostile body can be wrong in a million places; nobody reads past the first few hundred.
MAX_FAULTS = 200


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """`path` names the field as in `sections[0].items[2].weight` or `answers.greeting.level`."""

    path: str
    code: str
    message: str
    severity: Literal["error", "warning"] = "error"


def error(path: str, code: str, message: str) -> Fault:
    return Fault(path=path, code=code, message=message)


def warning(path: str, code: str, message: str) -> Fault:
    return Fault(path=path, code=code, message=message, severity="warning")


def errors_of(faults: list[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]
