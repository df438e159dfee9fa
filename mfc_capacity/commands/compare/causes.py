"""Which input did it: the difference between two plans, split over the inputs that changed.

The players of the game are the changed inputs, its value is a figure of the plan that has only some of them. The
scenario before is given every subset of the changes and planned, and Shapley's division (see `shapley`) says what
each change did. More than eight changes are put together, by hotline, group and so on or by kind, whichever tells
more apart, so that never more than 256 plans are needed, and fewer where a plan has very many intervals. Changes
that make no scenario one without the other (a hotline that is gone and the group that listed it) are one cause.
What concerns only contracts, the budget or limits, which stand beside the plan, moves none of these figures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from mfc_capacity.commands.compare.inputs import (
    OF_TABLES,
    ROSTERS,
    VOLUMES,
    WHOLE_IF_NEW,
    Change,
    Path,
    WrittenInput,
    applied,
)
from mfc_capacity.core.shapley import shapley
from mfc_capacity.files.layers import NAMED_SECTIONS, Tree
from mfc_capacity.files.nodes import Map, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import InputError
from mfc_capacity.files.units import DAY_S
from mfc_capacity.plan.exact import Figures, exact_figures
from mfc_capacity.plan.planner import Planner
from mfc_capacity.plan.pool import Processes
from mfc_capacity.scenario import LoadedScenario, Scenario, build_scenario
from mfc_capacity.scenario.volumes import volume_problems
from mfc_capacity.staffing.method import UnreachableError
from mfc_capacity.staffing.operators import METHODS
from mfc_capacity.staffing.varying import DAYS_LOOKED_AT

MOST_CAUSES = 8
BESIDE_THE_PLAN = (*WHOLE_IF_NEW, "limits", "variants", "shifts", "rest", "people")

Changes = tuple[Change, ...]


@dataclass(frozen=True)
class Cause:
    """Changes that are one cause, and the paths they are called by."""

    paths: tuple[Path, ...]
    changes: Changes

    @property
    def key(self) -> str:
        """The dotted keys."""
        return " + ".join(dotted(path) for path in self.paths)


@dataclass(frozen=True)
class Split:
    """The causes, and by group and metric the part of each: their sum is the difference, exactly."""

    causes: tuple[Cause, ...]
    parts: dict[tuple[str, str], list[Fraction]]


def split(
    before: LoadedScenario, after: LoadedScenario, changes: Sequence[Change], workers: int = 1
) -> Split | None:
    """Return which change did how much; None if a scenario between the two has no plan."""
    moving = [change for change in changes if not _is_beside(change.path)]
    causes = _grouped(moving, _most_causes(before.scenario, after.scenario))
    causes, scenarios = _separable(before, after, causes)
    try:
        figures = exact_figures(scenarios, Planner(Processes(workers)))
    except UnreachableError:
        return None
    shared = [key for key in figures[0] if key in figures[-1]]
    values = {key: _values(figures, key) for key in shared}
    known = {key: series for key, series in values.items() if series is not None}
    return Split(tuple(causes), {key: shapley(series) for key, series in known.items()})


def _values(figures: Sequence[Figures], key: tuple[str, str]) -> list[Fraction] | None:
    """Return a figure of every subset's plan, 0 where there is no such group; None where one is unknown."""
    values = [subset.get(key, Fraction(0)) for subset in figures]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


# What a change is called: its own path, its hotline, group and so on, its kind, its section, one of all changes.
_LEVELS: tuple[Callable[[Path], Path], ...] = (
    lambda path: path,
    lambda path: path[: 2 if path[0] in NAMED_SECTIONS else 1],
    lambda path: (path[0], "*", *path[2:]) if path[0] in NAMED_SECTIONS else path,
    lambda path: path[:1],
    lambda _path: ("*",),
)


