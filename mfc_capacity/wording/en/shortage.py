"""Words of the shortage map: when operators are missing, or what was promised is missed."""

from collections.abc import Sequence

from mfc_capacity.wording.en.numbers import decimal_text
from mfc_capacity.wording.en.report import group_title as name

__all__ = [
    "MEAN_AND_WORST",
    "OPERATORS",
    "OPERATORS_SAID",
    "POINTS",
    "PROMISE_SAID",
    "cell",
    "name",
    "operators_title",
    "promise_title",
]

MEAN_AND_WORST = "mean (worst day)"
OPERATORS, POINTS = "operators missing", "points below the promise"
OPERATORS_SAID = (
    "Operators needed less operators given, where an hour is short: the mean of all planned days."
)
PROMISE_SAID = (
    "Nobody says how many operators there are. Shown is by how many points of its calls a group misses a target on "
    "the day of its own peak, when queues go on from interval to interval."
)
_MEASURES = {"service_level": "answered in time", "abandonment": "hang up"}


def none_short(groups: Sequence[str], *, is_of_operators: bool) -> str:
    """Say of some groups that none of their hours is short."""
    what = "is short of operators" if is_of_operators else "misses its service level or its limit of hang-ups"
    when = "" if is_of_operators else " on the day of the peak"
    return f"{', '.join(groups)}: no hour {what}{when}"


def operators_title(short: float, group: str, start: str) -> str:
    """Say where and when most operators are missing."""
    return f"Most operators are missing in {group} from {start}: {decimal_text(short, 1)} on average"


def promise_title(short: float, group: str, start: str) -> str:
    """Say where and when the promise is missed by most."""
    return f"On the day of its peak {group} misses its promise by most from {start}: by {_points(short)}"


def cell(short: float, worst: float, measure: str | None) -> str:
    """Return an hour of the map: its mean and its worst day, or by how much which measure is missed."""
    if measure is not None:
        return f"{_points(short)} ({_MEASURES[measure]})" if short else "0"
    return f"{decimal_text(short, 1)} ({decimal_text(worst, 1)})" if short else "0"


def _points(share: float) -> str:
    return f"{decimal_text(share * 100, 1)} points"
