"""Demand, operators and money of every group: the plan as arrays, before it is written down in tables.

One planner plans whatever is planned: a scenario, the points of a grid, the trials of a search, the plans between two
scenarios. Most of what they need is the same: a hotline's demand where nothing about it changed, a group's operators
where only a price did. What has been worked out is remembered by all that it depends on.
"""

from collections.abc import Hashable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.demand.calendar import Days, peak_days, planned_days
from mfc_capacity.demand.groups import GroupDays, Member, callers_of, group_days, one_load
from mfc_capacity.demand.hotlines import HotlineDays, demand_inputs, hotline_days
from mfc_capacity.demand.terms import terms_by_day
from mfc_capacity.files.problems import NoAnswerError, Problem, say, usage_error
from mfc_capacity.files.units import UnitError, clock_text, read_date
from mfc_capacity.plan import money
from mfc_capacity.plan.memory import Memory
from mfc_capacity.plan.pool import Processes
from mfc_capacity.plan.solving import known, requirements, solved, stated
from mfc_capacity.plan.surcharges import surcharges_by_day
from mfc_capacity.scenario import Group, Hotline, LoadedScenario, Scenario, TargetSet, Terms
from mfc_capacity.staffing.method import OF_METHOD, Performance, UnreachableError, refuse_unreachable
from mfc_capacity.staffing.operators import GroupOperators, GroupTask, Part, core_targets, requirement


