"""The command as people and scripts see it: pages of two widths, formats, hostile names, a missing library."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from mfc_capacity.api import Schedule
from mfc_capacity.cli.output import searched
from mfc_capacity.commands.schedule.view import head, view
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.wording.answers import in_words
from tests.commands.schedule.scenarios import SHORT, TWO_GROUPS, scenario, written
from tests.conftest import Ran

Run = Callable[..., Ran]
TABLES = ("headcount", "shifts", "breaks", "cover", "rosters", "duties")
AnswerOf = Callable[[str], Schedule]
MOSCOW = ("schedule", "scenarios/moscow-shifts.yaml", "--group", "health")


@pytest.fixture(scope="module")
def answer_of() -> AnswerOf:
    """Schedule a scenario that is given as a text, once."""

    @cache
    def of_text(text: str) -> Schedule:
        answer = scenario(text).schedule()
        return replace(answer, record=in_words(answer.record))

    return of_text


@pytest.mark.parametrize(("text", "width"), [(TWO_GROUPS, 80), (SHORT, 160)], ids=["two-groups", "short"])
def test_a_page_fits_its_screen(answer_of: AnswerOf, text: str, width: int) -> None:
    page = str(FORMATS["table"].render(view(answer_of(text).record), Options(width=width)))
    assert max(map(cell_len, page.splitlines())) <= width
    assert "It takes " in page.rsplit("More:", 1)[1]


@pytest.mark.parametrize("text", [TWO_GROUPS, SHORT], ids=["two-groups", "short"])
def test_every_format_has_the_same_tables(answer_of: AnswerOf, run: Run, text: str) -> None:
    shown = view(answer_of(text).record)
    document = json.loads(str(FORMATS["json"].render(shown, Options())))
    jsonschema.validate(document, run("schema", "schedule").document)
    assert tuple(document["tables"]) == TABLES
    for name in TABLES:
        rows = list(csv.DictReader(io.StringIO(str(FORMATS["csv"].render(shown, Options(name))))))
        assert [list(row) for row in rows] == [list(row) for row in document["tables"][name]]
    workbook = FORMATS["xlsx"].render(shown, Options())
    assert isinstance(workbook, bytes)
    sheets = load_workbook(io.BytesIO(workbook))
    assert {*TABLES, "Charts"} <= set(sheets.sheetnames)
    assert {"from", "needed", "scheduled"} <= {cell.value for cell in sheets["Chart data"][2]}


def test_hostile_names_are_only_names(answer_of: AnswerOf) -> None:
    shown = view(answer_of(SHORT).record)
    page = str(FORMATS["table"].render(shown, Options(colours=16)))
    assert "[red]clock[/red] <b>|=1+1 🎉: operators who begin" in page
    markdown = str(FORMATS["markdown"].render(shown, Options()))
    assert "<script>" not in markdown
    assert "<b>" not in markdown


def test_two_runs_differ_in_seconds_alone(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, TWO_GROUPS)
    first, second = (
        re.sub(r'"seconds": [\d.e-]+', "", run("schedule", path, "-f", "json").text) for _ in range(2)
    )
    assert first == second
    assert '"status": "' in first


def test_the_proof_stands_beside_the_tables(answer_of: AnswerOf) -> None:
    answer = answer_of(TWO_GROUPS)
    assert list(head(answer.record)["proof"]) == ["city", "clock"]
    for record, proof in zip(answer.headcount.records(), answer.record.proof.values(), strict=False):
        assert proof.bound is not None
        assert proof.gap is not None
        assert proof.bound <= proof.objective * (1 + 1e-9)
        assert proof.gap <= 0.01
        assert proof.status == record["status"]
        assert proof.uncovered_gap is None
        assert record["shift_cost"] == pytest.approx(401.37 * proof.objective, abs=0.01)


def test_without_the_library_the_extra_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    ran = run("schedule", written(tmp_path, TWO_GROUPS))
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("shifts: shifts need highspy, which is not installed\n")
    assert "pip install '.[shifts]'" in ran.err


def test_what_has_shifts_that_cannot_be_scheduled_is_2_and_leaves_stdout_empty(run: Run) -> None:
    for arguments in (["scenarios/moscow-2014.yaml"], ["scenarios/minimal.yaml", "--table", "x"]):
        ran = run("schedule", *arguments)
        assert (ran.code, ran.out) == (2, b"")
        assert "Traceback" not in ran.err


@pytest.mark.slow
def test_a_week_of_the_example_is_covered(run: Run) -> None:
    document = run(*MOSCOW, "-f", "json").document
    total = document["tables"]["headcount"][-1]
    assert (total["from"], total["to"], total["operator_hours_short"]) == ("2014-10-06", "2014-10-12", 0)
    assert not document["warnings"]
    assert {row["shift"] for row in document["tables"]["shifts"]} <= {"day12", "night12", "office", "short"}
    people = sum(row["people"] for row in document["tables"]["rosters"])
    short = sum(row["people"] for row in document["tables"]["rosters"] if row["shift"] == "short")
    assert short <= 0.2 * people


def test_progress_needs_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with searched() as search:
        search.found("city", float("inf"), 0.0)
        search.found("city", 100.0, 99.0)
        search.weeks(1, 73)
    assert capsys.readouterr() == ("", "")
