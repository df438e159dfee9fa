"""Callers who come again, interval by interval: what a method without them says is asked of the attempts.

Where callers are alike the chain of `core.steady.redials` holds. Elsewhere it says, for the means, how many more
attempts there are than if they came at random; the method's own answer for those at random is corrected by that ratio.
What callers meet is then what the method says of as many calls as lose the share that is lost.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.steady.erlang import SteadyState, offered, steady_state
from mfc_capacity.core.steady.lines import LINES, fewest_lines, is_endless
from mfc_capacity.core.steady.redials import RedialState, steady_state_with_redials
from mfc_capacity.core.steady.staffing import (
    LARGE,
    STABILITY,
    TOLERANCE,
    Requirement,
    no_reasons,
    smallest_root,
    target_excess,
)
from mfc_capacity.core.targets import Target, Targets

if TYPE_CHECKING:
    from mfc_capacity.staffing.stationary import SteadyIntervals

HALVINGS, SAME = 60, 1e-6
HARDLY_ANY = 1e-6  # of the attempts


def met_with_redials(
    intervals: "SteadyIntervals", operators: Ints | Floats, within_s: Any, short_s: Any
) -> RedialState:
    """Return what attempts meet with these operators (N)."""
    again = _again(intervals)
    within = np.broadcast_to(within_s, operators.shape)
    short = None if short_s is None else np.broadcast_to(short_s, operators.shape)
    lines = _lines(intervals)
    comes = (again.share > 0) & (np.isfinite(intervals.patience_s) | np.isfinite(lines))
    exact = comes & (~intervals.mixed | np.isfinite(lines))
    found: dict[str, Any] = {field.name: np.zeros(operators.shape) for field in fields(RedialState)}
    for rows, answer in ((~comes, _none), (exact, _alike), (comes & ~exact, _unlike)):
        if rows.any():
            own = answer(
                intervals.at(rows), operators[rows], within[rows], None if short is None else short[rows]
            )
            for name, values in found.items():
                values[rows] = getattr(own, name)
    return RedialState(**{**found, "stable": found["stable"] > 0})


def required_with_redials(intervals: "SteadyIntervals", targets: Targets) -> Requirement:
    """Return the fewest operators that keep the targets (N), from those for the first attempts alone on."""
    first = intervals.attempted(np.ones_like(intervals.calls_per_hour)).required(targets)
    lines = _lines(intervals)
    missed = np.zeros((len(targets.rows), lines.size), dtype=bool)
    tried = np.full(lines.size, -1)

    def excess(n: Ints, at: Ints) -> Floats:
        values = _excess(intervals.at(at), n, targets)
        worst: Floats = values.max(axis=0)
        is_last = (worst > 0) & (n > tried[at])
        tried[at[is_last]], missed[:, at[is_last]] = n[is_last], values[:, is_last] > 0
        return np.where(n >= lines[at], -LARGE, worst)

    start = first.operators
    # Who is served in time at the second attempt is served in time: then even fewer may do.
    fewest = np.minimum(start, 1) if targets.service_level_of == "callers" else start
    found = smallest_root(excess, fewest - 1, start)
    otherwise = np.where(found > start, STABILITY, first.bound_by)
    reasons = np.where(missed.any(axis=0), np.array(targets.keys)[missed.argmax(axis=0)], otherwise)
    bound_by = reasons.astype(no_reasons((), targets).dtype)
    is_full = found >= lines
    if is_full.any():
        at = np.flatnonzero(is_full)
        short = _excess(intervals.at(at), found[at], targets).max(axis=0) > 0
        bound_by[at[short]] = LINES
    return Requirement(found, bound_by)


def lines_with_redials(intervals: "SteadyIntervals", operators: Floats, max_busy: float) -> Floats:
    """Return the fewest lines with which at most this share of attempts finds all busy (N), infinite for none."""
    load, theta = offered(intervals.calls_per_hour, intervals.aht_s, intervals.patience_s)
    endless = is_endless(load, operators, theta, max_busy, _again(intervals).share)
    found = np.full(operators.shape, np.inf)
    own, n, again = intervals.at(~endless), operators[~endless], _again(intervals.at(~endless))

    def excess(lines: Ints, at: Ints) -> Floats:
        met = steady_state_with_redials(
            *(own.calls_per_hour[at], own.aht_s[at], n[at]),
            share=again.share[at],
            after_s=again.after_s[at],
            patience_s=own.patience_s[at],
            lines=lines,
        )
        with np.errstate(divide="ignore"):
            beyond: Floats = np.log(met.busy) - np.log(max_busy) - TOLERANCE
        return beyond

    found[~endless] = fewest_lines(excess, n, np.maximum(n, load[~endless]))
    return found


def bunching(intervals: "SteadyIntervals", operators: Floats) -> Floats:
    """Return how many times the attempts would lose as many of them if they came at random (N).

    Callers come again when the queue that has lost them may still be there, so that their attempts come in bunches.
    """
    met = met_with_redials(intervals, operators, 0.0, None)
    share_lost = met.abandonment + met.busy

    def lost(attempts: Floats) -> Floats:
        own = intervals.attempted(attempts).met(operators, 0.0)
        return own.abandonment + own.busy

    matters = (share_lost > HARDLY_ANY) & (share_lost < 1 - HARDLY_ANY)
    return np.where(matters, _load_that_loses(lost, share_lost, met.attempts) / met.attempts, 1.0)


def _again(intervals: "SteadyIntervals") -> Any:
    assert intervals.again is not None  # noqa: S101
    return intervals.again


def _lines(intervals: "SteadyIntervals") -> Floats:
    return np.full(intervals.aht_s.shape, np.inf) if intervals.lines is None else intervals.lines


def _none(
    intervals: "SteadyIntervals", operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what is met where nobody calls again."""
    one = np.ones_like(operators, dtype=np.float64)
    met = intervals.attempted(one).met(operators, within_s, short_s)
    return _redial_state(met, one, met.abandonment + met.busy)


