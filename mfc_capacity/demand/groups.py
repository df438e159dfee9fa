"""Hotlines that share operators: their calls together, and those of each.

Together, their handling time is the call-weighted mean, and their callers abandon at the call-weighted mean rate: all
that there is to know where hotlines are alike. Most days repeat one another, so a group keeps its distinct kinds of
day once and an index from each date to its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.varying import together
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.files.units import Law as WrittenLaw
from mfc_capacity.scenario import Hotline, Redials

MOST_CLASSES, CLASSES_APART = (
    32,
    0.02,
)  # of handling times in a group whose queue is carried; within 1 % of their mean


class Member(NamedTuple):
    """A hotline of a group: who calls it, and its days; `redials` None: nobody calls it again."""

    callers: Callers
    days: HotlineDays
    redials: Redials | None = None


class Again(NamedTuple):
    """Who of those not served calls again, mean over those who call (K x I): the share, and after how many seconds.

    `of_hotlines` is the share of each hotline (K x I x S).
    """

    share: Floats
    after_s: Floats
    of_hotlines: Floats

    def take(self, at: Any) -> "Again":
        """Return those of some kinds of day, or of some intervals."""
        return Again(self.share[at], self.after_s[at], self.of_hotlines[at])

    @property
    def columns(self) -> Floats:
        """All figures of intervals (N), side by side."""
        return np.column_stack([self.share, self.after_s, self.of_hotlines])


@dataclass(frozen=True, eq=False)
class GroupDays:
    """One group: `kinds` (D) leads from a day to its kind, `terms` (K) from a kind to the number of its terms.

    The rest are kinds x intervals (K x I).

    `aht_s` and `patience_s` are NaN where nobody calls; `patience_s` is infinite where nobody hangs up.
    `by_hotline`: the calls of each hotline (K x S x I); `hotlines`: who calls them, as the group is planned.
    `varying_aht_s`: the handling times of each hotline (K x S x I) where one varies; None: `hotlines` says them.
    `times`: how often an interval comes on a day, 1 but where the clock changes; see `in_day`.
    `varies`: the coefficient of variation of a day's calls beyond chance (K).
    `never_hang_up`: the group is planned as if all callers waited for ever, whatever their patience.
    `again`: who calls again; None: nobody does. With it calls are first attempts.
    `comes_again`: where calls are all attempts, how many of those not served call again (K x I); None: nobody does.
    """

    kinds: Ints
    terms: Ints
    open: Bools
    calls: Floats
    aht_s: Floats
    patience_s: Floats
    by_hotline: Floats
    hotlines: Hotlines
    times: Ints
    never_hang_up: bool = False
    varying_aht_s: Floats | None = None
    varies: Floats = field(default_factory=lambda: np.zeros(0))
    again: Again | None = None
    comes_again: Floats | None = None

    def __post_init__(self) -> None:
        """Take days to differ by chance alone where nothing is said of it."""
        if self.varies.size != len(self.open):
            object.__setattr__(self, "varies", np.zeros(len(self.open)))

    @property
    def planned_patience_s(self) -> Floats:
        """The patience that is planned with; infinite where nobody hangs up, NaN where nobody may call."""
        return np.full_like(self.patience_s, np.inf) if self.never_hang_up else self.patience_s

    @property
    def comes(self) -> Bools:
        """Whether an interval is open and comes at all on a day (K x I)."""
        return self.open & (self.times > 0)

    def in_day(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the sums over the days of what is so much in each interval (K x I), as often as that comes (K)."""
        sums: NDArray[Any] = (values * self.times).sum(axis=1)
        return sums

    @cached_property
    def mixed(self) -> Bools:
        """Where those who call differ, or their times are not exponential, so that means are not enough (K x I)."""
        return self.hotlines.mixed(*self.by_interval)

    @cached_property
    def alike(self) -> bool:
        """Whether all who ever call are alike and their times exponential, those of an interval of one mean."""
        calls = self.by_hotline.sum(axis=(0, 2))
        if self.varying_aht_s is None:
            return not self.hotlines.mixed(calls)
        return not (self.mixed.any() or self.hotlines.mixed(calls, np.ones_like(calls)))

    @property
    def aht_by_hotline(self) -> Floats:
        """The handling times of each hotline (K x S x I)."""
        if self.varying_aht_s is not None:
            return self.varying_aht_s
        return np.broadcast_to(self.hotlines.aht_s[:, np.newaxis], self.by_hotline.shape)

    @property
    def by_interval(self) -> tuple[Floats, Floats | None]:
        """Calls and varying handling times with the hotlines last (K x I x S), as the core takes them."""
        varying_s = None if self.varying_aht_s is None else np.moveaxis(self.varying_aht_s, 1, 2)
        return np.moveaxis(self.by_hotline, 1, 2), varying_s

    @property
    def remaining_s(self) -> Floats:
        """How long a call in service still takes, mean over those of a steady state (K x I)."""
        if self.alike:
            return self.aht_s
        aht_s, cv = self.hotlines.aht_s, self.hotlines.aht_cv
        if self.varying_aht_s is None:
            work = np.einsum("ksi,s->ki", self.by_hotline, aht_s)
            left = np.einsum("ksi,s->ki", self.by_hotline, aht_s**2 * (1 + cv**2) / 2)
        else:
            by_hotline = self.by_hotline * self.varying_aht_s
            work = by_hotline.sum(axis=1)
            left = np.einsum("ksi,ksi,s->ki", by_hotline, self.varying_aht_s, (1 + cv**2) / 2)
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
        stays = self.hotlines.endless_shares
        calls = np.einsum("ksi,s->ki", self.by_hotline, stays)
        work = self.work_of(stays)
        aht_s = np.divide(work, calls, out=np.full_like(calls, np.nan), where=calls > 0)
        return np.where(self.mixed, calls, self.calls), np.where(self.mixed, aht_s, self.aht_s)

    @cached_property
    def classes(self) -> tuple[Floats, Hotlines]:
        """The calls of callers whose handling time is always the same (K x C x I), and who they are (C).

        They are the hotlines, or where handling times vary each hotline and time: exactly while these are few, then
        times within 1 % of one another become their mean, and within twice that and so on until they are few.
        """
        if self.varying_aht_s is None:
            return self.by_hotline, self.hotlines
        apart, most = 0.0, max(MOST_CLASSES, len(self.hotlines.callers))
        while (of_class := _classes(self.by_hotline, self.varying_aht_s, apart)).max(initial=-1) >= most:
            apart = 2 * apart or CLASSES_APART
        calling = of_class >= 0
        kind, hotline, interval = np.nonzero(calling)
        own, calls, aht_s = of_class[calling], self.by_hotline[calling], self.varying_aht_s[calling]
        count = int(own.max(initial=-1)) + 1
        _, first = np.unique(own, return_index=True)
        unit_s = aht_s[first]  # so that equal times have exactly their mean
        mean_s = unit_s + np.bincount(own, calls * (aht_s - unit_s[own]), count) / np.bincount(
            own, calls, count
        )
        by_class = np.zeros((len(self.open), count, self.open.shape[1]))
        by_class[kind, own, interval] = calls
        callers = [self.hotlines.callers[member] for member in hotline[first]]
        return by_class, Hotlines(
            tuple(
                replace(each, aht_s=seconds) for each, seconds in zip(callers, mean_s.tolist(), strict=True)
            )
        )

    def work_of(self, shares: Floats) -> Floats:
        """Return the seconds that calls take, of so many of each hotline's calls (S), by kind of day (K x I)."""
        if self.varying_aht_s is None:
            work: Floats = np.einsum("ksi,s->ki", self.by_hotline, shares * self.hotlines.aht_s)
        else:
            work = np.einsum("ksi,ksi,s->ki", self.by_hotline, self.varying_aht_s, shares)
        return work

    def of_kinds(self, kinds: Sequence[int]) -> "GroupDays":
        """Return some kinds of day, each as one day."""
        some = list(kinds)
        return GroupDays(
            np.arange(len(some)),
            self.terms[some],
            self.open[some],
            self.calls[some],
            self.aht_s[some],
            self.patience_s[some],
            self.by_hotline[some],
            self.hotlines,
            self.times[some],
            self.never_hang_up,
            None if self.varying_aht_s is None else self.varying_aht_s[some],
            self.varies[some],
            None if self.again is None else self.again.take(some),
            None if self.comes_again is None else self.comes_again[some],
        )

    def times_factors(self, factors: Floats) -> "GroupDays":
        """Return days of so many times the calls (K, or K x I), the mix as it was; their volume is known."""
        by_interval = factors if factors.ndim > 1 else factors[:, np.newaxis]
        return replace(
            self,
            calls=self.calls * by_interval,
            by_hotline=self.by_hotline * by_interval[:, np.newaxis],
            varies=np.zeros(len(self.open)),
        )

    def times_by_hotline(self, factors: Floats) -> "GroupDays":
        """Return days of so many times the calls of each hotline (K x S x I); their volume is known."""
        by_hotline = self.by_hotline * factors
        calls = by_hotline.sum(axis=1)
        weights = np.divide(
            by_hotline, calls[:, np.newaxis], out=np.zeros_like(by_hotline), where=by_hotline > 0
        )
        rates = np.array([1 / own.patience.mean_s for own in self.hotlines.callers])
        with np.errstate(divide="ignore"):
            patience_s = 1 / np.einsum("ksi,s->ki", weights, rates)
        return replace(
            self,
            calls=calls,
            aht_s=np.where(calls > 0, (weights * self.aht_by_hotline).sum(axis=1), np.nan),
            patience_s=np.where(calls > 0, patience_s, np.nan),
            by_hotline=by_hotline,
            varies=np.zeros(len(self.open)),
        )

    def of_intervals(self, kinds: Ints, intervals: Ints) -> "GroupDays":
        """Return some intervals (N), each as a day of one."""
        at = (kinds, intervals)
        return GroupDays(
            np.arange(len(kinds)),
            self.terms[kinds],
            self.open[at][:, np.newaxis],
            self.calls[at][:, np.newaxis],
            self.aht_s[at][:, np.newaxis],
            self.patience_s[at][:, np.newaxis],
            self.by_hotline[kinds, :, intervals][..., np.newaxis],
            self.hotlines,
            self.times[at][:, np.newaxis],
            self.never_hang_up,
            None if self.varying_aht_s is None else self.varying_aht_s[kinds, :, intervals][..., np.newaxis],
            self.varies[kinds],
            None if self.again is None else self.again.take((at[0][:, np.newaxis], at[1][:, np.newaxis])),
            None if self.comes_again is None else self.comes_again[at][:, np.newaxis],
        )


