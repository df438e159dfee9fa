"""The tables of a plan, written from the groups' ledgers: summary, months, weeks, days, intervals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, repeat
from operator import itemgetter
from typing import Any

import numpy as np

from mfc_capacity.answers.columns import (
    AGAIN,
    AGAIN_GIVEN,
    BUSY,
    DAYS,
    DELIVERED,
    HOTLINES,
    INTERVALS,
    LINES_NEEDED,
    MONTHS,
    SUMMARY,
    VARIED,
    VARIED_GIVEN,
    WEEKS,
    TableSpec,
    contacts_by,
)
from mfc_capacity.answers.records import OVERLOADED, Cell, DayShape, Row, Table
from mfc_capacity.answers.rows import Block, LaterRows, Part, RepeatedRows
from mfc_capacity.core.arrays import Floats, Ints, Texts
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.core.targets import AVERAGED, MEASURES
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.plan.ledger import (
    TOTAL,
    Ledger,
    counts_known,
    full_time_hours,
    group_ledger,
    month_spans,
    total_ledger,
    week_spans,
)
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.plan.promise import Delivery
from mfc_capacity.plan.varied_days import varied_days
from mfc_capacity.staffing.method import Performance

DAYS_A_WEEK = 7
GIVEN = "given_"  # begins the names of what callers meet with the operators given

Intervals = tuple[int, Ints]  # a kind of day, and intervals of it


class PlanTables:
    """Writes the tables of a planned scenario; one ledger a group, made once, and rows when they are read."""

    def __init__(self, planned: Planned) -> None:
        self.scenario, self.days, self.plans = planned.scenario, planned.days, planned.groups
        self.planned_hotlines = planned.hotlines
        self.with_given = any(plan.operators.given is not None for plan in self.plans)
        has_most = any(plan.group.max_operators is not None for plan in self.plans)
        has_wait = any(targets.wait is not None for plan in self.plans for targets in plan.targets)
        self.of_attempts = _of_attempts(self.plans, with_given=self.with_given)
        self.asked = (
            *(["operators_needed"] if has_most else []),
            *(["wait_level"] if has_wait else []),
            *(["group.lines"] if any(plan.group.lines is not None for plan in self.plans) else []),
            *self.of_attempts,
        )
        varies = any(plan.operators.days is not None for plan in self.plans)
        self.varied = (*VARIED, *(VARIED_GIVEN if self.with_given else ())) if varies else ()
        self.dates = [None if day is None else day.isoformat() for day in self.days.dates]
        self.starts = [clock_text(start) for start in range(0, DAY_S, self.scenario.interval_s)]
        self.ledgers = {
            plan.name: group_ledger(plan, self.scenario.interval_s, with_given=self.with_given)
            for plan in self.plans
        }
        self.total = total_ledger(self.plans, list(self.ledgers.values()))

    def summary(self) -> Table:
        """Return one row a group over the horizon, and the total."""
        asked = (*self.varied, *self.of_attempts)
        return SUMMARY.table(LaterRows(self._summary_rows), with_given=self.with_given, asked=asked)

    def months(self) -> Table:
        """Return one row a month and group."""
        return MONTHS.table(LaterRows(self._month_rows), with_given=self.with_given, asked=self.of_attempts)

    def weeks(self) -> Table:
        """Return one row an ISO week and group."""
        return WEEKS.table(LaterRows(self._week_rows), with_given=self.with_given, asked=self.of_attempts)

    def by_day(self) -> Table:
        """Return one row a day and group, on the days on which the group is open."""
        return DAYS.table(LaterRows(self._day_rows), with_given=self.with_given, asked=self.of_attempts)

    def hotlines(self) -> Table:
        """Return one row a day and hotline, on the days on which the hotline is open; a column for each channel."""
        channels = dict.fromkeys(
            channel for own in self.planned_hotlines.values() for channel in own.contacts
        )
        columns = (*HOTLINES.columns(), *map(contacts_by, channels))

        @cache
        def cells() -> dict[str, list[Row]]:
            return {name: self._hotline_cells(name, channels) for name in self.planned_hotlines}

        def rows(names: Sequence[str], day: int) -> Iterator[Row]:
            return (cells()[name][day] for name in names)

        parts = [
            Part(self.dates[day], (Block(range(len(names)), partial(rows, names, day)),))
            for day, names in enumerate(self._open_hotlines())
            if names
        ]
        return Table(HOTLINES.name, columns, len(HOTLINES.keys), RepeatedRows(parts))

    def intervals(self, chosen: Sequence[int], delivered: Mapping[str, Delivery]) -> Table:
        """Return one row an interval and group on the chosen days, where the group is open.

        What is delivered on these days stands beside what is promised, where it is given.
        """
        days = sorted(chosen)
        blocks = [self._blocks(plan, days, delivered.get(plan.name)) for plan in self.plans]
        parts = [Part(self.dates[day], own) for day, own in zip(days, zip(*blocks, strict=True), strict=True)]
        return INTERVALS.table(RepeatedRows(parts), with_given=self.with_given, asked=self.asked)

    def _summary_rows(self) -> Iterator[Row]:
        horizon = range(len(self.days))
        for name, ledger in chain(self.ledgers.items(), [(TOTAL, self.total)]):
            week, fte = self._heaviest_week(ledger)
            keys: dict[str, list[Cell]] = {"group": [name], "peak_week": [week], "fte_peak_week": [fte]}
            asked = (*self.varied, *self.of_attempts)
            yield from self._rows(SUMMARY, ledger, [horizon], keys | self._varied_days(name), asked)

    def _varied_days(self, name: str) -> dict[str, list[Cell]]:
        """Return how the days of a group differ; how those of several groups do together is not known."""
        plans = [plan for plan in self.plans if name == plan.name or (name == TOTAL and len(self.plans) == 1)]
        figures = varied_days(plans[0]) if plans else {}
        return {column: [figures.get(column)] for column in self.varied}

    def _heaviest_week(self, ledger: Ledger) -> tuple[Cell, Cell]:
        """Return the first whole week with the most paid hours, and its full-time jobs; None where there is none."""
        whole = [(week, span) for week, span in week_spans(self.days) if len(span) == DAYS_A_WEEK]
        if not whole:
            return None, None
        hours = ledger.paid_hours([span for _, span in whole])
        heaviest = int(np.argmax(hours))
        return whole[heaviest][0], hours[heaviest] / full_time_hours(self.scenario, DAYS_A_WEEK)

    def _month_rows(self) -> Iterator[Row]:
        return self._period_rows(MONTHS, month_spans(self.days))

    def _week_rows(self) -> Iterator[Row]:
        return self._period_rows(WEEKS, week_spans(self.days))

    def _period_rows(self, spec: TableSpec, periods: Sequence[tuple[str | None, range]]) -> Iterator[Row]:
        """Yield the rows of months or weeks, whose name is the first key, group by group in each."""
        names, spans = zip(*periods, strict=True)
        by_group = [
            self._rows(
                spec,
                ledger,
                spans,
                {spec.keys[0]: names, "group": repeat(name, len(spans))},
                self.of_attempts,
            )
            for name, ledger in self.ledgers.items()
        ]
        return chain.from_iterable(zip(*by_group, strict=True))

    def _day_rows(self) -> Iterator[Row]:
        peaks = self._peaks()
        rows: list[tuple[int, Row]] = []
        for name, ledger in self.ledgers.items():
            days = np.flatnonzero(ledger.open).tolist()
            keys = {
                "date": [self.dates[day] for day in days],
                "group": repeat(name, len(days)),
                "peaks": [peaks[day] for day in days],
            }
            own = self._rows(DAYS, ledger, [range(day, day + 1) for day in days], keys, self.of_attempts)
            rows += zip(days, own, strict=True)
        rows.sort(key=itemgetter(0))
        return (row for _, row in rows)

    def _peaks(self) -> list[str]:
        return ["; ".join(names) for names in self.days.peaks]

    def _open_hotlines(self) -> list[list[str]]:
        """Return the hotlines that are open on each day."""
        by_name = {
            name: (own.open & (own.times > 0)).max(axis=1)[own.shape].tolist()
            for name, own in self.planned_hotlines.items()
        }
        return [[name for name in by_name if by_name[name][day]] for day in range(len(self.days))]

    def _hotline_cells(self, name: str, channels: Iterable[str]) -> list[Row]:
        """Return the cells of a hotline on every day, but for the date."""
        own = self.planned_hotlines[name]
        (group,) = (plan for plan in self.plans if name in plan.group.hotlines)
        of_group = np.sum([self.planned_hotlines[each].calls for each in group.group.hotlines], axis=0)
        share = np.divide(own.calls, of_group, out=np.full(len(own.calls), np.nan), where=of_group > 0)
        none = np.zeros(len(self.days))
        by_channel = [own.contacts.get(channel, none) for channel in channels]
        contacts, returned = sum(by_channel, start=none), sum(own.returned.values(), start=none)
        return list(
            zip(
                repeat(name),
                repeat(group.name),
                self._peaks(),
                *(
                    [without_noise(count) for count in counts.tolist()]
                    for counts in (own.demand, contacts, returned, own.calls)
                ),
                _cells(share),
                _cells(np.where(own.calls > 0, own.day_aht_s, np.nan)),
                *([without_noise(count) for count in counts.tolist()] for counts in by_channel),
                strict=False,
            )
        )

    def _rows(
        self,
        spec: TableSpec,
        ledger: Ledger,
        spans: Sequence[range],
        keys: Mapping[str, Iterable[Cell]],
        asked: tuple[str, ...] = (),
    ) -> Iterator[Row]:
        """Yield the rows of spans of days of a group; `keys` are what identifies each."""
        nothing = dict.fromkeys((*spec.given, *asked), [None] * len(spans))
        columns: dict[str, Any] = {**nothing, **ledger.columns(spans), **keys}
        columns["peak_date"] = [None if day is None else self.dates[day] for day in columns["peak_day"]]
        columns["peak_start"] = [None if k is None else self.starts[k] for k in columns["peak_start"]]
        for fte, hours in (("fte", "operator_hours_paid"), ("fte_given", "operator_hours_paid_given")):
            if hours in columns:
                columns[fte] = [
                    paid / full_time_hours(self.scenario, len(span))
                    for paid, span in zip(columns[hours], spans, strict=True)
                ]
        names = (column.name for column in spec.columns(with_given=self.with_given, asked=asked))
        return zip(*(columns[name] for name in names), strict=True)

    def _blocks(self, plan: GroupPlan, days: Sequence[int], delivery: Delivery | None) -> list[Block]:
        """Return a group's rows on each of the days; days of one kind, looked at in one way, share theirs."""
        looked_at = (
            {}
            if delivery is None
            else dict(zip(delivery.days.tolist(), delivery.kinds.tolist(), strict=True))
        )

        @cache
        def block(kind: int, delivered_kind: int | None) -> Block:
            places = np.flatnonzero(plan.load.comes[kind])
            make = partial(self._interval_rows, plan, (kind, places), delivery, delivered_kind)
            return Block(places.tolist(), make)

        kinds = plan.load.kinds.tolist()
        return [block(kinds[day], looked_at.get(day)) for day in days]

    def _interval_rows(
        self, plan: GroupPlan, at: Intervals, delivery: Delivery | None, delivered_kind: int | None
    ) -> Iterator[Row]:
        """Yield the rows of intervals of a kind of day, but for their dates."""
        columns = self._interval_columns(plan, at) | _delivered_columns(delivery, delivered_kind, at[1])
        shown = INTERVALS.columns(with_given=self.with_given, asked=self.asked)
        names = [column.name for column in shown][1:]
        return zip(*(columns[name] for name in names), strict=True)

    @property
    def busiest_day(self) -> int:
        """The day with the most calls; the first of equals."""
        return int(np.argmax(self.total.sums["calls"]))

    def peak_shapes(self) -> tuple[DayShape, ...]:
        """Return, for each group, the operators through the day of its peak."""
        return tuple(self._shape(plan, self.ledgers[plan.name]) for plan in self.plans)

    def _shape(self, plan: GroupPlan, ledger: Ledger) -> DayShape:
        day = ledger.peak_day(range(len(self.days)))
        kind = plan.load.kinds[day]
        is_open = plan.load.comes[kind]

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

    def _interval_columns(self, plan: GroupPlan, at: Intervals) -> dict[str, Iterable[Cell]]:
        """Return the columns of some intervals of a kind of day of a group, but for the date."""
        load, operators = plan.load, plan.operators
        calls, aht_s, patience_s = load.calls[at], load.aht_s[at], load.patience_s[at]
        per_hour = calls * 3600 / self.scenario.interval_s
        columns: dict[str, Iterable[Cell]] = {
            "start": [self.starts[k] for k in at[1]],
            "group": repeat(plan.name, len(at[1])),
            "calls": calls.tolist(),
            "aht_s": _cells(aht_s),
            "patience_s": _cells(patience_s),
            "offered_load_erlangs": np.where(calls > 0, per_hour * aht_s / 3600, 0.0).tolist(),
            "model": _texts(plan.task.model[at]),
            "operators_required": operators.required[at].tolist(),
            "operators_needed": operators.needed[at].tolist(),
            "operators_paid": operators.paid[at].tolist(),
            "bound_by": _texts(operators.bound_by[at]),
            "lines": repeat(plan.terms(at[0]).lines, len(at[1])),
            "lines_needed": (
                repeat(None, len(at[1]))
                if operators.lines_needed is None
                else counts_known(operators.lines_needed[at].tolist())
            ),
            "attempts": _cells(np.where(calls > 0, calls * operators.expected.attempts[at], 0.0)),
            "never_served": _cells(np.minimum(operators.expected.never_served[at], 1.0)),
            **_performance_columns(plan.expected_on(at[0]), (0, at[1]), ""),
        }
        return columns | (self._given_columns(plan, at) if self.with_given else {})

    def _given_columns(self, plan: GroupPlan, at: Intervals) -> dict[str, Iterable[Cell]]:
        given, met = plan.operators.given, plan.operators.met
        if given is None or met is None:
            asked = (name for name in (*BUSY, *AGAIN_GIVEN) if name.startswith(GIVEN))
            return {name: repeat(None, len(at[1])) for name in (*INTERVALS.given, *asked)}
        endless, aht_s = plan.load.endless  # only their queue grows: the others hang up
        with np.errstate(invalid="ignore"):
            growth = endless[at] * 3600 / self.scenario.interval_s - given[at] * 3600 / aht_s[at]
        return {
            "operators_given": given[at].tolist(),
            "operators_short": np.maximum(plan.operators.required[at] - given[at], 0).tolist(),
            "given_queue_growth_per_hour": _cells(np.where(met.status[at] == OVERLOADED, growth, np.nan)),
            "given_never_served": _cells(np.minimum(met.never_served[at], 1.0)),
            **_performance_columns(met, at, "given_"),
        }


