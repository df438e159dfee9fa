"""The interval that is explained: one group, one day, one interval, found from what was asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.commands.explain.steps import Origin, Origins
from mfc_capacity.core.arrays import Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.files.units import DAY_S, UnitError, clock_text, read_clock_s, read_date
from mfc_capacity.plan.ledger import Peak, group_ledger
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Group, Scenario, Terms
from mfc_capacity.scenario.tabled import Volumes

TABLE = "table"
_AT = re.compile(r"\s*(?P<day>\d{4}-\S*)?[\sT]*(?P<clock>\d{1,2}:\S*)?\s*", re.ASCII)


@dataclass(frozen=True)
class ExplainedInterval:
    """A planned scenario and one interval of one of its groups."""

    planned: Planned
    group_plan: GroupPlan
    day: int
    interval: int
    origins: Origins

    @property
    def group(self) -> Group:
        """The group as the scenario has it."""
        return self.group_plan.group

    @property
    def terms(self) -> Terms:
        """The terms that the group is staffed by on the day."""
        return self.group_plan.terms(self.kind)

    @property
    def scenario(self) -> Scenario:
        """The scenario as planned."""
        return self.planned.scenario

    @property
    def date(self) -> date | None:
        """The day; None without a calendar."""
        return self.planned.days.dates[self.day]

    @property
    def kind_of_day(self) -> int:
        """What the day is planned as: a weekday, or from HOLIDAY_KINDS a holiday on one."""
        return int(self.planned.days.kinds[self.day])

    @property
    def holiday(self) -> str | None:
        """The name of the holiday that the day is."""
        return None if self.date is None else self.planned.days.holidays.get(self.date)

    @property
    def kind(self) -> int:
        """The kind of day, as the group counts them."""
        return int(self.group_plan.load.kinds[self.day])

    def as_it_comes(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return values by kind of day and interval (K x I) as the day has them: as often as each interval comes."""
        return np.repeat(values[self.kind], self.group_plan.load.times[self.kind])

    @property
    def start_s(self) -> int:
        """The second of the day at which the interval begins."""
        return self.interval * self.scenario.interval_s

    @property
    def interval_minutes(self) -> int:
        """The length of an interval."""
        return self.scenario.interval_s // 60

    @property
    def calls(self) -> float:
        """The group's calls in the interval."""
        return float(self.group_plan.load.calls[self.kind, self.interval])

    @property
    def calls_per_hour(self) -> float:
        """The group's calls in the interval, as a rate."""
        return self.calls * 3600 / self.scenario.interval_s

    @property
    def aht_s(self) -> float:
        """The mean handling time of the group's calls; NaN without calls."""
        return float(self.group_plan.load.aht_s[self.kind, self.interval])

    @property
    def varies(self) -> float:
        """The coefficient of variation of the day's calls beyond chance."""
        return float(self.group_plan.load.varies[self.kind])

    @property
    def load_erlangs(self) -> float:
        """The offered load."""
        return self.calls_per_hour * self.aht_s / 3600

    @property
    def required(self) -> int:
        """The operators that the interval needs."""
        return int(self.group_plan.operators.required[self.kind, self.interval])

    def hotline_days(self, name: str) -> HotlineDays:
        """Return what is known of a hotline by day."""
        return self.planned.hotlines[name]

    def table_rows(self, name: str) -> "TableRows | None":
        """Return the rows of a hotline's tables on the day; None if there are none."""
        volumes = self.scenario.hotlines[name].volumes
        if volumes is None or self.date is None:
            return None
        of_day = volumes.rows_in(self.date, 0, DAY_S)
        if not of_day.size:
            return None
        here = volumes.rows_in(self.date, self.start_s, self.start_s + self.scenario.interval_s)
        return TableRows(volumes, of_day, here)

    def hotline_aht_s(self, name: str) -> float:
        """Return the mean handling time of a hotline's calls in the interval."""
        by_day = self.hotline_days(name)
        return float(by_day.aht_s[by_day.shape[self.day], self.interval])

    def hotline_calls(self, name: str) -> float:
        """Return the calls of a hotline in the interval."""
        by_day = self.hotline_days(name)
        return float(by_day.calls[self.day] * by_day.shares[by_day.shape[self.day], self.interval])


@dataclass(frozen=True)
class TableRows:
    """The rows of a table on the day, and those of them that have a part in the interval."""

    volumes: Volumes
    of_day: Ints
    here: Ints

    @property
    def are_days(self) -> bool:
        """Whether a row is the whole day."""
        return bool(self.volumes.is_day[self.of_day[0]])

    @property
    def calls_of_day(self) -> float:
        """The calls of the day's rows."""
        return float(self.volumes.calls[self.of_day].sum())

    @property
    def has_aht(self) -> bool:
        """Whether a row of the interval says its handling time."""
        return bool(np.isfinite(self.volumes.aht_s[self.here]).any())

    def origin(self, rows: Ints, written: float) -> Origin:
        """Return the origin of what rows say."""
        return Origin("volumes", f"{written:.10g}", self.volumes.place(rows), TABLE)


