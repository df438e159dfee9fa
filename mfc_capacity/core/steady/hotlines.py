"""Hotlines that share operators and may differ in how long their calls take and how long their callers wait.

Where those who call are alike and all times are exponential, Erlang C and A are exact and `plain` says so. Elsewhere
patience is exact (`general_patience`) and handling times are a correction (`handling`).
"""

from dataclasses import dataclass, field, replace

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.steady.erlang import HOUR_S, SteadyState
from mfc_capacity.core.steady.general_patience import Load, meet_mixed, steady_state_mixed
from mfc_capacity.core.steady.handling import Handling, handling, meet_varied, spread_of
from mfc_capacity.core.steady.mixed_staffing import operators_required_mixed, unreachable_mixed
from mfc_capacity.core.steady.patience import Mixture, Patience, mixture
from mfc_capacity.core.steady.staffing import Requirement
from mfc_capacity.core.targets import Targets

FAR_APART, UNLIKE = 5.0, 2.0  # ratios of handling times: measured, as the next two
EVEN, FEW_ERLANGS = 0.5, 12.0  # coefficient of variation, load
MATTERS = 0.05  # share of calls or of work


@dataclass(frozen=True)
class Callers:
    """Those who call one hotline.

    Attributes:
        aht_s: mean handling time of their calls; where it varies with the interval, some mean of it.
        aht_cv: its coefficient of variation, 1 for exponential times.
        patience: how long they are ready to wait.
    """

    aht_s: float
    aht_cv: float = 1.0
    patience: Patience = field(default_factory=Patience)

    @property
    def plain(self) -> bool:
        """Whether both times are exponential, or nobody hangs up."""
        return self.aht_cv == 1 and self.patience.plain


