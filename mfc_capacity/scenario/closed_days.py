"""Days that a table leaves out: which of them are weekdays and holidays that look closed, and the hours that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.files.units import CLOSED, DAY_S, WEEKDAYS, clock_text
from mfc_capacity.scenario.model import DAY_KINDS, HOLIDAY_KINDS, Spans
from mfc_capacity.scenario.tabled import NO_START

HOLIDAY = "holiday"
TWICE = 2
WHOLE_DAY: Spans = ((0, DAY_S),)


@dataclass(frozen=True)
class ClosedDays:
    """Kinds of day that a table leaves out altogether, as weekdays and `holiday`; `rest`: how many days are of others.

    `hours` are opening hours in which those kinds are closed, as a scenario has them.
    """

    kinds: tuple[str, ...]
    rest: int
    hours: tuple[tuple[str, str], ...]


def closed_days(missing: Bools, expected: Bools, kinds: Ints, hours: Sequence[Spans]) -> ClosedDays:
    """Return the kinds of day that are missing each time they come; a weekday that comes once may be an oversight.

    Args:
        missing: whether a day has no row, and is expected to have (D).
        expected: whether the hotline is open on a day (D).
        kinds: what kind of day each is (D).
        hours: opening hours by kind of day.
    """
    days = np.where(kinds < HOLIDAY_KINDS, kinds, HOLIDAY_KINDS)
    comes = np.bincount(days[expected], minlength=HOLIDAY_KINDS + 1)
    left_out = np.bincount(days[missing], minlength=HOLIDAY_KINDS + 1)
    often_enough = np.array([TWICE] * HOLIDAY_KINDS + [1])
    is_closed = (comes >= often_enough) & (left_out == comes) & (missing.sum() < expected.sum())
    names = (*WEEKDAYS, HOLIDAY)
    closed = tuple(name for name, is_it in zip(names, is_closed.tolist(), strict=True) if is_it)
    rest = int(left_out[~is_closed].sum())
    return ClosedDays(closed, rest, _written(hours, is_closed.tolist()))


def hours_of_rows(date: Ints, start_s: Ints, end_s: Ints, first_day: int, kinds: Ints) -> list[Spans]:
    """Return from when to when rows are there, by kind of day; whole days where they have no times.

    A holiday without rows is as its weekday.
    """
    day = date - first_day
    planned = (day >= 0) & (day < kinds.size)
    has_times = bool((start_s != NO_START).any())
    kind, start_s, end_s = kinds[day[planned]], np.maximum(start_s[planned], 0), end_s[planned]
    found: list[Spans] = []
    for each in range(DAY_KINDS):
        own = kind == each
        if own.any() and has_times:
            found.append(((int(start_s[own].min()), int(end_s[own].max())),))
        else:
            found.append(WHOLE_DAY if each < HOLIDAY_KINDS else found[each - HOLIDAY_KINDS])
    return found


def _written(hours: Sequence[Spans], is_closed: Sequence[bool]) -> tuple[tuple[str, str], ...]:
    """Return opening hours as a scenario has them, weekdays alike that follow one another in one entry."""
    texts = [CLOSED if is_it else _text(spans) for spans, is_it in zip(hours, is_closed, strict=False)]
    entries = []
    for text, run in groupby(range(HOLIDAY_KINDS), key=lambda day: texts[day]):
        days = [WEEKDAYS[day] for day in run]
        entries.append((days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}", text))
    of_holidays = {_text(spans) for spans in hours[HOLIDAY_KINDS:]}
    if is_closed[HOLIDAY_KINDS]:
        entries.append((HOLIDAY, CLOSED))
    elif len(of_holidays) == 1 and of_holidays != set(texts[:HOLIDAY_KINDS]):
        entries.append((HOLIDAY, of_holidays.pop()))
    return tuple(entries)


def _text(spans: Spans) -> str:
    return ", ".join(f"{clock_text(first)}-{clock_text(last)}" for first, last in spans) or CLOSED
