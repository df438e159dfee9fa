"""When a hotline is open, from when calls come.

Records hold calls at times when nobody takes any: a clock that was wrong, a test, a line that was left open one night.
So an interval counts as open where calls come on most days or, of hotlines with few calls, where more come than strays
do, the day with the most apart. A gap is a closed time only if even a tenth of the usual calls would have shown in it;
midnight is no end, so that a hotline open round the clock stays so in quiet nights. Closed time and open time in which
nobody calls cannot be told apart: `margin_s` says how much longer a hotline may be open.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.learning.counting import ALMOST_CLOSED, DAY_S, without_odd_days
from mfc_capacity.core.learning.factors import NONE_SEEN

STRAY = 0.03  # of the calls that come in the interval of the usual caller
QUIET = 0.1  # of them: calls that an open interval has at least, if it may be told from a closed one
LEAST_SHARE = 0.01  # of a day's calls, that a time of opening has
ALIKE_S = 900  # who opens a quarter of an hour apart on two weekdays means the same time
EDGE = 4  # intervals, that tell how many calls come next to opening and closing


@dataclass(frozen=True)
class Hours:
    """When days of some kinds are open.

    Attributes:
        kinds: of day.
        open_s: beginnings and ends, in seconds of the day; none where closed, 0 to 86,400 round the clock.
        margin_s: how much earlier it may open, or later close, and nobody called in that time (97.5 of 100 times).
        outside: calls at other times.
        calls: all calls.
        days: that were counted.
    """

    kinds: tuple[int, ...]
    open_s: tuple[tuple[int, int], ...]
    margin_s: float
    outside: float
    calls: float
    days: int


def opening_hours(counts: Floats, kinds: Ints) -> tuple[Hours, ...]:
    """Return the opening hours of the kinds of day that were counted; kinds with the same ones are put together.

    Args:
        counts: calls by interval of days (D x K), best by a quarter of an hour or less; days with NaN in them are left
            out.
        kinds: kind of each day (D).

    Raises:
        ValueError: for counts that are negative or infinite.

    >>> counts = np.tile([0, 0, 0, 60, 80, 50, 0, 0], (6, 1))
    >>> counts[4, 2] = 1
    >>> [found] = opening_hours(counts, np.zeros(6))
    >>> found.open_s, found.outside
    (((32400, 64800),), 1.0)
    """
    whole = np.isfinite(counts).all(axis=1)
    counts, kinds = arguments.finite("counts", counts[whole]), kinds[whole]
    of_kind = {int(kind): counts[kinds == kind] for kind in np.unique(kinds)}
    busiest = max((without_odd_days(days).sum() / len(days) for days in of_kind.values()), default=0.0)
    alone = [_hours((kind,), days, ALMOST_CLOSED * busiest) for kind, days in of_kind.items()]
    return tuple(
        _hours(together, counts[np.isin(kinds, together)], ALMOST_CLOSED * busiest)
        for together in _alike(alone)
    )


def _alike(alone: list[Hours]) -> list[tuple[int, ...]]:
    """Return the kinds that open and close at the same time, as that of the first of them, or nearly so."""
    groups: list[list[Hours]] = []
    for hours in alone:
        near = next((group for group in groups if _are_near(group[0].open_s, hours.open_s)), None)
        if near is None:
            groups.append([hours])
        else:
            near.append(hours)
    return [tuple(kind for hours in group for kind in hours.kinds) for group in groups]


def _are_near(one_s: tuple[tuple[int, int], ...], other_s: tuple[tuple[int, int], ...]) -> bool:
    alike = len(one_s) == len(other_s)
    return alike and bool(np.all(np.abs(np.array(one_s) - np.array(other_s)) <= ALIKE_S))


def _hours(kinds: tuple[int, ...], counts: Floats, least: float) -> Hours:
    """Return the hours of days that are open when they have more than the least calls a day."""
    calls, days, interval_s = float(counts.sum()), len(counts), DAY_S // counts.shape[1]
    usual = without_odd_days(counts)
    is_open: Bools = np.zeros(usual.size, dtype=np.bool_)
    if usual.sum() > least * days:
        is_open = _without_short_gaps(_with_calls(counts, usual), _of_usual_caller(usual))
    spans = [span for span in _spans(is_open) if counts[:, slice(*span)].sum() >= LEAST_SHARE * calls]
    inside = sum(float(counts[:, slice(*span)].sum()) for span in spans)
    edges = [usual[at].mean() for first, end in spans for at in _edges(first, end)]
    return Hours(
        kinds,
        tuple((first * interval_s, end * interval_s) for first, end in spans),
        NONE_SEEN * interval_s / min(edges) if edges else np.nan,
        calls - inside,
        calls,
        days,
    )


def _with_calls(counts: Floats, usual: Floats) -> Bools:
    """Return the intervals in which calls come on most days, or more than strays (K)."""
    most_days: Bools = 2 * (counts > 0).sum(axis=0) > len(counts)
    return most_days | (usual > STRAY * _of_usual_caller(usual))


def _of_usual_caller(usual: Floats) -> float:
    """Return how many calls come in an interval, by the mean over calls."""
    return float(usual @ usual / usual.sum())


def _without_short_gaps(is_open: Bools, calls: float) -> Bools:
    """Return the open intervals with the gaps in which a tenth of the usual calls might not show; a day is a ring."""
    if is_open.all() or not is_open.any():
        return is_open
    turn = int(np.argmax(is_open))
    turned = np.roll(is_open, -turn)
    for first, end in _spans(~turned):
        turned[first:end] |= (end - first) * QUIET * calls < NONE_SEEN
    return np.roll(turned, turn)


def _edges(first: int, end: int) -> tuple[slice, slice]:
    """Return the intervals next to the beginning of a time of opening, and next to its end."""
    return slice(first, min(first + EDGE, end)), slice(max(end - EDGE, first), end)


def _spans(chosen: Bools) -> list[tuple[int, int]]:
    """Return the first and the end of each run of intervals that are chosen."""
    edges = np.flatnonzero(np.diff(chosen.astype(np.int64), prepend=0, append=0))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]