def find_interval(planned: Planned, group: str | None, at: str | None) -> ExplainedInterval:
    """Return the interval asked for: without a clock time the busiest of the day, without a day of the horizon.

    Raises:
        InputError: if there is no such group, day or time, or the group is closed then.
    """
    plan = find_group(planned.groups, group)
    peak = group_ledger(plan, planned.scenario.interval_s, with_given=False).peak
    day, second = _read_at(planned.days, at or "", peak)
    interval = _peak_of(plan, day, peak) if second is None else second // planned.scenario.interval_s
    explained = ExplainedInterval(planned, plan, day, interval, Origins(planned.loaded))
    _refuse_closed(explained, clock=None if second is None else clock_text(explained.start_s))
    return explained


def _peak_of(plan: GroupPlan, day: int, peak: Peak) -> int:
    """Return the interval that needs most operators; the first that is open on a day that needs none."""
    is_open, interval = plan.load.comes[plan.load.kinds[day]], int(peak.interval[day])
    return interval if is_open[interval] else int(is_open.argmax())


def find_group(plans: Sequence[GroupPlan], name: str | None) -> GroupPlan:
    """Return the group of a name; where there is only one, it needs none.

    Raises:
        InputError: if there is none.
    """
    if name is None and len(plans) == 1:
        return plans[0]
    by_name = {plan.name: plan for plan in plans}
    if name in by_name:
        return by_name[name]
    known = say("explain.groups_hint", names=tuple(by_name))
    if name is None:
        raise usage_error("--group", say("explain.WHICH_GROUP"), known)
    home = next((plan.name for plan in plans if name in plan.group.hotlines), None)
    if home is not None:
        hint = say("explain.write_group", name=home)
        raise usage_error("--group", say("explain.is_a_hotline", name=name), hint)
    raise usage_error("--group", say("explain.no_group", name=name), did_you_mean(name, by_name) or known)


def _read_at(days: Days, text: str, peak: Peak) -> tuple[int, int | None]:
    """Return the day and, if one is given, the second of it."""
    match = _AT.fullmatch(text)
    if match is None:
        raise usage_error("--at", say("explain.unreadable", text=text), say("explain.AT_HINT"))
    try:
        day = None if match["day"] is None else read_date(match["day"])
        second = None if match["clock"] is None else read_clock_s(match["clock"])
    except UnitError as error:
        raise usage_error("--at", error.message, error.hint) from None
    if second is not None and second >= DAY_S:
        raise usage_error("--at", say("explain.DAY_IS_OVER"), say("explain.AT_HINT"))
    peak_day = max(range(len(peak.required)), key=lambda day: (peak.required[day], peak.calls[day]))
    if day is None and second is not None and len(days) > 1:
        hint = say("explain.day_hint", day=days.dates[peak_day], clock=text)
        raise usage_error("--at", say("explain.WHICH_DAY"), hint)
    return peak_day if day is None else _planned_day(days, day), second


def _planned_day(days: Days, day: date) -> int:
    first, last = days.dates[0], days.dates[-1]
    if first is None or last is None:
        raise usage_error("--at", say("explain.NO_DATES"), say("explain.CLOCK_HINT"))
    if not first <= day <= last:
        message = say("explain.outside", day=day, first=first, last=last)
        raise usage_error("--at", message, say("explain.AT_HINT"))
    return (day - first).days


def _refuse_closed(explained: ExplainedInterval, clock: str | None) -> None:
    """Refuse an interval in which the group is closed; `clock` if it was asked for."""
    is_open = explained.group_plan.load.comes[explained.kind]
    if not is_open[explained.interval]:
        name = explained.group_plan.name
        message = say(
            "explain.closed", group=name, day=explained.date, clock=clock, holiday=explained.holiday
        )
        spans = _spans(np.flatnonzero(is_open), explained.scenario.interval_s)
        raise usage_error("--at", message, say("explain.open_hint", spans=spans))


def _spans(intervals: Ints, interval_s: int) -> tuple[str, ...]:
    """Return the opening hours that a day's open intervals make up."""
    runs = np.split(intervals, np.flatnonzero(np.diff(intervals) > 1) + 1) if intervals.size else []
    return tuple(
        f"{clock_text(int(run[0]) * interval_s)}-{clock_text((int(run[-1]) + 1) * interval_s)}"
        for run in runs
    )
