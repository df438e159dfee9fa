"""Every schedule passes the checker; a schedule that is broken by hand is told which rule it breaks."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mfc_capacity.core.integer_program import Effort, Program, Solution
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.files.units import DAY_S
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.scenario import Break, Shift, Timeline, load_scenario
from mfc_capacity.shifts.checking import RULES, Case, FaultyScheduleError, check, faults
from mfc_capacity.shifts.rows import Begun, Duty, Rows
from mfc_capacity.shifts.schedule import Asked, GroupSchedule, Question, case_of, schedules

HOUR_S = 3600
TEXT = """
schema: mfc-capacity/scenario/1
calendar:
  from: 2026-02-27
  to: 2026-03-08
  interval: 1h
  holidays: {2026-03-06: a day off}
currency: RUB
hotlines: {helpdesk: {calls_per_day: 400, aht: 4m}}
groups: {desk: {hotlines: [helpdesk], max_operators: {2026-02-27: 20, 2026-03-03: 15}}}
targets: {service_level: 80% in 20s}
shrinkage: {breaks: 10%, leave: {feb: 8%, mar: 12%}}
costs:
  operator_hour:
    price: 420 RUB
    surcharges:
      - {hours: 22:00-06:00, add: 20%}
      - {days: "sun,holiday", add: 50%}
      - {hours: 07:30-08:30, add: 12.5%}
shifts:
  day:
    starts: [07:00, 09:00, 14:00]
    length: 8h
    breaks: [{length: 1h, within: 2h-4h}, {length: 1h, within: 5h-7h, paid: no}]
    pattern: 5/2
  night: {starts: [20:00, 22:00], length: 10h, breaks: [{length: 1h, within: 4h-7h}], pattern: 2/2}
  short: {starts: 10:00-16:00 every 2h, length: 4h, max_share: 20%, pattern: 6/1, max_operators: 4}
