"""What of people needs more than one key to be judged: their group and the calendar, steps that follow each other.

As all checks across keys, these read the tree itself, and leave out what has a mistake of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain, pairwise
from typing import TypeVar

from mfc_capacity.files import units
from mfc_capacity.files.nodes import Entry, Map, entries_at, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Message, Problem, say
from mfc_capacity.files.units import UnitError
from mfc_capacity.scenario.checks import indexes, not_there, read_at

Path = tuple[str, ...]
T = TypeVar("T")


def people_checks(root: Map) -> Iterator[Problem]:
    """Yield a problem for everything of people that does not fit together."""
    people = entries_at(root, "people")
    if people and find(root, "calendar", "from") is None and find(root, "calendar", "to") is None:
        message, hint = say("scenario.PEOPLE_WITHOUT_DATES"), say("scenario.DATE_THE_PEOPLE")
        yield root.entries["people"].location.problem("people", message, hint)
    for name, entry in people.items():
        path = ("people", name)
        yield from chain(
            _group(root, name, entry),
            _employed(root, (*path, "employed")),
            _hires(root, path),
            _tenures(root, (*path, "attrition")),
            _ramp(root, (*path, "ramp")),
        )


def _group(root: Map, name: str, entry: Entry) -> Iterator[Problem]:
    """People are those of a group."""
    groups = entries_at(root, "groups")
    if name not in groups:
        problem = not_there(("people", name), entry, "group", name, groups)
        home = next((group for group in groups if name in _hotlines(root, group)), None)
        yield problem if home is None else replace(problem, hint=say("files.did_you_mean", word=home))


def _hotlines(root: Map, group: str) -> set[str | None]:
    path = ("groups", group, "hotlines")
    return {read_at(root, str, *path, index) for index in indexes(root, *path)}


def _employed(root: Map, path: Path) -> Iterator[Problem]:
    """The employed are counted on the calendar's first day."""
    first = read_at(root, units.read_date, "calendar", "from")
    for day, own in _steps(root, path, units.read_date):
        if first is not None and day != first:
            message = say("scenario.employed_on_another_day", day=day, first=first)
            yield _at_key(root, own, message, say("scenario.count_them_on", first=first))


def _hires(root: Map, path: Path) -> Iterator[Problem]:
    """A class begins on a Monday of the calendar, or before it and is still in training on the calendar's first day."""
    first, last = (read_at(root, units.read_date, "calendar", key) for key in ("from", "to"))
    training = timedelta(weeks=read_at(root, units.read_weeks, *path, "training", "length") or 0)
    for day, own in _steps(root, (*path, "hires"), units.read_date):
        if first is not None and last is not None and (day > last or day < first >= day + training):
            message = say("scenario.class_outside_the_calendar", day=day, first=first, last=last)
            yield _at_key(root, own, message, say("scenario.MOVE_THE_CLASS"))
        elif day.weekday():
            before = day - timedelta(days=day.weekday())
            hint = say("scenario.write_a_monday", before=before, after=before + timedelta(weeks=1))
            yield _at_key(root, own, say("scenario.class_within_a_week", day=day), hint)


def _tenures(root: Map, path: Path) -> Iterator[Problem]:
    """Steps of tenure hold for every tenure, once."""
    steps = sorted(_steps(root, path, units.read_tenure), key=lambda step: step[0][0])
    if not steps or len(steps) < len(entries_at(root, *path)):
        return
    reached: int | None = 0
    for (since, until), own in steps:
        if since != reached:
            message = say("scenario.tenures_apart", since=since, reached=reached)
            yield _at_key(root, own, message, say("scenario.EACH_TENURE_ONCE"))
            return
        reached = until
    if reached is not None:
        message = say("scenario.tenures_end", months=reached)
        yield _at_key(root, steps[-1][1], message, say("scenario.add_a_tenure", months=reached))


def _ramp(root: Map, path: Path) -> Iterator[Problem]:
    """Who is new gets better, step by step."""
    of_aht = (*path, "aht")
    is_aht = find(root, *of_aht) is not None
    steps = _steps(root, of_aht if is_aht else path, units.read_weeks)
    for (weeks_before, before), (weeks, own) in pairwise(steps):
        earlier, later = (read_at(root, units.read_factor, *each) for each in (before, own))
        if weeks <= weeks_before:
            message = say("scenario.ramp_out_of_order", weeks=weeks, before=weeks_before)
            yield _at_key(root, own, message, say("scenario.WRITE_A_RAMP"))
        elif earlier is not None and later is not None and (later > earlier if is_aht else later < earlier):
            message = say("scenario.ramp_falls", weeks=weeks, before=weeks_before, is_aht=is_aht)
            yield _at_key(root, own, message, say("scenario.WRITE_A_RAMP"))


def _steps(root: Map, path: Path, read: Callable[[str], T]) -> list[tuple[T, Path]]:
    """Return what the keys of a map mean, in their order, and where each stands; without those that mean nothing."""
    steps = []
    for key in entries_at(root, *path):
        try:
            steps.append((read(key), (*path, key)))
        except UnitError:
            continue
    return steps


def _at_key(root: Map, path: Path, message: Message, hint: Message) -> Problem:
    return entries_at(root, *path[:-1])[path[-1]].location.problem(dotted(path), message, hint)
