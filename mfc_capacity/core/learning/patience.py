"""How long callers are ready to wait, learnt from how long they waited: some hung up, the others were answered before.

An answered caller says only that his patience was longer than his wait. Leaving those out, or taking the mean wait of
those who hang up, makes callers look far less patient than they are; exponential patience is the time that all
callers waited over the number who hung up (Brown et al. 2005, JASA 100; Mandelbaum & Zeltyn 2007).

Some hang up as soon as they hear that nobody is free. Those are the hang-ups of the first two seconds that the law of
the others does not explain. Callers whose wait is 0 and who were answered had no queue and say nothing.

Waits in whole seconds were rounded, or their fractions cut off, and records do not say which: 2 s is 1.5 to 2.5 s, or
2 to 3 s. Half a second more of hang-ups looks like callers who hang up at once. Both are tried, as laws are.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.core.learning.durations import Durations, counted
from mfc_capacity.core.learning.estimates import SURE, Estimate, of_logarithms, share
from mfc_capacity.core.learning.laws import EXPONENTIAL, LOGNORMAL, WEIBULL, TimeLaw, bic, log_between
from mfc_capacity.core.learning.likelihood import interval, most_likely
from mfc_capacity.core.learning.survival import Survival, survival

AT_ONCE_S = 2.0
ENOUGH_TO_NAME = 30  # hang-ups, below which no law but the exponential is looked at
NEARLY_AS_GOOD = 6.0  # BIC: evidence of 20 to 1 and more is strong (Kass & Raftery 1995)
CELLS, ENOUGH_IN_A_CELL = 10, 10


@dataclass(frozen=True)
class Patience:
    """The patience of callers, those who had to queue.

    Attributes:
        law: exponential, weibull or lognormal: the one that explains the waits best, by BIC.
        mean_s: of those who do not hang up at once. Its interval holds under every law that explains the waits nearly
            as well; where nobody hangs up only the lower end is known.
        figure: the law's own, a shape or a coefficient of variation; None for the exponential law.
        at_once: share who hang up at once; 0 with an upper end where the law explains as much without.
        p_law: how often waits would look as unlike that law by chance, if it were the right one; NaN for too few
            hang-ups. Below 5 % neither it nor any other law fits; its mean is then no more than a continuation beyond
            the waits that were seen, and what holds is `survival`.
        exponential_s: the mean if patience were exponential: time waited over hang-ups.
        p_exponential: as `p_law`, of the exponential law.
        survival: how many still wait after so long, whatever the law.
        bics: by law, the lower the better; hang-ups at once included where they help.
    """

    law: str
    mean_s: Estimate
    figure: Estimate | None
    at_once: Estimate
    p_law: float
    exponential_s: Estimate
    p_exponential: float
    survival: Survival
    bics: dict[str, float]


def patience(waits_s: ArrayLike, hung_up: Bools, resolution_s: float = 1.0) -> Patience:
    """Return the patience of callers who waited so long (N) and then hung up, or were answered.

    Args:
        waits_s: from joining the queue.
        hung_up: who hung up (N).
        resolution_s: to which waits are rounded before anything is learnt from them; beyond two seconds it blurs who
            hung up at once, and with it the law.

    Raises:
        ValueError: for a wait that is negative, infinite or NaN, or arrays of unlike shapes.

    >>> found = patience([4.0, 60.0, 30.0, 10.0], np.array([False, True, False, False]))
    >>> found.law, round(found.mean_s.value)
    ('exponential', 104)
    """
    waits = counted(waits_s, np.asarray(hung_up, dtype=np.bool_), resolution_s).without_none()
    whole = not np.any(np.mod(waits_s, resolution_s))
    splits = [_Waits.of(waits, cut_off) for cut_off in ((False, True) if whole else (False,))]
    late = int(splits[0].ended.sum())
    if not late:
        return _nobody_but_at_once(waits, splits[0])
    looked_at = (EXPONENTIAL, WEIBULL, LOGNORMAL) if late >= ENOUGH_TO_NAME else (EXPONENTIAL,)
    fits = [_fit(split, law, at_once) for split in splits for law in looked_at for at_once in (0.0, None)]
    by_law = {
        law.name: min((fit for fit in fits if fit.law is law), key=lambda fit: fit.bic) for law in looked_at
    }
    best = min(by_law.values(), key=lambda fit: fit.bic)
    likely = [best, *(fit for fit in fits if fit is not best and fit.bic - best.bic < NEARLY_AS_GOOD)]
    return Patience(
        best.law.name,
        _by_any([fit.figure(0) for fit in likely]),
        best.figure(1) if best.law.figures == 2 else None,
        _by_any([fit.share_at_once() for fit in likely if fit.law is best.law]),
        _p_of_chance(waits, best.law, best.logs),
        by_law[EXPONENTIAL.name].figure(0),
        _p_of_chance(waits, EXPONENTIAL, by_law[EXPONENTIAL.name].logs),
        survival(waits),
        {name: fit.bic for name, fit in by_law.items()},
    )


@dataclass(frozen=True)
class _Waits:
    """Waits as a law is held against them: hang-ups of the first seconds are one kind, whoever of them was at once."""

    early_s: float
    early: float
    begins_s: Floats
    ends_s: Floats
    ended: Floats
    answered_s: Floats
    answered: Floats

    @cached_property
    def edges_s(self) -> Floats:
        """All times at which a law is asked for what it leaves: early, begins, ends, answered."""
        return np.concatenate([[self.early_s], self.begins_s, self.ends_s, self.answered_s])

    @cached_property
    def late(self) -> float:
        """Callers who did not hang up in the first seconds."""
        return float(self.ended.sum() + self.answered.sum())

    @classmethod
    def of(cls, waits: Durations, cut_off: bool) -> "_Waits":
        late = (waits.ended > 0) & (waits.at_s > AT_ONCE_S)
        answered = waits.unfinished > 0
        longer_s = waits.resolution_s / 2 if cut_off else 0.0
        early_s = AT_ONCE_S + waits.resolution_s / 2 + longer_s
        return cls(
            early_s,
            float(waits.ended[waits.at_s <= AT_ONCE_S].sum()),
            np.maximum(waits.begins_s[late] + longer_s, early_s),
            waits.ends_s[late] + longer_s,
            waits.ended[late],
            waits.at_s[answered] + longer_s,
            waits.unfinished[answered],
        )

    def log_likelihood(self, law: TimeLaw, at_once: float | None, logs: Floats) -> float:
        """Return that of a law's figures and of a share who hang up at once; None for the most likely share."""
        left = law.at(self.edges_s, logs)
        if left is None:
            return -math.inf
        begins, ends = 1 + self.ended.size, 1 + 2 * self.ended.size
        stays = 1 - (self.at_once(float(left[0])) if at_once is None else at_once)
        gone_early = 1 - stays * math.exp(left[0])
        if not 0 < stays <= 1 or gone_early <= 0:
            return -math.inf
        found = float(
            self.ended @ log_between(left[1:begins], left[begins:ends]) + self.answered @ left[ends:]
        )
        found += self.late * math.log(stays) + self.early * math.log(gone_early)
        return found if math.isfinite(found) else -math.inf

    def at_once(self, log_left: float) -> float:
        """Return the most likely share who hang up at once, where the law leaves a share after the first seconds."""
        stayed = self.late / (self.late + self.early)
        return max(0.0, 1 - stayed * math.exp(min(-log_left, 99.0)))


