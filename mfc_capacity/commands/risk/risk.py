"""What a plan may come to where figures of its scenario may be off, and how much each of them does.

The whole scenario is planned at every point of a sample of all ranges and of how its days fall out, at its own values,
and with each of these by itself at its low and its high. Staffing is made anew for each point, or made for the
scenario's own values and lived through whatever comes. A point without a plan (shares that do not add up, a target out
of reach) keeps no limit and has no part in percentiles. A day that does not come is later than any other.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Literal

import numpy as np
from scipy.special import ndtr

from mfc_capacity.answers.columns import FANS, RISK, RISK_DATES, TORNADO
from mfc_capacity.answers.metrics import METRICS, TELLS_THE_DAY
from mfc_capacity.answers.records import Caution, Cell, Content, Risk
from mfc_capacity.commands.check.limits import PlacedLimit
from mfc_capacity.commands.risk import outcome as outcomes
from mfc_capacity.commands.risk.days import day_inputs
from mfc_capacity.commands.risk.outcome import DATES, PEOPLE, Outcome, Trial
from mfc_capacity.commands.risk.sample import LEAST, MOST, Inputs, Point, Sample, sampled
from mfc_capacity.commands.risk.shares import variance_shares
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.problems import InputError, NoAnswerError, Problem, say, usage_error
from mfc_capacity.plan.accounts import BUDGET_LEFT, CONTRACT_LEFT
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.ledger import TOTAL
from mfc_capacity.plan.planner import Planner
from mfc_capacity.plan.pool import Processes, worth
from mfc_capacity.scenario import LoadedScenario

Operators = Literal["required", "given"]
Record = dict[str, Content]
Work = Callable[[Sequence[Point]], list[Outcome]]
OnPoint = Callable[[int, int], None]

ACCOUNTS = (*outcomes.ACCOUNTS, *PEOPLE)
PERCENTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
SHARE_PLACES = 6
TOGETHER = 16  # plans that are solved in one call; more of them save little, and take memory
LIMIT = "limits."
FANNED = {CONTRACT_LEFT: "units", BUDGET_LEFT: "money"}
_HEADROOMS = ("budget.headroom", "budget.headroom_with_extra")


@dataclass(frozen=True)
class Question:
    """How many points are sampled, by which seed, and whose operators are on duty."""

    samples: int = 512
    seed: int = 1
    operators: Operators = "required"


@dataclass(frozen=True)
class Outcomes:
    """What the scenario comes to at its own values, at each point of the sample, and at the ends of each range."""

    middle: Outcome
    points: Sequence[Outcome]
    ends: Sequence[tuple[Outcome, Outcome]]


def risk(
    loaded: LoadedScenario,
    question: Question,
    *,
    executor: Executor | None = None,
    on_point: OnPoint = lambda _done, _points: None,
) -> Risk:
    """Plan a scenario over a sample of its ranges.

    Args:
        loaded: the scenario.
        question: what is asked.
        executor: of the shape of `concurrent.futures`, shares the work; None: this process does it.
        on_point: called with the number of plans done and that of all.

    Raises:
        InputError: if no figure has a range and no day varies, or the number of samples is no power of two; if no point
            fits together.
        NoAnswerError: if a target is out of reach at the scenario's own values, or at every point.
    """
    _check(question)
    planner, begun = Planner(), perf_counter()
    planned = planner.planned(loaded)
    alone_s = perf_counter() - begun
    days = day_inputs(planned)
    inputs = Inputs(loaded.movers, days)
    if not inputs:
        raise InputError(
            [Problem(loaded.path, None, None, "", say("risk.NO_RANGES"), say("risk.ADD_RANGES"))]
        )
    sample = sampled(inputs, question.samples, question.seed)
    staff = outcomes.staff_of(planned) if question.operators == "given" else None
    if staff is not None:
        planned = outcomes.lived_through(planner, loaded, staff)
    found = _planned(
        outcomes.outcome_of(planned),
        sample,
        partial(outcomes.outcomes, planner, Trial(loaded.tree, days, staff)),
        worth(executor or Processes(), alone_s * (len(sample.points) + 2 * len(inputs))),
        on_point,
    )
    lost = [point.problem for point in found.points if point.problem is not None]
    limits = outcomes.sampled_limits(loaded)
    tables = {
        "risk": RISK.of_records([*_figures(found), *_accounts(found), *_limits(found, limits)]),
        "dates": RISK_DATES.of_records([*_dates(found), *_dated_limits(found, limits)]),
        "tornado": TORNADO.of_records(_tornado(found, sample)),
        "fans": FANS.of_records(_fans(found, planned.days)),
    }
    return Risk(
        **about(loaded),
        cautions=_cautions(lost, question.samples),
        tables=tables,
        samples=question.samples,
        seed=question.seed,
        operators=question.operators,
        inputs=len(inputs),
        without_plan=len(lost),
        reason=lost[0].message if lost else None,
    )


def _check(question: Question) -> None:
    count = question.samples
    if not LEAST <= count <= MOST or count & (count - 1):
        nearest = min(max(2 ** round(math.log2(max(count, 1))), LEAST), MOST)
        message = say("risk.no_power_of_two", count=count, least=LEAST, most=MOST)
        raise usage_error("--samples", message, say("files.did_you_mean", word=str(nearest)))
    if question.seed < 0:
        raise usage_error("--seed", say("simulate.SEED"))


def _planned(middle: Outcome, sample: Sample, work: Work, executor: Executor, on_point: OnPoint) -> Outcomes:
    """Plan the ends of each input and every point."""
    pairs = sample.inputs.ends()
    tasks = [*(end for pair in pairs for end in pair), *sample.points]
    together = [tasks[first : first + TOGETHER] for first in range(0, len(tasks), TOGETHER)]
    found: list[Outcome] = []
    for own in executor.map(work, together):
        found += own
        on_point(len(found), len(tasks))
    points = found[2 * len(pairs) :]
    _refuse_failures_only(points)
    return Outcomes(middle, points, list(zip(found[: 2 * len(pairs) : 2], found[1::2], strict=False)))


def _refuse_failures_only(points: Sequence[Outcome]) -> None:
    first = points[0]
    if first.problem is not None and all(point.problem is not None for point in points):
        raise (InputError if first.is_mistake else NoAnswerError)([first.problem])


def _cautions(lost: Sequence[Problem], samples: int) -> tuple[Caution, ...]:
    if not lost:
        return ()
    facts = {"count": len(lost), "samples": samples, "reason": lost[0].message}
    return (Caution("samples-without-plan", facts, None),)


def _figures(found: Outcomes) -> Iterator[Record]:
    """Yield the figures of the plan's summary, each of every group and the total."""
    for metric in outcomes.SUMMED:
        for (name, group), value in found.middle.figures.items():
            if name == metric:
                values = [point.figures.get((name, group)) for point in _with_plan(found)]
                yield _row(metric, group, METRICS[metric].kind, value, values)


