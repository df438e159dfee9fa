"""Names and sentences of the report's first screen: pairs of figures, and options side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from mfc_capacity.answers.first_screen import Met, People, Tile
from mfc_capacity.answers.records import Cell
from mfc_capacity.wording.en.accounts import UNITS
from mfc_capacity.wording.en.numbers import (
    count_text,
    counted,
    dated,
    day_text,
    decimal_text,
    duration_text,
    listed,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.report import group_title, waits_said

# Of a pair: its title, what is needed or met or spent, what there is beside it.
PAIRS = {
    "peak": ("On duty at the peak", "needed", "given"),
    "fte": ("Full-time jobs, heaviest week", "needed", "given"),
    "service_level": ("Answered in time", "as planned", "with those given"),
    "abandonment": ("Hang up", "as planned", "with those given"),
    "cost": ("Cost", "as planned", "budget"),
    "contract": ("Contract", "asked for", "volume"),
}
MEAN_JOBS = "Full-time jobs, mean of all days"
OF_PEOPLE = {"fte": "filled", "service_level": "with the people there"}
CAPPED = "planned, fewer than the targets need"
COSTS_OF = {
    "contract": "Cost of the contract",
    "labour": "Cost of labour",
    "all": "Cost of labour, contacts and contract",
    "labour-and-contacts": "Cost of labour and contacts",
}
_FALLS_SHORT = {
    "peak": ", too few",
    "fte": ", too few",
    "service_level": ", too few in time",
    "abandonment": ", too many",
    "cost": ", not enough",
    "contract": ", not enough",
}
BADLY_SERVED, HELPS = "When are callers badly served?", "What would help?"
HOW_LONG = {
    (True, True): "How long do contract and money last?",
    (True, False): "How long does the contract last?",
    (False, True): "How long does the money last?",
}
NEVER = "never"


def tile_names(tile: Tile) -> tuple[str, str, str]:
    """Return the title of a pair, and what its two figures are called."""
    title, needed, there = PAIRS[tile.name]
    if tile.name == "fte" and tile.week is None:
        title = MEAN_JOBS
    if tile.is_capped:
        needed = CAPPED
    if tile.there_of == "people":
        there = OF_PEOPLE[tile.name]
    if tile.name == "cost" and tile.cost_of is not None:
        title = COSTS_OF[tile.cost_of]
    if tile.of is not None:
        title = f"{title} of {day_text(date.fromisoformat(tile.of))}"
    return title, needed, there


def falls_short(tile: str, groups: Sequence[str]) -> str:
    """Say that what there is is not enough, and in which groups, where it is not the same in all."""
    return f"{_FALLS_SHORT[tile]}{f' in {listed(groups)}' if groups else ''}"


def tile_notes(tile: Tile, written: Callable[[Cell], str]) -> Iterator[str]:
    """Yield what is promised of a pair's figures, and when and of whom they are."""
    bound = "at least" if tile.name == "service_level" else "at most"
    within = "" if tile.level is None else f" within {duration_text(tile.level.within_s)}"
    if tile.level is not None and tile.level.on_days is not None:
        within += f" on {share_text(tile.level.on_days)} of days"
    if tile.target is not None:
        yield f"target: {bound} {written(tile.target)}{within}"
    elif any(pair.target is not None for pair in tile.by_group):
        yield "targets: " + ", ".join(
            f"{pair.group} {bound} {written(pair.target)}" for pair in tile.by_group
        )
    if tile.name == "peak" and tile.start is not None:
        yield f"{dated(tile.date)}, {tile.start}" if tile.date else tile.start
    if tile.name == "contract":
        if tile.unit:
            yield UNITS[tile.unit]
        yield f"runs out on {runs_out(tile.date)}" if tile.date else "lasts to the end"
    if tile.week is not None:
        yield tile.week
    if tile.needed_by_all is not None:
        yield f"of {', '.join(tile.groups)}; {written(tile.needed_by_all)} in all groups"


def runs_out(day: str | None) -> str:
    """Say when a contract runs out."""
    return day_text(date.fromisoformat(day)) if day else NEVER


def behind(warnings: int, assumptions: int, *, is_sheet: bool) -> str:
    """Say how much there is to know of the figures, and where it stands."""
    has = "has" if assumptions == 1 else "have"
    there = [counted(warnings, "warning")] if warnings else []
    there += [f"{counted(assumptions, 'figure')} that {has} no source"] if assumptions else []
    if not there:
        return ""
    are = "is" if (warnings or assumptions) == 1 else "are"
    return f"There {are} {' and '.join(there)}, named {'in the whole report' if is_sheet else 'below'}."


def hiring_said(people: People) -> str:
    """Say what those who are hired change."""
    are = "is" if people.hired == 1 else "are"
    short, of_all = count_text(people.unhired_weeks_short), counted(people.weeks, "week")
    weeks = f"{short} of {of_all} would be short, not {count_text(people.weeks_short)}"
    met = ""
    if people.service_level is not None and people.unhired_service_level is not None:
        level, unhired = share_text(people.service_level), share_text(people.unhired_service_level)
        met = f", and {unhired} would be answered in time, not {level}"
    hired = f"{counted(people.hired, 'person')} to be hired {are} counted already"
    return f"{hired}: without them {weeks}{met}."


def respent_said(amount: float, cost: float, currency: str | None, buys: Met, today: Met) -> str:
    """Say what callers would meet if the budget paid for the same promise in every interval, and today at its cost."""
    then, now = (waits_said(met.mean_wait_s, met.abandonment) for met in (buys, today))
    budget, given = money_text(amount, currency), money_text(cost, currency)
    same = "spent on the same promise in every interval"
    return f"The budget of {budget} {same}: {then}; the operators given cost {given}, and {now}."


def carried_said(day: Mapping[str, Cell], through_day: Mapping[str, Cell], title: str | None) -> str:
    """Say what the other method's plan has on duty on a day on which this one falls short, both as they were played."""
    hours, others = (decimal_text(float(each["operator_hours"] or 0), 1) for each in (day, through_day))
    when = f" on {dated(str(day['date']))}" if day["date"] else ""
    return (
        f"{group_title(str(day['group']), title)}: simulated{when}, the plan {_short_in(day)}. One that looks at the "
        f"queues of the day (method: time-dependent) {_short_in(through_day)}, with {others} hours on duty in place of "
        f"{hours}."
    )


def _short_in(day: Mapping[str, Cell]) -> str:
    """Say in how many intervals of a day that was played a target is missed, and in how many it may be."""
    short, unsure = (float(day[f"intervals_{verdict}"] or 0) for verdict in ("short", "unsure"))
    missed = f"misses a target in {counted(short, 'interval')}" if short else "misses a target in no interval"
    return f"{missed}, perhaps in {count_text(unsure)}{' more' if short else ''}" if unsure else missed
