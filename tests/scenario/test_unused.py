"""Figures for which a table stands are no assumptions of the plan; all others are."""

from pathlib import Path

import pytest

from mfc_capacity.scenario import load_scenario

SCENARIO = """\
calendar: {from: 2014-03-03, to: 2014-03-04, interval: 30m}
volumes: [{file: calls.csv}]
hotlines:
  a: {aht: 3m, hours: 08:00-09:00, CALLS}
"""
HEAD = "date,start,hotline,calls,aht\n"
ROWS = [f"2014-03-0{day},08:{minute},a,10,60" for day in (3, 4) for minute in ("00", "30")]
REPLACED = {"hotlines.a.calls_per_day", "hotlines.a.weekdays", "hotlines.a.months"}


def listed(folder: Path, rows: list[str], head: str = HEAD) -> set[str]:
    """Return the figures of the scenario with a table that there is something to say of."""
    (folder / "calls.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    (folder / "s.yaml").write_text(SCENARIO.replace("CALLS", "calls_per_day: 100"), encoding="utf-8")
    figures = load_scenario(str(folder / "s.yaml")).figures
    own = {*REPLACED, "hotlines.a.profile", "hotlines.a.aht"}
    return own & {figure.key for figure in figures}


def test_a_whole_table_stands_for_all_of_them(tmp_path: Path) -> None:
    assert listed(tmp_path, ROWS) == set()


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (ROWS[:2], {*REPLACED, "hotlines.a.profile", "hotlines.a.aht"}),  # 4 March is planned from them
        ([*ROWS[:3], "2014-03-04,08:30,a,10,"], {"hotlines.a.aht"}),
        ([*ROWS[:3], "2014-03-04,08:30,a,0,"], set()),  # nobody calls who would take so long
        ([ROWS[0], ROWS[2]], {"hotlines.a.profile"}),  # alone on its day, a row is an hour
    ],
)
def test_what_a_row_leaves_open_is_an_assumption(rows: list[str], left: set[str], tmp_path: Path) -> None:
    assert listed(tmp_path, rows) == left


def test_the_profile_spreads_whole_days_and_long_rows(tmp_path: Path) -> None:
    days = [f"2014-03-0{day},a,20,60" for day in (3, 4)]
    assert listed(tmp_path, days, "date,hotline,calls,aht\n") == {"hotlines.a.profile"}
    hours = [f"2014-03-0{day},08:00,a,20,60" for day in (3, 4)]
    assert listed(tmp_path, [*hours, "2014-03-03,09:00,a,0,", "2014-03-04,09:00,a,0,"]) == {
        "hotlines.a.profile"
    }


def test_all_calls_per_day_are_used_until_every_hotline_has_rows(tmp_path: Path) -> None:
    shared = SCENARIO.replace("CALLS", "share: 100%") + "calls_per_day: 100\n"
    (tmp_path / "s.yaml").write_text(shared, encoding="utf-8")
    for rows, is_used in ((ROWS, False), (ROWS[:2], True)):
        (tmp_path / "calls.csv").write_text(HEAD + "\n".join(rows), encoding="utf-8")
        keys = {figure.key for figure in load_scenario(str(tmp_path / "s.yaml")).figures}
        assert ("calls_per_day" in keys) is is_used
        assert ("hotlines.a.share" in keys) is is_used
