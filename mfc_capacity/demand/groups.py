"""Hotlines that share operators: their calls together, and those of each.

Together, their handling time is the call-weighted mean, and their callers abandon at the call-weighted mean rate: all
that there is to know where hotlines are alike. Most days repeat one another, so a group keeps its distinct kinds of
day once and an index from each date to its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.files.units import Law as WrittenLaw
from mfc_capacity.scenario import Hotline


class Member(NamedTuple):
    """A hotline of a group: who calls it, and its days."""

    callers: Callers
    days: HotlineDays


@dataclass(frozen=True, eq=False)
class GroupDays:
    """One group: `kinds` (D) leads from a day to its kind; the rest are kinds x intervals (K x I).

    `aht_s` and `patience_s` are NaN where nobody calls; `patience_s` is infinite where nobody hangs up.
    `by_hotline`: the calls of each hotline (K x S x I); `hotlines`: who calls them, as the group is planned.
    `never_hang_up`: the group is planned as if all callers waited for ever, whatever their patience.
    """

    kinds: Ints
    open: Bools
    calls: Floats
    aht_s: Floats
    patience_s: Floats
    by_hotline: Floats
    hotlines: Hotlines
    never_hang_up: bool = False

    @property
    def planned_patience_s(self) -> Floats:
        """The patience that is planned with; infinite where nobody hangs up, NaN where nobody may call."""
        return np.full_like(self.patience_s, np.inf) if self.never_hang_up else self.patience_s

    @cached_property
    def mixed(self) -> Bools:
        """Where those who call differ, or their times are not exponential, so that means are not enough (K x I)."""
        return self.hotlines.mixed(np.moveaxis(self.by_hotline, 1, 2))

    @cached_property
    def alike(self) -> bool:
        """Whether all who ever call are alike and their times exponential."""
        return not self.hotlines.mixed(self.by_hotline.sum(axis=(0, 2)))

    @property
    def remaining_s(self) -> Floats:
        """How long a call in service still takes, mean over those of a steady state (K x I)."""
        if self.alike:
            return self.aht_s
        aht_s, cv = self.hotlines.aht_s, self.hotlines.aht_cv
        work = np.einsum("ksi,s->ki", self.by_hotline, aht_s)
        left = np.einsum("ksi,s->ki", self.by_hotline, aht_s**2 * (1 + cv**2) / 2)
        remaining_s: Floats = np.divide(left, work, out=np.full_like(work, np.nan), where=work > 0)
        return remaining_s

    @property
    def hangs_up(self) -> Bools:
        """Whether it is planned that callers hang up."""
        return np.isfinite(self.planned_patience_s)

    @property
    def longest_patience_s(self) -> Floats:
        """The longest mean patience of those who call and hang up, infinite where nobody does (K x I)."""
        if self.alike:
            return np.where(self.hangs_up, self.planned_patience_s, np.inf)
        finite_s = [0.0 if own.patience.endless else own.patience.mean_s for own in self.hotlines.callers]
        longest_s = np.where(self.by_hotline > 0, np.array(finite_s)[:, np.newaxis], 0.0).max(axis=1)
        return np.where(longest_s > 0, longest_s, np.inf)

    @property
    def some_hang_up(self) -> Bools:
        """Whether some of those who call may hang up, be it at once (K x I)."""
        hang_up = [own.patience.hangs_up for own in self.hotlines.callers]
        return self.hangs_up | (self.by_hotline[:, np.array(hang_up, dtype=bool)] > 0).any(axis=1)

    @property
    def endless(self) -> tuple[Floats, Floats]:
        """The calls of callers who never hang up, and their mean handling time, NaN without any (K x I)."""
        stays = [own.patience.endless * (1 - own.patience.at_once) for own in self.hotlines.callers]
        calls = np.einsum("ksi,s->ki", self.by_hotline, stays)
        work = np.einsum("ksi,s->ki", self.by_hotline, stays * self.hotlines.aht_s)
        aht_s = np.divide(work, calls, out=np.full_like(calls, np.nan), where=calls > 0)
        return np.where(self.mixed, calls, self.calls), np.where(self.mixed, aht_s, self.aht_s)

    def of_kinds(self, kinds: Sequence[int]) -> "GroupDays":
        """Return some kinds of day, each as one day."""
        some = list(kinds)
        return GroupDays(
            np.arange(len(some)),
            self.open[some],
            self.calls[some],
            self.aht_s[some],
            self.patience_s[some],
            self.by_hotline[some],
            self.hotlines,
            self.never_hang_up,
        )


def callers_of(hotline: Hotline) -> Callers:
    """Return who calls a hotline; times without a law are exponential, callers without a patience never hang up."""
    return Callers(
        hotline.aht_s,
        1.0 if hotline.aht_cv is None else hotline.aht_cv,
        Patience(
            np.inf if hotline.patience_s is None else hotline.patience_s,
            _law(hotline.patience_law),
            hotline.hangs_up_at_once,
        ),
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
    callers = tuple(member.callers for member in members)
    aht_s = np.where(total > 0, _mean([own.aht_s for own in callers], weights), np.nan)
    patience_s = np.where(
        total > 0, _mean_patience_s([own.patience.mean_s for own in callers], weights), np.nan
    )
    if never_hang_up:
        callers = tuple(replace(own, patience=Patience()) for own in callers)
    return GroupDays(
        kinds.reshape(-1),
        is_open,
        total,
        aht_s,
        patience_s,
        np.moveaxis(calls, 0, 1),
        Hotlines(callers),
        never_hang_up,
    )


def one_load(loads: Sequence[GroupDays]) -> GroupDays:
    """Return the kinds of day of several loads, one load after the other, as those of one.

    Their hotlines are the same, or alike in each of them: then the means say all.
    """
    hotlines = loads[0].hotlines if not loads[0].alike else Hotlines(())
    return GroupDays(
        np.empty(0, dtype=np.int64),
        np.concatenate([load.open for load in loads]),
        np.concatenate([load.calls for load in loads]),
        np.concatenate([load.aht_s for load in loads]),
        np.concatenate([load.planned_patience_s for load in loads]),
        np.concatenate([load.by_hotline[:, : len(hotlines.callers)] for load in loads]),
        hotlines,
    )


def _first_alike(by_day: Sequence[HotlineDays]) -> Ints:
    """Return, for each weekday, the first on which all hotlines are open at the same times with the same shares."""
    shapes = np.hstack([part for hotline in by_day for part in (hotline.shares, hotline.open)])
    _, first, alike = np.unique(shapes, axis=0, return_index=True, return_inverse=True)
    return first[alike.reshape(-1)]


def _mean(values: Sequence[float], weights: Floats) -> Floats:
    """Return the weighted mean; of equal values exactly their value."""
    return values[0] + np.tensordot(np.array(values) - values[0], weights, axes=1)


def _mean_patience_s(means_s: Sequence[float], weights: Floats) -> Floats:
    """Return 1 / the weighted mean rate of abandonment; infinite where nobody ever hangs up."""
    unit = next((mean_s for mean_s in means_s if np.isfinite(mean_s)), np.inf)
    rates = [unit / mean_s if np.isfinite(mean_s) else 0.0 for mean_s in means_s]
    with np.errstate(divide="ignore"):
        return unit / _mean(rates, weights)


def _law(written: WrittenLaw | None) -> Law:
    if written is None or written.figure is None:
        return Exponential()
    return Weibull(written.figure) if written.name == "weibull" else Lognormal(written.figure)
