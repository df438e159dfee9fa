"""The summary as it is read: what adds up over groups does so as it is shown, the same in every command.

The total is the total, and the largest part takes the rest of the rounding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mfc_capacity.answers.columns import COLUMNS
from mfc_capacity.answers.records import Cell
from mfc_capacity.core.rounding import adding_up
from mfc_capacity.wording.en.numbers import money_parts

Record = Mapping[str, Cell]

SUMS = (
    "calls",
    "contacts",
    "operator_hours_required",
    "operator_hours_paid",
    "operator_hours_after_duty",
    "fte",
)
MONEY = ("labour_cost", "contact_cost", "cost")
MILLION = 1_000_000
PLACES = {"fte": 1}
PLACES_OF_MILLIONS = -4  # two decimals of a million


def adding_up_as_shown(records: Sequence[Record]) -> list[Record]:
    """Return the groups and their total, which is the last; figures that one of them lacks are left as they are."""
    shown = sums_as_shown(records, SUMS)
    if all(record.get(name) is not None for record in records for name in MONEY):
        return [{**record, **money} for record, money in zip(shown, _money_adding_up(records), strict=True)]
    return shown


def sums_as_shown(records: Sequence[Record], names: Iterable[str]) -> list[Record]:
    """Return the groups and their total, which is the last, with sums that add up as they are shown.

    Each sum by itself; one that some record lacks is left as it is.
    """
    shown = [dict(record) for record in records]
    for name in names:
        if any(record.get(name) is None for record in records):
            continue
        *values, total = (float(record[name] or 0) for record in records)
        is_money = COLUMNS[name].kind == "money"
        parts = money_parts(values, total) if is_money else adding_up(values, total, PLACES.get(name, 0))
        for record, part in zip(shown, parts, strict=False):
            record[name] = float(part)
    return list(shown)


def _money_adding_up(records: Sequence[Record]) -> Iterator[dict[str, Cell]]:
    """Yield labour and contacts so that they add up to the cost, and groups to the total.

    Beside a total of millions, an amount below a million is shown finer than it, and left as it is.
    """
    amounts = [[float(record[name] or 0) for name in MONEY] for record in records]
    *parts, cost = amounts[-1]
    places = PLACES_OF_MILLIONS if abs(cost) >= MILLION else 0
    totals = adding_up(parts, cost, places)
    labour, contacts = (
        adding_up([own[k] for own in amounts[:-1]], totals[k], places) for k in range(len(totals))
    )
    for own, *shown in zip(amounts, [*labour, totals[0]], [*contacts, totals[1]], strict=True):
        rounded = [float(amount) for amount in (*shown, sum(shown))]
        pairs = zip(MONEY, own, rounded, strict=True)
        yield {name: amount if places and abs(amount) < MILLION else near for name, amount, near in pairs}
