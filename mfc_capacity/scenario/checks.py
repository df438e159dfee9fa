"""What needs more than one part of the file to be judged: references, sums, parts that have to fit together.

The checks read the tree itself, so that they also run where the format has refused something: a value that
cannot be read is left out, its own mistake is reported elsewhere.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import TypeVar

from mfc_capacity.files import units
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.nodes import DEFAULT, Entry, Listing, Map, Scalar, entries_at, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Problem
from mfc_capacity.files.units import DAY_S, UnitError
from mfc_capacity.scenario.defaults import ungrouped
from mfc_capacity.scenario.limit_references import limit_references
from mfc_capacity.scenario.types import read_interval_s

MAX_CALENDAR_DAYS = 36_525
MAX_PLANNED_INTERVALS = 20_000_000
EVERY_HOTLINE = "*"
ALL_GROUPS = "total"

_STEPPED: tuple[tuple[str, str, Callable[[str], object]], ...] = (
    ("hotlines", "hours", units.read_weekdays),
    ("hotlines", "weekdays", units.read_weekdays),
    ("hotlines", "months", units.read_months),
    ("hotlines", "profile", units.read_clock_s),
    ("groups", "operators", units.read_clock_s),
)

T = TypeVar("T")


def cross_checks(root: Map) -> Iterator[Problem]:
    """Yield a problem for everything that does not fit together."""
    return chain(
        limit_references(root, root),
        _covered_twice(root),
        _references(root),
        _groups(root),
        _base_volumes(root),
        _shares(root),
        _drivers(root),
        _profiles(root),
        _models(root),
        _patience_laws(root),
        _horizon(root),
        _contracts(root),
    )


def read_at(root: Map, read: Callable[[str], T], *path: str) -> T | None:
    """Return the value at a path; None if there is none, or none that can be read."""
    found = find(root, *path)
    try:
        return read(found.node.text) if found and isinstance(found.node, Scalar) else None
    except UnitError:
        return None


def _covered_twice(root: Map) -> Iterator[Problem]:
    """Find keys of one map that mean the same: 8:00 and 08:00, or mon-fri and wed."""
    for section, key, read in _STEPPED:
        for name in entries_at(root, section):
            seen: dict[object, str] = {}
            for written, entry in entries_at(root, section, name, key).items():
                meanings = _meanings(read, written)
                twice = next((seen[meaning] for meaning in meanings if meaning in seen), None)
                if twice is not None:
                    message = f"'{written}' is covered by '{twice}' already"
                    yield entry.location.problem(
                        dotted([section, name, key, written]), message, "name each once"
                    )
                seen |= dict.fromkeys(meanings, written)


def _meanings(read: Callable[[str], object], key: str) -> tuple[object, ...]:
    try:
        meaning = read(key)
    except UnitError:
        return ()
    return meaning if isinstance(meaning, tuple) else (meaning,)


def _references(root: Map) -> Iterator[Problem]:
    hotlines = entries_at(root, "hotlines")
    drivers = entries_at(root, "drivers")
    contacts = entries_at(root, "costs", "contacts")
    for name in hotlines:
        yield from _reference(root, ("hotlines", name, "scales_with"), "driver", drivers)
        for index in _indexes(root, "hotlines", name, "deflect") if find(root, "costs", "contacts") else ():
            yield from _reference(root, ("hotlines", name, "deflect", index, "to"), "channel", contacts)
    for name in entries_at(root, "groups"):
        for index in _indexes(root, "groups", name, "hotlines"):
            yield from _reference(root, ("groups", name, "hotlines", index), "hotline", hotlines)
    for name in entries_at(root, "peaks"):
        for hotline, entry in entries_at(root, "peaks", name, "multiply").items():
            if hotline not in hotlines and hotline != EVERY_HOTLINE:
                yield _not_there(("peaks", name, "multiply", hotline), entry, "hotline", hotline, hotlines)


def _indexes(root: Map, *path: str) -> Iterable[str]:
    found = find(root, *path)
    return map(str, range(len(found.node.items))) if found and isinstance(found.node, Listing) else ()


def _reference(root: Map, path: tuple[str, ...], what: str, known: Mapping[str, Entry]) -> Iterator[Problem]:
    found = find(root, *path)
    if found and isinstance(found.node, Scalar) and not found.node.is_null and found.node.text not in known:
        at_value = Entry(found.node.location, found.node)
        yield _not_there(path, at_value, what, found.node.text, known)


def _not_there(path: tuple[str, ...], entry: Entry, what: str, name: str, known: Iterable[str]) -> Problem:
    names = list(known)
    hint = did_you_mean(name, names)
    if hint is None and what == "channel":
        hint = (
            f"give it a price under costs.contacts, beside {', '.join(names)}" if names else "price it there"
        )
    if hint is None:
        hint = f"the {what}s are {', '.join(names)}" if names else f"the file has no {what}s"
    where = "costs.contacts" if what == "channel" else f"{what}s"
    return entry.location.problem(dotted(path), f"there is no {what} '{name}' under {where}", hint)


def _groups(root: Map) -> Iterator[Problem]:
    """A hotline has one group, and a hotline without one must be able to become a group of its own name."""
    home: dict[str, str] = {}
    groups, hotlines = entries_at(root, "groups"), entries_at(root, "hotlines")
    for group in groups:
        for index in _indexes(root, "groups", group, "hotlines"):
            path = ("groups", group, "hotlines", index)
            found = find(root, *path)
            if not found or not isinstance(found.node, Scalar):
                continue
            name = found.node.text
            if name in home:
                message = f"the hotline '{name}' is in the group '{home[name]}' already"
                yield found.location.problem(
                    dotted(path), message, "operators answer it in one group: name it once"
                )
            home[name] = group
    if ALL_GROUPS in groups:
        is_alone = groups[ALL_GROUPS].node.origin == DEFAULT
        section, named = ("hotlines", hotlines) if is_alone else ("groups", groups)
        message = f"'{ALL_GROUPS}' is the name of all groups together in every answer"
        place = named[ALL_GROUPS].location
        yield place.problem(dotted([section, ALL_GROUPS]), message, "choose another name")
    for name in ungrouped(root):
        message = f"the hotline '{name}' is in no group, and a group of other hotlines has its name"
        hint = f"put it in a group, or rename the group '{name}'"
        yield hotlines[name].location.problem(dotted(["hotlines", name]), message, hint)


def _base_volumes(root: Map) -> Iterator[Problem]:
    for name, entry in entries_at(root, "hotlines").items():
        given = entries_at(root, "hotlines", name).keys() & {"calls_per_day", "share"}
        path = dotted(["hotlines", name])
        if isinstance(entry.node, Map) and not given:
            hint = "calls_per_day: 9000, or share: 64% of the calls_per_day at the top of the file"
            yield entry.location.problem(path, f"{name} has neither calls_per_day nor share", hint)
        if len(given) == 2:
            location = entries_at(root, "hotlines", name)["share"].location
            yield location.problem(path, f"{name} has both calls_per_day and share", "keep one of the two")


def _shares(root: Map) -> Iterator[Problem]:
    total = find(root, "calls_per_day")
    written = {name: find(root, "hotlines", name, "share") for name in entries_at(root, "hotlines")}
    given = {name: entry for name, entry in written.items() if entry}
    if total and not given:
        message = "no hotline has a share of these calls"
        yield total.location.problem(
            "calls_per_day", message, "write share: 64% and so on, or delete this key"
        )
    if given and not total:
        name, entry = next(iter(given.items()))
        hint = "write calls_per_day at the top of the file, or in the hotline instead of its share"
        yield entry.location.problem(dotted(["hotlines", name, "share"]), "a share of what?", hint)
    shares = [read_at(root, units.read_share, "hotlines", name, "share") for name in given]
    known = [share for share in shares if share is not None]
    difference = sum(known, Fraction(-1))
    if total and known and len(known) == len(shares) and difference:
        excess = "more" if difference > 0 else "less"
        message = f"the shares add up to {abs(float(difference)) * 100:g} % {excess} than 100 %"
        hint = "change one of " + ", ".join(f"{name}.share" for name in given)
        yield total.location.problem("calls_per_day", message, hint)


def _drivers(root: Map) -> Iterator[Problem]:
    first_day = read_at(root, units.read_date, "calendar", "from")
    for name in entries_at(root, "drivers"):
        steps = _readable(units.read_date, entries_at(root, "drivers", name))
        if not steps:
            continue
        start = min(steps)
        path = dotted(["drivers", name])
        if first_day and start > first_day:
            message = f"the driver '{name}' begins on {start}, after the calendar does on {first_day}"
            yield steps[start].location.problem(path, message, f"add its value on {first_day}")
        if read_at(root, units.read_number, "drivers", name, _key_of(root, name, steps[start])) == 0:
            message = f"the driver '{name}' begins at 0, and calls grow by its ratio to that"
            yield steps[start].node.location.problem(path, message, "begin above 0")


def _key_of(root: Map, driver: str, entry: Entry) -> str:
    return next(key for key, one in entries_at(root, "drivers", driver).items() if one is entry)


def _readable(read: Callable[[str], T], entries: Mapping[str, Entry]) -> dict[T, Entry]:
    """Return entries by what their keys mean; keys that mean nothing are left out."""
    readable: dict[T, Entry] = {}
    for key, entry in entries.items():
        try:
            readable[read(key)] = entry
        except UnitError:
            continue
    return readable


def _profiles(root: Map) -> Iterator[Problem]:
    """A profile has weight on every day that the hotline is open; else that day's calls would vanish."""
    interval_s = read_at(root, read_interval_s, "calendar", "interval")
    for name in entries_at(root, "hotlines"):
        path = ("hotlines", name, "profile")
        hotline = entries_at(root, "hotlines", name)
        steps = _readable(units.read_clock_s, entries_at(root, *path))
        clocks = sorted(steps)
        weights = [_weight(steps[clock]) for clock in clocks]
        if not weights or None in weights or interval_s is None:
            continue
        for days, spans in _opening_hours(root, name).items():
            starts = (start for first, last in spans for start in range(first, last, interval_s))
            in_force = (bisect_right(clocks, start) - 1 for start in starts)
            if not any(index >= 0 and float(weights[index] or 0) for index in in_force):
                message = f"the profile has no weight in the opening hours of {days}"
                hint = "a weight holds until the next; before the first it is 0"
                yield hotline["profile"].best_location.problem(dotted(path), message, hint)
                break


