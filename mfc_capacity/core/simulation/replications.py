"""What callers meet on a day, estimated by playing it many times.

Formulas need exponential times and a day of constant or slowly changing rates; playing the day needs
neither, and costs precision: an estimate from R independent replications comes with a half-width, and the
true value lies within it of the estimate 19 times of 20.

A share such as the service level is a ratio of sums over all replications, not a mean of their ratios,
which would weigh quiet days like busy ones; its standard error is that of X - ratio * Y over the
replications, divided by the mean of Y (Cochran, Sampling Techniques, 1977, ch. 6). Where hardly a call
misses, or meets, the mark, that error is itself mere luck, and too small where it is small. So the interval of a
share reaches as far as Wilson's (1927) does on its longer side, for as many calls as would be as uncertain if each
met its fate by itself, and never less far than 1 - 0.025^(1/N) for N calls, about 3.7 / N: a share that may well be
there although it was never seen.
"""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.processes import ended_on_failure, ignore_interrupts, started_whole
from mfc_capacity.core.simulation.played_day import Day, Outcome, Timeline, Trace, play, timeline_of

LEAST_REPLICATIONS = 50
MOST_REPLICATIONS = 10_000
CONFIDENCE = 0.95
GROWTH = 1.25, 2.0  # of the number of replications between two looks at the half-width
POOL_PAYS_FROM_CALLS = 8_000_000


class Tally(NamedTuple):
    """Sums over the callers who arrive in an interval, and the operators' time within it."""

    offered: Floats
    waited: Floats
    answered: Floats
    in_time: Floats
    in_time_virtual: Floats
    in_time_positive: Floats
    counted: Floats
    in_wait: Floats
    lost: Floats
    found_busy: Floats
    first: Floats
    given_up: Floats
    last_attempts: Floats
    wait_s: Floats
    answered_wait_s: Floats
    busy_s: Floats
    on_duty_s: Floats


@dataclass(frozen=True)
class Estimate:
    """Values and the half-widths of their 95 % confidence intervals, NaN for unknown."""

    value: Floats
    half_width: Floats


@dataclass(frozen=True)
class Estimates:
    """What callers meet, as `SteadyState` has it; unknown where there are no such calls or no operators.

    Attributes:
        p_wait: share of callers who find no operator free.
        asa_s: mean wait of answered callers.
        mean_wait_s: mean wait of all callers.
        abandonment: share of callers who hang up, at once or later, or are turned away.
        busy: share of callers who find all lines busy.
        attempts: calls / first attempts; all other shares are of attempts.
        never_served: callers who give up unserved / first attempts.
        occupancy: busy time / time on duty, where an operator who finishes a call is on duty.
        service_level_offered: answered in time / offered.
        service_level_answered: answered in time / answered.
        service_level_virtual: share of callers who would be answered in time if they never hung up.
        service_level_short: answered in time / offered but for those who hang up within a short time.
        service_level_positive: share of callers who wait no longer, answered or not.
        service_level_callers: answered in time / callers whose last attempt it is: who is answered, or gives up.
        wait_level: answered within the threshold of the target `wait` / answered; unknown without one.
    """

    p_wait: Estimate
    asa_s: Estimate
    mean_wait_s: Estimate
    abandonment: Estimate
    busy: Estimate
    attempts: Estimate
    never_served: Estimate
    occupancy: Estimate
    service_level_offered: Estimate
    service_level_answered: Estimate
    service_level_virtual: Estimate
    service_level_short: Estimate
    service_level_positive: Estimate
    service_level_callers: Estimate
    wait_level: Estimate


@dataclass(frozen=True)
class Simulation:
    """The answer of `simulate`.

    Attributes:
        intervals: estimates per interval in which a call arrives, arrays (I).
        day: estimates for all calls of the day, scalars.
        replications: how many times the day was played.
        calls: how many calls were made in all of them.
        seed: of the random numbers.
        stable: False if, round the clock, the queue grows from day to day: then there is no day like the one
            before, and the estimates are those of a day some days after an empty start.
    """

    intervals: Estimates
    day: Estimates
    replications: int
    calls: int
    seed: int
    stable: bool


