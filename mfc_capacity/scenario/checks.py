"""What needs more than one part of the file to be judged: references, sums, parts that have to fit together.

The checks read the tree itself, so that they also run where the format has refused something: a value that
cannot be read is left out, its own mistake is reported elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import TypeVar

from mfc_capacity.files import units
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.nodes import BESIDE_A_VALUE, DEFAULT, Entry, Listing, Map, Scalar, entries_at, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Problem, say
from mfc_capacity.files.units import DAY_S, HOLIDAY, UnitError
from mfc_capacity.scenario.clock_changes import clock_changes
from mfc_capacity.scenario.defaults import ungrouped
from mfc_capacity.scenario.holidays import public_days
from mfc_capacity.scenario.limit_references import limit_references
from mfc_capacity.scenario.model import DAY_KINDS, HOLIDAY_KINDS
from mfc_capacity.scenario.types import ALL_GROUPS, NO_TIMEZONE, read_interval_s

MAX_CALENDAR_DAYS = 36_525
MAX_PLANNED_INTERVALS = 20_000_000
EVERY_HOTLINE = "*"

_STEPPED: tuple[tuple[str, str, Callable[[str], object]], ...] = (
    ("hotlines", "hours", units.read_days),
    ("hotlines", "weekdays", units.read_days),
    ("hotlines", "months", units.read_months),
    ("hotlines", "varies", units.read_days),
)

# By clock time, and perhaps by day before that.
_BY_CLOCK = ("profile", "aht")
_DATED_OF_GROUPS = ("targets", "shrinkage", "operators", "min_operators", "max_operators", "lines")
_FACTORS = (("weekdays", units.read_days, 7), ("months", units.read_months, 12))
ROUNDING = Fraction(1, 100)

Spans = tuple[tuple[int, int], ...]
T = TypeVar("T")


def cross_checks(root: Map) -> Iterator[Problem]:
    """Yield a problem for everything that does not fit together."""
    return chain(
        limit_references(root, root),
        _covered_twice(root),
        _operators_covered_twice(root),
        _factors_that_are_shares(root),
        _shrinkage_by_group(root),
        _references(root),
        _table_references(root),
        _groups(root),
        _base_volumes(root),
        _shares(root),
        _drivers(root),
        _begin_late(root),
        _shrinkage_by_month(root),
        _most_below_least(root),
        _no_lines(root),
        _profiles(root),
        _days_left_out(root),
        _public_holidays(root),
        _clock_changes(root),
        _models(root),
        _patience_laws(root),
        _horizon(root),
        _contracts(root),
        _contract_prices(root),
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
            yield from _twice(root, (section, name, key), read)
    yield from _twice(root, ("varies",), units.read_days)
    for name in entries_at(root, "hotlines"):
        for key in _BY_CLOCK:
            path = ("hotlines", name, key)
            yield from _twice(root, path, units.read_clock_s)
            yield from _twice(root, path, units.read_days)
            for days in entries_at(root, *path):
                yield from _twice(root, (*path, days), units.read_clock_s)


def _operators_covered_twice(root: Map) -> Iterator[Problem]:
    """Find the same in operators on duty, which are by date, by weekday in a date, and by clock in either."""
    readers = {"weekday": units.read_days, "clock": units.read_clock_s}
    maps: list[tuple[str, ...]] = [("groups", name, "operators") for name in entries_at(root, "groups")]
    while maps:
        path = maps.pop()
        keys = list(entries_at(root, *path))
        maps += [(*path, key) for key in reversed(keys)]
        read = readers.get(units.steps_by(keys[0]) or "") if keys else None
        if read is not None:
            yield from _twice(root, path, read)


def _twice(root: Map, path: tuple[str, ...], read: Callable[[str], object]) -> Iterator[Problem]:
    seen: dict[object, str] = {}
    for written, entry in entries_at(root, *path).items():
        meanings = _meanings(read, written)
        twice = next((seen[meaning] for meaning in meanings if meaning in seen), None)
        if twice is not None:
            message = say("scenario.covered_already", key=written, by=twice)
            yield entry.location.problem(dotted([*path, written]), message, say("scenario.NAME_EACH_ONCE"))
        seen |= dict.fromkeys(meanings, written)


def _factors_that_are_shares(root: Map) -> Iterator[Problem]:
    """Find weekday factors that are shares of the week, or month factors that are shares of the year.

    Seven factors around 100 % do not add up to 100 %, and twelve neither.
    """
    for name in entries_at(root, "hotlines"):
        for key, read, count in _FACTORS:
            path = ("hotlines", name, key)
            shares = {
                index: read_at(root, units.read_factor, *path, written)
                for written in entries_at(root, *path)
                for index in _meanings(read, written)
                if index != HOLIDAY or key != "weekdays"
            }
            known = [share for share in shares.values() if share is not None]
            if len(known) == count and abs(sum(known, Fraction(-1))) <= ROUNDING:
                message = say("scenario.factors_are_shares", of=key)
                hint = say("scenario.multiply_shares", count=count)
                yield entries_at(root, *path[:2])[key].best_location.problem(dotted(path), message, hint)


def _shrinkage_by_group(root: Map) -> Iterator[Problem]:
    """Find groups or hotlines among the parts of the file's shrinkage, where they would be added up."""
    names = {**entries_at(root, "hotlines"), **entries_at(root, "groups")}
    for path in _steps_at(root, ("shrinkage",)):
        for part, entry in entries_at(root, *path).items():
            if part in names:
                message = say("scenario.shrinkage_of_a_group", name=part)
                hint = say("scenario.write_its_shrinkage", name=part)
                yield entry.location.problem(dotted([*path, part]), message, hint)


