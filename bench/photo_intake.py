"""What photo intake costs: `python -m bench.photo_intake`, under a minute.

Sixteen twelve-megapixel photos arrive at once. Compared with bare Pillow (decode with draft, turn, shrink, encode;
no checks, no evidence, no thumbnail) on the same bytes with the same number of processes, alternating in one run.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import anyio
import anyio.to_thread
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from media.intake import PhotoIntake
from media.photos import MEBIBYTE, PhotoLimits

PHOTOS = 16
REPEATS = 5
WORKERS = len(os.sched_getaffinity(0))
TWELVE_MEGAPIXELS = (4032, 3024)
TICK_SECONDS = 0.001
KEPT_SIDE = PhotoLimits().kept_side


def photo_bytes() -> bytes:
    """A JPEG as heavy as a phone's (about 4 MB): coarse shapes under sensor noise, lying on its side."""
    width, height = TWELVE_MEGAPIXELS
    coarse = Image.merge("RGB", [Image.effect_noise((width // 64, height // 64), 90) for _ in range(3)])
    shapes = coarse.resize(TWELVE_MEGAPIXELS, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(TWELVE_MEGAPIXELS, 24).convert("RGB")
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    output = BytesIO()
    Image.blend(shapes, noise, 0.4).save(output, "JPEG", quality=92, exif=exif)
    return output.getvalue()


def bare_pillow(path: Path) -> int:
    """Bytes of the encoded picture."""
    with Image.open(path) as image:
        image.draft(None, (KEPT_SIDE, KEPT_SIDE))
        upright = ImageOps.exif_transpose(ImageOps.contain(image, (KEPT_SIDE, KEPT_SIDE), Image.Resampling.BICUBIC))
    output = BytesIO()
    upright.save(output, "JPEG", quality=85)
    return len(output.getvalue())


async def pillow_round(pool: ProcessPoolExecutor, paths: Sequence[Path]) -> float:
    started = time.perf_counter()
    await anyio.to_thread.run_sync(lambda: list(pool.map(bare_pillow, paths)))
    return time.perf_counter() - started


async def intake_round(intake: PhotoIntake, paths: Sequence[Path]) -> float:
    started = time.perf_counter()
    async with anyio.create_task_group() as group:
        for path in paths:
            group.start_soon(intake.take_in, path)
    return time.perf_counter() - started


async def watch_loop(lags: list[float]) -> None:
    """Note by how much each short sleep overshoots, in seconds."""
    while True:
        started = time.perf_counter()
        await anyio.sleep(TICK_SECONDS)
        lags.append(time.perf_counter() - started - TICK_SECONDS)


async def watch_memory(peaks: dict[str, int]) -> None:
    while True:
        sizes = {"server": resident(os.getpid()), "workers": sum(map(resident, children()))}
        for name, size in sizes.items():
            peaks[name] = max(peaks.get(name, 0), size)
        await anyio.sleep(0.02)


def resident(process: int) -> int:
    """Resident bytes, 0 if the process is gone."""
    with suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def children() -> list[int]:
    me = os.getpid()
    return [int(child) for child in Path(f"/proc/{me}/task/{me}/children").read_text().split()]


async def beside(watch: Callable[..., object], found: object, intake: PhotoIntake, paths: Sequence[Path]) -> None:
    """One intake round while `watch` fills `found`."""
    async with anyio.create_task_group() as group:
        group.start_soon(watch, found)  # type: ignore[arg-type]
        await intake_round(intake, paths)
        group.cancel_scope.cancel()


async def throughput(intake: PhotoIntake, paths: Sequence[Path]) -> None:
    pillow_times, intake_times = [], []
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        await pillow_round(pool, paths[:WORKERS])
        await intake_round(intake, paths[:WORKERS])
        for _ in range(REPEATS):
            pillow_times.append(await pillow_round(pool, paths))
            intake_times.append(await intake_round(intake, paths))
    pillow, ours = (PHOTOS / statistics.median(times) for times in (pillow_times, intake_times))
    ratio = statistics.median(p / i for p, i in zip(pillow_times, intake_times, strict=True))
    print(f"throughput       {ours:6.1f} photos/s, bare Pillow {pillow:.1f}; ratio {ratio:.2f}")


async def lag(intake: PhotoIntake, paths: Sequence[Path]) -> None:
    lags: list[float] = []
    for _ in range(REPEATS):
        await beside(watch_loop, lags, intake, paths)
    lags.sort()
    p99, most = lags[len(lags) * 99 // 100] * 1000, lags[-1] * 1000
    print(f"event loop lag   p99 {p99:.2f} ms, max {most:.2f} ms, n {len(lags)}")


async def memory(paths: Sequence[Path]) -> None:
    intake = PhotoIntake(workers=WORKERS)
    peaks: dict[str, int] = {}
    before = resident(os.getpid())
    await beside(watch_memory, peaks, intake, paths)
    await intake.close()
    print(
        f"peak memory      server +{(peaks['server'] - before) / MEBIBYTE:.0f} MiB,"
        f" {WORKERS} workers together {peaks['workers'] / MEBIBYTE:.0f} MiB"
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        content = photo_bytes()
        paths = [Path(directory) / f"{number}.jpg" for number in range(PHOTOS)]
        for path in paths:
            path.write_bytes(content)
        print(f"{PHOTOS} photos of 12 megapixels, {len(content) / MEBIBYTE:.1f} MiB each, {WORKERS} workers")
        await memory(paths)
        intake = PhotoIntake(workers=WORKERS)
        await throughput(intake, paths)
        await lag(intake, paths)
        await intake.close()


if __name__ == "__main__":
    anyio.run(main)
