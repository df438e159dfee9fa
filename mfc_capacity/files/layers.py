"""A scenario's tree from its layers: the files it extends, itself, a variant, changes from the command line.

Files merge: maps key by key, lists and scalars replace, null removes. A variant and `--set` put a value at
a path in place of what stands there; null removes it. Every node keeps the place and the layer it came
from.
"""

import difflib
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import cast

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
from mfc_capacity.files.problems import InputError, Problem

MAX_EXTENDS = 8
MOST_NAMES_COMPARED = 200
STDIN, STDIN_SHOWN = "-", "<stdin>"
NAMED_SECTIONS = ("hotlines", "groups", "peaks", "drivers")

Reader = Callable[[str], bytes]


@dataclass(frozen=True)
class Tree:
    """A scenario as read: its root, the files it came from with their SHA-256, the patches applied."""

    root: Map
    path: str
    sha256: str
    extends: tuple[tuple[str, str], ...] = ()
    variant: str | None = None
    overrides: tuple[str, ...] = ()


def read_bytes(path: str, most: int = MAX_BYTES) -> bytes:
    """Read a file, or standard input for `-`; never more than a byte beyond `most`, by default a scenario's length."""
    if path == STDIN:
        return sys.stdin.buffer.read(most + 1)
    with Path(path).open("rb") as file:
        return file.read(most + 1)


def read_tree(path: str, *, read_bytes: Reader = read_bytes) -> Tree:
    """Read a scenario file and the files it extends; `-` is standard input.

    Raises:
        InputError: for a file that cannot be read, is no YAML map, or extends itself.
    """
    (shown, sha256, root), *bases = _chain(path, read_bytes)
    layers = [*(cast("Map", relabelled(base, EXTENDS)) for *_, base in reversed(bases)), root]
    whole = reduce(merged, layers)
    entries = {key: entry for key, entry in whole.entries.items() if key != "extends"}
    sums = tuple((name, digest) for name, digest, _ in bases)
    return Tree(replace(whole, entries=entries), shown, sha256, sums)


def apply_variant(tree: Tree, name: str) -> Tree:
    """Return the tree with a variant's values set.

    Raises:
        InputError: if there is no such variant, or a path of it leads nowhere.
    """
    known = entries_at(tree.root, "variants")
    if name not in known:
        hint = did_you_mean(name, known) or (
            f"its variants are {', '.join(known)}" if known else "it has no variants"
        )
        raise InputError(
            [Problem(None, None, None, "--variant", f"{tree.path} has no variant '{name}'", hint)]
        )
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


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the closest known word, if one is close."""
    by_lower = {name.lower(): name for name in islice(known, MOST_NAMES_COMPARED)}
    close = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return f"did you mean {by_lower[close[0]]}?" if close else None


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
    """Yield the file, the file it extends, and so on: path as shown, SHA-256, root."""
    seen: set[str] = set()
    asked: Location | None = None
    while True:
        content = _content(path, read, asked)
        root = parse(content, shown_path(path))
        if not isinstance(root, Map):
            message = "a scenario is a map of keys to values"
            raise InputError(
                [root.location.problem("", message, "begin with schema: mfc-capacity/scenario/1")]
            )
        yield shown_path(path), hashlib.sha256(content).hexdigest(), root
        seen.add(os.path.normpath(path))
        below = root.entries.get("extends")
        if below is None:
            return
        asked = below.best_location
        if not isinstance(below.node, Scalar) or is_null(below.node):
            raise InputError(
                [asked.problem("extends", "extends names one other file", "as in extends: base.yaml")]
            )
        path = os.path.join(os.path.dirname(path) or os.curdir, below.node.text)  # noqa: PTH118, PTH120 - keeps ./-
        if os.path.normpath(path) in seen:
            message = f"{below.node.text} leads back to a file that already extends it"
            raise InputError([asked.problem("extends", message, "break the circle")])
        if len(seen) > MAX_EXTENDS:
            raise InputError([asked.problem("extends", f"more than {MAX_EXTENDS} files extend one another")])


def _content(path: str, read: Reader, asked: Location | None) -> bytes:
    try:
        return read(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        is_missing = isinstance(error, FileNotFoundError) and asked is None
        hint = "mfc-capacity init writes a starter to begin with" if is_missing else None
        location = asked or Location(shown_path(path))
        message = f"cannot read {shown_path(path)}: {reason}" if asked else f"cannot be read: {reason}"
        raise InputError([location.problem("", message, hint)]) from None


def _parts(text: str, location: Location) -> list[tuple[str, Location]]:
    """Return a path's parts, each with the place that errors point at."""
    parts, end = split_path(text)
    if end != len(text) or len(parts) > MAX_DEPTH:
        raise InputError(
            [location.problem(text, f"'{text[:60]}' is not a path", "write it as in hotlines.mfc.aht")]
        )
    return [(part, location) for part, _ in parts]


def _assignment(change: str) -> tuple[list[tuple[str, Location]], Node]:
    """Read path=value: the parts of the path, and the value as a node."""
    parts, end = split_path(change)
    start = Location(SET, None, 1, change)
    if not parts or end < 0 or not change[end:].startswith("=") or len(parts) > MAX_DEPTH:
        raise InputError(
            [start.problem("", f"'{change[:60]}' is not path=value", "write it as in hotlines.mfc.aht=4m")]
        )
    value = change[end + 1 :].strip()
    at = replace(start, column=len(change) - len(change[end + 1 :].lstrip()) + 1)
    if not value:
        raise InputError([at.problem(change[:end], "no value stands after =", "null removes what is there")])
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
        message = f"{above} has {len(below.items)} entries, counted from 0; there is no {key}"
    elif not isinstance(below, Map):
        message = f"{above} is a single value; there is nothing below it"
    elif depth == 1 and depth < len(path) - 1 and names[0] in NAMED_SECTIONS:
        message = f"there is no '{key}' under {names[0]}"
    else:
        return
    known = list(below.entries) if isinstance(below, Map) else []
    hint = did_you_mean(key, known) or (f"it has {', '.join(known)}" if known else None)
    raise InputError([location.problem(dotted(names), message, hint)])
