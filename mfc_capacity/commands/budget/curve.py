"""The curve from money to waiting: what each of some sums buys, and the operators that go with one of them.

Operators are placed so that every interval with calls has the same promise, or so that the most calls are answered;
both are drawn. The named points are the amount there is, that and the extra asked for, the sum that the targets need
as the plan spends it, and the knee, from which on a rouble buys less than half of what it buys at the targets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from mfc_capacity.answers.columns import AFFORDABLE, AGAIN, CURVE
from mfc_capacity.answers.records import Budget, Caution, Cell, Table
from mfc_capacity.commands.budget import spending
from mfc_capacity.commands.budget.allocation import Frontier
from mfc_capacity.commands.budget.amounts import (
    AMOUNT,
    ASKED,
    KNEE,
    TARGETS,
    WITH_EXTRA,
    BudgetQuestion,
    in_currency,
    own_sums,
    points,
)
from mfc_capacity.commands.budget.batches import (
    MEASURES,
    NOWHERE,
    Staffing,
    horizon_figures,
    interval_figures,
    interval_status,
    on_days,
)
from mfc_capacity.commands.budget.levels import Setting, setting_of
from mfc_capacity.commands.budget.placement import (
    MOST_ANSWERED,
    SAME_PROMISE,
    MostAnswered,
    Placement,
    SamePromise,
)
from mfc_capacity.commands.budget.rest import worth_of_next
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.files.problems import NoAnswerError, say, usage_error
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.cautions import operators_capped
from mfc_capacity.plan.ledger import TOTAL, full_time_hours
from mfc_capacity.plan.line_cautions import too_few_lines
from mfc_capacity.plan.money import HUNDREDTHS
from mfc_capacity.plan.planner import Planned, chosen_days

UNAFFORDABLE = "unaffordable"
NEARLY_ALONE = 0.1  # fewer calls in time than this leave an interval nearly alone
LINE_POINTS = 120
MONEY_STEP = 1000

Record = Mapping[str, Cell]


def operators_bought(plan: Planned, question: BudgetQuestion) -> Budget:
    """Return what sums buy where the money pays for operators.

    Raises:
        InputError: if `intervals` names no day.
        NoAnswerError: if a contract has no hours even for `min_operators`.
    """
    setting = setting_of(plan, question.floor or 0.0)
    _check_hours(plan, setting)
    frontier = Frontier(setting)
    best = MostAnswered(setting, frontier)
    ways: dict[str, Placement] = {SAME_PROMISE: SamePromise(setting), MOST_ANSWERED: best}
    own, need, point = own_sums(plan.loaded, question.at), setting.plan_cost, frontier.knee
    knee = None if point is None else frontier.cost(point)
    around = max(need or frontier.cost(frontier.end), own.get(WITH_EXTRA, own.get(AMOUNT, 0)))
    named = points(question, {**own, TARGETS: need, KNEE: knee}, around)
    writer = _Writer(plan, setting, question.place, ways[question.place], best)
    rows = [row for amount, names in named for row in writer.rows(amount, names)]
    asked = AGAIN if setting.batches.comes_again.any() else ()
    tables = [CURVE.of_records(rows, asked=asked)]
    if ASKED in own:
        tables.append(writer.operators(own[ASKED], question.intervals))
    budget = plan.scenario.budget
    return Budget(
        **about(plan.loaded),
        cautions=tuple(writer.cautions(own.get(ASKED, own.get(AMOUNT)))),
        tables={table.name: table for table in tables},
        covers=spending.covers(plan.scenario),
        pays_for="operators",
        place=question.place,
        floor=question.floor,
        amount=in_currency(own.get(AMOUNT)),
        extra=None if budget is None or budget.extra is None else float(budget.extra),
        fixed_cost=setting.prices.fixed / HUNDREDTHS,
        least=frontier.cost(frontier.start) / HUNDREDTHS,
        targets_need=in_currency(need),
        as_planned=writer.total(setting.as_planned),
        extra_buys=_difference([row for row in rows if row["group"] == TOTAL], own),
        knee=in_currency(knee),
        lines={name: tuple(_line(setting, way, named[0][0], named[-1][0])) for name, way in ways.items()},
    )


def _check_hours(plan: Planned, setting: Setting) -> None:
    """Refuse contracts that do not even have hours for the least operators, and say whether a floor asks for them."""
    if np.isfinite(float(setting.cost(setting.start))):
        return
    if np.isfinite(float(setting.cost(setting.everywhere(setting.batches.least)))):
        raise NoAnswerError(usage_error("--floor", say("budget.FLOOR_WITHOUT_HOURS")).problems)
    raise NoAnswerError(
        [plan.loaded.problem_at("contract.volume", say("budget.NO_HOURS"), say("budget.MORE_HOURS"))]
    )


def _line(setting: Setting, placement: Placement, first: int, last: int) -> Iterator[tuple[float, float]]:
    """Yield sums and the service levels that they buy."""
    for amount in np.linspace(first, last, LINE_POINTS).astype(np.int64).tolist():
        staffing = placement.staffing_at(amount)
        level = None if staffing is None else setting.level(staffing)
        if level is not None:
            yield amount / HUNDREDTHS, level


def _difference(totals: list[Record], own: Mapping[str, int]) -> dict[str, float | None] | None:
    """Return how the figures change from the amount there is to that with the extra; None where one is unknown."""
    if WITH_EXTRA not in own:
        return None
    at = {row["money"]: row for row in totals}
    before, after = at[own[AMOUNT] / HUNDREDTHS], at[own[WITH_EXTRA] / HUNDREDTHS]
    pairs = {name: (before[name], after[name]) for name in ("calls_in_time", "kept_everywhere", *MEASURES)}
    return {
        name: None if old is None or new is None else float(new) - float(old)
        for name, (old, new) in pairs.items()
    }


@dataclass(frozen=True)
class _Writer:
    """Writes the tables of a curve."""

    plan: Planned
    setting: Setting
    place: str
    placement: Placement
    best: MostAnswered

    def rows(self, amount: int, names: str | None) -> Iterator[Record]:
        """Yield what a sum buys, group by group and in total."""
        groups = [*(group_plan.name for group_plan in self.plan.groups), TOTAL]
        head = {"money": amount / HUNDREDTHS, "point": names}
        staffing = self.placement.staffing_at(amount)
        if staffing is None:
            nothing = dict.fromkeys((*CURVE.names, *AGAIN)) | {"affordable_status": UNAFFORDABLE}
            yield from ({**nothing, **head, "group": group} for group in groups)
            return
        worths = worth_of_next(self.setting, staffing)
        of_rows = [*worths, worths.max(initial=0.0)]
        for group, figures, worth in zip(groups, self._figures(staffing), of_rows, strict=True):
            per_1000 = float(worth) * MONEY_STEP if np.isfinite(worth) else None
            most = self._service_level_at_most(amount) if group == TOTAL else None
            yield {
                **head,
                "group": group,
                **figures,
                "calls_in_time_per_1000": per_1000,
                "service_level_at_most": most,
            }

    def total(self, staffing: Staffing) -> Record:
        """Return what all callers meet under a staffing."""
        return horizon_figures(self.setting.batches, staffing, len(self.plan.groups))[-1]

    def operators(self, amount: int, intervals: str) -> Table:
        """Return the operators that go with a sum, interval by interval on the chosen days; none if it buys none."""
        busiest = int(np.argmax(spending.calls_by_day(self.plan)))
        days = np.asarray(chosen_days(self.plan.days, busiest, intervals), dtype=np.int64)
        staffing = self.placement.staffing_at(amount)
        rows = [] if staffing is None else sorted(self._intervals(staffing, days), key=itemgetter(0))
        return AFFORDABLE.of_records(record for _, record in rows)

    def cautions(self, amount: int | None) -> Iterator[Caution]:
        """Yield what may mislead; `amount` is the sum whose operators are shown."""
        yield from self.targets_missed()
        yield from self.by_interval()
        yield from self.after_duty()
        yield from self.days_left_out()
        yield from self.left_alone(amount)

    def targets_missed(self) -> Iterator[Caution]:
        """Name the intervals in which there may not be the operators or lines that the targets need."""
        for group_plan in self.plan.groups:
            yield from operators_capped(self.plan.loaded, self.plan.days, group_plan)
            yield from too_few_lines(self.plan, group_plan)

    def by_interval(self) -> Iterator[Caution]:
        """Say that intervals are weighed as settled, where the plan carries the queue on."""
        if self.plan.carries_queue:
            yield Caution("curve-by-interval", {}, self.plan.loaded.location_of("method"))

    def after_duty(self) -> Iterator[Caution]:
        """Say that hours after duty are priced as the plan has them, whoever is on duty."""
        shares = self.setting.prices.after_duty
        if any(shares) and spending.covers(self.plan.scenario) != "contract":
            facts = {"lowest": float(min(shares)), "highest": float(max(shares))}
            yield Caution("curve-after-duty", facts, self.plan.loaded.location_of("costs.after_duty"))

    def days_left_out(self) -> Iterator[Caution]:
        """Name the days on which the money pays for no operators."""
        outside = self.setting.batches.slot_of_day == NOWHERE
        if outside.any():
            calls = float(spending.calls_by_day(self.plan)[outside].sum())
            facts = {"days": int(outside.sum()), "calls": calls}
            place = self.plan.loaded.location_of("contracts") or self.plan.loaded.location_of("contract")
            yield Caution("days-not-paid", facts, place)

    def left_alone(self, amount: int | None) -> Iterator[Caution]:
        """Name the intervals with calls that a sum leaves alone, or nearly so."""
        staffing = None if amount is None else self.placement.staffing_at(amount)
        if amount is None or staffing is None:
            return
        calls = self.setting.batches.calls[staffing.batch]
        level = self.setting.levels.at(staffing.batch, staffing.operators)
        alone = (calls > 0) & ((level < NEARLY_ALONE) | (staffing.operators == 0))
        if alone.any():
            facts = {
                "money": amount / HUNDREDTHS,
                "currency": self.plan.scenario.currency,
                "place": self.place,
                "intervals": int(staffing.times[alone].sum()),
                "without_anybody": int(staffing.times[alone & (staffing.operators == 0)].sum()),
                "below": NEARLY_ALONE,
                "share": float((calls * staffing.times)[alone].sum() / self.setting.calls),
            }
            yield Caution("intervals-left-alone", facts, self.plan.loaded.location_of("budget.amount"))

    def _service_level_at_most(self, amount: int) -> float | None:
        """Return the service level of all calls that no way to spend a sum goes beyond.

        None if nobody calls, or where it is not the share of the calls offered that are answered in time.
        """
        if not self.setting.batches.is_of_offered:
            return None
        in_time, calls = self.best.in_time_at_most(amount), self.setting.calls
        return None if in_time is None or not calls else min(in_time / calls, 1.0)

    def _figures(self, staffing: Staffing) -> Iterator[Record]:
        """Yield the figures of a staffing, group by group and in total, its cost and paid hours among them."""
        prices, on_duty = self.setting.prices, self.setting.on_duty(staffing)
        costs = prices.costs(on_duty) or []
        hours = prices.hours_of_groups(on_duty)
        full_time = full_time_hours(self.plan.scenario, len(self.plan.days))
        found = horizon_figures(self.setting.batches, staffing, len(costs))
        spent = [*costs, prices.fixed + sum(costs)]
        for figures, cost, paid in zip(found, spent, [*hours, sum(hours)], strict=True):
            yield {
                **figures,
                "spent": cost / HUNDREDTHS,
                "operator_hours_paid": paid,
                "fte": paid / full_time,
            }

    def _intervals(self, staffing: Staffing, days: Ints) -> Iterator[tuple[tuple[int, int, int], Record]]:
        batches, slot_of_day = self.setting.batches, self.setting.batches.slot_of_day
        days = days[slot_of_day[days] != NOWHERE]
        for number, group_plan in enumerate(self.plan.groups):
            operators = on_days(staffing, batches, number, group_plan.load)[days]
            kinds = group_plan.load.kinds[days]
            batch = batches.of_interval[number][slot_of_day[days], kinds]
            row, interval = np.nonzero(batch != NOWHERE)
            figures = interval_figures(batches, batch[row, interval], operators[row, interval])
            status = interval_status(batches, batch[row, interval], operators[row, interval], figures)
            for k, (day, start) in enumerate(zip(days[row].tolist(), interval.tolist(), strict=True)):
                date = self.plan.days.dates[day]
                yield (
                    (day, start, number),
                    {
                        "date": None if date is None else date.isoformat(),
                        "start": clock_text(start * self.plan.scenario.interval_s),
                        "group": group_plan.name,
                        "calls": float(batches.calls[batch[row[k], start]]),
                        "operators_required": int(group_plan.operators.required[kinds[row[k]], start]),
                        "operators_affordable": int(operators[row[k], start]),
                        "affordable_status": str(status[k]),
                        **{name: _known(figures[name], k) for name in MEASURES},
                    },
                )


def _known(values: Floats, k: int) -> float | None:
    return float(values[k]) if np.isfinite(values[k]) else None