@dataclass(frozen=True)
class Hotlines:
    """S hotlines that share operators; calls are intervals x hotlines (N, S).

    Where a hotline's handling time differs between intervals, methods are given `aht_s` (N, S) beside the calls.
    """

    callers: tuple[Callers, ...]

    @property
    def aht_s(self) -> Floats:
        """Mean handling times (S)."""
        return np.array([own.aht_s for own in self.callers])

    @property
    def aht_cv(self) -> Floats:
        """Coefficients of variation of handling times (S)."""
        return np.array([own.aht_cv for own in self.callers])

    @property
    def endless_shares(self) -> Floats:
        """The share of each hotline's callers who never hang up (S)."""
        return np.array([1 - own.patience.at_once if own.patience.endless else 0.0 for own in self.callers])

    @property
    def patience(self) -> tuple[Patience, ...]:
        """The patience of the callers (S)."""
        return tuple(own.patience for own in self.callers)

    def mixed(self, calls: Floats, aht_s: Floats | None = None) -> Bools:
        """Return where callers who are not alike or not plain call, for calls (..., S)."""
        callers = self.callers
        if aht_s is not None:
            calling_s = np.where(calls > 0, aht_s, np.nan)
            unlike_s: Bools = np.fmax.reduce(calling_s, axis=-1) > np.fmin.reduce(calling_s, axis=-1)
            same = Hotlines(tuple(replace(own, aht_s=1.0) for own in callers))
            return unlike_s | same.mixed(calls)
        kinds = tuple(dict.fromkeys(callers))
        calling = np.zeros((*calls.shape[:-1], len(kinds)), dtype=bool)
        for hotline, own in enumerate(callers):
            calling[..., kinds.index(own)] |= calls[..., hotline] > 0
        unlike = np.array([not kind.plain for kind in kinds], dtype=bool)
        mixed: Bools = (calling.sum(axis=-1) > 1) | calling[..., unlike].any(axis=-1)
        return mixed

    def roughly(self, calls_per_hour: Floats, aht_s: Floats | None = None) -> dict[str, Bools]:
        """Return where the correction for handling times is not within a point of service level, by reason.

        Calls are (..., S): "far-apart" where times differ more than fivefold, "even" where some that differ vary
        little, "varied" where some vary much, "few" where times that differ twofold and more meet few operators.
        Measured against simulation, see the documentation.
        """
        calls, aht_s = calls_per_hour, self._aht_s(aht_s)
        work = calls * aht_s
        matters = (calls > 0) & (
            (calls >= MATTERS * calls.sum(axis=-1, keepdims=True))
            | (work >= MATTERS * work.sum(axis=-1, keepdims=True))
        )
        longest = np.where(matters, aht_s, 0.0).max(axis=-1)
        shortest = np.where(matters, aht_s, np.inf).min(axis=-1)
        is_unlike = longest > shortest
        is_few = (longest >= UNLIKE * shortest) & (work.sum(axis=-1) <= FEW_ERLANGS * HOUR_S)
        endless = np.array([own.patience.endless for own in self.callers])
        return {
            "far-apart": longest > FAR_APART * shortest,
            "even": (matters & (self.aht_cv < EVEN)).any(axis=-1) & is_unlike,
            "varied": (matters & (self.aht_cv > 1)).any(axis=-1)
            & ((matters & endless).any(axis=-1) | is_unlike),
            "few": is_few & (longest <= FAR_APART * shortest),
        }

    def handling(self, calls: Floats, aht_s: Floats | None = None) -> Handling:
        """Return the handling times of the mix of calls."""
        return handling(calls, self._aht_s(aht_s), self.aht_cv)

    def mixture(self, calls: Floats, aht_s: Floats | None = None) -> Mixture:
        """Return the mixture of those who call."""
        return mixture(self.patience, calls, self._aht_s(aht_s))

    def unreachable(self, targets: Targets, calls: Floats) -> Texts:
        """Return the first target that no number of operators meets (N), "" where all can be met."""
        return unreachable_mixed(targets, calls.sum(axis=1), self.mixture(calls))

    def required(self, targets: Targets, calls_per_hour: Floats, aht_s: Floats | None = None) -> Requirement:
        """Return the smallest numbers of operators that meet the targets (N)."""
        times, patience = self.handling(calls_per_hour, aht_s), self.mixture(calls_per_hour, aht_s)
        return operators_required_mixed(calls_per_hour.sum(axis=1), times, patience, targets)

    def met(
        self,
        calls_per_hour: Floats,
        operators: Ints | Floats,
        within_s: Floats | float,
        aht_s: Floats | None = None,
        short_s: Floats | None = None,
    ) -> SteadyState:
        """Return what callers meet with these operators (N); `short_s` as for `steady_state`."""
        total, times, patience = (
            calls_per_hour.sum(axis=1),
            self.handling(calls_per_hour, aht_s),
            self.mixture(calls_per_hour, aht_s),
        )
        count, within = (
            operators.astype(np.float64),
            np.broadcast_to(within_s, total.shape).astype(np.float64),
        )
        spread = np.ones_like(total)
        load = Load(count, total / HOUR_S, times.aht_s, within, spread, patience)
        steady = np.flatnonzero(load.stable & (total > 0) & (count > 0) & times.varies)
        spread[steady] = meet_varied(load.take(steady), times.take(steady), rough=True)[1]
        return steady_state_mixed(
            total, times.aht_s, count, patience, within_s=within, short_s=short_s, spread=spread
        )

    def lost(
        self, calls_per_hour: Floats, operators: Floats, spread: Floats, aht_s: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """Return the share of each hotline's callers who hang up (N, S), right to a few digits, and a nearer spread.

        `spread` (N) is that of handling times, see `handling`, 1 to begin with. Where there is no steady state all
        wait for ever.
        """
        total, times = calls_per_hour.sum(axis=1), self.handling(calls_per_hour, aht_s)
        mixture = self.mixture(calls_per_hour, aht_s)
        load = Load(operators, total / HOUR_S, times.aht_s, np.zeros_like(total), spread, mixture)
        kinds = mixture.kinds
        lost = np.array([kind.at_once if kind.endless else 1.0 for kind in kinds]) * np.ones((total.size, 1))
        nearer = spread.copy()
        at = np.flatnonzero(load.stable & (total > 0) & (operators > 0))
        if at.size:
            some = load.take(at)
            queue = meet_mixed(some, rough=True)
            lost[at] = queue.wait[:, np.newaxis] * queue.lost_of_kinds
            stepped = spread_of(queue, some.operators / some.aht_s, some.spread, times.take(at))
            nearer[at] = np.where(times.varies[at], stepped, 1.0)
        return lost[:, [kinds.index(kind) for kind in self.patience]], nearer

    def _aht_s(self, by_interval: Floats | None) -> Floats:
        return self.aht_s if by_interval is None else by_interval
