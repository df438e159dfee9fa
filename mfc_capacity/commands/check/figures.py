"""The figures of a plan that a limit is about, each with the row of the plan it stands in.

A limit judges periods: the horizon, months, weeks, days or intervals. In each period, figures that add up are added
over the groups, and the groups' own rows are kept as parts; of other figures every group's row counts by itself. Over
the horizon the row `total` of the summary is all groups together, but of how days vary; of other periods the group
`total` is added up here, and has a cost per call. A number of days is that of all the days a limit is about, not of
each. Where all is closed there is no row, and a sum is 0.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from mfc_capacity.answers.accounts import Accounts
from mfc_capacity.answers.check import Row, ScheduledWeek
from mfc_capacity.answers.metrics import HEAVIEST_WEEK, TABLES, TELLS_THE_DAY, Metric
from mfc_capacity.answers.records import NO_CALLS, Cell, Table
from mfc_capacity.core.rounding import rounded
from mfc_capacity.people.staffed import people_account
from mfc_capacity.plan.accounts import figures_of
from mfc_capacity.plan.ledger import TOTAL, iso_week
from mfc_capacity.plan.planner import Planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import Scenario
from mfc_capacity.scenario.format import Limit, Where

Record = Mapping[str, Any]

KNOWN, NEVER, NEW = "known", "never", "new"
UNKNOWN, NO_ROW, NO_ACCOUNT, NO_BASELINE = "unknown", "no-row", "no-account", "no-baseline"
UNPRICED = "unpriced"  # unknown, since an hour of an operator has no price
_KEYS = {
    "horizon": (),
    "month": ("month",),
    "week": ("week",),
    "day": ("date",),
    "interval": ("date", "start"),
    HEAVIEST_WEEK: (),
}


@dataclass(frozen=True)
class Figure:
    """A figure, why it is None if it is, its row, and the groups' rows that it is the sum of."""

    value: Cell
    status: str
    row: Row | None
    parts: tuple[tuple[str, Cell], ...] = ()


class PlanFigures:
    """The figures of a scenario's own plan, and of its shifts where they were looked for (the table `headcount`)."""

    def __init__(self, planned: Planned, headcount: Table | None = None) -> None:
        self.planned = planned
        tables = PlanTables(planned)
        self._tables: dict[str, Callable[[], Table]] = {
            "horizon": tables.summary,
            "month": tables.months,
            "week": tables.weeks,
            "day": tables.by_day,
        }
        if headcount is not None:
            self._tables[HEAVIEST_WEEK] = lambda: headcount
        self._intervals = tables.intervals
        self._records: dict[str, list[Record]] = {}

    @cached_property
    def accounts(self) -> Accounts:
        """The figures of the contract and the budget."""
        return figures_of(self.planned)

    @cached_property
    def people(self) -> Accounts:
        """What those employed and the classes that are planned come to, where the scenario has any."""
        return people_account(self.planned)

    def of(self, limit: Limit) -> list[Figure]:
        """Return every figure that a limit judges."""
        metric, days = limit.metric, self.days(limit.where)
        if metric.is_account:
            return [account_figure(self.people if metric.is_of_people else self.accounts, metric)]
        if limit.period == "interval":
            records = list(self._distinct_intervals(limit, days))
        else:
            records = self._records_of(limit.period)
        found = list(table_figures(records, limit, self._dates_and_weeks(days)))
        return found or list(_nothing(limit))

    def of_baseline(
        self, limit: Limit, tables: Mapping[str, Sequence[Record]], accounts: Accounts
    ) -> list[Figure]:
        """Return the same figures of another plan."""
        if limit.metric.is_account:
            return [account_figure(accounts, limit.metric)]
        records = tables.get(TABLES[limit.period], [])
        return list(table_figures(records, limit, self._dates_and_weeks(self.days(limit.where))))

    def weeks(self, row: Row) -> tuple[ScheduledWeek, ...]:
        """Return the weeks that a row of the table `headcount` is of."""
        return tuple(
            ScheduledWeek(
                record["group"],
                record["from"],
                record["to"],
                record["operator_hours_short"],
                record["status"],
            )
            for record in self._records_of(HEAVIEST_WEEK)
            if record["group"] != TOTAL and row.group in (record["group"], TOTAL)
        )

    def days(self, where: Where) -> list[int]:
        """Return the planned days that a limit is about."""
        return [
            k for k, day in enumerate(self.planned.days.dates) if _is_meant(self.planned.scenario, day, where)
        ]

    def _dates_and_weeks(self, days: Iterable[int]) -> set[str | None]:
        """Return the keys of days, and of the weeks that they are in."""
        dates = [self.planned.days.dates[k] for k in days]
        return {None if day is None else name(day) for day in dates for name in (date.isoformat, iso_week)}

    def _records_of(self, period: str) -> list[Record]:
        """Return the rows of a period, which are written down when the first limit asks for them."""
        if period not in self._records:
            self._records[period] = list(self._tables[period]().records())
        return self._records[period]

    def _distinct_intervals(self, limit: Limit, days: Sequence[int]) -> Iterator[Record]:
        """Yield the intervals of days of which no two are alike; of equal days the first."""
        groups = [group for group in self.planned.groups if limit.where.group in (None, TOTAL, group.name)]
        kinds = np.stack([group.load.kinds[days] for group in groups])
        _, first = np.unique(kinds, axis=1, return_index=True)
        distinct = np.asarray(days)[np.sort(first)].tolist()
        return self._intervals(distinct, {}).records()


