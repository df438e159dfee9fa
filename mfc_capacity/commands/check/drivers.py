"""Which lines of a scenario drive a figure most.

The rule is cheap and the same for every figure. What decides a figure outright comes first: for waits,
shares and operators the target that bound most calls, with operators given those operators, for money the price,
for the contract and the budget their own volume or amount. Then come the figures behind the demand of the row's days
and groups, by the part of its work (calls times handling time; for calls the calls) that each scales: one
per cent more of `aht` is so many per cent more work. Where a table says the calls or the operators, its file is named,
and nothing that it stands for. Of equals, the most particular comes first: a peak before a driver's step, before
calls a day, before handling time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from mfc_capacity.answers.check import Driver, Place, Row
from mfc_capacity.answers.metrics import Metric
from mfc_capacity.commands.schedule.horizon import heaviest_week
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.steady.staffing import MIN_OPERATORS
from mfc_capacity.files.nodes import DEFAULT, Map, compact, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.units import read_clock_s
from mfc_capacity.plan.ledger import iso_week
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario.dated import in_force
from mfc_capacity.scenario.defaults import with_defaults
from mfc_capacity.scenario.tabled import Volumes
from mfc_capacity.scenario.unused import says_aht
from mfc_capacity.staffing.operators import MAX_OPERATORS

MOST = 3
NO_NOISE = 12  # digits of a share of running totals
Path = tuple[str, ...]

_OF_CALLS = {"calls", "contacts", "peak_calls"}
_OF_DEMAND = {"aht_s", "patience_s"}
_OF_PEOPLE = {
    *("operators_required", "operators_paid", "peak_operators_required", "peak_operators_paid", "headcount"),
}
OF_LABOUR = {"labour_cost", "cost", "cost_per_call", "shift_cost"}
_PAID = {
    "operators_paid",
    "peak_operators_paid",
    "operator_hours_paid",
    "fte",
    "fte_peak_week",
    "headcount",
    *OF_LABOUR,
}
_ACCOUNT_TERMS = {
    "contract.cost": "price",
    "contract.cost_inside": "price",
    "contract.cost_beyond": "overage",
    "contract": "volume",
    "budget.cost": "amount",
    "budget": "amount",
}


@dataclass(frozen=True)
class _Work:
    """The scenario's tree, and the work of each hotline by day behind one row; `interval`: of the day, None for all."""

    root: Map
    planned: Planned
    groups: Sequence[GroupPlan]
    days: Sequence[int]
    interval: int | None
    by_hotline: dict[str, Floats]

    @property
    def total(self) -> float:
        return float(sum(work.sum() for work in self.by_hotline.values()))


def drivers(planned: Planned, metric: Metric, row: Row) -> tuple[Driver, ...]:
    """Return the lines that drive a figure most, the strongest first."""
    work = _work(planned, metric, row)
    scaled = sorted(_scaling(work, metric), key=lambda item: -round(item[1], 9))
    paths = dict.fromkeys([*_deciding(work, metric), *(path for path, _ in scaled)])
    found = (_driver(work.root, path) for path in paths)
    return tuple([driver for driver in found if driver is not None][:MOST])


def _work(planned: Planned, metric: Metric, row: Row) -> _Work:
    groups = [group for group in planned.groups if group.name == row.group] or list(planned.groups)
    days = [
        k for k, day in enumerate(planned.days.dates) if _is_in(row, "" if day is None else day.isoformat())
    ]
    interval = None if row.start is None else read_clock_s(row.start) // planned.scenario.interval_s
    if metric.is_of_shifts:
        days = sorted({day for group in groups for day in heaviest_week(planned, group)})
    if metric.name.startswith("peak_"):
        days, interval = _peak(groups, days)
    by_hotline = {}
    for name in (name for group in groups for name in group.group.hotlines):
        by_day = planned.hotlines[name]
        aht_s = by_day.day_aht_s[days]
        calls = (by_day.demand if metric.name == "contacts" else by_day.calls)[days]
        if interval is not None:
            calls = calls * by_day.shares[by_day.shape[days], interval]
            aht_s = by_day.aht_s[by_day.shape[days], interval]
        if not calls.any():  # closed then, or nobody calls
            continue
        by_hotline[name] = calls * (1.0 if _counts_calls(planned, metric) else aht_s)
    return _Work(with_defaults(planned.loaded.tree.root), planned, groups, days, interval, by_hotline)


def _peak(groups: Sequence[GroupPlan], days: Sequence[int]) -> tuple[list[int], int | None]:
    """Return the day and the interval in which most operators of the groups are needed; of equals, with most calls."""
    if not days:
        return [], None
    required = np.sum([plan.operators.required[plan.load.kinds[days]] for plan in groups], axis=0)
    calls = np.sum([plan.load.calls[plan.load.kinds[days]] for plan in groups], axis=0)
    at = int(np.where(required == required.max(), calls, -1.0).argmax())
    day, interval = np.unravel_index(at, required.shape)
    return [days[int(day)]], int(interval)


