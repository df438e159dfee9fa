"""How much there is to be done, counted while it is done: a bound that is the same on every machine.

What a day takes is not known before it is worked out: it depends on how far its queue gets, how quickly calls come
and go beside the length of an interval, and how far a threshold reaches. So the loops that may grow out of proportion
say what each turn takes before they take it, and whoever asked for the day says how much it may be in all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class TooMuchWorkError(Exception):
    """A day takes more work than was allowed, or figures beyond the range of numbers."""


class _Allowance:
    """What is left of the work allowed, in units of about a microsecond."""

    def __init__(self, most: float) -> None:
        self.left = most


_allowance: ContextVar[_Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def allowed(most: float) -> Iterator[None]:
    """Allow so much work within, in units of about a microsecond of one core, of what is allowed already.

    >>> with allowed(10.0):
    ...     spend(11.0)
    Traceback (most recent call last):
    mfc_capacity.core.work.TooMuchWorkError
    """
    outer = _allowance.get()
    own = _Allowance(most if outer is None else min(most, outer.left))
    begun = own.left
    before = _allowance.set(own)
    try:
        yield
    finally:
        _allowance.reset(before)
        if outer is not None:
            outer.left -= begun - own.left


def spend(work: float) -> None:
    """Say that so much is about to be done.

    Raises:
        TooMuchWorkError: if it is more than is left of what is allowed.
    """
    allowance = _allowance.get()
    if allowance is None:
        return
    allowance.left -= work
    if not allowance.left >= 0:
        raise TooMuchWorkError
