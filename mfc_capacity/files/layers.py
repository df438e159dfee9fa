"""A scenario's tree from its layers: the files it extends, itself, a variant, changes from the command line.

Files merge: maps key by key, lists and scalars replace, null removes. A variant and `--set` put a value at
a path in place of what stands there; null removes it. Every node keeps the place and the layer it came
from.
"""

import difflib
import hashlib
import os
import re
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, cast

from mfc_capacity.files.nodes import (
    EXTENDS,
    SET,
    VARIANT,
    Entry,
    Listing,
    Location,
    Map,
    Node,
    Scalar,
    child,
    entries_at,
    is_null,
    merged,
    relabelled,
    without_nulls,
)
from mfc_capacity.files.parsing import MAX_BYTES, MAX_DEPTH, parse
from mfc_capacity.files.paths import dotted, split_path
from mfc_capacity.files.problems import InputError, Message, Problem, reason_of, say, usage_error
from mfc_capacity.files.text import is_text

MAX_EXTENDS = 8
MOST_NAMES_COMPARED = 200
# Words that no misspelling turns into one another: bounds, directions, times, what is counted.
APART = (
    frozenset({"min", "max", "minimum", "maximum", "least", "most"}),
    frozenset({"increase", "decrease"}),
    frozenset({"minute", "hour", "day", "week", "month", "quarter", "year"}),
    frozenset({"call", "chat", "email", "mail", "letter", "ticket", "contact", "message", "visit", "case"}),
    frozenset({"a", "b", "c"}),  # of erlang-a
)
SAME = {"minimum": "min", "least": "min", "maximum": "max", "most": "max"}
STDIN, STDIN_SHOWN = "-", "<stdin>"
NAMED_SECTIONS = ("hotlines", "groups", "peaks", "drivers", "shifts", "people")


class Reader(Protocol):
    """Reads a file: at most a byte beyond `most`, which without a word is a scenario's length."""

    def __call__(self, path: str, most: int = MAX_BYTES, /) -> bytes:
        """Return its bytes."""
        ...


@dataclass(frozen=True, eq=False)
class FilesBeside:
    """The files that a scenario names: where they are, how they are read, and what was made of those that were.

    `scenario` is the path of its file; `extended` are those of the files it extends, by what they are shown as.
    """

    scenario: str
    extended: Mapping[str, str]
    read: Reader
    kept: dict[Hashable, Any] = field(default_factory=dict)

    def path(self, name: str, location: Location) -> str:
        """Return the path of a file that is named at a place: it counts from the folder of the file with that place."""
        named_in = self.extended.get(location.file, self.scenario)
        return os.path.join(os.path.dirname(named_in) or os.curdir, name)  # noqa: PTH118, PTH120 - keeps ./-


@dataclass(frozen=True)
class Tree:
    """A scenario as read: its root, the files it came from with their SHA-256, the patches applied."""

    root: Map
    path: str
    sha256: str
    beside: FilesBeside
    extends: tuple[tuple[str, str], ...] = ()
    variant: str | None = None
    overrides: tuple[str, ...] = ()


def read_bytes(path: str, most: int = MAX_BYTES, /) -> bytes:
    """Read a file, or standard input for `-`; never more than a byte beyond `most`, by default a scenario's length."""
    if path == STDIN:
        return sys.stdin.buffer.read(most + 1)
    with Path(path).open("rb") as file:
        size = os.fstat(file.fileno()).st_size  # 0 of a pipe
        return file.read(min(most, size or most) + 1)


WORKBOOK = b"PK\x03\x04"  # how a ZIP file begins, which a workbook is


@dataclass(frozen=True)
class Known:
    """A reader to which one file is known already, as what came from a stream; the others are read by `others`."""

    path: str
    content: bytes
    others: Reader = read_bytes

    def __call__(self, path: str, most: int = MAX_BYTES, /) -> bytes:
        """Read a file."""
        return self.content if path == self.path else self.others(path, most)


def read_tree(path: str, *, read_bytes: Reader = read_bytes) -> Tree:
    """Read a scenario file and the files it extends; `-` is standard input.

    Raises:
        InputError: for a file that cannot be read, is no YAML map, or extends itself.
    """
    (_, sha256, root), *bases = _chain(path, read_bytes)
    layers = [*(cast("Map", relabelled(base, EXTENDS)) for *_, base in reversed(bases)), root]
    whole = reduce(merged, layers)
    entries = {key: entry for key, entry in whole.entries.items() if key != "extends"}
    sums = tuple((shown_path(below), digest) for below, digest, _ in bases)
    beside = FilesBeside(path, {shown_path(below): below for below, *_ in bases}, read_bytes)
    return Tree(replace(whole, entries=entries), shown_path(path), sha256, beside, sums)


