"""The server as its own process, as in production: it can be killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from audit_api.embedded import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
PASSWORD = "correct horse battery"


def create_admin(mongodb_uri: str, database: str, account: str) -> None:
    """The first administrator, made as the README says."""
    command = ["user", "create", "--role", "admin", "--account", account, "--name", "Admin"]
    given = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database, "AUDIT_PASSWORD": PASSWORD}
    subprocess.run([sys.executable, "-m", "audit_api", *command], cwd=ROOT, env={**os.environ, **given}, check=True)


def environment_of(mongodb_uri: str, database: str, **more: str) -> dict[str, str]:
    """For a process of the application on a database."""
    given = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database, "LOG_LEVEL": "error"}
    return {**os.environ, **given, **more}


class ServerProcess:
    """`python -m audit_api serve` on a port of its own; can be started again after `kill`."""

    def __init__(self, mongodb_uri: str, database: str, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        given = {"PORT": str(self.port), "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database}
        self._environment = {**os.environ, "LOG_LEVEL": "error", **given, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "audit_api", "serve"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment)
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not start")
            time.sleep(0.05)

    def kill(self) -> None:
        """Without a goodbye."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def revive(self) -> None:
        """Starts it again if it was killed."""
        if not self.running:
            self.start()

    def stop(self) -> int:
        """The exit code after being asked nicely."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(30)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid


def calibrate_in(mongodb_uri: str, database: str, *more: str) -> str:
    command = [sys.executable, "-m", "audit_api", "calibrate", *more]
    done = subprocess.run(
        command, cwd=ROOT, env=environment_of(mongodb_uri, database), capture_output=True, text=True, check=True
    )
    return done.stdout
