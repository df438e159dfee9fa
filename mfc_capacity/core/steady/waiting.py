"""What callers meet who have to wait: the wait offered to them, weighed by the chance that they outlast it.

While all n operators are busy, the wait V offered to an arriving caller has a density proportional to
g(v) = n exp(a(1 - e^(-theta v)) / theta - n v), time in handling times, theta = handling time / patience
(Palm 1957; Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005). Every measure is a moment of g, and
integration by parts turns each into integrals with positive weights, so that nothing cancels, of
f(v) = exp(-phi(v)), phi(v) = (n + theta) v - a(1 - e^(-theta v)) / theta:

- served: integral of e^(-theta v) g = n * integral of f, split at the threshold into in time and late
- lost:   integral of (1 - e^(-theta v)) g = theta * integral of (1 + a(1 - e^(-theta v)) / theta) f

phi is convex, so f has one peak and a plain Gauss-Legendre rule over the part that matters is exact to
rounding, for patience from nothing to infinity; at theta = 0 these are the exponential integrals of Erlang
C, which are written out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints

NODES = 64
NEGLIGIBLE = 38.0
ROWS_AT_ONCE = 256  # few enough for the arrays of their nodes to stay in the processor's cache

_nodes, _weights = np.polynomial.legendre.leggauss(NODES)
UNIT_NODES = (1 + _nodes) / 2
RULE = (_weights / 2, _weights / 2 * UNIT_NODES)


@dataclass(frozen=True)
class Waiting:
    """The callers who wait, as arrays of one shape; shares are of those callers, times in handling times.

    Attributes:
        log_weight: log of the integral of g, the weight of these callers beside those met by a free operator.
        lost: share that hangs up.
        timely: share served within the threshold.
        late: share served after it.
        timely_virtual: chance that the offered wait is within the threshold.
        late_virtual: chance that it is longer.
        mean: mean time waited by all of them.
        mean_served: mean of wait times served, so mean_served / (timely + late) is the mean over the served.
        overdue: share that still waits, neither served nor gone, when the threshold is over.
    """

    log_weight: Floats
    lost: Floats
    timely: Floats
    late: Floats
    timely_virtual: Floats
    late_virtual: Floats
    mean: Floats
    mean_served: Floats
    overdue: Floats


def waiting_callers(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Waiting:
    """Return what callers meet who have to wait; arguments and results are of one shape (N).

    Args:
        operators: n >= 0; above the load where theta is 0.
        load: offered load a > 0, Erlangs.
        theta: handling time / patience; 0 where callers never hang up.
        within: threshold of the service level, handling times.
    """
    patient, impatient = np.flatnonzero(theta == 0), np.flatnonzero(theta > 0)
    blocks = [impatient[start : start + ROWS_AT_ONCE] for start in range(0, impatient.size, ROWS_AT_ONCE)]
    parts = [_patient(operators[patient], load[patient], within[patient])]
    with np.errstate(divide="ignore", over="ignore"):
        parts += [_impatient(operators[at], load[at], theta[at], within[at]) for at in blocks]
    return joined([patient, *blocks], parts)


def joined(rows: Sequence[Ints], parts: Sequence[Waiting]) -> Waiting:
    """Return parts in one, in the order of the rows that they are for."""
    origin = np.argsort(np.concatenate(rows))
    names = [field.name for field in fields(Waiting)]
    return Waiting(
        **{name: np.concatenate([getattr(part, name) for part in parts])[origin] for name in names}
    )


def _patient(operators: Floats, load: Floats, within: Floats) -> Waiting:
    """Erlang C: the offered wait is exponential with rate n - a."""
    rate = operators - load
    timely, late = -np.expm1(-rate * within), np.exp(-rate * within)
    return Waiting(
        log_weight=np.log(operators / rate),
        lost=np.zeros_like(rate),
        timely=timely,
        late=late,
        timely_virtual=timely,
        late_virtual=late,
        mean=1 / rate,
        mean_served=1 / rate,
        overdue=late,
    )


def _impatient(operators: Floats, load: Floats, theta: Floats, within: Floats) -> Waiting:
    before = _integrals(operators, load, theta, np.zeros_like(within), within)
    after = _integrals(operators, load, theta, within, np.full_like(within, np.inf))
    height = np.maximum(before.log_scale, after.log_scale)
    early, later = np.exp(before.log_scale - height), np.exp(after.log_scale - height)
    mass_before, mass_after = before.mass * early, after.mass * later
    waited = before.waited * early + after.waited * later
    weight = operators * (mass_before + mass_after) + theta * waited
    decay = (operators - load) * within + load * _bend(within, theta)
    passed = -np.sign(decay) * np.expm1(-np.abs(decay)) * np.exp(-height - np.minimum(decay, 0))
    late_virtual = (np.exp(-decay - height) + load * mass_after) / weight
    return Waiting(
        log_weight=np.log(weight) + height,
        lost=theta * waited / weight,
        timely=operators * mass_before / weight,
        late=operators * mass_after / weight,
        timely_virtual=np.where(operators > 0, np.maximum(passed + load * mass_before, 0) / weight, 0.0),
        late_virtual=late_virtual,
        mean=waited / weight,
        mean_served=operators * (before.moment * early + after.moment * later) / weight,
        overdue=np.exp(-theta * within) * late_virtual,
    )


@dataclass(frozen=True)
class _Integrals:
    """Integrals of f times 1, 1 + a(1 - e^(-theta v)) / theta and v, all divided by exp(log_scale)."""

    log_scale: Floats
    mass: Floats
    waited: Floats
    moment: Floats


def _integrals(operators: Floats, load: Floats, theta: Floats, start: Floats, end: Floats) -> _Integrals:
    drain = operators + theta
    peak = np.clip(np.log(np.maximum(load / drain, 1.0)) / theta, start, end)
    inside = (peak > start) & (peak < end)
    peak_bend = _bend(peak, theta)
    flow = np.where(inside, drain, load * np.exp(-theta * peak))
    near_zero = operators - load + theta * (1 + load * (peak - peak_bend))
    slope = np.where(inside, 0.0, np.where(theta * peak < 0.5, near_zero, drain - flow))
    left = np.minimum(peak - start, _reach_left(slope, flow, theta))
    width = left + np.minimum(end - peak, _reach_right(slope, flow, theta))
    offset = width[:, None] * UNIT_NODES - left[:, None]
    bend = _bend(offset, theta[:, None])
    density = np.exp(-(slope[:, None] * offset + flow[:, None] * bend))
    mass, first = (_sums(density, weights) * width for weights in RULE)
    patience_spent = _sums(density * (offset - bend), RULE[0]) * width
    return _Integrals(
        log_scale=(load - drain) * peak - load * peak_bend,
        mass=mass,
        waited=mass * (1 + load * (peak - peak_bend)) + flow * patience_spent,
        moment=mass * (peak - left) + first * width,
    )


def _sums(values: Floats, weights: Floats) -> Floats:
    """Sum each row by itself: a matrix product would round a row differently beside other rows."""
    sums: Floats = np.einsum("ij,j->i", values, weights)
    return sums


def _reach_right(slope: Floats, flow: Floats, theta: Floats) -> Floats:
    """Return how far right of the peak phi has surely risen by NEGLIGIBLE."""
    curved = NEGLIGIBLE / flow + np.sqrt(2 * NEGLIGIBLE / flow / theta)
    return np.minimum(NEGLIGIBLE / np.maximum(slope, 0), curved)


def _reach_left(slope: Floats, flow: Floats, theta: Floats) -> Floats:
    """Return how far left of the peak phi has surely risen by NEGLIGIBLE."""
    rise = NEGLIGIBLE / flow * theta
    curved = np.log1p(rise + np.sqrt(2 * rise)) / theta
    return np.minimum(NEGLIGIBLE / np.maximum(-slope, 0), curved)


def _bend(time: Floats, theta: Floats) -> Floats:
    """Return t - (1 - e^(-theta t)) / theta without cancellation."""
    x = theta * time
    bend = time + np.expm1(-x) / theta
    small = np.abs(x) < 0.05
    near, part = x[small], np.broadcast_to(time, x.shape)[small]
    series = np.full_like(near, 1 / 9)
    for k in range(8, 2, -1):
        series = (1 - near * series) / k
    bend[small] = part * near * (1 - near * series) / 2
    return bend
