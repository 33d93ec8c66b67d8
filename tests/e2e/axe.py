"""Accessibility as far as a machine can tell: axe with the rules of WCAG 2.2 AA, and no sideways scrolling."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """One line per kind of violation, with the first few places."""
    if not page.evaluate("'axe' in window"):
        # Evaluated by the driver and not put into the page: the pages forbid inline scripts.
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    return [f"{v['id']}: {[node['html'][:160] for node in v['nodes'][:3]]}" for v in found["violations"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
