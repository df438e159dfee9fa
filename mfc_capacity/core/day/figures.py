"""What callers meet in the intervals of days through which the queue has been carried.

Once the law at the beginning of every interval is known, none depends on another: intervals with queues of about the
same length are worked out together, whatever day they are of. What follows an interval is seen in a window on its day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.day.birth_death import flows_joined, joined
from mfc_capacity.core.day.intervals import IntervalQueue, Plan, interval_queue
from mfc_capacity.core.day.places import RemainingWaits, waits_joined
from mfc_capacity.core.targets import SERVICE_LEVELS_OF, ServiceLevelOf

PLACES_AT_ONCE = 40_000  # of all queues that are worked out together
UNANSWERED = 1e-9  # of the callers; no more than rounding
NOBODY = 1e-13  # of the callers


def figures_of(
    plan: Plan,
    queues: Sequence[IntervalQueue],
    finishing: Floats,
    of: ServiceLevelOf | None,
    days: Ints,
    tables: Sequence[RemainingWaits] | None,
) -> dict[str, Floats]:
    """Return what callers of some days (D) meet in each interval (D x I), by the names of `Day`.

    Args:
        plan: all days (K).
        queues: of each interval (I), through all days.
        finishing: mean number who finish a call when an interval begins (K x I).
        of: the only service level to work out, the others are NaN; None: all.
        days: which days (D).
        tables: the remaining waits of these days when each interval begins (I); None: no wait is longer than the next.
    """
    count, intervals = plan.operators.shape
    begin, moved = joined([queue.begin for queue in queues]), flows_joined([queue.moved for queue in queues])
    places = np.concatenate([queue.places_of_each for queue in queues])
    found: dict[str, Floats] = {}
    coming = None if tables is None else waits_joined([*tables[1:], tables[0]])
    number = np.arange(days.size * intervals)
    at, place = number // days.size, number % days.size
    rows = at * count + days[place]
    for some in _blocks(places[rows]):
        following, law = _followed(plan, days[place[some]], at[some]), begin.take(rows[some])
        if coming is None:
            queue = IntervalQueue(following, 0, law, queues[0].ages, moved.take(rows[some]))
        else:
            queue = interval_queue(following, 0, law, coming.take(some))
        for name, values in _figures(queue, finishing[days[place[some]], at[some]], of).items():
            found.setdefault(name, np.empty((days.size, intervals)))[place[some], at[some]] = values
    return found


def _followed(plan: Plan, days: Ints, at: Ints) -> Plan:
    """Return an interval of some days (N) and as many after it as a caller who is answered in time may live to see."""
    reach = int(np.ceil(max(plan.thresholds_s) / plan.interval_s)) + 2
    if plan.periodic and reach > plan.intervals:
        return replace(plan.window(days, at, plan.intervals), periodic=True)
    return plan.window(days, at, min(reach, plan.intervals + 1))


def _blocks(places: Ints) -> Iterator[Ints]:
    """Yield rows as blocks of queues about as long as one another, short ones first."""
    order = np.argsort(places, kind="stable")
    while order.size:
        size = np.arange(1, order.size + 1) * places[order]
        count = max(int(np.searchsorted(size, PLACES_AT_ONCE, side="right")), 1)
        yield order[:count]
        order = order[count:]


def _figures(queue: IntervalQueue, finishing: Floats, of: ServiceLevelOf | None) -> dict[str, Floats]:
    offered = queue.offered
    lost = np.where(queue.lost > NOBODY * offered, queue.lost, 0.0)
    found_busy = queue.found_busy
    answered = offered - lost - found_busy
    answered = np.where(answered > UNANSWERED * offered, answered, 0.0) * (offered > 0)
    unknown = np.full(offered.shape, np.nan)
    return {
        "p_wait": share(queue.waited, offered, 0.0),
        "asa_s": ratio(queue.served_wait_s, answered, np.where(offered > 0, np.inf, 0.0)),
        "mean_wait_s": ratio(queue.wait_s, offered, 0.0),
        "abandonment": share(lost, offered, 0.0),
        "busy": share(found_busy, offered, 0.0),
        "occupancy": occupancy(queue, finishing),
        **{
            f"service_level_{each}": level_of(queue, each, answered) if of in {None, each} else unknown
            for each in SERVICE_LEVELS_OF
        },
        "counted": share(counted(queue), offered, 0.0) if of in {None, "short"} else unknown,
        "wait_level": unknown if queue.plan.wait_within_s is None else wait_level(queue, answered),
        "waiting_at_end": queue.waiting_at_end,
        "after_duty_s": _after_duty_s(queue, finishing),
    }


def level_of(queue: IntervalQueue, of: ServiceLevelOf, answered: Floats) -> Floats:
    """Return a service level (K), given the callers answered; 1 where nobody calls."""
    plan, offered = queue.plan, queue.offered
    if of == "virtual":
        return share(queue.in_time(plan.within_s, virtual=True), offered, 1.0)
    if of == "positive":
        return 1 - share(queue.overdue(plan.within_s), offered, 0.0)
    in_time = queue.in_time(plan.within_s, virtual=False)
    if of == "short":
        return share(in_time, counted(queue), np.where(offered > 0, 0.0, 1.0))
    if of == "callers" and plan.again is not None:
        last_attempts = offered - plan.again[:, queue.i] * (offered - answered)
        return share(in_time, last_attempts, 1.0)
    if of == "answered":
        return share(in_time, answered, np.where(offered > 0, 0.0, 1.0))
    return share(in_time, offered, 1.0)


def counted(queue: IntervalQueue) -> Floats:
    """Return the callers (K) whom a level "short" is of."""
    within_s = queue.plan.within_s if queue.plan.short_s is None else queue.plan.short_s
    return queue.overdue(within_s) + queue.in_time(within_s, virtual=False)


def wait_level(queue: IntervalQueue, answered: Floats) -> Floats:
    """Return the share of those answered who waited within the threshold of the target `wait`; 1 where nobody calls."""
    in_time = queue.in_time(float(queue.plan.wait_within_s or 0.0), virtual=False)
    return share(in_time, answered, np.where(queue.offered > 0, 0.0, 1.0))


def _after_duty_s(queue: IntervalQueue, finishing: Floats) -> Floats:
    """Return the time worked off duty (K): by those who finish a last call, and after the doors close by everybody."""
    last = queue.plan.last_calls(queue.i)
    left_s = finishing * last.later_s + queue.to_be_served * last.closing_s
    after_duty_s: Floats = finishing * last.within_s + np.where(queue.plan.closes(queue.i), left_s, 0.0)
    return after_duty_s


def occupancy(queue: IntervalQueue, finishing: Floats) -> Floats:
    """Return busy time / time on duty (K), of the operators on duty and of those who finish a last call."""
    finishing_s = finishing * queue.plan.last_calls(queue.i).within_s
    return share(queue.busy_s + finishing_s, queue.rates.operators * queue.plan.interval_s + finishing_s, 0.0)


def ratio(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    """Return part / whole, or `otherwise` where the whole is 0."""
    return np.where(whole > 0, np.maximum(part, 0.0) / np.where(whole > 0, whole, 1.0), otherwise)


def share(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    """Return part / whole, at most 1, or `otherwise` where the whole is 0."""
    return np.minimum(ratio(part, whole, otherwise), 1.0)
