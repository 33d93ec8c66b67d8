"""Lighthouse, as Google publishes it: a mid-range phone on a slow network, simulated."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.conftest import CHROMIUM, FLAGS

HOME = Path(__file__).parents[3] / "bench" / "lighthouse"
CLI = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
# From a wheel, beside the Python that runs this.
NODE = Path(sys.executable).with_name("node")
SECONDS = 120


@dataclass(frozen=True)
class Scores:
    """0 to 1. `failed`: the audits of accessibility that found something; the times in milliseconds."""

    performance: float
    accessibility: float
    failed: list[str]
    first_paint_ms: float
    largest_paint_ms: float
    blocked_ms: float


def scores(address: str, cookie: str, folder: Path) -> Scores:
    """Of the page at `address` as somebody sees it who is signed in with `cookie`. `folder` takes the report."""
    headers, report = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": cookie}))
    command = [str(NODE), str(CLI), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += ["--only-categories=performance,accessibility", f"--extra-headers={headers}"]
    command += [f"--chrome-flags={' '.join(['--headless', *FLAGS])}"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    subprocess.run(command, env=environment, check=True, timeout=SECONDS, capture_output=True)
    return _read(json.loads(report.read_text()))


def _read(report: dict[str, Any]) -> Scores:
    audits, categories = report["audits"], report["categories"]
    asked = [one["id"] for one in categories["accessibility"]["auditRefs"] if one["weight"]]
    return Scores(
        performance=categories["performance"]["score"],
        accessibility=categories["accessibility"]["score"],
        failed=[name for name in asked if audits[name]["score"] == 0],
        first_paint_ms=audits["first-contentful-paint"]["numericValue"],
        largest_paint_ms=audits["largest-contentful-paint"]["numericValue"],
        blocked_ms=audits["total-blocking-time"]["numericValue"],
    )
