"""Hotlines that share operators, as one stream of calls.

Its handling time is the call-weighted mean, and its callers abandon at the call-weighted mean rate. Most days
repeat one another, so a group keeps its distinct kinds of day once and an index from each date to its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.scenario import Hotline


@dataclass(frozen=True)
class GroupDays:
    """One group: `kinds` (D) leads from a day to its kind; the rest are kinds x intervals (K x I).

    `aht_s` and `patience_s` are NaN where nobody calls; `patience_s` is infinite where nobody hangs up.
    """

    kinds: Ints
    open: Bools
    calls: Floats
    aht_s: Floats
    patience_s: Floats

    def of_kinds(self, kinds: Sequence[int]) -> "GroupDays":
        """Return some kinds of day, each as one day."""
        some = list(kinds)
        return GroupDays(
            np.arange(len(some)), self.open[some], self.calls[some], self.aht_s[some], self.patience_s[some]
        )


def group_days(hotlines: Sequence[Hotline], by_day: Sequence[HotlineDays]) -> GroupDays:
    """Merge hotlines that share operators into one stream of calls, each distinct kind of day once."""
    weekdays = _first_alike(by_day)[by_day[0].weekdays]
    signature = np.column_stack([weekdays, *(one.calls for one in by_day)])
    distinct, kinds = np.unique(signature, axis=0, return_inverse=True)
    weekdays = distinct[:, 0].astype(np.int64)
    calls = np.stack([distinct[:, [k + 1]] * one.shares[weekdays] for k, one in enumerate(by_day)])
    total = calls.sum(axis=0)
    weights = np.divide(calls, total, out=np.zeros_like(calls), where=total > 0)
    is_open = np.stack([one.open[weekdays] for one in by_day]).max(axis=0)
    aht_s = np.where(total > 0, _mean([hotline.aht_s for hotline in hotlines], weights), np.nan)
    patience_s = np.where(total > 0, _mean_patience_s(hotlines, weights), np.nan)
    return GroupDays(kinds.reshape(-1), is_open, total, aht_s, patience_s)


def _first_alike(by_day: Sequence[HotlineDays]) -> Ints:
    """Return, for each weekday, the first on which all hotlines are open at the same times with the same shares."""
    shapes = np.hstack([part for one in by_day for part in (one.shares, one.open)])
    _, first, alike = np.unique(shapes, axis=0, return_index=True, return_inverse=True)
    return first[alike.reshape(-1)]


def _mean(values: Sequence[float], weights: Floats) -> Floats:
    """Return the weighted mean; of equal values exactly their value."""
    return values[0] + np.tensordot(np.array(values) - values[0], weights, axes=1)


def _mean_patience_s(hotlines: Sequence[Hotline], weights: Floats) -> Floats:
    """Return 1 / the weighted mean rate of abandonment; infinite where nobody ever hangs up."""
    unit = next((hotline.patience_s for hotline in hotlines if hotline.patience_s), np.inf)
    rates = [unit / hotline.patience_s if hotline.patience_s else 0.0 for hotline in hotlines]
    with np.errstate(divide="ignore"):
        return unit / _mean(rates, weights)
