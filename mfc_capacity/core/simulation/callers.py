"""Callers drawn at random: when each calls, how long the call takes, how long the caller waits for it.

Within an interval calls come at random (Poisson): their number is drawn first, then their times, evenly
over the interval. Each hotline has random numbers of its own, so that two plans, or two scenarios that
differ in one hotline, meet the same callers and differ by what was changed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.random import Generator, SeedSequence
from numpy.typing import ArrayLike, NDArray

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.simulation.laws import Exponential, Law
from mfc_capacity.core.steady.redials import MOST_SHARE


@dataclass(frozen=True)
class Stream:
    """Calls of one hotline.

    Attributes:
        calls: expected number per interval (I).
        aht_s: mean handling time, of all calls or of those of each interval (I).
        aht_law: law of handling times.
        patience_s: mean time a caller is ready to wait; infinite for ever.
        patience_law: law of the patience.
        hangs_up_at_once: share of callers who leave if no operator is free when they call.
        redial_share: of those not served, how many call again, each time; calls are then first attempts.
        redial_after_s: mean time until they do, exponential.
    """

    calls: ArrayLike
    aht_s: ArrayLike
    aht_law: Law = field(default_factory=Exponential)
    patience_s: float = math.inf
    patience_law: Law = field(default_factory=Exponential)
    hangs_up_at_once: float = 0.0
    redial_share: float = 0.0
    redial_after_s: float = math.inf


@dataclass(frozen=True)
class Callers:
    """Those who call, in order of arrival, arrays (N); patience is 0 of those who hang up at once."""

    stream: Ints
    interval: Ints
    arrival_s: Floats
    handling_s: Floats
    patience_s: Floats

    def deadline_s(self) -> Floats:
        """Return when they hang up if nobody has answered, infinite for never."""
        return self.arrival_s + self.patience_s


def expected_calls(streams: Sequence[Stream], intervals: int) -> Floats:
    """Return the expected calls of all streams (S, I), after a check of all their numbers.

    Raises:
        ValueError: for a number out of range, calls not of I intervals, or no stream at all.
    """
    if not streams:
        raise ValueError("a day needs at least one stream")
    for stream in streams:
        arguments.finite("aht_s", stream.aht_s)
        if np.size(stream.aht_s) not in (1, intervals):
            raise ValueError(f"aht_s must be one number or one for each of the {intervals} intervals")
        arguments.patience("patience_s", stream.patience_s)
        arguments.share("hangs_up_at_once", stream.hangs_up_at_once)
        arguments.at_most("redial_share", stream.redial_share, MOST_SHARE)
        arguments.patience("redial_after_s", stream.redial_after_s)
    calls = [np.atleast_1d(arguments.finite("calls", stream.calls)) for stream in streams]
    if any(row.shape != (intervals,) for row in calls):
        raise ValueError(f"calls must have a number for each of the {intervals} intervals")
    return np.stack(calls)


def draw_callers(
    streams: Sequence[Stream], calls: Floats, interval_s: float, seeds: Sequence[SeedSequence]
) -> Callers:
    """Return the callers of all streams, given the expected calls (S, I) and a seed for each stream."""
    rows = zip(streams, calls, seeds, strict=True)
    drawn = [
        _draw(index, stream, row, interval_s, np.random.default_rng(seed))
        for index, (stream, row, seed) in enumerate(rows)
    ]
    return drawn[0] if len(drawn) == 1 else _merged(drawn)


def _draw(index: int, stream: Stream, calls: Floats, interval_s: float, generator: Generator) -> Callers:
    interval = np.repeat(np.arange(calls.size), generator.poisson(calls))
    arrival_s = np.sort(interval + generator.random(interval.size)) * interval_s
    aht_s = np.resize(stream.aht_s, calls.size)  # days that are played around this one have the same
    handling_s = stream.aht_law.draw(generator, interval.size) * aht_s[interval]
    patience_s = patience_drawn(stream, interval.size, generator)
    return Callers(np.full(interval.size, index), interval, arrival_s, handling_s, patience_s)


def patience_drawn(stream: Stream, size: int, generator: Generator) -> Floats:
    """Return how long each of some callers (N) of a hotline is ready to wait."""
    patience_s = np.full(size, math.inf)
    if math.isfinite(stream.patience_s):
        patience_s = stream.patience_law.draw(generator, size) * stream.patience_s
    if stream.hangs_up_at_once > 0:
        patience_s[generator.random(size) < stream.hangs_up_at_once] = 0
    return patience_s


def _merged(drawn: list[Callers]) -> Callers:
    order = np.argsort(np.concatenate([callers.arrival_s for callers in drawn]), kind="stable")

    def merged(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(callers, name) for callers in drawn])[order]

    return Callers(**{each.name: merged(each.name) for each in fields(Callers)})
