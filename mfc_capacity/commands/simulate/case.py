"""Which day is played, which groups, and how many operators each has on duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.varying import factor_at
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import NoAnswerError, say, usage_error
from mfc_capacity.files.units import UnitError, read_date
from mfc_capacity.plan.planner import Demand, Planner, no_answer, refuse_all_unreachable
from mfc_capacity.scenario import Group, LoadedScenario, Scenario, Steps, Terms
from mfc_capacity.scenario.staff_file import StaffFile
from mfc_capacity.staffing.method import Performance, UnreachableError
from mfc_capacity.staffing.operators import GroupTask, on_duty

BUSIEST = "busiest"
MOST_CALLS = 500_000  # of a group on a day: 50 replications of them take half a minute
PLANNED, GIVEN, FROM_FILE = "planned", "given", "file"


@dataclass(frozen=True)
class GroupCase:
    """One group on the day: its task for one kind of day, each hotline's calls and handling times (S x I), and staff.

    `operators` (I) are on duty, and `promised` is what the method says of them (1 x I).
    """

    name: str
    group: Group
    task: GroupTask
    hotline_calls: Floats
    hotline_aht_s: Floats
    operators: Ints
    promised: Performance

    @property
    def load(self) -> GroupDays:
        """The group's calls on the day."""
        return self.task.load

    @property
    def terms(self) -> Terms:
        """The terms that the group is staffed by on the day."""
        return self.task.terms_of(0)

    @property
    def judged_factor(self) -> float | None:
        """The factor of the calls on the day at which the targets are promised; None: they are by the mean of days."""
        on_days, varies = self.terms.targets.on_days, self.load.varies[0]
        return None if on_days is None or varies == 0 else float(factor_at(special.ndtri(on_days), varies))


@dataclass(frozen=True)
class Case:
    """A day of a scenario (None: it has no date), where its operators come from, and the groups that are open."""

    loaded: LoadedScenario
    date: date | None
    staff: str
    groups: tuple[GroupCase, ...]


@dataclass(frozen=True)
class Staff:
    """Where the operators come from: `planned`, `given` in the scenario, or a `file`."""

    source: str = PLANNED
    file: StaffFile | None = None

    def steps(self, tasks: Mapping[str, GroupTask], day: date | None) -> Mapping[str, Steps]:
        """Return the operators of some groups on a day, unless they are planned, as steps of the clock."""
        if self.file is None:
            return {name: task.terms_of(0).operators or () for name, task in tasks.items()}
        return self.file.on(day, tasks)


def find_case(loaded: LoadedScenario, day: str, group: str | None, staff: Staff) -> Case:
    """Return what is to be played.

    Args:
        loaded: the scenario with its places.
        day: `busiest` (the first of the days with most calls) or a date as YYYY-MM-DD.
        group: the only group to play; None: all that are open and, where operators are given, state them.
        staff: whose operators are on duty.

    Raises:
        InputError: if there is no such day or group, in a file of operators either, or nobody is open or stated.
        NoAnswerError: if operators are to be planned, and a target is kept by no number of them.
    """
    scenario, planner = loaded.scenario, Planner()
    names, demand = _groups(scenario, group, staff), planner.demand(scenario)
    k = _day(demand, names, day)
    tasks = {name: _on_day(demand.tasks[name], k) for name in names}
    tasks = {name: task for name, task in tasks.items() if task.load.open.any()}
    _refuse_many_calls(loaded, tasks)
    if any((task.load.times != 1).any() for task in tasks.values()):
        message = say("simulate.clock_changes", day=demand.days.dates[k])
        raise NoAnswerError([loaded.problem_at("calendar.timezone", message, say("simulate.ANOTHER_DAY"))])
    if not tasks:
        raise usage_error("--date", say("simulate.closed", group=group, day=demand.days.dates[k]))
    if staff.source == PLANNED:
        refuse_all_unreachable(loaded, tasks)
        try:
            required = planner.requirements(list(tasks.values()))
        except UnreachableError as error:
            raise no_answer(loaded, list(tasks)[error.task], error) from None
        on_day = [each.operators for each in required]
    else:
        steps = staff.steps(tasks, demand.days.dates[k])
        on_day = [on_duty(steps[name], task.load.open) for name, task in tasks.items()]
    groups = tuple(
        GroupCase(
            name=name,
            group=scenario.groups[name],
            task=task,
            hotline_calls=_hotline_calls(demand.members(name), k),
            hotline_aht_s=np.stack([member.aht_s[member.shape[k]] for member in demand.members(name)]),
            operators=operators[0],
            promised=_promised(loaded, name, task, operators),
        )
        for (name, task), operators in zip(tasks.items(), on_day, strict=True)
    )
    return Case(loaded, demand.days.dates[k], staff.source, groups)


def _refuse_many_calls(loaded: LoadedScenario, tasks: Mapping[str, GroupTask]) -> None:
    """Refuse groups with more calls than are played one by one.

    Raises:
        NoAnswerError: naming each and its calls.
    """
    calls = {name: float(task.load.calls.sum()) for name, task in tasks.items()}
    problems = [
        loaded.problem_at(
            f"groups.{name}", say("simulate.too_many_calls", group=name, calls=own, most=MOST_CALLS)
        )
        for name, own in calls.items()
        if own > MOST_CALLS
    ]
    if problems:
        hint = say("simulate.FEWER_CALLS")
        raise NoAnswerError([replace(problem, hint=hint) for problem in problems])


def _promised(loaded: LoadedScenario, name: str, task: GroupTask, operators: Ints) -> Performance:
    try:
        return task.met(operators)
    except UnreachableError as error:
        raise no_answer(loaded, name, error) from None


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


def _day(demand: Demand, names: Sequence[str], text: str) -> int:
    days = demand.days
    if text == BUSIEST:
        asked = {key for name in names for key in demand.scenario.groups[name].hotlines}
        return int(np.argmax(sum(demand.hotlines[key].calls for key in sorted(asked))))
    try:
        return days.dates.index(read_date(text))
    except (UnitError, ValueError):
        message = say("simulate.no_such_day", text=text, first=days.dates[0], last=days.dates[-1])
        raise usage_error("--date", message, say("simulate.DATE_HINT")) from None


def _on_day(task: GroupTask, day: int) -> GroupTask:
    """Return a task for one day."""
    load = task.load
    return task.on(load.of_kinds([int(load.kinds[day])]))


def _hotline_calls(members: Sequence[HotlineDays], day: int) -> Floats:
    """Return the calls of each hotline of a group by interval (S x I)."""
    return np.stack([member.calls[day] * member.shares[member.shape[day]] for member in members])
