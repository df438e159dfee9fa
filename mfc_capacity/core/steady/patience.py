"""How long callers are ready to wait: any law, and mixtures of callers who differ.

What a queue needs of a patience R is how many have gone after a wait v, G(v) = P(R < v), how many have not,
1 - G(v), and what has been waited by then, H(v) = E min(v, R) = integral of 1 - G up to v. The laws are those
of `laws` times a mean: exponential, Weibull (H is an incomplete gamma function), log-normal (H by partial
expectation; a variation of 0 is a constant patience). A share of callers may have patience 0, others may wait
for ever. Every figure is a sum of positive terms, so that small ones are as exact as large ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import special

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull

FADING = (4.0, 14.0, 38.0)  # e^-x between these bends no more than a Gauss rule follows
SMALLEST, STEP = 1e-17, 3.0  # logarithms of a law's argument are followed in such steps from such a value
FAR, WIDE = 9.0, 2.0  # the same in standard deviations


@dataclass(frozen=True)
class Patience:
    """The patience of callers who are alike.

    Attributes:
        mean_s: mean of those who do not hang up at once; infinite for callers who never hang up.
        law: exponential, Weibull or log-normal.
        at_once: share who hang up if nobody answers at once, 0 to 1.

    Raises:
        ValueError: for a mean that is not positive, a share out of range or a law of another kind.
    """

    mean_s: float = math.inf
    law: Law = field(default_factory=Exponential)
    at_once: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is out of range."""
        if not self.mean_s > 0:
            raise ValueError(f"mean_s must be above 0, not {self.mean_s:g}")
        if not 0 <= self.at_once <= 1:
            raise ValueError(f"at_once must be between 0 and 1, not {self.at_once:g}")
        if not isinstance(self.law, Exponential | Weibull | Lognormal):
            raise ValueError(f"the law must be exponential, Weibull or log-normal, not {self.law!r}")  # noqa: TRY004

    @property
    def endless(self) -> bool:
        """Whether those who do not hang up at once never do."""
        return math.isinf(self.mean_s)

    @property
    def hangs_up(self) -> bool:
        """Whether some of the callers hang up."""
        return not self.endless or self.at_once > 0

    @property
    def plain(self) -> bool:
        """Whether patience is exponential, or all wait for ever: Erlang A and C."""
        return self.at_once == 0 and (self.endless or isinstance(self.law, Exponential))

    @property
    def is_smooth(self) -> bool:
        """Whether survival is smooth where a wait begins; powers and logarithms of a wait are not."""
        return self.endless or isinstance(self.law, Exponential) or _is_constant(self.law)

    def marks_s(self) -> list[float]:
        """Return waits that cut survival into pieces which a Gauss rule of 16 nodes follows to rounding."""
        if self.endless or self.at_once == 1:
            return []
        if isinstance(self.law, Weibull):
            small = np.arange(math.log(SMALLEST), 0, STEP).tolist() if self.law.shape > 1 else []
            arguments = [0.0, *map(math.log, FADING), *small]
            return [self._scale_s * math.exp(argument / self.law.shape) for argument in arguments]
        if isinstance(self.law, Lognormal):
            middle, spread = self._log_normal
            if spread == 0:
                return [self.mean_s]
            steps = math.ceil(2 * FAR / min(WIDE, STEP / spread))
            return [float(mark) for mark in np.exp(middle + spread * np.linspace(-FAR, FAR, steps + 1))]
        return [self.mean_s * mark for mark in FADING]

    def course(self, wait_s: Floats) -> tuple[Floats, Floats, Floats]:
        """Return G, 1 - G and H in seconds after waits > 0 of any shape."""
        if self.endless:
            gone, kept, spent_s = np.zeros_like(wait_s), np.ones_like(wait_s), wait_s
        elif isinstance(self.law, Weibull):
            power: Floats = (wait_s / self._scale_s) ** self.law.shape
            gone, kept = -np.expm1(-power), np.exp(-power)
            spent: Floats = special.gammainc(1 / self.law.shape, power).astype(np.float64)
            spent_s = self.mean_s * spent
        elif isinstance(self.law, Lognormal):
            gone, kept, spent_s = self._log_normal_course(wait_s)
        else:
            gone = -np.expm1(-wait_s / self.mean_s)
            kept, spent_s = 1 - gone, self.mean_s * gone
        if not self.at_once:
            return gone, kept, spent_s
        stays = 1 - self.at_once
        return self.at_once + stays * gone, stays * kept, stays * spent_s

    def _log_normal_course(self, wait_s: Floats) -> tuple[Floats, Floats, Floats]:
        middle, spread = self._log_normal
        if spread == 0:
            kept = (wait_s < self.mean_s).astype(np.float64)
            return 1 - kept, kept, np.minimum(wait_s, self.mean_s)
        z = (np.log(wait_s) - middle) / spread
        kept = special.ndtr(-z)
        return special.ndtr(z), kept, wait_s * kept + self.mean_s * special.ndtr(z - spread)

    @property
    def _scale_s(self) -> float:
        assert isinstance(self.law, Weibull)  # noqa: S101
        return self.mean_s / math.gamma(1 + 1 / self.law.shape)

    @property
    def _log_normal(self) -> tuple[float, float]:
        """Mean and standard deviation of log R."""
        assert isinstance(self.law, Lognormal)  # noqa: S101
        variance = math.log1p(self.law.cv**2)
        return math.log(self.mean_s) - variance / 2, math.sqrt(variance)


