"""Who may import whom; the list is the order of the calculation."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mfc_capacity"

READING = {"errors", "units", "loading", "scenario"}
MAY_IMPORT = {
    "core": {"core"},
    "formatting": set(),
    "errors": {"formatting"},
    "units": {"errors"},
    "loading": {"errors", "units", "loading"},
    "metrics": {"columns", "results", "formatting", "units"},
    "scenario": {*READING, "metrics"},
    "demand": {"scenario"},
    "performance": {"demand"},
    "through_day": {"core", "demand", "performance", "results", "scenario"},
    "operators": {"core", "demand", "performance", "results", "scenario", "through_day"},
    "money": {"demand"},
    "processes": set(),
    "solving": {"demand", "operators", "processes", "scenario"},
    "planning": {
        *("demand", "operators", "solving", "money", "errors", "scenario", "formatting", "units"),
        "wording",
    },
    "results": set(),
    "columns": {"results"},
    "ledger": {"demand", "operators", "money", "performance", "planning", "results", "scenario"},
    "delivered": {
        *(
            "demand",
            "formatting",
            "operators",
            "performance",
            "planning",
            "results",
            "scenario",
            "through_day",
        ),
    },
    "tables": {
        *("columns", "delivered", "demand", "ledger", "operators", "performance", "planning", "results"),
        "formatting",
    },
    "cautions": {*READING, "demand", "operators", "planning", "results", "formatting"},
    "accounts": {
        *READING,
        *(
            "columns",
            "core",
            "demand",
            "formatting",
            "ledger",
            "money",
            "operators",
            "performance",
            "planning",
        ),
        *("provenance", "results", "wording"),
    },
    "sweep": {
        *READING,
        *("columns", "ledger", "planning", "provenance", "results", "tables", "wording"),
    },
    "provenance": {"results", "scenario"},
    "wording": {"wording", "results", "scenario", "units", "formatting"},
    "pipeline": {
        *(
            "accounts",
            "cautions",
            "delivered",
            "demand",
            "errors",
            "operators",
            "planning",
            "provenance",
            "results",
            "scenario",
            "tables",
            "units",
            "wording",
        ),
    },
    "explain": {
        *READING,
        *("cautions", "columns", "demand", "explain", "formatting", "ledger", "money"),
        *("operators", "performance", "planning", "provenance", "results", "wording"),
    },
    "simulate": {
        *READING,
        *("calculator", "cautions", "columns", "core", "demand", "formatting", "operators", "performance"),
        *("planning", "provenance", "results", "simulate", "wording"),
    },
    "report": {
        *("accounts", "delivered", "demand", "errors", "explain", "gate", "ledger", "pipeline", "planning"),
        *("results", "scenario", "simulate", "tables"),
    },
    "calculator": {"calculator", "columns", "core", "errors", "operators", "results", "units"},
    "schemas": {"results", "columns", "calculator", "wording"},
    "render": {"render", "results", "columns", "errors", "formatting", "metrics", "wording", "mfc_capacity"},
    "gate": {
        *("columns", "demand", "errors", "formatting", "ledger", "loading", "metrics", "money"),
        "operators",
        *("pipeline", "planning", "solving"),
        *("render", "results", "scenario", "schemas", "tables", "units", "wording"),
    },
    "__init__": set(),
}
MAY_IMPORT["cli"] = {*MAY_IMPORT, "mfc_capacity"} - {"__init__"}
MAY_IMPORT["__main__"] = {"cli"}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    parts = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mfc_capacity":
            inner = (node.module or "").split(".")[1:2]
            parts |= set(inner) or {part_named(alias.name) for alias in node.names}
    return parts


def part_named(name: str) -> str:
    is_part = (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists()
    return name if is_part else "mfc_capacity"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_run_one_way(path: Path) -> None:
    assert imported_parts(path) - {part_of(path)} <= MAY_IMPORT[part_of(path)]


def test_nothing_goes_round_in_circles() -> None:
    done: set[str] = {"mfc_capacity"}
    waiting = {part: allowed - {part} for part, allowed in MAY_IMPORT.items()}
    while waiting:
        ready = {part for part, needs in waiting.items() if needs <= done}
        assert ready, f"these import one another: {sorted(waiting)}"
        done |= ready
        waiting = {part: needs for part, needs in waiting.items() if part not in ready}


def test_readme_maps_every_part() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.partition("mfc_capacity/\n")[2].partition("```")[0]
    mapped = set(re.findall(r"^  (\w+)(?:\.py|/)", code, flags=re.MULTILINE))
    assert mapped == set(MAY_IMPORT) - {"__main__", "__init__"}
