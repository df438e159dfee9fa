"""The section of shifts: who is needed and who is there, with the digits of `schedule`."""

import re
from pathlib import Path

import pytest

from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.commands.schedule import Request as Scheduling
from mfc_capacity.render.charts import shifts
from mfc_capacity.scenario import load_scenario
from mfc_capacity.shifts.schedule import Question
from tests.conftest import Run

SHIFTS = """
schema: mfc-capacity/scenario/1
calendar: {from: 2024-01-29, to: 2024-02-04, interval: 30m}
hotlines:
  desk: {calls_per_day: 480, aht: 4m, patience: 2m, hours: 08:00-20:00}
targets: {service_level: 80% in 20s}
shifts:
  "<b>late": {starts: [10:00, 11:00], length: 9h, breaks: [{length: 1h, within: 3h-6h, paid: no}], pattern: 5/2}
  night: {starts: 20:00, length: 12h, pattern: 2/2, max_operators: 1, min_operators: 1}
"""


def test_need_and_cover_are_drawn_with_the_shifts_below(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "shifts.yaml"
    path.write_text(SHIFTS, encoding="utf-8")
    page = run("report", str(path), "--shifts", "--no-simulate").out.decode()
    section = re.search(r'<section aria-labelledby="shifts">.*?</section>', page, re.DOTALL)
    assert section is not None
    assert "<b>late" not in section[0]
    assert "10:00 &lt;b&gt;late" in section[0]
    assert "missing</span>" in section[0]  # nobody but one begins before 10:00
    csv = run("schedule", str(path), "--table", "headcount", "-f", "csv").out.decode()
    heads = csv.splitlines()[1].split(",")[csv.splitlines()[0].split(",").index("headcount")]
    assert f">{heads}<" in section[0]


def test_a_shift_of_the_night_is_drawn_on_both_its_days(tmp_path: Path) -> None:
    path = tmp_path / "shifts.yaml"
    path.write_text(SHIFTS, encoding="utf-8")
    found = report(load_scenario(str(path)), str(path), Request(), scheduling=Scheduling(Question()))
    assert found.schedule is not None
    (day,) = found.schedule.busiest_days
    nights = [(shift.begins_s, shift.ends_s) for shift in day.shifts if shift.shift == "night"]
    assert nights == [(-4 * 3600, 8 * 3600), (20 * 3600, 32 * 3600)]
    (picture,) = shifts.charts(found.schedule)
    cover = found.schedule.tables["cover"].records()
    under = sum(int(record["under"] or 0) for record in cover if record["date"] == day.date)
    assert under > 0
    assert f"{under / 48:.1f} are missing" in picture.said


@pytest.mark.parametrize("option", [[], ["--no-shifts"]])
def test_without_being_asked_nothing_is_scheduled(run: Run, tmp_path: Path, option: list[str]) -> None:
    path = tmp_path / "shifts.yaml"
    path.write_text(SHIFTS, encoding="utf-8")
    page = run("report", str(path), "--no-simulate", *option).out.decode()
    assert 'aria-labelledby="shifts"' not in page
