"""The figures of a scenario: what is a number in it, where it stands, and where it was taken from.

A plan goes before an audit. Every figure has a source, or it is an assumption; a default is an assumption
of the tool.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mfc_capacity.core.targets import TARGETS
from mfc_capacity.files.nodes import DEFAULT, Entry, Map, compact, walk
from mfc_capacity.files.paths import dotted

_TARGETS = " ".join([*(row.key for row in TARGETS), "on"])
_CONTRACT = "counts volume price overage prices/*/up_to prices/*/price minimum_fee"  # no words: keys
_FIGURES = {
    "": "calls_per_day full_time_week shrinkage drivers/* calendar/interval calendar/holidays "
    "calendar/days_like calendar/timezone varies varies_together rest",
    "hotlines/*/": "calls_per_day share aht aht_cv patience patience_law hangs_up_at_once hours weekdays months "
    "profile varies redials/share redials/after deflect/*/share deflect/*/returns deflect/*/rest_aht",
    "peaks/*/": "when multiply/*",
    "targets/": _TARGETS,
    "targets/*/": _TARGETS,
    "groups/*/targets/": _TARGETS,
    "groups/*/targets/*/": _TARGETS,
    "groups/*/": "shrinkage operators min_operators max_operators lines",  # no words: keys
    "shifts/*/": "starts length pattern breaks/*/length breaks/*/within breaks/*/paid min_operators max_operators "
    "max_share cost_factor",
    "people/*/": "employed attrition hires training ramp classes overtime",  # no words: keys
    "people/*/costs/": "hire leave overtime shortage",  # no words: keys
    "costs/": "operator_hour after_duty contacts/*",
    "contract/": _CONTRACT,
    "contracts/*/": _CONTRACT,
    "budget/": "amount extra covers",  # no words: keys
}
_NAMED = ("hotlines", "peaks", "groups", "drivers", "shifts", "people", "contracts")
_PATTERNS = [tuple(f"{above}{key}".split("/")) for above, keys in _FIGURES.items() for key in keys.split()]


@dataclass(frozen=True)
class Figure:
    """One figure: dotted key, value as written, source and place if it has them, the layer it came from.

    `part` is the start of the key that names the hotline, group, peak or section it belongs to.
    """

    key: str
    part: str
    value: str
    source: str | None
    location: str | None
    origin: str


def figures_of(root: Map, unused: Collection[tuple[str, ...]] = ()) -> tuple[Figure, ...]:
    """Return every figure that is not unused: those written, in the order of the file, then the defaults taken."""
    used = [(path, entry) for path, entry in walk(root) if path not in unused]
    found = [_figure(path, entry) for path, entry in used for path, entry in _split(path, entry)]
    return tuple(sorted(found, key=lambda figure: figure.origin == DEFAULT))


def _split(path: tuple[str, ...], entry: Entry) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Yield a figure whole; a map whose values come from several sources, value by value."""
    if not is_figure(path):
        return
    yield from _by_source(path, entry)


def _by_source(path: tuple[str, ...], entry: Entry) -> Iterator[tuple[tuple[str, ...], Entry]]:
    inner = list(entry.node.own()) if isinstance(entry.node, Map) else []
    if any(below.node.source for _, value in inner for _, below in [((), value), *walk(value.node)]):
        for key, value in inner:
            yield from _by_source((*path, key), value)
    else:
        yield path, entry


def is_figure(path: tuple[str, ...]) -> bool:
    """Return whether a figure stands at a path."""
    return any(
        len(pattern) == len(path) and all(a in ("*", b) for a, b in zip(pattern, path, strict=True))
        for pattern in _PATTERNS
    )


def _figure(path: tuple[str, ...], entry: Entry) -> Figure:
    node = entry.node
    origin = node.origin.partition(" ")[0]
    location = None if origin == DEFAULT else str(entry.best_location)
    part = path[: 2 if path[0] in _NAMED else 1] if len(path) > 1 else ()
    return Figure(dotted(path), dotted(part), compact(node), node.source, location, origin)
