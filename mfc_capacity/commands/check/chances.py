"""How often limits with a probability are kept where figures may be off: over the sample of ranges that `risk` takes.

Staffing is made anew for each point. A point without a plan keeps no limit.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter

from mfc_capacity.answers.check import Chance
from mfc_capacity.commands.check.held import kept_limits
from mfc_capacity.commands.check.limits import PlacedLimit, limits_for
from mfc_capacity.commands.risk.days import day_inputs
from mfc_capacity.commands.risk.outcome import Trial, planned_points
from mfc_capacity.commands.risk.sample import Inputs, Point, sampled
from mfc_capacity.files.nodes import Map
from mfc_capacity.files.problems import InputError, MfcError, Problem, say
from mfc_capacity.plan.planner import Planned, Planner
from mfc_capacity.plan.pool import Processes, worth

SAMPLES, SEED = 128, 1
TOGETHER = 16  # plans that are solved in one call


def chances(
    planned: Planned, limits: Sequence[PlacedLimit], files: Sequence[Map], workers: int
) -> Mapping[str, Chance]:
    """Return, of each limit with a probability, how often it is kept, by its id.

    Args:
        planned: the plan of the scenario's own values.
        limits: all limits that it is held against.
        files: the files of limits that some of them stand in.
        workers: how many processes may share the work.

    Raises:
        InputError: if there is such a limit, no figure of the scenario has a range, and no day varies.
    """
    asked = {placed.limit.id: placed for placed in limits if placed.limit.probability is not None}
    if not asked:
        return {}
    loaded, days = planned.loaded, day_inputs(planned)
    inputs = Inputs(loaded.movers, days)
    if not inputs:
        raise InputError([_without_ranges(placed) for placed in asked.values()])
    points = sampled(inputs, SAMPLES, SEED).points
    work = partial(_kept, Planner(), Trial(loaded.tree, days), files)
    together = [points[first : first + TOGETHER] for first in range(0, SAMPLES, TOGETHER)]
    begun = perf_counter()
    found = work(together[0])
    left_s = (perf_counter() - begun) * (len(together) - 1)
    for own in worth(Processes(workers), left_s).map(work, together[1:]):
        found += own
    return {
        name: Chance(sum(name in kept for kept in found), SAMPLES, float(placed.limit.probability or 0))
        for name, placed in asked.items()
    }


def _without_ranges(placed: PlacedLimit) -> Problem:
    at = placed.probability_at or placed.location
    return at.problem("probability", say("check.NO_RANGES"), say("risk.ADD_RANGES"))


def _kept(planner: Planner, trial: Trial, files: Sequence[Map], points: Sequence[Point]) -> list[set[str]]:
    """Return the ids of the limits with a probability that are kept at each point."""
    return [_kept_by(files, each) for each in planned_points(planner, trial, points)]


def _kept_by(files: Sequence[Map], planned: Planned | MfcError) -> set[str]:
    if isinstance(planned, MfcError):
        return set()
    limits = [placed for placed in limits_for(planned.loaded, files) if placed.limit.probability is not None]
    kept = kept_limits(planned, limits)
    return {placed.limit.id for placed, (_, is_kept) in zip(limits, kept, strict=True) if is_kept}
