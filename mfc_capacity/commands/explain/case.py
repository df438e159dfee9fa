"""The interval that is explained: one group, one day, one interval, found from what was asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from mfc_capacity.commands.explain.origins import Origins
from mfc_capacity.core.arrays import Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import InputError, Problem
from mfc_capacity.files.units import DAY_S, UnitError, clock_text, read_clock_s, read_date
from mfc_capacity.plan.ledger import Peak, group_ledger
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Scenario
from mfc_capacity.wording.en import explain as sentences

_AT = re.compile(r"\s*(?P<day>\d{4}-\S*)?[\sT]*(?P<clock>\d{1,2}:\S*)?\s*", re.ASCII)


@dataclass(frozen=True)
class Case:
    """A planned scenario and one interval of one of its groups."""

    whole: Planned
    plan: GroupPlan
    day: int
    interval: int
    origins: Origins

    @property
    def scenario(self) -> Scenario:
        """The scenario as planned."""
        return self.whole.scenario

    @property
    def date(self) -> date | None:
        """The day; None without a calendar."""
        return self.whole.days.dates[self.day]

    @property
    def weekday(self) -> int:
        """The day of the week, from Monday."""
        return int(self.whole.days.weekdays[self.day])

    @property
    def kind(self) -> int:
        """The kind of day, as the group counts them."""
        return int(self.plan.load.kinds[self.day])

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
        return float(self.plan.load.calls[self.kind, self.interval])

    @property
    def calls_per_hour(self) -> float:
        """The group's calls in the interval, as a rate."""
        return self.calls * 3600 / self.scenario.interval_s

    @property
    def aht_s(self) -> float:
        """The mean handling time of the group's calls; NaN without calls."""
        return float(self.plan.load.aht_s[self.kind, self.interval])

    @property
    def load_erlangs(self) -> float:
        """The offered load."""
        return self.calls_per_hour * self.aht_s / 3600

    @property
    def required(self) -> int:
        """The operators that the interval needs."""
        return int(self.plan.operators.required[self.kind, self.interval])

    def hotline_days(self, name: str) -> HotlineDays:
        """Return what is known of a hotline by day."""
        return self.whole.hotlines[name]

    def hotline_calls(self, name: str) -> float:
        """Return the calls of a hotline in the interval."""
        by_day = self.hotline_days(name)
        return float(by_day.calls[self.day] * by_day.shares[self.weekday, self.interval])


def find_case(whole: Planned, group: str | None, at: str | None) -> Case:
    """Return the interval asked for: without a clock time the busiest of the day, without a day of the horizon.

    Raises:
        InputError: if there is no such group, day or time, or the group is closed then.
    """
    plan = _group(whole.groups, group)
    peak = group_ledger(plan, whole.scenario.interval_s, with_given=False).peak
    day, second = _read_at(whole.days, at or "", peak)
    interval = _peak_of(plan, day, peak) if second is None else second // whole.scenario.interval_s
    case = Case(whole, plan, day, interval, Origins(whole.loaded))
    _refuse_closed(case)
    return case


def _peak_of(plan: GroupPlan, day: int, peak: Peak) -> int:
    """Return the interval that needs most operators; the first that is open on a day that needs none."""
    is_open, interval = plan.load.open[plan.load.kinds[day]], int(peak.interval[day])
    return interval if is_open[interval] else int(is_open.argmax())


def _group(plans: Sequence[GroupPlan], name: str | None) -> GroupPlan:
    names = [plan.name for plan in plans]
    if name is None and len(plans) == 1:
        return plans[0]
    found = next((plan for plan in plans if plan.name == name), None)
    if found is not None:
        return found
    known = ", ".join(names)
    if name is None:
        raise _refused("--group", sentences.WHICH_GROUP, sentences.groups_hint(known))
    home = next((plan.name for plan in plans if name in plan.group.hotlines), None)
    if home is not None:
        raise _refused("--group", sentences.is_a_hotline(name), f"--group {home}")
    raise _refused(
        "--group", sentences.no_group(name), did_you_mean(name, names) or sentences.groups_hint(known)
    )


def _read_at(days: Days, text: str, peak: Peak) -> tuple[int, int | None]:
    """Return the day and, if one is given, the second of it."""
    match = _AT.fullmatch(text)
    if match is None:
        raise _refused("--at", sentences.unreadable(text), sentences.AT_HINT)
    try:
        day = None if match["day"] is None else read_date(match["day"])
        second = None if match["clock"] is None else read_clock_s(match["clock"])
    except UnitError as error:
        raise _refused("--at", error.message, error.hint) from None
    if second is not None and second >= DAY_S:
        raise _refused("--at", sentences.DAY_IS_OVER, sentences.AT_HINT)
    if day is None and second is not None and len(days) > 1:
        raise _refused("--at", sentences.WHICH_DAY, sentences.day_hint(days.dates[_peak_day(peak)], text))
    return _peak_day(peak) if day is None else _planned_day(days, day), second


def _planned_day(days: Days, day: date) -> int:
    first, last = days.dates[0], days.dates[-1]
    if first is None or last is None:
        raise _refused("--at", sentences.NO_DATES, sentences.CLOCK_HINT)
    if not first <= day <= last:
        raise _refused("--at", sentences.outside(day, first, last), sentences.AT_HINT)
    return (day - first).days


def _peak_day(peak: Peak) -> int:
    return max(range(len(peak.required)), key=lambda day: (peak.required[day], peak.calls[day]))


def _refuse_closed(case: Case) -> None:
    is_open = case.plan.load.open[case.kind]
    if is_open[case.interval]:
        return
    when = clock_text(case.start_s)
    spans = _spans(np.flatnonzero(is_open), case.scenario.interval_s)
    raise _refused("--at", sentences.closed(case.plan.name, case.date, when), sentences.open_hint(spans))


def _spans(intervals: Ints, interval_s: int) -> list[str]:
    """Return the opening hours that a day's open intervals make up."""
    runs = np.split(intervals, np.flatnonzero(np.diff(intervals) > 1) + 1) if intervals.size else []
    return [
        f"{clock_text(int(run[0]) * interval_s)}-{clock_text((int(run[-1]) + 1) * interval_s)}"
        for run in runs
    ]


def _refused(option: str, message: str, hint: str | None) -> InputError:
    return InputError([Problem(None, None, None, option, message, hint)])