NO_CALLS = GroupDays(
    kinds=np.empty(0, np.int64),
    terms=np.empty(0, np.int64),
    open=np.empty((0, 0), bool),
    calls=np.empty((0, 0)),
    aht_s=np.empty((0, 0)),
    patience_s=np.empty((0, 0)),
    by_hotline=np.empty((0, 0, 0)),
    hotlines=Hotlines(()),
    times=np.empty((0, 0), np.int64),
)


def callers_of(hotline: Hotline, aht_s: float) -> Callers:
    """Return who calls a hotline; handling times without a law are exponential."""
    return Callers(aht_s, 1.0 if hotline.aht_cv is None else hotline.aht_cv, patience_of(hotline))


def patience_of(hotline: Hotline) -> Patience:
    """Return how long those who call a hotline wait; without a law exponential, without a patience for ever."""
    return Patience(
        np.inf if hotline.patience_s is None else hotline.patience_s,
        _law(hotline.patience_law),
        hotline.hangs_up_at_once,
    )


def group_days(
    members: Sequence[Member],
    never_hang_up: bool,
    terms: tuple[int, ...],
    varies: tuple[tuple[float, ...], ...] = (),
    varies_together: float = 0.0,
) -> GroupDays:
    """Merge hotlines that share operators into one stream of calls, each distinct kind of day once.

    Days with other `terms` (D) are of another kind, and those that vary otherwise: `varies` has the coefficients of
    variation of each hotline's calls by day (S x D), none where no day varies, and `varies_together` their correlation.
    """
    by_day = [member.days for member in members]
    variation = _variation(by_day, varies, varies_together)
    first_days, kinds = _kinds(by_day, terms, variation)
    shapes = [hotline.shape[first_days] for hotline in by_day]
    calls = np.stack(
        [
            hotline.calls[first_days, None] * hotline.shares[shape]
            for hotline, shape in zip(by_day, shapes, strict=True)
        ]
    )
    total = calls.sum(axis=0)
    weights = np.divide(calls, total, out=np.zeros_like(calls), where=total > 0)
    is_open = np.stack([hotline.open[shape] for hotline, shape in zip(by_day, shapes, strict=True)]).max(
        axis=0
    )
    times = np.stack([hotline.times[shape] for hotline, shape in zip(by_day, shapes, strict=True)])
    callers = tuple(member.callers for member in members)
    varying_s = None
    if any(hotline.varying_aht for hotline in by_day):
        varying_s = np.stack([hotline.aht_s[shape] for hotline, shape in zip(by_day, shapes, strict=True)])
        mean_s = varying_s[0] + (weights * (varying_s - varying_s[0])).sum(axis=0)
    else:
        mean_s = _mean([own.aht_s for own in callers], weights)
    aht_s = np.where(total > 0, mean_s, np.nan)
    patience_s = np.where(
        total > 0, _mean_patience_s([own.patience.mean_s for own in callers], weights), np.nan
    )
    if never_hang_up:
        callers = tuple(replace(own, patience=Patience()) for own in callers)
    return GroupDays(
        kinds,
        np.array(terms, dtype=np.int64)[first_days],
        is_open,
        total,
        aht_s,
        patience_s,
        np.moveaxis(calls, 0, 1),
        Hotlines(callers),
        np.where((times == 0).any(axis=0), 0, times.max(axis=0)),
        never_hang_up,
        None if varying_s is None else np.moveaxis(varying_s, 0, 1),
        variation[first_days],
        _again(members, calls),
    )


