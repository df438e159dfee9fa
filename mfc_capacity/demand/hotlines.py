"""Calls a day x calendar x drivers x peaks x deflection x profile: the calls of one hotline.

Demand is what people want from a hotline on a day; deflection takes a share of it to other channels, and some of
those call after all; the rest are calls, spread over the opening hours by the profile.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.demand.volumes import Shapes, laid_over
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario import ClockSteps, Deflection, Scenario, Timeline
from mfc_capacity.scenario.tabled import Volumes


@dataclass(frozen=True)
class DemandInputs:
    """All that the demand of one hotline depends on; `multiply` is by peak, `timeline` None: not scaled."""

    calls_per_day: float
    aht_s: tuple[ClockSteps, ...]
    hours: tuple[tuple[tuple[int, int], ...], ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    profile: tuple[ClockSteps | None, ...]
    deflect: tuple[Deflection, ...]
    timeline: Timeline[float] | None
    multiply: tuple[tuple[str, float], ...]
    interval_s: int
    volumes: Volumes | None = None


@dataclass(frozen=True)
class Factors:
    """What multiplies a hotline's `calls_per_day`, by day (D); the calendar's is 0 on a closed day."""

    calendar: Floats
    driver: Floats
    peaks: dict[str, Floats]

    def product(self) -> Floats:
        """Return calendar x driver x every peak."""
        return math.prod(self.peaks.values(), start=self.calendar * self.driver)


@dataclass(frozen=True, eq=False)
class HotlineDays:
    """One hotline by day (D), and by shape of a day and interval (P x I).

    Attributes:
        shape: leads from a day to its shape (D).
        factors: what multiplies the calls of an ordinary day.
        demand: what people want, in calls (D).
        contacts: what each channel takes of it (D).
        returned: those of them who call after all (D).
        rest_aht: factor of the handling times while each channel takes something (D).
        calls: the rest (D).
        shares: of a day's calls, by interval; of one that comes twice those of each time (P x I).
        open: when calls are taken (P x I).
        aht_s: mean handling time of the calls of an interval (P x I).
        times: how often an interval comes on a day; 0 or 2 where the clock changes while it is open (P x I).
    """

    shape: Ints
    factors: Factors
    demand: Floats
    contacts: dict[str, Floats]
    returned: dict[str, Floats]
    rest_aht: dict[str, Floats]
    calls: Floats
    shares: Floats
    open: Bools
    aht_s: Floats
    times: Ints

    def mean_aht_s(self, weights: Floats) -> Floats:
        """Return the mean handling time of each day (D) over its intervals, weighted (D x I), exact if even."""
        aht_s = self.aht_s[self.shape]
        total = weights.sum(axis=1, keepdims=True)
        even = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
        mean_s: Floats = aht_s[:, 0] + (even * (aht_s - aht_s[:, :1])).sum(axis=1)
        return mean_s

    @property
    def varying_aht(self) -> bool:
        """Whether the handling time is not the same in all intervals of all days."""
        return bool((self.aht_s != self.aht_s[0, 0]).any())

    @property
    def mid_aht_s(self) -> float:
        """The mean handling time of all intervals, whether or not anybody calls; exact where it is even."""
        first_s = self.aht_s[0, 0]
        return float(first_s + (self.aht_s - first_s).mean())

    @property
    def day_aht_s(self) -> Floats:
        """The mean handling time of each day's calls (D)."""
        return self.mean_aht_s(self.shares[self.shape] * self.times[self.shape])


def demand_inputs(scenario: Scenario, name: str) -> DemandInputs:
    """Return what the demand of a hotline of a scenario depends on."""
    hotline, peaks = scenario.hotlines[name], scenario.peaks.items()
    return DemandInputs(
        calls_per_day=hotline.calls_per_day,
        aht_s=hotline.aht_s,
        hours=hotline.hours,
        weekdays=hotline.weekdays,
        months=hotline.months,
        profile=hotline.profile,
        deflect=hotline.deflect,
        timeline=None if hotline.scales_with is None else scenario.drivers[hotline.scales_with],
        multiply=tuple(
            (peak, terms.multiply.get(name, terms.multiply.get("*", 1.0))) for peak, terms in peaks
        ),
        interval_s=scenario.interval_s,
        volumes=hotline.volumes,
    )


def hotline_days(inputs: DemandInputs, days: Days) -> HotlineDays:
    """Return one hotline's demand, contacts and calls by day, and its shares of a day by interval."""
    deflected = {to: _in_force(inputs.deflect, to, days) for to in _channels(inputs.deflect)}
    rest_aht = {channel: own.rest_aht for channel, own in deflected.items()}
    longer = math.prod(rest_aht.values(), start=np.ones(len(days)))
    by_day = np.column_stack([days.kinds, days.clock, longer])
    present, shape = np.unique(by_day, axis=0, return_inverse=True)
    shape = shape.reshape(-1)
    kinds, changes = present[:, :2].astype(np.int64).T.tolist()
    is_open, weights, aht_s = _day_shapes(inputs, kinds)
    times = np.where(is_open, np.stack([_times(days, change, is_open.shape[1]) for change in changes]), 1)
    totals = (weights * times).sum(axis=1, keepdims=True)
    shares = np.divide(weights, totals, out=np.zeros_like(weights, dtype=float), where=totals > 0)
    factors = _factors(inputs, days, (is_open & (times > 0)).max(axis=1)[shape])
    shapes = Shapes(shape, shares, is_open, aht_s * present[:, 2:], times)
    base = np.full(len(days), inputs.calls_per_day)
    if inputs.volumes is not None and days.dates[0] is not None:
        of_table, shapes = laid_over(inputs.volumes, days.dates[0].toordinal(), shapes, longer)
        has_rows = np.isfinite(of_table)
        base[has_rows], factors.calendar[has_rows] = of_table[has_rows], 1.0
    demand = base * factors.product()
    kept = 1.0 - sum((own.share * (1 - own.returns) for own in deflected.values()), start=np.zeros(len(days)))
    contacts = {channel: demand * own.share for channel, own in deflected.items()}
    return HotlineDays(
        shape=shapes.shape,
        factors=factors,
        demand=demand,
        contacts=contacts,
        returned={channel: contacts[channel] * own.returns for channel, own in deflected.items()},
        rest_aht=rest_aht,
        calls=demand * kept,
        shares=shapes.shares,
        open=shapes.open,
        aht_s=shapes.aht_s,
        times=shapes.times,
    )


