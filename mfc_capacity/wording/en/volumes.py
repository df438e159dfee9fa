"""What is wrong with a table of calls, and with the days and hours that it has."""

import json
from collections.abc import Sequence
from datetime import date

from mfc_capacity.wording.en.numbers import counted

NO_ROWS = "the table has no rows"
SAY_COLUMNS = "say which is meant under columns"
DAY_IS_OVER = "a row begins before the day is over"
NEXT_DAY = "delete the row, the day ends by itself; what begins at midnight is 00:00 of the next day"
NO_DATE = "the cell is empty"
NO_TIME = "the cell is empty"
NO_NAME = "the cell is empty"
FILL_OR_DELETE = "fill it in, or delete the row"
DELETE_THE_ROW = "delete the row"
DECIMAL_COMMAS = (
    "if these are decimal commas in a file with commas between its cells, write points, "
    "or save it with semicolons"
)
AHT_BESIDE_A_TABLE = (
    "write the usual one, as aht: 3m 20s: it holds where a table has none, "
    "in times without a row and empty cells"
)
PATHS_COUNT = "paths count from the folder of the scenario"
DATE_HINT = "write it as date_format says, or as 2014-03-01 without date_format"
NO_CALENDAR = "volumes are of dates, and the scenario has no calendar"
NO_CALENDAR_OF_ROSTERS = "rosters are of dates, and the scenario has no calendar"
KEEP_ONE = "keep the one or the other"
ADD_STAFF = (
    "add their rows, with 0 operators where nobody is on duty; "
    "where its hotlines are closed, say so in their hours"
)
GIVE_A_CALENDAR = "give calendar.from and calendar.to"
CLOCK_TIMES = (
    "write clock times of calendar.timezone, or leave calendar.timezone out if the table has another time"
)
UNDER_ROSTERS = "a table of several groups stands under rosters"
KEEP_ONE_ROW = "keep one of the two"
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
    "holiday": "holiday",
}
KNOWN_AS = {
    "date": "the date",
    "start": "the start",
    "hotline": "the hotline",
    "group": "the group",
    "calls": "the calls",
    "operators": "the operators",
    "aht": "AHT",
}


def ragged(cells: int, columns: int) -> str:
    """Refuse a row with another number of cells than the header."""
    return f"this row has {counted(cells, 'cell')}, the header {columns}"


def more_mistakes(count: int) -> str:
    """Count the mistakes that are not shown."""
    return f"and {count:,} more"


def column_twice(name: str) -> str:
    """Refuse two columns of one name."""
    return f"the column {name} is there twice"


def no_column(name: str) -> str:
    """Say that a named column is not there."""
    return f"there is no column {name}"


def columns_are(names: Sequence[str]) -> str:
    """List the columns of a table."""
    return f"its columns are {', '.join(names)}: name those that count under columns"


def not_guessed(role: str) -> str:
    """Say that no column looks like what is needed."""
    return f"no column is known as {KNOWN_AS[role]}"


def two_columns(role: str, names: Sequence[str]) -> str:
    """Say that several columns look alike."""
    return f"the columns {' and '.join(names)} may both be {KNOWN_AS[role]}"


def in_column(column: str, message: str) -> str:
    """Name the column that a mistake is in."""
    return f"{column}: {message}"


def empty(column: str) -> str:
    """Say that a cell is empty."""
    return f"{column} is empty"


def out_of_bounds(column: str, most: float, zero_too: bool) -> str:
    """Say what a column holds."""
    return f"{column} must be {'0' if zero_too else 'above 0'} to {most:,.0f}"


def whose(owner: str, figure: str) -> str:
    """Say that no column tells whose figures a row has."""
    return f"no column says which {owner} the {figure} of a row are for"


def name_the_owner(owner: str, figure: str) -> str:
    """Say how a table tells whose figures it has."""
    return f"name it under columns.{owner}, or give columns.{figure} a column for each {owner}"


def no_owner(owner: str, name: str) -> str:
    """Say that the scenario has no such hotline or group."""
    return f"the scenario has no {owner} '{name}'"


def other_group(group: str, name: str) -> str:
    """Refuse a row of another group in the table of one."""
    return f"the table is of {group} alone, and this row of '{name}'"


def did_you_mean(owner: str, name: str, close: str) -> str:
    """Name the hotline or group that a name is close to."""
    return (
        f"did you mean {close}? If the table has its own name for it, say {owner}s: {pairs([(name, close)])}"
    )


def map_the_names(owner: str, names: Sequence[tuple[str, str]], owners: Sequence[str]) -> str:
    """Say how a table's own names are told."""
    return f"its {owner}s are {', '.join(owners)}; say which is meant, as {owner}s: {pairs(names)}"


def hours_written(hours: Sequence[tuple[str, str]]) -> str:
    """Return opening hours as they are written in a scenario."""
    return f"{{{', '.join(f'{days}: {_span(span)}' for days, span in hours)}}}"


