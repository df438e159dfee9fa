"""A day on which callers call again: attempts in order of arrival, the later ones known as the earlier end unserved.

Whether a caller is answered is known when the call comes, see `played_day`: by the operator who is free first. So those
who hang up or find all lines busy are put back among those who will call, at the time at which they do. Who would call
while the doors are closed gives up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace

import numpy as np
from numpy.random import Generator

from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.core.simulation.callers import Callers, Stream, patience_drawn

DRAWN_AT_ONCE = 256


@dataclass(frozen=True)
class Attempts:
    """All attempts of a day in order of arrival (N).

    Attributes:
        callers: who calls, each time.
        starts_s: when an operator is first free for each; NaN where all lines are busy, infinite for never.
        is_first: whether it is a first attempt.
        gives_up: whether it ends unserved, and none follows.
    """

    callers: Callers
    starts_s: Floats
    is_first: Bools
    gives_up: Bools


class _Again:
    """The random numbers of the callers of one hotline who may call again."""

    def __init__(self, stream: Stream, generator: Generator) -> None:
        self.stream, self.generator = stream, generator
        self.drawn: list[tuple[float, float]] = []

    def after_s(self) -> tuple[float, float] | None:
        """Return after how long a caller calls again and with what patience; None for one who gives up."""
        if not self.drawn:
            again = self.generator.random(DRAWN_AT_ONCE) < self.stream.redial_share
            after_s = np.where(again, self.generator.standard_exponential(DRAWN_AT_ONCE), np.nan)
            patience_s = patience_drawn(self.stream, DRAWN_AT_ONCE, self.generator)
            self.drawn = list(
                zip((after_s * self.stream.redial_after_s).tolist(), patience_s.tolist(), strict=True)
            )
        after, patience = self.drawn.pop()
        return None if math.isnan(after) else (after, patience)


class Redialling:
    """Plays a day shift by shift; `first` are the first attempts, `lines` the most calls at once, infinite for any."""

    def __init__(
        self, first: Callers, streams: Sequence[Stream], generators: Sequence[Generator], lines: float
    ) -> None:
        self.again = [_Again(*each) for each in zip(streams, generators, strict=True)]
        columns = (first.arrival_s, first.stream, first.handling_s, first.patience_s)
        self.first = [*zip(*(column.tolist() for column in columns), strict=True)]
        self.first.reverse()
        self.lines = lines
        self.held: list[float] = []
        self.later: list[tuple[float, int, int, float, float]] = []
        self.made: list[tuple[float, int, float, float, float, bool]] = []
        self.gives_up: list[bool] = []

    def serve(self, free: list[float], end_s: float, *, closes: bool) -> None:
        """Let operators who are free at some times, a heap, take calls until a shift ends, or nobody waits any more."""
        limit_s = math.inf if closes else end_s
        while (arrival_s := self._next_s()) < end_s:
            if not free and not closes:
                return
            free_s = free[0] if free else math.inf
            while self.held and self.held[0] <= arrival_s:
                heappop(self.held)
            is_busy = len(self.held) >= self.lines
            if not is_busy and arrival_s < free_s and limit_s <= free_s < math.inf:
                return
            _, stream, handling_s, patience_s, is_first = self._taken()
            start_s = math.nan if is_busy else free_s
            self.made.append((arrival_s, stream, handling_s, patience_s, start_s, is_first))
            self.gives_up.append(False)
            if free and not is_busy and free_s <= max(arrival_s, arrival_s + patience_s):
                until_s = max(free_s, arrival_s) + handling_s
                heapreplace(free, until_s)
            else:
                stays_s = end_s if closes and not free else math.inf
                until_s = arrival_s if is_busy else min(arrival_s + patience_s, stays_s)
                self._lost(until_s, stream, handling_s)
            if not is_busy and self.lines < math.inf:
                heappush(self.held, until_s)
        if closes:
            self._close()

    def attempts(self, interval_s: float) -> Attempts:
        """Return all attempts."""
        self._close()
        arrival_s, stream, handling_s, patience_s, starts_s, is_first = (
            (np.array(column) for column in zip(*self.made, strict=True))
            if self.made
            else (np.empty(0) for _ in range(6))
        )
        callers = Callers(
            stream.astype(np.int64),
            (arrival_s // interval_s).astype(np.int64),
            arrival_s,
            handling_s,
            patience_s,
        )
        return Attempts(callers, starts_s, is_first.astype(bool), np.array(self.gives_up, dtype=bool))

    def _next_s(self) -> float:
        first_s = self.first[-1][0] if self.first else math.inf
        return min(first_s, self.later[0][0]) if self.later else first_s

    def _taken(self) -> tuple[float, int, float, float, bool]:
        """Take the next attempt from those to come."""
        if self.first and (not self.later or self.first[-1][0] <= self.later[0][0]):
            return (*self.first.pop(), True)
        arrival_s, _, stream, handling_s, patience_s = heappop(self.later)
        return arrival_s, stream, handling_s, patience_s, False

    def _lost(self, left_s: float, stream: int, handling_s: float) -> None:
        """Let the caller of the last attempt, who leaves at a time, call again or give up."""
        attempt = len(self.made) - 1
        found = self.again[stream].after_s()
        if found is None:
            self.gives_up[attempt] = True
        else:
            after_s, patience_s = found
            heappush(self.later, (left_s + after_s, attempt, stream, handling_s, patience_s))

    def _close(self) -> None:
        """Give up whoever would call again after the doors have closed."""
        for _, attempt, *_ in self.later:
            self.gives_up[attempt] = True
        self.later, self.held = [], []
