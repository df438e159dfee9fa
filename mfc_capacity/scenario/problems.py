"""From what the format's types refuse to problems with a place, in words that say what to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.nodes import DEFAULT, Entry, Listing, Map, Node, Scalar, child, find, is_null, walk
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Message, Problem, say
from mfc_capacity.files.units import UnitError, read_duration_s
from mfc_capacity.scenario.format import ScenarioFile, Targets
from mfc_capacity.scenario.types import SHAPES

_KEY = "[key]"
_MAP_EXPECTED = say("scenario.MAP_EXPECTED"), say("scenario.INDENT_KEYS_BELOW")
_SHAPES = {
    "dict_type": _MAP_EXPECTED,
    "model_type": _MAP_EXPECTED,
    "model_attributes_type": _MAP_EXPECTED,
    "list_type": (say("scenario.LIST_EXPECTED"), say("scenario.WRITE_A_LIST")),
    "union_tag_invalid": (say("scenario.NO_LIST_HERE"), None),
    "string_unicode": (say("files.NO_CHARACTERS"), say("files.WRITE_UTF_8")),
    "too_short": (say("scenario.EMPTY"), say("scenario.WRITE_WHAT_BELONGS")),
}
# What to write where a list does not belong, by key.
_INSTEAD_OF_A_LIST = {
    "hours": say("scenario.TWO_SPANS"),
    "profile": say("scenario.WRITE_A_PROFILE"),
    "operators": say("scenario.WRITE_OPERATORS"),
    "shrinkage": say("scenario.WRITE_SHRINKAGE"),
}
# What to write where a list belongs, by key.
_LIST_OF = {
    "deflect": say("scenario.WRITE_CHANNELS"),
    "breaks": say("scenario.WRITE_BREAKS"),
}


def format_problems(
    root: Map, error: ValidationError, file: type[BaseModel] = ScenarioFile
) -> Iterator[Problem]:
    """Yield a problem for everything that the format of a file refused; what a default repeats, once only."""
    for detail in error.errors(include_url=False, include_input=False):
        path = [str(part) for part in detail["loc"] if part not in SHAPES]
        if _nearest(root, path).node.origin != DEFAULT and not _goes_on(root, path):
            yield _problem(root, path, detail, file)


def missing_values(root: Map) -> Iterator[Problem]:
    """Yield a problem for every key or list entry without a value; in a variant, null removes."""
    for path, entry in walk(root):
        if not is_null(entry.node) or (path[0] == "variants" and "set" in path):
            continue
        before = _cut_before(root, path)
        if before is not None:
            yield entry.location.problem(dotted(path), *_cut(path[-1], *before))
        else:
            message = (
                say("scenario.ENTRY_WITHOUT_VALUE")
                if path[-1].isdecimal()
                else say("scenario.no_value", key=path[-1])
            )
            yield entry.best_location.problem(dotted(path), message, say("scenario.WRITE_A_VALUE"))


def _problem(root: Map, path: list[str], detail: ErrorDetails, file: type[BaseModel]) -> Problem:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if path and path[-1] == _KEY:
        return _nearest(root, path[:-1]).location.problem(
            dotted(path[:-1]), context["message"], context["hint"]
        )
    match detail["type"]:
        case "missing":
            return _missing(root, path, file)
        case "extra_forbidden":
            return _unknown(root, path, file)
        case "value":
            path += [context["at"]] if context.get("at") else []
            entry = _nearest(root, path)
            location = entry.location if context["at_key"] else entry.best_location
            return location.problem(dotted(path), context["message"], context["hint"])
    message, hint = _SHAPES[detail["type"]]
    entry = _nearest(root, path)
    if isinstance(entry.node, Listing) and detail["type"] != "too_short":
        hint = _INSTEAD_OF_A_LIST.get(path[-1] if path else "", say("scenario.NAMES_INSTEAD_OF_A_LIST"))
    elif detail["type"] == "list_type":
        hint = _LIST_OF.get(path[-1], hint)
    return entry.best_location.problem(dotted(path), message, hint)


def _missing(root: Map, path: list[str], file: type[BaseModel]) -> Problem:
    above, key = path[:-1], path[-1]
    model = _model_at(above, file)
    hint = None if model is None else say("keys.what_it_is", part=model.__name__, key=key)
    if path[0] == "hotlines" and key == "aht" and "volumes" in root.entries:
        hint = say("volumes.AHT_BESIDE_A_TABLE")
    return _nearest(root, above).location.problem(dotted(path), _lacks(above, key, file), hint)


def _lacks(above: list[str], key: str, file: type[BaseModel]) -> Message:
    """Return that a part of a file lacks a key: the file itself, an entry of a list, a map."""
    if not above:
        return (
            say("scenario.scenario_lacks", key=key)
            if file is ScenarioFile
            else say("scenario.file_lacks", key=key)
        )
    if above[-1].isdecimal() and len(above) > 1:
        return say("scenario.entry_lacks", index=above[-1], of=above[-2], key=key)
    return say("scenario.part_lacks", part=above[-1], key=key)


def _unknown(root: Map, path: list[str], file: type[BaseModel]) -> Problem:
    model, entry = _model_at(path[:-1], file), _nearest(root, path)
    known = _keys_of(model)
    hint = did_you_mean(path[-1], known) or say("scenario.keys_are", keys=known)
    if model is Targets and "wait" in path[-1].lower() and _is_duration(entry.node):
        hint = say("scenario.targets_of_waits", time=entry.node.text)
    message = say("scenario.key_unknown", key=path[-1])
    return entry.location.problem(dotted(path), message, hint)


def _is_duration(node: Node) -> TypeGuard[Scalar]:
    if not isinstance(node, Scalar):
        return False
    try:
        read_duration_s(node.text)
    except UnitError:
        return False
    return True


def _cut(rest: str, key: str, value: str) -> tuple[Message, Message]:
    """Return that a comma between braces has cut a value in two, and what to write instead."""
    whole = f"{value},{rest}"
    if value[-1:].isdecimal() and rest[:1].isdecimal():
        hint = say("scenario.write_a_point", key=key, value=f"{value}.{rest}")
    else:
        hint = say("scenario.write_quotes", key=key, value=whole)
    return say("scenario.cut_by_a_comma", key=key, value=whole), hint


def _cut_before(root: Map, path: Sequence[str]) -> tuple[str, str] | None:
    """Return the key and value before a key that has neither colon nor value, as in {days: sun,holiday}."""
    entry, above = find(root, *path), find(root, *path[:-1]) if path[:-1] else Entry(root.location, root)
    if entry is None or above is None or not isinstance(above.node, Map) or not is_null(entry.node):
        return None
    key = path[-1]
    line = (entry.location.source_line or "")[(entry.location.column or 1) - 1 :]
    has_colon = line.removeprefix(key).lstrip().startswith(":")
    if not line.startswith(key) or has_colon or key in _keys_of(_model_at(path[:-1], ScenarioFile)):
        return None
    names = list(above.node.entries)
    place = names.index(key)
    before = above.node.entries[names[place - 1]].node if place else None
    if not isinstance(before, Scalar) or is_null(before) or before.quoted:
        return None
    return names[place - 1], before.text


def _goes_on(root: Map, path: Sequence[str]) -> bool:
    """Return whether the value at a path is only the first half of one that a comma has cut."""
    above = find(root, *path[:-1]) if path[:-1] else None
    if above is None or not isinstance(above.node, Map) or path[-1] not in above.node.entries:
        return False
    names = list(above.node.entries)
    after = names[names.index(path[-1]) + 1 :][:1]
    return bool(after) and _cut_before(root, [*path[:-1], *after]) is not None


def _keys_of(model: type[BaseModel] | None) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in (model.model_fields if model else {}).items())


def _nearest(root: Map, path: Iterable[str]) -> Entry:
    """Return the entry at a path, or the last one on the way to it that is there."""
    entry = Entry(root.location, root)
    for key in path:
        found = child(entry.node, key)
        if found is None:
            break
        entry = found
    return entry


def _model_at(path: Iterable[str], file: type[BaseModel]) -> type[BaseModel] | None:
    """Return the model of the map at a path of a file."""
    kinds: list[Any] = [file]
    for key in path:
        kinds = [kind for above in kinds for kind in _below(above, key)]
    return next((kind for kind in kinds if _is_model(kind)), None)


def _below(kind: Any, key: str) -> list[Any]:
    """Return the kinds that a key leads to: of a model's field, a name in a map, an index in a list."""
    if _is_model(kind):
        fields = (field for name, field in kind.model_fields.items() if key == (field.alias or name))
        return [each for field in fields for each in _kinds(field.annotation)]
    return _kinds(get_args(kind)[-1]) if get_origin(kind) in (dict, list) else []


def _kinds(annotation: Any) -> list[Any]:
    """Return the kinds of value of an annotation, which may be one of several."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [kind for each in get_args(annotation) for kind in _kinds(each)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
