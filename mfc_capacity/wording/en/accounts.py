"""Sentences about contracts and budgets: when a volume runs out, when the money ends, who used it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from mfc_capacity.answers.accounts import (
    BudgetPercentiles,
    BudgetUse,
    Cause,
    ContractPercentiles,
    ContractUse,
    DayPercentiles,
    Percentiles,
)
from mfc_capacity.files.units import plain_text
from mfc_capacity.wording.en.numbers import (
    counted,
    dates_text,
    day_text,
    decimal_text,
    money_parts,
    money_text,
)

MILLION = 1_000_000
ALL_CAUSES = "used"
UNITS = {"calls": "calls", "minutes": "minutes", "operator_hours": "operator hours"}


def units_text(units: float, unit: str | None) -> str:
    """Return units of a contract; millions in words.

    >>> units_text(2_130_000, "calls"), units_text(850.4, "operator_hours")
    ('2.1 million calls', '850 operator hours')
    """
    if units < MILLION:
        return counted(units, UNITS[unit or "calls"].removesuffix("s"))
    return f"{decimal_text(units / MILLION, 1)} million {UNITS[unit or 'calls']}"


def heading(contracts: int, *, has_budget: bool) -> str:
    """Name the part of a page that has the accounts."""
    named = ["", "the contract", "the contracts"][min(contracts, 2)], "the budget" if has_budget else ""
    return " and ".join(filter(None, named)).capitalize()


def contract_sentence(part: ContractUse, currency: str | None, *, alone: bool) -> str:
    """Say whether a contract lasts: until when, and what lies beyond it or is left."""
    name, title = _contract_name(part, alone=alone), runs_out_title(part, alone=alone)
    if part.counted is None:
        return f"{name} is in force on no planned day."
    if part.exhausted_on is not None:
        days = (date.fromisoformat(part.exhausted_on) - date.fromisoformat(part.counted[0])).days
        return f"{title}, {_time_covered(part, days)}: {_excess(part, currency)}."
    if part.left is None:
        return f"{name} serves all {units_text(part.used or 0, part.unit)}: its volume has no limit."
    left = units_text(part.left, part.unit)
    if part.counted[1] < part.last:
        last, end = (day_text(date.fromisoformat(day)) for day in (part.counted[1], part.last))
        return f"{title}, with {left} left after {last} for the time to {end}."
    return f"{title} with {left} left."


def contract_cost(part: ContractUse, currency: str | None) -> str:
    """Say what a contract costs on the planned days."""
    cost, (inside, *others) = money_text(part.cost, currency), _costs(part)
    of_it = [f"{money_text(inside, currency)} of it inside the volume"] if part.cost_beyond else []
    if part.cost_minimum:
        of_it.append(f"{money_text(others[-1], currency)} of it short of the minimum fee")
    return ", ".join([f"It costs {cost}", *of_it]) + "."


def runs_out_title(part: ContractUse, *, alone: bool) -> str:
    """Say how long a contract lasts."""
    name = _contract_name(part, alone=alone)
    if part.exhausted_on is not None:
        return f"{name} runs out on {day_text(date.fromisoformat(part.exhausted_on))}"
    goes_on = part.counted_to is not None and part.counted_to < part.last
    return f"{name} lasts {'through the planned days' if goes_on else 'to its end'}"


def units_left(part: ContractUse) -> str:
    """Return what is counted of a contract."""
    return f"{UNITS[part.unit or 'calls']} left"


def causes_title(part: ContractUse, *, alone: bool) -> str:
    """Say what the table of causes shows."""
    return f"{_contract_name(part, alone=alone)}: who used it"


def causes_header(part: ContractUse) -> tuple[str, ...]:
    """Name the columns of that table."""
    return ("", UNITS[part.unit or "calls"], "of the use")


def cause_text(cause: Cause) -> str:
    """Name a part of demand."""
    return {
        "ordinary": "ordinary demand",
        "driver": f"{cause.name} {_number(cause.value)} from {cause.from_ and dates_text(cause.from_)}",
        "peak": f"peak: {cause.name}",
        "channel": f"spared by {cause.name}",
    }[cause.kind]


def wave_text(cause: Cause) -> str:
    """Name a step of a driver beside its date."""
    return f"{cause.name} {_number(cause.value)}"


def budget_sentence(budget: BudgetUse, currency: str | None, *, contracts: int) -> str:
    """Say whether the money lasts, and what the extra changes."""
    amount, pays_for = money_text(budget.amount, currency), covered(budget.covers, contracts)
    if budget.headroom is None:
        return f"Whether the budget of {amount} is enough is unknown, as is the cost of {pays_for}."
    text = f"The budget of {amount} {_lasts(f'pays for {pays_for}', budget.headroom, budget.money_ends_on, currency)}."
    if budget.headroom >= 0 or budget.extra is None or budget.headroom_with_extra is None:
        return text
    lasts = _lasts("lasts", budget.headroom_with_extra, budget.money_ends_on_with_extra, currency)
    return f"{text} With the extra {money_text(budget.extra, currency)} it {lasts}."


def in_a_breath(
    parts: Sequence[ContractUse], budget: BudgetUse | None, currency: str | None
) -> Iterator[str]:
    """Yield when contracts run out and the money ends, as short as it can be said."""
    for part in parts:
        name = "the contract" if len(parts) == 1 else f"the contract of {dates_text(part.first)}"
        if part.exhausted_on is not None:
            yield f"{name} runs out on {day_text(date.fromisoformat(part.exhausted_on))}"
        elif part.counted is not None and part.left is not None:
            yield f"{name} lasts, with {units_text(part.left, part.unit)} left"
    if budget is None:
        return
    if budget.headroom is None:
        yield "whether the money is enough is unknown"
    elif budget.money_ends_on is None:
        yield f"the money lasts, with {money_text(budget.headroom, currency)} left"
    else:
        yield (
            f"the money ends on {day_text(date.fromisoformat(budget.money_ends_on))}, "
            f"{money_text(-budget.headroom, currency)} short"
        )
        if budget.extra is not None and budget.headroom_with_extra is not None:
            yield _with_extra(budget.headroom_with_extra, currency)


def _with_extra(headroom: float, currency: str | None) -> str:
    if headroom < 0:
        return f"even with the extra {money_text(-headroom, currency)} are missing"
    return f"with the extra it lasts, with {money_text(headroom, currency)} left"


def contract_as_days_vary(of: ContractPercentiles, currency: str | None) -> str:
    """Say what a contract costs and when it runs out, where days vary."""
    ends = None if of.exhausted_on is None else _on_days("it runs out", of.exhausted_on)
    return _as_days_vary(_cost(of.cost, currency), ends)


def budget_as_days_vary(of: BudgetPercentiles, currency: str | None) -> str:
    """Say what is paid of a budget and when its money ends, where days vary."""
    extra = of.money_ends_on_with_extra
    with_extra = None if extra is None else _on_days("with the extra it ends", extra)
    return _as_days_vary(_cost(of.cost, currency), _on_days("the money ends", of.money_ends_on), with_extra)


def _as_days_vary(*said: str | None) -> str:
    return f"As days vary (P10, P50, P90): {'; '.join(filter(None, said))}."


def _cost(cost: Percentiles, currency: str | None) -> str:
    return "it costs " + ", ".join(money_text(each, currency) for each in (cost.p10, cost.p50, cost.p90))


def _on_days(happens: str, on: DayPercentiles) -> str | None:
    """Say when something happens; nothing where it does in fewer than one of ten horizons."""
    if on.p10 is None:
        return None
    days = ("never" if day is None else day_text(date.fromisoformat(day)) for day in (on.p10, on.p50, on.p90))
    return f"{happens} {', '.join(days)}"


def no_such_table(name: str, there: str) -> str:
    """Say which tables an answer has, when one was asked for that it has not."""
    return f"this answer has no table '{name}'; its tables are {there}"


def _contract_name(part: ContractUse, *, alone: bool) -> str:
    provider = f"The contract with {part.provider}" if part.provider else "The contract"
    return provider if alone else f"{provider} of {dates_text(part.first)}"


def _time_covered(part: ContractUse, days: int) -> str:
    """Say how long a volume lasts: in months, or in days where it does not last for one."""
    if part.months_covered >= 1:
        return f"after {decimal_text(part.months_covered, 1)} months"
    return f"after {counted(days, 'day')}" if days else "on its first day"


def covered(covers: str, contracts: int) -> str:
    """Name what a budget pays for."""
    the_contracts = "the contracts" if contracts > 1 else "the contract"
    everything = f"labour, contacts and {the_contracts}" if contracts else "labour and contacts"
    return {"contract": the_contracts, "labour": "labour", "all": everything}[covers]


def _excess(part: ContractUse, currency: str | None) -> str:
    if not part.serves_beyond:
        unserved = units_text(part.unserved or 0, part.unit)
        return f"{unserved} stay unserved, for nothing is agreed beyond its volume"
    beyond = units_text(part.beyond or 0, part.unit)
    return f"{beyond} and {money_text(_costs(part)[1], currency)} beyond it"


def _costs(part: ContractUse) -> list[Decimal]:
    """Return what units inside the volume, units beyond it and a minimum fee cost, adding up to the cost as shown."""
    minimum = [part.cost_minimum] if part.cost_minimum else []
    return money_parts([part.cost_inside, part.cost_beyond, *minimum], part.cost)


def _lasts(pays: str, headroom: float, ends_on: str | None, currency: str | None) -> str:
    if ends_on is None:
        return f"{pays} to the end, with {money_text(headroom, currency)} left"
    missing = money_text(-headroom, currency)
    return f"{pays} until the money ends on {day_text(date.fromisoformat(ends_on))}; {missing} are missing"


def _number(value: float | None) -> str:
    return plain_text(value or 0)


Facts = Mapping[str, Any]


def _without_dates(_facts: Facts) -> str:
    return "a contract and a budget are counted by date, and the scenario has no calendar; add calendar.from and .to"


def _never_on(facts: Facts) -> str:
    return f"the contract of {dates_text(facts['first'], facts['last'])} is in force on no planned day; check its dates"


def _in_use_before(facts: Facts) -> str:
    begins, since = dates_text(facts["first"]), dates_text(facts["from"])
    return (
        f"the contract began on {begins}, and what it was used for before {since} is not known here; the account "
        "counts the whole volume from there: lower contract.volume by what was used"
    )


def _days_without_contract(facts: Facts) -> str:
    have = "has" if facts["days"] == 1 else "have"
    days, first = counted(facts["days"], "planned day"), dates_text(facts["first"])
    return (
        f"{days}, the first of them {first}, {have} no contract; the {counted(facts['calls'], 'call')} then are in no "
        "account of a contract"
    )


def _cost_unknown(facts: Facts) -> str:
    return (
        f"what the budget covers has no known cost, so its headroom is unknown; {_MISSING[facts['covers']]}"
    )


_MISSING = {
    "contract": "add a contract, or write budget.covers: labour",
    "labour": "add costs.operator_hour",
    "all": "add costs.operator_hour, and a price under costs.contacts for each channel",
}
ACCOUNT_CAUTIONS: dict[str, Callable[[Facts], str]] = {
    "accounts-without-dates": _without_dates,
    "contract-never-on": _never_on,
    "contract-in-use-before": _in_use_before,
    "days-without-contract": _days_without_contract,
    "budget-cost-unknown": _cost_unknown,
}
