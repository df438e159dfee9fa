"""The calls in service by hotline as a day goes on, and those that operators finish after they have left.

The mean number of calls of each hotline follows dm/dt = entering - m / AHT, as in M_t/G/infinity: calls of a desk that
has closed go on. Arrays are days x hotlines x intervals (K, S, I) or days x intervals (K, I).
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.day.intervals import LastCalls

NODES = 6
NOBODY = 1e-9

_nodes, _weights = np.polynomial.legendre.leggauss(NODES)
_unit, _weights = (1 + _nodes) / 2, _weights / 2


@dataclass(frozen=True)
class InService:
    """The calls in service by hotline, if `entering` calls a second begin.

    Attributes:
        numbers: mean over each interval (K, S, I).
        service: rate at which a call in service ends, mean over those of the interval (K, I), NaN where there are none.
        drift: by how much the logarithm of that rate changes from the beginning of an interval to its end (K, I).
        finishing: mean number of operators who have left and finish a call (K, I).
        finished: the calls they finish.
    """

    numbers: Floats
    service: Floats
    drift: Floats
    finishing: Floats
    finished: LastCalls


def in_service(
    entering: Floats,
    aht_s: Floats,
    aht_cv: Floats,
    operators: Ints,
    interval_s: float,
    *,
    periodic: bool = False,
) -> InService:
    """Return the calls in service through days that begin empty, or as they end if `periodic`.

    Operators (K, I) who leave take their calls with them, whichever these are. No others go: where more enter than are
    served, `numbers` are those there would be if nobody waited, and their mix is right.
    """
    settled = entering * aht_s[None, :, None]
    kept = np.exp(-interval_s / aht_s)
    now = going = np.zeros(entering.shape[:2])
    before, begin, end, leaving = (np.zeros_like(entering) for _ in range(4))
    for _ in range(2 if periodic else 1):
        for i in range(entering.shape[2]):
            busy = np.minimum(now.sum(axis=1), operators[:, i - 1])
            staying = now * np.minimum(operators[:, i] / np.maximum(busy, NOBODY), 1.0)[:, None]
            before[..., i], begin[..., i], leaving[..., i] = now, staying, going + now - staying
            end[..., i] = now = settled[..., i] + (staying - settled[..., i]) * kept
            going = leaving[..., i] * kept
    passed = np.exp(-_unit * interval_s / aht_s[None, :, None, None])
    course = settled[..., None] + (begin - settled)[..., None] * passed
    numbers: Floats = np.einsum("ksin,n->ksi", course, _weights)
    first, last = (_mean(course[..., node], 1 / aht_s, np.nan) for node in (0, -1))
    mix = np.where((leaving.sum(axis=1) > NOBODY)[:, None], leaving, before)
    in_progress_s = aht_s * (1 + aht_cv**2) / 2
    finished = (
        (mix, kept),
        (mix, (1 - kept) * in_progress_s),
        (mix, kept * in_progress_s),
        (end, in_progress_s),
    )
    return InService(
        numbers,
        _mean(numbers, 1 / aht_s, np.nan),
        np.nan_to_num(np.abs(np.log(last / first))),
        np.einsum("ksi,s->ki", leaving, (1 - kept) * aht_s / interval_s),
        LastCalls(*(_mean(calls, values, float(values.mean())) for calls, values in finished)),
    )


def _mean(calls: Floats, values: Floats, of_none: float) -> Floats:
    """Return the mean over calls (K, S, I) of a value of each hotline (S), and what it is of none."""
    total = calls.sum(axis=1)
    weighed: Floats = np.einsum("ksi,s->ki", calls, values)
    return np.where(total > NOBODY, weighed / np.where(total > NOBODY, total, 1.0), of_none)
