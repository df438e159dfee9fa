"""Two ways to place the operators that a sum pays for, each with what is left spent where it helps most.

The same promise keeps one service level in every interval with calls, the highest that the sum can keep everywhere.
The most answered answers as many calls in time as the sum can, and may leave some intervals nearly alone for it.
"""

from functools import cached_property
from typing import Protocol

from mfc_capacity.commands.budget.allocation import Frontier
from mfc_capacity.commands.budget.amounts import most_within
from mfc_capacity.commands.budget.batches import Staffing
from mfc_capacity.commands.budget.exact import Exact
from mfc_capacity.commands.budget.levels import Setting
from mfc_capacity.commands.budget.rest import with_rest

SAME_PROMISE, MOST_ANSWERED = "same-promise", "most-answered"


class Placement(Protocol):
    """A way to place operators."""

    def staffing_at(self, hundredths: int) -> Staffing | None:
        """Return the operators that a sum buys; None if it does not even pay the least of them."""


class SamePromise:
    """The highest service level that a sum keeps in every interval with calls."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._lowest = int(setting.promises.values.searchsorted(setting.floor))

    def staffing_at(self, hundredths: int) -> Staffing | None:
        """Return the operators that a sum buys; None if it does not even pay the least of them."""
        if self._setting.cost(self._setting.start) > hundredths:
            return None
        higher = len(self._setting.promises.values) - 1 - self._lowest
        number = most_within(max(higher, 0), lambda k: self._setting.cost(self._keeping(k)), hundredths)
        kept = self._setting.start if number is None else self._keeping(number)
        return with_rest(self._setting, kept, hundredths)

    def _keeping(self, number: int) -> Staffing:
        """Return the fewest operators that keep a level, counted from the floor on."""
        return self._setting.everywhere(self._setting.promises.operators(self._lowest + number))


class MostAnswered:
    """The most calls in time that a sum can answer: exactly for a few intervals, else along the frontier."""

    def __init__(self, setting: Setting, frontier: Frontier) -> None:
        self._setting, self._frontier = setting, frontier

    @cached_property
    def exact(self) -> Exact | None:
        """All ways to spend a sum compared; None where they are too many."""
        try:
            return Exact(self._setting)
        except ValueError:
            return None

    def staffing_at(self, hundredths: int) -> Staffing | None:
        """Return the operators that a sum buys; None if it does not even pay the least of them."""
        if self.exact is not None:
            return self.exact.staffing_at(hundredths)
        setting, point = self._setting, self._frontier.bought(hundredths)
        if point is None:
            return None
        staffing = with_rest(setting, self._frontier.staffing(point), hundredths)
        planned = setting.as_planned
        planned_fits = setting.floor == 0 and setting.cost(planned) <= hundredths
        is_beaten = planned_fits and setting.in_time(planned) > setting.in_time(staffing)
        return planned if is_beaten else staffing

    def in_time_at_most(self, hundredths: int) -> float | None:
        """Return the calls that no way to spend a sum answers more of."""
        if self.exact is None:
            return self._frontier.in_time_at_most(hundredths)
        staffing = self.exact.staffing_at(hundredths)
        return None if staffing is None else self._setting.in_time(staffing)
