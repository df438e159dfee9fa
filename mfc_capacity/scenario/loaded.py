"""Reading a scenario: the layered tree, the format's types, the checks across keys, and what planning uses.

All mistakes of a file are found in one run, those of its variants included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Any

from pydantic import ValidationError

from mfc_capacity.files.layers import Reader, Tree, apply_set, apply_variant, read_bytes, read_tree
from mfc_capacity.files.nodes import Entry, Map, entries_at, find, plain, walk
from mfc_capacity.files.paths import split_path
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.scenario.build import effective
from mfc_capacity.scenario.checks import cross_checks, read_at
from mfc_capacity.scenario.defaults import with_defaults
from mfc_capacity.scenario.figures import Figure, figures_of
from mfc_capacity.scenario.format import OwnRoster, ScenarioFile
from mfc_capacity.scenario.model import Scenario
from mfc_capacity.scenario.people_checks import people_checks
from mfc_capacity.scenario.problems import format_problems, missing_values
from mfc_capacity.scenario.ranges import Range, movers_of, read_ranges
from mfc_capacity.scenario.shift_checks import shift_checks
from mfc_capacity.scenario.types import read_interval_s

MAX_PROBLEMS = 100
MAX_PROBLEMS_FOUND = 200
MAX_VARIANT_VALUES = 500_000


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario, the typed values of its file (defaults filled in), and the tree they were read from.

    Its `path` is relative, never absolute.
    """

    scenario: Scenario
    file: ScenarioFile
    tree: Tree

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures: those written, then the defaults taken; without those that a table stands for."""
        unused: frozenset[tuple[str, ...]] = frozenset()
        if self.file.volumes:
            from mfc_capacity.scenario.unused import unused_figures  # noqa: PLC0415 - NumPy, for tables alone

            unused = unused_figures(self.scenario)
        return figures_of(with_defaults(self.tree.root), unused)

    @cached_property
    def movers(self) -> list[tuple[Range, ...]]:
        """The figures with a range, in the order of the file, those together that move as one."""
        root = self.tree.root
        return movers_of(_ranges(root, _context(with_defaults(root)))[0], root)

    @property
    def path(self) -> str:
        """The file as answers show it."""
        return self.tree.path

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes."""
        return self.tree.sha256

    @property
    def extends(self) -> tuple[tuple[str, str], ...]:
        """The files below this one, nearest first, each with its SHA-256."""
        return self.tree.extends

    @property
    def variant(self) -> str | None:
        """The variant that was applied."""
        return self.tree.variant

    @property
    def overrides(self) -> tuple[str, ...]:
        """The values that were set, as path=value."""
        return self.tree.overrides

    def location_of(self, key: str) -> str | None:
        """Return where a dotted key stands, as file:line:column; None if it is not in the file."""
        entry = self._entry(key)
        return None if entry is None else str(entry.best_location)

    def problem_at(self, key: str, message: Message, hint: Message | None = None) -> Problem:
        """Return a problem at the place of a dotted key; without a line if the key is not in the file."""
        entry = self._entry(key)
        if entry is None:
            return Problem(self.path, None, None, key, message, hint)
        return entry.best_location.problem(key, message, hint)

    def _entry(self, key: str) -> Entry | None:
        return find(self.tree.root, *(part for part, _ in split_path(key)[0]))


def load_scenario(
    path: str,
    *,
    variant: str | None = None,
    overrides: Iterable[str] = (),
    read_bytes: Reader = read_bytes,
) -> LoadedScenario:
    """Read a scenario file, apply a variant and values set on the command line; `-` is standard input.

    Without a variant, every variant of the file is checked too.

    Raises:
        InputError: with every mistake found.
    """
    tree = read_tree(path, read_bytes=read_bytes)
    changes = tuple(overrides)
    if variant is not None:
        tree = apply_variant(tree, variant)
    elif not changes:
        _check_variants(tree)
    return build_scenario(apply_set(tree, changes))


def build_scenario(tree: Tree) -> LoadedScenario:
    """Check a tree, fill in its defaults, and return the scenario that it means.

    Raises:
        InputError: with every mistake found, sorted by place.
    """
    root = with_defaults(tree.root)
    file, problems = _checked(root)
    if file is None or problems:
        raise InputError(_sorted(problems))
    scenario = effective(file)
    if file.volumes:
        from mfc_capacity.scenario.volumes import with_volumes  # noqa: PLC0415 - NumPy, for tables alone

        scenario = with_volumes(scenario, file, tree)
    if file.rosters or any(isinstance(group.operators, OwnRoster) for group in file.groups.values()):
        from mfc_capacity.scenario.rosters import with_rosters  # noqa: PLC0415 - NumPy, for tables alone

        scenario = with_rosters(scenario, file, tree)
    return LoadedScenario(scenario, file, tree)


def _check_variants(tree: Tree) -> None:
    """Refuse a file with mistakes, in itself or in one of its variants.

    Raises:
        InputError: with every mistake found.
    """
    problems = _problems(tree)
    names = entries_at(tree.root, "variants")
    values = sum(1 for _ in walk(tree.root))
    if len(names) * values > MAX_VARIANT_VALUES:
        message = say(
            "scenario.too_many_variants", variants=len(names), values=values, most=MAX_VARIANT_VALUES
        )
        at = tree.root.entries["variants"].location
        raise InputError([at.problem("variants", message, say("scenario.SPLIT_THE_FILE"))])
    for name in names:
        if len(problems) < MAX_PROBLEMS:
            problems += _variant_problems(tree, name)
    if problems:
        raise InputError(_sorted(problems))


def _problems(tree: Tree) -> list[Problem]:
    return _checked(with_defaults(tree.root))[1]


def _variant_problems(tree: Tree, name: str) -> list[Problem]:
    try:
        problems = _problems(apply_variant(tree, name))
    except InputError as error:
        problems = list(error.problems)
    return [
        replace(problem, message=say("scenario.in_variant", name=name, message=problem.message))
        for problem in problems
    ]


def _checked(root: Map) -> tuple[ScenarioFile | None, list[Problem]]:
    problems = list(islice(missing_values(root), MAX_PROBLEMS_FOUND))
    file, context = None, _context(root)
    try:
        file = ScenarioFile.model_validate(plain(root), context=context)
    except ValidationError as error:
        problems += islice(format_problems(root, error), MAX_PROBLEMS_FOUND)
    problems += islice(chain(cross_checks(root), shift_checks(root), people_checks(root)), MAX_PROBLEMS_FOUND)
    return file, [*problems, *_ranges(root, context)[1]]


def _ranges(root: Map, context: Mapping[str, Any]) -> tuple[list[Range], list[Problem]]:
    return read_ranges(root, context["currency"], context["interval_s"])


def _context(root: Map) -> dict[str, Any]:
    """Return what values are read by besides their own text."""
    return {
        "currency": read_at(root, str, "currency"),
        "interval_s": read_at(root, read_interval_s, "calendar", "interval") or 60,
    }


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    """Return one problem a place, in the order of the files, and not more than anybody reads."""
    by_place: dict[object, Problem] = {}
    for problem in problems:
        place = (problem.file, problem.line, problem.column)
        by_place.setdefault(place if problem.column else problem, problem)
    ordered = sorted(by_place.values(), key=lambda p: (p.file or "", p.line or 0, p.column or 0))
    if len(ordered) > MAX_PROBLEMS:
        message, hint = say("scenario.MORE_PROBLEMS"), say("scenario.MEND_THESE_FIRST")
        more = Problem(ordered[0].file, None, None, "", message, hint)
        ordered = [*ordered[:MAX_PROBLEMS], more]
    return ordered
