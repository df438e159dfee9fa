"""The wait that a share of an interval's answered callers do not exceed, when the queue is carried through the day.

Every interval has a wait of its own, and the share who wait no longer is that of a threshold: callers who come more
than the wait before the interval ends are answered in it or not at all in time, the others may see the next. A clock
that runs by the wait makes the threshold 1 in all intervals, so that they are worked out together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.day.birth_death import Rates, Spread, flow
from mfc_capacity.core.day.intervals import Plan, interval_queue, met_by_callers
from mfc_capacity.core.day.places import in_time
from mfc_capacity.core.steady.percentile import wait_not_exceeded_s

BLOCK = 256  # intervals that are worked out together
PRECISION = 1e-6  # of the wait, relative to the mean: chances through the day are no surer
SHORTEST = 1e-6  # part of an interval: with none there would be no rates


def waits_not_exceeded_s(
    plan: Plan, begin: Sequence[Spread], not_free: Floats, answered: Floats, asa_s: Floats, share: float
) -> Floats:
    """Return the wait (K x I), 0 where so many do not wait at all; NaN where it is longer than an interval, or unknown.

    Args:
        plan: the days.
        begin: the law when each interval begins, through all days (I).
        not_free: share of those who call in each interval who find no operator free (K x I), or all lines busy.
        answered: share of them who are answered.
        asa_s: mean wait of these.
        share: of those answered, below 1.
    """
    is_known = np.isfinite(asa_s) & (answered > 0) & (plan.arrivals > 0)
    waits = is_known & (1 - not_free < share * answered)
    found = np.where(is_known & ~waits, 0.0, np.nan)
    for i, law in enumerate(begin):
        rows = np.flatnonzero(waits[:, i])
        for days in np.split(rows, range(BLOCK, rows.size, BLOCK)):
            if days.size:
                window = plan.window(days, np.full(days.size, i), 2)
                found[days, i] = _Interval(window, law.take(days), answered[days, i]).wait_s(
                    asa_s[days, i], share
                )
    return found


@dataclass(frozen=True)
class _Interval:
    """One interval of some days (N) and the one after, the law when it begins, and the share of callers answered."""

    plan: Plan
    law: Spread
    answered: Floats

    def wait_s(self, asa_s: Floats, share: float) -> Floats:
        """Return the wait that a share of those answered do not exceed; NaN beyond the length of the interval."""
        longest_s = np.full(asa_s.size, self.plan.interval_s * (1 - SHORTEST))
        longer = self.longer_than(longest_s) >= 1 - share

        def longer_at(times_s: Floats, at: Ints) -> Floats:
            return _Interval(self.plan.take(at), self.law.take(at), self.answered[at]).longer_than(times_s)

        unless_longer_s = np.where(longer, np.nan, asa_s)
        return wait_not_exceeded_s(
            longer_at, unless_longer_s, share, longest_s=longest_s, precision=PRECISION
        )

    def longer_than(self, waits_s: Floats) -> Floats:
        """Return the share of those answered who wait longer than these times (N), at most an interval."""
        waits_s = np.maximum(waits_s, self.plan.interval_s * SHORTEST)
        early, law = self._early(waits_s)
        last = interval_queue(self._by_clock(waits_s), 0, law)
        calls = self.plan.arrivals[:, 0] * self.plan.interval_s
        level = (early + last.in_time(1.0, virtual=False)) / (calls * self.answered)
        longer: Floats = np.maximum(1 - level, 0.0)
        return longer

    def _early(self, waits_s: Floats) -> tuple[Floats, Spread]:
        """Return who comes at least a wait before the interval ends and waits no longer, and the law by then."""
        rates, before_s = self.plan.rates(0), self.plan.interval_s - waits_s
        moved = flow(_paced(rates, before_s), self.law, 1.0)
        law, operators = moved.integral, rates.operators
        free = law.total(law.mass * (law.states < law.each(rates.at_once)))
        places = int(np.maximum(law.high - operators + 1, 1).max())
        chance = in_time(_paced(rates, waits_s), np.ones(1), places, virtual=False)[0]
        waited: Floats = (met_by_callers(law, rates, places) * chance).sum(axis=1)
        return rates.arrivals * before_s * (free + waited), moved.end

    def _by_clock(self, waits_s: Floats) -> Plan:
        """Return as a plan the last part of the interval, as long as the wait, and what follows, the wait being 1."""
        pace, plan = waits_s[:, None], self.plan
        return replace(
            plan,
            arrivals=plan.arrivals * pace,
            service=plan.service * pace,
            hang_up=plan.hang_up * pace,
            interval_s=1.0,
            within_s=1.0,
            short_s=None,
            wait_within_s=None,
            finished=None,
        )


def _paced(rates: Rates, seconds: Floats) -> Rates:
    """Return rates by clocks that take some seconds (K) for one."""
    return replace(
        rates,
        arrivals=rates.arrivals * seconds,
        service=rates.service * seconds,
        hang_up=rates.hang_up * seconds,
    )
