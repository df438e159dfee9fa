"""A scenario that is loaded once and asked many things: a method for each command that takes one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal, TypeVar

from mfc_capacity.api.answers import (
    Backtest,
    Budget,
    Comparison,
    Explanation,
    People,
    Plan,
    Risk,
    Schedule,
    Simulation,
    Solution,
    Sweep,
)
from mfc_capacity.api.arguments import (
    REQUIREMENT,
    Changes,
    Source,
    Sum,
    Unknown,
    assignments,
    beside_question_of,
    floor_of,
    half_width_of,
    hiring_question_of,
    reader_of,
    shift_question_of,
    staff_file_of,
    staff_of,
    sums_of,
)
from mfc_capacity.api.errors import worded
from mfc_capacity.files.problems import say, usage_error

if TYPE_CHECKING:
    from mfc_capacity.answers import records
    from mfc_capacity.answers.check import CheckReport
    from mfc_capacity.commands.check.check import Request
    from mfc_capacity.commands.compare.sides import Side
    from mfc_capacity.plan.planner import Planned
    from mfc_capacity.scenario import LoadedScenario
    from mfc_capacity.shifts.schedule import Question

A = TypeVar("A", "records.Plan", "records.Budget")

_KINDS: dict[Unknown, Literal["driver", "deflection", "operators"]] = {
    "centres": "driver",
    "deflection": "deflection",
    "operators": "operators",
}


@dataclass(frozen=True, repr=False)
class Scenario:
    """A scenario that has been read and is right; each method is the command of its name.

    What methods raise: `ScenarioError` for an argument that names nothing of the scenario, `NoAnswer` where no number
    of operators keeps a target. The scenario is planned once, and what several methods need of it is kept.
    """

    loaded: "LoadedScenario"
    path: str
    workers: int = 1

    @worded
    def plan(
        self,
        *,
        intervals: str = "busiest",
        shifts: bool = False,
        time_limit: str | float | None = None,
        on_progress: Callable[[str, float, float], None] = lambda _group, _best, _bound: None,
    ) -> Plan:
        """Plan operators, waits and money.

        Args:
            intervals: the dates of the table `intervals`: `busiest`, `all`, `none`, or one as `2014-05-19`.
            shifts: whether to schedule each group's heaviest week too, for the table `headcount`.
            time_limit: of that, for all groups together, as `schedule` has it; None: `"60s"`.
            on_progress: called with a group, the paid hours of the best shifts found and their bound.
        """
        from mfc_capacity.plan.answer import plan_of

        question = beside_question_of(time_limit, is_asked=shifts)
        plan = plan_of(self._planned, intervals, delivered=True)
        return Plan(self._with_shifts(plan, question, on_progress))

    @worded
    def budget(
        self,
        *,
        first: Sum = None,
        last: Sum = None,
        steps: int = 9,
        at: Sum = None,
        intervals: str = "busiest",
        place: Literal["same-promise", "most-answered"] = "same-promise",
        floor: str | float | None = None,
        shifts: bool = False,
        time_limit: str | float | None = None,
        on_progress: Callable[[str, float, float], None] = lambda _group, _best, _bound: None,
    ) -> Budget:
        """Return what sums of money buy: the curve from money to waiting.

        Args:
            first: the first sum of the grid, as `"300mln"` or a number; None: around the scenario's own sums.
            last: the last one.
            steps: how many sums the grid has, at least 2.
            at: one sum to look at closely.
            intervals: the dates of the table `operators`, as for `plan`.
            place: how operators are placed: the same promise in every interval, or the most answered in time.
            floor: no interval with calls has a service level below this share, as `"50%"` or 0.5.
            shifts: whether to schedule each group's heaviest week too, for the table `headcount`.
            time_limit: of that, for all groups together, as `schedule` has it; None: `"60s"`.
            on_progress: called with a group, the paid hours of the best shifts found and their bound.
        """
        from mfc_capacity.commands.budget import BudgetQuestion, bought, check_prices

        sums = sums_of({"--from": first, "--to": last, "--at": at}, self.loaded.scenario.currency)
        question = BudgetQuestion(
            sums["--from"], sums["--to"], steps, sums["--at"], intervals, place, floor_of(floor)
        )
        of_shifts = beside_question_of(time_limit, is_asked=shifts)
        check_prices(self.loaded)
        return Budget(self._with_shifts(bought(self._planned, question), of_shifts, on_progress))

    @worded
    def solve(
        self,
        unknown: Unknown,
        *,
        driver: str | None = None,
        hotline: str | None = None,
        channel: str | None = None,
        at: Sum = None,
    ) -> Solution:
        """Return what the money and the operators of the scenario carry (`budget --solve`).

        Args:
            unknown: the most `centres` (or another driver), the least `deflection`, the most `operators`.
            driver: which driver, where there are several.
            hotline: of the deflection, where there are several.
            channel: of the deflection, where there are several.
            at: a sum beside the scenario's own.
        """
        from mfc_capacity.commands.budget import solve as engine

        asked = engine.Unknown(_KINDS[unknown], driver, hotline, channel, self.workers)
        return Solution(
            engine.solution(self.loaded, asked, sums_of({"--at": at}, self.loaded.scenario.currency)["--at"])
        )

    @worded
    def sweep(
        self,
        vary: Mapping[str, object] | Iterable[str],
        *,
        metrics: Sequence[str] | None = None,
        group: str = "total",
        executor: Executor | None = None,
        on_point: Callable[[int, int], None] = lambda _done, _points: None,
    ) -> Sweep:
        """Plan a grid of changes.

        Args:
            vary: values by path, as `{"hotlines.mfc.aht": ["3m", "4m"]}` or `{...: "90..120/10"}`; or the texts
                `"path=a,b"` of the option.
            metrics: columns of the table `summary` of a plan; None: the usual ones.
            group: a group, `total`, or `all` for each and the total.
            executor: shares the work, in the shape of `concurrent.futures`; None: this machine's processes.
            on_point: called with the number of points done and that of all points.
        """
        from mfc_capacity.commands import sweep as engine

        axes = engine.read_axes(assignments(vary))
        names = metrics or engine.DEFAULT_METRICS
        shared = self._shared(executor)
        return Sweep(engine.sweep(self.loaded, axes, names, group, executor=shared, on_point=on_point))

    @worded
    def risk(
        self,
        *,
        samples: int = 512,
        seed: int = 1,
        operators: Literal["required", "given"] = "required",
        executor: Executor | None = None,
        on_point: Callable[[int, int], None] = lambda _done, _points: None,
    ) -> Risk:
        """Plan over a sample of all ranges.

        Args:
            samples: how many plans are sampled, a power of two.
            seed: of the sample; the same gives the same answer.
            operators: `required`, made anew for each sample, or `given`: those of the scenario, or made for its own
                values, and lived through each.
            executor: shares the work, in the shape of `concurrent.futures`; None: this machine's processes.
            on_point: called with the number of plans done and that of all.
        """
        from mfc_capacity.commands import risk as engine

        question = engine.Question(samples, seed, operators)
        return Risk(engine.risk(self.loaded, question, executor=self._shared(executor), on_point=on_point))

    @worded
    def simulate(
        self,
        *,
        date: str = "busiest",
        group: str | None = None,
        operators: str | PathLike[str] | None = None,
        given: bool = False,
        seed: int = 1,
        precision: str | float = "0.5%",
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Simulation:
        """Play a day call by call.

        Args:
            date: the day; `busiest` is the one with most calls.
            group: the only group to play; None: all.
            operators: a CSV file of who is on duty, with columns start, operators, group, date.
            given: whether the operators given in the scenario are on duty, instead of those planned.
            seed: of the random numbers, at least 0; the same gives the same answer.
            precision: half-width to which the day's service level is to be known, as `"0.5%"` or 0.005.
            progress: called with a group and its replications done and planned.
        """
        from mfc_capacity.commands import simulate as engine

        half_width = half_width_of(precision, seed)
        case = engine.find_case(
            self.loaded,
            date,
            group,
            staff_of(self.loaded.scenario, group, operators, given=given),
        )
        played = engine.play(case, seed=seed, precision=half_width, workers=self.workers, progress=progress)
        return Simulation(engine.simulation_answer(played), played)

    @worded
    def schedule(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        group: str | None = None,
        requirement: str | PathLike[str] | None = None,
        target: Literal["cover", "service-level"] = "cover",
        per: Literal["day", "hour"] | None = None,
        floor: str | float | None = None,
        time_limit: str | float = "60s",
        gap: str | float = "1%",
        on_progress: Callable[[str, float, float], None] = lambda _group, _best, _bound: None,
    ) -> Schedule:
        """Find the cheapest shifts that cover the plan, and who works them.

        Args:
            first: the first day, as `"2014-05-19"`; None: a week before the last. Without both each group has the week
                that takes most of it, or the days of the file.
            last: the last day; None: a week after the first.
            group: the only group to schedule; None: all.
            requirement: a CSV file of the operators required, with columns date, start, group, operators; None: those
                of the plan.
            target: `cover`, what is required in every interval; or `service-level`, that of each period on average.
            per: the period, beside `service-level`: a `day` (None too) or an `hour`.
            floor: no interval has a service level below this share, beside `service-level`; None: `"60%"`.
            time_limit: for all groups together, as `"60s"` or in seconds; the best found by then is the answer.
            gap: the share by which the shifts may cost more than the cheapest, as `"1%"` or 0.01.
            on_progress: called with a group, the paid hours of the best shifts found (infinite before there are any)
                and their bound.
        """
        from mfc_capacity.commands import schedule as engine

        question = shift_question_of(target, per, floor, time_limit, gap)
        file = staff_file_of(self.loaded.scenario, requirement, group, REQUIREMENT)
        request = engine.Request(question, first, last, group, file)
        return Schedule(
            engine.schedule(self._planned, request, workers=self.workers, on_progress=on_progress)
        )

    @worded
    def people(
        self,
        *,
        hire: Literal["none", "planned", "cheapest"] = "cheapest",
        group: str | None = None,
        shifts: bool = False,
        time_limit: str | float = "60s",
        gap: str | float = "0.5%",
        on_progress: Callable[[str, float, float], None] = lambda _group, _best, _bound: None,
        on_week: Callable[[int, int], None] = lambda _done, _planned: None,
    ) -> People:
        """Show by week who is there against who is needed, and find the cheapest classes that close the gap.

        Args:
            hire: `none`, nobody; `planned`, the scenario's own classes; `cheapest`, the cheapest ones besides.
            group: the only group; None: all that have people.
            shifts: whether the jobs required are those of the cheapest shifts of each week.
            time_limit: for all groups together, as `"60s"` or in seconds; the best found by then is the answer. The
                shifts of all weeks have as much.
            gap: the share by which everything may cost more than with the cheapest classes, as `"0.5%"` or 0.005.
            on_progress: called with a group, the cost of the best classes found (infinite before there are any) and
                their bound.
            on_week: called with the number of weeks that are in shifts so far, and that of all.
        """
        from mfc_capacity.commands import people as engine

        question = hiring_question_of(hire, group, time_limit, gap, in_shifts=shifts)
        answer = engine.people(
            self._planned, question, workers=self.workers, on_progress=on_progress, on_week=on_week
        )
        return People(answer)

    @worded
    def check(
        self,
        *,
        limits: Sequence[str] = (),
        baseline: str | None = None,
        baseline_ref: str | None = None,
        fail_on: Literal["error", "warning"] = "error",
    ) -> "CheckReport":
        """Hold the plan against the scenario's limits: `verdict`, `violations` (the worst first), `scenarios`.

        Args:
            limits: files of limits beside the scenario's own.
            baseline: a scenario or a plan's JSON that `max_increase` compares with.
            baseline_ref: a git revision of the same file instead.
            fail_on: the lowest level of a limit that counts as broken.
        """
        from mfc_capacity.commands.check.check import check_planned

        request = self._request(limits, baseline, baseline_ref, fail_on)
        report = check_planned(self._planned, self.path, request)
        if not any(scenario.judgements for scenario in report.scenarios):
            raise usage_error("check", say("check.NO_LIMITS"), say("check.NO_LIMITS_HINT"))
        return report

    @worded
    def compare(self, after: "Scenario") -> Comparison:
        """Return what changes from this scenario to another, and which input does it."""
        from mfc_capacity.commands.compare.compare import compare as engine

        return Comparison(engine(self._side(), after._side(), workers=self.workers))

    @worded
    def explain(
        self, *, group: str | None = None, at: str | None = None, metric: str | None = None
    ) -> Explanation:
        """Return how one interval of the plan, or one figure of it, came about.

        Args:
            group: the group of hotlines; None where there is only one.
            at: `"2014-05-20 11:00"`, a date or a clock time; `"2014-W24"`, the people of a week; None: the interval
                that needs most operators.
            metric: a column of the plan's tables to end at; None: the whole of the interval.
        """
        from mfc_capacity.commands.explain import explain_planned

        return Explanation(explain_planned(self._planned, group, at, metric))

    @worded
    def backtest(
        self,
        records: Sequence[str],
        *,
        operators: str | PathLike[str] | None = None,
        columns: Mapping[str, str | None] | str | None = None,
        map: str | None = None,
        only_known: bool = False,
        on_rows: Callable[[str, int, int], None] = lambda _file, _done, _rows: None,
    ) -> Backtest:
        """Hold the scenario against records of calls.

        Args:
            records: paths of logs, one row a call.
            operators: a file of who was there, with columns date, start, operators, group; None: as the scenario
                states it, or inferred from overlapping calls.
            columns: the column of each role, as for `fit`.
            map: path of a YAML file with columns, outcomes and hotlines.
            only_known: whether calls of hotlines that the scenario does not have are left out.
            on_rows: called with a file, its rows read so far, and about how many it has.
        """
        from mfc_capacity.commands import backtest as engine
        from mfc_capacity.commands.fit import Source as Records

        question = engine.Question(staff_file_of(self.loaded.scenario, operators), only_known)
        source = Records(tuple(records), columns, map, on_rows)
        return Backtest(engine.backtest(self.loaded, source, question, self._shared(None)))

    @worded
    def report(
        self,
        *,
        limits: Sequence[str] = (),
        baseline: str | None = None,
        baseline_ref: str | None = None,
        simulate: bool = True,
        seed: int = 1,
        risk: bool = False,
        samples: int = 512,
        shifts: bool = False,
        people: bool = True,
        variants: bool = True,
        one_page: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> str:
        """Return the plan as one self-contained HTML page.

        Args:
            limits: files of limits beside the scenario's own.
            baseline: a scenario or a plan's JSON to compare with.
            baseline_ref: a git revision of the same file instead.
            simulate: whether to play the day of each group's peak, call by call.
            seed: of the random numbers of that play, at least 0, and of the sample.
            risk: whether to plan over a sample of all ranges.
            samples: how many plans are sampled, a power of two.
            shifts: whether to look for the shifts that cover each group's heaviest week.
            people: whether to show who is there against who is needed, with the cheapest classes where HiGHS is
                installed, where the scenario has people.
            variants: whether to plan the first eight variants of the scenario too, to stand beside it.
            one_page: whether it has only what is to be decided, on one sheet when it is printed.
            progress: called with a group and the replications of its play done and planned, and with "plans" and how
                many of the sample are done and planned.
        """
        from mfc_capacity.commands.report import report as engine
        from mfc_capacity.commands.report.view.page import render
        from mfc_capacity.commands.risk import Question
        from mfc_capacity.commands.schedule import Request as Scheduling
        from mfc_capacity.people.staffed import Question as HiringQuestion
        from mfc_capacity.shifts.schedule import Question as ShiftQuestion

        request = self._request(limits, baseline, baseline_ref)
        playing = engine.Playing(seed, self.workers, progress) if simulate else None
        tell = (lambda _name, _done, _planned: None) if progress is None else progress
        question = Question(samples, seed)
        sampling = engine.Sampling(question, self.workers, partial(tell, "plans")) if risk else None
        scheduling = Scheduling(ShiftQuestion()) if shifts else None
        hires: Literal["planned", "cheapest"] = "cheapest" if find_spec("highspy") else "planned"
        hiring = HiringQuestion(hires, in_shifts=shifts) if people else None
        found = engine.report(
            self.loaded, self.path, request, playing, sampling, scheduling, hiring, variants=variants
        )
        return render(found, one_page=one_page)

    def __repr__(self) -> str:
        changes = (f"#{self.loaded.variant}" if self.loaded.variant else "", *self.loaded.overrides)
        return f"<scenario {self.loaded.path}{' '.join(changes).rstrip()}>"

    @cached_property
    def _planned(self) -> "Planned":
        from mfc_capacity.plan.planner import planned

        return planned(self.loaded, self.workers)

    def _with_shifts(
        self, answer: A, question: "Question | None", on_progress: Callable[[str, float, float], None]
    ) -> A:
        """Return an answer with what its heaviest weeks come to in shifts, if that is asked for."""
        if question is None:
            return answer
        from mfc_capacity.commands.schedule.beside import beside, with_shifts

        shifts = beside(self._planned, question, workers=self.workers, on_progress=on_progress)
        return with_shifts(answer, shifts)

    def _shared(self, executor: Executor | None) -> Executor:
        """Return who shares the work: this machine's processes unless another executor is handed over."""
        from mfc_capacity.plan.pool import Processes

        return executor or Processes(self.workers)

    def _request(
        self, limits: Sequence[str], baseline: str | None, ref: str | None, fail_on: str = "error"
    ) -> "Request":
        from mfc_capacity.commands.check.check import Request

        variant, changes = self.loaded.variant, self.loaded.overrides
        return Request(tuple(limits), variant, changes, baseline, ref, fail_on, self.workers)

    def _side(self) -> "Side":
        from mfc_capacity.commands.compare.sides import planned_side, side_name
        from mfc_capacity.plan.answer import plan_of

        loaded = self.loaded
        named = self.path if loaded.variant is None else f"{self.path}#{loaded.variant}"
        return planned_side(self._planned, plan_of(self._planned), side_name(named, None, loaded.overrides))


@worded
def load(source: Source, *, variant: str | None = None, set: Changes = None, workers: int = 1) -> Scenario:
    """Read a scenario.

    Args:
        source: its path (`-` is standard input), or an open file or `io.StringIO` with its text; files that a text
            extends are looked for in the current folder.
        variant: one of its variants.
        set: values by dotted path in place of those in the file, as `{"hotlines.mfc.aht": "4m"}`; or the texts
            `"path=value"` of the option.
        workers: how many processes may share what takes long. More than one needs what `multiprocessing` needs of a
            script: `if __name__ == "__main__":` around its work.

    Raises:
        ScenarioError: with every mistake found, each with its place.
    """
    from mfc_capacity.files.layers import read_bytes
    from mfc_capacity.scenario import load_scenario

    path, read = (fspath(source), read_bytes) if isinstance(source, str | PathLike) else reader_of(source)
    loaded = load_scenario(path, variant=variant, overrides=assignments(set), read_bytes=read)
    return Scenario(loaded, path, workers)
