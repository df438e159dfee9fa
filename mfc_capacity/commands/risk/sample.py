"""A sample of all ranges at once: a scrambled Sobol sequence with a dimension for each figure that moves by itself.

Its points fill the space more evenly than random ones, so that means and shares are known better by as many plans; the
number of points is a power of two, at which the sequence is balanced. Sources: I. M. Sobol, USSR Comput. Math. Math.
Phys. 7 (1967), 86-112; A. B. Owen, J. Complexity 14 (1998), 466-489, on scrambling.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from mfc_capacity.core.arrays import Floats
from mfc_capacity.scenario import Range

LEAST, MOST = 8, 65_536
_SMALLEST = 2.0**-32  # a point on the border would be infinitely far off

Mover = tuple[Range, ...]
Changes = tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """Points (N x M, standard normal) and what they set of each mover's first figure (N x M), in its unit."""

    movers: Sequence[Mover]
    normal: Floats
    numbers: Floats

    @property
    def changes(self) -> list[Changes]:
        """The values set at each point, as `--set` takes them."""
        return [
            tuple(
                f"{each.key}={each.text_of(each.number_at(z))}"
                for mover, z in zip(self.movers, point, strict=True)
                for each in mover
            )
            for point in self.normal.tolist()
        ]


def sampled(movers: Sequence[Mover], count: int, seed: int) -> Sample:
    """Return a sample of so many points, which is a power of two."""
    from scipy.stats import qmc  # noqa: PLC0415 - slow to import, and not for the processes that share the work

    sobol = qmc.Sobol(len(movers), scramble=True, seed=np.random.default_rng(seed))
    uniform = np.clip(sobol.random_base2(count.bit_length() - 1), _SMALLEST, 1 - _SMALLEST)
    normal: Floats = ndtri(uniform)
    columns = [[mover[0].number_at(z) for z in normal[:, k].tolist()] for k, mover in enumerate(movers)]
    return Sample(movers, normal, np.array(columns).T)


def middle(movers: Sequence[Mover]) -> Changes:
    """Return the changes that set every figure to its own value, which makes it certain."""
    return tuple(f"{each.key}={each.value}" for mover in movers for each in mover)


def ends(movers: Sequence[Mover]) -> list[tuple[Changes, Changes]]:
    """Return, for each mover, the changes that set it to its low and to its high, and all others to their values."""
    found = []
    for mover in movers:
        low, high = (
            tuple(
                f"{each.key}={(each.low if at_low else each.high) if other is mover else each.value}"
                for other in movers
                for each in other
            )
            for at_low in (True, False)
        )
        found.append((low, high))
    return found
