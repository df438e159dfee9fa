"""What records of calls teach of hotlines: as an answer, and as the scenario that is made of it has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from mfc_capacity.answers.records import Answer, Caution, Kind


@dataclass(frozen=True)
class Figure:
    """A learnt figure, the interval that holds it 19 times in 20, and how many records taught it.

    `low` and `high` are NaN where they are not known.
    """

    kind: Kind
    estimate: float
    low: float
    high: float
    rows: int


@dataclass(frozen=True)
class ByClock:
    """A figure that differs by clock time: over all hours, and from each clock time on."""

    overall: Figure
    steps: Mapping[str, Figure]


Entry: TypeAlias = (
    "Figure | ByClock | str | Mapping[str, Entry]"  # of a hotline: a figure, a text, or more under a key
)


@dataclass(frozen=True)
class Growth:
    """What the calls of a hotline grow with: the driver's name and its steps by date, and the factor of a year."""

    driver: str
    steps: Mapping[date, float]
    of_year: Figure


@dataclass(frozen=True)
class HotlineLearnt:
    """One hotline: its name in the scenario and in the records, its calls, and its entries by the format's keys."""

    name: str
    title: str
    calls: int
    entries: Mapping[str, Entry]
    growth: Growth | None

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Yield every figure with its dotted path below the hotline."""
        return _figures(self.entries, "")


def _figures(entries: Mapping[str, Entry], above: str) -> Iterator[tuple[str, Figure]]:
    for key, entry in entries.items():
        if isinstance(entry, Figure):
            yield above + key, entry
        elif isinstance(entry, ByClock):
            yield above + key, entry.overall
            yield from _figures(entry.steps, f"{above}{key}.")
        elif not isinstance(entry, str):
            yield from _figures(entry, f"{above}{key}.")


@dataclass(frozen=True)
class Peak:
    """Days on which a hotline had other calls than such days have: when, in the format, and by what they multiply."""

    hotline: str
    when: Mapping[str, str]
    multiplier: Figure

    @property
    def days(self) -> str:
        """When it is, in short: a date, two of them, or days of the month."""
        return " ".join(dict.fromkeys(self.when.values()))

    @property
    def name(self) -> str:
        """Its key in the scenario."""
        return f"{self.hotline} {self.days}"


@dataclass(frozen=True)
class Ahead:
    """The file of calls to come that the scenario reads, by interval or by day, and the days that it has."""

    file: str
    first: date
    last: date
    by_day: bool


@dataclass(frozen=True)
class Learnt:
    """All that the records teach.

    Attributes:
        files: the records, as they were named.
        first, last: of the days with calls.
        interval_s: of the profiles.
        country: whose holidays were looked at; None: none.
        hotlines: in the order of their calls.
        peaks: hotline by hotline.
        together: the correlation of days of different hotlines; None where there is no telling.
        ahead: None where no forecast was asked for.
    """

    files: tuple[str, ...]
    first: date
    last: date
    interval_s: int
    country: str | None
    hotlines: tuple[HotlineLearnt, ...]
    peaks: tuple[Peak, ...]
    together: Figure | None
    ahead: Ahead | None


@dataclass(frozen=True, kw_only=True)
class Fit(Answer):
    """What records of calls, or counts of them, teach of hotlines.

    Attributes:
        files: the records, as they were named.
        columns: which column was taken for what, and whether it was `named`, `mapped` or `guessed`.
        unused_columns: those that were taken for nothing.
        first, last: of the days with calls.
        rows: how many records there are, those left out among them.
        cautions: what may mislead.
        learnt: the same as a scenario has it.
        name: of the scenario's file.
    """

    schema: ClassVar[str] = "mfc-capacity/fit/1.0"
    learnt: Learnt
    name: str
    files: tuple[str, ...]
    columns: Mapping[str, tuple[str, str]]
    first: str
    last: str
    rows: int
    unused_columns: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
