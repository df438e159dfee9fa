"""What stands on the page by which people decide, as data: the plan, and what belongs beside it.

A report shows days, not all of them: two years of a city have hundreds that repeat one another. Each group
shows the day of its peak and, from the month of that day, one ordinary day for each weekday; weekdays that
are alike in calls and operators are shown once.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from mfc_capacity.answers.accounts import BudgetUse
from mfc_capacity.answers.first_screen import FirstScreen
from mfc_capacity.answers.records import (
    Budget,
    Comparison,
    PeopleAnswer,
    Plan,
    Risk,
    SimulationAnswer,
    Table,
)
from mfc_capacity.answers.report import Report, ShownDay, ShownGroup
from mfc_capacity.answers.report_pictures import Pictures
from mfc_capacity.commands.budget import BudgetQuestion, buys_operators, check_prices, operators_bought
from mfc_capacity.commands.check.check import Request, check_planned
from mfc_capacity.commands.compare.compare import compare
from mfc_capacity.commands.compare.sides import load_side, planned_side, side_name
from mfc_capacity.commands.explain import explain_planned
from mfc_capacity.commands.people import people
from mfc_capacity.commands.report.bridges import cost_bridge, cost_by_cause, demand, use
from mfc_capacity.commands.report.curves import curves
from mfc_capacity.commands.report.decision import decision
from mfc_capacity.commands.report.loads import load_by_hotline
from mfc_capacity.commands.report.options import MOST_VARIANTS, Hire, options
from mfc_capacity.commands.report.tiles import tiles
from mfc_capacity.commands.report.waits import waits
from mfc_capacity.commands.risk import Question, risk
from mfc_capacity.commands.schedule import Request as Scheduling
from mfc_capacity.commands.schedule import schedule
from mfc_capacity.commands.simulate import Staff, find_case, play, simulation_answer
from mfc_capacity.commands.simulate.case import BUSIEST
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.problems import MfcError, NoAnswerError
from mfc_capacity.people.staffed import Question as Hiring
from mfc_capacity.plan.answer import plan_of
from mfc_capacity.plan.ledger import month_spans
from mfc_capacity.plan.maps import shortage
from mfc_capacity.plan.planner import GroupPlan, Planned, Planner
from mfc_capacity.plan.pool import Processes
from mfc_capacity.plan.promise import Delivery, deliveries
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.staffing.operators import core_targets

WEEK = range(7)
PRECISION = 0.01  # half-width of a day's service level: as fine as a picture shows it


@dataclass(frozen=True)
class Playing:
    """How the days of the peaks are played: the seed of the random numbers, the processes that share the work.

    `progress` is told a group, and how many of its replications are done and planned so far.
    """

    seed: int
    workers: int
    progress: Callable[[str, int, int], None] | None = None


@dataclass(frozen=True)
class Sampling:
    """What the risk section asks, the processes that share its plans, and who is told of their progress."""

    question: Question
    workers: int
    on_point: Callable[[int, int], None]


def report(
    loaded: LoadedScenario,
    path: str,
    request: Request,
    playing: Playing | None = None,
    sampling: Sampling | None = None,
    scheduling: Scheduling | None = None,
    hiring: Hiring | None = None,
    *,
    variants: bool = True,
) -> Report:
    """Return the report of a scenario.

    Args:
        loaded: the scenario with its places and sources.
        path: where it was read, as the command line names it.
        request: the files of limits to hold it against, and the baseline to compare with.
        playing: how the day of each group's peak is played call by call; None: it is not.
        sampling: how the plan is sampled over the ranges of its figures; None: it is not.
        scheduling: which shifts are to cover the plan; None: none are looked for.
        hiring: who is hired where the scenario has people; None: nothing is said of them.
        variants: whether the variants of the scenario are planned too, to stand beside it.

    Raises:
        InputError: if a file of limits or the baseline cannot be read, or there are no shifts to schedule.
        NoAnswerError: if a target of a group is kept by no number of operators, or the time was too short to hire.
    """
    shared = Planner(Processes(request.workers))
    planned = shared.planned(loaded)
    plan = plan_of(planned, delivered=True)
    peaks = {shape.group: shape.date for shape in plan.peak_days}
    dates = [None if day is None else day.isoformat() for day in planned.days.dates]
    peak_days = {group: dates.index(date) for group, date in peaks.items()}
    delivered = _delivered_on(planned, peak_days)
    scheduled = None if scheduling is None else schedule(planned, scheduling, workers=request.workers)
    hired = _hired(planned, hiring, request.workers)
    sums = _budget(planned)
    most = MOST_VARIANTS if variants else 0
    ways = options(shared, planned, hired, _hirer(hiring, request.workers), most=most)
    decided = decision(planned, plan, sums, hired, ways)
    return Report(
        plan=plan,
        first=FirstScreen(
            decision=decided,
            tiles=tiles(planned, plan, hired),
            shortage=shortage(planned, delivered),
            options=ways,
        ),
        pictures=_pictures(planned, peak_days, None if decided.need is None else decided.need.week),
        groups=tuple(
            _shown(planned, group, peaks[group.name], playing, delivered) for group in planned.groups
        ),
        even_shares=_even_shares(planned.days, plan.budget),
        explanations=tuple(
            explain_planned(planned, shape.group) for shape in plan.peak_days if any(shape.required)
        ),
        check=check_planned(
            planned, path, request, None if scheduled is None else scheduled.tables["headcount"]
        ),
        comparison=_comparison(planned, plan, path, request),
        budget=sums,
        risk=_risk(loaded, sampling),
        schedule=scheduled,
        people=hired,
    )


def _hired(planned: Planned, hiring: Hiring | None, workers: int) -> PeopleAnswer | None:
    return people(planned, hiring, workers=workers) if hiring and planned.scenario.people else None


def _hirer(hiring: Hiring | None, workers: int) -> Hire:
    """Return what hires for a variant; its answer is None where it takes too long, as the shifts of all weeks do."""

    def hire(varied: Planned) -> PeopleAnswer | None:
        with suppress(NoAnswerError):
            return _hired(varied, None if hiring and hiring.in_shifts else hiring, workers)
        return None

    return hire


def _risk(loaded: LoadedScenario, sampling: Sampling | None) -> Risk | None:
    if sampling is None:
        return None
    workers = Processes(sampling.workers)
    return risk(loaded, sampling.question, executor=workers, on_point=sampling.on_point)


def _delivered_on(planned: Planned, peak_days: Mapping[str, int]) -> dict[str, Delivery]:
    """Return what each group's plan delivers on the day of its peak, where that can be looked at."""
    found: dict[str, Delivery] = {}
    for plan in planned.groups:
        found |= deliveries(replace(planned, groups=[plan]), [peak_days[plan.name]])
    return found


