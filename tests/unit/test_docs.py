"""The documentation is held to the code: lists are complete, links lead somewhere, commands and examples work."""

import ast
import json
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import yaml

from audit_api.__main__ import command_line
from audit_api.demo.people import DEMO_ACCOUNTS, DEMO_PASSWORD
from audit_api.problems import CATALOGUE
from audit_api.settings import Settings
from checklists.answers import Answer, kind_of_answer
from checklists.faults import errors_of
from checklists.items import Item
from checklists.logic import Condition
from checklists.parameters import CCI_1
from checklists.publishing import read_definition
from checklists.scoring import Scorecard, scorecard
from tests.unit.documentation import DOCS, code, outside_blocks, rows

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
TOP = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir())

page_by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


def fault_codes(folder: str, severity: str) -> set[str]:
    """Every code that the source passes to `error` or `warning`."""
    calls = [
        node
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == severity
    ]
    codes = [call.args[1] for call in calls if len(call.args) == 3]
    assert all(isinstance(found, ast.Constant) for found in codes)
    return {str(found.value) for found in codes if isinstance(found, ast.Constant)}


def test_every_problem_is_described_once_with_its_status() -> None:
    described = [(code(name), int(status)) for name, status, *_ in rows("problems.md", "Codes")]
    assert described == [(name, status) for name, (status, _) in CATALOGUE.items()]
    assert all(len(row) == 4 and all(row) for row in rows("problems.md", "Codes"))


def test_every_setting_is_described_with_its_default() -> None:
    described = {code(name): default for name, default, _ in rows("operations.md", "Settings")}
    fields = msgspec.structs.fields(Settings)
    assert described == {field.name.upper(): _shown(field.default) for field in fields}


def _shown(default: object) -> str:
    if default is None:
        return "unset"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def test_every_part_of_the_application_is_described() -> None:
    described = {code(row[0]): row[1] for row in rows("architecture.md", "The parts of the application")}
    parts = (ROOT / "audit_api").glob("*/__init__.py")
    meant = {path.parent.name: (ast.get_docstring(ast.parse(path.read_text())) or "").splitlines() for path in parts}
    assert described == {part: lines[0] for part, lines in meant.items()}


def test_every_kind_of_item_is_described() -> None:
    described = [code(row[0]) for row in rows("checklists.md", "Items") if len(row) == 4]
    assert described == [str(kind.__struct_config__.tag) for kind in get_args(Item)]


def test_every_operator_of_conditions_is_described() -> None:
    described = {name for row in rows("checklists.md", "Conditions") for name in re.findall(r"`(\w+)`", row[0])}
    assert described == {str(kind.__struct_config__.tag) for kind in get_args(Condition)}


def test_every_fault_of_checklists_and_answers_is_described() -> None:
    by_table = [
        [code(row[0]) for row in rows("checklists.md", title)] for title in ("Faults", "Faults of a submission")
    ]
    of_definitions, of_submissions = by_table
    assert len({*of_definitions, *of_submissions}) == len(of_definitions) + len(of_submissions)
    known = fault_codes("checklists", "error") | fault_codes("checklists", "warning")
    assert {*of_definitions, *of_submissions} == known
    assert fault_codes("checklists", "warning") <= set(of_definitions)


def test_every_other_fault_is_described() -> None:
    described = {code(row[0]) for row in rows("problems.md", "Faults inside `invalid_body` and `invalid_audit`")}
    assert described == fault_codes("audit_api", "error") | fault_codes("audit_api", "warning")


@page_by_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", outside_blocks(page.read_text())):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}


@page_by_page
def test_named_files_are_there(page: Path) -> None:
    named = re.findall(r"`([^`\s]+)`", outside_blocks(page.read_text()))
    paths = [name for name in named if name.startswith(TOP) and not name.endswith("/dist")]
    assert [name for name in paths if not (ROOT / name).exists()] == []


@page_by_page
def test_no_page_was_left_half_merged(page: Path) -> None:
    assert re.search(r"^(<{7}|>{7}|={7}$)", page.read_text(), re.MULTILINE) is None


