"""Sentences of what is learnt from records: in the scenario that is written, and in the answer on the screen."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mfc_capacity.answers.fit import Entry, Figure, HotlineLearnt
from mfc_capacity.answers.records import Cell
from mfc_capacity.files.units import DAY_S
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    counted,
    day_text,
    duration_text,
    share_text,
    short_text,
)

METHOD = "each interval by itself; time-dependent: the queue goes on to the next, which takes longer to plan"
SOURCES = "named by the figures below"
CALENDAR = "the days of the records; write those to be planned"
CALENDAR_AHEAD = "the days of the forecast"
GROWTH = "what calls grow with, by month; go on with it for days to come"
NO_CALLS = "no call is left to learn from"
NO_CALLS_HINT = "look at --table excluded of a longer record, or at which column is what"
IN_A_YEAR = "calls a year later"
NO_HANDLING_TIMES = "no column tells handling times"
NO_HANDLING_TIMES_HINT = "name it with --columns handling_s=..., or give --aht 3m20s"
PRINTED_ALONE = "the scenario is printed, and the answer would be mixed with it"
FORECAST_IS_A_FILE = "the forecast is a file beside the scenario, which has none when it is printed"
NAME_A_FILE = "name a file for the scenario, as -o scenario.yaml"
SCENARIO_IS_YAML = "the scenario is written as YAML"
NAME_ANOTHER = "choose another name"
WRITE_DAYS = "write it as 60d or 8w"
NOTHING_AHEAD = "the record has no open day of the kind of those to come"
NOTHING_AHEAD_HINT = "learn from whole weeks, or look further ahead"
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
    "profile": "share of the day from each clock time to the next",
    "varies": "how far one day is from another of its kind, beyond chance",
}
ASSUMED = "assumed, not from the records"
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
    yield "# Plan it as it stands with `mfc-capacity plan FILE`, then write what records cannot tell: groups, money."
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
    return f"{names(files)}: {counted(calls, 'call')} of {hotline}"


def interval(figure: Figure) -> str:
    """Say between what a figure is 19 times in 20, and how many records taught it."""
    rows = rows_text(figure.rows)
    return rows if _ends(figure) == UNKNOWN else f"95 %: {_ends(figure)}, {rows}"


def by_clock(overall: Figure) -> str:
    """Say that a figure is told by clock time, and what it is over all hours."""
    return f"from each clock time on; over all hours {in_unit(overall.estimate, overall.kind)}, {interval(overall)}"


def rows_text(rows: float) -> str:
    """Count rows."""
    return counted(rows, "row")


def _ends(figure: Figure) -> str:
    """Say between what a figure is; a dash where neither end is known."""
    if not (math.isfinite(figure.low) or math.isfinite(figure.high)):
        return UNKNOWN
    return f"{in_unit(figure.low, figure.kind)} to {in_unit(figure.high, figure.kind)}"


def intervals(shares: Mapping[str, Entry]) -> str:
    """Say how far off the worst known of some shares may be 19 times in 20; nothing of what is no share."""
    figures = [entry for entry in shares.values() if isinstance(entry, Figure)]
    off = [abs(end - each.estimate) for each in figures for end in (each.low, each.high)]
    farthest = max(filter(math.isfinite, off), default=0.0)
    return f"95 %: each ± {100 * farthest:.2g} points at most" if farthest else ""


def of_year(factor: Figure) -> str:
    """Say by how much calls grow in a year."""
    return f"{in_unit(factor.estimate, 'share')} of the year before; {interval(factor)}"


EXCLUDED = "Left out of the records"
EXCLUDED_HEADER = ("rule", "as in", "rows", "share")
FIGURES = "Learnt"
FIGURES_HEADER = ("hotline", "figure", "estimate", "19 times in 20", "rows")
FORECASTS = "Had it been forecast every week: how far off, of all calls"
FORECASTS_HEADER = (
    *("hotline", "weeks ahead", "this forecast", "same weekday last week", "mean of its last six"),
    *("bias", "held by P10 to P90"),
)
WAYS = ("forecast", "naive", "mean_of_six")
MOST_TOLD = 3  # hotlines in a breath
_HOW = {"named": "as named", "mapped": "as mapped", "guessed": "guessed"}
_DETAILS = re.compile(r"(profile|aht|months)\.")


def read(files: Sequence[str], rows: int, first: str, last: str) -> str:
    """Say what was read."""
    days = f"{day_text(date.fromisoformat(first))} to {day_text(date.fromisoformat(last))}"
    return f"{names(files)}: {rows_text(rows)}, {days}"


def columns_taken(columns: Mapping[str, tuple[str, str]]) -> str:
    """Say which column was taken for what."""
    taken = ", ".join(f"{meaning}={column} ({_HOW[how]})" for meaning, (column, how) in columns.items())
    return f"Columns: {taken}"


def columns_unused(columns: Sequence[str]) -> str:
    """Name the columns that were taken for nothing."""
    return f"Not used: {', '.join(columns)}"


def excluded(row: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return the cells of a rule by which rows were left out."""
    place = str(row["example"]).partition(": ")[0]
    rule = str(row["rule"])
    return (
        f"{rule}: {RULES[rule]}",
        place,
        count_text(_number(row["rows"])),
        share_text(_number(row["share"])),
    )


def _number(cell: Cell) -> float:
    assert isinstance(cell, int | float)  # noqa: S101 - of a column of numbers
    return cell


def is_detail(key: str) -> bool:
    """Return whether a figure is one of many that belong together."""
    return _DETAILS.match(key) is not None


def figure_cells(key: str, figure: Figure) -> tuple[str, ...]:
    """Return the cells of a figure: its key, estimate, interval and rows."""
    return (key, in_unit(figure.estimate, figure.kind), _ends(figure), count_text(figure.rows))