def _meanings(read: Callable[[str], object], key: str) -> tuple[object, ...]:
    try:
        meaning = read(key)
    except UnitError:
        return ()
    return meaning if isinstance(meaning, tuple) else (meaning,)


def _references(root: Map) -> Iterator[Problem]:
    hotlines = entries_at(root, "hotlines")
    drivers = entries_at(root, "drivers")
    shifts = entries_at(root, "shifts")
    contacts = entries_at(root, "costs", "contacts")
    for name in hotlines:
        yield from _reference(root, ("hotlines", name, "scales_with"), "driver", drivers)
        for index in indexes(root, "hotlines", name, "deflect") if find(root, "costs", "contacts") else ():
            yield from _reference(root, ("hotlines", name, "deflect", index, "to"), "channel", contacts)
    for name in entries_at(root, "groups"):
        for index in indexes(root, "groups", name, "hotlines"):
            yield from _reference(root, ("groups", name, "hotlines", index), "hotline", hotlines)
        for index in indexes(root, "groups", name, "shifts"):
            yield from _reference(root, ("groups", name, "shifts", index), "shift", shifts)
    for name in entries_at(root, "peaks"):
        for hotline, entry in entries_at(root, "peaks", name, "multiply").items():
            if hotline not in hotlines and hotline != EVERY_HOTLINE:
                yield not_there(("peaks", name, "multiply", hotline), entry, "hotline", hotline, hotlines)


def _table_references(root: Map) -> Iterator[Problem]:
    """Find hotlines and groups that tables are said to be of, and that are not there."""
    for section, owners, figures in (
        ("volumes", "hotlines", ("calls", "aht")),
        ("rosters", "groups", ("operators",)),
    ):
        what, known = owners.removesuffix("s"), entries_at(root, owners)
        for index in indexes(root, section):
            for name in entries_at(root, section, index, owners):
                yield from _reference(root, (section, index, owners, name), what, known)
            for figure in figures:
                path = (section, index, "columns", figure)
                for name, entry in entries_at(root, *path).items():
                    if name not in known and {*entries_at(root, *path)} - {"value", *BESIDE_A_VALUE}:
                        yield not_there((*path, name), entry, what, name, known)


def indexes(root: Map, *path: str) -> Iterable[str]:
    """Return the indexes of the list at a path; none if there is no list."""
    found = find(root, *path)
    return map(str, range(len(found.node.items))) if found and isinstance(found.node, Listing) else ()


