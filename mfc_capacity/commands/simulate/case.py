"""Which day is played, which groups, and how many operators each has on duty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.demand.calendar import Days, planned_days
from mfc_capacity.demand.groups import GroupDays, group_days
from mfc_capacity.demand.hotlines import HotlineDays, hotline_days
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import NoAnswerError, say, usage_error
from mfc_capacity.files.units import UnitError, read_date
from mfc_capacity.plan.planner import unreachable_problem
from mfc_capacity.scenario import Group, LoadedScenario, Scenario
from mfc_capacity.staffing.operators import UnreachableError, on_duty, performance, requirement
from mfc_capacity.staffing.performance import Performance

BUSIEST = "busiest"
PLANNED, GIVEN, FROM_FILE = "planned", "given", "file"

Steps = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class GroupCase:
    """One group on the day: its load as one kind of day, the calls of each hotline (S x I), and the staff.

    `operators` (I) are on duty, and `promised` is what the plan's method says of them (1 x I).
    """

    name: str
    group: Group
    load: GroupDays
    hotline_calls: Floats
    operators: Ints
    promised: Performance


@dataclass(frozen=True)
class Case:
    """A day of a scenario (None: it has no date), where its operators come from, and the groups that are open."""

    loaded: LoadedScenario
    date: date | None
    staff: str
    groups: tuple[GroupCase, ...]


@dataclass(frozen=True)
class Staff:
    """Where the operators come from: `planned`, `given` in the scenario, or `file`: steps of the clock by group."""

    source: str = PLANNED
    schedule: Mapping[str, Steps] | None = None

    def steps(self, name: str, group: Group) -> Steps:
        """Return the operators of a group, unless they are planned, as steps of the clock."""
        return (group.operators or ()) if self.schedule is None else self.schedule[name]


def find_case(loaded: LoadedScenario, day: str, group: str | None, staff: Staff) -> Case:
    """Return what is to be played.

    Args:
        loaded: the scenario with its places.
        day: `busiest` (the first of the days with most calls) or a date as YYYY-MM-DD.
        group: the only group to play; None: all that are open and, where operators are given, state them.
        staff: whose operators are on duty.

    Raises:
        InputError: if there is no such day or group, or nobody is open or stated.
        NoAnswerError: if operators are to be planned, and a target is kept by no number of them.
    """
    scenario = loaded.scenario
    names = _groups(scenario, group, staff)
    days = planned_days(scenario)
    rung = {hotline for name in names for hotline in scenario.groups[name].hotlines}
    hotlines = {name: hotline_days(scenario, name, days) for name in sorted(rung)}
    k = _day(days, hotlines.values(), day)
    loads = {name: _load(scenario, scenario.groups[name], hotlines, k) for name in names}
    is_open = [name for name, load in loads.items() if load.open.any()]
    if not is_open:
        raise usage_error("--date", say("simulate.closed", group=group, day=days.dates[k]))
    cases, problems = [], []
    for name in is_open:
        try:
            cases.append(
                _group_case(scenario, name, loads[name], _hotline_calls(scenario, name, hotlines, k), staff)
            )
        except UnreachableError as error:
            problems.append(unreachable_problem(loaded, name, error))
    if problems:
        raise NoAnswerError(problems)
    return Case(loaded, days.dates[k], staff.source, tuple(cases))


def _groups(scenario: Scenario, name: str | None, staff: Staff) -> list[str]:
    """Return the groups asked for; of operators given, those that state some."""
    groups = scenario.groups
    if name is not None and name not in groups:
        hint = did_you_mean(name, groups) or say("simulate.groups_hint", names=tuple(groups))
        raise usage_error("--group", say("simulate.no_group", name=name), hint)
    asked = list(groups) if name is None else [name]
    if staff.source != GIVEN:
        return asked
    stated = [each for each in asked if groups[each].operators is not None]
    if not stated:
        raise usage_error("--given", say("simulate.none_given", group=name), say("simulate.GIVEN_HINT"))
    return stated


def _day(days: Days, hotlines: Iterable[HotlineDays], text: str) -> int:
    if text == BUSIEST:
        return int(np.argmax(sum(hotline.calls for hotline in hotlines)))
    try:
        return days.dates.index(read_date(text))
    except (UnitError, ValueError):
        message = say("simulate.no_such_day", text=text, first=days.dates[0], last=days.dates[-1])
        raise usage_error("--date", message, say("simulate.DATE_HINT")) from None


def _load(scenario: Scenario, group: Group, hotlines: Mapping[str, HotlineDays], day: int) -> GroupDays:
    members = [scenario.hotlines[name] for name in group.hotlines]
    load = group_days(members, [hotlines[name] for name in group.hotlines])
    return load.of_kinds([int(load.kinds[day])])


def _hotline_calls(scenario: Scenario, name: str, hotlines: Mapping[str, HotlineDays], day: int) -> Floats:
    """Return the calls of each hotline of a group by interval (S x I)."""
    members = [hotlines[hotline] for hotline in scenario.groups[name].hotlines]
    return np.stack([member.calls[day] * member.shares[member.weekdays[day]] for member in members])


def _group_case(scenario: Scenario, name: str, load: GroupDays, calls: Floats, staff: Staff) -> GroupCase:
    group, interval_s, method = scenario.groups[name], scenario.interval_s, scenario.method
    if staff.source == PLANNED:
        operators, _ = requirement(group, load, interval_s, method)
    else:
        operators = on_duty(staff.steps(name, group), load, interval_s)
    promised = performance(group, load, operators, interval_s, method)
    return GroupCase(name, group, load, calls, operators[0], promised)
