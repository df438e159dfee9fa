"""Bridges: what each part adds to a total or takes off it, one after another."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import Kind
from mfc_capacity.answers.report_pictures import CostBridge, CostByCause, Pictures, Use
from mfc_capacity.core.rounding import adding_up
from mfc_capacity.render.chart import Bar, Bars, Look, Numbers
from mfc_capacity.wording.en import accounts
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en.numbers import count_text, money_parts, money_text

Part = tuple[str, float]


def demand(found: Pictures) -> Iterator[Bars]:
    """Yield where the calls come from, of more than one part."""
    if len(found.demand.parts) > 1:
        yield from _of_units(found.demand, words.demand_title(found.demand), words.ALL_CALLS)


def money(found: Pictures, currency: str | None) -> Iterator[Bars]:
    """Yield what uses the contracts and what that costs, and the way from one cost to the other."""
    if found.use is not None and (found.use.unit, found.use.total) != (found.demand.unit, found.demand.total):
        yield from _of_units(found.use, words.use_title(found.use), accounts.ALL_CAUSES)
    if found.cost_by_cause is not None and len(found.cost_by_cause.parts) > 1:
        yield from _of_cost(found.cost_by_cause, currency)
    if found.cost_bridge is not None:
        yield _between_costs(found.cost_bridge, currency)


def _of_units(use: Use, title: str, total: str) -> Iterator[Bars]:
    parts = [(accounts.cause_text(cause), cause.used) for cause in use.parts if cause.used]
    if parts:
        last = (total, use.total, count_text(use.total))
        texts = [count_text(float(count)) for count in adding_up([used for _, used in parts], use.total, 0)]
        yield _bridge(title, 0.0, parts, texts, last, "units", accounts.UNITS[use.unit])


def _of_cost(cost: CostByCause, currency: str | None) -> Iterator[Bars]:
    parts = [(accounts.cause_text(part.cause), part.cost) for part in cost.parts if part.cost]
    parts += [(words.MINIMUM_FEE, cost.minimum)] if cost.minimum else []
    if parts:
        title = words.cost_by_cause_title(max(parts, key=lambda part: part[1])[0])
        shown = money_parts([amount for _, amount in parts], cost.total)
        texts = [money_text(float(amount), currency) for amount in shown]
        total = (words.CONTRACT_COSTS, cost.total, money_text(cost.total, currency))
        yield _bridge(title, 0.0, parts, texts, total, "money", currency or "")


def _between_costs(bridge: CostBridge, currency: str | None) -> Bars:
    parts = [(words.cost_step(step.name, step.units), step.amount) for step in bridge.steps]
    texts = [words.signed_money(amount, currency) for _, amount in parts]
    title = words.bridge_title(bridge.plan, bridge.contract, currency)
    first = (words.PLAN_COSTS, bridge.plan, money_text(bridge.plan, currency))
    last = (words.CONTRACT_COSTS, bridge.contract, money_text(bridge.contract, currency))
    return _bridge(
        title, bridge.plan, parts, texts, last, "money", currency or "", first=first, said=words.BRIDGE_SAID
    )


def _bridge(
    title: str,
    start: float,
    parts: Sequence[Part],
    texts: Sequence[str],
    last: tuple[str, float, str],
    kind: Kind,
    unit: str,
    *,
    first: tuple[str, float, str] | None = None,
    said: str = "",
) -> Bars:
    """Return parts that begin where those before them end, between totals."""
    bars = [] if first is None else [Bar(first[0], first[2], ((0.0, first[1], "total"),))]
    at = start
    for (name, amount), written in zip(parts, texts, strict=True):
        look: Look = "bar" if amount > 0 else "spared"
        bars.append(Bar(name, written, ((at, at + amount, look),)))
        at += amount
    name, total, written = last
    bars.append(Bar(name, written, ((0.0, total, "total"),)))
    rows = [(bar.name, bar.said) for bar in bars]
    legend: list[tuple[Look, str]] = [("bar", words.ADDS), ("spared", words.SPARES)]
    return Bars(title, said, bars, kind, unit, Numbers(("", unit), rows), "report", legend=legend)