def _counts_calls(planned: Planned, metric: Metric) -> bool:
    """Return whether handling time does not matter: for calls, and where the contracts count calls."""
    contracts, budget = planned.scenario.contracts, planned.scenario.budget
    of_contracts = metric.name.startswith("contract.") or (
        metric.is_account and budget is not None and budget.covers == "contract"
    )
    return metric.name in _OF_CALLS or (of_contracts and all(one.unit == "calls" for one in contracts))


def _is_in(row: Row, day: str) -> bool:
    is_in_week = row.week is None or (bool(day) and iso_week(date.fromisoformat(day)) == row.week)
    return row.date in (None, day) and (row.month is None or day.startswith(row.month)) and is_in_week


def _deciding(work: _Work, metric: Metric) -> Iterator[Path]:
    """Yield what decides a figure outright."""
    if metric.is_account:
        yield from _of_account(work, metric)
    elif metric.is_given:
        for plan in work.groups:
            yield "groups", plan.name, "operators"
            if plan.group.roster is not None:
                yield from (("rosters", str(file), "file") for file in np.unique(plan.group.roster.file))
    elif (
        metric.name in _OF_PEOPLE
        or metric.counts_days
        or (metric.kind in ("seconds", "share") and metric.name not in _OF_DEMAND)
    ):
        yield from _binding(work)
    elif metric.name in OF_LABOUR:
        yield "costs", "operator_hour"
    elif metric.name in ("contacts", "contact_cost"):
        yield from _deflections(work)


def _of_account(work: _Work, metric: Metric) -> Iterator[Path]:
    """Yield what decides a figure of the contract, the budget or the people."""
    if metric.is_of_people:
        if metric.kind == "money":
            yield "costs", "operator_hour"
        yield from (("people", plan.name, "employed") for plan in work.groups)
        return
    account = metric.name.partition(".")[0]
    yield account, _ACCOUNT_TERMS.get(metric.name, _ACCOUNT_TERMS[account])
    if account == "contract":  # where they stand instead of it
        yield account, "prices"


def _binding(work: _Work) -> Iterator[Path]:
    """Yield the targets that bound the intervals, by the calls in them: the group's own, or the file's."""
    calls_bound: dict[Path, float] = {}
    for plan in work.groups:
        kinds = plan.load.kinds[work.days]
        bound_by, calls = plan.operators.bound_by[kinds], plan.load.calls[kinds]
        if work.interval is not None:
            bound_by, calls = bound_by[:, [work.interval]], calls[:, [work.interval]]
        for name in np.unique(bound_by[bound_by != ""]).tolist():
            path = _bound_by(work.root, plan, name, work.planned.days.dates[work.days[0]])
            calls_bound[path] = calls_bound.get(path, 0.0) + float(calls[bound_by == name].sum())
    yield from sorted(calls_bound, key=lambda path: -calls_bound[path])[:1]


def _bound_by(root: Map, plan: GroupPlan, name: str, day: date | None) -> Path:
    """Return what binds a group on a day: operators stated for it, its own target, or else the file's."""
    if name in (MIN_OPERATORS, MAX_OPERATORS):
        return in_force(root, ("groups", plan.name, name), day)
    own = (*in_force(root, ("groups", plan.name, "targets"), day), name)
    return own if find(root, *own) else (*in_force(root, ("targets",), day), name)


def _deflections(work: _Work) -> Iterator[Path]:
    for name in work.by_hotline:
        for index in range(len(work.planned.scenario.hotlines[name].deflect)):
            yield "hotlines", name, "deflect", str(index), "share"


def _scaling(work: _Work, metric: Metric) -> Iterator[tuple[Path, float]]:
    """Yield figures of the demand with the share of the work that each scales, the most particular first."""
    total = work.total
    if not total:
        return
    for scales in (_peaks, _driver_steps, _returns, _tables, _base_calls):
        yield from ((path, part / total) for path, part in scales(work))
    if not _counts_calls(work.planned, metric):
        yield from ((path, part / total) for path, part in _rest_aht(work))
        yield from ((path, part / total) for path, part in _own_aht(work))
    if metric.name in _PAID:
        yield from _shrinkages(work)


def _peaks(work: _Work) -> Iterator[tuple[Path, float]]:
    on = [work.planned.days.peaks[day] for day in work.days]
    for peak, terms in work.planned.scenario.peaks.items():
        is_on = np.array([peak in names for names in on], dtype=bool)
        parts: dict[str, float] = {}
        for name, part in work.by_hotline.items():
            key = name if name in terms.multiply else "*"
            if key in terms.multiply:
                parts[key] = parts.get(key, 0.0) + float(part[is_on].sum())
        yield from ((("peaks", peak, "multiply", key), part) for key, part in parts.items())


