"""Words of the one-line calculator: what was asked, what the answer is, what decided it, and the figures beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording.en.numbers import counted, duration_text, listed, share_text, short_text
from mfc_capacity.wording.en.targets import ASKED, BOUND_BY, OUT_OF_REACH

Record = Mapping[str, Any]

_WAITS = {
    "p_wait": "Callers who wait",
    "asa_s": "ASA (answered)",
    "mean_wait_s": "Mean wait (all)",
    "p90_wait_s": "P90 wait (answered)",
    "abandonment": "Abandonment",
    "busy": "Find it busy",
    "never_served": "Never served",
    "attempts_per_hour": "Attempts/h, redials included",
    "occupancy": "Occupancy",
    "erlang_b": "Lost if nobody could wait",
}
_OF_CALLERS = {"service_level_callers": "  of callers, each counted once"}
_OF_REDIALS = {"never_served", "attempts_per_hour", *_OF_CALLERS}
FIGURES = {
    "erlang-a": {
        "service_level_offered": "Service level in {within}, of calls offered",
        "service_level_answered": "  of calls answered",
        "service_level_virtual": "  of callers of endless patience",
        "service_level_short": "  without those who soon hang up",
        "service_level_positive": "  of waits, hang-ups included",
        **_OF_CALLERS,
        **_WAITS,
    },
    "erlang-b": {
        "erlang_b": "Blocking (calls lost)",
        "carried_load_erlangs": "Carried load in Erlangs",
        "occupancy": "Occupancy",
    },
    "erlang-c": {"service_level_offered": "Service level in {within}", **_OF_CALLERS, **_WAITS},
}
_SHARES = {
    "max_abandonment": "abandonment",
    "max_occupancy": "occupancy",
    "max_p_wait": "p_wait",
    "max_busy": "busy",
    "wait": "wait_level",
    "max_blocking": "erlang_b",
}

EXAMPLE = 'mfc-capacity erlang a --calls 360/h --aht 4m --patience 2m --target "80% in 20s"'
WHICH_FORMULA = "which formula? b: callers who find nobody free are lost; c: they wait; a: they may hang up"
EXAMPLE_OR_FILE = f"{EXAMPLE}, or --from rows.csv for many intervals"
LIKE_THE_EXAMPLE = f"as in {EXAMPLE}"
ONLY_B_LOSES_CALLS = "only Erlang B loses the calls that find all busy; take erlang b"
NOBODY_WAITS_IN_B = "in Erlang B nobody waits; ask with --lines or --max-blocking, or take erlang a or c"
NOBODY_HANGS_UP_IN_C = "in Erlang C nobody hangs up; take erlang a"
STAFF_OR_TARGET = '--operators 27 asks what callers meet, --target "80% in 20s" how many operators are needed'
LINES_OR_BLOCKING = "--lines 30 asks how many calls are lost, --max-blocking 1% how many lines are needed"
NOTHING_ASKED = "is missing, and so is a target"
THRESHOLD_TWICE = "stands in --target already"
TARGET_EXAMPLE = 'as in --target "80% in 20s"'
OF_WHICH_TARGET = "says which calls --target is of, and there is no --target"
SHORT_OF_OTHERS = "says who is left out of --of short, and nobody is left out of another level"
OF_SHORT = "write --of short beside it"
WAIT_WITHOUT_THRESHOLD = "has no threshold; give it in the column wait_within_s"
FIGURE_BESIDE_FILE = "beside --from, the figures stand in the columns of the file"
MODEL_BESIDE_FILE = "beside --from, every row has its own; leave it out"
MODEL_OF_A_ROW = "a row with patience_s is Erlang A, one without is Erlang C"

PATIENCE_IS_FINITE = "callers who never hang up are Erlang C, without a patience"
WRITE_A_SHARE = "write 80 % as 0.8 or 80%"
EMPTY = "is empty"
NOTHING_ASKED_IN_ROW = "is empty, and nothing else is asked in this row"
WHOLE_OPERATORS = "must be a whole number"
LINES_BESIDE_MAX_BUSY = "stands beside max_busy; give one or the other"
NOBODY_COMES_AGAIN = "has nobody to come again: in Erlang C nobody hangs up, and nobody finds lines busy"
GIVE_LINES_OR_PATIENCE = "take erlang a with --patience, or say how many --lines there are, or --max-busy"
HALF_A_REDIAL = "is half of what says how callers come again: redial_share and redial_after_s stand together"
WRITE_A_REDIAL = 'as redial_share 60% and redial_after_s 480, or --redial "60% after 8m"'
LINES_OR_MAX_BUSY = "--lines 40 asks how many calls find them busy, --max-busy 1% how many lines are needed"
OPERATORS_BESIDE_TARGET = "stands beside a target; give one or the other"
LEAVE_EMPTY = "leave empty what is to be found"

NAME_THE_COLUMN = "name it or delete it; a delimiter at the end of the line begins a column too"
NAME_IT_APART = "give each a name of its own"
NO_QUESTION = "there is no column operators, and none of a target"


def labels(record: Record) -> dict[str, str]:
    """Return the label of each figure that is shown of an interval, in order."""
    within = duration_text(record["within_s"]) if "within_s" in record else ""
    of_model = FIGURES[record["model"]]
    hidden = set() if record.get("lines") or record.get("lines_needed") else {"busy"}
    hidden |= set() if record.get("redial_share") else _OF_REDIALS
    return {name: label.format(within=within) for name, label in of_model.items() if name not in hidden}


def question(record: Record) -> str:
    """Say what was asked: the model, the calls, the load."""
    model = record["model"].removeprefix("erlang-").upper()
    patience = f", patience {duration_text(record['patience_s'])}" if model == "A" else ""
    if record.get("redial_share"):
        after = duration_text(record["redial_after_s"])
        patience += f", {share_text(record['redial_share'])} redial after {after}"
    return (
        f"Erlang {model}: calls {short_text(record['calls_per_hour'], 2)}/h, "
        f"AHT {duration_text(record['aht_s'])}{patience}, "
        f"offered load {short_text(record['offered_load_erlangs'], 4)} Erlangs"
    )


def answer(record: Record) -> str:
    """Say the answer in a sentence."""
    if record["status"] == "no-calls":
        return "Nobody calls."
    if record["status"] == "overloaded":
        return f"{staff(record)} cannot keep up: {_growth(record)}."
    if record["status"] == "unstaffed":
        return "Nobody is on duty: no call is answered."
    if record["bound_by"] == "lines":
        return f"{staff(record)}, one for each line, miss a target: more would serve nobody."
    targets = [
        f"{words} {_target(record, name)}" for name, words in ASKED.items() if record.get(name) is not None
    ]
    if targets:
        is_one = record.get("operators", record["lines"]) == 1
        are = "is" if is_one and not _lines(record) else "are"
        return f"{staff(record)}{_lines(record)} {are} the fewest that keep {listed(targets)}."
    return f"With {staff(record)}{_lines(record)} {_met(record)}."


def decided(record: Record, fewer: Record) -> str:
    """Say which target decided, and what one operator fewer would give."""
    return f"It is decided by {BOUND_BY[record['bound_by']]}: {_with_one_fewer(record, fewer)}."


def _met(record: Record) -> str:
    """Say what callers meet."""
    if record["model"] == "erlang-b":
        return f"{share_text(record['erlang_b'])} of the calls are lost"
    level = f"{share_text(record['service_level_offered'])} of the calls are answered in"
    hang_up = f", and {share_text(record['abandonment'])} hang up" if record["model"] == "erlang-a" else ""
    return (
        f"{level} {duration_text(record['within_s'])}, the ASA is {duration_text(record['asa_s'])}{hang_up}"
    )


def staff(record: Record) -> str:
    """Return the number of operators or lines."""
    name = "operators" if "operators" in record else "lines"
    return counted(short_text(record[name], 4), name.removesuffix("s"))


def _lines(record: Record) -> str:
    """Say how many lines there are beside operators, or are needed."""
    needed, given = record.get("lines_needed"), record.get("lines") if "operators" in record else None
    count = given if needed is None else needed
    if count is None:
        return ""
    return f" {'with' if needed is None else 'and'} {counted(count, 'line')}"


def lacks(model: str) -> str:
    """Say that a formula needs an option."""
    return f"is missing for erlang {model}"


def does_not_belong(model: str) -> str:
    """Say that an option is none of a formula."""
    return f"does not belong to erlang {model}"


def beside(target: str) -> str:
    """Refuse operators or lines beside a target."""
    return f"stands beside {target}; give one or the other"


def out_of_bounds(low: float, high: float, zero_too: bool) -> str:
    """Refuse a figure that the formulas do not take."""
    return f"must be {'0, or ' if zero_too else ''}from {low:g} to {high:,.10g}"


def whole_lines(most: float) -> str:
    """Refuse lines that a queue cannot have."""
    return f"must be a whole number from 1 to {most:,}"


def too_many_operators(most: float) -> str:
    """Refuse a load for which no number of operators can be counted."""
    return f"asks, with its handling time, for more than {most:,.10g} operators"


def give_operators_or(targets: Sequence[str]) -> str:
    """Advise what a row of a file may ask."""
    return f"give operators, or one of the targets {', '.join(targets)}"


def targets_are(targets: Sequence[str]) -> str:
    """List the targets of a file."""
    return f"targets are {', '.join(targets)}"


def in_column(column: str, message: str) -> str:
    """Say of a cell of a column what is said of an option."""
    return f"{column} {message}"


def unread(column: str, message: str) -> str:
    """Say why a cell of a column cannot be read."""
    return f"{column}: {message}"


def not_finite(column: str, text: str) -> str:
    """Refuse a number that is none to calculate with."""
    return f"{column}: '{text}' is not a finite number"


def write_in_seconds(seconds: str) -> str:
    """Advise on a duration with a unit, in a column of seconds."""
    return f"write it in seconds: {seconds}"


def ragged(cells: int, columns: int) -> str:
    """Say that a row does not fit its header."""
    return f"this row has {cells} cells, the header {columns}"


def more_mistakes(count: int) -> str:
    """Say how many mistakes are not shown."""
    return f"and {count:,} more"


def column_without_name(number: int) -> str:
    """Refuse a column without a name."""
    return f"column {number} has no name"


def column_twice(name: str) -> str:
    """Refuse a second column of one name."""
    return f"the column {name} is there twice"


def no_column(name: str) -> str:
    """Say which column a file lacks."""
    return f"the column {name} is missing"


def rename_column(name: str, close: str) -> str:
    """Advise to rename a column that may be the one that is missing."""
    return f"if it is '{close}', name it {name}"


def columns_are(names: Sequence[str]) -> str:
    """List the columns of a file of intervals."""
    return f"columns that are read: {', '.join(names)}"


def out_of_reach(target: str) -> str:
    """Say why no number of operators or lines keeps a target."""
    return OUT_OF_REACH[target]


def unanswered_rows(column: str, target: str, count: int, rows: int) -> str:
    """Say of the first row without an answer why it has none, and how many such rows there are."""
    unreachable = f"rows with the status unreachable: {count:,} of {rows:,}"
    return f"{column}: {OUT_OF_REACH[target]} ({unreachable}, this is the first)"


def _with_one_fewer(record: Record, fewer: Record) -> str:
    bound_by = record["bound_by"]
    if fewer["status"] == "overloaded":
        return f"with {staff(fewer)} {_growth(fewer)}"
    if fewer["status"] == "unstaffed":
        return "with none, no call is answered"
    measure = "asa_s" if bound_by == "max_asa" else _measure(record, bound_by)
    text = duration_text if bound_by == "max_asa" else share_text
    figure = text(fewer[measure], bounds(record).get(measure))
    return f"with {staff(fewer)} it is {figure}"


def _measure(record: Record, bound_by: str) -> str:
    """Return the column of the share that a target limits."""
    return f"service_level_{record['service_level_of']}" if bound_by == "service_level" else _SHARES[bound_by]


def bounds(record: Record) -> dict[str, Bound]:
    """Return what the targets of an interval hold its figures to, by column."""
    held = {
        _measure(record, target): record.get(target)
        for target in ("service_level", *_SHARES)
        if target in record
    }
    held["asa_s"] = record.get("max_asa_s")
    return {
        name: Bound(limit, is_least=name.startswith("service_level") or name == "wait_level")
        for name, limit in held.items()
        if limit is not None
    }


def _growth(record: Record) -> str:
    growth = record["queue_growth_per_hour"]
    by = f", by {short_text(growth, 1)} calls/h" if growth else ""
    return f"the queue only grows{by}"


def _target(record: Record, name: str) -> str:
    if name.endswith("_s"):
        return duration_text(record[name])
    share = f"{short_text(record[name] * 100, 4)} %"
    if name == "wait":
        return f"{share} under {duration_text(record['wait_within_s'])}"
    if name != "service_level":
        return share
    of = "" if record["service_level_of"] == "offered" else f" ({record['service_level_of']})"
    return f"{share} in {duration_text(record['within_s'])}{of}"