@dataclass(frozen=True)
class _Fit:
    """A law that was fitted, with no caller who hangs up at once (0) or as many as are most likely (None)."""

    waits: _Waits
    law: TimeLaw
    at_once: float | None
    logs: Floats

    def log_likelihood(self, logs: Floats) -> float:
        return self.waits.log_likelihood(self.law, self.at_once, logs)

    @property
    def bic(self) -> float:
        figures = self.law.figures + (self.at_once is None)
        return bic(self.log_likelihood(self.logs), figures, int(self.waits.ended.sum() + self.waits.early))

    def figure(self, which: int) -> Estimate:
        """Return the mean (0) or the law's own figure (1)."""
        ends = interval(self.log_likelihood, self.logs, which)
        return of_logarithms(float(self.logs[which]), ends, self.rows)

    def share_at_once(self) -> Estimate:
        """Return the share who hang up at once; its upper end is that of the fit that has them."""
        fit = self if self.at_once is None else _fit(self.waits, self.law, None)
        left = fit.law.at(np.array([fit.waits.early_s]), fit.logs)
        assert left is not None  # noqa: S101 - the most likely figures are within bounds
        best = np.array([fit.waits.at_once(float(left[0])), *fit.logs])
        low, high = interval(
            lambda each: fit.waits.log_likelihood(fit.law, each[0], each[1:]), best, 0, least=0.0
        )
        return Estimate(float(best[0]) if self.at_once is None else 0.0, low, high, self.rows)

    @property
    def rows(self) -> int:
        return int(self.waits.late + self.waits.early)


