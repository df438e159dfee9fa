"""Demand, operators and money of every group: the plan as arrays, before it is written down in tables.

One planner plans whatever is planned: a scenario, the points of a grid, the trials of a search, the plans between two
scenarios. Most of what they need is the same: a hotline's demand where nothing about it changed, a group's operators
where only a price did. What has been worked out is remembered by all that it depends on.
"""

from collections.abc import Hashable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.steady.hotlines import Hotlines
from mfc_capacity.demand.calendar import Days, peak_days, planned_days
from mfc_capacity.demand.groups import GroupDays, Member, callers_of, group_days, one_load
from mfc_capacity.demand.hotlines import HotlineDays, demand_inputs, hotline_days
from mfc_capacity.files.problems import NoAnswerError, Problem, say, usage_error
from mfc_capacity.files.units import UnitError, clock_text, read_date
from mfc_capacity.plan import money
from mfc_capacity.plan.memory import Memory
from mfc_capacity.plan.pool import Processes
from mfc_capacity.plan.solving import requirements, solved
from mfc_capacity.scenario import Group, LoadedScenario, Scenario
from mfc_capacity.staffing.method import OF_METHOD, Method, UnreachableError, refuse_unreachable
from mfc_capacity.staffing.operators import GroupOperators, GroupTask, core_targets, method_of, requirement

NO_CALLS = GroupDays(
    kinds=np.empty(0, np.int64),
    open=np.empty((0, 0), bool),
    calls=np.empty((0, 0)),
    aht_s=np.empty((0, 0)),
    patience_s=np.empty((0, 0)),
    by_hotline=np.empty((0, 0, 0)),
    hotlines=Hotlines(()),
    times=np.empty((0, 0), np.int64),
)


@dataclass(frozen=True)
class GroupPlan:
    """All that is known of one group; money by day in hundredths, None where a price is missing."""

    name: str
    group: Group
    method: Method
    operators: GroupOperators
    contacts: Mapping[str, Floats]
    labour_cost: Ints | None
    contact_cost: Ints | None

    @property
    def load(self) -> GroupDays:
        """The group's calls on its kinds of day."""
        return self.method.load


@dataclass(frozen=True)
class Planned:
    """A scenario with its days, the demand of each hotline, and the plan of each group."""

    loaded: LoadedScenario
    days: Days
    hotlines: Mapping[str, HotlineDays]
    groups: Sequence[GroupPlan]

    @property
    def scenario(self) -> Scenario:
        """The scenario as planned."""
        return self.loaded.scenario

    @property
    def carries_queue(self) -> bool:
        """Whether the plan carries the queue of each interval into the next."""
        return any(plan.method.carries_queue for plan in self.groups)


@dataclass(frozen=True, eq=False)
class Required:
    """The operators that a group requires (K x I) for its calls."""

    load: GroupDays
    operators: Ints

    @property
    def by_day(self) -> Ints:
        """The operators on every day (D x I)."""
        return (self.operators * (self.load.times > 0))[self.load.kinds]


@dataclass(frozen=True)
class Demand:
    """The days of a scenario, the demand of its hotlines, and what is to be worked out for each of its groups."""

    scenario: Scenario
    days: Days
    hotlines: Mapping[str, HotlineDays]
    tasks: Mapping[str, GroupTask]

    def members(self, name: str) -> tuple[HotlineDays, ...]:
        """Return the hotlines of a group."""
        return tuple(self.hotlines[hotline] for hotline in self.scenario.groups[name].hotlines)


