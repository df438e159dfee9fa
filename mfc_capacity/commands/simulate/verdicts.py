"""Is a target kept? An estimate has a confidence interval, and judges only where the target lies outside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.answers.records import KEPT, SHORT, UNSURE
from mfc_capacity.core.arrays import Floats, Texts
from mfc_capacity.core.simulation.replications import Estimate, Estimates
from mfc_capacity.core.targets import ABANDONMENT, MEASURES, NEVER_SERVED, P90_WAIT, SERVICE_LEVEL
from mfc_capacity.scenario import TargetSet
from mfc_capacity.staffing.operators import core_targets


@dataclass(frozen=True)
class Verdicts:
    """Per interval (I): whether all targets are kept ("" where nobody calls), and which are surely missed."""

    verdict: Texts
    missed: Sequence[str]

    def count(self, verdict: str) -> int:
        """Return how many intervals have a verdict."""
        return int((self.verdict == verdict).sum())


def estimates_of(estimates: Estimates, targets: TargetSet) -> dict[str, Estimate]:
    """Return the estimates of each measure, the service level as the target defines it."""
    names = {measure.name: measure.name for measure in MEASURES if measure != P90_WAIT}
    names[SERVICE_LEVEL.name] = f"service_level_{targets.service_level_of}"
    names[NEVER_SERVED.name] = NEVER_SERVED.name
    return {name: getattr(estimates, name_there) for name, name_there in names.items()}


def judged(estimates: dict[str, Estimate], targets: TargetSet, calls: Floats) -> Verdicts:
    """Return whether each interval keeps every target: surely, surely not, or too close to call."""
    excesses = _excesses(estimates, targets)
    missed = {key: np.asarray(excess.value > excess.half_width) for key, excess in excesses.items()}
    unsure = [np.abs(excess.value) < excess.half_width for excess in excesses.values()]
    none = np.zeros(calls.shape, dtype=bool)
    is_short = np.logical_or.reduce([none, *missed.values()])
    is_unsure = np.logical_or.reduce([none, *unsure])
    verdict = np.select([calls == 0, is_short, is_unsure], ["", SHORT, UNSURE], KEPT)
    names = ["; ".join(key for key, where in missed.items() if where[k]) for k in range(calls.size)]
    return Verdicts(
        verdict, [name if text == SHORT else "" for name, text in zip(names, verdict, strict=True)]
    )


def _excesses(estimates: dict[str, Estimate], targets: TargetSet) -> dict[str, Estimate]:
    """Return, for each target set, by how much its measure is beyond it; endlessly where nobody is answered."""
    abandonment = estimates.get(ABANDONMENT.name)
    excesses = {}
    for row, limit in core_targets(targets).each():
        met = estimates[row.measure.name]
        beyond = limit - met.value if row.is_least else met.value - limit
        all_hang_up = row.needs_operators and abandonment is not None and abandonment.value == 1
        nobody_answered = np.isnan(met.value) & all_hang_up
        excesses[row.key] = Estimate(
            np.where(nobody_answered, np.inf, beyond), np.where(nobody_answered, 0.0, met.half_width)
        )
    return excesses
