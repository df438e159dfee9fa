"""A step of an explanation: an input with its origin in the scenario, or a figure with the arithmetic behind it.

A value may carry its source, or stand inside a value that does. Without one it is an assumption; what nobody wrote
is a default.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mfc_capacity.answers.records import Content
from mfc_capacity.files.nodes import DEFAULT, Entry, Node, child, compact, entries_at, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.units import HOLIDAY, read_days, steps_by
from mfc_capacity.scenario import HOLIDAY_KINDS, LoadedScenario
from mfc_capacity.scenario.dated import in_force
from mfc_capacity.scenario.defaults import with_defaults

ASSUMPTION = "assumption"
HOTLINE, LOAD, OPERATORS, CALLERS, FEWER, GIVEN, PEOPLE, MONEY, DAY, WEEK = (
    "hotline",
    "load",
    "operators",
    "callers",
    "one-fewer",
    "given",
    "people",
    "money",
    "day",
    "week",
)

_OWN = ("part", "subject", "quantity", "value", "unit", "note", "metric")
_OF_ORIGIN = ("written", "key", "location", "source")

Read = Callable[[str], Any]
# Signs and inputs as they are written, computed figures as numbers, booked amounts as decimals.
Formula = tuple[str | float | Decimal, ...]


@dataclass(frozen=True)
class Origin:
    """The origin of one input; `written` None: left out, so that its default holds."""

    key: str
    written: str | None
    location: str | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the chain; `metric` is the column of the plan in which the value stands."""

    part: str
    subject: str
    quantity: Message
    value: float | int | None
    unit: str | None
    formula: Formula = ()
    note: Message | None = None
    metric: str | None = None
    origin: Origin | None = None

    @property
    def record(self) -> dict[str, Content]:
        """The step as a record of the table `steps`, but for its number."""
        own = {name: getattr(self, name) for name in _OWN}
        formula = say("explain.formula", parts=self.formula) if self.formula else None
        return own | {"formula": formula} | {name: getattr(self.origin, name, None) for name in _OF_ORIGIN}


def joined(sign: str, terms: Iterable[Formula]) -> Formula:
    """Return one formula with a sign between the terms.

    >>> joined(" + ", [("60% × ", 5.0), (3.0,)])
    ('60% × ', 5.0, ' + ', 3.0)
    """
    return tuple(part for term in terms for part in (sign, *term))[1:]


def per_cent(share: float) -> Formula:
    """Return a computed share as formulas show it."""
    return (share * 100, "%")


class Origins:
    """Finds the origins of a scenario's inputs."""

    def __init__(self, loaded: LoadedScenario) -> None:
        self.root = with_defaults(loaded.tree.root)

    def has(self, *path: str) -> bool:
        """Return whether something stands at a path."""
        return find(self.root, *path) is not None

    def on(self, day: date | None, *path: str) -> tuple[str, ...]:
        """Return the path of what holds on a day of something that may be by date."""
        return in_force(self.root, path, day)

    def names(self, *path: str) -> list[str]:
        """Return the keys of the map at a path; none if there is no map."""
        return list(entries_at(self.root, *path))

    def of(self, *path: str) -> Origin:
        """Return the origin of the value at a path; of a value left out, the place of what it is missing from."""
        entries = [Entry(self.root.location, self.root)]
        for key in path:
            entry = child(entries[-1].node, key)
            if entry is None:
                return Origin(dotted(path[: len(entries) - 1]), None, _location(entries[-1]), DEFAULT)
            entries.append(entry)
        nodes = [entry.node for entry in entries]
        return Origin(dotted(path), compact(nodes[-1]), _location(entries[-1]), _source(nodes))

    def first_of(self, *paths: Iterable[str]) -> Origin:
        """Return the origin of the first path at which something stands, or of the last path."""
        chosen = [tuple(path) for path in paths]
        return self.of(*next((path for path in chosen if self.has(*path)), chosen[-1]))

    def on_kind(self, path: tuple[str, ...], kind: int) -> tuple[str, ...]:
        """Return the path of what holds on a kind of day: below a key of days that covers it, or the path itself.

        A holiday without a key is as its weekday; of days that no key covers, the path ends with an empty key.
        """
        covered = {
            day: key for key in self.names(*path) if steps_by(key) == "weekday" for day in read_days(key)
        }
        if not covered:
            return path
        weekday, is_holiday = kind % HOLIDAY_KINDS, kind >= HOLIDAY_KINDS
        return (*path, covered.get(HOLIDAY if is_holiday else weekday, covered.get(weekday, "")))

    def covering(self, path: tuple[str, ...], read: Read, wanted: int) -> Origin:
        """Return the origin of the value whose key covers a month; of a single value, its own."""
        keys = entries_at(self.root, *path)
        if not keys:
            return self.of(*path)
        return self.of(*path, next((key for key in keys if wanted in read(key)), ""))

    def in_force(self, path: tuple[str, ...], read: Read, wanted: Any) -> Origin:
        """Return the origin of the last step at or before a time; of a single value, its own."""
        begun = [key for key in entries_at(self.root, *path) if read(key) <= wanted]
        return self.of(*path, *([max(begun, key=read)] if begun else []))


def _source(nodes: list[Node]) -> str:
    """Return the nearest source on the way down to a value, or what it is without one."""
    without = DEFAULT if nodes[-1].origin == DEFAULT else ASSUMPTION
    return next((node.source for node in reversed(nodes) if node.source), without)


def _location(entry: Entry) -> str | None:
    return None if entry.node.origin == DEFAULT else str(entry.best_location)