@dataclass(frozen=True)
class GroupPlan:
    """All that is known of one group; money by day in hundredths, None where a price is missing."""

    name: str
    group: Group
    task: GroupTask
    operators: GroupOperators
    contacts: Mapping[str, Floats]
    labour_cost: Ints | None
    contact_cost: Ints | None

    @property
    def load(self) -> GroupDays:
        """The group's calls on its kinds of day."""
        return self.task.load

    def terms(self, kind: int) -> Terms:
        """Return the terms of a kind of day."""
        return self.task.terms_of(kind)

    def expected_on(self, kind: int) -> Performance:
        """Return what callers meet on a kind of day with those required, percentiles among it (1 x I)."""
        own = np.array([kind])
        task = self.task.on(self.load.of_kinds([kind]))
        p90_wait_s = task.p90_wait_s(self.operators.required[own])
        return replace(self.operators.expected.of_kinds(own), p90_wait_s=p90_wait_s)

    @property
    def targets(self) -> tuple[TargetSet, ...]:
        """The targets of each kind of day."""
        return tuple(terms.targets for terms in self.task.by_kind)


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

    def surcharged_hours(self, plan: GroupPlan) -> list[Fraction] | None:
        """Return the paid hours by day that surcharges are worth in a group's plan; None without surcharges."""
        return surcharged_hours(self.scenario, self.days, plan.task, plan.operators.required)

    @property
    def carries_queue(self) -> bool:
        """Whether the plan carries the queue of each interval into the next."""
        return any(plan.task.carries_queue for plan in self.groups)


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
        groups = [
            self._group_plan(demand, name, self.memory[solved, task.key])
            for name, task in demand.tasks.items()
        ]
        return Planned(loaded, demand.days, demand.hotlines, groups)

    def planned_together(self, scenarios: Sequence[LoadedScenario]) -> list["Planned | NoAnswerError"]:
        """Plan scenarios that differ little, or say why one has no plan; what they require is solved in one call.

        What decides the operators is not told. Where there may be only so many, each is planned by itself, which says
        what the targets would need.
        """
        groups = [group for loaded in scenarios for group in loaded.scenario.groups.values()]
        if any(group.max_operators is not None for group in groups):
            return [self._planned_or_not(loaded) for loaded in scenarios]
        self.memory.begin_round()
        demands = [self.demand(loaded.scenario) for loaded in scenarios]
        refused = [_refused(loaded, demand) for loaded, demand in zip(scenarios, demands, strict=True)]
        asked = [demand for demand, error in zip(demands, refused, strict=True) if error is None]
        try:
            required = iter(self.requirements([task for demand in asked for task in demand.tasks.values()]))
        except UnreachableError:  # only now is it known that one is out of reach: each by itself says which
            return [self._planned_or_not(loaded) for loaded in scenarios]
        return [
            error
            or Planned(
                loaded,
                demand.days,
                demand.hotlines,
                [
                    self._group_plan(demand, name, self._known(task, next(required).operators))
                    for name, task in demand.tasks.items()
                ],
            )
            for loaded, demand, error in zip(scenarios, demands, refused, strict=True)
        ]

    def _known(self, task: GroupTask, operators: Ints) -> GroupOperators:
        """Return what the operators that a task is known to require deliver."""
        key = known, task.key, operators.tobytes()
        if key not in self.memory:
            self.memory[key] = known(task, operators)
        found: GroupOperators = self.memory[key]
        return found

    def _planned_or_not(self, loaded: LoadedScenario) -> "Planned | NoAnswerError":
        try:
            return self.planned(loaded)
        except NoAnswerError as error:
            return error

    def lived_through(self, loaded: LoadedScenario) -> Planned:
        """Plan with the operators that every group states, whatever the targets would require."""
        self.memory.begin_round()
        demand = self.demand(loaded.scenario)
        found = stated(list(demand.tasks.values()), self._executor)
        groups = [
            self._group_plan(demand, name, operators)
            for name, operators in zip(demand.tasks, found, strict=True)
        ]
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
            lines = [scenario.hotlines[key] for key in group.hotlines]
            members = tuple(
                Member(callers_of(line, hotlines[key].mid_aht_s), hotlines[key], line.redials)
                for key, line in zip(group.hotlines, lines, strict=True)
            )
            terms = once(terms_by_day, group, days)
            load = once(
                group_days,
                members,
                group.model == "erlang-c",
                terms.of_day,
                varies_by_day(lines, days),
                scenario.varies_together,
            )
            tasks[name] = GroupTask(scenario.method, load, terms.distinct, scenario.interval_s)
        return Demand(scenario, days, hotlines, tasks)

    def requirements(self, tasks: Sequence[GroupTask]) -> list["Required"]:
        """Return the operators that each group requires; what has the same rules is solved in one call.

        Hotlines that differ are part of the rules.

        A thousand intervals cost little more than ten.

        Raises:
            UnreachableError: if a target cannot be kept by any number of operators; `task` is the first with its rules.
        """
        asked = [task.without_given() for task in tasks]
        new = {task.key: task for task in asked if (requirement, task.key) not in self.memory}
        parts = [(key, kinds, part) for key, task in new.items() for kinds, part in task.parts()]
        alike: dict[Hashable, list[int]] = {}
        for number, (_, _, part) in enumerate(parts):
            load = part.method.load
            alike.setdefault((part.rules, None if load.alike else load.hotlines), []).append(number)
        together = list(alike.values())
        try:
            found = requirements([_stacked([parts[k][2] for k in own]) for own in together], self._executor)
        except UnreachableError as error:
            error.task = [task.key for task in asked].index(parts[together[error.task][0]][0])
            raise
        operators = {key: np.zeros(task.load.open.shape, dtype=np.int64) for key, task in new.items()}
        for numbers, stack in zip(together, found, strict=True):
            ends = np.cumsum([len(parts[k][1]) for k in numbers])
            for k, own in zip(numbers, np.split(stack, ends[:-1]), strict=True):
                key, kinds, _ = parts[k]
                operators[key][kinds] = own
        for key, task in new.items():
            self.memory[requirement, key] = Required(task.load, operators[key])
        return [self.memory[requirement, task.key] for task in asked]

    def _group_plan(self, demand: Demand, name: str, solution: GroupOperators) -> GroupPlan:
        scenario, task = demand.scenario, demand.tasks[name]
        group, costs = scenario.groups[name], scenario.costs
        load, contacts = task.load, contacts_of(demand.members(name))
        shrinkage = tuple(terms.shrinkage for terms in task.by_kind)
        operators = replace(solution, shrinkage=shrinkage)
        on_duty = zip(load.in_day(operators.required).tolist(), shrinkage, strict=True)
        paid = [money.paid_hours(count, scenario.interval_s, each) for count, each in on_duty]
        after_duty = money.hours_after_duty(load.in_day(operators.expected.after_duty_hours), costs)
        kinds = load.kinds.tolist()
        return GroupPlan(
            name=name,
            group=group,
            task=task,
            operators=operators,
            contacts=contacts,
            labour_cost=money.labour_cost(
                [paid[kind] for kind in kinds],
                surcharged_hours(scenario, demand.days, task, operators.required),
                None if after_duty is None else [after_duty[kind] for kind in kinds],
                costs,
            ),
            contact_cost=money.contact_cost(contacts, costs.contacts, len(load.kinds)),
        )


