"""What is used of the contracts and of the budget; its figures have the names that JSON, limits and comparisons use.

`contract.used` is the field `used` of what is used of all contracts together, `budget.headroom` the field
`headroom` of the budget.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any

from mfc_capacity.answers.kinds import Amount, Covers, Day, one_of

Figure = str | float | None
Accounts = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True)
class Cause:
    """What one part of demand used of a contract; a channel spared it, and `used` is below 0.

    A driver's step has its date and the driver's new value; ordinary demand has no name.
    """

    kind: Annotated[str, one_of(("ordinary", "driver", "peak", "channel"))]
    name: str | None
    from_: Day | None = field(metadata={"json": "from"})
    value: Amount | None
    used: float


@dataclass(frozen=True)
class Percentiles:
    """An amount that is not exceeded in one, five and nine of ten horizons, where days vary."""

    p10: Amount
    p50: Amount
    p90: Amount


@dataclass(frozen=True)
class DayPercentiles:
    """The day by whose end something has come about in one, five and nine of ten horizons; None: in fewer."""

    p10: Day | None
    p50: Day | None
    p90: Day | None


@dataclass(frozen=True)
class ContractPercentiles:
    """What a contract comes to where days vary.

    Nothing is said of when a volume without end runs out, nor the first of several.
    """

    cost: Percentiles
    exhausted_on: DayPercentiles | None


@dataclass(frozen=True)
class BudgetPercentiles:
    """What a budget's account comes to where days vary."""

    cost: Percentiles
    money_ends_on: DayPercentiles
    money_ends_on_with_extra: DayPercentiles | None


@dataclass(frozen=True, kw_only=True)
class VolumeUse:
    """What is used of one contract or of several; units are None where the contracts count in different ones."""

    unit: Annotated[str, one_of(("calls", "minutes", "operator_hours"))] | None
    volume: Amount | None
    used: Amount | None
    inside: Amount | None
    beyond: Amount | None
    unserved: Amount | None
    left: Amount | None
    cost_inside: Amount
    cost_beyond: Amount
    cost: Amount
    exhausted_on: Day | None
    months_covered: Amount
    percentiles: ContractPercentiles | None = field(default=None, metadata={"optional": True})


@dataclass(frozen=True)
class PriceStep:
    """The price of a unit, up to so many of them in all; None: without end."""

    up_to: Amount | None
    price: Amount


@dataclass(frozen=True)
class MinimumFee:
    """What is paid at least: each month, or for the whole contract."""

    amount: Amount
    per: Annotated[str, one_of(("month", "contract"))]


@dataclass(frozen=True, kw_only=True)
class ContractTerms:
    """What a contract says, and the first and last planned day on which it counts (None: there is none).

    `counts` says which calls count; None where the unit is not calls. `price` is None where there are steps of it.
    """

    provider: str | None
    first: Day = field(metadata={"json": "from"})
    last: Day = field(metadata={"json": "to"})
    counted_from: Day | None
    counted_to: Day | None
    counts: Annotated[str, one_of(("offered", "answered", "first attempts"))] | None
    price: Amount | None
    overage: Amount | None
    prices: tuple[PriceStep, ...] | None = field(default=None, metadata={"optional": True})
    minimum_fee: MinimumFee | None = field(default=None, metadata={"optional": True})
    cost_minimum: Amount | None = field(default=None, metadata={"optional": True})

    @property
    def serves_beyond(self) -> bool:
        """Whether what lies beyond the volume has a price."""
        is_open = bool(self.prices) and (self.prices or ())[-1].up_to is None
        return self.overage is not None or is_open

    @property
    def counted(self) -> tuple[str, str] | None:
        """The first and the last day on which it counts."""
        return (
            None
            if self.counted_from is None or self.counted_to is None
            else (self.counted_from, self.counted_to)
        )


@dataclass(frozen=True, kw_only=True)
class ContractUse(VolumeUse, ContractTerms):
    """One contract: its terms, what is used of it, by what part of demand, and what is left after each day.

    Nothing is said of what is left of a volume without end.
    """

    causes: tuple[Cause, ...]
    left_by_day: tuple[float, ...] = field(metadata={"json": None})


@dataclass(frozen=True, kw_only=True)
class ContractsUse(VolumeUse):
    """All contracts together, and each by itself in the order of their dates."""

    parts: tuple[ContractUse, ...]


@dataclass(frozen=True, kw_only=True)
class BudgetUse:
    """What a budget pays for, and when the money ends; `status` says whether it is enough, unknown without a price."""

    covers: Covers
    amount: Amount
    extra: Amount | None
    status: Annotated[str, one_of(("enough", "enough-with-extra", "not-enough", "unknown"))]
    cost: Amount | None
    headroom: float | None
    headroom_with_extra: float | None
    money_ends_on: Day | None
    money_ends_on_with_extra: Day | None
    percentiles: BudgetPercentiles | None = field(default=None, metadata={"optional": True})


def _names(record: type[VolumeUse | BudgetUse]) -> tuple[str, ...]:
    return tuple(own.name for own in fields(record) if own.name != "percentiles")


ACCOUNTS = {"contract": _names(VolumeUse), "budget": _names(BudgetUse)}


def account_figures(contracts: VolumeUse | None, budget: BudgetUse | None) -> Accounts:
    """Return the figures of a plan's accounts; none of an account that the scenario does not have."""
    records = {"contract": contracts, "budget": budget}
    return {
        account: {name: getattr(records[account], name) for name in names}
        for account, names in ACCOUNTS.items()
        if records[account] is not None
    }


def written_figures(document: Mapping[str, Any]) -> Accounts:
    """Return the same figures out of the JSON of a plan; what is no figure of an account is left out."""
    return {
        account: _figures(document[account], names)
        for account, names in ACCOUNTS.items()
        if isinstance(document.get(account), dict)
    }


def _figures(written: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Figure]:
    return {
        name: value
        for name, value in written.items()
        if name in names and isinstance(value, str | int | float | None)
    }