def _driver_steps(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield the steps in force; a driver's first step is what the calls of a day are counted at."""
    dates = [work.planned.days.dates[day] for day in work.days]
    for driver, timeline in work.planned.scenario.drivers.items():
        scaled = [
            part
            for name, part in work.by_hotline.items()
            if work.planned.scenario.hotlines[name].scales_with == driver
        ]
        if not scaled:
            continue
        by_day = np.sum(scaled, axis=0)
        starts = [start for start, _ in timeline.steps]
        in_force = np.array(
            [0 if day is None else sum(start <= day for start in starts) - 1 for day in dates]
        )
        for step in range(1, len(starts)):
            yield ("drivers", driver, starts[step].isoformat()), float(by_day[in_force == step].sum())


def _tables(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield the tables that say the calls, with the work of those."""
    parts: dict[Path, float] = {}
    for name, part in work.by_hotline.items():
        volumes = work.planned.scenario.hotlines[name].volumes
        if volumes is None:
            continue
        for file in np.unique(volumes.file).tolist():
            path = ("volumes", str(file), "file")
            share = _share_of_rows(work, volumes, volumes.file == file)
            parts[path] = parts.get(path, 0.0) + float((part * share).sum())
    yield from ((path, part) for path, part in parts.items() if part)


def _base_calls(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield the calls of an ordinary day, where no table stands for them."""
    shared = 0.0
    for name, part in work.by_hotline.items():
        volumes = work.planned.scenario.hotlines[name].volumes
        own = part if volumes is None else part[~np.isin(_ordinals(work), volumes.date)]
        if not own.any():
            continue
        has_own = find(work.root, "hotlines", name, "calls_per_day")
        shared += 0.0 if has_own else float(own.sum())
        yield ("hotlines", name, "calls_per_day" if has_own else "share"), float(own.sum())
    if shared:
        yield ("calls_per_day",), shared


def _own_aht(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield the handling times of hotlines, but for the calls whose table says how long they take."""
    for name, part in work.by_hotline.items():
        volumes, own = work.planned.scenario.hotlines[name].volumes, part
        if volumes is not None:
            own = part * (1 - _share_of_rows(work, volumes, says_aht(volumes)))
        if own.any():
            yield ("hotlines", name, "aht"), float(own.sum())


def _share_of_rows(work: _Work, volumes: Volumes, rows: Bools) -> Floats:
    """Return the share of each day's calls that some rows of a table say (D), 0 where it has no calls."""
    ends = np.searchsorted(volumes.date, [_ordinals(work), _ordinals(work) + 1])
    in_all, in_rows = (np.append(0.0, np.cumsum(calls)) for calls in (volumes.calls, volumes.calls * rows))
    calls, of_rows = (sums[ends[1]] - sums[ends[0]] for sums in (in_all, in_rows))
    share: Floats = np.divide(of_rows, calls, out=np.zeros_like(calls), where=calls > 0)
    return share.round(NO_NOISE)


def _ordinals(work: _Work) -> Ints:
    """Return the days of the row (D)."""
    dates = [work.planned.days.dates[day] for day in work.days]
    return np.array([0 if day is None else day.toordinal() for day in dates], dtype=np.int64)


def _returns(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield the shares of those sent elsewhere who call after all, with the work that they make."""
    for name, part in work.by_hotline.items():
        by_day = work.planned.hotlines[name]
        for channel, returned in by_day.returned.items():
            calls = by_day.calls[work.days]
            share = np.divide(returned[work.days], calls, out=np.zeros_like(calls), where=calls > 0)
            yield from _of_entries(work, name, channel, "returns", float((part * share).sum()))


def _rest_aht(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield by how much the calls that are left last longer, with the work that this makes."""
    for name, part in work.by_hotline.items():
        for channel, factor in work.planned.hotlines[name].rest_aht.items():
            own = float((part * (1 - 1 / factor[work.days])).sum())
            yield from _of_entries(work, name, channel, "rest_aht", own)


def _of_entries(work: _Work, name: str, channel: str, key: str, part: float) -> Iterator[tuple[Path, float]]:
    """Yield a figure of the entries of a channel, where it does anything."""
    for index, entry in enumerate(work.planned.scenario.hotlines[name].deflect):
        path = ("hotlines", name, "deflect", str(index), key)
        if part and entry.to == channel and find(work.root, *path):
            yield path, part


def _shrinkages(work: _Work) -> Iterator[tuple[Path, float]]:
    """Yield shrinkage s, the highest of the days; one per cent more of it is s / (1 - s) per cent more paid time."""
    for plan in work.groups:
        own = ("groups", plan.name, "shrinkage")
        path = own if find(work.root, *own) else ("shrinkage",)
        shares = {plan.terms(kind).shrinkage for kind in np.unique(plan.load.kinds[work.days]).tolist()}
        share = max(shares, default=Fraction(0))
        yield path, float(share / (1 - share))


def _driver(root: Map, path: Path) -> Driver | None:
    """Return a figure as it is written and where; None if the scenario does not have it."""
    entry = find(root, *path)
    if entry is None:
        return None
    node, at = entry.node, entry.best_location
    place = None if node.origin == DEFAULT else Place(at.file, at.line, at.column, at.source_line)
    return Driver(dotted(path), compact(node), node.source, place)
