"""The tables of a plan, written from the groups' ledgers: summary, months, days, intervals."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.demand import DAY_S, Days, Ints
from mfc_capacity.formatting import clock_text
from mfc_capacity.ledger import TOTAL, GroupPlan, Ledger, group_ledger, month_spans, total_ledger
from mfc_capacity.operators import OVERLOADED, Performance
from mfc_capacity.results import DAYS, INTERVALS, MONTHS, SUMMARY, Cell, DayShape, Table, TableSpec
from mfc_capacity.scenario import Scenario

WORKING_DAYS_A_WEEK = 5


class PlanTables:
    """Writes the tables of a planned scenario; one ledger a group, made once."""

    def __init__(self, scenario: Scenario, days: Days, plans: Sequence[GroupPlan]) -> None:
        self.scenario, self.days, self.plans = scenario, days, plans
        self.with_given = any(plan.operators.given is not None for plan in plans)
        self.dates = [None if day is None else day.isoformat() for day in days.dates]
        self.starts = [clock_text(start) for start in range(0, DAY_S, scenario.interval_s)]
        ledgers = [group_ledger(plan, scenario.interval_s, with_given=self.with_given) for plan in plans]
        self.ledgers = dict(zip([plan.name for plan in plans], ledgers, strict=True))
        self.total = total_ledger(plans, ledgers)

    def summary(self) -> Table:
        """Return one row a group over the horizon, and the total."""
        horizon = range(len(self.days))
        named = chain(self.ledgers.items(), [(TOTAL, self.total)])
        return self._table(
            SUMMARY, ({"group": name, **self._span(ledger, horizon)} for name, ledger in named)
        )

    def months(self) -> Table:
        """Return one row a month and group."""
        return self._table(
            MONTHS,
            (
                {"month": month, "group": name, **self._span(ledger, span)}
                for month, span in month_spans(self.days)
                for name, ledger in self.ledgers.items()
            ),
        )

    def by_day(self) -> Table:
        """Return one row a day and group, on the days on which the group is open."""
        return self._table(
            DAYS,
            (
                {"date": date, "group": name, "peaks": "; ".join(self.days.peaks[day])}
                | self._span(ledger, range(day, day + 1))
                for day, date in enumerate(self.dates)
                for name, ledger in self.ledgers.items()
                if ledger.open[day]
            ),
        )

    def intervals(self, chosen: Sequence[int]) -> Table:
        """Return one row an interval and group on the chosen days, where the group is open."""
        blocks = [self._interval_block(k, np.asarray(chosen, dtype=np.int64)) for k in range(len(self.plans))]
        rows = sorted(chain.from_iterable(blocks), key=lambda row: row[0])
        return INTERVALS.table(tuple(row[1:] for row in rows), with_given=self.with_given)

    def busiest_day(self) -> int:
        """Return the day with the most calls; the first of equals."""
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

    def _table(self, spec: TableSpec, records: Iterable[dict[str, Cell]]) -> Table:
        names = [column.name for column in spec.columns(with_given=self.with_given)]
        rows = tuple(tuple(record[name] for name in names) for record in records)
        return spec.table(rows, with_given=self.with_given)

    def _span(self, ledger: Ledger, days: range) -> dict[str, Cell]:
        row = ledger.row(days, self.dates)
        start = row["peak_start"]
        row["peak_start"] = None if start is None else self.starts[int(start)]
        row["fte"] = float(row["operator_hours_paid"] or 0) / self._full_time_hours(len(days))
        return row

    def _full_time_hours(self, days: int) -> float:
        """Return the paid hours of one full-time job; a day without a calendar is a working day."""
        weeks = 1 / WORKING_DAYS_A_WEEK if self.scenario.calendar is None else days / 7
        return self.scenario.full_time_week_s / 3600 * weeks

    def _interval_block(self, index: int, chosen: Ints) -> Iterable[tuple[Cell | tuple[int, int, int], ...]]:
        """Yield one group's rows, each behind the key that sorts it among the other groups' rows."""
        plan = self.plans[index]
        load, operators = plan.load, plan.operators
        row, interval = np.nonzero(load.open[load.kinds[chosen]])
        day = chosen[row]
        at = (load.kinds[day], interval)
        count = len(day)
        calls = load.calls[at]
        hours = self.scenario.interval_s / 3600
        erlangs = np.where(calls > 0, calls / hours * load.aht_s[at] / 3600, 0.0)
        model = np.where(
            np.isfinite(load.patience_s[at]) & (plan.group.model != "erlang-c"), "erlang-a", "erlang-c"
        )
        columns: list[Iterable[Cell]] = [
            (self.dates[k] for k in day),
            (self.starts[k] for k in interval),
            [plan.name] * count,
            calls.tolist(),
            _cells(load.aht_s[at]),
            _cells(load.patience_s[at]),
            erlangs.tolist(),
            _texts(np.where(calls > 0, model, "")),
            operators.required[at].tolist(),
            operators.paid[at].tolist(),
            _texts(operators.bound_by[at]),
            *_performance_columns(operators.expected, at, with_p_wait=True),
        ]
        if self.with_given:
            columns += self._given_columns(plan, at, count)
        keys = ((int(d), int(i), index) for d, i in zip(day, interval, strict=True))
        return zip(keys, *columns, strict=True)

    def _given_columns(self, plan: GroupPlan, at: tuple[Ints, Ints], count: int) -> list[Iterable[Cell]]:
        given, met = plan.operators.given, plan.operators.met
        if given is None or met is None:
            return [[None] * count for _ in INTERVALS.given]
        short = np.maximum(plan.operators.required[at] - given[at], 0)
        per_hour = 3600 / self.scenario.interval_s
        with np.errstate(invalid="ignore"):
            growth = plan.load.calls[at] * per_hour - given[at] * 3600 / plan.load.aht_s[at]
        growth = np.where(met.status[at] == OVERLOADED, growth, np.nan)
        return [given[at].tolist(), short.tolist(), *_performance_columns(met, at), _cells(growth)]


def _performance_columns(
    performance: Performance, at: tuple[Ints, Ints], *, with_p_wait: bool = False
) -> list[list[Cell]]:
    waits = [
        "service_level",
        "asa_s",
        "mean_wait_s",
        *(["p_wait"] if with_p_wait else []),
        "abandonment",
        "occupancy",
    ]
    return [_texts(performance.status[at]), *(_cells(getattr(performance, name)[at]) for name in waits)]


def _cells(values: NDArray[np.float64]) -> list[Cell]:
    return [
        value if known else None for value, known in zip(values.tolist(), np.isfinite(values), strict=True)
    ]


def _texts(values: NDArray[np.str_]) -> list[Cell]:
    return [value or None for value in values.tolist()]
