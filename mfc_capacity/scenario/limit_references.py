"""What a limit names and what a scenario has: groups, peaks, days; and that every limit has its own id.

The limits stand in the scenario itself, or in a file of their own that is held against many scenarios.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from mfc_capacity.files import units
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.nodes import Entry, Listing, Map, Scalar, entries_at, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Problem, say
from mfc_capacity.files.units import UnitError
from mfc_capacity.scenario.types import ALL_GROUPS

LIMITS = "limits"
_DATED = ("month", "date", "from", "to", "peak", "weekday")
_DAYS = {"from": "date", "to": "date"}  # what is said of them


def limit_references(limits: Map, scenario: Map, file: str | None = None) -> Iterator[Problem]:
    """Yield a problem for everything that the limits name and the scenario does not have.

    `file` is the scenario's where the limits stand in a file of their own.
    """
    listing = find(limits, LIMITS)
    count = len(listing.node.items) if listing and isinstance(listing.node, Listing) else 0
    yield from _ids_twice(limits, count)
    for index in map(str, range(count)):
        path = (LIMITS, index, "where")
        groups = (*entries_at(scenario, "groups"), ALL_GROUPS)
        yield from _named(limits, (*path, "group"), groups, file)
        yield from _named(limits, (*path, "peak"), entries_at(scenario, "peaks"), file)
        yield from _dated(limits, path, scenario, file)


def _ids_twice(limits: Map, count: int) -> Iterator[Problem]:
    seen: dict[str, Entry] = {}
    for index in map(str, range(count)):
        found = find(limits, LIMITS, index, "id")
        if found is None or not isinstance(found.node, Scalar):
            continue
        first = seen.setdefault(found.node.text, found)
        if first is not found:
            message = say("scenario.id_twice", name=found.node.text, line=first.location.line)
            path = dotted([LIMITS, index, "id"])
            yield found.node.location.problem(path, message, say("scenario.GIVE_ITS_OWN_ID"))


def _named(limits: Map, path: tuple[str, ...], known: Iterable[str], file: str | None) -> Iterator[Problem]:
    found, names, what = find(limits, *path), tuple(known), path[-1]
    if found and isinstance(found.node, Scalar) and not found.node.is_null and found.node.text not in names:
        there = say("scenario.scenario_has", what=what, names=names, file=file)
        hint = did_you_mean(found.node.text, names) or there
        message = say("scenario.not_in_scenario", what=what, name=found.node.text, file=file)
        yield found.node.location.problem(dotted(path), message, hint)


def _dated(limits: Map, path: tuple[str, ...], scenario: Map, file: str | None) -> Iterator[Problem]:
    """A day needs a calendar, and has to lie in it."""
    first, last = (_read_date(find(scenario, "calendar", key)) for key in ("from", "to"))
    for key in _DATED:
        found = find(limits, *path, key)
        if found is None or not isinstance(found.node, Scalar):
            continue
        at = found.node.location
        if find(scenario, "calendar", "from") and (first is None or last is None):
            continue  # the calendar has a mistake of its own
        if first is None or last is None:
            message = say("scenario.no_calendar", key=_DAYS.get(key, key), file=file)
            yield at.problem(dotted([*path, key]), message, say("scenario.GIVE_A_CALENDAR"))
        elif _is_outside(key, found.node.text, first, last):
            message = say(
                "scenario.outside_the_calendar", key=_DAYS.get(key, key), text=found.node.text, file=file
            )
            hint = say("scenario.calendar_runs", first=first, last=last)
            yield at.problem(dotted([*path, key]), message, hint)


def _read_date(entry: Entry | None) -> date | None:
    try:
        return units.read_date(entry.node.text) if entry and isinstance(entry.node, Scalar) else None
    except UnitError:
        return None


def _is_outside(key: str, day_or_month: str, first: date, last: date) -> bool:
    """Return whether a day or month, as ISO 8601 text, or a span with such an end, is outside the calendar."""
    length = len(day_or_month)
    is_before, is_after = day_or_month < first.isoformat()[:length], day_or_month > last.isoformat()[:length]
    return (is_before and key in ("month", "date", "to")) or (is_after and key in ("month", "date", "from"))