def pairs(entries: Sequence[tuple[str, str | Sequence[tuple[str, str]]]]) -> str:
    """Return a map as it is written in a scenario; names with marks stand in quotes."""
    return f"{{{', '.join(f'{_quoted(key)}: {_value(value)}' for key, value in entries)}}}"


def _span(text: str) -> str:
    return json.dumps(text) if "," in text else text


def _value(value: str | Sequence[tuple[str, str]]) -> str:
    return _quoted(value) if isinstance(value, str) else pairs(value)


def _quoted(name: str) -> str:
    """Return a name, in quotes where YAML would read it as something else."""
    is_plain = name.replace(" ", "").replace("_", "").replace("-", "").isalnum() and not name[0].isdigit()
    return name if is_plain and name == name.strip("- ") else json.dumps(name, ensure_ascii=False)


def in_rows(message: str, rows: int) -> str:
    """Say that more rows have the same mistake."""
    return f"{message}; this is the first of {rows:,} such rows"


def sum_row(text: str) -> str:
    """Refuse a row that sums up others."""
    return f"'{text}' is a sum of other rows, which would count twice"


def format_as_time(clock: str) -> str:
    """Say what to do about a time that a spreadsheet shows as a number."""
    return f"a spreadsheet keeps {clock} so: format the column as a time (hh:mm), or write {clock}"


def format_as_date(day: date) -> str:
    """Say what to do about a date that a spreadsheet shows as a number."""
    return f"a spreadsheet keeps {day} so: format the column as a date, or write {day}"


def thousands_or_decimals_hint(thousands: str, decimals: str, has_commas: bool) -> str:
    """Say how to write a number that may be meant either way."""
    why = "others of the column have a decimal comma" if has_commas else "no other cell of the column tells"
    return f"write {thousands}, or {decimals} if the point is a decimal one: {why}"


def write_columns(columns: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
    """Say how to tell which column is what, with a line to copy."""
    return f"its columns are {', '.join(names)}: say which is which, as columns: {pairs(columns)}"


def not_whole(column: str) -> str:
    """Refuse a part of an operator."""
    return f"{column} must be a whole number"


def not_of_format(text: str, form: str) -> str:
    """Refuse a date of another format."""
    return f"'{text}' is no date of the format {form}"


def two_readings(text: str, days: Sequence[date]) -> str:
    """Show what a date may mean."""
    return f"'{text}' may be {' or '.join(f'{day.day} {day:%B %Y}' for day in days)}"


def declare_format(forms: Sequence[str]) -> str:
    """Say how a format is declared."""
    declared = (f'date_format: "{form}"' for form in forms)
    return f"say which: {' or '.join(declared)}"


def twice(owner: str, day: date, start: str | None, other: str, is_day: bool) -> str:
    """Refuse a row that another stands for already."""
    what = f"{owner} on {day}" + ("" if start is None else f" from {start}")
    return f"{what} has the whole day in {other}" if is_day else f"{what} is in {other} already"


def outside_hours(hotline: str, day: date, start: str | None, calls: float) -> str:
    """Refuse calls while a hotline is closed."""
    when = f"{day:%a} {day}" + ("" if start is None else f" from {start}")
    return f"{calls:,.10g} calls on {when}, when {hotline} is closed"


def skipped(hotline: str, day: date, start: str | None, calls: float) -> str:
    """Refuse calls at a clock time that does not come."""
    return f"{calls:,.10g} calls of {hotline} on {day} from {start}, a time that the clock skips on that day"


def hours_of(hotline: str) -> str:
    """Say what to do about calls outside opening hours."""
    return f"change hotlines.{hotline}.hours, or leave them out: then it is open when its rows say so"


def days_missing(
    hotline: str, spans: Sequence[tuple[date, date]], more: int, all_are: Sequence[str] = ()
) -> str:
    """Name the days that the tables do not have, and the weekdays and holidays that all of them are."""
    common = " and ".join(f"every {_DAYS[day]}" for day in all_are)
    return f"the tables have no calls of {hotline} on {_spans(spans, more)}" + (common and f": {common}")


def add_days(hotline: str, hours: Sequence[tuple[str, str]]) -> str:
    """Say what to do about missing days: close them, or add them."""
    close = (
        f"write hotlines.{hotline}.hours: {hours_written(hours)}"
        if hours
        else f"list them under calendar.holidays, with holiday: closed in hotlines.{hotline}.hours"
    )
    return (
        f"if {hotline} is closed then, {close}; if it is open, add their rows, with 0 calls where nobody calls, "
        f"or give hotlines.{hotline}.calls_per_day for such days"
    )


def operators_twice(group: str) -> str:
    """Refuse operators that are written beside those of a roster."""
    return f"the operators of {group} stand here and in a roster"


def days_without_staff(group: str, spans: Sequence[tuple[date, date]], more: int) -> str:
    """Name the days that the rosters do not have."""
    return f"the rosters have no operators of {group} on {_spans(spans, more)}"


def _spans(spans: Sequence[tuple[date, date]], more: int) -> str:
    shown = ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in spans)
    return shown + (f" and {more - len(spans):,} more spans" if more > len(spans) else "")
