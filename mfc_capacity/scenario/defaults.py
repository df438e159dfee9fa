"""What a scenario leaves out, written out: the bottom layer of its tree, each value of it an assumption.

Only here are defaults given a text. The plan lists them among its assumptions, `resolve` writes them into the
file, and the format reads them like any other value, so that none of the three can disagree.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from mfc_capacity.core.targets import TARGETS
from mfc_capacity.files.nodes import DEFAULT, Entry, Listing, Location, Map, Node, Scalar, entries_at, find
from mfc_capacity.files.units import steps_by

SERVICE_LEVEL = "80% in 20s"
METHOD: Final = "stationary"
HOTLINE = {"patience": "endless", "hours": "00:00-24:00", "profile": "flat"}
DATED_CALENDAR = {"timezone": "none"}
SHIFT = {"pattern": "5/2"}
REST = "11h"
PEOPLE = {"training": "none", "ramp": "none"}
SHORTAGE, OVERTIME_PRICE = "3", "150%"
DATED_HOTLINE = {"weekdays": {"mon-sun": "100%"}, "months": {"jan-dec": "100%"}}


def with_defaults(root: Map) -> Map:
    """Return the tree with every default in the place of what it leaves out."""
    given = {key: value for key, value in _defaults(root).items() if value}
    return cast("Map", _below(root, _node(given, root.location)))


def ungrouped(root: Map) -> list[str]:
    """Return the hotlines that no group names; each is a group of its own."""
    listed = (find(root, "groups", name, "hotlines") for name in entries_at(root, "groups"))
    lists = (entry.node.items for entry in listed if entry and isinstance(entry.node, Listing))
    grouped = {item.text for items in lists for item in items if isinstance(item, Scalar)}
    return [name for name in entries_at(root, "hotlines") if name not in grouped]


def _defaults(root: Map) -> dict[str, Any]:
    groups = entries_at(root, "groups")
    alone = [name for name in ungrouped(root) if name not in groups]
    everyone = [*groups, *alone]
    is_dated = find(root, "calendar", "from") is not None
    hotline = HOTLINE | (DATED_HOTLINE if is_dated else {})
    if find(root, "volumes"):
        hotline = {key: value for key, value in hotline.items() if key != "hours"}  # the rows may say them
    shrinks = bool(everyone) and all(find(root, "groups", name, "shrinkage") for name in everyone)
    return {
        "method": METHOD,
        "calendar": {"interval": "15m", **(DATED_CALENDAR if is_dated else {})},
        "hotlines": {name: _left_out(root, name, hotline) for name in entries_at(root, "hotlines")},
        "shifts": dict.fromkeys(entries_at(root, "shifts"), SHIFT),
        "rest": REST if entries_at(root, "shifts") else None,
        "groups": {name: _group(root, name, is_alone=name not in groups) for name in everyone},
        "people": {name: _people(root, name) for name in entries_at(root, "people")},
        "shrinkage": None if shrinks or find(root, "shrinkage") else "0%",
        "full_time_week": "40h",
        "contract": _contract(root, "contract"),
        "contracts": _contracts(root),
        "costs": {"after_duty": "0%"} if find(root, "costs", "operator_hour") else None,
        "budget": _budget(root) if find(root, "budget") else None,
    }


def _contracts(root: Map) -> list[dict[str, Any]] | None:
    contracts = find(root, "contracts")
    if contracts is None or not isinstance(contracts.node, Listing):
        return None
    return [_contract(root, "contracts", str(index)) for index in range(len(contracts.node.items))]


def _contract(root: Map, *path: str) -> dict[str, Any]:
    unit = find(root, *path, "unit")
    counts_calls = unit is not None and isinstance(unit.node, Scalar) and unit.node.text == "calls"
    return {"counts": "offered"} if counts_calls else {}


def _budget(root: Map) -> dict[str, Any]:
    has_contract = find(root, "contract") or find(root, "contracts")
    return {"covers": "contract" if has_contract else "labour"}


def _people(root: Map, name: str) -> dict[str, Any]:
    """Return what is left out of the people of a group; overtime has a price where there is any."""
    price = {"overtime": OVERTIME_PRICE} if find(root, "people", name, "overtime") else {}
    return {**PEOPLE, "costs": {**price, "shortage": SHORTAGE}}


def _left_out(root: Map, name: str, defaults: Mapping[str, Any]) -> dict[str, Any]:
    written = entries_at(root, "hotlines", name)
    return {key: value for key, value in defaults.items() if key not in written}


def _group(root: Map, name: str, *, is_alone: bool) -> dict[str, Any]:
    hotlines = {"hotlines": [name]} if is_alone else {}
    above = (("targets",), ("groups", name, "targets"))
    dated = [(*path, key) for path in above for key in entries_at(root, *path) if steps_by(key) == "date"]
    has_target = any(find(root, *path, row.key) for path in (*above, *dated) for row in TARGETS)
    if has_target:
        return hotlines
    usual = {"service_level": SERVICE_LEVEL}
    by_date = {path[-1]: usual for path in dated if path[:-1] == above[-1]}
    return {**hotlines, "targets": by_date or usual}


def _below(node: Node, default: Node) -> Node:
    """Return a node with a default merged under it; what is written keeps its order, layer and source.

    Of a list, each item has a default of its own.
    """
    if isinstance(node, Listing) and isinstance(default, Listing):
        return replace(node, items=tuple(map(_below, node.items, default.items)))
    if not (isinstance(node, Map) and isinstance(default, Map)):
        return node
    entries = dict(node.entries)
    for key, entry in default.entries.items():
        written = entries.get(key)
        entries[key] = replace(written, node=_below(written.node, entry.node)) if written else entry
    return replace(node, entries=entries)


def _node(value: Any, location: Location) -> Node:
    if isinstance(value, dict):
        entries = {key: Entry(location, _node(inner, location)) for key, inner in value.items()}
        return Map(location, entries, origin=DEFAULT)
    if isinstance(value, list):
        return Listing(location, tuple(_node(item, location) for item in value), origin=DEFAULT)
    return Scalar(location, str(value), quoted=True, origin=DEFAULT)
