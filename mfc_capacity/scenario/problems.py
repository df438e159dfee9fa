"""From what the format's types refuse to problems with a place, in words that say what to do."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.nodes import DEFAULT, Entry, Location, Map, child, is_null, walk
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Problem
from mfc_capacity.scenario.format import ScenarioFile
from mfc_capacity.scenario.types import LIST, MAP, TEXT

_KEY = "[key]"
_NO_VALUE = "write one, indent its keys below it, or delete the key"
_INDENT = "indent its keys below it, as key: value; or indent this line, if it belongs to the key above"
_SHAPES = {
    "dict_type": ("a map is expected here", _INDENT),
    "model_type": ("a map is expected here", _INDENT),
    "model_attributes_type": ("a map is expected here", _INDENT),
    "list_type": (
        "a list is expected here",
        "write [one, another], or give each entry a line that begins with a dash",
    ),
    "union_tag_invalid": ("a list does not belong here", None),
    "too_short": ("this is empty", "write what belongs here"),
}


def format_problems(
    root: Map, error: ValidationError, file: type[BaseModel] = ScenarioFile
) -> Iterator[Problem]:
    """Yield a problem for everything that the format of a file refused; what a default repeats, once only."""
    for detail in error.errors(include_url=False, include_input=False):
        path = [str(part) for part in detail["loc"] if part not in (TEXT, MAP, LIST)]
        if _nearest(root, path).node.origin != DEFAULT:
            yield _problem(root, path, detail, file)


def missing_values(root: Map) -> Iterator[Problem]:
    """Yield a problem for every key or list entry without a value; in a variant, null removes."""
    for path, entry in walk(root):
        if is_null(entry.node) and not (path[0] == "variants" and "set" in path):
            message = f"{path[-1]} has no value" if not path[-1].isdecimal() else "this entry has no value"
            yield entry.best_location.problem(dotted(path), message, _NO_VALUE)


def _problem(root: Map, path: list[str], detail: ErrorDetails, file: type[BaseModel]) -> Problem:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if path and path[-1] == _KEY:
        return _at_key(root, path[:-1]).problem(dotted(path[:-1]), context["message"], context["hint"])
    match detail["type"]:
        case "missing":
            return _missing(root, path, file)
        case "extra_forbidden":
            return _unknown(root, path, file)
        case "value":
            path += [context["at"]] if context.get("at") else []
            location = _at_key(root, path) if context["at_key"] else _at_value(root, path)
            return location.problem(dotted(path), context["message"], context["hint"])
    message, hint = _SHAPES[detail["type"]]
    return _at_value(root, path).problem(dotted(path), message, hint)


def _missing(root: Map, path: list[str], file: type[BaseModel]) -> Problem:
    above, key = path[:-1], path[-1]
    hint = _description(above, key, file)
    subject = above[-1] if above else "the scenario" if file is ScenarioFile else "the file"
    subject = f"entry {subject} of {above[-2]}" if subject.isdecimal() and len(above) > 1 else subject
    return _at_key(root, above).problem(dotted(path), f"{subject} has no {key}", hint)


def _unknown(root: Map, path: list[str], file: type[BaseModel]) -> Problem:
    known = list(_known_keys(path[:-1], file))
    hint = did_you_mean(path[-1], known) or f"the keys here are {', '.join(known)}"
    return _at_key(root, path).problem(dotted(path), f"the key '{path[-1]}' is not known here", hint)


def _at_key(root: Map, path: Iterable[str]) -> Location:
    return _nearest(root, path).location


def _at_value(root: Map, path: Iterable[str]) -> Location:
    return _nearest(root, path).best_location


def _nearest(root: Map, path: Iterable[str]) -> Entry:
    """Return the entry at a path, or the last one on the way to it that is there."""
    entry = Entry(root.location, root)
    for key in path:
        found = child(entry.node, key)
        if found is None:
            break
        entry = found
    return entry


def _description(path: Iterable[str], key: str, file: type[BaseModel]) -> str | None:
    model = _model_at(path, file)
    fields = {} if model is None else model.model_fields
    text = next((field.description for name, field in fields.items() if (field.alias or name) == key), None)
    return f"{key}: {text[0].lower()}{text[1:].rstrip('.')}" if text else None


def _known_keys(path: Iterable[str], file: type[BaseModel]) -> Iterator[str]:
    model = _model_at(path, file)
    return (field.alias or name for name, field in (model.model_fields if model else {}).items())


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
