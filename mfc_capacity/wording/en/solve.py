"""Sentences of what the money and the operators carry, and of the errors on the way to it."""

from collections.abc import Mapping, Sequence

from mfc_capacity.answers.records import Cell, Solution
from mfc_capacity.wording import text
from mfc_capacity.wording.en.numbers import counted, money_text

JOBS = "full-time jobs"
MONEY, VOLUME = "money", "volume"  # what a value may go beyond
GIVEN = "The operators given"
TITLE = "What the money and the operators carry"
HEADER = ("money", "", "carries", "at", "one step further", "at", "is beyond")
NOTHING_LIMITS = "nothing limits the answer: there is no budget, and no group states its operators"
ADD_A_LIMIT = "add budget.amount, ask about a sum with --at, or add groups.NAME.operators"
NO_MONEY = "no number of operators follows, for there is no budget"
ADD_MONEY = "add budget.amount, or ask about a sum with --at"
NO_HOURS = "no number of operators follows, for the plan needs none"
GIVE_CALLS = "give the hotlines calls"
NO_GROWTH = (
    "the driver has no step after its first within the calendar, so that no number of it can be looked for"
)
ADD_A_STEP = "add a step on the day from which it grows"
NO_DEFLECTION = "no channel takes calls there"
SEVERAL_DEFLECTIONS = "it is not clear which share is looked for"
NO_OPERATORS = (
    "the money pays for calls or minutes of a contract, so that no number of people follows from it"
)
COVER_LABOUR = "let the budget cover labour, with costs.operator_hour"


def which_driver(asked: str | None) -> str:
    """Say that a driver is not named, or is not there."""
    if asked is None:
        return "it is not clear which driver is looked for"
    return f"no hotline scales with '{asked}'"


def drivers(names: Sequence[str]) -> str:
    """Say which drivers there are."""
    return f"write --driver {' or '.join(names)}" if names else "no hotline scales with a driver"


def deflections(found: Sequence[tuple[str, str]]) -> str:
    """Say which deflections there are."""
    if not found:
        return "add an entry under hotlines.NAME.deflect"
    there = (f"--hotline {hotline} --channel {channel}" for hotline, channel in found)
    return f"there are {', '.join(there)}"


def driver(name: str) -> str:
    """Name a driver."""
    return name


def share_of(hotline: str, channel: str) -> str:
    """Name a deflected share."""
    return f"of {hotline} deflected to {channel}"


def operators_of(group: str) -> str:
    """Name the operators that a group states."""
    return f"operators of {group}"


def limits(broken: Sequence[str]) -> str:
    """List what a value goes beyond."""
    return "; ".join(broken)


def nothing_fits(kind: str, solved: str, easiest: float, broken: Sequence[str]) -> str:
    """Say that not even the easiest value fits, and why."""
    none = f"no share {solved} is enough" if kind == "deflection" else f"no number of {solved} fits"
    return f"{none}: even {_value(kind, easiest)} goes beyond {_the(broken)}"


def carries(solution: Solution, row: Mapping[str, Cell]) -> str:
    """Say what a sum carries, and what the next value goes beyond."""
    if row["value"] is None:
        beyond = _with_cost(solution, row, "beyond")
        return f"{limit(solution, row)} carry none: even {beyond} go beyond {_limits(row)}."
    if row["value_beyond"] is None:
        return f"{carried(solution, row)}, as far as was looked."
    beyond = f"{_with_cost(solution, row, 'beyond')} would go beyond {_limits(row)}"
    return f"{carried(solution, row)}; {beyond}. {_own(solution, row)}"


def carried(solution: Solution, row: Mapping[str, Cell]) -> str:
    """Say what a sum carries."""
    verb = "ask for" if solution.kind == "deflection" else "carry"
    return f"{limit(solution, row)} {verb} {_with_cost(solution, row, '')}"


def limit(solution: Solution, row: Mapping[str, Cell]) -> str:
    """Name what limits the answer: a sum, or the operators."""
    return GIVEN if row["money"] is None else money_text(float(row["money"]), solution.currency)


def own(solution: Solution) -> str:
    """Name the value that the sums are compared with."""
    return "what the targets need" if solution.kind == "operators" else "in the scenario"


def _with_cost(solution: Solution, row: Mapping[str, Cell], end: str) -> str:
    """Return a value with its name and what it costs."""
    number, cost = (row[f"{name}_{end}" if end else name] for name in ("value", "cost"))
    amount = value(solution, number)
    jobs = solution.kind == "operators"
    named = counted(amount, "full-time job") if jobs else f"{amount} {text(solution.solved)}"
    return named if cost is None else f"{named} ({money_text(float(cost), solution.currency)})"


def _limits(row: Mapping[str, Cell]) -> str:
    return _the(str(row["broken_beyond"]).split("; "))


def _the(limits: Sequence[str]) -> str:
    return " and ".join(f"the {limit}" for limit in limits)


def value(solution: Solution, number: Cell) -> str:
    """Return a value as it is read: a share in per cent, a number of centres or people whole."""
    return _value(solution.kind, float(number or 0))


def _value(kind: str, number: float) -> str:
    return f"{number * 100:.10g} %" if kind == "deflection" else f"{number:,.10g}"


def _own(solution: Solution, row: Mapping[str, Cell]) -> str:
    own = value(solution, row["value_in_scenario"])
    return f"The targets need {own}." if solution.kind == "operators" else f"The scenario has {own}."
