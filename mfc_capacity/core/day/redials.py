"""Callers who come again through a day: who is lost in an interval calls back in those that follow, or in the same.

On average dO / dt = share lost a second - O / after, with O the callers of a hotline who will call again. Those who do
while the doors are closed give up, and those who are left at midnight call again where a day follows one like it.
"""

from dataclasses import dataclass
from functools import cached_property

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
        comes, soon = self._delays
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

    @property
    def _delays(self) -> tuple[Floats, Floats]:
        """How many who will call again do so in the next interval, and of those lost in one within it (K x I)."""
        after = np.minimum(self.after, NEVER)
        comes = -np.expm1(-1 / after)
        return comes, 1 - after * comes

    @cached_property
    def comes_again(self) -> Floats:
        """The share of those lost in an interval who call again while the doors are open (K x S x I).

        Looked at from the end of the day: whoever waits with it until an interval is over may do so in a later one.
        """
        comes, soon = self._delays
        later, found = np.zeros(self.calls.shape[:2]), np.zeros_like(self.calls)
        for _ in range(MOST_DAYS if self.periodic else 1):
            begun = later
            for k in reversed(range(self.calls.shape[2])):
                now, own_soon = comes[:, k, np.newaxis], soon[:, k, np.newaxis]
                found[..., k] = self.share[..., k] * (own_soon + (1 - own_soon) * later)
                later = (1 - now) * later + np.where(self.calls[..., k] > 0, now, 0.0)
            if np.allclose(later, begun, rtol=SETTLED):
                break
        return found

    def comes_again_of_all(self, attempts: Floats, proneness: Floats) -> Floats:
        """Return the same share of those lost on all hotlines (K x I), in the ratios of their `proneness`."""
        prone = self.calls * attempts * proneness
        return _ratio((prone * self.comes_again).sum(axis=1), prone.sum(axis=1))

    def given_up(self, attempts: Floats, lost: Floats) -> Floats:
        """Return those after whose attempt nobody calls again though they are lost / first attempts (K x I)."""
        calls = self.calls * attempts * lost * (1 - self.comes_again)
        return _ratio(calls.sum(axis=1), self.calls.sum(axis=1))

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
        ratios = np.where(
            mean[:, np.newaxis] > 0, proneness / np.where(mean > 0, mean, 1.0)[:, np.newaxis], 1.0
        )
        return np.minimum(lost[:, np.newaxis] * ratios, 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