"""
Change = Callable[[Case], Case]


@pytest.fixture(scope="module")
def desk() -> Planned:
    return planned(load_scenario("main.yaml", read_bytes=lambda _: TEXT.encode()))


def scheduled(desk: Planned, first: int, required: Any) -> GroupSchedule:
    (group,) = desk.groups
    span = tuple(range(first, first + len(required)))
    asked = Asked(group, span, desk.days.dates[first], np.array(required))
    (found,) = schedules(desk, [asked], Question(time_limit_s=10))
    return found


@pytest.fixture(scope="module")
def case(desk: Planned) -> Case:
    """Four days from Saturday on, from February to March."""
    (group,) = desk.groups
    return case_of(desk, scheduled(desk, 1, group.operators.required[group.load.kinds][1:5]))


def with_rows(case: Case, table: str, rows: Any) -> Case:
    return replace(case, rows=replace(case.rows, **{table: tuple(rows)}))


def changed(table: str, **changes: Any) -> Change:
    """Change some row of a table, by values or by what makes them of the old ones."""

    def change(case: Case) -> Case:
        first, *others = getattr(case.rows, table)
        new = {name: own(getattr(first, name)) if callable(own) else own for name, own in changes.items()}
        return with_rows(case, table, (first._replace(**new), *others))

    return change


def without_one(table: str) -> Change:
    return lambda case: with_rows(case, table, getattr(case.rows, table)[1:])


def with_scenario(case: Case, **changes: Any) -> Case:
    return replace(case, scenario=replace(case.scenario, **changes))


def with_shift(name: str, **changes: Any) -> Change:
    """Change what the scenario says of a shift, so that the schedule is one no longer."""

    def change(case: Case) -> Case:
        shifts = {**case.scenario.shifts, name: replace(case.scenario.shifts[name], **changes)}
        return with_scenario(case, shifts=shifts)

    return change


def a_duty_more(case: Case) -> Case:
    """Let somebody work on a day off."""
    person = next(own for own in case.rows.persons if own.shift == "night")
    worked = {own.day for own in case.rows.duties if own.person == person.person}
    off = next(day for day in range(len(case.dates)) if day not in worked)
    return with_rows(case, "duties", (*case.rows.duties, Duty(person.person, off, "night", 72_000)))


def two_shifts_a_day(case: Case) -> Case:
    duty = next(own for own in case.rows.duties if own.shift == "short")
    return with_rows(case, "duties", (*case.rows.duties, duty))


def another_shift(case: Case) -> Case:
    duty = next(own for own in case.rows.duties if own.shift == "short")
    others = [own for own in case.rows.duties if own != duty]
    return with_rows(case, "duties", (*others, duty._replace(shift="day", start_s=32_400)))


def two_of_one_number(case: Case) -> Case:
    twice = with_rows(case, "persons", (case.rows.persons[0], *case.rows.persons))
    key = twice.rows.persons[0][1:]
    people = (own._replace(people=own.people + (own[:2] == key)) for own in case.rows.people)
    return with_rows(twice, "people", people)


def nine_hours_of_rest(case: Case) -> Case:
    first, second = [own for own in case.rows.duties if own.shift == "day"][:2]
    assert (second.person, second.day) == (first.person, first.day + 1)
    starts_s = {first: 14 * HOUR_S, second: 7 * HOUR_S}
    duties = (own._replace(start_s=starts_s.get(own, own.start_s)) for own in case.rows.duties)
    return with_rows(case, "duties", duties)


def one_seat_too_few(case: Case) -> Case:
    most = max(own.scheduled for own in case.rows.cover)
    return with_group(case, max_operators=Timeline(((date.min, most - 1),)))


def with_group(case: Case, **changes: Any) -> Case:
    group = replace(case.group, **changes)
    return with_scenario(case, groups={case.name: group})


def breaks_at_once(case: Case) -> Case:
    """Let both breaks of a shift lie in one window, and be taken together."""
    day = case.scenario.shifts["day"]
    both = tuple(replace(own, earliest_s=0, latest_s=8 * HOUR_S) for own in day.breaks)
    begin = next(own[:3] for own in case.rows.begun if own.shift == "day")
    away = [
        own._replace(at_s=own.start_s + 3 * HOUR_S) if own[:3] == begin else own for own in case.rows.away
    ]
    return with_rows(with_shift("day", breaks=both)(case), "away", away)


def shares_of(case: Case) -> Fraction:
    people = sum(own.people for own in case.rows.people)
    return Fraction(sum(own.people for own in case.rows.people if own.shift == "short"), people)


def nothing_required(case: Case) -> Case:
    return with_rows(case, "cover", (own._replace(required=0, wanted=0) for own in case.rows.cover))


def one_person_fewer(case: Case) -> Case:
    """Take a person away, with duties and breaks, so that everything agrees but what is wanted."""
    rows, gone = case.rows, case.rows.persons[0]
    shift = case.scenario.shifts[gone.shift]
    duties = [own for own in rows.duties if own.person == gone.person]
    breaks = [
        next(own for own in rows.away if own[:4] == (duty.day, duty.shift, duty.start_s, number))
        for duty in duties
        for number in range(len(shift.breaks))
    ]
    fewer: Counter[int] = Counter()
    spans = [(own.day, own.start_s, shift.length_s, 1) for own in duties]
    spans += [(own.day, own.at_s, shift.breaks[own.number].length_s, -1) for own in breaks]
    for day, begin_s, length_s, operators in spans:
        for at_s in range(day * DAY_S + begin_s, day * DAY_S + begin_s + length_s, HOUR_S):
            fewer[at_s] += operators
    begins = {(own.day, own.shift, own.start_s) for own in duties}
    return replace(
        case,
        rows=replace(
            rows,
            begun=tuple(without_one_operator(own) if own[:3] in begins else own for own in rows.begun),
            away=tuple(own._replace(operators=own.operators - (own in breaks)) for own in rows.away),
            cover=tuple(
                own._replace(scheduled=own.scheduled - fewer[own.day * DAY_S + own.start_s])
                for own in rows.cover
            ),
            people=tuple(own._replace(people=own.people - (own[:2] == gone[1:])) for own in rows.people),
            persons=rows.persons[1:],
            duties=tuple(own for own in rows.duties if own not in duties),
        ),
        objective=case.objective - priced_hours_of(rows, begins),
        bound=0.0,
    )


def without_one_operator(begun: Begun) -> Begun:
    share = Fraction(begun.operators - 1, begun.operators)
    return begun._replace(
        operators=begun.operators - 1,
        paid_hours=begun.paid_hours * share,
        priced_hours=begun.priced_hours * share,
    )


def priced_hours_of(rows: Rows, begins: set[tuple[int, str, int]]) -> float:
    return float(sum(own.priced_hours / own.operators for own in rows.begun if own[:3] in begins))


BROKEN: dict[str, tuple[str, Change]] = {
    "an operator fewer at the desks": ("cover", changed("cover", scheduled=lambda count: count - 1)),
    "an interval is left out": ("cover", without_one("cover")),
    "a person fewer than it takes": ("wanted", one_person_fewer),
    "a seat too few": ("seats", one_seat_too_few),
    "a shift of another group": ("shifts", lambda case: with_group(case, shifts=("day", "night"))),
    "a start that is none": ("shifts", changed("begun", start_s=1_800)),
    "a day out of the horizon": ("shifts", changed("duties", day=4)),
    "a break that is none": ("shifts", changed("away", number=5)),
    "a person that is none": ("shifts", changed("duties", person=999)),
    "a break before its window": ("breaks", changed("away", at_s=lambda at_s: at_s - 4 * HOUR_S)),
    "a break after its window": ("breaks", with_shift("night", breaks=(Break(HOUR_S, 0, HOUR_S),))),
    "a break is missing": ("breaks", without_one("away")),
    "a break is taken by one too many": ("breaks", changed("away", operators=lambda count: count + 1)),
    "two breaks at once": ("breaks", breaks_at_once),
    "a day too many": ("pattern", a_duty_more),
    "a day too few": ("pattern", without_one("duties")),
    "two shifts a day": ("pattern", two_shifts_a_day),
    "a day of another shift": ("pattern", another_shift),
    "another pattern": ("pattern", with_shift("night", days_on=1, days_off=3)),
    "more rest than there is": ("rest", lambda case: with_scenario(case, rest_s=17 * HOUR_S)),
    "nine hours of rest": ("rest", nine_hours_of_rest),
    "an operator more than people on duty": ("operators", changed("begun", operators=lambda count: count + 1)),
    "a shift of nobody on duty": ("operators", without_one("begun")),
    "a person more on the roster": ("people", changed("people", people=lambda count: count + 1)),
    "two persons of one number": ("people", two_of_one_number),
    "fewer than the fewest": ("limits", with_shift("short", min_operators=5)),
    "more than the most": ("limits", with_shift("day", max_operators=1)),
    "a share a person too large": (
        "max_share",
        lambda case: with_shift("short", max_share=shares_of(case) - Fraction(1, 10**12))(case),
    ),
    "a quarter of an hour too much": ("paid hours", changed("begun", paid_hours=lambda hours: hours + Fraction(1, 4))),
    "other hours for the price": ("priced hours", changed("begun", priced_hours=lambda hours: hours + Fraction(1, 4))),
    "a factor that is not paid": ("priced hours", with_shift("short", cost_factor=Fraction(2))),
    "surcharges that are not paid": (
        "priced hours",
        lambda case: with_scenario(case, costs=replace(case.scenario.costs, surcharges=())),
    ),
    "breaks paid twice": ("paid hours", lambda case: with_group(case, shrinkage_without_breaks=None)),
    "another objective": ("objective", lambda case: replace(case, objective=case.objective * (1 + 1e-5))),
    "no objective": ("objective", lambda case: replace(case, objective=float("inf"))),
    "a bound above what was found": ("objective", lambda case: replace(case, bound=case.objective * 1.01)),
    "nobody is needed": ("no need", nothing_required),
}  # fmt: skip
IMPLIED = {
    "cover": {"wanted"},
    "wanted": {"max_share", "people"},
    "breaks": {"cover"},
    "pattern": {"cover", "operators", "rest"},
    "rest": {"cover", "operators"},
    "operators": {"breaks", "paid hours", "priced hours", "objective"},
    "paid hours": {"priced hours"},
    "priced hours": {"objective"},
}  # what may break with a rule


def test_a_schedule_keeps_every_rule(case: Case) -> None:
    check(case)
    assert {begun.day for begun in case.rows.begun} == {-1, 0, 1, 2, 3}
    assert {own.shift for own in case.rows.persons} == {"day", "night", "short"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_schedule_is_told_which_rule_it_breaks(case: Case, name: str) -> None:
    rule, change = BROKEN[name]
    broken = change(case)
    rules = {fault.rule for fault in faults(broken)}
    assert rule in rules
    assert rules <= {rule, *IMPLIED.get(rule, ())}
    with pytest.raises(FaultyScheduleError):
        check(broken)


def test_a_fault_names_group_rule_and_place(case: Case) -> None:
    broken = changed("away", at_s=lambda at_s: at_s - 4 * HOUR_S)(case)
    away = broken.rows.away[0]
    place = f"break 1 at 2026-02-27 {away.at_s // HOUR_S:02}:00 of night of 2026-02-27 20:00"
    with pytest.raises(FaultyScheduleError, match="the schedule of desk breaks ") as caught:
        check(broken)
    assert ("breaks", place) in caught.value.faults


def test_a_schedule_that_is_short_says_so(case: Case) -> None:
    short = one_person_fewer(case)
    assert "wanted" not in {fault.rule for fault in faults(replace(short, covers=False))}


def test_every_rule_is_broken_once() -> None:
    assert {rule for rule, _ in BROKEN.values()} == set(RULES)


LENGTHS = st.sampled_from([2, 4, 8, 9, 12])
PATTERNS = st.sampled_from([(5, 2), (2, 2), (1, 1), (6, 1), (1, 0), (3, 0), (4, 3)])
STARTS = st.sets(st.integers(0, 23), min_size=1, max_size=4).map(sorted)
SHARES = st.sampled_from([None, None, Fraction(1, 5), Fraction(1, 3), Fraction(1, 2)])


@st.composite
def some_shift(draw: st.DrawFn) -> Shift:
    """A shift of up to two breaks in windows that follow each other, or one of 24 hours in every fourth day."""
    length = draw(LENGTHS | st.just(24))
    breaks, at = [], 0
    for _ in range(draw(st.integers(0, 2))):
        earliest, own = at + draw(st.integers(0, 3)), draw(st.integers(1, 2))
        at = earliest + own + draw(st.integers(0, 3))
        if at <= length:
            breaks.append(Break(own * HOUR_S, earliest * HOUR_S, at * HOUR_S, draw(st.booleans())))
    days_on, days_off = (1, 3) if length == 24 else draw(PATTERNS)
    return Shift(
        starts_s=tuple(start * HOUR_S for start in draw(STARTS)),
        length_s=length * HOUR_S,
        breaks=tuple(breaks),
        days_on=days_on,
        days_off=days_off,
        min_operators=draw(st.sampled_from([0, 0, 0, 0, 0, 1])),
        max_operators=draw(st.sampled_from([None, None, 2])),
        max_share=draw(SHARES),
        cost_factor=draw(st.sampled_from([Fraction(1), Fraction(9, 10)])),
    )


@st.composite
def some_requirement(draw: st.DrawFn) -> Any:
    """Operators on 1 to 9 days: by hour at random, none at some hours of every day, or none at all."""
    days = draw(st.integers(1, 9))
    hours = st.lists(st.sampled_from([0, 0, 1, 2, 3]), min_size=24, max_size=24)
    required = np.array(draw(st.lists(hours, min_size=days, max_size=days)))
    closes = draw(st.integers(0, 24))
    required[:, closes : closes + draw(st.integers(0, 12))] = 0
    return required * draw(st.sampled_from([1, 1, 1, 1, 0]))


@pytest.mark.slow
@settings(max_examples=40)
@given(
    shifts=st.lists(some_shift(), min_size=1, max_size=3),
    required=some_requirement(),
    first=st.integers(0, 1),
    rest_s=st.sampled_from([0, 8 * HOUR_S, 11 * HOUR_S, 6 * HOUR_S + 900]),
)
def test_every_schedule_that_is_found_keeps_every_rule(
    desk: Planned, shifts: list[Shift], required: Any, first: int, rest_s: int
) -> None:
    named = {f"shift {number}": own for number, own in enumerate(shifts, 1)}
    try:
        scheduled(with_shifts(desk, named, rest_s), first, required)
    except NoAnswerError:
        assert any(own.min_operators for own in shifts)  # the fewest may be too many


def with_shifts(desk: Planned, shifts: dict[str, Shift], rest_s: int) -> Planned:
    (plan,) = desk.groups
    group = replace(plan.group, shifts=tuple(shifts))
    scenario = replace(desk.scenario, shifts=shifts, rest_s=rest_s, groups={plan.name: group})
    return replace(desk, loaded=replace(desk.loaded, scenario=scenario), groups=(replace(plan, group=group),))


def test_no_requirement_has_nobody(desk: Planned) -> None:
    found = scheduled(desk, 0, np.zeros((3, 24), dtype=np.int64))
    assert found.people == 0
    assert found.rows.begun == ()


def test_the_least_uncovered_stands_where_no_cheaper_one_was_found_in_time(
    desk: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cheapest of those who leave the least uncovered are the third that is looked for."""
    solve, asked = Program.solved, count()

    def too_late(program: Program, effort: Effort, start: Any = None) -> Solution:
        none = Solution("time-limit", None, math.inf, -math.inf, 0.0)
        return none if next(asked) == 2 else solve(program, effort, start)

    monkeypatch.setattr(Program, "solved", too_late)
    one = {"one": replace(desk.scenario.shifts["day"], max_operators=1)}
    found = scheduled(with_shifts(desk, one, 0), 0, np.full((2, 24), 5))
    assert found.proof.status == "time-limit"
    assert found.proof.objective == pytest.approx(float(found.priced_hours))
    assert found.proof.gap == 1
