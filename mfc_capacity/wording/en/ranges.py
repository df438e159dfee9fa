"""Sentences about ranges of figures."""

NOT_ONE_FIGURE = "a range is of one figure, not of a map or list"
RANGE_OF_EACH = "give each figure in it a range of its own"
WRITE_A_RANGE = "write it as 8000..10500, 3m..4m, 20%..35%, 2% a month..5% a month or 30 RUB..38 RUB"
PUT_THE_VALUE_BETWEEN = (
    "write low..high with the value between them: one time in ten it is lower, one in ten higher"
)
WRITE_THE_UNIT = "write the value and both ends with the same unit, as {value: 3m 20s, range: 3m..3m 45s}"
STAY_INSIDE = "write ends that the figure can go beyond: one time in ten it does"
WITH_GAPS = "between these ends there are values that the figure cannot have"
DIFFER_BY_VARIANTS = "write variants instead: a range is of a figure that may be anything between its ends"
NAME_RANGES = "name figures that have a range, as [[hotlines.mfc.aht, hotlines.emias.aht]]"


def not_a_range(text: str) -> str:
    """Refuse a text that is no range."""
    return f"'{text}' is not low..high"


def does_not_hold(value: str, low: str, high: str) -> str:
    """Refuse a range that its value lies outside of."""
    return f"{low}..{high} does not hold {value} between its ends"


def different_units(value: str) -> str:
    """Refuse a range whose ends are not of the value's unit, or a value that is no number."""
    return f"this is no range of numbers around {value}"


def beyond_bounds(low: str, high: str, *, is_share: bool) -> str:
    """Refuse a range that reaches a bound."""
    if is_share:
        return f"{low}..{high}: a share that may be off stays between 0 and 100 %, and reaches neither"
    return f"{low}..{high}: a figure that is never negative has a range above 0"


def without_range(key: str, *, is_there: bool) -> str:
    """Refuse a name in `together` that is no figure with a range."""
    return f"{key} has no range" if is_there else f"there is no {key}"


def named_twice(key: str) -> str:
    """Refuse a figure that is named twice."""
    return f"{key} is named already"
