"""What callers of single intervals meet on average where days vary: steady states mixed over the factor of the calls.

As `varying` mixes whole days: shares of callers and their waits by how many attempts there are on each day, occupancy
by time. Where callers never hang up, on some days none of them is served in time and the mean wait has no end.
"""

from dataclasses import fields

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.means import answered_share
from mfc_capacity.core.steady.answers import answers_joined
from mfc_capacity.core.steady.erlang import HOUR_S
from mfc_capacity.core.steady.redials import RedialState
from mfc_capacity.core.varying import CUTS, Days, days_around, days_of, score_of
from mfc_capacity.staffing.stationary import SteadyIntervals
from mfc_capacity.staffing.varying import LONG_PATIENCE, MOST_FACTOR

BY_TIME = ("occupancy",)
BY_ANSWERED = ("asa_s", "service_level_answered")
BY_FIRST_ATTEMPTS = ("attempts", "never_served", "service_level_callers")


def met_on_average(
    intervals: SteadyIntervals,
    varies: Floats,
    operators: Ints,
    within_s: Floats,
    short_s: Floats | None = None,
) -> RedialState:
    """Return what callers meet with these operators on average over days; `stable` is said of the mean day.

    Args:
        intervals: those of the mean day (N).
        varies: the coefficient of variation of the calls from day to day (N).
        operators: on duty (N).
        within_s: the threshold of the service level (N).
        short_s: how soon those hang up who are left out of the level "short" (N); None for `within_s`.
    """
    waits_long = intervals.patience_s > LONG_PATIENCE * intervals.aht_s
    some_never_hang_up = bool((intervals.hotlines.endless_shares > 0).any())
    turns = (varies > 0) & (waits_long | (intervals.mixed & some_never_hang_up))
    parts: list[tuple[Bools, RedialState]] = []
    for own, choose in ((turns, _around_the_turn), (~turns, _even)):
        if own.any() or not own.size:
            some, variation, on_duty = intervals.at(own), varies[own], operators[own]
            days = choose(some, variation, on_duty)
            left_out_s = None if short_s is None else short_s[own]
            parts.append((own, _mixed(some, days, variation, on_duty, within_s[own], left_out_s)))
    return answers_joined(parts)


def _around_the_turn(intervals: SteadyIntervals, variation: Floats, operators: Ints) -> Days:
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.nan_to_num(operators / _load_erlangs(intervals), nan=1.0, posinf=MOST_FACTOR)
    scores = score_of(np.minimum(factors, MOST_FACTOR), variation)
    return days_around(np.clip(scores, CUTS[0], CUTS[-1])[:, np.newaxis])


def _even(intervals: SteadyIntervals, variation: Floats, _operators: Ints) -> Days:
    return days_of(float(variation.max(initial=0.0)), float(_load_erlangs(intervals).max(initial=0.0)))


def _load_erlangs(intervals: SteadyIntervals) -> Floats:
    return intervals.calls_per_hour * intervals.aht_s / HOUR_S


def _mixed(
    intervals: SteadyIntervals,
    days: Days,
    variation: Floats,
    operators: Ints,
    within_s: Floats,
    short_s: Floats | None,
) -> RedialState:
    factors = days.factors(variation)
    by_day = days.weights if days.weights.ndim > 1 else days.weights[:, np.newaxis]
    weights = np.broadcast_to(by_day, factors.shape)
    met = [intervals.times(each).attempts_met(operators, within_s, short_s) for each in factors]
    first = weights * factors
    offered = first * np.stack([each.attempts for each in met])
    answered = offered * answered_share(np.stack([each.abandonment + each.busy for each in met]))
    of = dict.fromkeys(BY_TIME, weights) | dict.fromkeys(BY_ANSWERED, answered)
    of |= dict.fromkeys(BY_FIRST_ATTEMPTS, first)
    of["service_level_short"] = offered * np.stack([each.counted for each in met])
    means = {
        field.name: _mean(np.stack([getattr(each, field.name) for each in met]), of.get(field.name, offered))
        for field in fields(RedialState)
        if field.name != "stable"
    }
    return RedialState(stable=intervals.met(operators, within_s).stable, **means)


def _mean(values: Floats, weights: Floats) -> Floats:
    """Return weighted means over the first axis; infinite where none counts, as the wait of nobody is."""
    total = weights.sum(axis=0)
    summed = (np.where(weights > 0, values, 0.0) * weights).sum(axis=0)
    mean: Floats = np.divide(summed, total, out=np.full(total.shape, np.inf), where=total > 0)
    return mean