def _again(members: Sequence[Member], calls: Floats) -> Again | None:
    """Return who calls again of hotlines with calls (S x K x I): each counts by how often its callers hang up."""
    if all(member.redials is None for member in members):
        return None
    mean_s = [member.callers.patience.mean_s for member in members]
    rates = np.array([1 / mean if np.isfinite(mean) else 0.0 for mean in mean_s])
    lost = calls * (rates if rates.any() else np.ones_like(rates))[:, np.newaxis, np.newaxis]
    share = np.array([member.redials.share if member.redials else 0.0 for member in members])
    after_s = np.array([member.redials.after_s if member.redials else 0.0 for member in members])
    total, again = lost.sum(axis=0), np.tensordot(share, lost, axes=1)
    waited_s = np.tensordot(share * after_s, lost, axes=1)
    return Again(
        np.divide(again, total, out=np.zeros_like(total), where=total > 0),
        np.divide(waited_s, again, out=np.full_like(total, np.inf), where=again > 0),
        np.broadcast_to(share, (*total.shape, share.size)),
    )


def _again_joined(loads: Sequence[GroupDays], hotlines: int) -> Again | None:
    """Return who calls again on the days of several loads, of which so many hotlines are told apart."""
    if all(load.again is None for load in loads):
        return None
    parts = [load.again or nobody_again(load) for load in loads]
    return Again(
        np.concatenate([part.share for part in parts]),
        np.concatenate([part.after_s for part in parts]),
        np.concatenate([part.of_hotlines[..., :hotlines] for part in parts]),
    )


