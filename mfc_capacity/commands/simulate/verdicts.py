"""Is a target kept? An estimate has a confidence interval, and judges only where the target lies outside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.answers.records import KEPT, SHORT, UNSURE
from mfc_capacity.core.arrays import Bools, Floats, Texts
from mfc_capacity.core.simulation.replications import Estimate, Estimates
from mfc_capacity.scenario import TargetSet

MEASURES = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")


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
    names = {name: name for name in MEASURES} | {"service_level": f"service_level_{targets.service_level_of}"}
    return {name: getattr(estimates, name_there) for name, name_there in names.items()}


def judged(estimates: dict[str, Estimate], targets: TargetSet, calls: Floats) -> Verdicts:
    """Return whether each interval keeps every target: surely, surely not, or too close to call."""
    missed = {key: _above(estimate) for key, estimate in _excesses(estimates, targets).items()}
    unsure = [_around(estimate) for estimate in _excesses(estimates, targets).values()]
    none = np.zeros(calls.shape, dtype=bool)
    is_short = np.logical_or.reduce([none, *missed.values()])
    is_unsure = np.logical_or.reduce([none, *unsure])
    verdict = np.select([calls == 0, is_short, is_unsure], ["", SHORT, UNSURE], KEPT)
    names = ["; ".join(key for key, where in missed.items() if where[k]) for k in range(calls.size)]
    return Verdicts(
        verdict, [name if text == SHORT else "" for name, text in zip(names, verdict, strict=True)]
    )


def _excesses(estimates: dict[str, Estimate], targets: TargetSet) -> dict[str, Estimate]:
    """Return, for each target set, by how much its measure is beyond it."""
    level = targets.service_level
    limits = {
        "max_asa": ("asa_s", targets.max_asa_s),
        "max_abandonment": ("abandonment", targets.max_abandonment),
        "max_occupancy": ("occupancy", targets.max_occupancy),
    }
    excesses = {}
    if level is not None:
        met = estimates["service_level"]
        excesses["service_level"] = Estimate(level.share - met.value, met.half_width)
    for key, (measure, limit) in limits.items():
        if limit is not None:
            met = estimates[measure]
            excesses[key] = Estimate(met.value - limit, met.half_width)
    return excesses


def _above(excess: Estimate) -> Bools:
    return np.asarray(excess.value > excess.half_width)


def _around(excess: Estimate) -> Bools:
    return np.asarray(np.abs(excess.value) < excess.half_width)
