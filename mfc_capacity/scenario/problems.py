"""From what the format's types refuse to problems with a place, in words that say what to do."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.nodes import DEFAULT, Entry, Listing, Map, child, is_null, walk
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Message, Problem, say
from mfc_capacity.scenario.format import ScenarioFile
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


def format_problems(
    root: Map, error: ValidationError, file: type[BaseModel] = ScenarioFile
) -> Iterator[Problem]:
    """Yield a problem for everything that the format of a file refused; what a default repeats, once only."""
    for detail in error.errors(include_url=False, include_input=False):
        path = [str(part) for part in detail["loc"] if part not in SHAPES]
        if _nearest(root, path).node.origin != DEFAULT:
            yield _problem(root, path, detail, file)


def missing_values(root: Map) -> Iterator[Problem]:
    """Yield a problem for every key or list entry without a value; in a variant, null removes."""
    for path, entry in walk(root):
        if is_null(entry.node) and not (path[0] == "variants" and "set" in path):
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
    elif detail["type"] == "list_type" and path[-1:] == ["deflect"]:
        hint = say("scenario.WRITE_CHANNELS")
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
    model = _model_at(path[:-1], file)
    known = tuple(field.alias or name for name, field in (model.model_fields if model else {}).items())
    hint = did_you_mean(path[-1], known) or say("scenario.keys_are", keys=known)
    message = say("scenario.key_unknown", key=path[-1])
    return _nearest(root, path).location.problem(dotted(path), message, hint)


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
    annotation: Any = file
    for key in path:
        model = _model_in(annotation)
        fields = (
            {}
            if model is None
            else {field.alias or name: field for name, field in model.model_fields.items()}
        )
        # A name in a map of models, or an index in a list of them, leads to the model itself.
        annotation = fields[key].annotation if annotation is model and key in fields else model
    return _model_in(annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
