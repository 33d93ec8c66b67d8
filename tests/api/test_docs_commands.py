"""The commands of docs/api.md, run as they stand, in order, against the real server."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.api.pictures import jpeg
from tests.api.process import ROOT, ServerProcess

GUIDE = ROOT / "docs" / "api.md"
END = "--- end of a block ---"
_BLOCK = re.compile(r"^```(bash|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks() -> list[tuple[str, str | None]]:
    """Commands, and what the guide says they print: the text block that follows, if any."""
    found: list[tuple[str, str | None]] = []
    for kind, content in _BLOCK.findall(GUIDE.read_text()):
        if kind == "bash":
            found.append((content, None))
        else:
            assert found and found[-1][1] is None, "a text block belongs to the commands before it"
            found[-1] = found[-1][0], content
    return found


@pytest.fixture
def server(mongodb_uri: str) -> Iterator[str]:
    """A server whose only account is the administrator of the demo."""
    database = f"guide_{uuid4().hex[:8]}"
    command = ["user", "create", "--role", "admin", "--account", DEMO_ACCOUNTS["admin"], "--name", "Ada"]
    given = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database, "AUDIT_PASSWORD": DEMO_PASSWORD}
    subprocess.run([sys.executable, "-m", "audit_api", *command], cwd=ROOT, env={**os.environ, **given}, check=True)
    process = ServerProcess(mongodb_uri, database)
    process.start()
    yield process.address
    process.stop()


def test_the_commands_of_the_guide_print_what_it_says(server: str, tmp_path: Path) -> None:
    bash, curl = shutil.which("bash"), shutil.which("curl")
    assert bash and curl, "the commands of docs/api.md need bash and curl"
    (tmp_path / "photo.jpg").write_bytes(jpeg(seed=3))
    script = "set -euo pipefail\n" + "".join(f"{commands}\necho '{END}'\n" for commands, _ in blocks())
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOST": server, "PHOTO": "photo.jpg", "NO_PROXY": "*"}

    ran = subprocess.run([bash], input=script, cwd=tmp_path, env=environment, capture_output=True, text=True)

    printed = ran.stdout.split(f"{END}\n")
    for (commands, promised), output in zip(blocks(), printed, strict=False):
        assert output.strip() == (promised or "").strip(), f"{commands}\n{ran.stderr}"
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(printed) == len(blocks()) + 1


def test_the_guide_shows_the_demo_accounts() -> None:
    signs_in = f"sign_in {DEMO_ACCOUNTS['admin']} {DEMO_PASSWORD}"
    assert signs_in in GUIDE.read_text()