def layer_paths(path: str) -> Iterator[str]:
    """Yield the paths of a scenario file and of the files it extends, up to the first that cannot be read."""
    yield path
    try:
        for below, *_ in islice(_chain(path, read_bytes), 1, None):
            yield below
    except InputError:
        return


def apply_variant(tree: Tree, name: str) -> Tree:
    """Return the tree with a variant's values set.

    Raises:
        InputError: if there is no such variant, or a path of it leads nowhere.
    """
    known = entries_at(tree.root, "variants")
    if name not in known:
        hint = did_you_mean(name, known) or say("files.variants_are", names=tuple(known))
        raise usage_error("--variant", say("files.no_variant", file=tree.path, name=name), hint)
    root = tree.root
    problems: list[Problem] = []
    for path, entry in entries_at(tree.root, "variants", name, "set").items():
        try:
            parts = _parts(path, entry.location)
            root = _put(root, parts, relabelled(entry.node, f"{VARIANT} {name}"))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return replace(tree, root=root, variant=name)


def apply_set(tree: Tree, overrides: Iterable[str]) -> Tree:
    """Return the tree with values set, each as `path=value`.

    Raises:
        InputError: for a text without a path or value, or one whose path leads nowhere.
    """
    root, changes = tree.root, tuple(overrides)
    problems: list[Problem] = []
    for change in changes:
        try:
            root = _put(root, *_assignment(change))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return replace(tree, root=root, overrides=tree.overrides + changes)


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like a misspelt one, if one is close and does not say something else."""
    by_lower = {
        name.lower(): name
        for name in islice(known, MOST_NAMES_COMPARED)
        if not says_something_else(word.lower(), name.lower())
    }
    close = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def says_something_else(word: str, known: str) -> bool:
    """Return whether two keys have different words of one set, or only the first says that it is a bound."""
    mine, own = ([_of_set(key, words) for words in APART] for key in (word, known))
    differ = any(a and b and a != b for a, b in zip(mine, own, strict=True))
    return differ or bool(mine[0] and not own[0])


def _of_set(key: str, words: frozenset[str]) -> set[str]:
    parts = re.split("[_ -]", key)
    named = {name for part in parts for name in (part, part.removesuffix("s")) if name in words}
    return {SAME.get(name, name) for name in named}


def did_you_mean(word: str, known: Iterable[str]) -> Message | None:
    """Return a hint that names the closest known word, if one is close."""
    close = closest(word, known)
    return None if close is None else say("files.did_you_mean", word=close)


def shown_path(path: str) -> str:
    """Return a path as answers show it: relative with forward slashes; of a file elsewhere, its name."""
    if path == STDIN:
        return STDIN_SHOWN
    shown = Path(os.path.normpath(path))
    if shown.is_absolute():
        here = Path.cwd()
        shown = shown.relative_to(here) if shown.is_relative_to(here) else Path(shown.name)
    return shown.as_posix().encode(errors="replace").decode()


def _chain(path: str, read: Reader) -> Iterator[tuple[str, str, Map]]:
    """Yield the file, the file it extends, and so on: path, SHA-256, root."""
    seen: set[str] = set()
    asked: Location | None = None
    while True:
        content = _content(path, read, asked)
        root = parse(content, shown_path(path))
        if not isinstance(root, Map):
            hint = say("files.BEGIN_WITH_SCHEMA")
            raise InputError([root.location.problem("", say("files.NOT_A_MAP"), hint)])
        yield path, hashlib.sha256(content).hexdigest(), root
        seen.add(os.path.normpath(path))
        below = root.entries.get("extends")
        if below is None:
            return
        asked = below.best_location
        if not isinstance(below.node, Scalar) or is_null(below.node):
            hint = say("files.EXTENDS_EXAMPLE")
            raise InputError([asked.problem("extends", say("files.EXTENDS_ONE_FILE"), hint)])
        path = os.path.join(os.path.dirname(path) or os.curdir, below.node.text)  # noqa: PTH118, PTH120 - keeps ./-
        if os.path.normpath(path) in seen:
            message = say("files.extends_in_a_circle", file=below.node.text)
            raise InputError([asked.problem("extends", message, say("files.BREAK_THE_CIRCLE"))])
        if len(seen) > MAX_EXTENDS:
            raise InputError([asked.problem("extends", say("files.too_many_extended", most=MAX_EXTENDS))])


def _of_missing(path: str) -> Message:
    """Return what to do about a scenario that is not there: it may be named with its variant."""
    file, mark, variant = path.rpartition("#")
    if mark and Path(file).is_file():
        return say("files.name_the_variant", file=shown_path(file), variant=variant)
    return say("files.BEGIN_WITH_A_STARTER")


def _content(path: str, read: Reader, asked: Location | None) -> bytes:
    try:
        content = read(path)
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        if asked is not None:
            message = say("files.cannot_read", file=shown_path(path), reason=reason)
            raise InputError([asked.problem("", message)]) from None
        hint = _of_missing(path) if isinstance(error, FileNotFoundError) else None
        message = say("files.cannot_be_read", reason=reason)
        raise InputError([Location(shown_path(path)).problem("", message, hint)]) from None
    if content.startswith(WORKBOOK):
        shown = shown_path(path)
        hint = say("files.name_the_table", file=Path(shown).name)
        raise InputError([Location(shown).problem("", say("files.A_WORKBOOK"), hint)])
    return content


def _parts(text: str, location: Location) -> list[tuple[str, Location]]:
    """Return a path's parts, each with the place that errors point at."""
    parts, end = split_path(text)
    if end != len(text) or len(parts) > MAX_DEPTH:
        message = say("files.not_a_path", text=text[:60])
        raise InputError([location.problem(text, message, say("files.PATH_EXAMPLE"))])
    return [(part, location) for part, _ in parts]


