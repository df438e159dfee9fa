"""The commands from Python: the page of documentation runs, and says what the command line says."""

import doctest
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import mfc_capacity as mfc
from mfc_capacity import api
from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
PAGE = ROOT / "docs" / "python.md"
MINIMAL = "scenarios/minimal.yaml"


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.slow
def test_the_page_runs() -> None:
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert attempted > 15
    assert not failed


@pytest.fixture(scope="module")
def plan() -> api.Plan:
    return mfc.load(ROOT / MINIMAL).plan()


def test_the_command_line_says_the_same(plan: api.Plan, run: Run) -> None:
    document = run("plan", MINIMAL, "-f", "json").document
    assert {name: table.records() for name, table in plan.tables.items()} == document["tables"]
    assert list(plan.warnings) == [warning["message"] for warning in document["warnings"]]
    assert plan.assumptions.records() == document["assumptions"]


def test_a_scenario_is_a_path_or_a_stream() -> None:
    text = (ROOT / MINIMAL).read_text(encoding="utf-8")
    by_path = mfc.load(Path(MINIMAL)).loaded
    with open(MINIMAL, encoding="utf-8") as file:  # noqa: PTH123 - what a user has at hand
        for stream in (file, io.StringIO(text), io.BytesIO(text.encode())):
            loaded = mfc.load(stream).loaded
            assert (loaded.scenario, loaded.sha256) == (by_path.scenario, by_path.sha256)


def test_errors_are_what_the_command_line_prints(run: Run) -> None:
    change = {"hotlines.helpdesk.aht": "4", "shrinkage": "300%"}
    with pytest.raises(mfc.ScenarioError) as caught:
        mfc.load(MINIMAL, set=change)
    ran = run("plan", MINIMAL, *(f"--set={path}={value}" for path, value in change.items()))
    assert f"{caught.value}\n" == ran.err
    for problem in caught.value.problems:
        assert problem.key
        assert problem.message in problem.text
        assert not re.match(r"\w+\.\w+\(", problem.message)


def test_no_answer_is_another_error(run: Run) -> None:
    with pytest.raises(mfc.NoAnswer) as caught:
        mfc.load(MINIMAL, set={"targets": "{max_asa: 0s}"}).plan()
    assert run("plan", MINIMAL, "--set", "targets={max_asa: 0s}").err == f"{caught.value}\n"
    assert not isinstance(caught.value, mfc.ScenarioError)


def test_a_table_that_is_not_there_is_named(plan: api.Plan) -> None:
    with pytest.raises(AttributeError, match=r"no table .budget"):
        _ = plan.budget
    assert not hasattr(plan, "contract")


def test_a_failing_side_leaves_the_other_standing() -> None:
    comparison = api.compare(MINIMAL, MINIMAL, set={"hotlines.helpdesk.aht": "4"})
    assert isinstance(comparison.failure, mfc.ScenarioError)
    assert comparison.changes.rows
    with pytest.raises(mfc.ScenarioError):
        api.compare("nowhere.yaml", MINIMAL, set={"hotlines.helpdesk.aht": "4"})


@pytest.mark.parametrize("at", ["3 mln", 3_000_000, 3e6])
def test_sums_are_texts_or_numbers(at: str | float) -> None:
    text = (ROOT / MINIMAL).read_text(encoding="utf-8") + "costs: {operator_hour: 400 RUB}\n"
    currency = text if "currency:" in text else f"currency: RUB\n{text}"
    asked = mfc.load(io.StringIO(currency)).budget(at=at)
    assert 3e6 in {row["money"] for row in asked.curve.records()}


def test_a_grid_that_runs_backwards_is_refused() -> None:
    scenario = mfc.load(MINIMAL, set={"currency": "RUB"})
    with pytest.raises(mfc.ScenarioError, match=r"^--to: 200 is not more than --from 300"):
        scenario.budget(first=300, last=200)


def test_options_of_erlang_are_those_of_the_command() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'calls_per_hour'"):
        mfc.erlang("c", calls_per_hour=360, aht="4m", operators=30)  # type: ignore[call-arg]
    assert mfc.erlang("b", calls="360/h", aht="4m", lines=30).intervals.rows
    with pytest.raises(mfc.NoAnswer):
        mfc.erlang("b", calls="360/h", aht="4m", max_blocking="0%")


def test_answers_do_not_change(plan: api.Plan) -> None:
    with pytest.raises(AttributeError):
        plan.summary = plan.days  # type: ignore[misc, assignment]
    with pytest.raises(TypeError):
        plan.tables["summary"] = plan.days  # type: ignore[index]


def test_what_a_code_means() -> None:
    meaning = api.meaning("calls-outlast-intervals")
    assert meaning is not None
    assert meaning.codes.rows
    assert api.meaning("scenario.yaml") is None


def test_pandas_is_asked_for_by_name(plan: api.Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        plan.summary.to_pandas()


def test_importing_the_package_imports_names_only() -> None:
    code = "import mfc_capacity, sys; print(*(name for name in sys.modules if name[:3] in ('mfc', 'num')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert set(ran.stdout.split()) == {"mfc_capacity", "mfc_capacity.api", "mfc_capacity.api.names"}


def test_names_are_there() -> None:
    assert set(mfc.__all__) <= set(dir(mfc))
    assert all(hasattr(mfc, name) for name in mfc.__all__)
    with pytest.raises(AttributeError):
        _ = mfc.pivot
