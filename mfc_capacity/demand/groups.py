"""Hotlines that share operators, as one stream of calls.

Its handling time is the call-weighted mean, and its callers abandon at the call-weighted mean rate. Most days
repeat one another, so a group keeps its distinct kinds of day once and an index from each date to its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.day.mixed import are_as_one
from mfc_capacity.core.simulation.laws import Exponential, Law
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.demand.hotlines import HotlineDays


class Member(NamedTuple):
    """A hotline of a group: its mean handling time, the patience of its callers (None: endless), and its days.

    Beside the means stand the variation of handling times, the law of the patience, and who hangs up at once.
    """

    aht_s: float
    patience_s: float | None
    days: HotlineDays
    aht_cv: float = 1.0
    patience_law: Law = Exponential()
    hangs_up_at_once: float = 0.0


@dataclass(frozen=True, eq=False)
class GroupDays:
    """One group: `kinds` (D) leads from a day to its kind; the rest are kinds x intervals (K x I).

    `aht_s` and `patience_s` are NaN where nobody calls; `patience_s` is infinite where nobody hangs up.
    `never_hang_up`: the group is planned as if all callers waited for ever, whatever their patience.
    `unlike`: its hotlines, with their calls `by_hotline` (K x S x I), where they are not as one with exponential times.
    """

    kinds: Ints
    open: Bools
    calls: Floats
    aht_s: Floats
    patience_s: Floats
    never_hang_up: bool = False
    unlike: Hotlines | None = None
    by_hotline: Floats | None = None

    @property
    def planned_patience_s(self) -> Floats:
        """The patience that is planned with; infinite where nobody hangs up, NaN where nobody may call."""
        return np.full_like(self.patience_s, np.inf) if self.never_hang_up else self.patience_s

    @property
    def hangs_up(self) -> Bools:
        """Whether it is planned that callers hang up."""
        return np.isfinite(self.planned_patience_s)

    def of_kinds(self, kinds: Sequence[int]) -> "GroupDays":
        """Return some kinds of day, each as one day."""
        some = list(kinds)
        return GroupDays(
            np.arange(len(some)),
            self.open[some],
            self.calls[some],
            self.aht_s[some],
            self.patience_s[some],
            self.never_hang_up,
            self.unlike,
            None if self.by_hotline is None else self.by_hotline[some],
        )


def group_days(members: Sequence[Member], never_hang_up: bool) -> GroupDays:
    """Merge hotlines that share operators into one stream of calls, each distinct kind of day once."""
    by_day = [member.days for member in members]
    weekdays = _first_alike(by_day)[by_day[0].weekdays]
    signature = np.column_stack([weekdays, *(hotline.calls for hotline in by_day)])
    distinct, kinds = np.unique(signature, axis=0, return_inverse=True)
    weekdays = distinct[:, 0].astype(np.int64)
    calls = np.stack([distinct[:, [k + 1]] * hotline.shares[weekdays] for k, hotline in enumerate(by_day)])
    total = calls.sum(axis=0)
    weights = np.divide(calls, total, out=np.zeros_like(calls), where=total > 0)
    is_open = np.stack([hotline.open[weekdays] for hotline in by_day]).max(axis=0)
    aht_s = np.where(total > 0, _mean([member.aht_s for member in members], weights), np.nan)
    patience_s = np.where(total > 0, _mean_patience_s(members, weights), np.nan)
    hotlines = _hotlines(members, never_hang_up)
    unlike = (None, None) if are_as_one(hotlines) else (hotlines, np.moveaxis(calls, 0, 1))
    return GroupDays(kinds.reshape(-1), is_open, total, aht_s, patience_s, never_hang_up, *unlike)


def _hotlines(members: Sequence[Member], never_hang_up: bool) -> Hotlines:
    """Return what is known of hotlines."""

    def patience(member: Member) -> Patience:
        if never_hang_up:
            return Patience()
        return Patience(member.patience_s or np.inf, member.patience_law, member.hangs_up_at_once)

    return Hotlines(
        tuple(Callers(float(member.aht_s), float(member.aht_cv), patience(member)) for member in members)
    )


def one_load(loads: Sequence[GroupDays]) -> GroupDays:
    """Return the kinds of day of several loads, one load after the other, as those of one.

    Loads of unlike hotlines are of the same.
    """
    by_hotline = [load.by_hotline for load in loads if load.by_hotline is not None]
    return GroupDays(
        np.empty(0, dtype=np.int64),
        np.concatenate([load.open for load in loads]),
        np.concatenate([load.calls for load in loads]),
        np.concatenate([load.aht_s for load in loads]),
        np.concatenate([load.planned_patience_s for load in loads]),
        unlike=loads[0].unlike,
        by_hotline=np.concatenate(by_hotline) if by_hotline else None,
    )


def _first_alike(by_day: Sequence[HotlineDays]) -> Ints:
    """Return, for each weekday, the first on which all hotlines are open at the same times with the same shares."""
    shapes = np.hstack([part for hotline in by_day for part in (hotline.shares, hotline.open)])
    _, first, alike = np.unique(shapes, axis=0, return_index=True, return_inverse=True)
    return first[alike.reshape(-1)]


def _mean(values: Sequence[float], weights: Floats) -> Floats:
    """Return the weighted mean; of equal values exactly their value."""
    return values[0] + np.tensordot(np.array(values) - values[0], weights, axes=1)


def _mean_patience_s(members: Sequence[Member], weights: Floats) -> Floats:
    """Return 1 / the weighted mean rate of abandonment; infinite where nobody ever hangs up."""
    unit = next((member.patience_s for member in members if member.patience_s), np.inf)
    rates = [unit / member.patience_s if member.patience_s else 0.0 for member in members]
    with np.errstate(divide="ignore"):
        return unit / _mean(rates, weights)
