"""Callers who come again through a day: who is lost in an interval calls back in those that follow, or in the same.

On average dO / dt = share lost a second - O / after, with O the callers of a hotline who will call again. Those who do
while the doors are closed give up, and those who are left at midnight call again where a day follows one like it.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Floats

NEVER = 1e6  # intervals; later than so many nobody calls again
MOST_DAYS, SETTLED = 30, 1e-5  # until a day begins as it ends


@dataclass(frozen=True)
class DayOfRedials:
    """Days (K) of hotlines (S) in intervals (I).

    Attributes:
        calls: first attempts (K x S x I).
        share: of those lost, each time, how many call again (K x S x I).
        after: mean time until they do, in intervals (K x I); exponential.
        periodic: whether a day follows one like it.
    """

    calls: Floats
    share: Floats
    after: Floats
    periodic: bool

    def attempts(self, made: Floats, lost: Floats, lost_of_more: Floats) -> Floats:
        """Return attempts / first attempts (K x S x I), if this share is lost of those `made` so far (K x S x I).

        `lost_of_more` is about the share that is lost of an attempt more, within the interval (K x 1 x I): with it what
        attempts add to themselves is known at once, and from turn to turn there is little left to change.
        """
        calls, held = self.calls, self.share * self.calls
        after = np.minimum(self.after, NEVER)
        comes = -np.expm1(-1 / after)
        soon = 1 - after * comes
        orbit, found = np.zeros(calls.shape[:2]), np.ones_like(calls)
        for _ in range(MOST_DAYS if self.periodic else 1):
            begun = orbit
            for k in range(calls.shape[2]):
                back, own_soon = orbit * comes[:, k, np.newaxis], soon[:, k, np.newaxis]
                now, slope = made[..., k], lost_of_more[..., k]
                kept = own_soon * held[..., k]
                grown = calls[..., k] + back + kept * now * (lost[..., k] - slope)
                expected = _ratio(grown, calls[..., k] - kept * slope)
                lost_now = np.clip(
                    now * lost[..., k] + slope * (expected - now), 0.0, np.maximum(expected, 1.0)
                )
                redials = back + kept * lost_now
                found[..., k] = 1 + _ratio(redials, calls[..., k]) * (calls[..., k] > 0)
                orbit = orbit + held[..., k] * lost_now - redials
            if np.allclose(orbit, begun, rtol=SETTLED):
                break
        return found

    def never_served(self, attempts: Floats, lost: Floats) -> Floats:
        """Return the share of first attempts whose callers give up (K x I)."""
        given_up = (self.calls * attempts * lost * (1 - self.share)).sum(axis=1)
        return np.minimum(_ratio(given_up, self.calls.sum(axis=1)), 1.0)

    def of_all(self, attempts: Floats) -> Floats:
        """Return attempts / first attempts of all hotlines (K x I), 1 where nobody calls."""
        calls = self.calls.sum(axis=1)
        return np.where(calls > 0, _ratio((self.calls * attempts).sum(axis=1), calls), 1.0)

    def lost_of_each(self, attempts: Floats, lost: Floats, proneness: Floats) -> Floats:
        """Return the share lost of the attempts of each hotline (K x S x I), in the ratios of their `proneness`.

        `lost` is the share of all (K x I).
        """
        made = self.calls * attempts
        mean = _ratio((made * proneness).sum(axis=1), made.sum(axis=1))
        own: Floats = np.where(mean > 0, lost / np.where(mean > 0, mean, 1.0), 0.0)[:, np.newaxis] * proneness
        return np.minimum(own, 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
