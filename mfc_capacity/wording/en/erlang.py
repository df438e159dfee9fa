"""Words of the one-line calculator: what was asked, what the answer is, what decided it, and the figures beside it."""

from collections.abc import Mapping
from typing import Any

from mfc_capacity.wording.en.labels import BOUND_BY
from mfc_capacity.wording.en.numbers import duration_text, share_text, short_text

Record = Mapping[str, Any]

_WAITS = {
    "p_wait": "Callers who wait",
    "asa_s": "ASA (answered)",
    "mean_wait_s": "Mean wait (all)",
    "abandonment": "Abandonment",
    "occupancy": "Occupancy",
    "erlang_b": "Lost if nobody could wait",
}
FIGURES = {
    "erlang-a": {
        "service_level_offered": "Service level in {within}, of calls offered",
        "service_level_answered": "  of calls answered",
        "service_level_virtual": "  of callers of endless patience",
        **_WAITS,
    },
    "erlang-b": {
        "erlang_b": "Blocking (calls lost)",
        "carried_load_erlangs": "Carried load in Erlangs",
        "occupancy": "Occupancy",
    },
    "erlang-c": {"service_level_offered": "Service level in {within}", **_WAITS},
}
_TARGETS = {
    "service_level": "a service level of at least",
    "max_asa_s": "an ASA of at most",
    "max_abandonment": "an abandonment of at most",
    "max_occupancy": "an occupancy of at most",
    "max_blocking": "a blocking of at most",
}
_SHARES = {"max_abandonment": "abandonment", "max_occupancy": "occupancy", "max_blocking": "erlang_b"}


def labels(record: Record) -> dict[str, str]:
    """Return the label of each figure that is shown of an interval, in order."""
    within = duration_text(record["within_s"]) if "within_s" in record else ""
    return {name: label.format(within=within) for name, label in FIGURES[record["model"]].items()}


def question(record: Record) -> str:
    """Say what was asked: the model, the calls, the load."""
    model = record["model"].removeprefix("erlang-").upper()
    patience = f", patience {duration_text(record['patience_s'])}" if model == "A" else ""
    return (
        f"Erlang {model}: calls {short_text(record['calls_per_hour'], 2)}/h, "
        f"AHT {duration_text(record['aht_s'])}{patience}, "
        f"offered load {short_text(record['offered_load_erlangs'], 4)} Erlangs"
    )


def answer(record: Record) -> str:
    """Say the answer in a line."""
    if record["status"] == "no-calls":
        return "nobody calls"
    if record["status"] == "overloaded":
        return f"{staff(record)} cannot keep up: {_growth(record)}"
    if record["status"] == "unstaffed":
        return "nobody is on duty: no call is answered"
    targets = [
        f"{words} {_target(record, name)}" for name, words in _TARGETS.items() if record.get(name) is not None
    ]
    kept = f": the fewest that keep {', '.join(targets)}" if targets else " on duty"
    return staff(record) + kept


def decided(record: Record, fewer: Record) -> str:
    """Say which target decided, and what one operator fewer would give."""
    return f"decided by {BOUND_BY[record['bound_by']]}: {_with_one_fewer(record, fewer)}"


def staff(record: Record) -> str:
    """Return the number of operators or lines."""
    name = "lines" if "lines" in record else "operators"
    return f"{short_text(record[name], 4)} {name.removesuffix('s') if record[name] == 1 else name}"


def unanswered_rows(target: str, why: str, count: int, rows: int) -> str:
    """Say of the first row without an answer why it has none, and how many such rows there are."""
    return f"{target}: {why} (rows with the status unreachable: {count:,} of {rows:,}, this is the first)"


def _with_one_fewer(record: Record, fewer: Record) -> str:
    bound_by = record["bound_by"]
    if fewer["status"] == "overloaded":
        return f"with {staff(fewer)} {_growth(fewer)}"
    if fewer["status"] == "unstaffed":
        return "with none, no call is answered"
    if bound_by == "max_asa":
        figure = duration_text(fewer["asa_s"], "low")
    elif bound_by == "service_level":
        figure = share_text(fewer[f"service_level_{record['service_level_of']}"], "high")
    else:
        figure = share_text(fewer[_SHARES[bound_by]], "low")
    return f"with {staff(fewer)} it is {figure}"


def _growth(record: Record) -> str:
    growth = record["queue_growth_per_hour"]
    by = f", by {short_text(growth, 1, 'low')} calls/h" if growth else ""
    return f"the queue only grows{by}"


def _target(record: Record, name: str) -> str:
    if name == "max_asa_s":
        return duration_text(record[name])
    share = f"{short_text(record[name] * 100, 4)} %"
    if name != "service_level":
        return share
    of = "" if record["service_level_of"] == "offered" else f" ({record['service_level_of']})"
    return f"{share} in {duration_text(record['within_s'])}{of}"