def simulate(
    day: Day,
    *,
    seed: int,
    precision: float = 0.005,
    max_replications: int = MOST_REPLICATIONS,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
) -> Simulation:
    """Play the day until its service level (of offered calls) is known to within `precision`.

    The half-width is looked at after 50 replications and then only after as many as it says are needed, at
    least a quarter more and at most twice as many each time: few looks, so that few runs end on a lucky
    one. The same seed gives the same answer to the last bit, however many workers there are.

    Args:
        day: what is played.
        seed: whole number, at least 0.
        precision: half-width of the 95 % confidence interval at which to stop.
        max_replications: after how many to stop in any case, at least 2.
        progress: called after each replication with how many are done and how many are planned so far.
        workers: processes that share the work if there is enough of it. They import the main module, which
            has to be guarded by `if __name__ == "__main__"`.

    Raises:
        ValueError: for a number out of range, arrays of different lengths, no stream, or calls or operators
            while the doors are closed.
    """
    arguments.positive("precision", precision)
    if seed < 0 or max_replications < 2 or workers < 1:
        raise ValueError("seed must be at least 0, max_replications 2, workers 1")
    timeline = timeline_of(day)
    tallies: list[Tally] = []
    planned = min(LEAST_REPLICATIONS, max_replications)
    while len(tallies) < planned:
        for tally in _played(timeline, seed, range(len(tallies), planned), workers):
            tallies.append(tally)
            if progress:
                progress(len(tallies), planned)
        sums = Tally(*np.stack(tallies, axis=1))
        whole_day = _estimates(Tally(*(amounts.sum(axis=1) for amounts in sums)))
        half_width = float(whole_day.service_level_offered.half_width)
        planned = min(_replications_needed(planned, half_width / precision), max_replications)
    return Simulation(
        intervals=_estimates(sums),
        day=whole_day,
        replications=planned,
        calls=int(sums.offered.sum()),
        seed=seed,
        stable=timeline.stable,
    )


def _replications_needed(done: int, excess: float) -> int:
    """Return how many replications should make a half-width `excess` times narrower; `done` if it will do."""
    if not excess > 1:
        return done
    least, most = GROWTH
    return math.ceil(done * min(max(excess**2, least), most))


def _played(timeline: Timeline, seed: int, replications: range, workers: int) -> Iterator[Tally]:
    """Yield the sums of the replications in their order."""
    play_one = partial(tally_of, timeline, seed)
    if workers == 1 or timeline.calls.sum() * len(replications) < POOL_PAYS_FROM_CALLS:
        yield from map(play_one, replications)
        return
    chunk = math.ceil(len(replications) / (4 * workers))
    with (
        ProcessPoolExecutor(workers, get_context("spawn"), initializer=ignore_interrupts) as pool,
        ended_on_failure(),
    ):
        with started_whole():
            tallies = pool.map(play_one, replications, chunksize=chunk)
        yield from tallies


def tally_of(timeline: Timeline, seed: int, replication: int) -> Tally:
    """Return the sums of one replication per interval of the day (I)."""
    trace, overtime_s = play(timeline, seed, replication)
    interval_s, size = timeline.day.interval_s, timeline.operators.size
    stayed_s = _time_in_intervals(overtime_s[:, 0], overtime_s[:, 1], interval_s, size)
    on_duty_s = timeline.operators * interval_s + stayed_s
    answered = trace.outcome == Outcome.ANSWERED
    began_s = (trace.arrival_s + trace.wait_s)[answered]
    busy_s = _time_in_intervals(began_s, began_s + trace.handling_s[answered], interval_s, size)
    tally = _tally(trace, timeline.day, np.clip(busy_s, 0, on_duty_s), on_duty_s)
    return Tally(*(amounts[timeline.measured] for amounts in tally))


def _tally(trace: Trace, day: Day, busy_s: Floats, on_duty_s: Floats) -> Tally:
    answered, within_s = trace.outcome == Outcome.ANSWERED, day.within_s
    short_s = within_s if day.short_s is None else day.short_s
    found_busy = trace.outcome == Outcome.FOUND_BUSY

    def total(amounts: Floats | Bools) -> Floats:
        return _summed(trace.interval, amounts, on_duty_s.size)

    return Tally(
        offered=total(np.ones_like(trace.wait_s)),
        waited=total(trace.offered_wait_s > 0),
        answered=total(answered),
        in_time=total(answered & (trace.wait_s <= within_s)),
        in_time_virtual=total(trace.offered_wait_s <= within_s),
        in_time_positive=total((trace.wait_s <= within_s) & ~found_busy),
        counted=total(answered | found_busy | (trace.wait_s > short_s)),
        in_wait=(
            np.full(on_duty_s.shape, np.nan)
            if day.wait_within_s is None
            else total(answered & (trace.wait_s <= day.wait_within_s))
        ),
        lost=total(~(answered | found_busy)),
        found_busy=total(found_busy),
        first=total(trace.is_first),
        given_up=total(trace.gives_up),
        last_attempts=total(answered | trace.gives_up),
        wait_s=total(trace.wait_s),
        answered_wait_s=total(trace.wait_s * answered),
        busy_s=busy_s,
        on_duty_s=on_duty_s,
    )


