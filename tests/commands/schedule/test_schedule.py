"""What a schedule's tables say adds up, agrees with the plan, and is read back as a roster."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity.answers.records import Cell
from mfc_capacity.api import NoAnswer, ScenarioError, Schedule
from tests.commands.schedule.scenarios import SHORT, TWO_GROUPS, scenario, written

Record = dict[str, Cell]

LENGTHS = {"day12": 12, "night12": 12, "office": 9}
DAYS = [date(2014, 5, 19) + timedelta(k) for k in range(7)]


@pytest.fixture(scope="module")
def answer() -> Schedule:
    return scenario(TWO_GROUPS).schedule(gap=0.0)


@pytest.fixture(scope="module")
def short() -> Schedule:
    return scenario(SHORT).schedule()


def number(cell: Cell) -> float:
    assert isinstance(cell, int | float)
    return float(cell)


def by_group(answer: Schedule) -> dict[str, Record]:
    return {str(record["group"]): record for record in answer.headcount.records()}


def hundredths(cells: list[Cell]) -> int:
    return sum(round(number(cell) * 100) for cell in cells)


def hour(clock: Cell) -> int:
    return int(str(clock)[:2])


def test_the_rows_of_shifts_add_up_to_the_head_count(answer: Schedule) -> None:
    groups = by_group(answer)
    for group in ("city", "clock"):
        own = [row for row in answer.shifts.records() if row["group"] == group]
        assert sum(number(row["paid_hours"]) for row in own) == pytest.approx(
            groups[group]["shift_hours_paid"]
        )
        assert hundredths([row["cost"] for row in own]) == hundredths([groups[group]["shift_cost"]])
    for name in ("labour_cost", "shift_cost"):
        assert hundredths([groups[group][name] for group in ("city", "clock")]) == hundredths(
            [groups["total"][name]]
        )
    for name in ("people", "headcount", "operator_hours_required", "operator_hours_over"):
        assert groups["total"][name] == number(groups["city"][name]) + number(groups["clock"][name])


def test_operators_at_their_desks_are_those_of_shifts_without_those_on_breaks(answer: Schedule) -> None:
    there: dict[tuple[str, date, int], int] = defaultdict(int)

    def count(row: Record, first: int, length: int, operators: int) -> None:
        begin = date.fromisoformat(str(row["date"]))
        for at in range(first, first + length):
            there[str(row["group"]), begin + timedelta(at // 24), at % 24] += operators

    for row in answer.shifts.records():
        count(row, hour(row["start"]), LENGTHS[str(row["shift"])], int(number(row["operators"])))
    for row in answer.breaks.records():
        at = hour(row["at"]) + 24 * (hour(row["at"]) < hour(row["start"]))
        count(row, at, 1, -int(number(row["operators"])))
    for row in answer.cover.records():
        day = date.fromisoformat(str(row["date"]))
        assert row["operators_scheduled"] == there[str(row["group"]), day, hour(row["start"])]
        assert number(row["over"]) - number(row["under"]) == number(row["operators_scheduled"]) - number(
            row["operators_required"]
        )
        assert row["under"] == 0


def test_persons_work_the_shifts_by_their_patterns(answer: Schedule) -> None:
    begun = Counter(
        (row["date"], row["group"], row["shift"], row["start"]) for row in answer.duties.records()
    )
    rows = answer.shifts.records()
    assert begun == {
        (row["date"], row["group"], row["shift"], row["start"]): row["operators"] for row in rows
    }
    groups = by_group(answer)
    people = Counter[str]()
    for row in answer.rosters.records():
        people[str(row["group"])] += int(number(row["people"]))
        assert row["pattern"] == ("5/2" if row["shift"] == "office" else "2/2")
        assert row["first_day"] in {day.isoformat() for day in DAYS}
    assert {group: groups[group]["people"] for group in people} == dict(people)
    for group in people:
        numbers = {row["person"] for row in answer.duties.records() if row["group"] == group}
        assert numbers == set(range(1, people[group] + 1))


def test_the_evening_before_counts_by_its_hours_within(answer: Schedule) -> None:
    before = [row for row in answer.shifts.records() if row["date"] == "2014-05-18"]
    assert before
    assert {row["shift"] for row in before} == {"night12"}
    for row in before:
        within = hour(row["start"]) + 12 - 24
        assert row["paid_hours"] == pytest.approx(number(row["operators"]) * within / (1 - 0.12))


def test_what_is_needed_by_itself_is_the_plan(answer: Schedule) -> None:
    plan = scenario(TWO_GROUPS).plan()
    planned = {str(row["group"]): row for row in plan.summary.records()}
    for group, record in by_group(answer).items():
        for name in ("operator_hours_required", "operator_hours_paid"):
            assert record[name] == pytest.approx(planned[group][name])
        assert record["labour_cost"] == pytest.approx(planned[group]["labour_cost"], abs=0.02)
        lost = 1 - number(record["operator_hours_paid"]) / number(record["shift_hours_paid"])
        assert record["efficiency_lost"] == pytest.approx(lost)


def test_without_days_each_group_has_its_heaviest_week() -> None:
    text = TWO_GROUPS.replace("to: 2014-05-25", "to: 2014-06-10").replace(
        "hotlines:\n",
        "peaks: {rush: {when: {from: 2014-05-28, to: 2014-05-28}, multiply: {day: 2}}}\nhotlines:\n",
        1,
    )
    own = scenario(text)
    weeks = {str(row["group"]): row["peak_week"] for row in own.plan().summary.records()}
    groups = by_group(own.schedule())
    assert (weeks["city"], groups["city"]["from"], groups["city"]["to"]) == (
        *("2014-W22", "2014-05-26", "2014-06-01"),
    )
    assert (weeks["clock"], groups["clock"]["from"]) == ("2014-W21", "2014-05-19")
    assert (groups["total"]["from"], groups["total"]["to"]) == ("2014-05-19", "2014-06-01")


def test_one_end_alone_is_that_of_a_week_cut_to_the_calendar() -> None:
    own = scenario(TWO_GROUPS)
    after, before = (
        own.schedule(group="city", first="2014-05-23"),
        own.schedule(group="city", last="2014-05-21"),
    )
    ends = [
        (record["from"], record["to"]) for each in (after, before) for record in each.headcount.records()[:1]
    ]
    assert ends == [("2014-05-23", "2014-05-25"), ("2014-05-19", "2014-05-21")]


@pytest.mark.parametrize("method", ["stationary", pytest.param("time-dependent", marks=pytest.mark.slow)])
def test_the_cover_is_a_roster_that_a_plan_reads_back(method: str, tmp_path: Path) -> None:
    found = scenario(TWO_GROUPS, method=method).schedule()
    file = written(tmp_path, as_csv(found.cover.records()), "cover.csv")
    text = f"{TWO_GROUPS}\nrosters: [{{file: {file}}}]\n"
    plan = scenario(text, method=method).plan(intervals="all")
    cover = {(row["date"], row["start"], row["group"]): row for row in found.cover.records()}
    rows = plan.intervals.records()
    assert rows
    for row in rows:
        own = cover[row["date"], row["start"], row["group"]]
        assert row["operators_given"] == own["operators_scheduled"]
        assert row["operators_required"] == own["operators_required"]
        assert row["given_service_level"] == pytest.approx(own["service_level"])
    assert [warning for warning in plan.warnings if "cover.csv" in warning] == [
        "cover.csv: guessed from the header; if it is right, write columns: {date: date, start: start, group: group, "
        "operators: operators_scheduled}"
    ]
    columns = "{date: date, start: start, group: group, operators: operators_scheduled}"
    named = scenario(text.replace("cover.csv}", f"cover.csv, columns: {columns}}}"), method=method).plan()
    assert not [warning for warning in named.warnings if "cover.csv" in warning]


def test_the_cover_is_played_call_by_call(answer: Schedule, tmp_path: Path) -> None:
    file = written(tmp_path, as_csv(answer.cover.records()), "cover.csv")
    played = scenario(TWO_GROUPS).simulate(date="2014-05-20", operators=file, precision="5%")
    cover = {
        (row["start"], row["group"]): row["operators_scheduled"]
        for row in answer.cover.records()
        if row["date"] == "2014-05-20"
    }
    rows = played.intervals.records()
    assert {(row["start"], row["group"]): row["operators"] for row in rows}.items() <= cover.items()
    for row in rows:
        known = number(row["simulated_service_level_half_width"]) + 0.05
        assert row["simulated_service_level"] == pytest.approx(row["promised_service_level"], abs=known)


def as_csv(rows: list[Record]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


REQUIRED = """date,start,group,operators
2014-05-20,08:00,city,3
2014-05-20,12:00,city,5
2014-05-21,08:00,city,2
"""


def test_a_file_says_what_is_required_and_which_days(tmp_path: Path) -> None:
    file = written(tmp_path, REQUIRED, "need.csv")
    found = scenario(TWO_GROUPS).schedule(group="city", requirement=file)
    need = {(row["date"], row["start"]): row["operators_required"] for row in found.cover.records()}
    assert {day for day, _ in need} == {"2014-05-20", "2014-05-21"}
    expected = {8: 3, 11: 3, 12: 5, 19: 5, 20: 0, 7: 0}  # closed from 20:00 on, whatever the last row says
    assert {k: need["2014-05-20", f"{k:02d}:00"] for k in expected} == expected
    required = next(row for row in found.headcount.records() if row["group"] == "city")
    assert required["operator_hours_required"] == 4 * 3 + 8 * 5 + 12 * 2


def test_the_cover_is_a_requirement_too(answer: Schedule, tmp_path: Path) -> None:
    file = written(tmp_path, as_csv(answer.cover.records()), "cover.csv")
    again = scenario(TWO_GROUPS).schedule(requirement=file, gap=0.0)
    assert again.record.proof["city"].objective == pytest.approx(answer.record.proof["city"].objective)


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (
            "date,start,group,operators\n2014-05-20,08:30,city,3\n",
            (2, 12),
            "within an interval of 60 minutes",
        ),
        ("date,start,group,operators\n2014-05-20,08:00,citty,3\n", (2, 18), "no group 'citty'"),
        ("date,start,group,agents\n2014-05-20,08:00,city,3\n", (1, 1), "the column operators is missing"),
        ("date,start,group,operators\n2014-06-20,08:00,city,3\n", (None, None), "is no day of this scenario"),
        ("date,start,group,operators\n2014-05-20,08:00,clock,3\n", (None, None), "no row for the group city"),
    ],
)
def test_mistakes_of_a_requirement_have_their_place(
    rows: str, place: tuple[int | None, int | None], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        scenario(TWO_GROUPS).schedule(group="city", requirement=written(tmp_path, rows, "need.csv"))
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == place


def test_what_nobody_reaches_and_who_is_missing_is_said(short: Schedule) -> None:
    (group,) = short.record.proof
    said = {caution.code: text for caution, text in zip(short.record.cautions, short.warnings, strict=True)}
    assert f"group {group}: nobody can be there at 00:00-07:00 on 7 days" in said["shifts-unreached"]
    assert "(19 May 2014 to 25 May 2014)" in said["shifts-unreached"]
    assert "of 4; there the service level is" in said["shifts-short"]
    assert "=cmd()|'x'!A1 holds its breaks" in said["shifts-breaks-twice"]
    assert "labour cost is unknown" in said["operator-hour-unpriced"]
    record = short.headcount.records()[0]
    missing = sum(number(row["under"]) for row in short.cover.records())
    assert record["operator_hours_short"] == missing > 0
    assert (record["labour_cost"], record["shift_cost"]) == (None, None)
    assert short.record.proof[group].uncovered_gap == 0


def test_the_rest_is_covered_where_something_cannot_be(short: Schedule) -> None:
    for row in short.cover.records():
        assert row["under"] == 0 or not 7 <= hour(row["start"]) < 20


def test_few_days_do_not_show_all_people() -> None:
    found = scenario(TWO_GROUPS).schedule(group="city", first="2014-05-20", last="2014-05-20")
    (said,) = found.warnings
    assert said.startswith("group city: 1 day is scheduled, and people of ")


def test_people_need_dates() -> None:
    undated = scenario(TWO_GROUPS.replace("calendar: {from: 2014-05-19, to: 2014-05-25, interval: 1h}", ""))
    with pytest.raises(ScenarioError, match="no dates"):
        undated.schedule()


def test_nobody_is_needed_where_nobody_calls() -> None:
    found = scenario(TWO_GROUPS, hotlines__day__calls_per_day="0").schedule(group="city")
    record = found.headcount.records()[0]
    assert [record[name] for name in ("people", "headcount", "shift_hours_paid", "shift_cost")] == [
        0,
        0,
        0,
        0,
    ]
    assert record["efficiency_lost"] is None
    assert not found.shifts.rows


def test_a_service_level_over_days_takes_no_more_than_cover(answer: Schedule) -> None:
    level = scenario(TWO_GROUPS).schedule(target="service-level", floor="50%", gap=0.0, group="city")
    assert level.record.proof["city"].objective <= answer.record.proof["city"].objective
    assert (level.record.per, level.record.floor) == ("day", 0.5)
    calls: dict[str, list[tuple[float, float]]] = defaultdict(list)
    planned = {
        (row["date"], row["start"]): number(row["calls"])
        for row in scenario(TWO_GROUPS).plan(intervals="all").intervals.records()
        if row["group"] == "city"
    }
    for row in level.cover.records():
        count = planned.get((row["date"], row["start"]), 0.0)
        if count:
            assert number(row["service_level"]) >= 0.5
            calls[str(row["date"])].append((count, number(row["service_level"])))
    for own in calls.values():
        assert sum(count * share for count, share in own) / sum(count for count, _ in own) >= 0.8 - 1e-6
    assert any("is not asked for beside --target service-level" in text for text in level.warnings)


def test_too_short_a_time_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match=r"(?s)no schedule was found in.*more by --time-limit"):
        scenario(TWO_GROUPS).schedule(time_limit=1e-9)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"first": "2014-13-01"}, "is no day of the calendar"),
        ({"first": "1999-01-01", "last": "x"}, "(?s)no day of this scenario.*not a date"),
        ({"first": "2014-05-21", "last": "2014-05-20"}, "2014-05-20 is before --from 2014-05-21"),
        ({"group": "citty"}, "did you mean city"),
        ({"floor": "60%"}, "add --target service-level"),
        ({"per": "hour", "gap": "200%", "time_limit": "5"}, "(?s)--per.*--time-limit.*--gap"),
        ({"gap": 1.0}, "a share from 0 % to below 100 %"),
        ({"time_limit": "0s"}, "a time above 0s"),
        ({"time_limit": float("nan")}, "a time above 0s"),
        ({"target": "service-level", "floor": "100%"}, "a floor is a share"),
        ({"requirement": "nowhere.csv"}, "cannot read nowhere.csv"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        scenario(TWO_GROUPS).schedule(**options)


def test_too_many_days_are_refused_with_the_bound() -> None:
    text = TWO_GROUPS.replace("to: 2014-05-25", "to: 2014-09-01")
    with pytest.raises(ScenarioError, match="106 days are more than the 62 that are scheduled at once"):
        scenario(text).schedule(first="2014-05-19", last="2014-09-01")


def test_a_scenario_without_shifts_says_how_to_write_them() -> None:
    text = "hotlines: {a: {calls_per_day: 100, aht: 3m}}\n"
    with pytest.raises(ScenarioError, match=r"(?s)says nothing of shifts.*pattern: 5/2"):
        scenario(text).schedule()


def test_a_promise_of_no_service_level_is_refused() -> None:
    text = TWO_GROUPS.replace("service_level: 80% in 20s, ", "")
    with pytest.raises(ScenarioError, match="promises no service level"):
        scenario(text).schedule(group="city", target="service-level")
