"""What attempts in bunches meet through the day, beside as many at random.

Callers come again when the queue that has lost them may still be there. The chain of a day knows attempts at random
alone; of so many that as many are lost, more of them wait, and for a shorter time. By how much is known of steady
states: by the mean rates, of as many first attempts as lose in each interval what is lost through the day.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.day.goals import moved_targets
from mfc_capacity.core.odds import by_odds, by_ratio, log_odds
from mfc_capacity.core.targets import MEASURES, OCCUPANCY, Measure, Targets
from mfc_capacity.staffing.method import Performance
from mfc_capacity.staffing.stationary import RedialsOfMeans, Stationary

HARDLY_ANY = 1e-6  # share of attempts
# Towards first attempts that lose so much: log(times as many) for each of the odds, to begin with and at most.
SECANTS, NEAR, FIRST_SLOPE, LEAST_SLOPE, MOST_SLOPE, FARTHEST = 3, 0.02, 0.15, 0.02, 0.6, 0.4


@dataclass(frozen=True)
class Bunched:
    """Steady states (K x I) in which the same is lost with these operators.

    Attributes:
        operators: on duty.
        methods: of attempts at random, and of callers who come again.
        states: what is met in them.
    """

    operators: Ints
    methods: tuple[Stationary, Stationary]
    states: tuple[Performance, Performance]

    def met(self, day: Performance, of_attempts: Floats | float = 1.0) -> Performance:
        """Return what attempts meet where the chain of the day says what as many at random do.

        The service level shown times `of_attempts` is that of attempts.
        """
        counted = replace(day, service_level=day.service_level * of_attempts)
        figures: dict[str, Any] = {measure.name: self._met(counted, measure) for measure in MEASURES}
        met = replace(day, **figures)
        return replace(met, service_level=np.minimum(met.service_level / of_attempts, 1.0))

    def p90_wait_s(self, chain_s: Floats) -> Floats:
        """Return the wait that nine of ten do not exceed where the chain says this of attempts at random."""
        return by_ratio(chain_s, *(method.p90_wait_s(self.operators) for method in self.methods))

    def _met(self, day: Performance, measure: Measure) -> Floats:
        own: Floats = getattr(day, measure.name)
        plain, real = (getattr(each, measure.name) for each in self.states)
        if measure == OCCUPANCY:
            return own
        if measure.kind == "seconds":
            return by_ratio(own, plain, real)
        if measure.better == "high":
            return 1 - by_odds(1 - own, 1 - plain, 1 - real)
        return by_odds(own, plain, real)


def bunched(means: Stationary, steady: RedialsOfMeans, operators: Ints, lost: Floats) -> Bunched:
    """Return the steady states by the mean rates in which so many attempts are lost (K x I), nearly.

    A service level of callers is that of attempts there.

    They are found by secants from those of the first attempts that there are, of which `steady` is known.
    """
    if means.service_level_of == "callers":
        means = replace(means, service_level_of="offered")
    times = np.zeros_like(lost)  # log
    slope = np.full_like(lost, FIRST_SLOPE)
    last = step = np.zeros_like(lost)
    own = means
    for turn in range(SECANTS):
        known = (np.minimum(lost, steady.lost) > HARDLY_ANY) & (
            np.maximum(lost, steady.lost) < 1 - HARDLY_ANY
        )
        gap = np.where(known, log_odds(lost) - log_odds(steady.lost), 0.0)
        if np.abs(gap).max(initial=0.0) < NEAR:
            break
        if turn:
            with np.errstate(invalid="ignore", divide="ignore"):
                slope = np.clip(np.nan_to_num(step / (last - gap), nan=FIRST_SLOPE), LEAST_SLOPE, MOST_SLOPE)
        last, step = gap, np.clip(slope * gap, -FARTHEST, FARTHEST)
        times = times + step
        own = means.on(means.load.times_factors(np.exp(times)))
        steady = own.redials_of_means(operators)
    counted = own.load.times_factors(steady.attempts * steady.bunching)
    at_random = own.on(replace(counted, again=None))
    return Bunched(operators, (at_random, own), (at_random.met(operators), own.met(operators)))


def moved(targets: Targets, chain: Performance, met: Performance, hours: slice) -> Targets:
    """Return the targets that the chain's own answer has to keep in some hours for what attempts meet to keep them."""

    def missing(each: Performance) -> list[Floats]:
        values = [getattr(each, row.measure.name)[:, hours] for row in targets.rows]
        return [1 - own if row.is_least else own for row, own in zip(targets.rows, values, strict=True)]

    return moved_targets(targets, missing(chain), missing(met))
