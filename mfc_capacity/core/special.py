"""Incomplete gamma functions where the usual ones lose digits.

Erlang B and A are ratios of an incomplete gamma function to a Poisson probability. Both underflow or cancel long before their ratio does, so
all of it is kept in logarithms: the Poisson probability by Loader's saddle-point form, the tails by continued fractions, the middle by
SciPy. `scipy.special.gammainc` is not used for large arguments, where its lower tail is wrong (3.6 % at 1e7), but the complement is right.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

TINY = 1e-300
CONVERGED = 4e-16
MOST_TERMS = 5_000
LARGE = 1e4
STIRLING_FROM = 15.0
HALF_LOG_TWO_PI = 0.5 * np.log(2.0 * np.pi)


def log_inverse_erlang_b(operators: Floats, load: Floats) -> Floats:
    """Return log 1/B(n, a) for real n >= 0 and a > 0 (arrays of one shape).

    1/B = Γ(n+1, a) e^a a^-n (Fortet; Jagerman 1974): Legendre's continued fraction for loads well above n, else
    gammaincc over the Poisson probability.
    """
    result = np.empty(np.shape(load))
    far = load > operators + 1 + 3 * np.sqrt(load)
    n, a = operators[far], load[far]
    result[far] = np.log(a) - np.log(_upper_fraction(n + 1, a))
    n, a = operators[~far], load[~far]
    result[~far] = np.log(special.gammaincc(n + 1, a)) - log_poisson(n, a)
    return result


def log_poisson(y: Floats, x: Floats) -> Floats:
    """Return log(x^y e^-x / Γ(y+1)) for real y >= 0, x > 0, after Loader (2000), "Fast and accurate computation of binomial ..."."""
    small = y <= STIRLING_FROM
    safe = np.where(small, STIRLING_FROM + 1, y)
    saddle = -log_factorial_excess(safe) - deviance(safe, x)
    return np.where(small, special.xlogy(y, x) - x - special.gammaln(y + 1), saddle)


def log_factorial_excess(y: Floats) -> Floats:
    """Return log(Γ(y+1) e^y / y^y) for y > 0, without the cancellation of its parts."""
    small = y <= STIRLING_FROM
    z = 1 / np.where(small, STIRLING_FROM + 1, y)
    z2 = z * z
    stirling = z * (1 / 12 - z2 * (1 / 360 - z2 * (1 / 1260 - z2 * (1 / 1680 - z2 / 1188))))
    plain = special.gammaln(y + 1) - special.xlogy(y, y) + y
    return np.where(small, plain, stirling + HALF_LOG_TWO_PI - 0.5 * np.log(z))


def deviance(y: Floats, x: Floats) -> Floats:
    """Return y log(y/x) + x - y for y > 0 without cancellation near x = y."""
    excess = (x - y) / y
    near = np.abs(excess) < 0.1
    v = np.where(near, excess / (2 + excess), 0.0)
    v2 = v * v
    series = np.zeros_like(v)
    for k in range(12, 0, -1):
        series = (series + 1 / (2 * k + 1)) * v2
    with np.errstate(divide="ignore"):
        direct = excess - np.log1p(excess)
    return y * np.where(near, excess * v - 2 * v * series, direct)


def is_lower_tail(y: Floats, x: Floats) -> NDArray[np.bool_]:
    """Return where x is so far below y that P(y, x) wants its continued fraction."""
    sigmas = np.where(y < LARGE, 6.0, 2.0)
    return x < np.maximum(y - sigmas * np.sqrt(y), y / 2)


def lower_tail_rest(y: Floats, x: Floats) -> Floats:
    """Return R in A(y, x) = 1F1(1; y+1; x) = (y+1+R) / (y+1+R-x), for x in the lower tail.

    R = x/(y+2 - (y+1)x/(y+3 + 2x/(y+4 - (y+2)x/(y+5 + ...)))), the tail of Gauss's continued fraction (DLMF 8.9.1). With it,
    A - y/(y-x) and the like are had without cancellation.
    """

    def term(k: int) -> tuple[Floats, Floats]:
        j = (k + 1) // 2
        return (-(y + j) * x if k % 2 else (j + 1) * x), y + k + 2

    return x / _continued_fraction(y + 2, term)


def log_lower_gamma(y: Floats, x: Floats) -> Floats:
    """Return log P(y, x), the regularised lower incomplete gamma function, for y > 0, x > 0."""
    result = np.empty(np.shape(x))
    tail = is_lower_tail(y, x)
    s, z = y[tail], x[tail]
    rest = s + 1 + lower_tail_rest(s, z)
    result[tail] = log_poisson(s, z) + np.log(rest) - np.log(rest - z)
    s, z = y[~tail], x[~tail]
    with np.errstate(divide="ignore"):
        direct = np.log(special.gammainc(np.where(s < LARGE, s, 1.0), np.where(s < LARGE, z, 1.0)))
    result[~tail] = np.where(s < LARGE, direct, np.log1p(-special.gammaincc(s, z)))
    return result


def _upper_fraction(s: Floats, x: Floats) -> Floats:
    """Return the denominator of Legendre's fraction: Γ(s, x) = e^-x x^s / (x+1-s - 1(1-s)/(x+3-s - ...)) (DLMF 8.9.2)."""

    def term(k: int) -> tuple[Floats, Floats]:
        return k * (s - k), x + 2 * k + 1 - s

    return _continued_fraction(x + 1 - s, term)


def _continued_fraction(first: Floats, term: Callable[[int], tuple[Floats, Floats]]) -> Floats:
    """Return first + a1/(b1 + a2/(b2 + ...)) by the modified Lentz method, term(k) being (a_k, b_k)."""
    value = np.where(first == 0, TINY, first)
    c, d = value.copy(), np.zeros_like(value)
    for k in range(1, MOST_TERMS):
        a, b = term(k)
        d = b + a * d
        d = 1 / np.where(d == 0, TINY, d)
        c = b + a / c
        c = np.where(c == 0, TINY, c)
        step = c * d
        value = value * step
        if k % 4 == 0 and np.all(np.abs(step - 1) <= CONVERGED):
            break
    return value
