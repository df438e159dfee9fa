"""Erlang A summed over the states of the queue, for a search that asks about many numbers of operators.

A caller who finds all n operators busy and j callers waiting meets a state of the weight a^j / ((n + theta) ...
(n + j theta)) beside that without a queue, theta = handling time / patience, and is offered the wait V of j + 1
departures at the rates n + j theta, ..., n. As e^(-theta V) has the distribution Beta(n / theta, j + 1),

    P(V > t) = sum over i <= j of x^b y^i b (b + 1) ... (b + i - 1) / i!,  x = e^(-theta t), y = 1 - x, b = n / theta,

and the share that is served after t is n / (n + (j + 1) theta) times the same sum with b + 1 for b. All terms are
positive and follow from one another by products, so that where some hundred states matter this takes a fraction of
the time of the integrals in `waiting`, which hold everywhere. Both agree to rounding.
"""

from itertools import count

import numpy as np

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.steady.erlang import Queue, queue_of
from mfc_capacity.core.steady.waiting import Waiting, joined, waiting_callers

MOST_STATES = 250.0  # beyond, the integrals are faster
MOST_DEPARTURES = 600.0  # within the threshold: a float holds e^-600
ROWS_AT_ONCE = 4096
STEPS_BETWEEN_LOOKS = 8
NEGLIGIBLE = 2.0**-56


def searched_queue(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Queue:
    """Return what `exact_queue` does, sooner; who is served in time is the rest of those served, to rounding."""
    states = _states(operators, load, theta, within)
    in_order = np.argsort(states, kind="stable")
    few, many = np.split(in_order, [np.searchsorted(states[in_order], MOST_STATES, side="right")])
    blocks = [few[start : start + ROWS_AT_ONCE] for start in range(0, few.size, ROWS_AT_ONCE)]
    parts = [_summed(operators[at], load[at], theta[at], within[at]) for at in blocks]
    parts.append(waiting_callers(operators[many], load[many], theta[many], within[many]))
    return queue_of(joined([*blocks, many], parts), operators, load)


def _states(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Floats:
    """Return about how many states matter, infinite where they cannot be summed; this decides nothing but the way."""
    departures = (operators + theta) * within
    with np.errstate(divide="ignore", invalid="ignore"):
        peak = np.maximum(load - operators, 0) / theta
        spread = 9 * np.sqrt(np.maximum(load, operators) / theta)
    is_sum = (theta > 0) & (departures < MOST_DEPARTURES)
    return np.where(is_sum, peak + spread + departures, np.inf)


def _summed(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Waiting:
    """Return what those meet who have to wait, state by state until no further one would change a sum."""
    in_time = -np.expm1(-theta * within)  # y
    drain = operators + theta
    left = 1 / drain
    weight, weights = np.ones_like(load), np.ones_like(load)
    leaving = weight * left  # times the operators: the share of these who are served
    served, leavings, moments, time = leaving.copy(), leaving.copy(), leaving * left, left.copy()
    virtual = np.exp(-operators * within)
    real = np.exp(-drain * within)
    later_virtual, later = virtual.copy(), real.copy()
    late_virtual, late = weight * later_virtual, leaving * later
    shape = operators / theta
    for ahead in count(1):
        part = in_time / ahead
        virtual *= part * (shape + (ahead - 1))
        real *= part * (shape + ahead)
        later_virtual += virtual
        later += real
        weight *= load * left
        drain += theta
        left = 1 / drain
        leaving = weight * left
        time += left
        weights += weight
        served += leaving
        leavings += leaving * (ahead + 1)
        moments += leaving * time
        late_virtual += weight * later_virtual
        late += leaving * later
        if ahead % STEPS_BETWEEN_LOOKS == 0:
            ratio = load * left * (ahead + 2) / (ahead + 1)
            rest = (ahead + 2) * np.maximum(weight / late_virtual, leaving / late)
            if np.all((ratio < 1) & (rest < NEGLIGIBLE * (1 - ratio))):
                break
    late_share, late_virtual_share = operators * late / weights, late_virtual / weights
    return Waiting(
        log_weight=np.log(weights),
        lost=theta * leavings / weights,
        timely=np.maximum(operators * served / weights - late_share, 0),
        late=late_share,
        timely_virtual=np.maximum(1 - late_virtual_share, 0),
        late_virtual=late_virtual_share,
        mean=leavings / weights,
        mean_served=operators * moments / weights,
        overdue=np.exp(-theta * within) * late_virtual_share,
    )