def _fit(waits: _Waits, law: TimeLaw, at_once: float | None) -> _Fit:
    waited_s = float(waits.answered @ waits.answered_s + waits.ended @ waits.ends_s)
    start = np.array([math.log(waited_s / waits.ended.sum()), 0.0][: law.figures])
    return _Fit(
        waits, law, at_once, most_likely(lambda logs: waits.log_likelihood(law, at_once, logs), start)
    )


def _by_any(estimates: list[Estimate]) -> Estimate:
    """Return the first of some estimates, with an interval that holds whichever of them is the right one."""
    low, high = min(each.low for each in estimates), max(each.high for each in estimates)
    return replace(estimates[0], low=low, high=high)


def _nobody_but_at_once(waits: Durations, split: _Waits) -> Patience:
    """Return what is known where nobody hung up later: a time that patience exceeds, but for 1 case in 40."""
    rows = int(split.late + split.early)
    beyond_s = float(split.answered @ np.maximum(split.answered_s - split.early_s, 0.0))
    least_s = beyond_s / -math.log((1 - SURE) / 2) if beyond_s else math.nan
    mean_s = Estimate(math.nan, least_s, math.nan, rows)
    at_once = share(split.early, rows)
    return Patience(EXPONENTIAL.name, mean_s, None, at_once, math.nan, mean_s, math.nan, survival(waits), {})


def _p_of_chance(waits: Durations, law: TimeLaw, logs: Floats) -> float:
    """Return the chance of hang-ups so unevenly spread over waits if the law were the right one.

    Whatever the law, hang-ups come at one rate against its cumulative hazard -log(share left) (Cox & Snell 1968). What
    was waited after the first seconds, on that scale, is cut into cells with as many hang-ups; rates that differ by
    cell are held against one rate by the likelihood ratio (Wilks 1938).
    """
    late = (waits.ended > 0) & (waits.at_s > AT_ONCE_S)
    gone = np.cumsum(waits.ended[late])
    cells = min(CELLS, int(gone[-1]) // ENOUGH_IN_A_CELL)
    if cells < 2:
        return math.nan
    last = np.unique(np.searchsorted(gone, gone[-1] * np.arange(1, cells + 1) / cells))
    hung = np.diff(gone[last], prepend=0.0)
    edges_s = np.array([AT_ONCE_S + waits.resolution_s / 2, *waits.ends_s[late][last[:-1]], waits.ends_s[-1]])
    left, left_at_edges = law.at(waits.at_s, logs), law.at(edges_s, logs)
    assert left is not None  # noqa: S101 - the most likely figures are within bounds
    assert left_at_edges is not None  # noqa: S101
    spent = np.diff(replace(waits, at_s=-left).spent_s(-left_at_edges))
    ratio = 2 * float(hung @ np.log(hung / spent * (spent.sum() / hung.sum())))
    return float(special.chdtrc(hung.size - 1, ratio)) if hung.size > 1 else math.nan
