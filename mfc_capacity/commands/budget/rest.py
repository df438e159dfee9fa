"""What a sum leaves is spent too: the step that answers most calls in time per money, as long as one fits.

A step is any number of operators more in one interval. The first ones of a busy queue answer hardly anybody, so
the best step may be many operators long.
"""

from typing import NamedTuple

import numpy as np

from mfc_capacity.commands.budget.amounts import most_within
from mfc_capacity.commands.budget.batches import Staffing, staffing_of
from mfc_capacity.commands.budget.levels import Setting
from mfc_capacity.core.arrays import Bools, Floats, Ints

NOTHING = 1e-9  # a gain of service level that is not worth naming


class Step(NamedTuple):
    """So many operators more in an interval of a row of a staffing."""

    row: int
    length: int


def with_rest(setting: Setting, staffing: Staffing, hundredths: int) -> Staffing:
    """Return a staffing with what it leaves of a sum spent, until no step that answers more calls fits."""
    while True:
        on_duty = setting.on_duty(staffing)
        step = _best_step(setting, staffing, on_duty, hundredths)
        if step is None:
            return staffing
        staffing = _taken(setting, staffing, on_duty, step, hundredths)


def worth_of_next(setting: Setting, staffing: Staffing) -> Floats:
    """Return the calls answered in time by one more unit of money, spent where it helps most, by group."""
    batches, choices = setting.batches, np.diff(setting.levels.first)
    room = choices[staffing.batch] - 1 - (staffing.operators - batches.least[staffing.batch])
    row, _, gain, worth = _steps(setting, staffing, np.maximum(room, 0), setting.on_duty(staffing))
    found = np.zeros(len(setting.prices.after_duty))
    np.maximum.at(found, batches.group[staffing.batch[row]], np.where(gain > 0, worth, 0.0))
    return found


def _best_step(setting: Setting, staffing: Staffing, on_duty: Ints, hundredths: int) -> Step | None:
    """Return the step with the best gain per money among those that fit at least one interval."""
    batches, choices = setting.batches, np.diff(setting.levels.first)
    longest = _longest(setting, on_duty, hundredths, int(choices.max(initial=1)))
    fits = longest[batches.rate[staffing.batch], batches.tariff[staffing.batch]]
    room = choices[staffing.batch] - 1 - (staffing.operators - batches.least[staffing.batch])
    row, length, gain, worth = _steps(setting, staffing, np.clip(room, 0, fits), on_duty)
    helps: Bools = gain > NOTHING * batches.calls[staffing.batch[row]]
    if not helps.any():
        return None
    best = int(np.argmax(np.where(helps, worth, -1.0)))
    return Step(int(row[best]), int(length[best]))


def _longest(setting: Setting, on_duty: Ints, hundredths: int, most: int) -> Ints:
    """Return how many operators more a sum pays in a single interval, rates x tariffs."""
    longest = np.zeros_like(on_duty)
    for place in np.ndindex(*on_duty.shape):

        def cost(count: int, place: tuple[int, ...] = place) -> int | float:
            more = on_duty.copy()
            more[place] += count
            return setting.prices.total(more)

        longest[place] = most_within(most, cost, hundredths) or 0
    return longest


def _steps(
    setting: Setting, staffing: Staffing, room: Ints, on_duty: Ints
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the row, length, gain in calls and gain per unit of money of all steps of up to so many operators."""
    batches, levels = setting.batches, setting.levels
    row = np.repeat(np.arange(len(room)), room)
    length = np.arange(len(row)) - np.repeat(np.cumsum(room) - room, room) + 1
    batch = staffing.batch[row]
    now = levels.place(batch, staffing.operators[row])
    gain = levels.in_time[now + length] - levels.in_time[now]
    price = setting.prices.of_one_more(on_duty)[batches.rate[batch], batches.tariff[batch]]
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.nan_to_num(gain / (length * price), posinf=np.inf)
    return row, length, gain, worth


def _taken(setting: Setting, staffing: Staffing, on_duty: Ints, step: Step, hundredths: int) -> Staffing:
    """Return a staffing with a step taken in as many intervals of its row as the sum pays."""
    batch, operators, times = (int(column[step.row]) for column in staffing)
    place = (int(setting.batches.rate[batch]), int(setting.batches.tariff[batch]))

    def cost(count: int) -> int | float:
        more = on_duty.copy()
        more[place] += step.length * count
        return setting.prices.total(more)

    count = most_within(times, cost, hundredths) or 1
    changes = [(batch, operators, -count), (batch, operators + step.length, count)]
    return staffing_of(
        *(np.append(column, more) for column, more in zip(staffing, zip(*changes, strict=True), strict=True))
    )
