"""The calls of hotlines that share operators as one stream, and the load that it is.

Handling times are averaged over calls, and so are the rates at which callers give up: mean patience is the
harmonic mean.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from mfc_capacity.commands.explain.case import Case
from mfc_capacity.commands.explain.steps import LOAD, Step, operand
from mfc_capacity.wording.en import explain as words


def load_steps(case: Case) -> Iterator[Step]:
    """Yield the group's calls, calls per hour, mean handling time and patience, and load."""
    calling = [name for name in case.plan.group.hotlines if case.hotline_calls(name) > 0]
    step = partial(Step, part=LOAD, subject=case.plan.name)
    summed = " + ".join(operand(case.hotline_calls(name)) for name in calling)
    formula = summed if len(calling) > 1 else None
    yield step(quantity=words.CALLS_OF_GROUP, value=case.calls, unit="calls", formula=formula, metric="calls")
    if not calling:
        return
    interval = case.origins.of("calendar", "interval")
    yield step(quantity=words.INTERVAL, value=case.interval_minutes, unit="minutes", origin=interval)
    formula = f"{operand(case.calls)} × 60 / {case.interval_minutes}"
    yield step(
        quantity=words.CALLS_PER_HOUR, value=case.calls_per_hour, unit="calls per hour", formula=formula
    )
    yield from _handling_time(case, calling)
    yield from _patience(case, calling)
    yield from _offered_load(case)


def _handling_time(case: Case, calling: Sequence[str]) -> Iterator[Step]:
    """Yield the handling time of each hotline that rings, and of several the mean."""
    step = partial(Step, part=LOAD, subject=case.plan.name, unit="seconds")
    handled = {name: case.scenario.hotlines[name].aht_s for name in calling}
    metric = "aht_s" if len(calling) == 1 else None
    for name, aht_s in handled.items():
        origin = case.origins.of("hotlines", name, "aht")
        yield step(quantity=words.aht(name), value=aht_s, origin=origin, metric=metric)
    if len(calling) > 1:
        products = (
            f"{operand(case.hotline_calls(name))} × {operand(aht_s)}" for name, aht_s in handled.items()
        )
        formula = f"({' + '.join(products)}) / {operand(case.calls)}"
        yield step(quantity=words.MEAN_AHT, value=case.aht_s, formula=formula, metric="aht_s")


def _patience(case: Case, calling: Sequence[str]) -> Iterator[Step]:
    """Yield the patience of each hotline and the mean; a caller who never hangs up adds nothing to its rate."""
    step = partial(Step, part=LOAD, subject=case.plan.name, unit="seconds")
    patience = {name: case.scenario.hotlines[name].patience_s for name in calling}
    metric = "patience_s" if len(calling) == 1 else None
    for name, patience_s in patience.items():
        origin = case.origins.of("hotlines", name, "patience")
        note = words.ENDLESS if patience_s is None else None
        yield step(quantity=words.patience(name), value=patience_s, note=note, origin=origin, metric=metric)
    rates = [f"{operand(case.hotline_calls(name))} / {operand(own)}" for name, own in patience.items() if own]
    if rates and len(calling) > 1:
        mean_s = float(case.plan.load.patience_s[case.kind, case.interval])
        formula = f"{operand(case.calls)} / ({' + '.join(rates)})"
        yield step(quantity=words.MEAN_PATIENCE, value=mean_s, formula=formula, metric="patience_s")


def _offered_load(case: Case) -> Iterator[Step]:
    yield Step(
        part=LOAD,
        subject=case.plan.name,
        quantity=words.OFFERED_LOAD,
        value=case.load_erlangs,
        unit="erlangs",
        formula=f"{operand(case.calls_per_hour)} × {operand(case.aht_s)} / 3,600",
        metric="offered_load_erlangs",
    )