def nobody_again(load: GroupDays) -> Again:
    """Return that nobody calls again."""
    days, hotlines, intervals = load.by_hotline.shape
    return Again(
        np.zeros_like(load.calls), np.full_like(load.calls, np.inf), np.zeros((days, intervals, hotlines))
    )


def _variation(
    by_day: Sequence[HotlineDays], varies: Sequence[Sequence[float]], varies_together: float
) -> Floats:
    """Return the coefficient of variation of the calls of hotlines together (D)."""
    calls = np.column_stack([hotline.calls for hotline in by_day])
    if not varies:
        return np.zeros(len(calls))
    total = calls.sum(axis=1, keepdims=True)
    shares = np.divide(calls, total, out=np.zeros_like(calls), where=total > 0)
    return together(shares, np.array(varies).T, varies_together)


def one_load(loads: Sequence[GroupDays]) -> GroupDays:
    """Return the kinds of day of several loads, one load after the other, as those of one that has one set of terms.

    Their hotlines are the same, or alike in each of them: then the means say all.
    """
    hotlines = loads[0].hotlines if not loads[0].alike else Hotlines(())
    has_varying_aht = bool(hotlines.callers) and any(load.varying_aht_s is not None for load in loads)
    is_open = np.concatenate([load.open for load in loads])
    return GroupDays(
        np.empty(0, dtype=np.int64),
        np.zeros(len(is_open), dtype=np.int64),
        is_open,
        np.concatenate([load.calls for load in loads]),
        np.concatenate([load.aht_s for load in loads]),
        np.concatenate([load.planned_patience_s for load in loads]),
        np.concatenate([load.by_hotline[:, : len(hotlines.callers)] for load in loads]),
        hotlines,
        np.concatenate([load.times for load in loads]),
        varying_aht_s=np.concatenate([load.aht_by_hotline for load in loads]) if has_varying_aht else None,
        varies=np.concatenate([load.varies for load in loads]),
        again=_again_joined(loads, len(hotlines.callers)),
    )


