"""Who may import whom; the list is the order of the calculation."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mfc_capacity"

ENGINE = {
    "core",
    "errors",
    "units",
    "formatting",
    "loading",
    "scenario",
    "demand",
    "operators",
    "money",
    "ledger",
    "results",
}
MAY_IMPORT = {
    "core": {"core"},
    "errors": set(),
    "units": {"errors"},
    "formatting": set(),
    "loading": {"errors", "units"},
    "scenario": {"errors", "units", "loading"},
    "demand": {"scenario"},
    "results": set(),
    "operators": {"core", "demand", "scenario"},
    "money": {"demand"},
    "ledger": {"demand", "operators", "money", "results", "scenario"},
    "tables": {"demand", "ledger", "operators", "results", "scenario", "formatting"},
    "cautions": {"demand", "ledger", "operators", "results", "scenario", "formatting"},
    "wording": {"results", "formatting"},
    "pipeline": ENGINE | {"tables", "cautions", "wording"},
    "calculator": {"calculator", "columns", "core", "errors", "operators", "results", "units"},
    "schemas": {"results", "calculator"},
    "render": {"render", "results", "formatting", "wording", "mfc_capacity"},
    "cli": ENGINE
    | {"cli", "render", "pipeline", "calculator", "schemas", "wording", "mfc_capacity"},
    "__main__": {"cli"},
    "__init__": set(),
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    parts = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mfc_capacity":
            inner = (node.module or "").split(".")[1:2]
            parts |= set(inner) or {
                alias.name
                if (PACKAGE / alias.name).exists() or (PACKAGE / f"{alias.name}.py").exists()
                else "mfc_capacity"
                for alias in node.names
            }
    return parts


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_run_one_way(path: Path) -> None:
    assert imported_parts(path) <= MAY_IMPORT[part_of(path)]


def test_readme_maps_every_part() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    mapped = set(re.findall(r"^  (\w+)(?:\.py|/)", readme.split("mfc_capacity/\n", 1)[1], flags=re.MULTILINE))
    assert mapped == set(MAY_IMPORT) - {"__main__", "__init__"}