def _pictures(planned: Planned, peak_days: Mapping[str, int], week: str | None) -> Pictures:
    return Pictures(
        waits=waits(planned, week),
        load_by_hotline=load_by_hotline(planned, peak_days),
        curves=curves(planned, peak_days),
        demand=demand(planned),
        use=use(planned),
        cost_by_cause=cost_by_cause(planned),
        cost_bridge=cost_bridge(planned),
    )


def _shown(
    planned: Planned,
    plan: GroupPlan,
    peak_date: str | None,
    playing: Playing | None,
    delivered: Mapping[str, Delivery],
) -> ShownGroup:
    """Return one group with its peak, what is delivered on it, and its ordinary days."""
    tables = PlanTables(replace(planned, groups=[plan]))
    peak = tables.dates.index(peak_date)
    chosen = _chosen_days(planned, plan, peak)
    targets = plan.terms(int(plan.load.kinds[peak])).targets
    level, within_s = targets.service_level, targets.within_s
    simulated = _simulated(planned.loaded, plan, peak_date, playing)
    return ShownGroup(
        name=plan.name,
        title=plan.group.title,
        interval_s=planned.scenario.interval_s,
        service_level=None if level is None else level.share,
        within_s=within_s,
        service_level_of=targets.service_level_of,
        short_s=within_s if targets.short_s is None else targets.short_s,
        comes_again=plan.load.again is not None,
        days=tuple(
            ShownDay(
                tables.dates[day],
                weekdays,
                _read_often(tables.intervals([day], delivered if day == peak else {})),
                _limits(plan, day),
                planned.days.peaks[day],
            )
            for day, weekdays in chosen
        ),
        simulated=simulated,
        simulated_through_day=_simulated_through_day(planned.loaded, plan, peak_date, playing, simulated),
    )