def _classes(by_hotline: Floats, aht_s: Floats, apart: float) -> Ints:
    """Return the class of the callers of each hotline, day and interval (K x S x I), -1 where nobody calls.

    A class is of one hotline, with handling times that are so far apart; with 0, equal.
    """
    found = np.full(by_hotline.shape, -1)
    count = 0
    for hotline in range(by_hotline.shape[1]):
        calling = by_hotline[:, hotline] > 0
        times_s = aht_s[:, hotline][calling]
        steps = times_s if apart == 0 else np.floor(np.log(times_s) / np.log1p(apart))
        distinct, index = np.unique(steps, return_inverse=True)
        found[:, hotline][calling] = count + index
        count += len(distinct)
    return found


def _kinds(by_day: Sequence[HotlineDays], terms: tuple[int, ...], variation: Floats) -> tuple[Ints, Ints]:
    """Return a day of each distinct kind (K), and the kind of each day (D): all that is known of them is the same."""
    shapes = np.column_stack([hotline.shape for hotline in by_day])
    alike = np.column_stack([_first_alike(hotline)[hotline.shape] for hotline in by_day])
    _, first, own = np.unique(shapes, axis=0, return_index=True, return_inverse=True)
    _, first, merged = np.unique(alike[first], axis=0, return_index=True, return_inverse=True)
    shape = first[merged.reshape(-1)][own.reshape(-1)]
    signature = np.column_stack([shape, *(hotline.calls for hotline in by_day), terms, variation])
    _, first, kinds = np.unique(signature, axis=0, return_index=True, return_inverse=True)
    return first, kinds.reshape(-1)


def _first_alike(hotline: HotlineDays) -> Ints:
    """Return, for each shape of a day, the first with the same shares, hours, handling times and clock."""
    shapes = np.hstack([hotline.shares, hotline.open, hotline.aht_s, hotline.times])
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
