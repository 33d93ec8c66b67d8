"""The house rules, read from the source: who may import whom, and how large things may grow.

A fault names the file and the leak. The rule is not loosened for a file: the file moves.
"""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("audit_api", "checklists", "media")
PYTHON = (*PRODUCT, "tests", "bench")
GENERATED = {ROOT / "web" / "src" / "api" / "schema.d.ts"}

FILE_LINES = 400
FUNCTION_LINES = 60
FILE_MEDIAN = 100
FUNCTION_MEDIAN = 8

# Text that may hold braces and says nothing about structure: comments and strings.
_TEXT = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
_CONTROL = ("if", "for", "while", "switch", "catch", "return")
_OPENS_FUNCTION = re.compile(
    rf"\bfunction\b[^{{;]*\{{|=>\s*\{{|^\s*(?:async\s+|get\s+|set\s+|static\s+)*(?!(?:{'|'.join(_CONTROL)})\b)"
    r"\w+\([^;{}]*\)(?::[^;{}]+)?\s*\{",
    re.MULTILINE,
)


def _python(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _web() -> list[Path]:
    found = [path for end in ("*.ts", "*.svelte") for path in (ROOT / "web" / "src").rglob(end)]
    return sorted(path for path in found if path not in GENERATED)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, also inside functions; `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))


def _within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _route_modules() -> set[str]:
    """Those with a list of routes for app.py."""
    has_routes = re.compile(r"^ROUTES\b", re.MULTILINE)
    found = {_module(path) for path in _python("audit_api") if has_routes.search(path.read_text())}
    return found - {"audit_api.app"}


@pytest.mark.parametrize("package", ["checklists", "media"])
def test_pure_packages_import_nothing_of_ours(package: str) -> None:
    """`checklists` decides and `media` handles pictures; neither knows of the API, the tests or each other."""
    others = [name for name in PYTHON if name != package]
    leaks = [(str(path), name) for path in _python(package) for name in _imports(path) if _within(name, *others)]
    assert leaks == []


def test_checklists_do_no_input_or_output() -> None:
    """Only computing parts of the standard library, msgspec and numpy: results depend on arguments."""
    doors = ("io", "os", "pathlib", "socket", "subprocess", "asyncio", "threading", "time", "random", "urllib", "http")
    leaks = [
        (path.name, name)
        for path in _python("checklists")
        for name in set(_imports(path))
        if _within(name, *doors) or not (_within(name, "checklists", "msgspec", "numpy") or _is_standard(name))
    ]
    assert leaks == []


def test_app_serves_every_route_module() -> None:
    app = set(_imports(ROOT / "audit_api" / "app.py"))
    assert _route_modules() and not _route_modules() - app


def test_only_app_imports_route_modules() -> None:
    """Hence no route module imports another: what two of them share is a module of its own."""
    routes = _route_modules()
    leaks = [
        (str(path.relative_to(ROOT)), name)
        for path in _python(*PRODUCT)
        for name in sorted(set(_imports(path)))
        if name in routes and _module(path) != "audit_api.app"
    ]
    assert leaks == []


def test_the_parts_of_the_application_depend_in_one_direction() -> None:
    """What stands beside the packages joins them together; between them nothing goes in a circle."""
    parts = {path.name for path in (ROOT / "audit_api").iterdir() if (path / "__init__.py").exists()}
    needed: dict[str, set[str]] = {part: set() for part in parts}
    for part in parts:
        for path in _python(f"audit_api/{part}"):
            names = [name.split(".") for name in _imports(path) if _within(name, "audit_api")]
            needed[part] |= {name[1] for name in names if len(name) > 1} & parts - {part}
    order = list(TopologicalSorter(needed).static_order())
    assert set(order) == parts


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        # Documents describe what is stored; database.py binds them to a database. Queries elsewhere go through
        # the documents' own methods or plain PyMongo.
        ("beanie", ("audit_api.documents", "audit_api.database")),
        ("gridfs", ("media.store",)),
        # The server process must not load an imaging library: only workers decode strangers' files. The demo
        # draws its own pictures before the server starts.
        ("PIL", ("media", "audit_api.demo.pictures")),
        ("cv2", ("media.detection",)),
        ("fiftyone", ("audit_api.embedded",)),
        ("yaml", ("audit_api.authoring.checklist_source", "audit_api.coaching.starter", "audit_api.demo")),
    ],
)
def test_a_library_stays_at_home(library: str, homes: tuple[str, ...]) -> None:
    leaks = [
        (str(path.relative_to(ROOT)), name)
        for path in _python(*PRODUCT)
        for name in set(_imports(path))
        if _within(name, library) and not _within(_module(path), *homes)
    ]
    assert leaks == []


def test_the_product_imports_neither_tests_nor_benchmarks() -> None:
    leaks = [(str(p), name) for p in _python(*PRODUCT) for name in _imports(p) if _within(name, "tests", "bench")]
    assert leaks == []


def test_no_test_module_imports_another() -> None:
    """What they share is a module of its own, which no failing test takes along."""
    leaks = [
        (str(path.relative_to(ROOT)), name)
        for path in _python(*PYTHON)
        for name in _imports(path)
        if _within(name, "tests") and any(part.startswith("test_") for part in name.split("."))
    ]
    assert leaks == []


def test_no_file_names_a_place_of_one_machine() -> None:
    """What is written goes where pytest or the settings say."""
    place = re.compile(r"""["'`(=](?:/var)?/(?:tmp|home|root|Users|work|mnt)/""")
    files = [*_python(*PYTHON), *_web()]
    found = [(str(path.relative_to(ROOT)), match[0]) for path in files for match in place.finditer(path.read_text())]
    assert found == []


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): _lines(path) for path in [*_python(*PYTHON), *_web()]}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


def test_files_are_short_on_the_whole() -> None:
    for files in (_python(*PRODUCT), [*_python(*PYTHON), *_web()]):
        assert median(_lines(path) for path in files) <= FILE_MEDIAN


def test_no_function_is_too_long() -> None:
    found = [*_python_functions(_python(*PYTHON)), *_web_functions()]
    assert [place for place, lines in found if lines > FUNCTION_LINES] == []


def test_functions_are_short_on_the_whole() -> None:
    for files in (_python(*PRODUCT), _python(*PYTHON)):
        assert median(lines for _, lines in _python_functions(files)) <= FUNCTION_MEDIAN
    web = [lines for _, lines in _web_functions()]
    assert median(web or [0]) <= FUNCTION_MEDIAN


def test_functions_of_the_web_pages_are_found() -> None:
    """The measure above reads TypeScript by its braces; this holds it to what it should see."""
    source = """
    export function first(a: { b: string }): string {
      if (a) {
        return '{';
      }
      return `${a}`;
    }
    const second = () => {
      // }
    };
    class Third {
      get fourth(): number { return 4; }
    }
    """
    assert list(_braced(source)) == [6, 3, 1]


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _python_functions(files: list[Path]) -> Iterator[tuple[str, int]]:
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}", lines


def _web_functions() -> Iterator[tuple[str, int]]:
    for path in _web():
        for lines in _braced(_scripts(path)):
            yield f"{path.relative_to(ROOT)}: {lines}", lines


def _scripts(path: Path) -> str:
    """The code of a file: of a component only what stands between its script tags."""
    text = path.read_text()
    return "\n".join(re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)) if path.suffix == ".svelte" else text


def _braced(source: str) -> Iterator[int]:
    """The lines of each function that has a body in braces, in the order in which they begin."""
    code = _TEXT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)
    for match in _OPENS_FUNCTION.finditer(code):
        opened = _body_start(code, match)
        yield code.count("\n", match.start() + _indent(match[0]), _closing(code, opened)) + 1


def _body_start(code: str, match: re.Match[str]) -> int:
    """The brace of the body: braces inside the parentheses before it belong to types and defaults."""
    parentheses = 0
    for n in range(match.start(), len(code)):
        parentheses += (code[n] == "(") - (code[n] == ")")
        if code[n] == "{" and parentheses == 0:
            return n
    return match.end() - 1


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _closing(code: str, opened: int) -> int:
    depth = 0
    for n in range(opened, len(code)):
        depth += (code[n] == "{") - (code[n] == "}")
        if depth == 0:
            return n
    return len(code)
