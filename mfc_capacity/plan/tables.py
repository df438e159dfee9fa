"""The tables of a plan, written from the groups' ledgers: summary, months, days, intervals."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import itemgetter

import numpy as np

from mfc_capacity.answers.columns import DAYS, DELIVERED, INTERVALS, MONTHS, SUMMARY
from mfc_capacity.answers.records import OVERLOADED, Cell, DayShape, Table
from mfc_capacity.core.arrays import Floats, Ints, Texts
from mfc_capacity.core.targets import AVERAGED, MEASURES
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.plan.ledger import TOTAL, Ledger, full_time_hours, group_ledger, month_spans, total_ledger
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.promise import Delivery
from mfc_capacity.staffing.method import Performance


class PlanTables:
    """Writes the tables of a planned scenario; one ledger a group, made once."""

    def __init__(self, planned: Planned) -> None:
        self.scenario, self.days, self.plans = planned.scenario, planned.days, planned.groups
        self.with_given = any(plan.operators.given is not None for plan in self.plans)
        self.dates = [None if day is None else day.isoformat() for day in self.days.dates]
        self.starts = [clock_text(start) for start in range(0, DAY_S, self.scenario.interval_s)]
        self.ledgers = {
            plan.name: group_ledger(plan, self.scenario.interval_s, with_given=self.with_given)
            for plan in self.plans
        }
        self.total = total_ledger(self.plans, list(self.ledgers.values()))

    def summary(self) -> Table:
        """Return one row a group over the horizon, and the total."""
        horizon = range(len(self.days))
        named = chain(self.ledgers.items(), [(TOTAL, self.total)])
        records = ({"group": name, **self._span(ledger, horizon)} for name, ledger in named)
        return SUMMARY.of_records(records, with_given=self.with_given)

    def months(self) -> Table:
        """Return one row a month and group."""
        records = (
            {"month": month, "group": name, **self._span(ledger, span)}
            for month, span in month_spans(self.days)
            for name, ledger in self.ledgers.items()
        )
        return MONTHS.of_records(records, with_given=self.with_given)

    def by_day(self) -> Table:
        """Return one row a day and group, on the days on which the group is open."""
        records = (
            {
                "date": date,
                "group": name,
                "peaks": "; ".join(self.days.peaks[day]),
                **self._span(ledger, range(day, day + 1)),
            }
            for day, date in enumerate(self.dates)
            for name, ledger in self.ledgers.items()
            if ledger.open[day]
        )
        return DAYS.of_records(records, with_given=self.with_given)

    def intervals(self, chosen: Sequence[int], delivered: Mapping[str, Delivery]) -> Table:
        """Return one row an interval and group on the chosen days, where the group is open.

        What is delivered on these days stands beside what is promised, where it is given.
        """
        days = np.asarray(chosen, dtype=np.int64)
        names = [column.name for column in INTERVALS.columns(with_given=self.with_given)]
        rows: list[tuple[int, int, int, tuple[Cell, ...]]] = []
        for k, plan in enumerate(self.plans):
            row, interval = np.nonzero(plan.load.open[plan.load.kinds[days]])
            day = days[row]
            columns = self._interval_columns(plan, day, interval)
            columns |= _delivered_columns(delivered.get(plan.name), day, interval)
            cells = zip(*(columns[name] for name in names), strict=True)
            rows += zip(day.tolist(), interval.tolist(), repeat(k), cells, strict=False)
        rows.sort(key=itemgetter(0, 1, 2))
        return INTERVALS.table((cells for *_, cells in rows), with_given=self.with_given)

    @property
    def busiest_day(self) -> int:
        """The day with the most calls; the first of equals."""
        return int(np.argmax(self.total.sums["calls"]))

    def peak_shapes(self) -> tuple[DayShape, ...]:
        """Return, for each group, the operators through the day of its peak."""
        return tuple(self._shape(plan, self.ledgers[plan.name]) for plan in self.plans)

    def _shape(self, plan: GroupPlan, ledger: Ledger) -> DayShape:
        day = max(range(len(self.days)), key=lambda day: (ledger.peak.required[day], ledger.peak.calls[day]))
        kind = plan.load.kinds[day]
        is_open = plan.load.open[kind]

        def where_open(counts: Ints) -> tuple[int | None, ...]:
            return tuple(int(n) if yes else None for n, yes in zip(counts[kind], is_open, strict=True))

        given = plan.operators.given
        return DayShape(
            group=plan.name,
            date=self.dates[day],
            interval_s=self.scenario.interval_s,
            required=where_open(plan.operators.required),
            given=None if given is None else where_open(given),
        )

    def _span(self, ledger: Ledger, days: range) -> dict[str, Cell]:
        row = dict.fromkeys(SUMMARY.given) | ledger.row(days, self.dates)
        start = row["peak_start"]
        row["peak_start"] = None if start is None else self.starts[int(start)]
        row["fte"] = float(row["operator_hours_paid"] or 0) / full_time_hours(self.scenario, len(days))
        return row

    def _interval_columns(self, plan: GroupPlan, day: Ints, interval: Ints) -> dict[str, Iterable[Cell]]:
        """Return the columns of one group's intervals, each given by its day and its place in the day."""
        load, operators = plan.load, plan.operators
        at = (load.kinds[day], interval)
        calls, aht_s, patience_s = load.calls[at], load.aht_s[at], load.patience_s[at]
        per_hour = calls * 3600 / self.scenario.interval_s
        columns: dict[str, Iterable[Cell]] = {
            "date": [self.dates[k] for k in day],
            "start": [self.starts[k] for k in interval],
            "group": repeat(plan.name, len(day)),
            "calls": calls.tolist(),
            "aht_s": _cells(aht_s),
            "patience_s": _cells(patience_s),
            "offered_load_erlangs": np.where(calls > 0, per_hour * aht_s / 3600, 0.0).tolist(),
            "model": _texts(plan.method.model[at]),
            "operators_required": operators.required[at].tolist(),
            "operators_paid": operators.paid[at].tolist(),
            "bound_by": _texts(operators.bound_by[at]),
            **_performance_columns(operators.expected, at, ""),
        }
        return columns | (self._given_columns(plan, at) if self.with_given else {})

    def _given_columns(self, plan: GroupPlan, at: tuple[Ints, Ints]) -> dict[str, Iterable[Cell]]:
        given, met = plan.operators.given, plan.operators.met
        if given is None or met is None:
            return {name: repeat(None, len(at[0])) for name in INTERVALS.given}
        endless, aht_s = plan.load.endless  # only their queue grows: the others hang up
        with np.errstate(invalid="ignore"):
            growth = endless[at] * 3600 / self.scenario.interval_s - given[at] * 3600 / aht_s[at]
        return {
            "operators_given": given[at].tolist(),
            "operators_short": np.maximum(plan.operators.required[at] - given[at], 0).tolist(),
            "given_queue_growth_per_hour": _cells(np.where(met.status[at] == OVERLOADED, growth, np.nan)),
            **_performance_columns(met, at, "given_"),
        }