def _assignment(change: str) -> tuple[list[tuple[str, Location]], Node]:
    """Read path=value: the parts of the path, and the value as a node."""
    parts, end = split_path(change)
    start = Location(SET, None, 1, change)
    if not is_text(change):
        raise InputError([start.problem("", say("files.NO_CHARACTERS"), say("files.WRITE_UTF_8"))])
    if not parts or end < 0 or not change[end:].startswith("=") or len(parts) > MAX_DEPTH:
        message = say("files.not_an_assignment", text=change[:60])
        raise InputError([start.problem("", message, say("files.ASSIGNMENT_EXAMPLE"))])
    value = change[end + 1 :].strip()
    at = replace(start, column=len(change) - len(change[end + 1 :].lstrip()) + 1)
    if not value:
        hint = say("files.NULL_REMOVES")
        raise InputError([at.problem(change[:end], say("files.NO_VALUE_TO_SET"), hint)])
    return [(part, replace(start, column=column)) for part, column in parts], _inline(value, at)


def _inline(text: str, location: Location) -> Node:
    """Return a value of the command line: YAML if it is a map or list in brackets, else the text as it is."""
    if not text.startswith(("{", "[")):
        return Scalar(location, text, origin=SET)
    try:
        return relabelled(parse(text.encode(), SET), SET, location)
    except InputError as error:
        first = error.problems[0]
        raise InputError([location.problem("", first.message, first.hint)]) from None


def _put(root: Map, path: list[tuple[str, Location]], node: Node) -> Map:
    """Return the root with a node in place of what stands at a path; null removes it."""
    return cast("Map", _put_below(root, path, 0, node))


def _put_below(below: Node, path: list[tuple[str, Location]], depth: int, node: Node) -> Node:
    (key, location), is_last = path[depth], depth == len(path) - 1
    found = child(below, key)
    if found is None:
        _check_may_be_new(below, path, depth)
    new = node if is_last else _put_below(found.node if found else Map(location), path, depth + 1, node)
    removed = is_last and is_null(node)
    if isinstance(below, Listing):
        items = list(below.items)
        items[int(key) : int(key) + 1] = [] if removed else [new]
        return replace(below, items=tuple(items), source=None)
    entries = dict(cast("Map", below).entries)
    if removed:
        entries.pop(key, None)
    else:
        entries[key] = Entry(location if is_last or found is None else found.location, without_nulls(new))
    return replace(cast("Map", below), entries=entries, source=None)


def _check_may_be_new(below: Node, path: list[tuple[str, Location]], depth: int) -> None:
    """Refuse a path that leads through something that is not there."""
    names = [name for name, _ in path]
    key, location = path[depth]
    above = dotted(names[:depth])
    if isinstance(below, Listing):
        message = say("files.no_such_index", path=above, entries=len(below.items), index=key)
    elif not isinstance(below, Map):
        message = say("files.nothing_below", path=above)
    elif depth == 1 and depth < len(path) - 1 and names[0] in NAMED_SECTIONS:
        message = say("files.no_such_name", name=key, section=names[0])
    else:
        return
    known = tuple(below.entries) if isinstance(below, Map) else ()
    hint = did_you_mean(key, known)
    if hint is None and isinstance(below, Map):
        hint = say("files.set_it_whole", path=dotted(names[: depth + 1]), names=known)
    elif hint is None and known:
        hint = say("files.it_has", names=known)
    raise InputError([location.problem(dotted(names), message, hint)])