def _alike(
    intervals: "SteadyIntervals", operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what is met by the chain of the means."""
    again = _again(intervals)
    return steady_state_with_redials(
        *(intervals.calls_per_hour, intervals.aht_s, operators),
        share=again.share,
        after_s=again.after_s,
        patience_s=intervals.patience_s,
        within_s=within_s,
        short_s=short_s,
        lines=_lines(intervals),
    )


def _unlike(
    intervals: "SteadyIntervals", operators: Floats, within_s: Floats, short_s: Floats | None
) -> RedialState:
    """Return what is met where callers differ, or their times are not exponential."""
    again = _again(intervals)

    def lost(attempts: Floats) -> Floats:
        met = intervals.attempted(attempts).met(operators, within_s)
        return met.abandonment + met.busy

    means = (intervals.calls_per_hour, intervals.aht_s, operators)
    delayed = steady_state_with_redials(
        *means, share=again.share, after_s=again.after_s, patience_s=intervals.patience_s
    ).attempts

    def lost_of_means(attempts: Floats) -> Floats:
        calls, aht_s, n = means
        return steady_state(calls * attempts, aht_s, n, patience_s=intervals.patience_s).abandonment

    at_random = _attempts_at_random(lost_of_means, again.share)
    more = np.divide(delayed - 1, at_random - 1, out=np.ones_like(delayed), where=at_random > 1 + SAME)
    attempts = _attempts_at_random(lost, again.share, at_random)
    attempts = np.minimum(1 + (attempts - 1) * more, 1 / (1 - again.share))
    share_lost = np.divide(1 - 1 / attempts, again.share)
    load = _load_that_loses(lost, share_lost, attempts)
    met = intervals.attempted(load).met(operators, within_s, short_s)
    never_served = (1 - again.share) * (met.abandonment + met.busy) * attempts
    occupancy = np.minimum(met.occupancy * attempts / load, 1.0)
    own = _redial_state(met, attempts, never_served, occupancy)
    last_attempts = 1 - again.share * (met.abandonment + met.busy)
    return replace(own, service_level_callers=met.service_level_offered / last_attempts)


def _attempts_at_random(
    lost: Callable[[Floats], Floats], share: Floats, near: Floats | None = None
) -> Floats:
    """Return attempts / first attempts (N) that are a stream of their own: x (1 - share lost(x)) = 1."""

    def excess(attempts: Floats) -> Floats:
        return attempts * (1 - share * lost(attempts)) - 1

    return _root(excess, np.ones_like(share), 1 / (1 - share), near)


def _load_that_loses(lost: Callable[[Floats], Floats], share_lost: Floats, attempts: Floats) -> Floats:
    """Return how many times the calls (N) lose a share: not fewer than half the attempts, nor more than thrice."""
    return _root(lambda load: lost(load) - share_lost, attempts / 2, attempts * 3, attempts)


def _root(
    excess: Callable[[Floats], Floats], low: Floats, high: Floats, near: Floats | None = None
) -> Floats:
    """Return where a rising function passes 0 between two numbers (N): by secants, and now and then a half."""
    last_x = low if near is None else np.clip(near, low, high)
    last = excess(last_x)
    low, high = np.where(last <= 0, last_x, low), np.where(last <= 0, high, last_x)
    x = last_x + np.where(last <= 0, high - last_x, low - last_x) / 64
    for step in range(HALVINGS):
        value = excess(x)
        low, high = np.where(value < 0, x, low), np.where(value < 0, high, x)
        with np.errstate(invalid="ignore", divide="ignore"):
            secant = x - value * (x - last_x) / (value - last)
        inside = (secant >= low) & (secant <= high) & (step % 6 != 5)
        last_x, last = x, value
        x = np.where(inside, secant, (low + high) / 2)
        if np.all(np.abs(x - last_x) <= SAME * x):
            break
    return x


def _redial_state(
    met: SteadyState, attempts: Floats, never_served: Floats, occupancy: Floats | None = None
) -> RedialState:
    own = {field.name: getattr(met, field.name) for field in fields(SteadyState)}
    if occupancy is not None:
        own["occupancy"] = occupancy
    return RedialState(**own, attempts=attempts, never_served=never_served)


def _excess(intervals: "SteadyIntervals", operators: Ints, targets: Targets) -> Floats:
    """Return log(measure / target) of each target (T x N), very negative where it is not set."""
    levels = targets.levels
    found = np.full((len(targets.rows), operators.size), -LARGE)
    met = intervals.met(operators, levels.within_s, levels.short_s)
    for t, (row, limit) in enumerate((row, float(np.asarray(targets.limit(row)))) for row in targets.rows):
        if np.isfinite(limit) and not row.asks_for_lines:
            found[t] = target_excess(_values(intervals, met, operators, row, targets), row, limit, operators)
    return found


def _values(
    intervals: "SteadyIntervals", met: SteadyState, operators: Ints, row: Target, targets: Targets
) -> Floats:
    """Return the measure of a target (N)."""
    of = targets.level_of(row.measure)
    if of is None:
        values: Floats = getattr(met, row.measure.name)
        return values
    within_s = float(np.asarray(targets.threshold_s(row.measure)))
    other = met if within_s == targets.levels.within_s else intervals.met(operators, within_s)
    level: Floats = getattr(other, f"service_level_{of}")
    return level