def _most_causes(scenario: Scenario, after: Scenario) -> int:
    """Return how many causes are told apart: fewer where planning every subset of them would take long."""
    sides = (scenario, after)
    varies = any(any(hotline.varies) for side in sides for hotline in side.hotlines.values())
    calendar = scenario.calendar
    days = 1 if calendar is None else (calendar.last - calendar.first).days + 1
    intervals = days * (DAY_S // scenario.interval_s) * len(scenario.groups)
    most = min(METHODS[side.method].intervals_planned_soon for side in sides)
    most //= DAYS_LOOKED_AT if varies else 1
    return max(1, min(MOST_CAUSES, (most // intervals).bit_length() - 1))


def _grouped(changes: Sequence[Change], most: int) -> list[Cause]:
    """Return the causes that tell most apart without being too many."""
    levels = []
    for name_of in _LEVELS:
        by_name: dict[Path, Changes] = {}
        for change in changes:
            name = name_of(change.path)
            by_name[name] = (*by_name.get(name, ()), change)
        levels.append([Cause((name,), own) for name, own in by_name.items()])
    return max((level for level in levels if len(level) <= most), key=len)


def _separable(
    before: LoadedScenario, after: LoadedScenario, causes: list[Cause]
) -> tuple[list[Cause], list[Scenario]]:
    """Join causes until every subset of them makes a scenario; return them, and the scenario of every subset."""
    everything = (1 << len(causes)) - 1

    @cache
    def scenario_of(subset: int) -> Scenario | None:
        if subset in (0, everything):
            return (after if subset else before).scenario
        chosen = [change for k, cause in enumerate(causes) if subset >> k & 1 for change in cause.changes]
        loaded = _scenario(before, after, chosen)
        return None if loaded is None else loaded.scenario

    blocks = [1 << k for k in range(len(causes))]
    while True:
        subsets = _unions(blocks)
        scenarios = [scenario for subset in subsets if (scenario := scenario_of(subset)) is not None]
        if len(scenarios) == len(subsets):
            return [_joined(causes, block) for block in blocks], scenarios
        fails = min((subset for subset in subsets if scenario_of(subset) is None), key=int.bit_count)
        whole = [subset for subset in subsets if subset & fails == fails and scenario_of(subset) is not None]
        together = min(whole, key=int.bit_count)
        kept = [block for block in blocks if not block & together]
        blocks = sorted([together, *kept], key=lambda block: block & -block)


def _scenario(
    before: LoadedScenario, after: LoadedScenario, changes: Sequence[Change]
) -> LoadedScenario | None:
    planned = _of_the_plan(applied(before.tree.root, changes))
    chosen = {
        section: {change.path[1] for change in changes if change.path[0] == section} for section in OF_TABLES
    }
    if not any(chosen.values()):
        return _built(replace(before.tree, root=planned))
    for section in OF_TABLES:
        one, other = (WrittenInput(find(side.tree.root, section), None, None) for side in (before, after))
        planned = applied(planned, [Change((section,), one, other)])
    built = _built(replace(before.tree, root=planned, beside=after.tree.beside))
    return None if built is None else _with_tables(built, before, after, chosen)


def _is_beside(path: Path) -> bool:
    """Return whether no plan depends on what stands at a path."""
    return path[0] in BESIDE_THE_PLAN or (path[0] == "groups" and path[2:] == ("shifts",))


def _of_the_plan(node: Map, above: Path = ()) -> Map:
    """Return what a plan depends on of a file, or of the part of it at a path."""
    entries = {
        key: replace(entry, node=_of_the_plan(entry.node, (*above, key)))
        if isinstance(entry.node, Map)
        else entry
        for key, entry in node.entries.items()
        if not _is_beside((*above, key))
    }
    return replace(node, entries=entries)


def _built(tree: Tree) -> LoadedScenario | None:
    try:
        return build_scenario(tree)
    except InputError:
        return None


def _with_tables(
    built: LoadedScenario, before: LoadedScenario, after: LoadedScenario, chosen: Mapping[str, set[str]]
) -> LoadedScenario | None:
    """Return a scenario with the tables of the chosen hotlines and groups from after, the others from before."""

    def side(section: str, name: str) -> Scenario:
        return (after if name in chosen[section] else before).scenario

    hotlines, groups = dict(built.scenario.hotlines), dict(built.scenario.groups)
    for name, hotline in hotlines.items():
        if name in before.scenario.hotlines and name in after.scenario.hotlines:
            hotlines[name] = replace(hotline, volumes=side(VOLUMES, name).hotlines[name].volumes)
    for name, group in groups.items():
        if name in before.scenario.groups and name in after.scenario.groups:
            own = side(ROSTERS, name).groups[name]
            if own.roster is not None:
                groups[name] = replace(group, roster=own.roster, operators=own.operators)
            elif group.roster is not None:
                return None
    scenario = replace(built.scenario, hotlines=hotlines, groups=groups)
    if VOLUMES in built.tree.root.entries and any(volume_problems(scenario, built.file, built.tree.root)):
        return None
    return replace(built, scenario=scenario)


def _unions(blocks: Sequence[int]) -> list[int]:
    """Return the union of every subset of disjoint blocks, subsets in the order of their bit masks."""
    unions = [0]
    for block in blocks:
        unions += [union | block for union in unions]
    return unions


def _joined(causes: Sequence[Cause], block: int) -> Cause:
    own = [cause for k, cause in enumerate(causes) if block >> k & 1]
    paths = tuple(path for cause in own for path in cause.paths)
    return Cause(paths, tuple(change for cause in own for change in cause.changes))
