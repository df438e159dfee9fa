"""A YAML document as a tree of texts, each with its place, the layer it came from, and its source.

Nothing is guessed here: `08:00`, `no` and `010` stay the text they are, and the scenario's format decides
what they mean. Nodes never change; a patch makes a new tree that shares what it does not touch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mfc_capacity.files.problems import Message, Problem

FILE, EXTENDS, VARIANT, SET, DEFAULT = "file", "extends", "variant", "--set", "default"
NULLS = ("", "~", "null", "Null", "NULL")
OWN_KEYS = "x-"
BESIDE_A_VALUE = ("source", "range")  # what may stand beside the value of a figure


@dataclass(frozen=True)
class Location:
    """Where something stands: file, line (None on the command line), column from 1, and that line's text."""

    file: str
    line: int | None = None
    column: int | None = None
    source_line: str | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"

    def problem(self, key: str, message: Message, hint: Message | None = None) -> Problem:
        """Return a problem at this place."""
        return Problem(self.file, self.line, self.column, key, message, hint, self.source_line)


@dataclass(frozen=True)
class Node:
    """What scalars, lists and maps share: place and layer (`origin`); of a figure, its source and its range."""

    location: Location
    source: str | None = field(default=None, kw_only=True)
    range: "Scalar | None" = field(default=None, kw_only=True)
    origin: str = field(default=FILE, kw_only=True)


@dataclass(frozen=True)
class Scalar(Node):
    """A text."""

    text: str
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether the value was left empty or written as null."""
        return not self.quoted and self.text in NULLS


@dataclass(frozen=True)
class Listing(Node):
    """A list of nodes."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Entry:
    """A key's place and its value."""

    location: Location
    node: Node

    @property
    def best_location(self) -> Location:
        """Where a reader looks for it: at the value, or at the key if the value begins on a later line."""
        return self.node.location if self.node.location.line == self.location.line else self.location


@dataclass(frozen=True)
class Map(Node):
    """Keys in their order."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def own(self) -> Iterator[tuple[str, Entry]]:
        """Yield the entries that the format reads: all but the user's own x- keys."""
        return ((key, entry) for key, entry in self.entries.items() if not key.startswith(OWN_KEYS))


def is_null(node: Node) -> bool:
    """Return whether a node is a scalar without a value."""
    return isinstance(node, Scalar) and node.is_null


def child(node: Node, key: str) -> Entry | None:
    """Return what stands under a key, or at an index of a list."""
    if isinstance(node, Map):
        return node.entries.get(key)
    if isinstance(node, Listing) and key.isdecimal() and len(key) < 9 and int(key) < len(node.items):
        item = node.items[int(key)]
        return Entry(item.location, item)
    return None


def find(node: Node, *path: str) -> Entry | None:
    """Return what stands at a path below a node."""
    entry: Entry | None = Entry(node.location, node)
    for key in path:
        entry = None if entry is None else child(entry.node, key)
    return entry


def entries_at(node: Node, *path: str) -> dict[str, Entry]:
    """Return the entries of the map at a path; none if there is no map."""
    found = find(node, *path)
    return dict(found.node.own()) if found is not None and isinstance(found.node, Map) else {}


def merged(base: Map, patch: Map) -> Map:
    """Return the base with a patch on it: maps merge, lists and scalars replace, null removes."""
    entries = dict(base.entries)
    for key, entry in patch.entries.items():
        below = entries[key].node if key in entries else None
        if is_null(entry.node):
            entries.pop(key, None)
        elif isinstance(below, Map) and isinstance(entry.node, Map):
            entries[key] = Entry(entry.location, merged(below, entry.node))
        else:
            entries[key] = Entry(entry.location, without_nulls(entry.node))
    return replace(patch, entries=entries)


def without_nulls(node: Node) -> Node:
    """Return a patch without the keys that it removes."""
    if not isinstance(node, Map):
        return node
    kept = {
        key: Entry(entry.location, without_nulls(entry.node))
        for key, entry in node.entries.items()
        if not is_null(entry.node)
    }
    return replace(node, entries=kept)


def relabelled(node: Node, origin: str, location: Location | None = None) -> Node:
    """Return a copy that belongs to another layer and, if given, stands at another place."""
    at = location or node.location
    if node.range is not None:
        node = replace(
            node, range=replace(node.range, origin=origin, location=location or node.range.location)
        )
    if isinstance(node, Listing):
        items = tuple(relabelled(item, origin, location) for item in node.items)
        return replace(node, items=items, origin=origin, location=at)
    if isinstance(node, Map):
        entries = {
            key: Entry(location or entry.location, relabelled(entry.node, origin, location))
            for key, entry in node.entries.items()
        }
        return replace(node, entries=entries, origin=origin, location=at)
    return replace(node, origin=origin, location=at)


def plain(node: Node) -> Any:
    """Return the node as texts, lists and dicts without the user's own keys; a missing value is None."""
    if isinstance(node, Map):
        return {key: plain(entry.node) for key, entry in node.own()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return None if not isinstance(node, Scalar) or node.is_null else node.text


def compact(node: Node) -> str:
    """Return a value as written, on one line."""
    if isinstance(node, Map):
        return "{" + ", ".join(f"{key}: {compact(entry.node)}" for key, entry in node.own()) + "}"
    if isinstance(node, Listing):
        return "[" + ", ".join(compact(item) for item in node.items) + "]"
    return " ".join(node.text.split()) if isinstance(node, Scalar) else ""


def walk(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Yield every entry below a node with its path, in the order of the file, without the user's own keys."""
    below = node.own() if isinstance(node, Map) else _numbered(node)
    for key, entry in below:
        yield (*path, key), entry
        yield from walk(entry.node, (*path, key))


def _numbered(node: Node) -> Iterator[tuple[str, Entry]]:
    items = node.items if isinstance(node, Listing) else ()
    return ((str(index), Entry(item.location, item)) for index, item in enumerate(items))
