"""Sentences of a comparison, and what is wrong with a side of it: a plan's JSON that is none, a revision without it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mfc_capacity.wording.en.numbers import counted, day_text
from mfc_capacity.wording.en.targets import LIMITS

SPLITS = {
    "split": "",
    "nothing-to-split": "Neither cost nor paid hours nor the operators at the peak changed: there is nothing to split.",
    "no-inputs": "What did it is not known: a plan's JSON does not say all the inputs; compare the scenarios.",
    "no-plan-between": (
        "What did it cannot be split: with some of the changes alone, there is no plan that keeps every target."
    ),
    "one-side": "What changed is not known: one side has no plan.",
}

FIGURE_HEADER = ("", "before", "after", "change", "")
INPUT_HEADER = ("", "before", "after", "where")
SIGNS = "~ changed, ! changed for the worse (costs more, or serves callers worse), + new, - gone"
NO_PART = "0"
ASK_PEOPLE = "; the command people says who is there against who is needed"
STATES = {"added": "new", "removed": "gone"}
CAUSES, GROUP_CAUSES, TOGETHER = "What did it", "What did it, group by group", "together"
ALL_GROUPS, INPUTS, ACCOUNTS = "Group by group", "Inputs that changed", "Contract, budget and people"

METRICS = {
    "cost": "Cost",
    "labour_cost": "  labour",
    "contact_cost": "  contacts",
    "operator_hours_paid": "Paid hours",
    "operator_hours_after_duty": "Hours after duty",
    "fte": "FTE",
    "fte_peak_week": "  heaviest week",
    "peak_operators_required": "Operators at the peak",
    "calls": "Calls",
    "attempts": "  attempts, redials included",
    "contacts": "Other contacts",
    "service_level": "Service level",
    "min_service_level": "  worst interval",
    "service_level_p10": "  nine of ten days reach",
    "days_kept": "Days that keep all targets",
    "asa_s": "ASA (answered)",
    "mean_wait_s": "Mean wait (all)",
    "abandonment": "Abandonment",
    "busy": "Find it busy",
    "lines_needed": "  lines for the target",
    "never_served": "Never served",
    "occupancy": "Occupancy",
    "operator_hours_short": "Hours short (given)",
    "given_service_level": "Service level (given)",
    "given_asa_s": "ASA (given)",
    "given_abandonment": "Abandonment (given)",
    "given_busy": "Find it busy (given)",
    "given_never_served": "Never served (given)",
}
FIRST_METRICS = (
    "cost",
    "operator_hours_paid",
    "fte",
    "fte_peak_week",
    "peak_operators_required",
    "service_level",
    "min_service_level",
    "asa_s",
    "abandonment",
    "busy",
    "lines_needed",
    "never_served",
)

_ACCOUNT_METRICS = {
    "beyond": "beyond the volume",
    "cost_beyond": "cost beyond it",
    "cost_inside": "cost inside it",
    "cost_minimum": "cost of the minimum fee",
    "months_covered": "months it lasts",
    "exhausted_on": "runs out on",
    "headroom": "left",
    "headroom_with_extra": "left with the extra",
    "money_ends_on": "ends on",
    "money_ends_on_with_extra": "ends with the extra on",
}

_WORDS = {
    "calls_per_day": "calls",
    "share": "share of calls",
    "aht": "handling time",
    "hours": "opening hours",
    "weekdays": "weekday factors",
    "months": "month factors",
    "holidays": "holidays",
    "timezone": "time zone",
    "days_like": "days planned as another kind",
    "scales_with": "driver",
    "*": "all changes",
    "operators": "operators given",
    "service_level": "service level",
    **LIMITS,
    "min_operators": "least operators",
    "full_time_week": "full-time week",
}
# What an input is called: its path, where * stands for any name, and its name with the parts of the path.
_LABELS = (
    ("hotlines *", "hotline {1}"),
    ("groups *", "group {1}"),
    ("peaks *", "peak {1}"),
    ("drivers *", "driver {1}"),
    ("volumes *", "volumes of {1}"),
    ("rosters *", "roster of {1}"),
    ("hotlines * deflect *", "{1} deflected to {3}"),
    ("peaks * multiply *", "peak {1} for {3}"),
    ("peaks * when", "days of peak {1}"),
    ("hotlines * *", "{word} of {1}"),
    ("groups * *", "{word} of {1}"),
    ("groups * targets *", "{word} of {1}"),
    ("costs operator_hour", "price of an operator hour"),
    ("costs after_duty", "price of an hour after duty"),
    ("hotlines * redials", "redials of {1}"),
    ("hotlines * redials share", "share of {1} who call again"),
    ("hotlines * redials after", "time until callers of {1} call again"),
    ("costs contacts *", "price of {2}"),
)


def cause_label(paths: Sequence[Sequence[str]]) -> str:
    """Name a cause the way people speak of it.

    >>> cause_label([("hotlines", "mfc", "aht")]), cause_label([("peaks", "meters", "multiply", "mfc")])
    ('handling time of mfc', 'peak meters for mfc')
    """
    return " and ".join(_input_label(path) for path in paths)


def _input_label(path: Sequence[str]) -> str:
    if len(path) == 1:
        return _WORDS.get(path[0], path[0])
    names = ["several" if name == "*" and len(path) > 1 else name for name in path]
    for pattern, text in _LABELS:
        keys = pattern.split()
        if len(keys) == len(path) and all(key in ("*", name) for key, name in zip(keys, path, strict=True)):
            return text.format(*names, word=_WORDS.get(path[-1], path[-1]))
    return _WORDS.get(path[-1], ".".join(path))


def failed(name: str) -> str:
    """Say that a side has no plan."""
    return f"{name} has no plan; the other side's figures stand"


def unchanged(inputs: int, account_figures: int, dates: int) -> str:
    """Say that the plan stayed, and what did not."""
    accounts = account_figures + dates
    changed = [counted(inputs, "input")] if inputs else []
    if accounts:
        changed.append(f"{counted(accounts, 'figure')} of contract, budget and people")
    return f"No figure of the plan changed; {' and '.join(changed)} did" if changed else "Nothing changed"


def changed(told: Mapping[str, str]) -> str:
    """Say by how much figures changed, the first with its verb."""
    (first, change), *more = told.items()
    others = (f", {METRICS[metric].lower()} by {change}" for metric, change in more)
    return f"{METRICS[first]} {'changes' if first == 'cost' else 'change'} by {change}{''.join(others)}"


def came_and_went(new: Sequence[str], gone: Sequence[str]) -> str:
    """Add the groups that only one side has to the headline."""
    named = (("new", new), ("gone", gone))
    return "".join(f"; {word}: {', '.join(groups)}" for word, groups in named if groups)


def account_metric(metric: str) -> str:
    """Name a figure or a date of an account, under the name of the account."""
    return _ACCOUNT_METRICS.get(metric, metric)


def moved(rows: Sequence[Mapping[str, Any]]) -> str:
    """Add the days of contract and budget that moved to the headline."""
    return "".join(
        f"; {row['account']} {account_metric(row['metric'])} {_day(row['date_after'])} instead of "
        f"{_day(row['date_before'])}"
        for row in rows
    )


def _day(day: str | None) -> str:
    return "never" if day is None else day_text(date.fromisoformat(day))


def other_figures(count: int) -> str:
    """Say that what is looked at first stayed."""
    return f"Cost, paid hours and operators at the peak stay; {counted(count, 'other figure')} changed"


def more_rows(count: int, table: str) -> str:
    """Say how many rows stand in the table only."""
    return f"and {count:,} more: --table {table}"


def days(count: int) -> str:
    """Return a difference between two dates."""
    return counted(f"{count:+,}", "day")


def at_revision(ref: str, message: str) -> str:
    """Say at which revision something is wrong."""
    return f"at {ref}: {message}"


PLAN_HAS_NO_VARIANTS = "a plan's JSON has neither variants nor values to set"
NAME_THE_SCENARIO = "name the scenario instead"
WRITE_IT_AGAIN = "write it again with: mfc-capacity plan SCENARIO -f json -o FILE"
NO_SUMMARY = "this plan has no table summary"
TOO_DEEP = "nested too deeply"
NO_RECORD, TWICE = "a record is expected", "a row stands there twice"


def no_plan(schema: str, expected: str) -> str:
    """Say that a document is no plan."""
    return f"this is no plan: its schema is {schema}, not {expected}"


def other_version(version: str, read: str) -> str:
    """Say that a plan was written by a tool with another version of the schema."""
    return f"this plan has the version {version} of its schema; this tool reads {read}"


def no_json(reason: str) -> str:
    """Say that a file is no JSON, and why."""
    return f"this is no JSON: {reason}"


def no_json_of_a_plan(reason: str) -> str:
    """Say that a file is no JSON that a plan could be, and why."""
    return f"this is no JSON of a plan: {reason}"


def no_number(constant: str) -> str:
    """Say that JSON has no such number."""
    return f"{constant} is no number"


def wrong_row(table: str, row: int, wrong: str) -> str:
    """Say what is wrong with a row of a table."""
    return f"table {table}, row {row}: {wrong}"


def no_key(key: str) -> str:
    """Say that a row lacks one of the keys of its table."""
    return f"it has no {key}"


def no_cell(column: str) -> str:
    """Say that a cell holds what its column cannot."""
    return f"{column} is not what the column holds"
