"""Who was there: by a roster, as the scenario states it, or as far as overlapping calls tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.learning.on_duty import operators_seen
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.files.units import DAY_S
from mfc_capacity.records.calls import ANSWERED, Calls
from mfc_capacity.records.rules import LONGEST_HANDLING_S, LONGEST_QUEUE_S
from mfc_capacity.scenario import Steps, Terms
from mfc_capacity.staffing.operators import on_duty

if TYPE_CHECKING:
    from mfc_capacity.scenario.staff_file import StaffFile

ROSTER, GIVEN = "roster", "given"  # a file, the scenario
SEEN_FULL, BETWEEN, AT_LEAST = "seen-full", "between", "at-least"
CLOSED = ""
KNOWN = (ROSTER, GIVEN, SEEN_FULL, BETWEEN)
FAR_BETWEEN_S = (
    7200  # longest time between two intervals seen full that the same number is taken to have been there
)


@dataclass(frozen=True, eq=False)
class Staffed:
    """The operators on duty by day and interval (D x I), and how each number is known."""

    operators: Ints
    known_by: Texts

    @property
    def is_known(self) -> Bools:
        """Where the number is that of those there, not a bound."""
        return np.isin(self.known_by, KNOWN)


def refuse_other_days(roster: "StaffFile", dates: Sequence[date]) -> None:
    """Refuse a file of operators that has none of the days that are compared.

    Raises:
        InputError: naming both spans.
    """
    days = sorted(day for day in roster.by_day if day is not None)
    if None not in roster.by_day and not set(days) & set(dates):
        facts = {"first": dates[0], "last": dates[-1], "own": (days[0], days[-1]) if days else None}
        message = say("backtest.roster_of_other_days", **facts)
        raise InputError([Problem(roster.file, None, None, "--operators", message)])


def staffed(
    group: str,
    load: GroupDays,
    dates: Sequence[date],
    terms: Sequence[Terms],
    roster: "StaffFile | None",
    calls: Calls,
) -> Staffed:
    """Return the operators of a group on some days, each a kind of `load`; days without a roster are inferred.

    Args:
        group: its name.
        load: its calls.
        dates: the days (D).
        terms: of each (D).
        roster: who is there; None: there is no file.
        calls: of the group, in the order of their arrival.
    """
    steps = [_steps(group, day, own, roster) for day, own in zip(dates, terms, strict=True)]
    source = GIVEN if roster is None else ROSTER
    operators, known_by = np.zeros(load.open.shape, np.int64), np.full(load.open.shape, CLOSED, object)
    for k, (day, own) in enumerate(zip(dates, steps, strict=True)):
        is_open = load.open[k]
        if own is not None:
            operators[k] = on_duty(own, load.open[k : k + 1])[0]
            known_by[k] = np.where(is_open, source, CLOSED)
        else:
            erlangs = np.nan_to_num(load.calls[k] * load.aht_s[k]) * is_open.size / DAY_S
            operators[k], known_by[k] = _inferred(_on_day(calls, day), is_open, erlangs)
    return Staffed(operators, known_by.astype(str))


def _steps(group: str, day: date, terms: Terms, roster: "StaffFile | None") -> Steps | None:
    if roster is None:
        return terms.operators
    return roster.by_day.get(day, roster.by_day.get(None, {})).get(group)


@dataclass(frozen=True)
class _OnDay:
    """When the calls around a day were served, came and waited, in seconds from its midnight."""

    begins_s: Floats
    ends_s: Floats
    arrived_s: Floats
    waited_s: Floats


def _on_day(calls: Calls, day: date) -> _OnDay:
    midnight = np.datetime64(day, "s")
    before = np.timedelta64(LONGEST_QUEUE_S + LONGEST_HANDLING_S, "s")
    edges = np.array([midnight - before, midnight + np.timedelta64(DAY_S, "s")])
    own = slice(*np.searchsorted(calls.arrived, edges).tolist())
    arrived_s = (calls.arrived[own] - midnight).astype("timedelta64[s]").astype(np.float64)
    waited_s, handling_s = np.nan_to_num(calls.queue_s[own]), calls.handling_s[own]
    served = (calls.outcome[own] == ANSWERED) & np.isfinite(handling_s)
    begins_s = (arrived_s + waited_s)[served]
    return _OnDay(begins_s, begins_s + handling_s[served], arrived_s, waited_s)


def _inferred(calls: _OnDay, is_open: Bools, erlangs: Floats) -> tuple[Ints, Texts]:
    """Return the operators of a day (I) and how they are known.

    Between two intervals that were seen full with the same operators, and not more calls in service, these were there.
    Elsewhere there is a bound, which nothing is judged by; that no queue may grow where nobody knows of one, it is
    taken to be at least the load and what those seen full before and after it tell.
    """
    interval_s = DAY_S // is_open.size
    seen = operators_seen(calls.begins_s, calls.ends_s, calls.arrived_s, calls.waited_s, interval_s)
    full = np.flatnonzero(seen.is_full & is_open)
    known_by = np.where(is_open, AT_LEAST, CLOSED).astype(object)
    known_by[full] = SEEN_FULL
    least = np.maximum(seen.count, np.floor(erlangs).astype(np.int64) + 1)
    if full.size:
        among = np.interp(np.arange(is_open.size), full, seen.count[full])
        least = np.maximum(least, np.ceil(among).astype(np.int64))
    operators = np.where(seen.is_full, seen.count, least)
    for first, last in zip(full[:-1].tolist(), full[1:].tolist(), strict=True):
        count, inner = seen.count[first], slice(first + 1, last)
        is_near = 1 < last - first <= FAR_BETWEEN_S // interval_s
        if is_near and count == seen.count[last] >= seen.count[inner].max() and is_open[inner].all():
            operators[inner], known_by[inner] = count, BETWEEN
    return np.where(is_open, operators, 0), known_by