def _is_meant(scenario: Scenario, day: date | None, where: Where) -> bool:
    if day is None:
        return True
    return (
        where.month in (None, f"{day:%Y-%m}")
        and where.date in (None, day)
        and (where.from_ is None or where.from_ <= day)
        and (where.to is None or day <= where.to)
        and (where.peak is None or scenario.peaks[where.peak].covers(day))
        and (where.weekday is None or day.weekday() in where.weekday)
    )


def account_figure(accounts: Accounts, metric: Metric) -> Figure:
    """Return a figure of the contract or the budget; a date that is null is a day that does not come."""
    account, _, key = metric.name.partition(".")
    figures = accounts.get(account, {})
    if key not in figures:
        return Figure(None, NO_ACCOUNT, None)
    value, row = figures[key], Row(account)
    if value is not None:
        return Figure(value, KNOWN, row)
    tells = TELLS_THE_DAY.get(metric.name, metric.name).removeprefix(f"{account}.")
    return Figure(None, UNKNOWN if figures.get(tells) is None else NEVER, row)


def table_figures(records: Iterable[Record], limit: Limit, days: set[str | None]) -> Iterator[Figure]:
    """Yield the figures that a limit judges in the records of its table; `days` are dates and weeks."""
    metric, period, group = limit.metric, limit.period, limit.where.group
    if period == "horizon" and not metric.is_of_groups:
        group = group or TOTAL
    elif group == TOTAL:  # which is added up
        group = None
    there = [
        record
        for record in records
        if metric.name in record
        and group in (None, record["group"])
        and not (metric.is_of_shifts and record["group"] == TOTAL)
        and _is_in(record, limit.where, days)
    ]
    if limit.where.group == TOTAL and metric.is_per_call and period != "horizon":
        for together in _by_period(there, period):
            yield from _per_call(together, period)
        return
    rows = [record for record in there if not _has_none(record, metric)]
    if metric.counts_days and period == "day":
        yield from _days_counted(rows, metric)
        return
    if not metric.adds_up or group is not None:
        yield from (_figure(record, metric, period) for record in rows)
        return
    for together in _by_period(rows, period):
        yield _sum(together, metric, period)


def _by_period(records: Sequence[Record], period: str) -> Iterator[list[Record]]:
    """Yield the groups' records of each period."""
    keys = _KEYS[period]
    for _, together in groupby(records, key=lambda record: [record[key] for key in keys]):
        yield list(together)


def _days_counted(records: Sequence[Record], metric: Metric) -> Iterator[Figure]:
    """Yield the days of each group, added up."""
    for group in dict.fromkeys(record["group"] for record in records):
        own = [record[metric.name] for record in records if record["group"] == group]
        yield Figure(sum(own), KNOWN, Row(TABLES["day"], group))


def _nothing(limit: Limit) -> Iterator[Figure]:
    """Yield the 0 that a sum or a peak is where all is closed; no such figure is known of waits and shares."""
    metric, where, keys = limit.metric, limit.where, _KEYS[limit.period]
    if metric.is_given or not (metric.adds_up or metric.counts_days or metric.name.startswith("peak_")):
        return
    day = where.date.isoformat() if where.date and "date" in keys else None
    month = where.month if "month" in keys else None
    yield Figure(0, KNOWN, Row(TABLES[limit.period], where.group or TOTAL, month=month, date=day))


def _is_in(record: Record, where: Where, days: set[str | None]) -> bool:
    if "month" in record:
        return where.month in (None, record["month"])
    if "week" in record:
        return record["week"] in days
    if "date" not in record:
        return True
    return record["date"] in days and (where.hours is None or _begins_in(record["start"], where.hours))


def _begins_in(start: str, hours: tuple[tuple[int, int], ...]) -> bool:
    hour, minute = map(int, start.split(":")[:2])
    return any(first <= hour * 3600 + minute * 60 < last for first, last in hours)


def _has_none(record: Record, metric: Metric) -> bool:
    """Return whether there is no such figure, rather than an unknown one: nobody calls, no operators are stated.

    Nor do the days of a group differ that is not said to vary, nor do they keep targets that are not set.
    """
    if record[metric.name] is not None or metric.is_of_shifts:
        return False
    is_not_given = metric.is_given and record["given_status"] in (None, NO_CALLS)
    return not record["calls"] or metric.is_of_groups or is_not_given


def _figure(record: Record, metric: Metric, period: str) -> Figure:
    value = record[metric.name]
    keys = {key: record[key] for key in _KEYS[period]}
    row = Row(TABLES[period], record["group"], **keys)
    return Figure(value, UNKNOWN if value is None else KNOWN, row)


def _per_call(records: Sequence[Record], period: str) -> Iterator[Figure]:
    """Yield the cost of all groups over their calls; nothing where nobody calls."""
    calls, costs = math.fsum(record["calls"] for record in records), [record["cost"] for record in records]
    row = Row(TABLES[period], TOTAL, **{key: records[0][key] for key in _KEYS[period]})
    if not calls:
        return
    if None in costs:
        yield Figure(None, UNKNOWN, row)
    else:
        yield Figure(float(rounded(math.fsum(costs) / calls, 2)), KNOWN, row)


def _sum(records: Sequence[Record], metric: Metric, period: str) -> Figure:
    if len(records) == 1 and not metric.is_of_shifts:
        return _figure(records[0], metric, period)
    values = [record[metric.name] for record in records]
    parts = tuple((str(record["group"]), record[metric.name]) for record in records if len(records) > 1)
    row = Row(TABLES[period], TOTAL, **{key: records[0][key] for key in _KEYS[period]})
    if None in values:
        return Figure(None, UNKNOWN, row, parts)
    total = sum(values) if metric.kind == "count" else math.fsum(values)
    return Figure(round(total, 2) if metric.kind == "money" else total, KNOWN, row, parts)