def _accounts(found: Outcomes) -> Iterator[Record]:
    for metric in ACCOUNTS:
        if found.middle.accounts.get(metric) is not None:
            values = [point.accounts.get(metric) for point in _with_plan(found)]
            row = _row(metric, TOTAL, METRICS[metric].kind, found.middle.accounts[metric], values)
            if metric in _HEADROOMS:
                row["chance_kept"] = _chance([_at_least_0(each) for each in values], found)
            yield row


def _limits(found: Outcomes, limits: Sequence[PlacedLimit]) -> Iterator[Record]:
    for placed in limits:
        if placed.limit.metric.kind != "date":
            name = placed.limit.id
            held = [point.limits[name] for point in _with_plan(found)]
            group = placed.limit.where.group or TOTAL
            kind, value = placed.limit.metric.kind, found.middle.limits[name][0]
            row = _row(f"{LIMIT}{name}", group, kind, value, [each for each, _ in held])
            yield row | {"chance_kept": _chance([kept for _, kept in held], found)}


def _dates(found: Outcomes) -> Iterator[Record]:
    for metric in DATES:
        if _has_account(found.middle, metric):
            days = [point.accounts[metric] for point in _with_plan(found)]
            kept = _chance([day is None for day in days], found)
            yield _dates_row(metric, found.middle.accounts[metric], days) | {"chance_kept": kept}


def _has_account(middle: Outcome, metric: str) -> bool:
    """Return whether the account of a date is there and known; with the extra money, only where some is asked for."""
    return middle.accounts.get(TELLS_THE_DAY[metric]) is not None


