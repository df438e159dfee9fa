"""A log in a workbook or as Parquet says what it says as CSV; and the logs of the tests are those of Erlang A."""

import csv
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import numpy as np
import pytest

from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.files.problems import InputError
from mfc_capacity.records.calls import ANSWERED
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.reading import read_records
from mfc_capacity.wording import problem_text
from tests.conftest import Ran
from tests.records.logs import Truth, play, write_log


def test_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Notes"
    page = book.create_sheet("May")
    page.append(["Calls of May"])
    page.append(["Дата и время", "Ожидание", "Результат", "Разговор", "Линия"])
    page.append([datetime(2026, 5, 4, 9, 5, 7), time(0, 1, 15), "Отвечен", 180.5, "МФЦ"])  # noqa: DTZ001 - local
    page.append([datetime(2026, 5, 4), 40, "Потерян", None, "МФЦ"])  # noqa: DTZ001 - a midnight, which Excel has as a day
    book.save(tmp_path / "log.xlsx")
    calls = read_records([str(tmp_path / "log.xlsx")], mapped=Mapped(sheet="May"))
    assert calls.arrived.astype(str).tolist() == ["2026-05-04T00:00:00", "2026-05-04T09:05:07"]
    assert calls.queue_s.tolist() == [40, 75]
    assert calls.handling_s[1] == 180.5
    assert calls.hotlines == ("МФЦ",)
    assert [calls.place(k) for k in range(2)] == ["log.xlsx:4", "log.xlsx:3"]


def test_parquet(tmp_path: Path) -> None:
    import duckdb

    rows = """
        (VALUES
            (TIMESTAMP '2026-05-04 09:05:07.25', 75.125::DOUBLE, 'answered', 1.2::DOUBLE, 'a'),
            (TIMESTAMP '2026-05-04 10:00:00', 0, 'busy', NULL, NULL)
        ) AS rows(arrived_at, queue_s, outcome, handling_s, caller)
    """
    path = tmp_path / "log.parquet"
    duckdb.sql(f"SELECT * FROM {rows}").write_parquet(str(path))  # noqa: S608
    calls = read_records([str(path)])
    assert calls.arrived.astype(str).tolist() == ["2026-05-04T09:05:07", "2026-05-04T10:00:00"]
    assert calls.queue_s.tolist() == [75.125, 0]
    np.testing.assert_array_equal(calls.handling_s, [1.2, np.nan])
    assert calls.caller is not None
    assert calls.caller.tolist() == [0, -1]


@pytest.mark.slow
def test_the_log_of_a_simulated_day(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    days = ("--set", "calendar.from=2026-03-02", "--set", "calendar.to=2026-03-02")
    assert (
        run("simulate", "scenarios/minimal.yaml", *days, "--precision", "10%", "--trace", str(path)).code == 0
    )
    with path.open() as file:
        rows = list(csv.DictReader(file))
    calls = read_records([str(path)])
    assert len(calls) == len(rows)
    assert {each.role for each in calls.columns} == {
        "arrived_at", "queue_s", "outcome", "handling_s", "hotline", "call_id",
    }  # fmt: skip
    assert np.nansum(calls.handling_s) == pytest.approx(sum(float(row["handling_s"] or 0) for row in rows))
    assert calls.queue_s.sum() == pytest.approx(sum(float(row["wait_s"]) for row in rows))


@pytest.mark.slow
def test_logs_are_those_of_erlang_a(tmp_path: Path) -> None:
    """Over 40 days of M/M/n+M means are within four standard errors of days of the formula's (Garnett et al. 2002)."""
    truth = Truth(days=40, calls_per_day=1440, aht_s=180, patience_s=120, operators=3)
    calls = read_records([str(write_log(tmp_path / "log.csv", play(truth)))])
    theory = steady_state(60.0, truth.aht_s, truth.operators, patience_s=truth.patience_s, within_s=20.0)
    day = (calls.arrived - calls.arrived[0]).astype("timedelta64[D]").astype(int)
    answered = calls.outcome == ANSWERED
    in_time = answered & (calls.queue_s <= 20)
    for values, expected in (
        (~answered, theory.abandonment),
        (in_time, theory.service_level_offered),
        (calls.queue_s, theory.mean_wait_s),
    ):
        days = np.array([values[day == k].mean() for k in range(truth.days)])
        assert days.mean() == pytest.approx(float(expected), abs=4 * days.std(ddof=1) / np.sqrt(truth.days))
    assert np.nanmean(calls.handling_s) == pytest.approx(
        truth.aht_s, rel=0.02
    )  # four standard errors of 50,000 calls


def test_who_hangs_up_may_call_again() -> None:
    played = play(Truth(days=3, operators=1, calls_per_day=600, redial_share=0.5))
    abandoned = sum(call.handling_s is None for call in played)
    again = len(played) - len({call.caller for call in played})
    assert again == pytest.approx(abandoned / 2, abs=4 * np.sqrt(abandoned / 4))


def workbook(path: Path, *sheets: tuple[str, list[list[str]]]) -> str:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)
    return str(path)


LOG = [["Дата и время", "Ожидание", "Результат"], ["04.05.2026 09:05:07", "40", "Потерян"]]
OWN = [["when", "how"], ["2026-05-04 09:05:07", "busy"]]


def test_the_only_sheet_that_has_columns_of_a_log_is_read(tmp_path: Path) -> None:
    calls = read_records(
        [workbook(tmp_path / "log.xlsx", ("Summary", [["Report"]]), ("Log", LOG), ("Void", []))]
    )
    assert calls.queue_s.tolist() == [40]
    own = read_records([workbook(tmp_path / "own.xlsx", ("Log", OWN), ("Void", []))])
    assert len(own) == 1


@pytest.mark.parametrize(
    ("sheets", "named"),
    [
        ((("Summary", [["Report"]]), ("May", LOG), ("June", LOG)), "May, June"),
        ((("Summary", [["Report"]]), ("May", OWN)), "Summary, May"),
    ],
)
def test_sheets_are_named_where_several_may_be_meant(
    sheets: tuple[tuple[str, list[list[str]]], ...], named: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        read_records([workbook(tmp_path / "log.xlsx", *sheets)])
    told = problem_text(error.value.problems[0])
    assert "the first sheet, Summary, has none of the columns" in told
    assert f"its sheets are {named}: say which, as sheet:" in told
    assert "--map" in told
