"""Which inputs differ between two scenarios, and a scenario with some of the differences applied.

An input is a value that stands by itself: a handling time, a profile, a driver's timeline. A hotline, group,
peak or driver that only one side has is one input, and so is a channel of a hotline. Values are compared by
what they mean: `200s` and `3m 20s` are the same, and so are a default written out and a default left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pydantic import BaseModel

from mfc_capacity.files.layers import NAMED_SECTIONS
from mfc_capacity.files.nodes import Entry, Listing, Map, Node, Scalar, compact, entries_at, find, walk
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.units import HOLIDAY, ServiceLevel, steps_by
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.scenario.build import operators_of, timeline
from mfc_capacity.scenario.defaults import with_defaults
from mfc_capacity.scenario.figures import is_figure
from mfc_capacity.scenario.format import LongServiceLevel, OperatorHour
from mfc_capacity.scenario.tabled import Roster, Volumes

VOLUMES, ROSTERS = "volumes", "rosters"
OF_TABLES = (VOLUMES, ROSTERS)  # what files say, by hotline or group
NOT_INPUTS = ("schema", "extends", "variants", "title", "together", *OF_TABLES)
WHOLE_IF_NEW = ("contract", "contracts", "budget")
PRICED = ("costs", *WHOLE_IF_NEW)
PRICES_OF_PEOPLE = ("hire", "leave")

Path = tuple[str, ...]


@dataclass(frozen=True)
class WrittenInput:
    """One side of an input: what is written, None if nothing is; its value, a default included; its place."""

    entry: Entry | None
    value: str | None
    location: str | None


@dataclass(frozen=True)
class Change:
    """One input that differs: its path, and what holds there on each side (None: nothing is written there)."""

    path: Path
    before: WrittenInput
    after: WrittenInput

    @property
    def key(self) -> str:
        """The dotted key."""
        return dotted(self.path)


def changed_inputs(before: LoadedScenario, after: LoadedScenario) -> list[Change]:
    """Return every input that differs, in the order of the files."""
    roots = [before.tree.root, after.tree.root]
    defaults = [with_defaults(root) for root in roots]
    changes: dict[Path, Change] = {}
    for written in dict.fromkeys(path for root in roots for path in _written(root)):
        path = _standing_alone(written, roots)
        if path not in changes and _meaning(before, path) != _meaning(after, path):
            one, other = (_entry(root, path) for root in roots)
            changes[path] = Change(
                path,
                WrittenInput(one, _text(one or _entry(defaults[0], path)), _place(one, other)),
                WrittenInput(other, _text(other or _entry(defaults[1], path)), _place(other, one)),
            )
    return [*changes.values(), *_changed_tables(before, after)]


def of_tables(side: LoadedScenario, section: str) -> dict[str, Volumes | Roster | None]:
    """Return what the tables of a section say, by hotline or group."""
    if section == VOLUMES:
        return {name: hotline.volumes for name, hotline in side.scenario.hotlines.items()}
    return {name: group.roster for name, group in side.scenario.groups.items()}


def _changed_tables(before: LoadedScenario, after: LoadedScenario) -> Iterator[Change]:
    """Yield the hotlines whose tables say other calls, and the groups whose tables say other operators."""
    for section in OF_TABLES:
        old, new = of_tables(before, section), of_tables(after, section)
        for name in old:
            if name in new and old[name] != new[name]:
                yield Change((section, name), _in_tables(before, old[name]), _in_tables(after, new[name]))


def _in_tables(side: LoadedScenario, rows: Volumes | Roster | None) -> WrittenInput:
    if rows is None:
        return WrittenInput(None, None, None)
    used = [rows.files[k] for k in np.unique(rows.file).tolist()]
    text = ", ".join(
        f"{file.path} (SHA-256 {file.sha256[:8]})" for file in side.scenario.files if file.path in used
    )
    return WrittenInput(None, text, used[0])


def applied(root: Map, changes: Iterable[Change]) -> Map:
    """Return the root with what stands after the changes in the place of what stood before."""
    for change in changes:
        if (
            change.path[0] in OF_TABLES and len(change.path) > 1
        ):  # what the tables of a hotline say, not the tree
            continue
        if _is_channel(change.path):
            path, listing = change.path[:-1], _with_channel(root, change)
        else:
            path, listing = change.path, change.after.entry
        root = _put(root, path, listing)
    return root


def _written(node: Map, above: Path = ()) -> Iterator[Path]:
    """Yield the path of every input that is written; a channel of a hotline has its name in the place of an index."""
    for key, entry in node.own():
        path = (*above, key)
        is_title = len(path) == 3 and path[0] in ("hotlines", "groups") and path[2] == "title"
        if path[0] in NOT_INPUTS or is_title:
            continue
        if isinstance(entry.node, Listing) and _is_channel((*path, "")):
            yield from ((*path, channel) for channel in dict.fromkeys(map(_channel, entry.node.items)))
        elif isinstance(entry.node, Map) and not is_figure(path):
            yield from _written(entry.node, path)
        else:
            yield path


def _is_channel(path: Path) -> bool:
    return len(path) == 4 and path[0] == "hotlines" and path[2] == "deflect"


def _channel(item: Node) -> str:
    """Return the channel of an entry of `deflect`; the format has made sure that it names one."""
    to = find(item, "to")
    return compact(to.node) if to else ""


def _standing_alone(path: Path, roots: Iterable[Map]) -> Path:
    """Return the path of the whole thing that an input belongs to, if only one side has it."""
    if "targets" in path:
        targets = path[: path.index("targets") + 1]
        if any(steps_by(key) == "date" for root in roots for key in entries_at(root, *targets)):
            path = targets
    own = path[:2] if path[0] in NAMED_SECTIONS else path[:1] if path[0] in WHOLE_IF_NEW else path
    return path if all(find(root, *own) for root in roots) else own


def _entry(root: Map, path: Path) -> Entry | None:
    if not _is_channel(path):
        return find(root, *path)
    found = find(root, *path[:-1])
    items = found.node.items if found and isinstance(found.node, Listing) else ()
    own = tuple(item for item in items if _channel(item) == path[-1])
    return Entry(own[0].location, Listing(own[0].location, own)) if own else None


def _place(entry: Entry | None, other: Entry | None) -> str | None:
    """Return where an input stands: where it differs first, if it is longer than a line."""
    if entry is None:
        return None
    for path, inner in walk(entry.node) if other else ():
        across = find(other.node, *path) if other else None
        if isinstance(inner.node, Scalar) and (across is None or compact(across.node) != compact(inner.node)):
            return str(inner.best_location)
    return str(entry.best_location)


def _text(entry: Entry | None) -> str | None:
    return None if entry is None else compact(entry.node)


def _with_channel(root: Map, change: Change) -> Entry | None:
    """Return the entries of `deflect` with those of one channel as they are after the change."""
    found, after = find(root, *change.path[:-1]), change.after.entry
    items = found.node.items if found and isinstance(found.node, Listing) else ()
    kept = tuple(item for item in items if _channel(item) != change.path[-1])
    new = after.node.items if after and isinstance(after.node, Listing) else ()
    listing = found or after
    return Entry(listing.location, Listing(listing.location, kept + new)) if listing and kept + new else None


def _put(node: Map, path: Path, entry: Entry | None) -> Map:
    """Return a map with an entry at a path, or without it; a map that is left empty goes too."""
    key, below = path[0], node.entries.get(path[0])
    if len(path) > 1:
        inner = below.node if below and isinstance(below.node, Map) else Map(node.location)
        inner = _put(inner, path[1:], entry)
        entry = Entry(below.location if below else node.location, inner) if inner.entries else None
    entries = {name: kept for name, kept in node.entries.items() if name != key or entry}
    return replace(node, entries=entries | ({key: entry} if entry else {}))


def _meaning(side: LoadedScenario, path: Path) -> object:
    """Return the typed value at a path, None if there is none: the same however it was written."""
    value: Any = side.file
    for key in path:
        value = _child(value, key)
    meaning = _SAME[path[-1]](value) if path[-1] in _SAME and is_figure(path) else value
    if path[0] in PRICED or (path[0] == "people" and path[-1] in PRICES_OF_PEOPLE):
        return meaning, side.scenario.currency if value is not None else None
    return meaning


def _child(value: Any, key: str) -> Any:
    """Return what stands under a key; of the entries of `deflect`, those of a channel."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return getattr(value, next(name for name, field in fields if (field.alias or name) == key))
    if isinstance(value, list):
        return [entry for entry in value if entry.to == key] or None
    return value.get(key) if isinstance(value, Mapping) else None