def _dated_limits(found: Outcomes, limits: Sequence[PlacedLimit]) -> Iterator[Record]:
    for placed in limits:
        if placed.limit.metric.kind == "date":
            name = placed.limit.id
            held = [point.limits[name] for point in _with_plan(found)]
            row = _dates_row(f"{LIMIT}{name}", found.middle.limits[name][0], [each for each, _ in held])
            yield row | {"chance_kept": _chance([kept for _, kept in held], found)}


def _with_plan(found: Outcomes) -> list[Outcome]:
    return [point for point in found.points if point.problem is None]


def _at_least_0(value: Cell) -> bool:
    return value is not None and not isinstance(value, str) and value >= 0


def _chance(kept: Sequence[bool], found: Outcomes) -> float:
    """Return the share of all points at which something is kept; without a plan nothing is."""
    return sum(kept) / len(found.points)


def _row(metric: str, group: str, unit: str, value: Cell, values: Sequence[Cell]) -> Record:
    """Return percentiles and mean; none where the figure is not known at every point."""
    known = [float(each) for each in values if each is not None and not isinstance(each, str)]
    row: Record = {"metric": metric, "group": group, "metric_unit": unit, "value": value}
    row |= dict.fromkeys((*PERCENTILES, "mean", "chance_kept"))
    if len(known) == len(values):
        ordered = sorted(known)
        row |= {name: ordered[_index(share, len(ordered))] for name, share in PERCENTILES.items()}
        row["mean"] = math.fsum(known) / len(known)
    return row


def _dates_row(metric: str, value: Cell, days: Sequence[Cell]) -> Record:
    ordered = sorted(days, key=lambda day: (day is None, day or ""))
    found = {name: ordered[_index(share, len(days))] for name, share in PERCENTILES.items()}
    return {"metric": metric, "value": value, **found}


def _index(share: float, count: int) -> int:
    """Return which of so many ordered values is the percentile: the least that a share of them does not exceed."""
    return max(math.ceil(share * count - 1e-9), 1) - 1


def _tornado(found: Outcomes, sample: Sample) -> list[Record]:
    """Return what each range does to each figure of all groups together, the largest share first."""
    known = [k for k, point in enumerate(found.points) if point.problem is None]
    ranks = ndtr(sample.normal[known])
    rows: list[Record] = []
    for metric in (*outcomes.SUMMED, *ACCOUNTS):
        if _value(found.middle, metric) is None:
            continue
        values = np.array([_number(_value(found.points[k], metric)) for k in known])
        shares = variance_shares(sample.numbers[known], ranks, values)
        of_metric = [
            _input_row(metric, names, pair, None if shares is None else float(shares[k]))
            for k, (names, pair) in enumerate(zip(sample.inputs.names(), found.ends, strict=True))
        ]
        rows += sorted(of_metric, key=lambda row: -_number(row["variance_share"] or 0.0))
    return rows


def _input_row(
    metric: str, names: tuple[str, str, str], pair: tuple[Outcome, Outcome], share: float | None
) -> Record:
    name, low, high = names
    return {
        "metric": metric,
        "input": name,
        "low": low,
        "high": high,
        "metric_low": _value(pair[0], metric),
        "metric_high": _value(pair[1], metric),
        "variance_share": None if share is None else round(share, SHARE_PLACES),
    }


def _fans(found: Outcomes, days: Days) -> Iterator[Record]:
    """Yield what is left of contract and budget after some of the days."""
    looked_at = outcomes.course_days(len(days))
    for metric, kind in FANNED.items():
        planned = found.middle.courses.get(metric)
        if planned is None:
            continue
        courses = np.sort([point.courses[metric] for point in _with_plan(found)], axis=0)
        chosen = {name: courses[_index(share, len(courses))] for name, share in PERCENTILES.items()}
        for k, count in enumerate(looked_at[1:], start=1):
            row: Record = {"metric": metric, "date": str(days.dates[count - 1]), "metric_unit": kind}
            yield row | {"value": planned[k]} | {name: float(own[k]) for name, own in chosen.items()}


def _value(point: Outcome, metric: str) -> Cell:
    return point.accounts.get(metric) if metric in ACCOUNTS else point.figures.get((metric, TOTAL))


def _number(value: Content) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
