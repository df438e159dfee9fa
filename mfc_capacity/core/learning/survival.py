"""How many callers still wait after so long, whatever the law of their patience (Kaplan & Meier 1958).

Whoever is answered would have waited longer, nobody knows how much longer; until then he counts among those at risk.
Where most are answered before half have hung up, the median is not known, and only a law says a mean.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.learning.durations import Durations
from mfc_capacity.core.learning.estimates import NORMAL_95, Estimate


@dataclass(frozen=True)
class Survival:
    """Share of the callers who are ready to wait longer than each time at which some hang up, arrays (K).

    `low` and `high` are the 95 % interval at each time by itself: Greenwood's variance, on the scale log(-log), on
    which it stays between 0 and 1.
    """

    at_s: Floats
    left: Floats
    low: Floats
    high: Floats
    rows: int

    def median_s(self) -> Estimate:
        """Return the time after which half have hung up, between those at which the band allows it."""
        value, low, high = (self._first_half_gone(band) for band in (self.left, self.low, self.high))
        return Estimate(value, low, high, self.rows)

    def _first_half_gone(self, left: Floats) -> float:
        gone = np.flatnonzero(left <= 0.5)
        return float(self.at_s[gone[0]]) if gone.size else np.nan


def survival(waits: Durations) -> Survival:
    """Return how many still wait, where those who hung up ended their wait and the others did not.

    Of equal waits those that ended came first.
    """
    every = waits.ended + waits.unfinished
    rows = int(every.sum())
    some = waits.ended > 0
    at_risk = (rows - np.cumsum(every) + every)[some]
    ended = waits.ended[some]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_left = np.cumsum(np.log1p(-ended / at_risk))
        greenwood = np.cumsum(ended / (at_risk * (at_risk - ended)))
        spread = np.exp(NORMAL_95 * np.sqrt(greenwood) / -log_left)
        low, high = np.exp(log_left * spread), np.exp(log_left / spread)
    nobody = ~np.isfinite(log_left)  # nobody is left whose wait could tell
    low[nobody], high[nobody] = 0.0, high[~nobody][-1] if (~nobody).any() else 1.0
    return Survival(waits.at_s[some], np.exp(log_left), low, high, rows)
