"""Figures that are corrected by two steady states: shares by the ratio of their odds, times by that of their own.

So a share stays one, however far the correction goes, and where both states are alike nothing changes.
"""

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Floats

LEAST = 1e-13


def log_odds(shares: Floats) -> Floats:
    """Return log(share / (1 - share)), of shares kept off 0 and 1."""
    logits: Floats = special.logit(np.clip(shares, LEAST, 1 - LEAST))
    return logits


def by_odds(share: Floats, plain: Floats, real: Floats) -> Floats:
    """Return shares with their odds changed as those of two states differ; of which nothing is known, they stay."""
    odds = log_odds(share) + log_odds(real) - log_odds(plain)
    stays = ((share <= LEAST) & (plain > LEAST)) | np.isnan(plain) | np.isnan(real)
    return np.where(stays, share, special.expit(odds))


def by_ratio(values: Floats, plain: Floats, real: Floats) -> Floats:
    """Return values changed in the ratio of those of two states; of which nothing is known, they stay."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = real / plain
    return values * np.where(np.isfinite(ratio), ratio, 1.0)
