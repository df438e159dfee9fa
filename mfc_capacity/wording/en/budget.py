"""Sentences of what a sum of money buys, and of the errors on the way to it."""

from collections.abc import Mapping
from datetime import date

from mfc_capacity.answers.records import Budget, Cell
from mfc_capacity.wording.en.numbers import (
    count_text,
    counted,
    day_text,
    duration_text,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.schedule import gap_text

NO_HOURS = "the contract has no hours even for min_operators, and no overage"
FLOOR_OUT_OF_REACH = "no number of operators keeps this service level in every interval"
FLOOR_WITHOUT_HOURS = "the contract has no hours for it, and no overage"
NO_FLOOR = "a floor is a share from 0 % up to, but not including, 100 %"
FLOOR_HINT = "write it as 50%"
MORE_HOURS = "lower min_operators, or give the contract an overage"
TOO_MANY_INTERVALS = "the calendar has too many different intervals for a curve"
MINIMUM_FEE_OF_HOURS = (
    "hours of operators cost nothing until a minimum fee is used up: what a sum buys is not known"
)
WITHOUT_MINIMUM_FEE = "try --set contract.minimum_fee=null; plan and check count the fee"
WITHOUT_AFTER_DUTY = "give no price to hours after duty, or more operators where the plan's waits are unknown"
FEWER_INTERVALS = "plan a shorter time, longer intervals, or a coarser profile"
CURVE_HEADER = (
    "money",
    "",
    "kept everywhere",
    "service level",
    "mean wait",
    "hang up",
    "occupancy",
    "paid hours",
    "per 1,000 more",
)
VOLUME_HEADER = ("money", "", "pays in full to", "days", "calls paid", "calls not paid")
TITLE = "What a sum buys"
CALLS_PAID, ALL_CALLS = "calls paid", "all calls"
PLACES = {"same-promise": "the same promise in every interval", "most-answered": "the most answered in time"}
NOT_FOR_OPERATORS = (
    "The money pays for calls or minutes of a contract, not for operators: more of it shortens no wait, it only lasts "
    "longer."
)

# A difference of two service levels that the tenths of per cent of a page do not show.
NEGLIGIBLE = 0.0005
# Why a plan misses a target, by the code of its warning.
_SHORT_OF = {
    "operators-capped": "whose operators are capped",
    "lines-capped": "whose lines are too few",
    "lines-short": "whose lines are too few",
}
_MISSING = {
    "costs.operator_hour": (
        "the budget pays for operators, and an hour of one has no price",
        "add costs.operator_hour",
    ),
    "contract": (
        "the budget covers the contract, and there is none",
        "add a contract, or let the budget cover labour",
    ),
    "calendar": (
        "a contract runs from day to day, and the scenario has no calendar",
        "add calendar.from and calendar.to",
    ),
}


def per_1000_more(currency: str | None) -> str:
    """Say what the last column of the curve counts."""
    unit = f" {currency}" if currency else ""
    return f"per 1,000 more: calls that 1,000{unit} more answer in time, at this sum"


def missing_price(key: str) -> str:
    """Say what is missing before money can be counted."""
    if key.startswith("costs.contacts."):
        return "the budget pays for contacts too, and this channel has no price"
    return _MISSING[key][0]


def add_price(key: str) -> str:
    """Say what to add."""
    return f"add {key}" if key.startswith("costs.contacts.") else _MISSING[key][1]


def runs_backwards(first: str, last: str) -> str:
    """Say that a grid of sums ends before it begins."""
    return f"{last} is not more than --from {first}"


def has_no_meaning(option: str, belongs_to: str) -> str:
    """Say where an option belongs."""
    return f"{option} has no meaning here; it belongs to {belongs_to}"


def not_of_solve(option: str) -> str:
    """Say that an option belongs to the curve."""
    return f"{option} has no meaning here; leave --solve out"


def buys(budget: Budget, row: dict[str, Cell]) -> str:
    """Say what a sum buys."""
    amount = money_text(float(row["money"] or 0), budget.currency)
    if row["affordable_status"] == "unaffordable":
        return f"{amount} do not even pay the operators that {_asked(budget)}."
    if row["service_level"] is None:
        return f"{amount} buy nothing: nobody calls."
    wait, abandonment = row["mean_wait_s"], row["abandonment"]
    text = f"{amount} {_reached(budget, row)}"
    if wait is None or abandonment is None:
        return f"{text}; somewhere the queue only grows, so the mean wait is unknown."
    return (
        f"{text}, with a mean wait of {duration_text(float(wait))} and "
        f"{share_text(float(abandonment))} who hang up."
    )


def _asked(budget: Budget) -> str:
    return "min_operators asks for" if not budget.floor else "min_operators and the floor ask for"


def _reached(budget: Budget, row: dict[str, Cell]) -> str:
    """Say what a sum reaches: what it keeps in every interval, or the best over all of them."""
    if budget.place == "most-answered":
        return f"buy {_best(row)}"
    kept = share_text(float(row["kept_everywhere"] or 0))
    level = share_text(float(row["service_level"] or 0))
    of = "attempts" if row.get("attempts") else "calls"
    return f"keep a service level of {kept} in every interval, {level} of all {of}"


def extra_buys(budget: Budget) -> str | None:
    """Say what the extra changes."""
    change = budget.extra_buys
    if change is None or change.get("service_level") is None:
        return None
    extra = money_text(budget.extra or 0, budget.currency)
    in_time, level, wait = (change[name] for name in ("calls_in_time", "service_level", "mean_wait_s"))
    text = f"{extra} more: {counted(in_time or 0, 'more call')} answered in time, {(level or 0) * 100:+.1f} points"
    if wait is None:
        return f"{text}; the change of the mean wait is unknown."
    word = "shorter" if wait <= 0 else "longer"
    return f"{text}, a mean wait {duration_text(abs(wait))} {word}."


def targets_need(budget: Budget) -> str:
    """Say what the targets need beside what there is, or what a plan costs that misses one."""
    need = budget.targets_need
    if need is None:
        return "No sum keeps the targets: the contract does not have so many hours."
    short_of = _short_of(budget)
    text = f"The plan, {short_of}, costs" if short_of else "The targets need"
    text += f" {money_text(need, budget.currency)}"
    if budget.amount is None:
        return f"{text}."
    whole = budget.amount + (budget.extra or 0)
    if need <= budget.amount:
        return f"{text}: {money_text(budget.amount - need, budget.currency)} less than there is."
    if budget.extra and need <= whole:
        return f"{text}: more than there is, and within what there would be with the extra."
    missing = money_text(need - whole, budget.currency)
    return f"{text}: {missing} more than there is{' with the extra' if budget.extra else ''}."


def as_planned(budget: Budget, row: dict[str, Cell] | None) -> str | None:
    """Say what that sum gives as the plan spends it, and at best."""
    planned = None if budget.as_planned is None else budget.as_planned["service_level"]
    if row is None or planned is None or row["service_level"] is None:
        return None
    reached = share_text(float(planned))
    plan = f"The plan, {_short_of(budget) or 'which keeps every target'},"
    return f"{plan} reaches {reached} for it; the money can {_reached(budget, row)}."


def _short_of(budget: Budget) -> str:
    """Say why the plan misses a target, if it does."""
    codes = {caution.code for caution in budget.cautions}
    return " and ".join(dict.fromkeys(said for code, said in _SHORT_OF.items() if code in codes))


def _best(row: dict[str, Cell]) -> str:
    """Return the best service level of a sum: two bounds of it where the rest of the sum might reach more.

    Where the service level is not of the calls offered, the money buys the most calls in time, and this comes of it.
    """
    level, most = float(row["service_level"] or 0), row["service_level_at_most"]
    text = share_text(level)
    if most is None:
        return f"a service level of {text} with the most calls answered in time"
    most = float(most)
    if most - level < NEGLIGIBLE:
        return f"a service level of {text} at best"
    return f"a service level between {text} and {share_text(most)} at best"


def knee(budget: Budget) -> str | None:
    """Say where money begins to buy little."""
    if budget.knee is None:
        return None
    return (
        f"Beyond {money_text(budget.knee, budget.currency)}, the knee of the curve, more money buys less than "
        "half of what it buys at what the targets need."
    )


def shape_costs(budget: Budget, record: dict[str, Cell]) -> str:
    """Say what the shape of the shifts that were scheduled takes of the money, and that no others were."""
    if budget.covers == "contract":
        return "The money pays for the contract; what shifts cost is not counted in it."
    more = float(record["shift_cost"] or 0) - float(record["labour_cost"] or 0)
    amount = money_text(abs(more), budget.currency)
    text = f"For these days alone the shape of shifts costs {amount} {'more' if more >= 0 else 'less'} than the need"
    if budget.amount and more > 0:
        text += f", {gap_text(more / budget.amount)} of the {money_text(budget.amount, budget.currency)}"
    return f"{text}."


def days_paid(budget: Budget, row: dict[str, Cell]) -> str:
    """Say how far a sum lasts."""
    amount = money_text(float(row["money"] or 0), budget.currency)
    calls = counted(float(row["calls_paid"] or 0), "call")
    unpaid = float(row["calls_unpaid"] or 0)
    if unpaid < 1:
        return f"{amount} last to the end: {calls}."
    is_one = count_text(unpaid) == "1"
    if budget.calendar and row["lasts_until"] == budget.calendar[1]:
        lie, them = ("lies", "it") if is_one else ("lie", "them")
        return (
            f"{amount} last to the end: {calls}; {count_text(unpaid)} {lie} beyond the contract, and no sum pays for "
            f"{them}."
        )
    until = f"until {row['lasts_until']}" if row["lasts_until"] else "for less than a day"
    return f"{amount} last {until}: {calls}; {count_text(unpaid)} {'is' if is_one else 'are'} not paid for."


def lasts_title(budget: Budget, row: Mapping[str, Cell]) -> str:
    """Say until which day a sum lasts."""
    amount, day = money_text(float(row["money"] or 0), budget.currency), row["lasts_until"]
    if day is None:
        return f"{amount} last less than a day"
    is_end = budget.calendar is not None and day == budget.calendar[1]
    return f"{amount} last {'to the end' if is_end else f'until {day_text(date.fromisoformat(str(day)))}'}"


def after_duty_unknown(group: str) -> str:
    """Say that operators have no known cost."""
    return (
        f"the hours after duty of group {group} are unknown in this plan, and so is what its operators cost"
    )
