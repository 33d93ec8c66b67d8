"""The front end's types are those of the API as it is now."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
NPM = Path(sys.executable).parent / "npm"


def test_the_generated_types_are_fresh(tmp_path: Path) -> None:
    described = subprocess.run(
        [sys.executable, "-m", "audit_api", "openapi"], cwd=ROOT, capture_output=True, check=True
    )
    fresh = tmp_path / "schema.d.ts"
    command = [str(NPM), "run", "--silent", "types", "--", "-o", str(fresh)]
    subprocess.run(command, cwd=WEB, input=described.stdout, capture_output=True, check=True)
    assert (WEB / "src/api/schema.d.ts").read_text() == fresh.read_text(), "run `make types`"