@page_by_page
def test_make_targets_exist(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    wanted = re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(), re.MULTILINE)
    assert set(wanted) <= set(targets)


def test_the_readme_names_the_two_commands() -> None:
    shown = [block for block in blocks(ROOT / "README.md", "bash") if "make" in block]
    assert shown == ["make run\n", "make test\n"]


def commands() -> list[tuple[str, list[str]]]:
    """Page and arguments of every command of ours; what a pattern finds at a line's end goes on in the next."""
    return [
        (str(page.relative_to(ROOT)), shlex.split(line))
        for page in PAGES
        for line in re.findall(r"python -m audit_api ([^`\n]+)", page.read_text().replace("\\\n", " "))
    ]


@pytest.mark.parametrize(("page", "arguments"), commands())
def test_commands_can_be_parsed(page: str, arguments: list[str]) -> None:
    if "--help" not in arguments:
        assert callable(command_line().parse_args(arguments).action), page


def test_the_docs_show_commands() -> None:
    assert {"serve", "checklist", "user"} <= {arguments[0] for _, arguments in commands()}


def test_the_readme_shows_what_a_trial_prints(capsys: pytest.CaptureFixture[str]) -> None:
    from audit_api.demo.welcome import welcome

    welcome(Settings())
    assert capsys.readouterr().out.strip() in (ROOT / "README.md").read_text()


def test_the_readme_has_first_steps_for_every_account() -> None:
    text = (ROOT / "README.md").read_text()
    assert DEMO_PASSWORD in text
    for account in DEMO_ACCOUNTS.values():
        assert f"| `{account}` | " in text


def test_examples_of_checklists_can_be_published() -> None:
    read = [yaml.safe_load(block) for block in blocks(DOCS / "checklists.md", "yaml")]
    definitions = [data for data in read if "sections" in data]
    items = [msgspec.convert(data, list[Item]) for data in read if isinstance(data, list)]
    conditions = [msgspec.convert(data["visible_if"], Condition) for data in read if "visible_if" in data]
    assert len(definitions) + len(items) + len(conditions) == len(read) == 3
    for data in definitions:
        checklist, faults = read_definition(data)
        assert checklist is not None and errors_of(faults) == []
    assert {type(item) for item in items[0]} == set(get_args(Item))
    around = {**definitions[0], "percent_only": True, "languages": ["en"], "title": {"en": "Items"}, "description": {}}
    around["sections"] = [{"key": "all", "title": {"en": "All"}, "items": msgspec.to_builtins(items[0])}]
    assert read_definition(around)[1] == []


@pytest.fixture(scope="module")
def example() -> Scorecard:
    """The scorecard of the worked example in scoring.md."""
    (definition,), (answers,) = blocks(DOCS / "scoring.md", "yaml"), blocks(DOCS / "scoring.md", "json")
    checklist, _ = read_definition(yaml.safe_load(definition))
    assert checklist is not None
    return scorecard(checklist, msgspec.convert(json.loads(answers), dict[str, Answer]), "standard")


def test_the_worked_example_is_right(example: Scorecard) -> None:
    tables = rows("scoring.md", "A worked example")
    items = {row[0]: row[1:] for row in tables if len(row) == 5}
    figures = {row[0]: float(row[1]) for row in tables if len(row) == 3}
    counted = [item for item in example.items if item.state == "scored"]
    assert items == {
        f"`{i.key}`": [f"{value:.2f}" for value in (i.score, i.earned, i.possible, i.cost)] for i in counted
    }
    computed = {f"`{pillar}`": score for pillar, score in example.pillars.items()}
    computed |= {f"`{name}`": getattr(example, name) for name in ("score_pct", "index", "coverage")}
    assert figures == {name: round(value, 2) for name, value in computed.items()}