def _of_attempts(plans: Sequence[GroupPlan], *, with_given: bool) -> tuple[str, ...]:
    """Return the columns on lines, where some group has so many or is asked how many it takes, and on redials."""
    has_lines = any(plan.group.lines is not None for plan in plans)
    is_asked = any(plan.operators.lines_needed is not None for plan in plans)
    comes_again = any(plan.load.again is not None for plan in plans)
    names = (
        *(LINES_NEEDED if is_asked else ()),
        *(BUSY if has_lines else ()),
        *((*AGAIN, *AGAIN_GIVEN) if comes_again else ()),
    )
    return tuple(name for name in names if with_given or not name.startswith(GIVEN))


def _delivered_columns(
    delivery: Delivery | None, kind: int | None, places: Ints
) -> dict[str, Iterable[Cell]]:
    """Return what is delivered in intervals of a kind of day looked at; null on other days."""
    if delivery is None or kind is None:
        return {name: repeat(None, len(places)) for name in DELIVERED}
    at, given = (kind, places), delivery.given
    measures = {
        f"delivered_{measure.name}": _cells(getattr(delivery.expected, measure.name)[at])
        for measure in AVERAGED
    }
    backlog = repeat(None, len(places)) if given is None else _cells(given.waiting_at_end[at])
    return measures | {"given_backlog": backlog}


def _performance_columns(performance: Performance, at: Intervals, prefix: str) -> dict[str, Iterable[Cell]]:
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