def _time_in_intervals(begin_s: Floats, end_s: Floats, interval_s: float, size: int) -> Floats:
    """Return how much of the times from `begin_s` to `end_s` (N) falls into each interval (I), in all."""
    return _time_since(begin_s, interval_s, size) - _time_since(end_s, interval_s, size)


def _time_since(moments_s: Floats, interval_s: float, size: int) -> Floats:
    """Return how much time of each interval (I) is after these moments (N), in all."""
    index = np.minimum(moments_s / interval_s, size).astype(np.int64)
    inside = _summed(index, np.ones_like(moments_s), size + 1)
    rest_s = _summed(index, (index + 1) * interval_s - moments_s, size + 1)
    since_s: Floats = (np.cumsum(inside) - inside) * interval_s + rest_s
    return since_s[:size]


def _summed(interval: Ints, amounts: Floats | Bools, size: int) -> Floats:
    """Return the sum of these amounts (N) per interval (I)."""
    return np.asarray(np.bincount(interval, weights=amounts, minlength=size), dtype=np.float64)


def _estimates(sums: Tally) -> Estimates:
    """Return the estimates from sums whose first axis is the replication."""
    return Estimates(
        p_wait=_share(sums.waited, sums.offered),
        asa_s=_ratio(sums.answered_wait_s, sums.answered),
        mean_wait_s=_ratio(sums.wait_s, sums.offered),
        abandonment=_share(sums.lost, sums.offered),
        busy=_share(sums.found_busy, sums.offered),
        attempts=_ratio(sums.offered, sums.first),
        never_served=_share(sums.given_up, sums.first),
        occupancy=_ratio(sums.busy_s, sums.on_duty_s),
        service_level_offered=_share(sums.in_time, sums.offered),
        service_level_answered=_share(sums.in_time, sums.answered),
        service_level_virtual=_share(sums.in_time_virtual, sums.offered),
        service_level_short=_share(sums.in_time, sums.counted),
        service_level_positive=_share(sums.in_time_positive, sums.offered),
        service_level_callers=_share(sums.in_time, sums.last_attempts),
        wait_level=_share(sums.in_wait, sums.answered),
    )


def _share(part: Floats, calls: Floats) -> Estimate:
    """Return the share of calls, with the least half-width that so many calls allow."""
    estimate, number = _ratio(part, calls), calls.sum(axis=0)
    share, t = estimate.value, special.stdtrit(calls.shape[0] - 1, (1 + CONFIDENCE) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        alone = share * (1 - share) / number
        error = np.square(estimate.half_width / t)
        weight = t**2 / number * np.maximum(error / alone, 1.0)
        aside = np.abs(0.5 - share) * weight
        wilson = (aside + np.sqrt(share * (1 - share) * weight + np.square(weight) / 4)) / (1 + weight)
        least = -np.expm1(np.log((1 - CONFIDENCE) / 2) / number)
    longest = np.maximum(np.maximum(estimate.half_width, np.where(alone > 0, wilson, 0.0)), least)
    return Estimate(share, longest)


def shrunk(estimate: Estimate, expected: Floats) -> Estimate:
    """Return estimates (I), each drawn to what is expected of it by as much as chance has driven them from that.

    The lowest of many estimates is low by chance as well; the lowest of these is not (Efron & Morris 1975: by the
    variance of the true differences, which is that of the differences seen less that of their errors). All differ from
    what is `expected` by their mean difference too; those of which nothing is expected (NaN) stay as they are.
    """
    known = np.isfinite(estimate.value) & np.isfinite(estimate.half_width) & np.isfinite(expected)
    if known.sum() < 2:
        return estimate
    z = special.ndtri((1 + CONFIDENCE) / 2)
    values, errors = (estimate.value - expected)[known], np.square(estimate.half_width[known] / z)
    true_variance = max(float(values.var(ddof=1) - errors.mean()), 0.0)
    own = true_variance / np.maximum(true_variance + errors, np.finfo(float).tiny)
    drawn, half_width = estimate.value.copy(), estimate.half_width.copy()
    drawn[known] = np.clip(expected[known] + values.mean() + own * (values - values.mean()), 0.0, 1.0)
    half_width[known] *= np.sqrt(own + (1 - own) / known.sum())
    return Estimate(drawn, half_width)


def _ratio(part: Floats, whole: Floats) -> Estimate:
    count = part.shape[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = part.sum(axis=0) / whole.sum(axis=0)
        spread = np.sqrt(np.square(part - value * whole).sum(axis=0) / (count - 1) * count)
        half_width = special.stdtrit(count - 1, (1 + CONFIDENCE) / 2) * spread / whole.sum(axis=0)
    return Estimate(value, half_width)
