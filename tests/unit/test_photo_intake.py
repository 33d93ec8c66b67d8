"""Workers: no photo, however it misbehaves, takes the server or the next photo down."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import anyio
import pytest

from media.intake import PhotoIntake, PhotoInterrupted
from media.photos import KeptPhoto, PhotoLimits, PhotoRefused
from media.worker import ADDRESS_SPACE_BYTES, LEAST_BYTES, address_space
from media.worker_process import PACKAGE_ROOT
from tests.unit.photo_samples import SOUND, drawn, encoded, taken_in

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


Start = Callable[..., PhotoIntake]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Makes intakes that are closed after the test."""
    started: list[PhotoIntake] = []

    def start(limits: PhotoLimits | None = None, *, workers: int = 1, idle_seconds: float = 10) -> PhotoIntake:
        started.append(PhotoIntake(limits, workers=workers, idle_seconds=idle_seconds))
        return started[-1]

    yield start
    for intake in started:
        await intake.close()
    assert not workers()


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "quick"
    path.write_bytes(SOUND["jpeg with exif"]())
    return path


@pytest.fixture(scope="module")
def slow_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About a second to develop."""
    path = tmp_path_factory.mktemp("photos") / "slow"
    path.write_bytes(encoded(drawn((7000, 6000)), "PNG", compress_level=1))
    return path


def developed(photo: Path) -> KeptPhoto:
    return taken_in(photo.read_bytes())


def environment(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


def workers() -> set[int]:
    """Process ids of this process's photo workers that are alive."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name_and_state, command = status.read_text(), (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        state, parent = name_and_state.rpartition(")")[2].split()[:2]
        if int(parent) == os.getpid() and state != "Z" and b"media.worker" in command:
            found.add(int(status.parent.name))
    return found


async def until_no_worker_is_left() -> None:
    with anyio.fail_after(10):
        while workers():  # noqa: ASYNC110 - another process has no event to wait for
            await anyio.sleep(0.02)


async def until_busy(intake: PhotoIntake) -> None:
    """A worker has been given a photo, and is not done with it."""
    with anyio.fail_after(10):
        while not intake._busy:  # noqa: ASYNC110 - the intake tells nobody
            await anyio.sleep(0.001)


async def test_a_photo_comes_back_as_if_developed_here(start: Start, photo: Path) -> None:
    assert await start().take_in(photo) == developed(photo)


async def test_a_refusal_comes_back_with_its_code(start: Start, photo: Path) -> None:
    with pytest.raises(PhotoRefused) as refused:
        await start(PhotoLimits(max_bytes=10)).take_in(photo)
    assert refused.value.code == "photo_too_large"


