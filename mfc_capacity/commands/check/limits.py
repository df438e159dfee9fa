"""Limits with their places: those in a scenario itself, and those of files that are held against many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from mfc_capacity.files.layers import Reader, read_bytes, shown_path
from mfc_capacity.files.nodes import Location, Map, compact, find, plain
from mfc_capacity.files.parsing import parse
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.scenario.defaults import with_defaults
from mfc_capacity.scenario.format import Limit, LimitsFile
from mfc_capacity.scenario.limit_references import LIMITS, limit_references
from mfc_capacity.scenario.problems import format_problems, missing_values

Bound = Literal["max", "min", "max_increase"]
BOUNDS: tuple[Bound, ...] = ("max", "min", "max_increase")


@dataclass(frozen=True)
class PlacedLimit:
    """A limit, which bound it has, how that is written and where it stands, and where its probability does."""

    limit: Limit
    bound: Bound
    written: str
    location: Location
    probability_at: Location | None = None


def limits_for(loaded: LoadedScenario, files: Sequence[Map]) -> list[PlacedLimit]:
    """Return the limits of a scenario and of files of limits, in that order.

    Raises:
        InputError: for limits that are not about this scenario, or have one id.
    """
    problems: list[Problem] = []
    limits = list(_placed(loaded.tree.root, _read(loaded.tree.root, loaded)))
    scenario = with_defaults(loaded.tree.root)
    for root in files:
        try:
            limits += _placed(root, _read(root, loaded))
        except ValidationError as error:
            problems += format_problems(root, error, LimitsFile)
        problems += limit_references(root, scenario, loaded.path)
    problems += _ids_twice(limits)
    if problems:
        by_place = {(problem.file, problem.line, problem.column): problem for problem in reversed(problems)}
        raise InputError(reversed(by_place.values()))
    return limits


def read_limits_file(path: str, *, read_bytes: Reader = read_bytes) -> Map:
    """Read a file of limits; what depends on a scenario is checked when there is one.

    Raises:
        InputError: if it cannot be read or is no map.
    """
    shown = shown_path(path)
    try:
        content = read_bytes(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError([Location(shown).problem("", say("check.cannot_be_read", reason=reason))]) from None
    root = parse(content, shown)
    if not isinstance(root, Map):
        message, hint = say("check.LIMITS_ARE_A_MAP"), say("check.BEGIN_WITH_SCHEMA")
        raise InputError([root.location.problem("", message, hint)])
    problems = list(missing_values(root))
    if problems:
        raise InputError(problems)
    return root


def _read(root: Map, loaded: LoadedScenario) -> list[Limit]:
    """Read the limits of a file of limits, or of a scenario, in whose units they are.

    Raises:
        ValidationError: for what the format refuses.
    """
    context = {"currency": loaded.scenario.currency, "interval_s": loaded.scenario.interval_s}
    if root is not loaded.tree.root:
        return LimitsFile.model_validate(plain(root), context=context).limits
    own = find(root, LIMITS)
    if own is None or not plain(own.node):
        return []
    return LimitsFile.model_validate({LIMITS: plain(own.node)}, context=context).limits


def _placed(root: Map, limits: Sequence[Limit]) -> Iterator[PlacedLimit]:
    for index, limit in enumerate(limits):
        for bound in BOUNDS:
            entry = find(root, LIMITS, str(index), bound)
            if entry is not None:
                probability = find(root, LIMITS, str(index), "probability")
                at = None if probability is None else probability.best_location
                yield PlacedLimit(limit, bound, compact(entry.node), entry.best_location, at)


def _ids_twice(limits: Sequence[PlacedLimit]) -> Iterator[Problem]:
    first: dict[str, PlacedLimit] = {}
    for placed in limits:
        known = first.setdefault(placed.limit.id, placed)
        if known.location.file != placed.location.file:
            message = say("check.second_id", id=placed.limit.id, first=str(known.location))
            yield placed.location.problem("id", message, say("check.GIVE_IT_AN_ID"))
