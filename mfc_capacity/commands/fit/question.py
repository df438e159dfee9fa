"""How records are looked at: the options of the command, read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.files.units import UnitError, read_date, read_duration_s
from mfc_capacity.scenario.types import read_interval_s

INTERVAL_S = 1800
MOST_AHEAD = 400
_DAYS = re.compile(r"(\d{1,9})\s*(?:d|days?|(w|weeks?))?")

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Where records are: paths, which column is what (a text as of the option), a map of names, and who is told."""

    paths: tuple[str, ...]
    columns: Mapping[str, str | None] | str | None
    map_file: str | None
    on_rows: Callable[[str, int, int], None]


@dataclass(frozen=True)
class Question:
    """What is learnt.

    Attributes:
        interval_s: of profiles and forecast.
        is_interval_named: whether a user said so; else counts may last longer.
        country: whose holidays the days had.
        until: the last day that is learnt from.
        ahead_days: for how many days behind the last one calls are forecast.
        aht_s: in place of what records tell, if they tell any.
        name: of the scenario's file.
    """

    interval_s: int
    is_interval_named: bool
    country: str | None
    until: date | None
    ahead_days: int
    aht_s: float | None
    name: str


def question_of(
    interval: str | None,
    country: str | None,
    until: str | None,
    ahead: str | None,
    aht: str | None,
    name: str,
) -> Question:
    """Read the options.

    Raises:
        InputError: for one that cannot be read.
    """
    return Question(
        INTERVAL_S if interval is None else _read("--interval", read_interval_s, interval),
        interval is not None,
        country and country.upper(),
        None if until is None else _read("--until", read_date, until),
        0 if ahead is None else _read("--ahead", _days, ahead),
        None if aht is None else _read("--aht", read_duration_s, aht),
        name,
    )


def _read(option: str, reader: Callable[[str], T], text: str) -> T:
    try:
        return reader(text.strip())
    except UnitError as error:
        raise usage_error(option, error.message, error.hint) from None


def _days(text: str) -> int:
    match = _DAYS.fullmatch(text)
    days = int(match[1]) * (7 if match[2] else 1) if match else 0
    if not 1 <= days <= MOST_AHEAD:
        raise UnitError(say("fit.not_days", text=text[:60], most=MOST_AHEAD), say("fit.WRITE_DAYS"))
    return days
