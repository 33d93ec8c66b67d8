"""The Range header (RFC 9110, section 14): one range of bytes; anything fancier gets the whole file."""

import re

from audit_api.problems import Problem

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def requested_range(header: str | None, length: int) -> tuple[int, int] | None:
    """Start and stop (exclusive) in a file of `length` bytes; None for the whole file.

    Raises `range_not_satisfiable` when nothing of the range lies in the file.
    """
    match = _RANGE.fullmatch((header or "").replace(" ", ""))
    if match is None or match.group(1, 2) == ("", ""):
        return None
    first, last = match.group(1, 2)
    if first == "":  # the last so many bytes
        start, stop = max(0, length - int(last)), length
    else:
        start, stop = int(first), min(length, int(last) + 1) if last else length
        if last and int(last) < int(first):
            return None
    if start >= stop:
        raise Problem("range_not_satisfiable", headers={"Content-Range": f"bytes */{length}"})
    return start, stop
