"""What an idle server holds in memory: as it started, and after it has masked texts in all five languages."""

import time
from uuid import uuid4

import msgspec
import psutil
from pymongo import MongoClient

from bench.network import BenchNetwork, BenchServer, bench_server

SETTLE_SECONDS = 5.0
LANGUAGES = ("en", "de", "sv", "lt", "tr")


class IdleFigures(msgspec.Struct, kw_only=True):
    """Resident set of the server process and its children in MiB, and how many processes it keeps.

    `used_mib`: once an audit was received, scored and decided about; `masked_mib`: once its words were masked.
    """

    rss_mib: float
    processes: int
    used_mib: float
    masked_mib: float


def main(mongodb_uri: str) -> IdleFigures:
    with bench_server(mongodb_uri) as server:
        rss, processes = _settled(server)
        network = BenchNetwork(server)
        reviewer = network.person("reviewer").http
        [body], audit = network.submissions(1), uuid4()
        network.shopper.http.put(f"/api/audits/{audit}", content=body).raise_for_status()
        decided = {"decision": "finalise", "revision": 1, "reason": ""}
        reviewer.put(f"/api/audits/{audit}/reviews/{uuid4()}", json=decided).raise_for_status()
        used, _ = _settled(server)
        _in_all_languages(mongodb_uri, server.database)
        # Before it lists what is doubtful, it masks what waits.
        reviewer.get("/api/maskings/waiting").raise_for_status()
        masked, _ = _settled(server)
        return IdleFigures(rss_mib=rss, processes=processes, used_mib=used, masked_mib=masked)


def _settled(server: BenchServer) -> tuple[float, int]:
    time.sleep(SETTLE_SECONDS)
    process = psutil.Process(server.pid)
    family = [process, *process.children(recursive=True)]
    return sum(one.memory_info().rss for one in family) / 2**20, len(family)


def _in_all_languages(mongodb_uri: str, database: str) -> None:
    """The examples of the audit, as if they were told in one after the other."""
    with MongoClient[dict[str, object]](mongodb_uri) as client:
        examples = client[database].examples
        waiting = list(examples.find({"masking": "waiting"}, {"_id": 1}))
        if len(waiting) < len(LANGUAGES):
            raise RuntimeError(f"only {len(waiting)} examples wait to be masked")
        for n, example in enumerate(waiting):
            examples.update_one({"_id": example["_id"]}, {"$set": {"language": LANGUAGES[n % len(LANGUAGES)]}})
