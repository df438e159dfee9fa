"""Rows that a table of regular steps leaves out within a day: a half hour between others, a morning, an evening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario.model import Calendar, Spans
from mfc_capacity.scenario.tabled import NO_START

REGULAR = 2 / 3  # the share of steps between rows that are alike in a table whose gaps are worth a word
LEAST_STEP_S = 60
FIRST_NAMED = 3
DAYS_OF_A_HABIT = 3


@dataclass(frozen=True)
class LeftOut:
    """On how many days rows are left out, and of the first of these days the spans without rows, in seconds."""

    days: int
    first: tuple[tuple[date, Spans], ...]


def left_out(
    dates: Ints,
    start_s: Ints,
    calendar: Calendar,
    hours: Sequence[Spans] | None,
    longest_step_s: int = DAY_S,
) -> LeftOut | None:
    """Return the times that rows leave out on days that have some; None where there are none, or no regular steps.

    Args:
        dates: ordinals of the days, in order (N).
        start_s: second of the day at which each row begins (N).
        calendar: the planned days.
        hours: opening hours by kind of day, all of which rows are expected to cover; None: rows are expected where
            most days of a weekday have them, and between others where there are too few days to tell.
        longest_step_s: a table of longer steps is taken as it is.
    """
    day = dates - calendar.first.toordinal()
    days = (calendar.last - calendar.first).days + 1
    counts = (day >= 0) & (day < days) & (start_s != NO_START)
    day, start_s = day[counts], start_s[counts]
    steps = np.diff(start_s)[np.diff(day) == 0]
    if not steps.size:
        return None
    lengths, often = np.unique(steps, return_counts=True)
    step_s = int(lengths[often.argmax()])
    is_regular = often.max() >= REGULAR * steps.size and LEAST_STEP_S <= step_s <= longest_step_s
    if not is_regular or DAY_S % step_s:
        return None
    there = np.zeros((days, DAY_S // step_s), dtype=bool)
    there[day, start_s // step_s] = True
    kinds = np.array(calendar.kinds)
    expected = _usual(there, kinds) if hours is None else _open(hours, step_s)[kinds]
    missing = expected & ~there & there.any(axis=1, keepdims=True)
    for change in calendar.clock_changes:
        if not change.times:
            at = (change.day - calendar.first).days
            missing[at, change.first_s // step_s : -(-change.last_s // step_s)] = False
    on = np.flatnonzero(missing.any(axis=1)).tolist()
    if not on:
        return None
    first = tuple((calendar.first + timedelta(days=k), _spans(missing[k], step_s)) for k in on[:FIRST_NAMED])
    return LeftOut(len(on), first)


def _open(hours: Sequence[Spans], step_s: int) -> Bools:
    """Return the steps in which it is open, by kind of day."""
    start_s = np.arange(0, DAY_S, step_s)
    is_open = np.zeros((len(hours), start_s.size), dtype=bool)
    for kind, spans in enumerate(hours):
        for first, last in spans:
            is_open[kind] |= (start_s < last) & (start_s + step_s > first)
    return is_open


def _usual(there: Bools, kinds: Ints) -> Bools:
    """Return the steps in which rows are usual, by day."""
    has_rows = there.any(axis=1)
    usual = (
        np.logical_or.accumulate(there, axis=1) & np.logical_or.accumulate(there[:, ::-1], axis=1)[:, ::-1]
    )
    for kind in np.unique(kinds).tolist():
        alike = kinds == kind
        own = there[alike & has_rows]
        if len(own) >= DAYS_OF_A_HABIT:
            usual[alike] = own.mean(axis=0) > 1 / 2
    return usual


def _spans(steps: Bools, step_s: int) -> Spans:
    """Return runs of steps as seconds of the day."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], steps, [False]]).astype(np.int8))).tolist()
    return tuple((a * step_s, b * step_s) for a, b in zip(edges[::2], edges[1::2], strict=True))
