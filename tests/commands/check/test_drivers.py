"""The lines named as driving a figure are those whose change by 1 % moves it most."""

import json
from pathlib import Path

import pytest

from mfc_capacity.plan import answer as plans
from mfc_capacity.scenario import load_scenario

from .conftest import TWO_GROUPS, Run

FIGURES = {
    "hotlines.a.calls_per_day": "3000",
    "hotlines.b.calls_per_day": "800",
    "peaks.rush.multiply.b": "2",
    "drivers.centres.2014-04-02": "15",
}


def drivers_of(run: Run, limit: str, text: str = TWO_GROUPS) -> list[str]:
    ran = run("check", "main.yaml", "-f", "json", main=f"{text}limits:\n- {{id: x, {limit}}}\n")
    (violation,) = json.loads(ran.out)["violations"]
    for driver in violation["drivers"]:
        if driver["location"] is not None:
            _, line, column = driver["location"].split(":")
            assert text.splitlines()[int(line) - 1][int(column) - 1 :].startswith(driver["value"][:3])
    return [driver["key"] for driver in violation["drivers"]]


@pytest.mark.parametrize(
    ("where", "table", "row"),
    [
        ("", "summary", {"group": "total"}),
        (", where: {group: south, date: 2014-04-01}", "days", {"group": "south", "date": "2014-04-01"}),
        (", where: {group: north, date: 2014-04-03}", "days", {"group": "north", "date": "2014-04-03"}),
    ],
)
def test_the_drivers_of_calls_move_them_most(where: str, table: str, row: dict[str, str], run: Run) -> None:
    def calls(*changes: str) -> float:
        loaded = load_scenario("main.yaml", overrides=changes, read_bytes=lambda _: TWO_GROUPS.encode())
        records = plans.plan(loaded, "none").tables[table].records()
        (record,) = [record for record in records if row.items() <= record.items()]
        return float(record["calls"] or 0)

    before = calls()
    moved = {key: calls(f"{key}={float(value) * 1.01}") - before for key, value in FIGURES.items()}
    named = drivers_of(run, f"metric: calls{where}, max: 0")
    assert named == sorted(named, key=lambda key: -round(moved[key], 6))
    left_out = [effect for key, effect in moved.items() if key not in named]
    assert min(moved[key] for key in named) >= max(left_out) - 1e-6


def test_what_decides_a_figure_comes_first(run: Run) -> None:
    assert drivers_of(run, "metric: cost, max: 0 RUB")[0] == "costs.operator_hour"
    assert (
        drivers_of(run, "metric: asa_s, where: {group: north}, max: 0s")[0]
        == "groups.north.targets.service_level"
    )
    dated = TWO_GROUPS + "targets: {2014-03-30: {max_asa: 5s}, 2014-04-02: {max_asa: 4s}}\n"
    where = "where: {group: north, date: 2014-04-03}"
    assert drivers_of(run, f"metric: asa_s, {where}, max: 0s", dated)[0] == "targets.2014-04-02.max_asa"
    own = TWO_GROUPS + "targets: {max_asa: 5s}\n"
    assert drivers_of(run, "metric: asa_s, where: {group: north}, max: 0s", own)[0] == "targets.max_asa"
    staffed = TWO_GROUPS.replace("hotlines: [a]}", "hotlines: [a], operators: 18}")
    assert drivers_of(run, "metric: operators_short, max: 0", staffed)[0] == "groups.north.operators"


def test_three_lines_and_no_more(run: Run) -> None:
    assert len(drivers_of(run, "metric: cost, max: 0 RUB")) == 3
    assert len(drivers_of(run, "metric: operators_required, where: {group: south}, max: 0")) == 3


def test_handling_time_does_not_drive_calls(run: Run) -> None:
    assert not any(key.endswith("aht") for key in drivers_of(run, "metric: calls, max: 0"))