def _reference(root: Map, path: tuple[str, ...], what: str, known: Mapping[str, Entry]) -> Iterator[Problem]:
    found = find(root, *path)
    if found and isinstance(found.node, Scalar) and not found.node.is_null and found.node.text not in known:
        at_value = Entry(found.node.location, found.node)
        yield not_there(path, at_value, what, found.node.text, known)


def not_there(path: tuple[str, ...], entry: Entry, what: str, name: str, known: Iterable[str]) -> Problem:
    """Return that a part of the file names what is not there."""
    names = tuple(known)
    there = (
        say("scenario.price_the_channel", names=names)
        if what == "channel"
        else say("scenario.EVERY_HOTLINE")
        if what == "hotline" and name in ("all", "every", "any", "все")
        else say("scenario.there_are", what=what, names=names)
    )
    message = say("scenario.not_there", what=what, name=name)
    return entry.location.problem(dotted(path), message, did_you_mean(name, names) or there)


def _groups(root: Map) -> Iterator[Problem]:
    """A hotline has one group, and a hotline without one must be able to become a group of its own name."""
    home: dict[str, str] = {}
    groups, hotlines = entries_at(root, "groups"), entries_at(root, "hotlines")
    for group in groups:
        for index in indexes(root, "groups", group, "hotlines"):
            path = ("groups", group, "hotlines", index)
            found = find(root, *path)
            if not found or not isinstance(found.node, Scalar):
                continue
            name = found.node.text
            if name in home:
                message = say("scenario.hotline_in_a_group", hotline=name, group=home[name])
                yield found.location.problem(dotted(path), message, say("scenario.NAME_HOTLINE_ONCE"))
            home[name] = group
    if ALL_GROUPS in groups:
        is_alone = groups[ALL_GROUPS].node.origin == DEFAULT
        section, named = ("hotlines", hotlines) if is_alone else ("groups", groups)
        message = say("scenario.reserved_name", name=ALL_GROUPS)
        place = named[ALL_GROUPS].location
        yield place.problem(dotted([section, ALL_GROUPS]), message, say("scenario.CHOOSE_ANOTHER_NAME"))
    for name in ungrouped(root):
        message = say("scenario.name_of_a_group", hotline=name)
        hint = say("scenario.group_or_rename", hotline=name)
        yield hotlines[name].location.problem(dotted(["hotlines", name]), message, hint)


def _base_volumes(root: Map) -> Iterator[Problem]:
    has_tables = any(indexes(root, "volumes"))
    for name, entry in entries_at(root, "hotlines").items():
        given = entries_at(root, "hotlines", name).keys() & {"calls_per_day", "share"}
        path = dotted(["hotlines", name])
        if isinstance(entry.node, Map) and not given and not has_tables:
            message = say("scenario.no_base_volume", hotline=name)
            yield entry.location.problem(path, message, say("scenario.CALLS_OR_SHARE"))
        if len(given) == 2:
            location = entries_at(root, "hotlines", name)["share"].location
            message = say("scenario.two_base_volumes", hotline=name)
            yield location.problem(path, message, say("scenario.KEEP_ONE_OF_THE_TWO"))


def _shares(root: Map) -> Iterator[Problem]:
    total = find(root, "calls_per_day")
    written = {name: find(root, "hotlines", name, "share") for name in entries_at(root, "hotlines")}
    given = {name: entry for name, entry in written.items() if entry}
    if total and not given:
        message, hint = say("scenario.NO_SHARE_OF_CALLS"), say("scenario.WRITE_SHARES")
        yield total.location.problem("calls_per_day", message, hint)
    if given and not total:
        name, entry = next(iter(given.items()))
        message, hint = say("scenario.SHARE_OF_WHAT"), say("scenario.WRITE_CALLS_PER_DAY")
        yield entry.location.problem(dotted(["hotlines", name, "share"]), message, hint)
    shares = [read_at(root, units.read_share, "hotlines", name, "share") for name in given]
    known = [share for share in shares if share is not None]
    difference = sum(known, Fraction(-1))
    if total and known and len(known) == len(shares) and difference:
        message = say("scenario.shares_do_not_add_up", difference=float(difference))
        hint = say("scenario.change_a_share", hotlines=tuple(given))
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
            message = say("scenario.driver_begins_late", driver=name, begins=start, calendar=first_day)
            hint = say("scenario.add_a_value_on", day=first_day)
            yield steps[start].location.problem(path, message, hint)
        if _number(steps[start]) == 0:
            message = say("scenario.driver_begins_at_zero", driver=name)
            hint = say("scenario.BEGIN_ABOVE_ZERO")
            yield steps[start].node.location.problem(path, message, hint)


