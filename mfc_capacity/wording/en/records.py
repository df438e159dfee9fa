"""What is wrong with a log of calls, and with what a user says of it."""

from collections.abc import Sequence

NO_ARRIVAL = "no column says when a call came: name it as arrived_at, queue_start or menu_exit"
NO_DATE = "no column says on which day a call came: name it as date"
NO_OUTCOME = "no column says how a call ended: name it as outcome, handling_s or service_start"
WRITE_A_SPAN = "write seconds, as 75 or 75.5, or a time as 1:15 or 0:01:15"
SINCE_1970_HINT = (
    "write local dates and times, as 2026-03-02 10:00:00: which time zone is meant, the numbers do not say"
)
MAP_OUTCOMES = (
    "say what they mean in a file for --map, as outcomes: {AGENT: answered, HANG: hung-up, TEST: phantom}"
)
COLUMNS_EXAMPLE = (
    "write a role and its column, as --columns arrived_at=Start,queue_s=Wait; a column with a comma in quotes, as "
    "--columns 'queue_s=\"Wait, s\"', or in a file for --map"
)
NOT_A_MAP = "a map of a log is a map of YAML or JSON"
MAP_EXAMPLE = "write it as columns: {arrived_at: Start, queue_s: Wait}"

TWICE = "the file is named twice, and its calls would count twice"
NAME_THE_COLUMN = "name the right one with --columns, or leave it out, as hotline="


def first_row_names(roles: Sequence[str]) -> str:
    """Say what the header of a file of records holds."""
    return f"its first row names the columns, which are read as {', '.join(roles)}"


def declare_format(forms: Sequence[str]) -> str:
    """Say how a format of dates is declared."""
    declared = (f'date_format: "{form}"' for form in forms)
    return f"say which in a file for --map: {' or '.join(declared)}"


def columns_are(names: Sequence[str]) -> str:
    """List the columns of a log."""
    return (
        f"its columns are {', '.join(names)}: say which is which with --columns arrived_at=Start,queue_s=Wait"
    )


def count_columns_are(names: Sequence[str]) -> str:
    """List the columns of a table of counts."""
    return f"its columns are {', '.join(names)}: say which is which with --columns date=Date,calls=Offered"


def not_a_span(text: str) -> str:
    """Refuse a text that is no span of time."""
    return f"'{text}' is no span of time"


def in_utc(text: str) -> str:
    """Refuse a clock time of UTC."""
    return f"'{text}' is a time in UTC, and times are read as local ones"


def in_utc_hint(clock: str) -> str:
    """Say how to write a time of UTC."""
    return f"export local times; or if these are local, leave out what stands behind {clock}"


def since_1970(column: str) -> str:
    """Refuse a column of Unix times."""
    return f"{column} counts seconds since 1970 (Unix time), which are in UTC"


def thousands_or_decimals_hint(thousands: str, decimals: str) -> str:
    """Say how to write a number that may be meant either way."""
    return (
        f"write {thousands}, or {decimals} if the point is a decimal one: no other cell of the column tells"
    )


def no_known_outcome(names: Sequence[str]) -> str:
    """Say that no outcome is understood."""
    return f"it is not known what its outcomes mean: {', '.join(names)}"


def not_a_column(text: str) -> str:
    """Refuse what names no column."""
    return f"'{text}' does not say which column is what"


def no_role(name: str) -> str:
    """Refuse what no column is read as."""
    return f"no column is read as {name}"


def roles_are(names: Sequence[str]) -> str:
    """List what columns are read as."""
    return f"columns are {', '.join(names)}"


def no_key(name: str) -> str:
    """Refuse a key of a map."""
    return f"a map of a log has no key {name}"


def keys_are(names: Sequence[str]) -> str:
    """List the keys of a map."""
    return f"its keys are {', '.join(names)}"


def not_a_text(key: str) -> str:
    """Refuse a list or map where a text stands."""
    return f"{key} must be a text"


def not_pairs(key: str) -> str:
    """Refuse what is no map."""
    return f"{key} must be a map of names"


def no_outcome(name: str) -> str:
    """Refuse what no call ends as."""
    return f"no call ends as {name}"


def outcomes_are(names: Sequence[str]) -> str:
    """List how calls end."""
    return f"calls end as {', '.join(names)}"


def too_many_texts(column: str, role: str, most: int) -> str:
    """Refuse a column that is not what it was taken for."""
    return f"{column} is taken for {role}, and has more than {most:,} different texts"