PEAK_OF_ONE = """\
calendar: {from: 2014-03-31, to: 2014-04-01}
hotlines:
  day: {calls_per_day: 6000, aht: 3m, patience: 2m, hours: 08:00-20:00}
  night: {calls_per_day: 9000, aht: 5m, patience: 2m, hours: {mon-fri: 20:00-24:00}, profile: {20:00: 1, 23:00: 20}}
groups:
  one: {hotlines: [day, night], targets: {service_level: 50% in 60s, max_occupancy: 60%}}
"""


def test_who_is_closed_at_the_peak_does_not_drive_it_and_the_cap_that_decides_does(run: Run) -> None:
    """The peak is at night: one per cent more of what only calls by day moves nothing."""
    for metric in ("peak_operators_required", "peak_calls"):
        named = drivers_of(run, f"metric: {metric}, max: 0", PEAK_OF_ONE)
        assert not any(key.startswith("hotlines.day") for key in named)
        assert any(key.startswith("hotlines.night") for key in named)
    named = drivers_of(run, "metric: peak_operators_required, max: 0", PEAK_OF_ONE)
    assert named[0] == "groups.one.targets.max_occupancy"


def test_what_comes_back_and_what_lasts_longer_drive_work(run: Run) -> None:
    text = """\
hotlines:
  a: {calls_per_day: 3000, aht: 3m, hours: 08:00-20:00,
      deflect: [{to: bot, share: 40%, returns: 50%, rest_aht: +30%}]}
"""
    # of 2,400 calls 600 are of those who call after all; of the work 3 / 13 is what lasts longer
    assert drivers_of(run, "metric: calls, max: 1", text) == [
        "hotlines.a.calls_per_day",
        "hotlines.a.deflect.0.returns",
    ]
    assert drivers_of(run, "metric: operator_hours_required, max: 1 h", text) == [
        "hotlines.a.calls_per_day",
        "hotlines.a.aht",
        "hotlines.a.deflect.0.returns",
    ]


OF_TABLES = """\
currency: EUR
calendar: {from: 2014-03-31, to: 2014-04-01, interval: 60m}
volumes: [{file: calls.csv}]
rosters: [{file: staff.csv}]
hotlines:
  a: {aht: 3m, hours: 08:00-10:00}
costs: {operator_hour: 20 EUR}
"""
CALLS = "date,start,hotline,calls,aht\n" + "".join(
    f"2014-{day},{hour},a,30,120\n" for day in ("03-31", "04-01") for hour in ("08:00", "09:00")
)
STAFF = "date,start,group,operators\n2014-03-31,08:00,a,1\n2014-04-01,08:00,a,1\n"


@pytest.fixture
def tables(folder: Path) -> Path:
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    (folder / "staff.csv").write_text(STAFF, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("tables")
def test_what_a_table_says_is_driven_by_its_file(run: Run) -> None:
    """One per cent more of the hotline's own handling time moves nothing where the rows have theirs."""
    assert drivers_of(run, "metric: calls, max: 0", OF_TABLES) == ["volumes.0.file"]
    assert drivers_of(run, "metric: given_days_missed, max: 0", OF_TABLES) == [
        "rosters.0.file",
        "volumes.0.file",
    ]
    assert drivers_of(run, "metric: cost, max: 0 EUR", OF_TABLES)[:2] == [
        "costs.operator_hour",
        "volumes.0.file",
    ]


def test_a_hotline_drives_what_its_table_leaves_to_it(run: Run, tables: Path) -> None:
    """Of the calls of 31 March half have no handling time of their own; 1 April has no rows."""
    rows = CALLS.splitlines()[:3]
    rows[2] = rows[2].removesuffix("120")
    (tables / "calls.csv").write_text("\n".join(rows), encoding="utf-8")
    text = OF_TABLES.replace("{aht: 3m", "{calls_per_day: 60, aht: 3m")
    hours = "metric: operator_hours_required, max: 0 h"
    on = ", where: {group: a, date: 2014-03-31}"
    assert drivers_of(run, hours + on, text) == ["volumes.0.file", "hotlines.a.aht"]
    on = ", where: {group: a, date: 2014-04-01}"
    assert drivers_of(run, hours + on, text) == ["hotlines.a.calls_per_day", "hotlines.a.aht"]
