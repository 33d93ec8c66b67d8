"""The process in which strangers' pictures are decoded: `python -m media.worker IDLE_SECONDS`.

Jobs come on stdin, answers go to stdout. The process ends itself in every way it can be left behind: when stdin
closes because the server is gone (even by SIGKILL), when no job came for a while, and by the kernel's alarm when a
decoder computes for too long, which no Python code could notice from inside.
"""

import os
import resource
import select
import signal
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from media.develop import develop
from media.messages import LENGTH_BYTES, Answer, Develop, Job, Look, Refused, Unreadable, framed, length_of, read_job
from media.photos import PhotoRefused
from media.redaction import redact
from media.regions import Sighting

ADDRESS_SPACE_BYTES = 2 * 1024**3
"""The heaviest honest photo, a 64-megapixel WebP, peaks at 1 GB; what wants twice that is an attack on memory."""
LEAST_BYTES = 1024**3
"""Of addresses: the libraries and a photo from a phone."""

NICENESS = 5
"""Who waits for a page comes before a photo that waits in line anyway; a busy machine still gives workers a quarter."""


CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def main() -> None:
    idle_seconds = float(sys.argv[1])
    answers = _own_stdout()
    _confine()
    while (job := _next_job(idle_seconds)) is not None:
        answers.write(framed(_answer(job)))
        answers.flush()


def _own_stdout() -> BinaryIO:
    """Keep stdout for answers; whatever a C library prints goes to the log instead of into the protocol."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _confine() -> None:
    os.nice(NICENESS)
    space = address_space(CGROUP_LIMITS)
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C reaches the whole process group, but it is the server that decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def address_space(limits: Iterable[Path]) -> int:
    """What a job may take: never more than the machine or the container has, but enough to begin at all.

    Else the kernel would kill a worker that wants more, which looks as if others had needed the memory. Addresses are
    not memory, though: loading the libraries alone takes hundreds of megabytes of them.
    """
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    said = [path.read_text().strip() for path in limits if path.is_file()]
    return max(LEAST_BYTES, min(ADDRESS_SPACE_BYTES, machine, *(int(limit) for limit in said if limit.isdecimal())))


def _next_job(idle_seconds: float) -> Job | None:
    ready, _, _ = select.select([0], [], [], idle_seconds)
    if not ready:
        return None
    stdin = sys.stdin.buffer
    header = stdin.read(LENGTH_BYTES)
    return read_job(stdin.read(length_of(header))) if len(header) == LENGTH_BYTES else None


def _answer(job: Job) -> Answer:
    Image.MAX_IMAGE_PIXELS = job.limits.max_pixels  # Pillow's own check agrees with ours; one thread, so it is safe
    signal.setitimer(signal.ITIMER_PROF, job.limits.seconds)  # of computing: a busy machine is not the photo's fault
    try:
        return _done(job)
    except PhotoRefused as refusal:
        return Refused(refusal.code, refusal.detail)
    except MemoryError:
        return Refused("photo_too_many_pixels", "The picture needs more memory than a photo may.")
    except OSError as error:
        return Unreadable(str(error))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _done(job: Job) -> Answer:
    if isinstance(job, Develop):
        return develop(Path(job.path), job.limits)
    if isinstance(job, Look):
        from media.detection import detect  # only who looks pays for OpenCV

        return Sighting(proposals=detect(job.image))
    return redact(job.image, job.regions)


if __name__ == "__main__":
    main()