class Planner:
    """Plans scenarios, and remembers what they share with those before; `executor` may share the work."""

    def __init__(self, executor: Executor | None = None) -> None:
        self._executor = executor or Processes()
        self.memory = Memory()

    def planned(self, loaded: LoadedScenario) -> Planned:
        """Plan every group; the targets out of reach are all reported together.

        Raises:
            NoAnswerError: naming each target that no number of operators keeps, its group and the reason.
        """
        self.memory.begin_round()
        demand = self.demand(loaded.scenario)
        refuse_all_unreachable(loaded, demand.tasks)
        new = {name: task for name, task in demand.tasks.items() if (solved, task.key) not in self.memory}
        try:
            found = solved(list(new.values()), self._executor)
        except UnreachableError as error:
            raise no_answer(loaded, list(new)[error.task], error) from None
        for task, operators in zip(new.values(), found, strict=True):
            self.memory[solved, task.key] = operators
        groups = [self._group_plan(demand, name) for name in demand.tasks]
        return Planned(loaded, demand.days, demand.hotlines, groups)

    def demand(self, scenario: Scenario) -> Demand:
        """Return the demand of a scenario."""
        once = self.memory.once
        days = once(planned_days, scenario.calendar, peak_days(scenario))
        hotlines = {
            name: once(hotline_days, demand_inputs(scenario, name), days) for name in scenario.hotlines
        }
        tasks = {}
        for name, group in scenario.groups.items():
            own = [(scenario.hotlines[key], hotlines[key]) for key in group.hotlines]
            members = tuple(Member(callers_of(hotline, by_day.mid_aht_s), by_day) for hotline, by_day in own)
            load = once(group_days, members, group.model == "erlang-c")
            method = method_of(scenario.method, group, load, scenario.interval_s)
            tasks[name] = GroupTask(method, group.targets, group.operators)
        return Demand(scenario, days, hotlines, tasks)

    def requirements(self, tasks: Sequence[GroupTask]) -> list["Required"]:
        """Return the operators that each group requires; those with the same rules are solved in one call.

        Hotlines that differ are part of the rules.

        A thousand intervals cost little more than ten.

        Raises:
            UnreachableError: if a target cannot be kept by any number of operators; `task` is the first with its rules.
        """
        asked = [replace(task, given=None) for task in tasks]
        alike: dict[Hashable, dict[Hashable, GroupTask]] = {}
        for task in asked:
            if (requirement, task.key) not in self.memory:
                load = task.method.load
                rules = task.on(NO_CALLS).key, None if load.alike else load.hotlines
                alike.setdefault(rules, {})[task.key] = task
        together = [list(new.values()) for new in alike.values()]
        stacked = [new[0].on(one_load([each.method.load for each in new])) for new in together]
        try:
            found = requirements(stacked, self._executor)
        except UnreachableError as error:
            keys = [task.key for task in asked]
            error.task = keys.index(together[error.task][0].key)
            raise
        for new, operators in zip(together, found, strict=True):
            ends = np.cumsum([len(each.method.load.open) for each in new])
            for each, own in zip(new, np.split(operators, ends[:-1]), strict=True):
                self.memory[requirement, each.key] = Required(each.method.load, own)
        return [self.memory[requirement, task.key] for task in asked]

    def _group_plan(self, demand: Demand, name: str) -> GroupPlan:
        scenario, task = demand.scenario, demand.tasks[name]
        group, costs = scenario.groups[name], scenario.costs
        solution: GroupOperators = self.memory[solved, task.key]
        operators = replace(solution, shrinkage=group.shrinkage)
        load, contacts = task.method.load, contacts_of(demand.members(name))
        on_duty = load.in_day(operators.required).tolist()
        paid = [money.paid_hours(count, scenario.interval_s, group.shrinkage) for count in on_duty]
        after_duty = money.hours_after_duty(load.in_day(operators.expected.after_duty_hours), costs)
        kinds = load.kinds.tolist()
        return GroupPlan(
            name=name,
            group=group,
            method=task.method,
            operators=operators,
            contacts=contacts,
            labour_cost=money.labour_cost(
                [paid[kind] for kind in kinds],
                None if after_duty is None else [after_duty[kind] for kind in kinds],
                costs,
            ),
            contact_cost=money.contact_cost(contacts, costs.contacts, len(load.kinds)),
        )


def planned(loaded: LoadedScenario, workers: int = 1) -> Planned:
    """Plan a scenario, in up to so many processes; see `Planner.planned`."""
    return Planner(Processes(workers)).planned(loaded)


def contacts_of(members: Sequence[HotlineDays]) -> dict[str, Floats]:
    """Return the contacts by channel and day of hotlines that share operators."""
    contacts: dict[str, Floats] = {}
    for member in members:
        for channel, by_day in member.contacts.items():
            contacts[channel] = contacts.get(channel, np.zeros_like(by_day)) + by_day
    return contacts


def chosen_days(days: Days, busiest: int, intervals: str) -> Sequence[int]:
    """Return the days that `intervals` names: `busiest`, `all`, `none` or a date as YYYY-MM-DD.

    Raises:
        InputError: if it names no day of the scenario.
    """
    named: dict[str, Sequence[int]] = {"busiest": [busiest], "all": range(len(days)), "none": []}
    if intervals in named:
        return named[intervals]
    try:
        return [days.dates.index(read_date(intervals))]
    except (UnitError, ValueError):
        message = say("plan.no_such_day", text=intervals, first=days.dates[0], last=days.dates[-1])
        raise usage_error("--intervals", message) from None


def refuse_all_unreachable(loaded: LoadedScenario, tasks: Mapping[str, GroupTask]) -> None:
    """Refuse the targets that no number of operators keeps, those of all groups together.

    Raises:
        NoAnswerError: naming each target, its group and the reason.
    """
    problems = []
    for name, task in tasks.items():
        try:
            refuse_unreachable(task.method, core_targets(task.targets))
        except UnreachableError as error:
            problems.append(_unreachable_problem(loaded, name, error))
    if problems:
        raise NoAnswerError(problems)


def no_answer(loaded: LoadedScenario, group: str, error: UnreachableError) -> NoAnswerError:
    """Return the error that says of a group what is out of reach."""
    return NoAnswerError([_unreachable_problem(loaded, group, error)])


def _unreachable_problem(loaded: LoadedScenario, name: str, error: UnreachableError) -> Problem:
    """Return which target of which group is out of reach, at its place in the scenario."""
    start = clock_text(error.interval * loaded.scenario.interval_s)
    message = say("plan.unreachable", group=name, target=error.target, start=start)
    if error.target in OF_METHOD:
        return loaded.problem_at("method", message, say(f"targets.{error.target.upper()}_HINT"))
    problems = [
        loaded.problem_at(key, message, say("targets.UNREACHABLE_HINT"))
        for key in (f"groups.{name}.targets.{error.target}", f"targets.{error.target}")
    ]
    return next((problem for problem in problems if problem.line is not None), problems[-1])