def test_the_sums_of_the_worked_example_are_right(example: Scorecard) -> None:
    text = (DOCS / "scoring.md").read_text()
    assert example.index is not None
    costs = sum(item.cost or 0 for item in example.items)
    assert costs == pytest.approx(100 - example.index)
    assert f"The costs add up to {costs:.2f}, which is 100 - {example.index:.2f}." in text
    assert f"{example.earned:g} of {example.possible:g} points" in text


CITED = re.compile(r"index specification(?:\]\([^)]*\))?, sections? (\w+)(?: and (\w+))?", re.IGNORECASE)


def test_cited_sections_of_the_index_specification_are_there() -> None:
    numbers = re.findall(r"^## (\w+)\. ", (DOCS / "index-specification.md").read_text(), re.MULTILINE)
    files = [*PAGES, *(path for top in ("checklists", "audit_api", "tests") for path in (ROOT / top).rglob("*.py"))]
    texts = [path.read_text() for path in files]
    cited = [number for text in texts for found in CITED.findall(text) for number in found if number]
    assert len(cited) > 15
    assert set(cited) <= set(numbers)
    assert [text for text in texts if re.search(r"index spec(ification)?,\s+\d", text)] == []


def test_the_parameters_of_the_index_are_those_of_the_code() -> None:
    described = {code(row[0]): row[2] for row in rows("index-specification.md", "12. Parameters") if len(row) == 4}
    assert described == {name: _printed(value) for name, value in msgspec.structs.asdict(CCI_1).items()}


def _printed(value: float | tuple[float, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_printed(one) for one in value)
    return "1/3" if value == 1 / 3 else f"{value:g}"


def test_the_other_constants_of_the_index_are_those_of_the_code() -> None:
    described = [row for row in rows("index-specification.md", "12. Parameters") if len(row) == 3]
    assert len(described) > 5
    for name, value, _ in described:
        module, _, constant = code(name).rpartition(".")
        assert getattr(import_module(module), constant) == float(value), name


def test_every_test_of_the_phone_is_described() -> None:
    described = [
        name for row in rows("phone.md", "How it is proven") for name in re.findall(r"`(test_\w+\.py)`", row[0])
    ]
    files = [path.name for path in (ROOT / "tests/e2e/phone").glob("test_*.py")]
    assert sorted(described) == sorted(files)


def test_decisions_are_listed_and_say_what_was_rejected() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    overview = (DOCS / "architecture.md").read_text()
    numbers = [int(decision.name.split("-")[0]) for decision in decisions]
    assert len(set(numbers)) == len(numbers)  # a number that was given out may stay unused
    for n, decision in zip(numbers, decisions, strict=True):
        text = decision.read_text()
        assert decision.name.startswith(f"{n:04}-") and f"(decisions/{decision.name})" in overview
        assert text.startswith(f"# {n:04} ")
        assert all(part in text for part in ("## Why it came up", "## Decision", "## Rejected", "## What follows"))
        assert f"[{text.splitlines()[0][2:]}]" in overview


def test_an_answer_of_every_kind_is_shown_and_readable() -> None:
    block = re.search(r"## Answers.*?```json\n(.*?)```", (ROOT / "docs/checklists.md").read_text(), re.DOTALL)
    assert block is not None
    shown = msgspec.json.decode(block[1], type=dict[str, Answer])
    assert {kind_of_answer(answer) for answer in shown.values()} == {
        str(kind.__struct_config__.tag) for kind in get_args(Answer)
    }


def test_the_glossary_names_what_is_there() -> None:
    table = rows("glossary.md")
    terms = {term for row in table for term in re.findall(r"`([^`]+)`", row[1])}
    sources = [path for top in ("checklists", "audit_api") for path in (ROOT / top).rglob("*.py")]
    known = " ".join(path.read_text() for path in sources)
    missing = {t for t in terms if not (ROOT / "web/src" / t).is_dir() and not re.search(rf"\b{t}\b", known)}
    assert missing == set()
    shown = " ".join(path.read_text().lower() for path in (ROOT / "web/src/i18n/en").glob("*.ts"))
    words = {word for row in table for word in row[0].lower().split(", ") if word != "–"}
    assert {word for word in words if word not in shown} == set()