def _months(value: Any) -> object:
    return {index: factor for indexes, factor in value.items() for index in indexes if factor != 1}


def _weekdays(value: Any) -> object:
    factors = {index: factor for indexes, factor in value.items() for index in indexes}
    return {index: factor for index, factor in factors.items() if factor != 1 or index == HOLIDAY}


def _hours(value: Any) -> object:
    by_days = value if isinstance(value, Mapping) else {tuple(range(HOLIDAY)): value}
    by_day = {day: spans for days, spans in by_days.items() for day in days}
    return {day: spans for day, spans in by_day.items() if spans or day == HOLIDAY}


def _by_clock(value: Any) -> object:
    """Return a profile or handling time by weekday and clock, however much of it is written once for all."""
    is_by_day = isinstance(value, Mapping) and all(isinstance(key, tuple) for key in value)
    by_days = value if is_by_day else {tuple(range(HOLIDAY)): value}
    return {
        day: own if isinstance(own, Mapping) else {0: own} for days, own in by_days.items() for day in days
    }


def _service_level(value: Any) -> object:
    if isinstance(value, LongServiceLevel):
        return ServiceLevel(float(value.answered), value.within_s, value.of, value.short_s)
    return value


def _operators(value: Any) -> object:
    found = operators_of(value)
    return None if found is None else found.steps


def _operator_hour(value: Any) -> object:
    return (value.price, value.surcharges) if isinstance(value, OperatorHour) else (value, [])


def _count(value: Any) -> object:
    return None if value is None else timeline(value).steps


def _employed(value: Any) -> object:
    return next(iter(value.values())) if isinstance(value, Mapping) else value


def _attrition(value: Any) -> object:
    return value if isinstance(value, Mapping) else {(0, None): value}


# What may be written in two ways: key by key, days and months one by one; a factor of 1 is as good as none.
_SAME: dict[str, Callable[[Any], object]] = {
    "weekdays": _weekdays,
    "months": _months,
    "hours": _hours,
    "profile": _by_clock,
    "aht": _by_clock,
    "service_level": _service_level,
    "operators": _operators,
    "operator_hour": _operator_hour,
    "min_operators": _count,
    "max_operators": _count,
    "lines": _count,
    "employed": _employed,
    "attrition": _attrition,
}
