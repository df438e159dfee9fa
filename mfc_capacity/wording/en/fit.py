"""Sentences of what is learnt from records: in the scenario that is written, and in the answer on the screen."""

from collections.abc import Iterator, Sequence
from datetime import date

from mfc_capacity.answers.learnt import Figure
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text, duration_text, share_text, short_text

METHOD = "the queue goes on from interval to interval; stationary: each by itself"
SOURCES = "named by the figures below"
CALENDAR = "the days of the records; write those to be planned"
CALENDAR_AHEAD = "the days of the forecast"
VOLUMES = "calls to come; calls_p10 and calls_p90 in it are for you, the plan reads calls"
TOGETHER = "correlation of the days of any two hotlines"
PEAKS = "days unlike their kind; keep those that come again, and write their dates to come"
MEANINGS = {
    "calls_per_day": "of an ordinary open day",
    "aht": "mean handling time",
    "aht_cv": "standard deviation of handling times / their mean",
    "patience": "mean time a caller is ready to wait",
    "patience_law": "which law it has",
    "hangs_up_at_once": "share of callers who leave if nobody is free",
    "redials": "of those not served, who calls again and when",
    "scales_with": "growth, under drivers",
    "hours": "when the first and last calls come",
    "weekdays": "factors by weekday",
    "months": "factors by month",
    "profile": "calls an hour by clock time: weights of the day",
    "varies": "how far one day is from another of its kind, beyond chance",
}
SCENARIO_ENDS = (
    "# groups:        # who shares operators; a hotline in no group is a group of its own",
    "#   city: {hotlines: [first, second], operators: {08:00: 12, 10:00: 22}}",
    "",
    "targets:         # what you promise; the records do not say it",
    "  service_level: 80% in 20s",
    "",
    "# shrinkage: 30%                       # paid time not on duty",
    "# costs: {operator_hour: 24 EUR}       # with currency: EUR at the top",
)


def scenario_begins(files: Sequence[str], first: date, last: date) -> Iterator[str]:
    """Yield the comment at the top of the scenario."""
    yield f"# Learnt by mfc-capacity fit from {names(files)}, {first.isoformat()} to {last.isoformat()}."
    yield "# Plan it as it stands with `mfc-capacity plan FILE`, then write what records cannot say: targets, groups, money."
    yield "# A comment gives the interval that holds a figure 19 times in 20; its range is 8 times in 10, for `risk`."
    yield ""


def scenario_title(files: Sequence[str]) -> str:
    """Return the title of the scenario."""
    return f"Learnt from {names(files)}"


def names(files: Sequence[str]) -> str:
    """Name files, many of them by the first and their number."""
    return files[0] if len(files) == 1 else f"{files[0]} and {count_text(len(files) - 1)} more"


def source(files: Sequence[str], hotline: str, calls: int) -> str:
    """Return the source of the figures of a hotline."""
    return f"{names(files)}: {count_text(calls)} calls of {hotline}"


def interval(figure: Figure) -> str:
    """Say between what a figure is 19 times in 20, and how many records taught it."""
    low, high = (figure_text(figure, end) for end in (figure.low, figure.high))
    return f"95 %: {low} to {high}, {count_text(figure.rows)} rows"


def figure_text(figure: Figure, number: float) -> str:
    """Return a number in the unit of a figure."""
    if number != number:  # noqa: PLR0124 - NaN
        return UNKNOWN
    if figure.kind == "share":
        return share_text(number)
    return duration_text(number) if figure.kind == "seconds" else short_text(number, 2)


def peak_name(number: int, first: date) -> str:
    """Return the name of a peak."""
    return f"{number}: {first.isoformat()}"
