"""One day of a group of operators, call by call.

Calls are taken in the order in which they come, each by the operator who is free first. So no calendar of
events is needed: a heap of the times at which operators become free tells what wait awaits the next caller
(Kiefer & Wolfowitz 1955), and a caller of less patience hangs up and takes nobody's time.

At a boundary where operators leave, idle ones leave first; if more are busy than may stay, those who leave,
chosen at random, first finish the call in hand, while the others go on serving the queue. Operators who
come are free from the boundary on. When the doors close, those on duty stay until nobody waits; if there
are none, the callers still waiting are turned away, which counts as hanging up. A group that opens again
starts afresh.

Where there are only so many lines, each is held from the call until it ends, also by a call that an operator finishes
off duty; who calls while all are held is lost.

Round the clock, the day is played after others like it, the first from empty, and before one more in which
those who wait at midnight are answered.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from heapq import heapify, heappop, heappush, heapreplace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.simulation.callers import Callers, Stream, draw_callers, expected_calls
from mfc_capacity.core.simulation.redials import Attempts, Redialling
from mfc_capacity.core.varying import factor_at

MOST_WARM_UP_DAYS = 14
GOLDEN_RATIO, CERTAIN = (math.sqrt(5) - 1) / 2, 1e-9
RELAXATIONS = 4  # after so many relaxation times e^-4 is left of an empty start


@dataclass(frozen=True)
class Day:
    """A day of I equal intervals.

    Attributes:
        streams: the hotlines that share the operators, at least one.
        operators: whole number on duty per interval (I).
        interval_s: length of an interval.
        within_s: threshold of the service level.
        is_open: whether callers are let in, once for all or per interval (I).
        periodic: round the clock: the day follows one like it.
        varies: coefficient of variation of the day's calls beyond chance; each replication has a factor of its own.
        short_s: how soon those hang up who are left out of the level "short"; None for `within_s`.
        wait_within_s: threshold of the target `wait`; None: there is none.
        lines: the most calls in service and waiting together; None: as many as come.
    """

    streams: Sequence[Stream]
    operators: ArrayLike
    interval_s: float
    within_s: float = 20.0
    is_open: ArrayLike = True
    periodic: bool = False
    varies: float = 0.0
    short_s: float | None = None
    wait_within_s: float | None = None
    lines: int | None = None


class Outcome(IntEnum):
    """How a call ended."""

    ANSWERED = 0
    ABANDONED = 1
    HUNG_UP_AT_ONCE = 2
    FOUND_BUSY = 3


@dataclass(frozen=True)
class Trace:
    """Every call of a day in order of arrival, arrays (N).

    Attributes:
        stream: index of the hotline.
        interval: index of the interval in which the call arrived.
        arrival_s: when it arrived, from the start of the day.
        offered_wait_s: wait of a caller of endless patience; infinite if the doors close with nobody on duty, NaN for
            one who finds all lines busy.
        wait_s: until somebody answered or the caller left.
        outcome: an `Outcome`.
        handling_s: time the operator spent on it, 0 if nobody answered.
        is_first: whether it is a first attempt.
        gives_up: whether it ends unserved, and the caller does not call again.
    """

    stream: Ints
    interval: Ints
    arrival_s: Floats
    offered_wait_s: Floats
    wait_s: Floats
    outcome: Ints
    handling_s: Floats
    is_first: Bools
    gives_up: Bools


@dataclass(frozen=True)
class Shift:
    """Intervals from `first` until before `last` with the same operators; `closes` if the doors then do."""

    first: int
    last: int
    operators: int
    closes: bool


@dataclass(frozen=True)
class Timeline:
    """A day with those played around it, J intervals in all.

    Attributes:
        day: the day itself.
        calls: expected calls per stream and interval (S, J), none after the day.
        operators: on duty per interval (J).
        shifts: what is open of it.
        measured: the intervals of the day itself.
        stable: False if, round the clock, the queue grows from day to day.
    """

    day: Day
    calls: Floats
    operators: Floats
    shifts: tuple[Shift, ...]
    measured: slice
    stable: bool


def timeline_of(day: Day) -> Timeline:
    """Return the day with those to be played around it.

    Raises:
        ValueError: for a number out of range, arrays of different lengths, no stream, or calls or operators
            while the doors are closed.
    """
    arguments.positive("interval_s", day.interval_s)
    for name in ("within_s", "short_s", "wait_within_s"):
        if (threshold_s := getattr(day, name)) is not None:
            arguments.finite(name, threshold_s)
    arguments.finite("varies", day.varies)
    arguments.whole_number("lines", day.lines or 0)
    operators = np.atleast_1d(arguments.whole_number("operators", day.operators))
    calls = expected_calls(day.streams, operators.size)
    is_open = np.broadcast_to(np.asarray(day.is_open, dtype=np.bool_), operators.shape)
    if np.any(calls[:, ~is_open]) or np.any(operators[~is_open]):
        raise ValueError("calls and operators must be 0 while the doors are closed")
    before, after = (_warm_up_days(day, calls, operators), 1) if day.periodic else (0, 0)
    played = np.tile(operators, before + 1 + after)
    return Timeline(
        day=day,
        calls=np.hstack([np.tile(calls, before + 1), np.tile(np.zeros_like(calls), after)]),
        operators=played,
        shifts=tuple(_shifts(played, np.tile(is_open, before + 1 + after))),
        measured=slice(before * operators.size, (before + 1) * operators.size),
        stable=not day.periodic or day.lines is not None or _repeats(day, calls, operators),
    )


def _repeats(day: Day, calls: Floats, operators: Floats) -> bool:
    """Say whether callers who wait for ever leave operators time to spare; if not, the queue grows daily."""
    work_s = sum(
        (row * stream.aht_s).sum() * (1 - stream.hangs_up_at_once)
        for stream, row in zip(day.streams, calls, strict=True)
        if math.isinf(stream.patience_s)
    )
    return bool(work_s == 0 or work_s < operators.sum() * day.interval_s)


def _warm_up_days(day: Day, calls: Floats, operators: Floats) -> int:
    """Return after how many days the empty start is forgotten, roughly.

    The relaxation time of M/M/n is near AHT / (n (1 - sqrt(rho))^2) (Morse 1955), and nobody waits much
    longer than the patience.
    """
    aht_s = max(float(np.max(stream.aht_s)) for stream in day.streams)
    patience_s = max(stream.patience_s for stream in day.streams)
    work_s = sum((row * stream.aht_s).sum() for stream, row in zip(day.streams, calls, strict=True))
    capacity_s = operators.sum() * day.interval_s
    relaxation_s = math.inf
    if work_s < capacity_s:
        relaxation_s = aht_s / operators.mean() / (1 - math.sqrt(work_s / capacity_s)) ** 2
    days = RELAXATIONS * min(relaxation_s, patience_s) / (operators.size * day.interval_s)
    return math.ceil(min(max(days, 1), MOST_WARM_UP_DAYS))


def _shifts(operators: Floats, is_open: Bools) -> Iterator[Shift]:
    changes = np.flatnonzero((np.diff(operators) != 0) | np.diff(is_open)) + 1
    edges = [0, *changes.tolist(), operators.size]
    for first, last in pairwise(edges):
        if is_open[first]:
            closes = last == operators.size or not is_open[last]
            yield Shift(first, last, int(operators[first]), bool(closes))


def trace_day(day: Day, seed: int, replication: int = 0) -> Trace:
    """Return every call of one replication of `simulate(day, seed=seed)`.

    Raises:
        ValueError: as `timeline_of`.
    """
    timeline = timeline_of(day)
    trace, _ = play(timeline, seed, replication)
    first, last = timeline.measured.start, timeline.measured.stop
    kept = (trace.interval >= first) & (trace.interval < last)
    columns = {name: getattr(trace, name)[kept] for name in Trace.__dataclass_fields__}
    columns["interval"] -= first
    columns["arrival_s"] -= first * day.interval_s
    return Trace(**columns)


def play(timeline: Timeline, seed: int, replication: int) -> tuple[Trace, Floats]:
    """Return one replication: its calls, and from when to when operators stay beyond their shift (M, 2)."""
    streams, interval_s = timeline.day.streams, timeline.day.interval_s
    sequence = np.random.SeedSequence(seed, spawn_key=(replication,))
    *own, leaving = sequence.spawn(len(streams) + 1)
    calls = timeline.calls * day_factor(timeline.day.varies, seed, replication)
    callers = draw_callers(streams, calls, interval_s, own)
    if any(stream.redial_share > 0 for stream in streams):
        again = sequence.spawn(len(streams))
        attempts, overtime_s = _served_again(timeline, callers, np.random.default_rng(leaving), again)
        trace = _trace(timeline, attempts.callers, attempts.starts_s)
        return replace(trace, is_first=attempts.is_first, gives_up=attempts.gives_up), overtime_s
    starts_s, overtime_s = _served(timeline, callers, np.random.default_rng(leaving))
    return _trace(timeline, callers, starts_s), overtime_s


def day_factor(varies: float, seed: int, replication: int) -> float:
    """Return by what all calls of a replication are multiplied.

    The factors lie evenly over their law: their probabilities are steps of the golden ratio from a random start (Weyl;
    see Niederreiter 1992, ch. 3), so that of 1,000 days very nearly 900 are below the 90 % quantile.
    """
    if varies == 0:
        return 1.0
    start = np.random.default_rng(np.random.SeedSequence(seed)).random()
    probability = (start + (replication + 1) * GOLDEN_RATIO) % 1
    return float(factor_at(special.ndtri(np.clip(probability, CERTAIN, 1 - CERTAIN)), varies))


def _served(timeline: Timeline, callers: Callers, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """Return when an operator is first free for each caller (N), infinite for never, and the overtime."""
    arrivals, deadlines = callers.arrival_s.tolist(), callers.deadline_s().tolist()
    handling, interval_s = callers.handling_s.tolist(), timeline.day.interval_s
    callers_until = np.searchsorted(callers.interval, np.arange(timeline.operators.size + 1)).tolist()
    free: list[float] = []
    held: list[float] = []
    starts: list[float] = []
    lines = timeline.day.lines
    overtime: list[tuple[float, float]] = []
    for shift in timeline.shifts:
        begin_s, end_s = shift.first * interval_s, shift.last * interval_s
        free, left = _relieved(free, shift.operators, begin_s, generator)
        overtime += [(begin_s, until_s) for until_s in left]
        now = slice(len(starts), callers_until[shift.last])
        limit_s = math.inf if shift.closes else end_s
        calls = zip(arrivals[now], deadlines[now], handling[now], strict=True)
        if lines is not None and (free or shift.closes):
            _answer_on_lines(free or [math.inf], calls, limit_s, starts, held, lines)
        elif free:
            _answer(free, calls, limit_s, starts)
        if shift.closes:
            held = []
            starts += [math.inf] * (now.stop - len(starts))
            overtime += [(end_s, until_s) for until_s in free if until_s > end_s]
            free = []
    return np.array(starts), np.array(overtime).reshape(-1, 2)


def _served_again(
    timeline: Timeline,
    callers: Callers,
    generator: np.random.Generator,
    seeds: Sequence[np.random.SeedSequence],
) -> tuple[Attempts, Floats]:
    """Return the attempts of first callers and those who call again, and the overtime."""
    streams, interval_s, lines = timeline.day.streams, timeline.day.interval_s, timeline.day.lines
    generators = [np.random.default_rng(seed) for seed in seeds]
    day = Redialling(callers, streams, generators, math.inf if lines is None else lines)
    free: list[float] = []
    overtime: list[tuple[float, float]] = []
    for shift in timeline.shifts:
        begin_s, end_s = shift.first * interval_s, shift.last * interval_s
        free, left = _relieved(free, shift.operators, begin_s, generator)
        overtime += [(begin_s, until_s) for until_s in left]
        day.serve(free, end_s, closes=shift.closes)
        if shift.closes:
            overtime += [(end_s, until_s) for until_s in free if until_s > end_s]
            free = []
    return day.attempts(interval_s), np.array(overtime).reshape(-1, 2)


def _relieved(
    free: list[float], operators: int, now_s: float, generator: np.random.Generator
) -> tuple[list[float], list[float]]:
    """Return when each operator of the new shift is free, a heap, and when those busy ones are who leave."""
    busy = [until_s for until_s in free if until_s > now_s]
    surplus = max(len(busy) - operators, 0)
    if surplus:
        generator.shuffle(busy)
    staying = [now_s] * (operators - len(busy)) + busy[surplus:]
    heapify(staying)
    return staying, busy[:surplus]


def _answer(
    free: list[float],
    calls: Iterable[tuple[float, float, float]],
    end_s: float,
    starts: list[float],
) -> None:
    """Append to `starts` when an operator is free for each caller, up to the first not reached by `end_s`.

    Calls are times of arrival, deadlines and handling times; `free` is kept up to date. This loop takes
    half the time of a simulation.
    """
    append = starts.append
    for arrival_s, deadline_s, handling_s in calls:
        free_s = free[0]
        if free_s <= arrival_s:
            heapreplace(free, arrival_s + handling_s)
        elif free_s >= end_s:
            return
        elif free_s <= deadline_s:
            heapreplace(free, free_s + handling_s)
        append(free_s)


def _answer_on_lines(
    free: list[float],
    calls: Iterable[tuple[float, float, float]],
    end_s: float,
    starts: list[float],
    held: list[float],
    lines: int,
) -> None:
    """Do what `_answer` does with so many lines; `held` is a heap of when each line in use is free again.

    Who finds all of them in use gets NaN; where nobody is on duty before the doors close, `free` is infinite.
    """
    for arrival_s, deadline_s, handling_s in calls:
        while held and held[0] <= arrival_s:
            heappop(held)
        if len(held) >= lines:
            starts.append(math.nan)
            continue
        free_s = free[0]
        if end_s <= free_s < math.inf and free_s > arrival_s:
            return
        start_s, until_s = max(free_s, arrival_s), deadline_s
        if start_s <= max(deadline_s, arrival_s):
            until_s = start_s + handling_s
            heapreplace(free, until_s)
        starts.append(free_s)
        heappush(held, until_s)


def _trace(timeline: Timeline, callers: Callers, starts_s: Floats) -> Trace:
    reached = np.isfinite(starts_s)
    offered_wait_s = np.maximum(starts_s - callers.arrival_s, 0)
    answered = reached & (starts_s <= callers.deadline_s())
    stay_s = np.where(reached, np.inf, _closing_s(timeline)[callers.interval] - callers.arrival_s)
    hung_up = np.where(callers.patience_s == 0, Outcome.HUNG_UP_AT_ONCE, Outcome.ABANDONED)
    found_busy = np.isnan(starts_s)
    return Trace(
        stream=callers.stream,
        interval=callers.interval,
        arrival_s=callers.arrival_s,
        offered_wait_s=offered_wait_s,
        wait_s=np.select(
            [answered, found_busy], [offered_wait_s, 0.0], np.minimum(callers.patience_s, stay_s)
        ),
        outcome=np.select([answered, found_busy], [Outcome.ANSWERED, Outcome.FOUND_BUSY], hung_up),
        handling_s=np.where(answered, callers.handling_s, 0.0),
        is_first=np.ones(answered.shape, dtype=bool),
        gives_up=~answered,
    )


def _closing_s(timeline: Timeline) -> Floats:
    """Return when the doors next close, per interval (J)."""
    closing = np.array([shift.last for shift in timeline.shifts if shift.closes], dtype=np.int64)
    after = np.searchsorted(closing, np.arange(timeline.operators.size), side="right")
    return np.append(closing, timeline.operators.size)[after] * timeline.day.interval_s
