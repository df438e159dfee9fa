"""The effective file as YAML: layers merged, defaults written out, each value with its origin."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from mfc_capacity.files.nodes import DEFAULT, NULLS, SET, VARIANT, Entry, Listing, Map, Node, Scalar
from mfc_capacity.scenario.defaults import with_defaults
from mfc_capacity.scenario.loaded import LoadedScenario

WIDEST_VALUE = 60
_PLAIN = re.compile(r"[\w(.][\w .%()/:+&;*'-]*")
_YAML_BREAKS = {0x85: "\\N", 0x2028: "\\L", 0x2029: "\\P"}

Line = tuple[str, str]


def resolve_text(loaded: LoadedScenario) -> str:
    """Return a file that loads to the same scenario, with the origin of each value beside it."""
    root = with_defaults(loaded.tree.root)
    kept = {key: entry for key, entry in root.own() if key != "variants"}
    lines = list(_map_lines(replace(root, entries=kept), 0))
    width = min(WIDEST_VALUE, max(len(text) for text, _ in lines))
    written = "".join(f"{text:<{width}}  # {origin}\n" if origin else f"{text}\n" for text, origin in lines)
    return written + "".join(f"# {file.path}: SHA-256 {file.sha256}\n" for file in loaded.scenario.files)


def _map_lines(node: Map, indent: int) -> Iterator[Line]:
    for key, entry in node.own():
        yield from _entry_lines(" " * indent + f"{_text(key)}:", entry, indent + 2)


def _entry_lines(start: str, entry: Entry, indent: int) -> Iterator[Line]:
    """Yield the lines of one entry: one line for a value or a list of values, else what is below it."""
    node = entry.node
    inline = _inline(node)
    if inline is not None:
        yield f"{start} {inline}", _origin(entry)
    elif node.source is not None:
        bare = replace(entry, node=replace(node, source=None))
        yield start, ""
        yield from _entry_lines(" " * indent + "value:", bare, indent + 2)
        yield " " * indent + f"source: {quoted(node.source)}", ""
    elif isinstance(node, Map):
        yield start, ""
        yield from _map_lines(node, indent)
    elif isinstance(node, Listing):
        yield start, ""
        for item in node.items:
            yield from _item_lines(item, indent)


def _item_lines(item: Node, indent: int) -> Iterator[Line]:
    """Yield the lines of a map in a list, the first of them behind a dash."""
    lines = (
        list(_map_lines(item, indent + 2))
        if isinstance(item, Map)
        else [(f"{' ' * indent}  {_inline(item)}", "")]
    )
    for number, (text, origin) in enumerate(lines):
        yield (text if number else f"{' ' * indent}- {text[indent + 2 :]}"), origin


def _inline(node: Node) -> str | None:
    """Return a value as it stands on one line; None if it takes several."""
    if isinstance(node, Scalar):
        value = _text(node.text)
        beside = [f"range: {_text(node.range.text)}"] if node.range else []
        beside += [] if node.source is None else [f"source: {quoted(node.source)}"]
        return f"{{value: {value}, {', '.join(beside)}}}" if beside else value
    if isinstance(node, Map):
        return None if node.entries else "{}"
    values = (
        [_inline(item) for item in node.items if isinstance(item, Scalar)]
        if isinstance(node, Listing)
        else []
    )
    is_flat = isinstance(node, Listing) and node.source is None and len(values) == len(node.items)
    return f"[{', '.join(value for value in values if value)}]" if is_flat else None


def _origin(entry: Entry) -> str:
    origin = entry.node.origin
    if origin in (DEFAULT, SET):
        return origin
    place = str(entry.best_location)
    return f"{origin}, {place}" if origin.startswith(VARIANT) else place


def _text(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and text not in NULLS and ": " not in text and text[-1] not in ": "
    return text if is_plain else quoted(text)


def quoted(text: str) -> str:
    """Return a text as YAML takes it between quotation marks."""
    return json.dumps(text, ensure_ascii=False).translate(_YAML_BREAKS)