def _weight(entry: Entry) -> Decimal | None:
    try:
        return units.read_number(entry.node.text) if isinstance(entry.node, Scalar) else None
    except UnitError:
        return None


def _opening_hours(root: Map, name: str) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the opening hours that can be read, by the days they are for."""
    path = ("hotlines", name, "hours")
    every_day = read_at(root, units.read_hours, *path)
    if every_day is not None:
        return {"every day": every_day}
    by_day = {days: read_at(root, units.read_hours, *path, days) for days in entries_at(root, *path)}
    return {days: spans for days, spans in by_day.items() if spans is not None}


def _models(root: Map) -> Iterator[Problem]:
    """Erlang A needs callers who hang up."""
    for group in entries_at(root, "groups"):
        model = find(root, "groups", group, "model") or find(root, "model")
        hotlines = [
            read_at(root, str, "groups", group, "hotlines", k)
            for k in _indexes(root, "groups", group, "hotlines")
        ]
        patience = {read_at(root, str, "hotlines", name, "patience") for name in hotlines if name}
        if (
            model
            and isinstance(model.node, Scalar)
            and model.node.text == "erlang-a"
            and patience == {"endless"}
        ):
            message = f"erlang-a needs callers who hang up, and no hotline of '{group}' has a patience"
            hint = "give one of its hotlines a patience, or write erlang-c"
            yield model.node.location.problem(dotted(["groups", group, "model"]), message, hint)


def _patience_laws(root: Map) -> Iterator[Problem]:
    """A law of patience needs a patience that it is the law of."""
    for name in entries_at(root, "hotlines"):
        law = find(root, "hotlines", name, "patience_law")
        if law and read_at(root, str, "hotlines", name, "patience") == "endless":
            message = f"{name} has a law of patience, and its callers never hang up"
            hint = "add its mean, as patience: 2m"
            yield law.location.problem(dotted(["hotlines", name, "patience_law"]), message, hint)


def _horizon(root: Map) -> Iterator[Problem]:
    first, last = (read_at(root, units.read_date, "calendar", key) for key in ("from", "to"))
    interval_s = read_at(root, read_interval_s, "calendar", "interval")
    end = find(root, "calendar", "to")
    if not first or not last or not end or not interval_s:
        return
    days = _days(first, last)
    groups = len(entries_at(root, "groups"))
    per_day = DAY_S // interval_s
    intervals = days * per_day * groups
    if days > MAX_CALENDAR_DAYS:
        message = f"the calendar has {days:,} days; the most that is planned is {MAX_CALENDAR_DAYS:,}"
        yield end.best_location.problem("calendar.to", message, "plan a shorter time")
    elif intervals > MAX_PLANNED_INTERVALS:
        message = (
            f"{days:,} days of {per_day:,} intervals for {groups:,} groups are {intervals:,} to plan; "
            f"the most that is planned is {MAX_PLANNED_INTERVALS:,}"
        )
        yield end.best_location.problem("calendar.to", message, "plan a shorter time, or longer intervals")


def _contracts(root: Map) -> Iterator[Problem]:
    """A day is counted in one contract only."""
    spans = []
    for index in _indexes(root, "contracts"):
        first, last = (read_at(root, units.read_date, "contracts", index, key) for key in ("from", "to"))
        if first and last and first <= last:
            spans.append((first, last, index))
    end, before = date.min, ""
    for first, last, index in sorted(spans):
        start = find(root, "contracts", index, "from")
        if start and first <= end:
            message = f"contract {int(index) + 1} begins on {first}, before contract {int(before) + 1} ends on {end}"
            hint = "a day is counted in one contract only: let one end before the next begins"
            yield start.best_location.problem(dotted(["contracts", index, "from"]), message, hint)
        end, before = max((end, before), (last, index))


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
