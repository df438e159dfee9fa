"""From operators on duty to people on the payroll and to money: of the interval, and of its day as it is booked."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from mfc_capacity.commands.explain.calls import deflections
from mfc_capacity.commands.explain.case import Case
from mfc_capacity.commands.explain.steps import DAY, MONEY, PEOPLE, Step, operand, per_cent
from mfc_capacity.files.units import read_share
from mfc_capacity.plan import money
from mfc_capacity.wording.en import explain as words

MINUTES_AN_HOUR = 60


def cost_steps(case: Case) -> Iterator[Step]:
    """Yield shrinkage, people, paid hours and cost."""
    yield from _people(case)
    yield from _interval(case)
    yield from _day(case)


def _people(case: Case) -> Iterator[Step]:
    """Yield the parts of shrinkage, the exact number of people, and the whole one."""
    group = case.plan.group
    step = partial(Step, part=PEOPLE, subject=case.plan.name)
    yield from _shrinkage(case)
    exact = Fraction(case.required) / (1 - group.shrinkage)
    people = int(case.plan.operators.paid[case.kind, case.interval])
    yield step(
        quantity=words.PEOPLE_EXACT,
        value=float(exact),
        unit="people",
        formula=f"{operand(case.required)} / {_present(case)}",
    )
    yield step(
        quantity=words.PEOPLE, value=people, unit="people", note=words.ROUNDED_UP, metric="operators_paid"
    )


def _shrinkage(case: Case) -> Iterator[Step]:
    name = case.plan.name
    step = partial(Step, part=PEOPLE, subject=name, unit="share")
    path = ("groups", name, "shrinkage") if case.origins.has("groups", name, "shrinkage") else ("shrinkage",)
    parts = {part: case.origins.of(*path, part) for part in case.origins.names(*path)}
    for part, origin in parts.items():
        yield step(quantity=words.absent(part), value=float(read_share(str(origin.written))), origin=origin)
    formula = " + ".join(str(origin.written) for origin in parts.values()) or None
    total = None if parts else case.origins.of(*path)
    yield step(
        quantity=words.SHRINKAGE, value=float(case.plan.group.shrinkage), formula=formula, origin=total
    )


def _present(case: Case) -> str:
    return f"(1 − {per_cent(float(case.plan.group.shrinkage))})"


def _hours_formula(case: Case) -> str:
    return f"{operand(case.required)} × {case.interval_minutes} / {MINUTES_AN_HOUR} / {_present(case)}"


def _interval(case: Case) -> Iterator[Step]:
    """Yield the paid hours of the interval and, where the hour has a price, their cost."""
    step = partial(Step, part=MONEY, subject=case.plan.name)
    hours = money.paid_hours(case.required, case.scenario.interval_s, case.plan.group.shrinkage)
    formula = _hours_formula(case)
    yield step(quantity=words.PAID_HOURS, value=float(hours), unit="hours", formula=formula)
    price = case.scenario.costs.operator_hour
    if price is None:
        yield step(quantity=words.PRICE, value=None, unit="money", note=words.NO_PRICE)
        return
    origin = case.origins.of("costs", "operator_hour")
    yield step(quantity=words.PRICE, value=float(price), unit="money", origin=origin)
    cost = float(hours * Fraction(price))
    formula = f"{formula} × {operand(float(price))}"
    yield step(quantity=words.INTERVAL_COST, value=cost, unit="money", formula=formula)


def _day(case: Case) -> Iterator[Step]:
    """Yield the cost of the whole day, as the table `days` has it."""
    labour, contacts = case.plan.labour_cost, case.plan.contact_cost
    yield from _labour_of_day(case)
    yield from _contacts_of_day(case)
    if labour is not None and contacts is not None:
        parts = [int(booked[case.day]) / money.HUNDREDTHS for booked in (labour, contacts)]
        total = int(labour[case.day] + contacts[case.day]) / money.HUNDREDTHS
        formula = " + ".join(f"{part:,.2f}" for part in parts)
        yield Step(
            part=DAY,
            subject=case.plan.name,
            quantity=words.DAY_COST,
            value=total,
            unit="money",
            formula=formula,
            metric="cost",
        )


def _labour_of_day(case: Case) -> Iterator[Step]:
    step = partial(Step, part=DAY, subject=case.plan.name)
    required = case.plan.operators.required[case.kind]
    counts = Counter(required[required > 0].tolist())
    on_duty = (
        " + ".join(f"{intervals} × {operand(operators)}" for operators, intervals in counts.items()) or "0"
    )
    hours = int(required.sum()) * case.scenario.interval_s / 3600
    formula = f"({on_duty}) × {case.interval_minutes} / {MINUTES_AN_HOUR}"
    yield step(
        quantity=words.HOURS_ON_DUTY,
        value=hours,
        unit="hours",
        formula=formula,
        metric="operator_hours_required",
    )
    paid = money.paid_hours(int(required.sum()), case.scenario.interval_s, case.plan.group.shrinkage)
    formula = f"{operand(hours)} / {_present(case)}"
    yield step(
        quantity=words.PAID_HOURS,
        value=float(paid),
        unit="hours",
        formula=formula,
        metric="operator_hours_paid",
    )
    price, labour = case.scenario.costs.operator_hour, case.plan.labour_cost
    if price is not None and labour is not None:
        cost = int(labour[case.day]) / money.HUNDREDTHS
        formula = f"{formula} × {operand(float(price))}"
        yield step(
            quantity=words.LABOUR_COST,
            value=cost,
            unit="money",
            formula=formula,
            note=words.BOOKED,
            metric="labour_cost",
        )


def _contacts_of_day(case: Case) -> Iterator[Step]:
    """Yield what other channels take of the group's demand on the day, and what that costs."""
    step = partial(Step, part=DAY, subject=case.plan.name)
    taken: dict[str, list[str]] = {}
    for name in case.plan.group.hotlines:
        for entry, origin in deflections(case, name):
            demand = float(case.hotline_days(name).demand[case.day])
            taken.setdefault(entry.to, []).append(f"{operand(demand)} × {origin.written}")
    priced = []
    for channel, products in taken.items():
        contacts = float(case.plan.contacts[channel][case.day])
        yield step(
            quantity=words.contacts(channel), value=contacts, unit="contacts", formula=" + ".join(products)
        )
        price = case.scenario.costs.contacts.get(channel)
        origin = case.origins.of("costs", "contacts", channel)
        known, note = (None, words.NO_PRICE) if price is None else (float(price), None)
        yield step(quantity=words.contact_price(channel), value=known, unit="money", note=note, origin=origin)
        priced.append(f"{operand(contacts)} × {operand(known or 0)}")
    if case.plan.contact_cost is not None:
        cost = int(case.plan.contact_cost[case.day]) / money.HUNDREDTHS
        formula = " + ".join(priced) or None
        yield step(
            quantity=words.CONTACT_COST,
            value=cost,
            unit="money",
            formula=formula,
            note=words.BOOKED,
            metric="contact_cost",
        )
