"""Callers who come again, interval by interval: which of the core's answers holds for which of a group's intervals.

Where callers are alike, or some find lines busy, it is the chain of the means; elsewhere attempts of each hotline.
"""

from typing import TYPE_CHECKING

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.roots import falling_roots
from mfc_capacity.core.steady.answers import answers_joined
from mfc_capacity.core.steady.mixed_redials import Bunching, steady_state_with_mixed_redials
from mfc_capacity.core.steady.redials import RedialState, steady_state_with_redials, without_redials
from mfc_capacity.demand.groups import Again
from mfc_capacity.staffing.method import HARDLY_EVER

if TYPE_CHECKING:
    from mfc_capacity.staffing.stationary import SteadyIntervals

HARDLY_ANY, SAME = 1e-6, 1e-6  # shares of attempts; times as many
MOST_TIMES = 3.0


def met_with_redials(
    intervals: "SteadyIntervals", again: Again, operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what attempts meet with these operators (N)."""
    lines = intervals.lines_or_endless
    hangs_up = np.array([own.hangs_up for own in intervals.hotlines.patience], dtype=bool)
    of_hotlines = intervals.mixed.copy()
    limited = np.flatnonzero(intervals.mixed & np.isfinite(lines))
    if limited.size:
        by_means = _alike(
            intervals.at(limited), again.take(limited), operators[limited], within_s[limited], None
        )
        of_hotlines[limited] = by_means.busy < HARDLY_EVER
    some_hang_up = np.isfinite(intervals.patience_s)
    if of_hotlines.any():
        some_hang_up = some_hang_up | (of_hotlines & (intervals.by_hotline[:, hangs_up] > 0).any(axis=1))
    comes = (again.share > 0) & (some_hang_up | np.isfinite(lines))
    parts = []
    for rows, answer in ((~comes, _none), (comes & ~of_hotlines, _alike), (comes & of_hotlines, _unlike)):
        if rows.any() or answer is _none:
            short = None if short_s is None else short_s[rows]
            own = answer(intervals.at(rows), again.take(rows), operators[rows], within_s[rows], short)
            parts.append((rows, own))
    return answers_joined(parts)


def bunching(intervals: "SteadyIntervals", met: RedialState, operators: Floats) -> Floats:
    """Return how many times as many attempts would lose as many at random, by the mean rates (N).

    Callers come again when the queue that has lost them may still be there, so that their attempts come in bunches.
    """
    lost, found = met.abandonment + met.busy, np.ones_like(operators)
    at = np.flatnonzero((met.attempts > 1) & (lost > HARDLY_ANY) & (lost < 1 - HARDLY_ANY))
    if at.size:
        own, attempts = intervals.by_means.at(at), met.attempts[at]

        def missing(times: Floats, rows: Ints) -> Floats:
            at_random = own.at(rows).attempted(attempts[rows] * times).met(operators[at[rows]], 0.0)
            share: Floats = lost[at[rows]] - at_random.abandonment - at_random.busy
            return share

        one = np.ones(at.size)
        found[at] = falling_roots(missing, lost[at], one, MOST_TIMES * one, SAME * one)
    return found


def _none(
    intervals: "SteadyIntervals", again: Again, operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what is met where nobody calls again."""
    del again
    return without_redials(intervals.first_attempts.met(operators, within_s, short_s))


def _alike(
    intervals: "SteadyIntervals", again: Again, operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what is met by the chain of the means."""
    return steady_state_with_redials(
        *(intervals.calls_per_hour, intervals.aht_s, operators),
        share=again.share,
        after_s=again.after_s,
        patience_s=intervals.patience_s,
        within_s=within_s,
        short_s=short_s,
        lines=intervals.lines_or_endless,
    )


def _unlike(
    intervals: "SteadyIntervals", again: Again, operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what is met where callers differ, or their times are not exponential."""
    means = intervals.by_means
    delayed = met_with_redials(means, again, operators, within_s, short_s)
    at_random = means.attempted(delayed.attempts).met(operators, within_s, short_s)
    return steady_state_with_mixed_redials(
        *(intervals.hotlines, intervals.by_hotline, operators, Bunching(delayed, at_random)),
        shares=again.of_hotlines,
        within_s=within_s,
        aht_s=intervals.varying_aht_s,
        short_s=short_s,
    )