def _read_often(table: Table) -> Table:
    """Return a table whose rows are made once, not whenever they are read."""
    return replace(table, rows=tuple(table.rows))


def _limits(plan: GroupPlan, day: int) -> dict[str, float]:
    targets = core_targets(plan.terms(int(plan.load.kinds[day])).targets)
    return {row.measure.name: limit for row, limit in targets.each()}


def _simulated(
    loaded: LoadedScenario, plan: GroupPlan, peak_date: str | None, playing: Playing | None
) -> SimulationAnswer | None:
    """Return the day of a group's peak as it is played with the operators planned."""
    if playing is None or not plan.load.calls.any():
        return None
    try:
        case = find_case(loaded, peak_date or BUSIEST, plan.name, Staff())
    except NoAnswerError:  # it has too many calls to be played
        return None
    played = play(
        case, seed=playing.seed, precision=PRECISION, workers=playing.workers, progress=playing.progress
    )
    return simulation_answer(played)


def _simulated_through_day(
    loaded: LoadedScenario,
    plan: GroupPlan,
    peak_date: str | None,
    playing: Playing | None,
    simulated: SimulationAnswer | None,
) -> SimulationAnswer | None:
    """Return the same day with the operators of a plan through the day, where those planned fall short as played."""
    days = () if simulated is None else simulated.tables["day"].records()
    if not any(day["operator_hours_time_dependent"] for day in days):
        return None
    through_day = replace(loaded, scenario=replace(loaded.scenario, method="time-dependent"))
    return _simulated(through_day, plan, peak_date, playing)


def _chosen_days(planned: Planned, plan: GroupPlan, peak: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the day of the peak and ordinary days of its month, each with the weekdays that are like it.

    Days on which the group is closed are left out.
    """
    alike: dict[bytes, list[int]] = {_signature(plan, peak): []}
    for day in _one_for_each_weekday(planned, peak):
        alike.setdefault(_signature(plan, day), []).append(day)
    like_peak, *others = alike.values()
    for day, days in [(peak, like_peak), *((days[0], days) for days in others)]:
        if plan.load.open[plan.load.kinds[day]].any():
            yield day, tuple(int(planned.days.weekdays[other]) for other in days)


def _one_for_each_weekday(planned: Planned, peak: int) -> Iterator[int]:
    """Yield a day for each weekday, in their order: one planned as such without a peak, if there is one."""
    if planned.scenario.calendar is None:
        return
    days, month = planned.days, _month(planned, peak)
    for weekday in WEEK:
        of_weekday = [day for day in month if days.weekdays[day] == weekday]
        if of_weekday:
            yield min(of_weekday, key=lambda day: (days.kinds[day] != weekday, len(days.peaks[day])))


def _month(planned: Planned, day: int) -> list[int]:
    months = [date and (date.year, date.month) for date in planned.days.dates]
    return [other for other, month in enumerate(months) if month == months[day]]


def _signature(plan: GroupPlan, day: int) -> bytes:
    kind = plan.load.kinds[day]
    calls, required = plan.load.calls[kind], plan.operators.required[kind]
    return bytes(calls.tobytes() + required.tobytes())


def _comparison(planned: Planned, plan: Plan, path: str, request: Request) -> Comparison | None:
    """Return what changed against the baseline: the same scenario at a git revision, or another side."""
    if request.baseline is None and request.baseline_ref is None:
        return None
    named = path if request.variant is None else f"{path}#{request.variant}"
    before = load_side(request.baseline or named, ref=request.baseline_ref, workers=request.workers)
    after = planned_side(planned, plan, side_name(named, None, request.overrides))
    return compare(before, after, workers=request.workers)


def _budget(planned: Planned) -> Budget | None:
    """Return what sums of money buy; None where they pay for no operators, or a price is missing."""
    if not buys_operators(planned.scenario):
        return None
    try:
        check_prices(planned.loaded)
        return operators_bought(planned, BudgetQuestion())
    except MfcError:
        return None  # `budget` says why


def _even_shares(days: Days, budget: BudgetUse | None) -> tuple[float, ...] | None:
    """Return what each month would have if the budget were spread evenly over the planned days."""
    if budget is None:
        return None
    return tuple(budget.amount * len(span) / len(days) for _, span in month_spans(days))