@dataclass(frozen=True)
class Course:
    """What has become of callers of a mixture after a wait, arrays (R, ...); times in seconds.

    Attributes:
        gone: share of the calls whose callers have hung up.
        kept: share whose callers have not.
        spent_s: what has been waited by then, mean of all calls.
        work_kept: as `kept`, of the handling time that the calls would have taken.
        work_spent_s: as `spent_s`, each call counted by its handling time.
        gone_of_kinds: as `gone`, of the calls of each kind.
    """

    gone: Floats
    kept: Floats
    spent_s: Floats
    work_kept: Floats
    work_spent_s: Floats
    gone_of_kinds: tuple[Floats, ...]


@dataclass(frozen=True)
class Mixture:
    """Callers of S kinds in N intervals: the patience of each kind, and its shares, which add up to 1.

    Attributes:
        kinds: the patience of each kind.
        shares: of the calls (N, S).
        work: of their handling time (N, S).
    """

    kinds: tuple[Patience, ...]
    shares: Floats
    work: Floats

    def take(self, rows: Ints | Bools) -> "Mixture":
        """Return the mixture in the intervals at `rows`."""
        return Mixture(self.kinds, self.shares[rows], self.work[rows])

    @property
    def endless(self) -> Floats:
        """Share of the work for callers who never hang up (N)."""
        return _weighed(self.work, [1 - kind.at_once if kind.endless else 0.0 for kind in self.kinds])

    @property
    def hangs_up(self) -> Bools:
        """Whether some of the callers hang up (N)."""
        return _weighed(self.shares, [float(kind.hangs_up) for kind in self.kinds]) > 0

    @property
    def at_once(self) -> Floats:
        """Share of the work for callers who hang up if nobody answers at once (N)."""
        return _weighed(self.work, [kind.at_once for kind in self.kinds])

    @property
    def calls_at_once(self) -> Floats:
        """Share of the calls whose callers hang up if nobody answers at once (N)."""
        return _weighed(self.shares, [kind.at_once for kind in self.kinds])

    @property
    def finite_work_s(self) -> Floats:
        """What is waited in the end by those who do hang up, each call counted by its handling time (N)."""
        return _weighed(self.work, self._finite_s)

    @property
    def mean_s(self) -> Floats:
        """Mean patience of all callers (N), infinite where some never hang up."""
        forever = _weighed(self.shares, [1 - kind.at_once if kind.endless else 0.0 for kind in self.kinds])
        return np.where(forever > 0, np.inf, _weighed(self.shares, self._finite_s))

    @property
    def is_smooth(self) -> bool:
        """Whether the survival of all kinds is smooth where a wait begins."""
        return all(kind.is_smooth for kind in self.kinds)

    def marks_s(self) -> Floats:
        """Return the waits that cut the survival of every kind into smooth pieces (M)."""
        return np.array(sorted({mark for kind in self.kinds for mark in kind.marks_s()}))

    def course(self, wait_s: Floats, rows: Ints) -> Course:
        """Return what has become of callers after waits (R, ...) in the intervals at `rows` (R)."""
        gone, kept, spent_s, work_kept, work_spent_s = (np.zeros_like(wait_s) for _ in range(5))
        narrow = (-1, *[1] * (wait_s.ndim - 1))
        gone_of_kinds = []
        for kind, share, work in zip(self.kinds, self.shares.T, self.work.T, strict=True):
            own_gone, own_kept, own_spent_s = kind.course(wait_s)
            calls, load = share[rows].reshape(narrow), work[rows].reshape(narrow)
            gone += calls * own_gone
            gone_of_kinds.append(own_gone)
            kept += calls * own_kept
            spent_s += calls * own_spent_s
            work_kept += load * own_kept
            work_spent_s += load * own_spent_s
        return Course(gone, kept, spent_s, work_kept, work_spent_s, tuple(gone_of_kinds))

    def work_course(self, wait_s: Floats, rows: Ints) -> tuple[Floats, Floats]:
        """Return `work_kept` and `work_spent_s` of `course` alone, for waits (R)."""
        kept, spent_s = np.zeros_like(wait_s), np.zeros_like(wait_s)
        for kind, work in zip(self.kinds, self.work.T, strict=True):
            _, own_kept, own_spent_s = kind.course(wait_s)
            kept += work[rows] * own_kept
            spent_s += work[rows] * own_spent_s
        return kept, spent_s

    @property
    def _finite_s(self) -> list[float]:
        return [0.0 if kind.endless else (1 - kind.at_once) * kind.mean_s for kind in self.kinds]


def mixture(patience: Sequence[Patience], calls: Floats, aht_s: Floats | float = 1.0) -> Mixture:
    """Return the mixture of the callers of S hotlines with calls (N, S); kinds that are equal become one.

    In intervals without calls all are of the first kind. `aht_s` are the mean handling times (S).
    """
    kinds = tuple(dict.fromkeys(patience))
    member = np.array([[one == kind for kind in kinds] for one in patience], dtype=np.float64)

    def shares(amounts: Floats) -> Floats:
        total = amounts.sum(axis=1, keepdims=True)
        summed = np.einsum("nh,hs->ns", amounts, member)
        return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.eye(1, len(kinds)))

    return Mixture(kinds, shares(calls), shares(calls * aht_s))


def _weighed(shares: Floats, values: Sequence[float]) -> Floats:
    mean: Floats = np.einsum("ns,s->n", shares, np.array(values))
    return mean


def _is_constant(law: Law) -> bool:
    return isinstance(law, Lognormal) and law.cv == 0