def planned(loaded: LoadedScenario, workers: int = 1) -> Planned:
    """Plan a scenario, in up to so many processes; see `Planner.planned`."""
    return Planner(Processes(workers)).planned(loaded)


def _refused(loaded: LoadedScenario, demand: Demand) -> NoAnswerError | None:
    try:
        refuse_all_unreachable(loaded, demand.tasks)
    except NoAnswerError as error:
        return error
    return None


def surcharged_hours(
    scenario: Scenario, days: Days, task: GroupTask, required: Ints
) -> list[Fraction] | None:
    """Return the paid hours by day that surcharges are worth of operators required (K x I); None without surcharges."""
    if not scenario.costs.surcharges:
        return None
    by_day = surcharges_by_day(scenario.costs.surcharges, days, scenario.interval_s)
    shrinkage = [terms.shrinkage for terms in task.by_kind]
    return by_day.hours(required * task.load.times, task.load.kinds, shrinkage, scenario.interval_s)


def varies_by_day(hotlines: Sequence[Hotline], days: Days) -> tuple[tuple[float, ...], ...]:
    """Return the coefficient of variation of each hotline's calls by day (S x D); nothing where no day varies."""
    if not any(any(hotline.varies) for hotline in hotlines):
        return ()
    return tuple(tuple(hotline.varies[kind] for kind in days.kinds.tolist()) for hotline in hotlines)


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
            for _, part in task.parts():
                refuse_unreachable(part.method, core_targets(part.targets))
        except UnreachableError as error:
            problems.append(_unreachable_problem(loaded, name, error))
    if problems:
        raise NoAnswerError(problems)


def no_answer(loaded: LoadedScenario, group: str, error: UnreachableError) -> NoAnswerError:
    """Return the error that says of a group what is out of reach."""
    return NoAnswerError([_unreachable_problem(loaded, group, error)])


def _stacked(parts: Sequence[Part]) -> Part:
    """Return parts with the same rules as one."""
    load = one_load([part.method.load for part in parts])
    return replace(parts[0], method=parts[0].method.on(load))


def _unreachable_problem(loaded: LoadedScenario, name: str, error: UnreachableError) -> Problem:
    """Return which target of which group is out of reach, at its place in the scenario."""
    start = clock_text(error.interval * loaded.scenario.interval_s)
    message = say("plan.unreachable", group=name, target=error.target, start=start)
    if error.target in OF_METHOD:
        return loaded.problem_at("method", message, say(f"targets.{error.target.upper()}_HINT"))
    starts = ["", *(f"{start}." for start, _ in loaded.scenario.groups[name].targets.steps)]
    problems = [
        loaded.problem_at(f"{section}{start}{error.target}", message, say("targets.UNREACHABLE_HINT"))
        for section in (f"groups.{name}.targets.", "targets.")
        for start in starts
    ]
    by_place = [problem for problem in problems if problem.line is not None]
    return (
        by_place[0] if by_place else loaded.problem_at(f"targets.{error.target}", message, problems[0].hint)
    )
