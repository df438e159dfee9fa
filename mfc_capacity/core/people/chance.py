"""How many may be there: each person stays or leaves by chance, independently of all others.

Of a cohort, those who are still there are binomial, and a sum over cohorts is their convolution: exact where people
count alike. Where they do not, sums lie on a grid of 1 / `PARTS`: exact where everybody counts a multiple of it. What a
cohort of another weight adds is shared between two points so that its mean stays, and moves a percentile by a step.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.people.flow import Career, flows, tenures

PARTS = 100
NEGLIGIBLE = 1e-15
ROUNDING = 1e-12

Law = tuple[int, Floats]  # the lowest whole number that has a mass, and the masses from there


def people_there(
    career: Career, begins: ArrayLike, people: ArrayLike, periods: int, levels: Floats
) -> Floats:
    """Return, by period and level, the people who are there as it begins and not exceeded with a probability (T x P).

    Args:
        career: how people learn, work and leave.
        begins: the period with which each cohort is hired (C), as of `flows`.
        people: whole people of each cohort (C).
        periods: of the horizon (T).
        levels: probabilities (P).

    Raises:
        ValueError: if people are not whole, or a level is no probability.
    """
    one = flows(career, begins, periods)
    chances = one.in_training + one.at_work
    return _percentiles(people, chances, np.ones_like(chances), levels)


def output_there(
    career: Career, begins: ArrayLike, people: ArrayLike, periods: int, levels: Floats
) -> Floats:
    """Return the same of the output of those who are there in the middle of each period, less trainers (T x P).

    Its mean is the output of the flow.
    """
    one, tenure = flows(career, begins, periods), tenures(begins, periods)
    chances = one.paid_in_training + one.paid_at_work
    return _percentiles(people, chances, career.output(tenure) - career.taken(tenure), levels)


def _percentiles(people: ArrayLike, chances: Floats, weights: Floats, levels: Floats) -> Floats:
    counts = arguments.whole_number("people", people).astype(np.int64)
    wanted = arguments.share("levels", levels) - ROUNDING
    found = np.empty((chances.shape[1], wanted.size))
    for t in range(found.shape[0]):
        counted = (counts > 0) & (chances[:, t] > 0) & (weights[:, t] != 0)
        lowest, masses = _sum(counts[counted], chances[counted, t], weights[counted, t])
        places = np.searchsorted(np.cumsum(masses), wanted)
        found[t] = (lowest + np.minimum(places, masses.size - 1)) / PARTS
    return found


def _sum(people: Ints, chances: Floats, weights: Floats) -> Law:
    """Return the law of a sum of weights, in steps of the grid."""
    laws = [
        _in_steps(_number(people[weights == own], chances[weights == own]), float(own))
        for own in np.unique(weights)
    ]
    total: Law = 0, np.ones(1)
    for lowest, masses in sorted(laws, key=lambda law: -law[1].size):
        wider = np.zeros(total[1].size + masses.size - 1)
        for at in np.flatnonzero(masses):
            wider[at : at + total[1].size] += masses[at] * total[1]
        total = total[0] + lowest, wider
    return total


def _number(people: Ints, chances: Floats) -> Law:
    """Return the law of how many are there of some cohorts."""
    lowest, masses = 0, np.ones(1)
    for count, chance in zip(people.tolist(), chances.tolist(), strict=True):
        first, binomial = _binomial(count, chance)
        lowest, masses = lowest + first, np.convolve(masses, binomial)
    return lowest, masses


def _binomial(count: int, chance: float) -> Law:
    number = np.arange(count + 1)
    ways = special.gammaln(count + 1) - special.gammaln(number + 1) - special.gammaln(count - number + 1)
    masses = np.exp(ways + special.xlogy(number, chance) + special.xlog1py(count - number, -chance))
    first, last = np.flatnonzero(masses > NEGLIGIBLE)[[0, -1]]
    return int(first), masses[first : last + 1]


def _in_steps(law: Law, weight: float) -> Law:
    """Return the law of a number times a weight, in steps of the grid."""
    first, masses = law
    places = np.round((first + np.arange(masses.size)) * weight * PARTS, 9)
    below = np.floor(places).astype(np.int64)
    lowest = int(below.min())
    part = places - below
    in_steps = np.zeros(int(below.max()) - lowest + 2)
    np.add.at(in_steps, below - lowest, masses * (1 - part))
    np.add.at(in_steps, below - lowest + 1, masses * part)
    return lowest, in_steps
