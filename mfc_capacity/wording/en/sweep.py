"""Sentences of a grid of changes and of the errors on the way to it."""

from collections.abc import Mapping, Sequence

from mfc_capacity.wording.en.numbers import counted

NO_PER_CENT = "this is no per cent"
NO_AXIS = "this is not path=value,value"
WRITE_AXIS = "write it as in hotlines.mfc.aht=3m,3m20s or drivers.centres.2014-05-01=90..120/10"
NO_VALUE = "a value is missing here"
WRITE_NULL = "null removes what is there"
NO_RANGE = "this is not a range of numbers with one unit"
WRITE_RANGE = "write it as 90..120/10, 10%..20%/5%, 2m..4m/30s or 300 RUB..500 RUB/50 RUB"
BACKWARDS = "this range has no value"
SMALLER_FIRST = "write the smaller end first, and a step above 0"
NAME_ALL_VALUES = "name all its values in one --vary"
FEWER_VALUES = "take larger steps or fewer values"


def twice(path: str) -> str:
    """Say that a path is varied twice."""
    return f"{path} is varied already"


def too_many_points(count: int, most: int) -> str:
    """Say that a grid is too large."""
    return f"the grid has {count:,} points; the most that is planned is {most:,}"


def no_metric(metric: str) -> str:
    """Say that there is no such metric."""
    return f"'{metric}' is no column of the plan's summary"


def no_group(name: str) -> str:
    """Say that there is no such group."""
    return f"there is no group '{name}'"


def there_are(names: Sequence[str]) -> str:
    """Say which names there are."""
    return f"there are {', '.join(names)}"


def answered(points: int, with_answer: int) -> str:
    """Say how many points a grid has."""
    planned = f"{counted(points, 'point')} {'was' if points == 1 else 'were'} planned"
    if points == with_answer:
        return f"{planned}."
    return f"{planned}, {points - with_answer:,} of them without an answer; the column problem says why."


def runs(metric: str, least: tuple[str, Mapping[str, str]], most: tuple[str, Mapping[str, str]]) -> str:
    """Say what a metric is at least and at most, each with the values of the paths that give it."""
    low, high = (f"{value} ({_at(values)})" for value, values in (least, most))
    return f"{metric} runs from {low} to {high}."


def _at(values: Mapping[str, str]) -> str:
    return ", ".join(f"{path} {value}" for path, value in values.items())
