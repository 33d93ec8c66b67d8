"""What an idle server holds in memory."""

import time

import msgspec
import psutil

from bench.network import bench_server

SETTLE_SECONDS = 5.0


class IdleFigures(msgspec.Struct, kw_only=True):
    """Resident set of the server process in MiB, and how many processes it keeps."""

    rss_mib: float
    processes: int


def main(mongodb_uri: str) -> IdleFigures:
    with bench_server(mongodb_uri) as server:
        time.sleep(SETTLE_SECONDS)
        process = psutil.Process(server.pid)
        family = [process, *process.children(recursive=True)]
        rss = sum(one.memory_info().rss for one in family)
        return IdleFigures(rss_mib=rss / 2**20, processes=len(family))
