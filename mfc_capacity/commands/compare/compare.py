"""What changed between two plans: every figure that differs, row by row, and the inputs that made it differ.

Rows are matched by their keys, group and month, never by their place. A group that only one side has is a row
of its own, not a growth of 100 %. A side that cannot be planned leaves the other's figures standing.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mfc_capacity.answers.accounts import Accounts
from mfc_capacity.answers.columns import (
    ACCOUNT_CHANGES,
    CAUSES,
    CHANGES,
    COLUMNS,
    DATE_CHANGES,
    INPUTS,
    MONTH_CHANGES,
    MONTHS,
    SUMMARY,
    TableSpec,
)
from mfc_capacity.answers.records import TEXT_KINDS, Cell, ComparedSide, Comparison
from mfc_capacity.commands.compare.causes import Split, split
from mfc_capacity.commands.compare.inputs import Change, changed_inputs
from mfc_capacity.commands.compare.sides import Side
from mfc_capacity.files.problems import MfcError
from mfc_capacity.files.units import UnitError, read_date
from mfc_capacity.plan.exact import EXACT_METRICS
from mfc_capacity.plan.ledger import TOTAL
from mfc_capacity.plan.money import apportioned

# Whether the difference is split over the inputs, or why it is not.
SPLIT, NOTHING_TO_SPLIT, NO_INPUTS = "split", "nothing-to-split", "no-inputs"
NO_PLAN_BETWEEN, ONE_SIDE = "no-plan-between", "one-side"
CHANGED, ADDED, REMOVED, ONLY_BEFORE, ONLY_AFTER = "changed", "added", "removed", "only-before", "only-after"
PEOPLE = "people"  # of which a plan's JSON says nothing
ROUNDING = 1e-12
PLACES = {"money": 2}
OTHER_PLACES = 6
_MONEY = ("cost", "amount", "extra", "headroom", "price", "overage")


Row = Mapping[str, Any]
Key = tuple[Cell, ...]


@dataclass(frozen=True)
class Failure:
    """A side that has no plan, and why."""

    name: str
    error: MfcError
    ref: str | None = None


def compare(before: Side | Failure, after: Side | Failure, *, workers: int = 1) -> Comparison:
    """Compare two sides, of which at least one has a plan, in up to so many processes."""
    changes = list(_changes(SUMMARY, before, after))
    inputs, divided, status = _explanation(before, after, changes, workers)
    return Comparison(
        before=_about(before),
        after=_about(after),
        currency=next((side.currency for side in (after, before) if isinstance(side, Side)), None),
        split=status,
        causes={cause.key: cause.paths for cause in (divided.causes if divided else ())},
        tables={
            "changes": CHANGES.of_records(changes),
            "causes": CAUSES.of_records(_cause_rows(divided, changes)),
            "inputs": INPUTS.of_records(_input_rows(inputs, divided, before, after)),
            "months": MONTH_CHANGES.of_records(_changes(MONTHS, before, after)),
            "accounts": ACCOUNT_CHANGES.of_records(_account_changes(before, after)),
            "dates": DATE_CHANGES.of_records(_date_changes(before, after)),
        },
    )


def _explanation(
    before: Side | Failure, after: Side | Failure, changes: Sequence[Row], workers: int
) -> tuple[Sequence[Change], Split | None, str]:
    """Return the inputs that changed, what each of them did, and how far that is known."""
    if isinstance(before, Failure) or isinstance(after, Failure):
        return [], None, ONE_SIDE
    if before.loaded is None or after.loaded is None:
        return [], None, NO_INPUTS
    inputs = changed_inputs(before.loaded, after.loaded)
    if not any(row["metric"] in EXACT_METRICS for row in changes):
        return inputs, None, NOTHING_TO_SPLIT
    divided = split(before.loaded, after.loaded, inputs, workers)
    return inputs, divided, SPLIT if divided else NO_PLAN_BETWEEN


def _about(side: Side | Failure) -> ComparedSide:
    if isinstance(side, Failure):
        return ComparedSide(side.name, None, ref=side.ref, problems=side.error.problems)
    summary = tuple(side.tables.get(SUMMARY.name, ()))
    if side.loaded is None:
        return ComparedSide(side.name, "plan", side.title, side.ref, summary=summary)
    loaded = side.loaded
    return ComparedSide(
        side.name,
        "scenario",
        side.title,
        side.ref,
        loaded.variant,
        loaded.overrides,
        loaded.sha256,
        summary=summary,
    )


def _changes(spec: TableSpec, before: Side | Failure, after: Side | Failure) -> Iterator[Row]:
    """Yield a row for each figure of a table that differs, or that one side has; none if a side lacks the table."""
    if any(isinstance(side, Side) and spec.name not in side.tables for side in (before, after)):
        return
    one, other = _by_key(spec, before), _by_key(spec, after)
    columns = spec.columns(with_given=True, asked=spec.asked)
    names = [column.name for column in columns if column.kind not in TEXT_KINDS]
    for key in sorted(dict.fromkeys([*one, *other]), key=lambda key: key[-1] == TOTAL):
        keys = dict(zip(spec.keys, key, strict=True))
        state = _state(before, after, is_before=key in one, is_after=key in other)
        for name in names:
            kind = COLUMNS[name].kind
            pair = one.get(key, {}).get(name), other.get(key, {}).get(name)
            comparable = kind != "money" or _same_currency(before, after)
            yield from _row({**keys, "metric": name, "metric_unit": kind}, pair, state, comparable=comparable)


def _by_key(spec: TableSpec, side: Side | Failure) -> dict[Key, Row]:
    rows = side.tables.get(spec.name, []) if isinstance(side, Side) else []
    return {tuple(row[name] for name in spec.keys): row for row in rows}


def _state(before: Side | Failure, after: Side | Failure, *, is_before: bool, is_after: bool) -> str:
    if isinstance(before, Failure):
        return ONLY_AFTER
    if isinstance(after, Failure):
        return ONLY_BEFORE
    return CHANGED if is_before and is_after else ADDED if is_after else REMOVED


def _same_currency(before: Side | Failure, after: Side | Failure) -> bool:
    return isinstance(before, Side) and isinstance(after, Side) and before.currency == after.currency


def _row(keys: Row, pair: tuple[Any, Any], state: str, *, comparable: bool) -> Iterator[Row]:
    """Yield the row of one figure, if there is anything to say of it."""
    before, after = pair
    if _equal(before, after) and comparable:
        return
    if before is None and after is None:
        return
    change = after - before if comparable and before is not None and after is not None else None
    share = change / before if change is not None and before > 0 else None
    yield {**keys, "before": before, "after": after, "change": change, "change_share": share, "state": state}


def _equal(before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=ROUNDING, abs_tol=ROUNDING)


def _cause_rows(divided: Split | None, changes: Sequence[Row]) -> Iterator[Row]:
    """Yield the parts of every difference, rounded so that they add up to it rounded."""
    if divided is None:
        return
    for row in changes:
        parts = divided.parts.get((row["group"], row["metric"]))
        if parts is None or row["change"] is None:
            continue
        unit = 10 ** PLACES.get(row["metric_unit"], OTHER_PLACES)
        change = round(sum(parts, Fraction(0)) * unit)
        rounded = apportioned([part * unit for part in parts], change)
        for cause, part in zip(divided.causes, rounded, strict=True):
            if part:
                yield {**row, "cause": cause.key, "contribution": part / unit, "change": change / unit}


def _input_rows(
    inputs: Sequence[Change], divided: Split | None, before: Side | Failure, after: Side | Failure
) -> Iterator[Row]:
    causes = {
        change.key: cause.key for cause in (divided.causes if divided else ()) for change in cause.changes
    }
    for change in inputs:
        yield {
            "input": change.key,
            "value_before": change.before.value,
            "value_after": change.after.value,
            "location_before": _located(before, change.before.location),
            "location_after": _located(after, change.after.location),
            "cause": causes.get(change.key),
        }


def _located(side: Side | Failure, location: str | None) -> str | None:
    return f"{side.ref}:{location}" if side.ref and location else location


def _account_changes(before: Side | Failure, after: Side | Failure) -> Iterator[Row]:
    """Yield a row for each number of the contract and the budget that differs."""
    for account, metric, pair, state in _account_pairs(before, after, _is_count):
        known = next(_accounts(side)[account] for side in (after, before) if account in _accounts(side))
        unit = _account_unit(metric, known)
        keys = {"account": account, "metric": metric, "metric_unit": unit}
        comparable = unit != "money" or _same_currency(before, after)
        yield from _row(keys, pair, state, comparable=comparable)


def _date_changes(before: Side | Failure, after: Side | Failure) -> Iterator[Row]:
    """Yield a row for each date of the contract and the budget that moved, came or went."""
    for account, metric, (one, other), state in _account_pairs(before, after, _is_date):
        if one != other:
            yield {
                "account": account,
                "metric": metric,
                "date_before": one,
                "date_after": other,
                "change_days": (read_date(other) - read_date(one)).days if one and other else None,
                "state": state,
            }


def _accounts(side: Side | Failure) -> Accounts:
    return side.accounts if isinstance(side, Side) else {}


def _account_pairs(
    before: Side | Failure, after: Side | Failure, fits: Callable[[Any], bool]
) -> Iterator[tuple[str, str, tuple[Any, Any], str]]:
    """Yield the values of the accounts that fit on one side at least, and are there or unknown on the other.

    Those of people are compared where both sides have people.
    """
    one, other = _accounts(before), _accounts(after)
    for account in dict.fromkeys([*one, *other]):
        if account == PEOPLE and not (account in one and account in other):
            continue
        state = _state(before, after, is_before=account in one, is_after=account in other)
        mine, theirs = one.get(account, {}), other.get(account, {})
        for metric in dict.fromkeys([*mine, *theirs]):
            pair = mine.get(metric), theirs.get(metric)
            if any(map(fits, pair)) and all(value is None or fits(value) for value in pair):
                yield account, metric, pair, state


def _is_count(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(read_date(value))
    except UnitError:
        return False


def _account_unit(metric: str, account: Mapping[str, Any]) -> str:
    """Return what a number of an account counts: money, months, full-time jobs, or the contract's own unit."""
    if metric.endswith("fte"):
        return "fte"
    if metric.startswith(_MONEY):
        return "money"
    return "months" if metric.startswith("months") else str(account.get("unit") or "count")