def peak_key(days: str) -> str:
    """Return what stands for a peak beside the keys of a hotline."""
    return f"peak {days}"


def in_unit(number: Cell, unit: str) -> str:
    """Return a number in its unit; one that is not known is a dash."""
    if number is None or not math.isfinite(_number(number)):
        return UNKNOWN
    if unit == "share":
        return share_text(_number(number))
    return duration_text(_number(number)) if unit == "seconds" else short_text(_number(number), 2)


def laws_found(hotline: str, key: str, rows: Sequence[Mapping[str, Cell]]) -> str:
    """Say which law times have; of patience first how long half of the callers wait, whatever the law."""
    best = next(row for row in rows if row["worse_by"] == 0)
    if key == "aht":
        return f"{hotline}: handling times are most like {_law(best)}"
    by_law = {str(row["law"]): row for row in rows}
    seen, told = (in_unit(row["median_s"], "seconds") for row in (by_law[SEEN], best))
    half = (
        f"{told} by {_law(best)}, longer than was seen"
        if seen == UNKNOWN
        else f"{seen}, by {_law(best)} {told}"
    )
    return f"{hotline}: half are ready to wait {half}{_exponential(by_law)}"


def _exponential(by_law: Mapping[str, Mapping[str, Cell]]) -> str:
    """Say whether exponential patience fits, if that is known."""
    chance = by_law["exponential"]["chance"]
    if chance is None:
        return ""
    fits = "fits" if _number(chance) >= 0.05 else "does not fit"
    return f"; exponential {fits} ({_chance(_number(chance))})"


def _law(row: Mapping[str, Cell]) -> str:
    figure = row["figure"]
    return str(row["law"]) if figure is None else f"{row['law']}({short_text(_number(figure), 2)})"


SEEN = "kaplan-meier"


def _chance(chance: float) -> str:
    return f"p {chance:.2g}" if chance >= 0.001 else "p below 0.001"


def forecast_cells(hotline: str, week_ahead: int, ways: Mapping[str, Mapping[str, Cell]]) -> tuple[str, ...]:
    """Return the cells of a week ahead: how far off each way to forecast was, and what the forecast's interval held."""
    missed = (in_unit(ways[way]["wape"], "share") for way in WAYS)
    own = ways["forecast"]
    return (hotline, str(week_ahead), *missed, in_unit(own["bias"], "share"), in_unit(own["cover"], "share"))


def counts_last_longer(counted_s: int) -> str:
    """Refuse intervals that are shorter than those that were counted."""
    counted = "a day" if counted_s == DAY_S else duration_text(counted_s)
    return f"the counts are of {counted} each, which tells nothing of shorter intervals"


def until_too_early(until: date, first: date) -> str:
    """Say that the records begin later than they are looked at."""
    return f"no call came up to {day_text(until)}: the records begin on {day_text(first)}"


def not_days(text: str, most: int) -> str:
    """Refuse a number of days."""
    return f"'{text}' is no number of days from 1 to {most}"


RULES = {
    "phantom": "no real call",
    "unknown-outcome": "ended nobody knows how",
    "no-arrival": "no moment of arrival",
    "left-in-menu": "hung up in the menu",
    "negative-time": "negative time",
    "too-long": "longer than any call",
    "no-service": "answered for 0 seconds",
    "repeated": "said twice",
    "no-such-time": "at a clock time that did not come",
    "time-comes-twice": "at a clock time that came twice",
    "outside-hours": "outside opening hours",
    "day-cut-off": "on a first or last day that was cut off",
    "other-hotline": "of hotlines that the scenario does not have",
    "other-day": "on other days than are compared",
}


def tables_are_printed(form: str, file: str) -> str:
    """Say how what was learnt gets into a file."""
    return f"name it as scenario.yaml; for the tables of what was learnt leave -o out: -f {form} > {file}"


def is_read(file: str) -> str:
    """Refuse to write over what is learnt from."""
    return f"{file} is one of the files that are learnt from, and stays as it is"


def wrote(file: str) -> str:
    """Say that the scenario is written, and what answers the question behind it."""
    return f"wrote {file}; next: mfc-capacity plan {file} says how many operators it takes"


def verdict(
    hotlines: Sequence[HotlineLearnt], medians_s: Mapping[str, float], name: str, *, is_written: bool
) -> str:
    """Say the most of each hotline in a breath, and how that becomes a plan unless it is written already.

    `medians_s`: how long half of the callers of a hotline wait, by its title, where that was seen.
    """
    told = "; ".join(_in_a_breath(hotline, medians_s.get(hotline.title)) for hotline in hotlines[:MOST_TOLD])
    more = f"; {count_text(len(hotlines) - MOST_TOLD)} more" if len(hotlines) > MOST_TOLD else ""
    if is_written:
        return f"{told}{more}."
    next_step = f"With -o {name} it is a scenario: mfc-capacity plan {name} says how many operators it takes."
    return f"{told}{more}. {next_step}"


def _in_a_breath(hotline: HotlineLearnt, median_s: float | None) -> str:
    figures = dict(hotline.figures())
    calls = count_text(figures["calls_per_day"].estimate)
    said = f"{hotline.title}: {calls} {'call' if calls == '1' else 'calls'} on an ordinary day"
    aht = figures.get("aht")
    said += f", AHT {duration_text(aht.estimate)}" if aht else f", AHT {hotline.entries['aht']} (assumed)"
    if median_s is not None:
        return f"{said}, half are ready to wait {duration_text(median_s)}"
    return (
        f"{said}, mean patience {duration_text(figures['patience'].estimate)}"
        if "patience" in figures
        else said
    )
