"""Types of the values that stand beside an answer's tables, each with its bounds, as JSON Schema has them.

The bounds of a type are pairs of a keyword of JSON Schema and its value; a text beside a type says what is meant.
"""

from collections.abc import Iterable
from typing import Annotated, Any

Bounds = tuple[tuple[str, Any], ...]


def bounds(**keywords: Any) -> Bounds:
    """Return the bounds of a type."""
    return tuple(keywords.items())


def one_of(values: Iterable[str]) -> Bounds:
    """Return the bounds of a text that is one of some."""
    return bounds(enum=tuple(values))


AT_LEAST_0 = bounds(minimum=0)
PATTERNS = {
    "date": r"^\d{4}-\d\d-\d\d$",
    "week": r"^\d{4}-W\d\d$",
    "month": r"^\d{4}-\d\d$",
    "time": r"^\d\d:\d\d(:\d\d)?$",
}

Amount = Annotated[float, AT_LEAST_0]
Count = Annotated[int, AT_LEAST_0]
Day = Annotated[str, bounds(pattern=PATTERNS["date"])]
Clock = Annotated[str, bounds(pattern=PATTERNS["time"])]
Digest = Annotated[str, bounds(pattern="^[0-9a-f]{64}$")]
Covers = Annotated[str, one_of(("contract", "labour", "all"))]
