"""From YAML text to a tree of nodes, by PyYAML's events, without recursion.

Events keep what a loader throws away: places, repeated keys, and the text of a scalar. Hostile text is
bounded by size, nesting, and the number of nodes that aliases expand to, which are counted and never built.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import yaml

from mfc_capacity.files.nodes import BESIDE_A_VALUE, Entry, Listing, Location, Map, Node, Scalar, is_null
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.files.units import has_control

MAX_BYTES = 1_048_576
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_SCALAR = 10_000
MERGE_KEY = "<<"
_YAML_TAG = "tag:yaml.org,2002:"
# Below these keys stand names of the user's choice: a {value, source} there is two names and no figure.
NAMES_BELOW = frozenset(
    {"hotlines", "groups", "peaks", "drivers", "shifts", "people", "multiply", "contacts", "variants", "set"}
)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# What PyYAML says of a mistake, and the advice on it.
_ADVICE = (
    ("mapping values are not allowed", say("files.QUOTE_COLONS")),  # no words: PyYAML's own
    ("did not find expected key", say("files.LOOK_AT_THE_LINE_BEFORE")),  # no words: PyYAML's own
    ("could not find expected ':'", say("files.COLON_AND_SPACE")),  # no words: PyYAML's own
    ("did not find expected node content", say("files.CLOSE_THE_BRACKET")),  # no words: PyYAML's own
    ("did not find expected ',' or", say("files.CLOSE_THE_BRACKET")),  # no words: PyYAML's own
    ("unexpected end of stream", say("files.CLOSE_THE_QUOTE")),  # no words: PyYAML's own
    ("that cannot start any token", say("files.QUOTE_THE_TEXT")),  # no words: PyYAML's own
)


def parse(content: bytes, file: str) -> Node:
    """Read one YAML document.

    Raises:
        InputError: with every mistake found, up to the first that makes the rest unreadable.
    """
    start = Location(file, 1, 1)
    if len(content) > MAX_BYTES:
        message = say("files.too_many_bytes", most=MAX_BYTES)
        raise InputError([start.problem("", message, say("files.SPLIT_WITH_EXTENDS"))])
    builder = _Builder(_decoded(content, file), file)
    builder.read()
    if builder.root is None and not builder.problems:
        hint = say("files.BEGIN_WITH_A_STARTER")
        builder.problems.append(start.problem("", say("files.EMPTY"), hint))
    if builder.root is None or builder.problems:
        raise InputError(builder.problems)
    return builder.root


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        read = content[: error.start].decode(errors="replace")
        message = say("files.byte_not_utf8", byte=content[error.start])
        at = _location_in(content.decode(errors="replace"), len(read), file)
        raise InputError([at.problem("", message, say("files.SAVE_AS_UTF8"))]) from None
    wrong = _CONTROL.search(text)
    if wrong:
        message = say("files.control_character", character=ord(wrong[0]))
        at = _location_in(text, wrong.start(), file)
        raise InputError([at.problem("", message, say("files.DELETE_THE_CONTROL_CHARACTER"))])
    return text


def _location_in(text: str, index: int, file: str) -> Location:
    before = _BREAK.split(text[:index])
    return Location(file, len(before), len(before[-1]) + 1, _BREAK.split(text)[len(before) - 1])


class _RefusedError(Exception):
    """The text is not worth reading on; its problem has been noted."""


@dataclass
class _Open:
    """A list or map that is being read; `size` and `height` are those of its expanded tree."""

    location: Location
    anchor: str | None
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: tuple[str, Location] | None = None
    merges: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


class _Builder:
    """Builds the tree; `anchors` lead to a node with its size and height, to None while it is being read."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.lines = _BREAK.split(text)
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int, int] | None] = {}
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0

    def read(self) -> None:
        """Read the whole text into `root`, noting `problems`."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(self.text, Loader=loader):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            self._yaml_error(error)
        except yaml.YAMLError as error:
            self.problems.append(self._location(None).problem("", say("files.not_yaml", reason=str(error))))
        except _RefusedError:
            pass

    def _take(self, event: yaml.Event) -> None:
        location = self._location(event.start_mark)
        match event:
            case yaml.DocumentStartEvent() if self.root is not None:
                self._refuse(location, say("files.SECOND_DOCUMENT"), say("files.ONE_SCENARIO_A_FILE"))
            case yaml.ScalarEvent():
                self._check_tag(event.tag, location)
                self._scalar(event, location)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_tag(event.tag, location)
                self._open(event, location)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event.anchor or "", location)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, location: Location) -> None:
        self._count(1, location)
        self._check_depth(len(self.stack) + 1, location)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(location, event.anchor, isinstance(event, yaml.MappingStartEvent)))

    def _close(self) -> None:
        done = self.stack.pop()
        node = self._finished_map(done) if done.is_map else Listing(done.location, tuple(done.items))
        self._add(node, done.size, done.height, done.anchor)

    def _scalar(self, event: yaml.ScalarEvent, location: Location) -> None:
        self._count(1, location)
        if len(event.value) > MAX_SCALAR:
            self._refuse(location, say("files.text_too_long", most=MAX_SCALAR))
        self._add(Scalar(location, event.value, quoted=bool(event.style)), 1, 0, event.anchor)

    def _alias(self, anchor: str, location: Location) -> None:
        if anchor not in self.anchors:
            self._refuse(location, say("files.no_anchor", name=anchor), say("files.NAME_AN_ANCHOR"))
        known = self.anchors[anchor]
        if known is None:
            self._refuse(location, say("files.contains_itself", name=anchor))
        node, size, height = known
        self._count(size, location)
        self._check_depth(len(self.stack) + height, location)
        self._add(node, size, height, None)

    def _add(self, node: Node, size: int, height: int, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, height)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.size += size
        parent.height = max(parent.height, height + 1)
        if not parent.is_map:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            (key, location), parent.key = parent.key, None
            self._add_entry(parent, key, Entry(location, node))

    def _add_entry(self, parent: _Open, key: str, entry: Entry) -> None:
        if key == MERGE_KEY:
            parent.merges += entry.node.items if isinstance(entry.node, Listing) else [entry.node]
        elif key in parent.entries:
            first = parent.entries[key].location.line
            message = say("files.key_twice", key=key, line=first)
            self.problems.append(entry.location.problem(key, message, say("files.KEEP_ONE_OF_THE_TWO")))
        else:
            parent.entries[key] = entry

    def _key(self, node: Node) -> tuple[str, Location]:
        if not isinstance(node, Scalar):
            self._refuse(node.location, say("files.KEY_IS_NO_TEXT"), say("files.QUOTE_BRACKETS"))
        if is_null(node):
            self.problems.append(node.location.problem("", say("files.KEY_WITHOUT_NAME")))
        return node.text, node.location

    def _finished_map(self, done: _Open) -> Node:
        """Return the map with its merge keys (<<) filled in; a {value, source, range} is its value."""
        entries = dict(done.entries)
        for merge in done.merges:
            if not isinstance(merge, Map):
                self._refuse(merge.location, say("files.MERGES_MAPS_ONLY"), say("files.NAME_A_MAP_TO_MERGE"))
            entries = {**merge.entries, **entries}
        in_names = (
            bool(self.stack) and self.stack[-1].key is not None and self.stack[-1].key[0] in NAMES_BELOW
        )
        if "value" not in entries or not entries.keys() <= {"value", *BESIDE_A_VALUE} or in_names:
            return Map(done.location, entries)
        return self._ranged(self._sourced(entries["value"].node, entries.get("source")), entries.get("range"))

    def _ranged(self, value: Node, written: Entry | None) -> Node:
        if written is None:
            return value
        if not isinstance(written.node, Scalar) or written.node.is_null:
            message, hint = say("files.RANGE_IS_NO_TEXT"), say("files.WRITE_A_RANGE")
            self.problems.append(written.best_location.problem("range", message, hint))
            return value
        return replace(value, range=written.node)

    def _sourced(self, value: Node, source: Entry | None) -> Node:
        if source is None:
            return value
        if not isinstance(source.node, Scalar) or not source.node.text.strip() or source.node.is_null:
            message, hint = say("files.SOURCE_IS_NO_TEXT"), say("files.WRITE_A_SOURCE")
            self.problems.append(source.best_location.problem("source", message, hint))
            return value
        text = " ".join(source.node.text.split())
        if has_control(text):
            message, hint = say("files.CONTROL_IN_SOURCE"), say("files.DELETE_THEM")
            self.problems.append(source.best_location.problem("source", message, hint))
        return replace(value, source=text)

    def _count(self, size: int, location: Location) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            self._refuse(location, say("files.too_many_values", most=MAX_NODES), say("files.FEWER_ALIASES"))

    def _check_depth(self, depth: int, location: Location) -> None:
        if depth > MAX_DEPTH:
            self._refuse(location, say("files.nested_too_deep", most=MAX_DEPTH))

    def _check_tag(self, tag: str | None, location: Location) -> None:
        if tag and tag != "!":
            message = say("files.tag", name=tag.replace(_YAML_TAG, "!!"))
            self.problems.append(location.problem("", message, say("files.DELETE_THE_TAG")))

    def _refuse(self, location: Location, message: Message, hint: Message | None = None) -> NoReturn:
        self.problems.append(location.problem("", message, hint))
        raise _RefusedError

    def _yaml_error(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        location = self._location(mark)
        if (location.source_line or "")[(location.column or 1) - 1 :].startswith("\t"):
            message, hint = say("files.TAB_IN_INDENTATION"), say("files.INDENT_WITH_SPACES")
            self.problems.append(location.problem("", message, hint))
            return
        reason = " ".join(filter(None, [error.problem, error.context]))
        advice = next((advice for fault, advice in _ADVICE if fault in reason), None)
        self.problems.append(location.problem("", say("files.not_yaml", reason=reason), advice))

    def _location(self, mark: Any) -> Location:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Location(self.file, line, column, self.lines[line - 1] if line <= len(self.lines) else "")
