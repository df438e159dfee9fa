"""Who may import whom: a folder imports only folders that stand below it, and the list is read from the ground up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "mfc_capacity"

# core knows no scenario; an engine knows no words; only the command line knows that it is one.
FLOORS = (
    "core", "files", "answers", "scenario", "records", "demand", "staffing", "plan", "shifts", "people",
    "wording", "render", "commands", "api", "cli", "__main__",
)  # fmt: skip
VIEW = "view"  # of a command, a module or a folder: what puts words to what its engine has found
ENGINES_MAY_NOT = {"wording", "render"}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mfc_capacity":
            inner = (node.module or "").split(".")[1:2]
            yield from inner or [alias.name for alias in node.names if alias.name != "__version__"]


@pytest.mark.parametrize(
    "path",
    sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__"),
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_imports_run_one_way(path: Path) -> None:
    part = part_of(path)
    below = {*FLOORS[: FLOORS.index(part)], part}
    if part == "commands" and VIEW not in path.relative_to(PACKAGE).with_suffix("").parts:
        below -= ENGINES_MAY_NOT
    assert set(imported_parts(path)) <= below


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").glob("*.py")), ids=lambda path: path.name)
def test_the_command_line_asks_the_api(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    engines = {name for name in modules if re.match(r"mfc_capacity\.(core|demand|staffing|commands)\b", name)}
    assert not {name for name in engines if VIEW not in name.split(".")}


def test_readme_maps_every_part() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.partition("mfc_capacity/\n")[2].partition("```")[0]
    mapped = set(re.findall(r"^  (\w+)(?:\.py|/)", code, flags=re.MULTILINE))
    parts = {part_of(path) for path in PACKAGE.rglob("*.py")}
    assert mapped == parts - {"__main__", "__init__"}