def _times(days: Days, change: int, intervals: int) -> Ints:
    """Return how often each interval comes on days with a change of the clock, 0 for none (I)."""
    times = np.ones(intervals, dtype=np.int64)
    if change:
        found, interval_s = days.clock_changes[change - 1], DAY_S // intervals
        times[found.first_s // interval_s : found.last_s // interval_s] = found.times
    return times


def _factors(inputs: DemandInputs, days: Days, is_open: Bools) -> Factors:
    """Return weekday x month, driver ratio and peaks, by day; 1 on the one day without a calendar."""
    calendar, driver = is_open.astype(float), np.ones(len(days))
    multiply = dict(inputs.multiply)
    peaks = {peak: np.ones(len(days)) for peak in multiply}
    for k, day in enumerate(days.dates):
        if day is None:
            continue
        calendar[k] *= inputs.weekdays[days.kinds[k]] * inputs.months[day.month - 1]
        if inputs.timeline is not None:
            driver[k] = inputs.timeline.at(day) / inputs.timeline.steps[0][1]
        for peak in days.peaks[k]:
            peaks[peak][k] = multiply[peak]
    return Factors(calendar, driver, peaks)


class InForce(NamedTuple):
    """What a channel does to a hotline's demand, by day (D): see `Deflection`."""

    share: Floats
    returns: Floats
    rest_aht: Floats


def _channels(deflect: Sequence[Deflection]) -> list[str]:
    """Return the channels in the order in which they begin."""
    return list(dict.fromkeys(entry.to for entry in _by_date(deflect)))


def _in_force(deflect: Sequence[Deflection], channel: str, days: Days) -> InForce:
    """Return what holds of a channel: the last entry that has begun (undated: always); before the first, nothing."""
    share, returns, rest_aht = np.zeros(len(days)), np.zeros(len(days)), np.ones(len(days))
    for entry in _by_date(deflect):
        if entry.to != channel:
            continue
        begun = [entry.from_ is None or (day is not None and entry.from_ <= day) for day in days.dates]
        share, returns = np.where(begun, entry.share, share), np.where(begun, entry.returns, returns)
        rest_aht = np.where(begun, entry.rest_aht if entry.share else 1.0, rest_aht)
    return InForce(share, returns, rest_aht)


def _by_date(deflect: Sequence[Deflection]) -> list[Deflection]:
    return sorted(deflect, key=lambda entry: entry.from_ or date.min)


def _day_shapes(inputs: DemandInputs, kinds: Sequence[int]) -> tuple[Bools, Floats, Floats]:
    """Return, per kind of day and interval, whether the hotline is open, the weight of its calls, and their AHT."""
    starts = np.arange(0, DAY_S, inputs.interval_s)
    is_open = np.zeros((len(kinds), len(starts)), dtype=bool)
    for row, kind in enumerate(kinds):
        for first, last in inputs.hours[kind]:
            is_open[row] |= (starts >= first) & (starts < last)
    profiles = [profile_weights(inputs.profile[kind], own) for kind, own in zip(kinds, is_open, strict=True)]
    weights = is_open * np.stack(profiles)
    known = next((steps for steps in inputs.aht_s if steps), ())
    aht_s = np.stack([aht_by_interval(inputs.aht_s[kind] or known, len(starts)) for kind in kinds])
    return is_open, weights, aht_s


def profile_weights(profile: ClockSteps | None, is_open: Bools) -> Floats:
    """Return the mean weight of each interval of a day that is open then (I): a weight is a rate until the next key.

    Before the first key it is 0, or where the day is open through midnight the last one.
    """
    if profile is None:
        return np.ones(is_open.size)
    return _means(profile, is_open.size, profile[-1][1] if is_open[0] and is_open[-1] else 0.0)


def aht_by_interval(steps: ClockSteps, intervals: int) -> Floats:
    """Return the mean handling time of each interval of a day (I); before the first key it is the last one."""
    if len(steps) == 1:
        return np.full(intervals, steps[0][1])
    return _means(steps, intervals, steps[-1][1])


def _means(steps: ClockSteps, intervals: int, before: float) -> Floats:
    """Return the mean of steps of the clock over each interval of a day (I)."""
    interval_s = DAY_S // intervals
    starts = np.arange(0, DAY_S, interval_s)
    keys = [second for second, _ in steps if second < DAY_S]
    pieces = np.union1d(starts, keys).astype(np.int64)
    shares = np.diff(pieces, append=DAY_S) / interval_s
    means: Floats = np.add.reduceat(steps_at(steps, pieces, before) * shares, np.searchsorted(pieces, starts))
    return means


def steps_at(steps: Sequence[tuple[int, float]], starts: Ints, before: float = 0.0) -> Floats:
    """Read steps of the clock at the given seconds: each holds until the next, and `before` until the first."""
    times, values = zip(*steps, strict=True)
    return np.array([before, *values])[np.searchsorted(times, starts, side="right")]
