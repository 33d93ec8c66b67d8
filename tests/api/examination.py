"""Working out flags, as the server does it after the receipt."""

import subprocess
import sys

from audit_api.settings import Settings
from tests.api.process import ROOT, environment_of


def examine(settings: Settings) -> str:
    """What the command says."""
    environment = environment_of(settings.mongodb_uri or "", settings.mongodb_database)
    command = [sys.executable, "-m", "audit_api", "examine"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