async def test_a_missing_file_is_not_the_photos_fault(start: Start, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        await start().take_in(tmp_path / "missing")


async def test_workers_start_late_and_never_exceed_their_number(start: Start, photo: Path) -> None:
    intake = start(workers=2)
    assert not workers()
    seen = 0

    async def watched() -> None:
        nonlocal seen
        await intake.take_in(photo)
        seen = max(seen, len(workers()))

    async with anyio.create_task_group() as group:
        for _ in range(16):
            group.start_soon(watched)
    assert 1 <= seen <= 2


async def test_idle_workers_leave_and_return(start: Start, photo: Path) -> None:
    intake = start(idle_seconds=0.05)
    for _ in range(2):
        await intake.take_in(photo)
        await until_no_worker_is_left()


async def test_a_photo_that_takes_too_long_is_refused(start: Start, slow_photo: Path) -> None:
    intake = start(PhotoLimits(seconds=0.1))
    with pytest.raises(PhotoRefused) as refused:
        await intake.take_in(slow_photo)
    assert refused.value.code == "photo_too_slow"
    assert not workers()


async def test_waiting_for_the_machine_is_not_the_photos_time(start: Start, photo: Path) -> None:
    """Suspended, or short of time, for longer than the photo may take to compute."""
    intake = start()
    await intake.take_in(photo)
    intake.limits = PhotoLimits(seconds=0.6)
    (worker,) = workers()
    os.kill(worker, signal.SIGSTOP)

    async def wake() -> None:
        await until_busy(intake)
        await anyio.sleep(0.8)
        os.kill(worker, signal.SIGCONT)

    async with anyio.create_task_group() as group:
        group.start_soon(wake)
        assert await intake.take_in(photo) == developed(photo)
    assert workers() == {worker}


async def test_a_worker_that_cannot_be_woken_is_killed(
    monkeypatch: pytest.MonkeyPatch, start: Start, photo: Path, slow_photo: Path
) -> None:
    monkeypatch.setattr("media.worker_process.PATIENCE_SECONDS", 0.1)
    intake = start()
    await intake.take_in(photo)
    intake.limits = PhotoLimits(seconds=0.5)
    (worker,) = workers()
    os.kill(worker, signal.SIGSTOP)
    with pytest.raises(PhotoInterrupted):
        await intake.take_in(slow_photo)
    await until_no_worker_is_left()


async def test_a_photo_whose_worker_was_killed_gets_another(start: Start, photo: Path, slow_photo: Path) -> None:
    intake = start()
    await intake.take_in(photo)

    (first,) = workers()

    async def kill() -> None:
        await until_busy(intake)
        os.kill(first, signal.SIGKILL)

    async with anyio.create_task_group() as group:
        group.start_soon(kill)
        assert (await intake.take_in(slow_photo)).width == 2560
    assert workers() and first not in workers()


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Lets new workers end like this as soon as they have a job."""

    def arrange(statement: str) -> None:
        worker = tmp_path / "media" / "worker.py"
        worker.parent.mkdir()
        (worker.parent / "__init__.py").touch()
        worker.write_text(f"import os, signal\nos.read(0, 9)\n{statement}\n")
        monkeypatch.setattr("media.worker_process.PACKAGE_ROOT", tmp_path)

    return arrange


@pytest.mark.parametrize("statement", ["os.kill(os.getpid(), signal.SIGSEGV)", "os.abort()", "os._exit(1)"])
async def test_a_photo_that_crashes_every_decoder_is_refused(
    start: Start, ending: Callable[[str], None], photo: Path, statement: str
) -> None:
    ending(statement)
    with pytest.raises(PhotoRefused) as refused:
        await start().take_in(photo)
    assert refused.value.code == "photo_corrupt"


@pytest.mark.parametrize(
    "statement", ["os.kill(os.getpid(), signal.SIGKILL)", "os.kill(os.getpid(), 15)", "os._exit(0)"]
)
async def test_a_photo_whose_workers_are_taken_away_is_not_refused(
    start: Start, ending: Callable[[str], None], photo: Path, statement: str
) -> None:
    ending(statement)
    with pytest.raises(PhotoInterrupted):
        await start().take_in(photo)


async def test_workers_that_are_just_leaving_are_no_attempts(
    monkeypatch: pytest.MonkeyPatch, start: Start, photo: Path
) -> None:
    """Both were idle for so long that they left, at the moment when the next photo came."""
    intake = start(workers=2)
    async with anyio.create_task_group() as group:
        for _ in range(2):
            group.start_soon(intake.take_in, photo)
    left = intake._idle.copy()
    assert len(left) == 2
    for worker in left:
        await worker._jobs.aclose()
    await until_no_worker_is_left()
    monkeypatch.setattr(type(left[0]), "alive", property(lambda _: True))  # as it looked a moment before
    assert await intake.take_in(photo) == developed(photo)


async def test_the_second_attempt_is_made_by_a_new_worker(start: Start, photo: Path, slow_photo: Path) -> None:
    """Not by one that may be just as tired as the first."""
    intake = start(workers=2)
    async with anyio.create_task_group() as group:
        for _ in range(2):
            group.start_soon(intake.take_in, photo)
    before = workers()
    assert len(before) == 2

    async def kill() -> None:
        await until_busy(intake)
        (busy,) = intake._busy
        busy._process.kill()

    async with anyio.create_task_group() as group:
        group.start_soon(kill)
        assert (await intake.take_in(slow_photo)).width == 2560
    assert len(workers() - before) == 1


def test_a_worker_never_takes_more_than_there_is(tmp_path: Path) -> None:
    unlimited, container = tmp_path / "max", tmp_path / "limit"
    unlimited.write_text("max\n")
    container.write_text(f"{1536 * 1024**2}\n")
    machine = address_space([])
    assert 0 < machine <= ADDRESS_SPACE_BYTES
    assert address_space([unlimited, tmp_path / "missing"]) == machine
    assert address_space([unlimited, container]) == 1536 * 1024**2
    container.write_text(f"{256 * 1024**2}\n")
    assert address_space([container]) == LEAST_BYTES, "else it could not even load its libraries"


async def test_a_caller_that_gives_up_frees_its_place(start: Start, photo: Path, slow_photo: Path) -> None:
    intake = start()
    async with anyio.create_task_group() as group:
        group.start_soon(intake.take_in, slow_photo)
        await until_busy(intake)
        group.cancel_scope.cancel()
    assert group.cancel_scope.cancelled_caught
    assert not workers()
    assert (await intake.take_in(photo)).width


async def test_after_closing_there_are_no_workers_and_no_new_ones(start: Start, photo: Path) -> None:
    intake = start(workers=2)
    await intake.take_in(photo)
    await intake.close()
    assert not workers()
    with pytest.raises(RuntimeError):
        await intake.take_in(photo)


def test_workers_do_not_outlive_a_killed_server(photo: Path) -> None:
    server = f"""
import anyio, pathlib
from media.intake import PhotoIntake
async def main():
    await PhotoIntake(workers=1).take_in(pathlib.Path({str(photo)!r}))
    children = pathlib.Path("/proc/self/task").glob("*/children")
    print(*(child.read_text() for child in children), flush=True)
    await anyio.sleep_forever()
anyio.run(main)
"""
    with subprocess.Popen([sys.executable, "-c", server], stdout=subprocess.PIPE, cwd=PACKAGE_ROOT) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.kill()
    for _ in range(500):
        if not Path(f"/proc/{worker}").exists() or b" Z " in Path(f"/proc/{worker}/stat").read_bytes():
            return
        signal.sigtimedwait([], 0.02)
    pytest.fail("the worker is still there")


def test_the_server_does_not_load_an_imaging_library() -> None:
    check = "import sys, media.intake, media.store, media.upload; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=PACKAGE_ROOT, check=False).returncode == 0


async def test_secrets_are_not_handed_to_workers(monkeypatch: pytest.MonkeyPatch, start: Start, photo: Path) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://secret")
    await start().take_in(photo)
    (worker,) = workers()
    assert b"MONGODB_URI" not in environment(worker)