def _delivered_columns(delivery: Delivery | None, day: Ints, interval: Ints) -> dict[str, Iterable[Cell]]:
    """Return what is delivered in intervals, each given by its day and its place in the day; null on other days."""
    if delivery is None:
        return {name: repeat(None, len(day)) for name in DELIVERED}
    place = np.minimum(np.searchsorted(delivery.days, day), delivery.days.size - 1)
    looked_at = delivery.days[place] == day
    at = (delivery.kinds[place], interval)

    def cells(values: Floats) -> list[Cell]:
        return _cells(np.where(looked_at, values[at], np.nan))

    given = delivery.given
    measures = {
        f"delivered_{measure.name}": cells(getattr(delivery.expected, measure.name)) for measure in AVERAGED
    }
    backlog = repeat(None, len(day)) if given is None else cells(given.waiting_at_end)
    return measures | {"given_backlog": backlog}


def _performance_columns(
    performance: Performance, at: tuple[Ints, Ints], prefix: str
) -> dict[str, Iterable[Cell]]:
    measures = {
        f"{prefix}{measure.name}": _cells(getattr(performance, measure.name)[at]) for measure in MEASURES
    }
    return {f"{prefix}status": _texts(performance.status[at]), **measures}


def _cells(values: Floats) -> list[Cell]:
    return [
        value if known else None for value, known in zip(values.tolist(), np.isfinite(values), strict=True)
    ]


def _texts(values: Texts) -> list[Cell]:
    return [value or None for value in values.tolist()]
