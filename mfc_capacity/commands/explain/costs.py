"""From operators on duty to the people behind them and to money: of the interval, and of its day as it is booked."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import isfinite

from mfc_capacity.commands.explain.demand import deflections
from mfc_capacity.commands.explain.interval import ExplainedInterval
from mfc_capacity.commands.explain.steps import DAY, MONEY, PEOPLE, Formula, Origin, Step, joined, per_cent
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.files.problems import say
from mfc_capacity.files.units import read_months, read_share
from mfc_capacity.plan import money
from mfc_capacity.plan.surcharges import in_force, kind_of_day, share_of_interval

MINUTES_AN_HOUR = 60


def cost_steps(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield shrinkage, people, paid hours and cost."""
    yield from _people(explained)
    yield from _interval(explained)
    yield from _day(explained)


def _people(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the parts of shrinkage, the exact number of people, and the whole one."""
    step = partial(Step, part=PEOPLE, subject=explained.group_plan.name)
    yield from _shrinkage(explained)
    exact = Fraction(explained.required) / (1 - explained.terms.shrinkage)
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
    path: tuple[str, ...] = (
        ("groups", name, "shrinkage")
        if explained.origins.has("groups", name, "shrinkage")
        else ("shrinkage",)
    )
    path = explained.origins.on(explained.date, *path)
    parts = {part: _part_of_shrinkage(explained, (*path, part)) for part in explained.origins.names(*path)}
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
        value=float(explained.terms.shrinkage),
        formula=formula,
        origin=total,
    )


def _part_of_shrinkage(explained: ExplainedInterval, path: tuple[str, ...]) -> Origin:
    """Return the origin of a part of shrinkage; of one by month, that of the month."""
    if explained.date is None:
        return explained.origins.of(*path)
    return explained.origins.covering(path, read_months, explained.date.month - 1)


def _present(explained: ExplainedInterval) -> Formula:
    return ("(1 − ", *per_cent(float(explained.terms.shrinkage)), ")")


def _interval(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the paid hours of the interval and, where the hour has a price, their cost."""
    step = partial(Step, part=MONEY, subject=explained.group_plan.name)
    hours = money.paid_hours(explained.required, explained.scenario.interval_s, explained.terms.shrinkage)
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
    yield step(
        quantity=say("explain.PRICE"), value=float(price), unit="money", origin=_price_origin(explained)
    )
    surcharges = list(_surcharges(explained))
    yield from (each for each, _ in surcharges)
    share = sum((held for _, held in surcharges), Fraction(0))
    if share:
        added = joined("", ((" + ", *per_cent(float(held))) for _, held in surcharges))
        formula = (*formula, " × (1", *added, ")")
    cost = float(hours * (1 + share) * Fraction(price))
    formula = (*formula, " × ", float(price))
    yield step(quantity=say("explain.INTERVAL_COST"), value=cost, unit="money", formula=formula)


def _price_origin(explained: ExplainedInterval) -> Origin:
    return explained.origins.first_of(("costs", "operator_hour", "price"), ("costs", "operator_hour"))


def _written(explained: ExplainedInterval, path: tuple[str, ...]) -> str:
    """Return the hours and days of a surcharge as they are written."""
    keys = [key for key in explained.origins.names(*path) if key in ("hours", "days")]
    return " ".join(str(explained.origins.of(*path, key).written) for key in keys)


def _surcharges(explained: ExplainedInterval) -> Iterator[tuple[Step, Fraction]]:
    """Yield the surcharges that hold in the interval, each with the share of the price that it adds there."""
    surcharges = explained.scenario.costs.surcharges
    interval_s = explained.scenario.interval_s
    for number in in_force(surcharges, kind_of_day(explained.planned.days, explained.day)):
        own = surcharges[number]
        held = share_of_interval(own, explained.start_s, interval_s)
        if held:
            path = ("costs", "operator_hour", "surcharges", str(number))
            minutes = float(held * interval_s / 60)
            yield (
                Step(
                    part=MONEY,
                    subject=explained.group_plan.name,
                    quantity=say("explain.surcharge", on=_written(explained, path)),
                    value=float(own.add),
                    unit="share",
                    note=None if held == 1 else say("explain.surcharge_of_a_part", minutes=minutes),
                    origin=explained.origins.of(*path, "add"),
                ),
                held * own.add,
            )


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
    """Yield the hours of the day: on duty, paid, and after duty; then what they cost, where the hour has a price."""
    step = partial(Step, part=DAY, subject=explained.group_plan.name, unit="hours")
    required = explained.as_it_comes(explained.group_plan.operators.required)
    counts = Counter(required[required > 0].tolist())
    on_duty = joined(" + ", ((f"{intervals} × ", operators) for operators, intervals in counts.items()))
    minutes = f") × {explained.interval_minutes} / {MINUTES_AN_HOUR}"
    hours = int(required.sum()) * explained.scenario.interval_s / 3600
    yield step(
        quantity=say("explain.HOURS_ON_DUTY"),
        value=hours,
        formula=("(", *(on_duty or ("0",)), minutes),
        metric="operator_hours_required",
    )
    paid = money.paid_hours(int(required.sum()), explained.scenario.interval_s, explained.terms.shrinkage)
    formula = (hours, " / ", *_present(explained))
    yield step(
        quantity=say("explain.PAID_HOURS"), value=float(paid), formula=formula, metric="operator_hours_paid"
    )
    after_duty = without_noise(
        float(explained.as_it_comes(explained.group_plan.operators.expected.after_duty_hours).sum())
    )
    yield step(
        quantity=say("explain.AFTER_DUTY"),
        value=after_duty if isfinite(after_duty) else None,
        note=say("explain.AFTER_DUTY_NOTE"),
        metric="operator_hours_after_duty",
    )
    yield from _labour_cost(explained, formula, after_duty)


def _labour_cost(explained: ExplainedInterval, paid: Formula, after_duty: float) -> Iterator[Step]:
    """Yield what is added to the paid hours, and the cost of all."""
    step = partial(Step, part=DAY, subject=explained.group_plan.name)
    costs, labour = explained.scenario.costs, explained.group_plan.labour_cost
    share, formula = float(costs.after_duty), paid
    if costs.operator_hour is not None:
        origin = explained.origins.of("costs", "after_duty")
        yield step(quantity=say("explain.AFTER_DUTY_PRICE"), value=share, unit="share", origin=origin)
    surcharged = explained.planned.surcharged_hours(explained.group_plan)
    if surcharged is not None:
        worth = float(surcharged[explained.day])
        yield step(
            quantity=say("explain.SURCHARGED_HOURS"),
            value=worth,
            unit="hours",
            note=say("explain.SURCHARGED_NOTE"),
        )
        formula = (*formula, " + ", worth)
    if share:
        formula = (*formula, " + ", after_duty, " × ", *per_cent(share))
    if share or surcharged is not None:
        formula = ("(", *formula, ")")
    if costs.operator_hour is not None and labour is not None:
        yield step(
            quantity=say("explain.LABOUR_COST"),
            value=int(labour[explained.day]) / money.HUNDREDTHS,
            unit="money",
            formula=(*formula, " × ", float(costs.operator_hour)),
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
