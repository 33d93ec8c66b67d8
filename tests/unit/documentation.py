"""What the pages of the documentation hold."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def rows(page: str, heading: str | None = None) -> list[list[str]]:
    """The cells of all tables of a page, or of those below a heading, without the heads of the tables."""
    text = outside_blocks((DOCS / page).read_text())
    if heading is not None:
        text = re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1]
        text = re.split(r"^#", text, flags=re.MULTILINE)[0]
    lines = text.splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for n, line in enumerate(lines)
        if line.startswith("| ") and not lines[min(n + 1, len(lines) - 1)].startswith("|---")
    ]


def code(cell: str) -> str:
    """What stands in backticks, alone in its cell."""
    found = re.fullmatch(r"`([^`]+)`", cell)
    assert found, cell
    return found[1]


def outside_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
