"""From operators on duty to people on the payroll and to money: of the interval, and of its day as it is booked."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import isfinite

from mfc_capacity.commands.explain.demand import deflections
from mfc_capacity.commands.explain.interval import ExplainedInterval
from mfc_capacity.commands.explain.steps import DAY, MONEY, PEOPLE, Formula, Step, joined, per_cent
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.files.problems import say
from mfc_capacity.files.units import read_share
from mfc_capacity.plan import money

MINUTES_AN_HOUR = 60


def cost_steps(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield shrinkage, people, paid hours and cost."""
    yield from _people(explained)
    yield from _interval(explained)
    yield from _day(explained)


def _people(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the parts of shrinkage, the exact number of people, and the whole one."""
    group = explained.group
    step = partial(Step, part=PEOPLE, subject=explained.group_plan.name)
    yield from _shrinkage(explained)
    exact = Fraction(explained.required) / (1 - group.shrinkage)
    people = int(explained.group_plan.operators.paid[explained.kind, explained.interval])
    yield step(
        quantity=say("explain.PEOPLE_EXACT"),
        value=float(exact),
        unit="people",
        formula=(explained.required, " / ", *_present(explained)),
    )
    yield step(
        quantity=say("explain.PEOPLE"),
        value=people,
        unit="people",
        note=say("explain.ROUNDED_UP"),
        metric="operators_paid",
    )


def _shrinkage(explained: ExplainedInterval) -> Iterator[Step]:
    name = explained.group_plan.name
    step = partial(Step, part=PEOPLE, subject=name, unit="share")
    path = (
        ("groups", name, "shrinkage")
        if explained.origins.has("groups", name, "shrinkage")
        else ("shrinkage",)
    )
    parts = {part: explained.origins.of(*path, part) for part in explained.origins.names(*path)}
    for part, origin in parts.items():
        yield step(
            quantity=say("explain.absent", part=part),
            value=float(read_share(str(origin.written))),
            origin=origin,
        )
    formula = joined(" + ", ((str(origin.written),) for origin in parts.values()))
    total = None if parts else explained.origins.of(*path)
    yield step(
        quantity=say("explain.SHRINKAGE"),
        value=float(explained.group.shrinkage),
        formula=formula,
        origin=total,
    )


def _present(explained: ExplainedInterval) -> Formula:
    return ("(1 − ", *per_cent(float(explained.group.shrinkage)), ")")


def _interval(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the paid hours of the interval and, where the hour has a price, their cost."""
    step = partial(Step, part=MONEY, subject=explained.group_plan.name)
    hours = money.paid_hours(explained.required, explained.scenario.interval_s, explained.group.shrinkage)
    formula: Formula = (
        explained.required,
        f" × {explained.interval_minutes} / {MINUTES_AN_HOUR} / ",
        *_present(explained),
    )
    yield step(quantity=say("explain.PAID_HOURS"), value=float(hours), unit="hours", formula=formula)
    price = explained.scenario.costs.operator_hour
    if price is None:
        yield step(quantity=say("explain.PRICE"), value=None, unit="money", note=say("explain.NO_PRICE"))
        return
    origin = explained.origins.of("costs", "operator_hour")
    yield step(quantity=say("explain.PRICE"), value=float(price), unit="money", origin=origin)
    cost = float(hours * Fraction(price))
    formula = (*formula, " × ", float(price))
    yield step(quantity=say("explain.INTERVAL_COST"), value=cost, unit="money", formula=formula)


def _day(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the cost of the whole day, as the table `days` has it."""
    labour, contacts = explained.group_plan.labour_cost, explained.group_plan.contact_cost
    yield from _labour_of_day(explained)
    yield from _contacts_of_day(explained)
    if labour is not None and contacts is not None:
        amounts = [Decimal(int(booked[explained.day])).scaleb(-2) for booked in (labour, contacts)]
        total = int(labour[explained.day] + contacts[explained.day]) / money.HUNDREDTHS
        yield Step(
            part=DAY,
            subject=explained.group_plan.name,
            quantity=say("explain.DAY_COST"),
            value=total,
            unit="money",
            formula=joined(" + ", ((amount,) for amount in amounts)),
            metric="cost",
        )


def _labour_of_day(explained: ExplainedInterval) -> Iterator[Step]:
    step = partial(Step, part=DAY, subject=explained.group_plan.name)
    required = explained.as_it_comes(explained.group_plan.operators.required)
    counts = Counter(required[required > 0].tolist())
    on_duty = joined(" + ", ((f"{intervals} × ", operators) for operators, intervals in counts.items()))
    hours = int(required.sum()) * explained.scenario.interval_s / 3600
    minutes = f") × {explained.interval_minutes} / {MINUTES_AN_HOUR}"
    yield step(
        quantity=say("explain.HOURS_ON_DUTY"),
        value=hours,
        unit="hours",
        formula=("(", *(on_duty or ("0",)), minutes),
        metric="operator_hours_required",
    )
    paid = money.paid_hours(int(required.sum()), explained.scenario.interval_s, explained.group.shrinkage)
    formula = (hours, " / ", *_present(explained))
    yield step(
        quantity=say("explain.PAID_HOURS"),
        value=float(paid),
        unit="hours",
        formula=formula,
        metric="operator_hours_paid",
    )
    after_duty = without_noise(
        float(explained.as_it_comes(explained.group_plan.operators.expected.after_duty_hours).sum())
    )
    yield step(
        quantity=say("explain.AFTER_DUTY"),
        value=after_duty if isfinite(after_duty) else None,
        unit="hours",
        note=say("explain.AFTER_DUTY_NOTE"),
        metric="operator_hours_after_duty",
    )
    share = float(explained.scenario.costs.after_duty)
    price, labour = explained.scenario.costs.operator_hour, explained.group_plan.labour_cost
    if price is not None:
        origin = explained.origins.of("costs", "after_duty")
        yield step(quantity=say("explain.AFTER_DUTY_PRICE"), value=share, unit="share", origin=origin)
    if share:
        formula = ("(", *formula, " + ", after_duty, " × ", *per_cent(share), ")")
    if price is not None and labour is not None:
        cost = int(labour[explained.day]) / money.HUNDREDTHS
        formula = (*formula, " × ", float(price))
        yield step(
            quantity=say("explain.LABOUR_COST"),
            value=cost,
            unit="money",
            formula=formula,
            note=say("explain.BOOKED"),
            metric="labour_cost",
        )


def _contacts_of_day(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield what other channels take of the group's demand on the day, and what that costs."""
    step = partial(Step, part=DAY, subject=explained.group_plan.name)
    taken: dict[str, list[Formula]] = {}
    for name in explained.group.hotlines:
        for entry, origin in deflections(explained, name):
            demand = float(explained.hotline_days(name).demand[explained.day])
            taken.setdefault(entry.to, []).append((demand, f" × {origin.written}"))
    priced: list[Formula] = []
    for channel, products in taken.items():
        contacts = float(explained.group_plan.contacts[channel][explained.day])
        yield step(
            quantity=say("explain.contacts", channel=channel),
            value=contacts,
            unit="contacts",
            formula=joined(" + ", products),
        )
        price = explained.scenario.costs.contacts.get(channel)
        origin = explained.origins.of("costs", "contacts", channel)
        known, note = (None, say("explain.NO_PRICE")) if price is None else (float(price), None)
        yield step(
            quantity=say("explain.contact_price", channel=channel),
            value=known,
            unit="money",
            note=note,
            origin=origin,
        )
        priced.append((contacts, " × ", known or 0))
    if explained.group_plan.contact_cost is not None:
        cost = int(explained.group_plan.contact_cost[explained.day]) / money.HUNDREDTHS
        yield step(
            quantity=say("explain.CONTACT_COST"),
            value=cost,
            unit="money",
            formula=joined(" + ", priced),
            note=say("explain.BOOKED"),
            metric="contact_cost",
        )
