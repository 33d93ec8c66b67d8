"""Another build of the app, as a server has it after an update: other words on the page, another worker."""

import hashlib
import re

import httpx

from tests.e2e.phone.proxy import Proxy
from tests.e2e.phone.weather import Answer, Rule

BEFORE, AFTER = b"Your work", b"Your days"
SCRIPT = {"content-type": "text/javascript", "cache-control": "no-cache"}


def publish(proxy: Proxy, instead: Answer | None = None) -> Rule:
    """The server has another build from now on: its pages say `AFTER` where they said `BEFORE`.

    The rule is that of the script that has changed; it is answered with `instead`, if that is given.
    """
    worker = httpx.get(f"{proxy.address}/sw.js").content
    path, script = _script(proxy, worker)
    renewed = script.replace(BEFORE, AFTER)
    worker = worker.replace(_hash(script), _hash(renewed))
    version = re.search(rb"version:\W([0-9a-f]{12})", worker)
    assert version is not None
    worker = worker.replace(version[1], _hash(renewed)[:12])
    proxy.rule("GET", "^/sw.js$", Answer(200, SCRIPT, worker), times=1000)
    return proxy.rule("GET", f"^{re.escape(path)}$", instead or Answer(200, SCRIPT, renewed), times=1000)


def _script(proxy: Proxy, worker: bytes) -> tuple[str, bytes]:
    """The path and content of the script with those words."""
    for path in re.findall(rb"/assets/[\w.-]+\.js", worker):
        content = httpx.get(f"{proxy.address}{path.decode()}").content
        if BEFORE in content:
            return path.decode(), content
    raise AssertionError(f"no script says {BEFORE!r}")


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
