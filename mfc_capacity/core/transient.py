"""The queue through a day: what callers meet when the state is carried from interval to interval.

In each interval calls arrive at random at a constant rate, are handled and waited for exponential times, and a
constant number of operators is on duty (M_t/M/n_t + M). The chance of every number of calls in the system is
carried through the day; nothing is simulated and no steady state is assumed. At a boundary

- operators who leave finish their call first: idle ones go at once, a surplus of busy ones goes on outside the
  system; those who stay or come take the next waiting caller as soon as they are free;
- a caller belongs to the interval in which the call arrives, also when the wait goes on in the next;
- when the doors close, those who wait are still served by the operators of the last interval, who stay until the
  queue is empty; if there are none, they are sent away. A group that opens again begins empty.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.birth_death import Ints, Spread, empty, flow
from mfc_capacity.core.erlang import HOUR_S
from mfc_capacity.core.intervals import Met, Plan, fate_tables, long_waits, seated, step
from mfc_capacity.core.poisson import Bools, Floats

SETTLED = 1e-9
MOST_DAYS = 60


@dataclass(frozen=True)
class Day:
    """What callers of each interval meet, days x intervals (K x I).

    Where nobody calls, service levels are 1 and the rest is 0.

    Attributes:
        stable: False for days round the clock whose queue grows from day to day (K).
        p_wait: share of callers who find no operator free.
        asa_s: mean wait of answered callers; infinite where nobody is answered.
        mean_wait_s: mean wait of all callers.
        abandonment: share of callers who hang up, or are sent away.
        occupancy: busy time / time on duty, the time in which leaving operators finish calls in both.
        service_level_offered: answered in time / offered.
        service_level_answered: answered in time / answered.
        service_level_virtual: chance that a caller of endless patience is answered in time.
        waiting_at_end: mean number of callers who wait when the interval ends.
    """

    stable: Bools
    p_wait: Floats
    asa_s: Floats
    mean_wait_s: Floats
    abandonment: Floats
    occupancy: Floats
    service_level_offered: Floats
    service_level_answered: Floats
    service_level_virtual: Floats
    waiting_at_end: Floats


def mets(plan, K=None):
    """temporary."""
    K = plan.operators.shape[0]
    out, flagged, places = forward(plan, None)
    rows = np.flatnonzero(flagged)
    if rows.size:
        sub = plan.take(rows)
        out2, _, _ = forward(sub, fate_tables(sub, places + 10))
        for o, o2 in zip(out, out2, strict=True):
            for f in fields(o):
                getattr(o, f.name)[rows] = getattr(o2, f.name)
    return out


def forward(plan, tables):
    K, I = plan.operators.shape
    out = []
    law, before, flagged, places = empty(K), np.zeros(K, np.int64), np.zeros(K, bool), 0
    for i in range(I):
        here = plan.rates(i)
        law = opened(law, plan.is_open[:, i])
        law, surplus = seated(law, before, here.operators)
        met, law, queue = step(plan, i, law, tables)
        flagged |= long_waits(plan, i, queue)
        places = max(places, queue.places)
        before = here.operators
        out.append(met)
    return out, flagged, places


def through_day(plan: Plan) -> Day:
    """Return what callers meet."""
    K, I = plan.operators.shape
    out = {f.name: np.zeros((K, I)) for f in fields(Day) if f.name != "stable"}
    for i, met in enumerate(mets(plan)):
        for name, v in measures(met, plan.rates(i).operators, plan.interval_s, 0.0).items():
            out[name][:, i] = v
    return Day(stable=np.ones(K, bool), **out)


def opened(law, is_open):
    if is_open.all():
        return law
    size = np.where(is_open, law.size, 1)
    low = np.where(is_open, law.low, 0)
    new = law.on(low, size)
    return Spread(low, size, np.where(new.each(is_open), new.mass, 1.0))


def measures(met: Met, n, T, extra):
    served = met.offered - met.lost
    quiet = met.offered == 0
    def share(x, of, empty):
        return np.where(of > 0, np.clip(x / np.where(of > 0, of, 1), 0, 1), empty)
    return dict(
        p_wait=share(met.waited, met.offered, 0),
        asa_s=np.where(served > 1e-12 * met.offered, np.maximum(met.served_wait_s, 0) / np.where(served > 0, served, 1), np.where(quiet, 0, np.inf)),
        mean_wait_s=np.maximum(met.wait_s, 0) / np.where(quiet, 1, met.offered),
        abandonment=share(met.lost, met.offered, 0),
        occupancy=share(met.busy_s + extra, n * T + extra, 0),
        service_level_offered=share(met.in_time, met.offered, 1),
        service_level_answered=share(met.in_time, served, np.where(quiet, 1, 0)),
        service_level_virtual=share(met.in_time_virtual, met.offered, 1),
        waiting_at_end=met.waiting_at_end,
    )
