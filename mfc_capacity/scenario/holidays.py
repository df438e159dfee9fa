"""The public holidays of a country: from the package `holidays`, of Russia from a table of our own.

The package lacks some of the days off that Russia moves from year to year, and the Saturdays worked for them.
"""

import importlib
from dataclasses import dataclass
from datetime import date
from functools import cache

from mfc_capacity.files.problems import say
from mfc_capacity.files.units import UnitError
from mfc_capacity.scenario.russian_days import (
    FIRST_YEAR,
    LAST_YEAR,
    russian_holidays,
    russian_working_saturdays,
)

RUSSIA = "RU"
LANGUAGE = "en_US"  # of the names, where the package has it


@dataclass(frozen=True)
class PublicDays:
    """The holidays of some years by name, and the days planned as another weekday (from Monday, 0)."""

    holidays: dict[date, str]
    days_like: dict[date, int]


@cache
def public_days(country: str, first_year: int, last_year: int) -> PublicDays:
    """Return the public holidays of a country, by its two letters, in some years, both inclusive.

    Raises:
        UnitError: if nobody knows the country or one of the years, or the package that does is not installed.
    """
    years = range(first_year, last_year + 1)
    if country != RUSSIA:
        return PublicDays(_of_package(country, years), {})
    _refuse_unknown_years(country, years, FIRST_YEAR, LAST_YEAR)
    holidays: dict[date, str] = {}
    days_like: dict[date, int] = {}
    for year in years:
        holidays |= russian_holidays(year)
        days_like |= russian_working_saturdays(year)
    return PublicDays(holidays, days_like)


def _of_package(country: str, years: range) -> dict[date, str]:
    try:
        package = importlib.import_module("holidays")
    except ImportError:
        raise UnitError(say("scenario.NO_HOLIDAYS_PACKAGE"), say("scenario.INSTALL_HOLIDAYS")) from None
    if country not in package.list_supported_countries(include_aliases=False):
        raise UnitError(say("scenario.country_unknown", country=country), say("scenario.NAME_THE_DAYS"))
    known = package.country_holidays(country)
    _refuse_unknown_years(country, years, known.start_year, known.end_year)
    language = LANGUAGE if LANGUAGE in known.supported_languages else None
    return dict(package.country_holidays(country, years=years, language=language))


def _refuse_unknown_years(country: str, years: range, first: int, last: int) -> None:
    unknown = [year for year in years if not first <= year <= last]
    if unknown:
        message = say(
            "scenario.holidays_unknown_in", country=country, years=tuple(unknown), first=first, last=last
        )
        raise UnitError(message, say("scenario.NAME_THE_DAYS"))