def _dated(root: Map, path: tuple[str, ...]) -> dict[date, Entry]:
    """Return the steps at a path by their dates; none where it is not by date."""
    return _readable(units.read_date, entries_at(root, *path))


def _steps_at(root: Map, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the paths of the steps at a path that is by date, or the path itself."""
    keys = [key for key in entries_at(root, *path) if units.steps_by(key) == "date"]
    return [(*path, key) for key in keys] or [path]


def _begin_late(root: Map) -> Iterator[Problem]:
    """Find what is by date and has no value on the calendar's first days."""
    first_day = read_at(root, units.read_date, "calendar", "from")
    of_groups = (("groups", name, key) for name in entries_at(root, "groups") for key in _DATED_OF_GROUPS)
    for path in (("targets",), ("shrinkage",), *of_groups):
        steps = _dated(root, path)
        if first_day and steps and min(steps) > first_day:
            message = say("scenario.begins_late", key=path[-1], begins=min(steps), calendar=first_day)
            hint = say("scenario.add_a_value_on", day=first_day)
            yield steps[min(steps)].location.problem(dotted(path), message, hint)


def _shrinkage_by_month(root: Map) -> Iterator[Problem]:
    """A part of shrinkage that is by month names every month that is planned."""
    first, last = (read_at(root, units.read_date, "calendar", key) for key in ("from", "to"))
    planned = _months_between(first, last) if first and last else set()
    sections = (("shrinkage",), *(("groups", name, "shrinkage") for name in entries_at(root, "groups")))
    parts = (
        (*path, part)
        for above in sections
        for path in _steps_at(root, above)
        for part in entries_at(root, *path)
    )
    for path in parts:
        months = entries_at(root, *path)
        named = {month for key in months for month in _meanings(units.read_months, key)}
        missing = tuple(name for number, name in enumerate(units.MONTHS) if number in planned - named)
        place = find(root, *path)
        if not months or place is None:
            continue
        if not planned and find(root, "calendar", "from"):
            continue  # its dates have a mistake of their own
        if not planned:
            message, hint = (
                say("scenario.months_without_dates", part=path[-1]),
                say("scenario.ADD_A_CALENDAR"),
            )
            yield place.location.problem(dotted(path), message, hint)
        elif missing:
            message = say("scenario.months_missing", part=path[-1], months=missing)
            yield place.location.problem(dotted(path), message, say("scenario.NAME_EVERY_MONTH"))
        yield from _twice(root, path, units.read_months)


def _months_between(first: date, last: date) -> set[int]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return {(first.month - 1 + k) % 12 for k in range(min(count, 12))}


def _most_below_least(root: Map) -> Iterator[Problem]:
    """There may be at least as many operators as there have to be, on every day."""
    for name in entries_at(root, "groups"):
        least, most = (_counts(root, ("groups", name, key)) for key in ("min_operators", "max_operators"))
        for day in sorted({*least, *most}) if least and most else ():
            (least_there, _), (most_there, entry) = _begun(least, day), _begun(most, day)
            if most_there < least_there:
                start = None if day == date.min else day
                message = say("scenario.most_below_least", most=most_there, least=least_there, day=start)
                path = dotted(["groups", name, "max_operators"])
                yield entry.best_location.problem(path, message, say("scenario.CHANGE_ONE_OF_THE_TWO"))
                break


def _no_lines(root: Map) -> Iterator[Problem]:
    """A group that is called has a line."""
    for name in entries_at(root, "groups"):
        for count, entry in _counts(root, ("groups", name, "lines")).values():
            if count == 0:
                path = dotted(["groups", name, "lines"])
                yield entry.best_location.problem(
                    path, say("scenario.NO_LINES"), say("scenario.A_LINE_AT_LEAST")
                )


def _counts(root: Map, path: tuple[str, ...]) -> dict[date, tuple[int, Entry]]:
    """Return the whole numbers at a path by the date on which they begin; a single one begins with time."""
    found = find(root, *path)
    steps = _dated(root, path) or ({date.min: found} if found else {})
    numbers = {day: _number(entry) for day, entry in steps.items()}
    return {day: (int(number), steps[day]) for day, number in sorted(numbers.items()) if number is not None}


def _begun(steps: Mapping[date, tuple[int, Entry]], day: date) -> tuple[int, Entry]:
    return next((steps[start] for start in sorted(steps, reverse=True) if start <= day), steps[min(steps)])


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
    for name in entries_at(root, "hotlines"):
        path = ("hotlines", name, "profile")
        hours = _opening_hours(root, name)
        open_on = _kinds(root, hours)
        by_day = _kinds(root, entries_at(root, *path)) or {None: set(range(DAY_KINDS))}
        for days, kinds in by_day.items():
            own_hours = {on: spans for on, spans in hours.items() if kinds & open_on.get(on, set())}
            problem = _without_weight(root, path if days is None else (*path, days), own_hours)
            if problem is not None:
                yield problem
                break


def _kinds(root: Map, keys: Iterable[str | None]) -> dict[str | None, set[int]]:
    """Return the kinds of day that keys of days hold on, None on all; keys that name no days are left out.

    A holiday without a key is as its weekday; there are none where the calendar has none.
    """
    meant = {key: set(range(HOLIDAY)) if key is None else {*_days(key)} for key in keys}
    is_named = any(HOLIDAY in days for days in meant.values())
    has_holidays = find(root, "calendar", "holidays") or find(root, "calendar", "days_like")
    found = {}
    for key, days in meant.items():
        kinds = {day for day in days if day != HOLIDAY}
        if has_holidays and (HOLIDAY in days or not is_named):
            kinds |= (
                set(range(HOLIDAY_KINDS, DAY_KINDS))
                if HOLIDAY in days
                else {day + HOLIDAY_KINDS for day in days}
            )
        if days:
            found[key] = kinds
    return found


def _days(key: str) -> tuple[int, ...]:
    try:
        return units.read_days(key)
    except UnitError:
        return ()


def _without_weight(root: Map, path: tuple[str, ...], hours: Mapping[str | None, Spans]) -> Problem | None:
    """Return what is wrong with the weights at a path on the days they are for, with these opening hours."""
    steps = _readable(units.read_clock_s, entries_at(root, *path))
    clocks = sorted(steps)
    weights = [_weight(steps[clock]) for clock in clocks]
    if not weights or None in weights:
        return None
    found = find(root, *path)
    at = root.location if found is None else found.best_location
    are_shares = any(_is_share(entry) for entry in steps.values())
    for days, spans in hours.items():
        through_midnight = bool(spans) and spans[0][0] == 0 and spans[-1][1] == DAY_S
        ends = [*clocks[1:], DAY_S + clocks[0] if through_midnight else DAY_S]
        held = [
            weight
            for begin, end, weight in zip(clocks, ends, weights, strict=True)
            if any(
                max(begin, first + day) < min(end, last + day) for first, last in spans for day in (0, DAY_S)
            )
        ]
        if not any(held) and spans:
            message = say("scenario.profile_without_weight", days=days)
            return at.problem(dotted(path), message, say("scenario.HOW_A_WEIGHT_HOLDS"))
        if are_shares and spans and sum(filter(None, held)) != sum(filter(None, weights)):
            message = say("scenario.share_while_closed", days=days)
            return at.problem(dotted(path), message, say("scenario.HOW_A_SHARE_HOLDS"))
    return None


def _is_share(entry: Entry) -> bool:
    return isinstance(entry.node, Scalar) and entry.node.text.endswith("%")


def _weight(entry: Entry) -> Fraction | None:
    """Return the weight that an entry holds, as a rate or a share; None if it holds none."""
    try:
        if _is_share(entry) and isinstance(entry.node, Scalar):
            return units.read_small_share(entry.node.text)
    except UnitError:
        return None
    number = _number(entry)
    return None if number is None else Fraction(number)


def _days_left_out(root: Map) -> Iterator[Problem]:
    """A profile or AHT by day names every day on which the hotline is open; without hours it may be open on any."""
    for name in entries_at(root, "hotlines"):
        has_hours = find(root, "hotlines", name, "hours") is not None
        round_the_clock: dict[str | None, Spans] = {None: ((0, DAY_S),)}
        hours = _opening_hours(root, name) if has_hours else round_the_clock
        open_on = {kind for on, kinds in _kinds(root, hours).items() if hours[on] for kind in kinds}
        for key in _BY_CLOCK:
            path = ("hotlines", name, key)
            named = _kinds(root, entries_at(root, *path))
            left_out = open_on.difference(*named.values()) if named else set()
            if left_out:
                days = [day for kind, day in enumerate(units.WEEKDAYS) if kind in left_out]
                of_holidays = {kind for kind in left_out if kind - HOLIDAY_KINDS not in left_out}
                days += ["holiday"] if of_holidays & set(range(HOLIDAY_KINDS, DAY_KINDS)) else []
                message = say("scenario.days_left_out", key=key, days=tuple(days))
                found = entries_at(root, "hotlines", name)[key]
                yield found.best_location.problem(dotted(path), message, say("scenario.NAME_THE_OPEN_DAYS"))


def _public_holidays(root: Map) -> Iterator[Problem]:
    """A country's holidays are known in every planned year."""
    first, last = (read_at(root, units.read_date, "calendar", key) for key in ("from", "to"))
    above = ("calendar", "holidays")
    paths = [(*above, "country"), *((*above, index, "country") for index in indexes(root, *above))]
    for path in paths:
        country = read_at(root, str, *path)
        found = find(root, *path)
        if country is None or found is None or first is None or last is None or first > last:
            continue
        if last.year - first.year > MAX_CALENDAR_DAYS // 365:
            continue
        try:
            public_days(country, first.year, last.year)
        except UnitError as error:
            yield found.best_location.problem(dotted(path), error.message, error.hint)


def _clock_changes(root: Map) -> Iterator[Problem]:
    """The clocks of a time zone are known, and change between intervals."""
    first, last = (read_at(root, units.read_date, "calendar", key) for key in ("from", "to"))
    interval_s = read_at(root, read_interval_s, "calendar", "interval")
    zone, found = read_at(root, str, "calendar", "timezone"), find(root, "calendar", "timezone")
    if zone in (None, NO_TIMEZONE) or found is None or first is None or last is None or not interval_s:
        return
    if 0 <= (last - first).days < MAX_CALENDAR_DAYS and first.year >= 1900:
        try:
            clock_changes(zone, first, last, interval_s)
        except UnitError as error:
            yield found.best_location.problem("calendar.timezone", error.message, error.hint)


def _number(entry: Entry) -> Decimal | None:
    """Return the number that an entry holds; None if it holds none."""
    try:
        return units.read_number(entry.node.text) if isinstance(entry.node, Scalar) else None
    except UnitError:
        return None


def _opening_hours(root: Map, name: str) -> dict[str | None, Spans]:
    """Return the opening hours that can be read, by the days they are for; None: every day."""
    path = ("hotlines", name, "hours")
    every_day = read_at(root, _read_hours, *path)
    if every_day is not None:
        return {None: every_day}
    by_day = {days: read_at(root, _read_hours, *path, days) for days in entries_at(root, *path)}
    return {days: spans for days, spans in by_day.items() if spans is not None}


def _read_hours(text: str) -> Spans:
    return () if text == units.CLOSED else units.read_hours(text)


def _models(root: Map) -> Iterator[Problem]:
    """Erlang A needs callers who hang up."""
    for group in entries_at(root, "groups"):
        model = find(root, "groups", group, "model") or find(root, "model")
        hotlines = [
            read_at(root, str, "groups", group, "hotlines", k)
            for k in indexes(root, "groups", group, "hotlines")
        ]
        patience = {read_at(root, str, "hotlines", name, "patience") for name in hotlines if name}
        if (
            model
            and isinstance(model.node, Scalar)
            and model.node.text == "erlang-a"
            and patience == {"endless"}
        ):
            message = say("scenario.nobody_hangs_up", group=group)
            hint = say("scenario.GIVE_A_PATIENCE")
            yield model.node.location.problem(dotted(["groups", group, "model"]), message, hint)


def _patience_laws(root: Map) -> Iterator[Problem]:
    """A law of patience needs a patience that it is the law of."""
    for name in entries_at(root, "hotlines"):
        law = find(root, "hotlines", name, "patience_law")
        if law and read_at(root, str, "hotlines", name, "patience") == "endless":
            message = say("scenario.law_without_patience", hotline=name)
            hint = say("scenario.ADD_THE_MEAN_PATIENCE")
            yield law.location.problem(dotted(["hotlines", name, "patience_law"]), message, hint)


def _horizon(root: Map) -> Iterator[Problem]:
    first, last = (read_at(root, units.read_date, "calendar", key) for key in ("from", "to"))
    interval_s = read_at(root, read_interval_s, "calendar", "interval")
    end = find(root, "calendar", "to")
    if not first or not last or not end or not interval_s:
        return
    days = (last - first).days + 1
    groups = len(entries_at(root, "groups"))
    per_day = DAY_S // interval_s
    if days > MAX_CALENDAR_DAYS:
        message, hint = (
            say("scenario.too_many_days", days=days, most=MAX_CALENDAR_DAYS),
            say("scenario.PLAN_A_SHORTER_TIME"),
        )
        yield end.best_location.problem("calendar.to", message, hint)
    elif days * per_day * groups > MAX_PLANNED_INTERVALS:
        message = say(
            "scenario.too_many_intervals",
            days=days,
            per_day=per_day,
            groups=groups,
            most=MAX_PLANNED_INTERVALS,
        )
        yield end.best_location.problem("calendar.to", message, say("scenario.PLAN_LESS"))


def _contract_prices(root: Map) -> Iterator[Problem]:
    """A contract has a volume and a price, or steps of prices, the last of which says both."""
    paths: list[tuple[str, ...]] = [("contracts", index) for index in indexes(root, "contracts")]
    for path in [*paths, ("contract",)]:
        contract = find(root, *path)
        keys = entries_at(root, *path)
        if contract is None or not isinstance(contract.node, Map) or "prices" in keys:
            continue
        for key in ("volume", "price"):
            if key not in keys:
                message = (
                    say("scenario.part_lacks", part=path[0], key=key)
                    if len(path) == 1
                    else say("scenario.entry_lacks", index=path[1], of=path[0], key=key)
                )
                hint = say("keys.what_it_is", part="Contract", key=key)
                yield contract.location.problem(dotted([*path, key]), message, hint)


def _contracts(root: Map) -> Iterator[Problem]:
    """A day is counted in one contract only."""
    spans = []
    for index in indexes(root, "contracts"):
        first, last = (read_at(root, units.read_date, "contracts", index, key) for key in ("from", "to"))
        if first and last and first <= last:
            spans.append((first, last, index))
    end, before = date.min, ""
    for first, last, index in sorted(spans):
        start = find(root, "contracts", index, "from")
        if start and first <= end:
            message = say(
                "scenario.contracts_overlap",
                number=int(index) + 1,
                first=first,
                other=int(before) + 1,
                end=end,
            )
            hint = say("scenario.ONE_CONTRACT_A_DAY")
            yield start.best_location.problem(dotted(["contracts", index, "from"]), message, hint)
        end, before = max((end, before), (last, index))
