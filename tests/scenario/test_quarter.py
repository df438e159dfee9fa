"""The quarter of a planner's own tables: the same plan from every kind of file, each row as it is by itself."""

import csv
import importlib.util
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity import api
from tests.conftest import ROOT

QUARTER = ROOT / "scenarios" / "quarter"
WEEKS = ["calendar.from=2026-06-15"]  # the last two: their rows stand at the end of each table


def cells() -> list[list[str]]:
    with (QUARTER / "forecast.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def planned(folder: Path, table: str) -> api.Plan:
    text = (QUARTER / "quarter.yaml").read_text(encoding="utf-8").replace("forecast.csv", table)
    for name in ("roster.csv", "make.py"):
        (folder / name).write_bytes((QUARTER / name).read_bytes())
    (folder / "quarter.yaml").write_text(text, encoding="utf-8")
    return api.load(str(folder / "quarter.yaml"), set=WEEKS).plan(intervals="all")


def figures(plan: api.Plan) -> list[Any]:
    return [table.rows for table in (plan.summary, plan.months, plan.days, plan.intervals)]


def test_the_script_makes_the_tables(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make", QUARTER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.write(tmp_path)
    for name in ("forecast.csv", "roster.csv"):
        assert (tmp_path / name).read_bytes() == (QUARTER / name).read_bytes()
    assert len(cells()) == 9_464 + 1


@pytest.mark.slow
def test_every_kind_of_file_is_the_same_plan(tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    rows = cells()
    russian = "\r\n".join(";".join(cell.replace(".", ",") for cell in row) for row in rows)
    (tmp_path / "forecast.csv").write_bytes(russian.replace("City line", "Город").encode("cp1251"))
    book = openpyxl.Workbook()
    for k, row in enumerate(rows):
        book.active.append([*row[:3], *(map(float, row[3:]) if k else row[3:])])
    book.save(tmp_path / "forecast.xlsx")
    duckdb.sql(f"SELECT * FROM read_csv('{QUARTER / 'forecast.csv'}')").write_parquet(  # noqa: S608
        str(tmp_path / "forecast.parquet")
    )
    plain = figures(api.load(str(QUARTER / "quarter.yaml"), set=WEEKS).plan(intervals="all"))
    assert figures(planned(tmp_path, "forecast.xlsx")) == plain
    assert figures(planned(tmp_path, "forecast.parquet")) == plain
    scenario = (tmp_path / "quarter.yaml").read_text(encoding="utf-8").replace("City line", "Город", 1)
    (tmp_path / "quarter.yaml").write_text(
        scenario.replace("forecast.parquet", "forecast.csv"), encoding="utf-8"
    )
    assert figures(api.load(str(tmp_path / "quarter.yaml"), set=WEEKS).plan(intervals="all")) == plain


@pytest.mark.slow
def test_each_row_is_staffed_as_it_is_by_itself(tmp_path: Path) -> None:
    plan = api.load(str(QUARTER / "quarter.yaml")).plan(intervals="all")
    names = {"City line": "city", "Clinics": "clinics", "Housing": "housing", "Social support": "social"}
    patience_s = {"city": 180, "clinics": 120, "housing": 240, "social": 300}
    rows = cells()[1:]
    asked = ["calls_per_hour,aht_s,patience_s,within_s,service_level"]
    asked += [f"{float(row[3]) * 2!r},{row[4]},{patience_s[names[row[2]]]},20,0.8" for row in rows]
    (tmp_path / "rows.csv").write_text("\n".join(asked), encoding="utf-8")
    alone = list(api.erlang_rows(str(tmp_path / "rows.csv")).record.tables["erlang"].records())
    of_plan = {(r["date"], r["start"], r["group"]): r for r in plan.intervals.records()}
    own = [of_plan[row[0], row[1], names[row[2]]] for row in rows]
    assert [r["operators_required"] for r in own] == [r["operators"] for r in alone]
    assert [r["calls"] for r in own] == pytest.approx([float(row[3]) for row in rows], rel=1e-12)
    assert [r["service_level"] for r in own] == pytest.approx(
        [r["service_level_offered"] for r in alone], rel=1e-9
    )
