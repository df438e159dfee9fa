"""Names and sentences of the report's first screen: pairs of figures, and options side by side."""

from collections.abc import Callable, Iterator
from datetime import date

from mfc_capacity.answers.first_screen import CostOf, Option, Options, Tile
from mfc_capacity.answers.records import Cell
from mfc_capacity.wording.en.accounts import UNITS
from mfc_capacity.wording.en.charts import dated
from mfc_capacity.wording.en.numbers import day_text

# Of a pair: its title, what is needed or met or spent, what there is beside it.
PAIRS = {
    "peak": ("On duty at the peak", "needed", "given"),
    "fte": ("Full-time jobs, heaviest week", "needed", "given"),
    "service_level": ("Answered in time", "as planned", "with those given"),
    "abandonment": ("Hang up", "as planned", "with those given"),
    "cost": ("Cost", "as planned", "budget"),
    "contract": ("Contract", "used", "volume"),
}
MEAN_JOBS, JOBS_OF_PEOPLE = "Full-time jobs, mean of all days", "there"
COSTS_OF = {
    "contract": "Cost of the contract",
    "labour": "Cost of labour",
    "all": "Cost of labour, contacts and contract",
    "labour-and-contacts": "Cost of labour and contacts",
}
FALLS_SHORT = {
    "peak": ", too few",
    "fte": ", too few",
    "service_level": ", too few in time",
    "abandonment": ", too many",
    "cost": ", not enough",
    "contract": ", not enough",
}
OPTIONS = "The options side by side"
OPTION_KINDS = {"today": "Today: the operators given", "plan": "The plan"}
OPTION_HEADERS = {
    "fte": "Full-time jobs",
    "exhausted_on": "Contract runs out",
    "left": "Left of the budget",
    "left_with_extra": "Left with the extra",
    "abandonment": "Hang up",
    "service_level": "Answered in time",
}
NO_PLAN, NEVER = "no plan", "never"


def tile_names(tile: Tile) -> tuple[str, str, str]:
    """Return the title of a pair, and what its two figures are called."""
    title, needed, there = PAIRS[tile.name]
    if tile.name == "fte" and tile.week is None:
        title = MEAN_JOBS
    if tile.there_of == "people":
        there = JOBS_OF_PEOPLE
    if tile.name == "cost" and tile.cost_of is not None:
        title = COSTS_OF[tile.cost_of]
    return title, needed, there


def tile_notes(tile: Tile, written: Callable[[Cell], str]) -> Iterator[str]:
    """Yield what is promised of a pair's figures, and when and of whom they are."""
    bound = "at least" if tile.name == "service_level" else "at most"
    if tile.target is not None:
        yield f"target: {bound} {written(tile.target)}"
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


def behind(warnings: int, assumptions: int) -> str:
    """Say how much there is behind a single page."""
    warned = "1 warning" if warnings == 1 else f"{warnings} warnings"
    assumed = "1 figure has" if assumptions == 1 else f"{assumptions} figures have"
    return f"The plan gives {warned}, and {assumed} no source: the whole report has them."


def option_name(row: Option) -> str:
    """Name a way to go."""
    if row.kind != "variant":
        return OPTION_KINDS[row.kind]
    return f"{row.title} ({row.name})" if row.title else str(row.name)


def options_title(options: Options) -> str:
    """Say which variant costs least, if one costs less than the plan."""
    plan = next((row for row in options.rows if row.kind == "plan"), None)
    variants = [row for row in options.rows if row.kind == "variant" and row.cost is not None]
    if plan is None or plan.cost is None or not variants:
        return OPTIONS
    best = min(variants, key=lambda row: row.cost or 0.0)
    if (best.cost or 0.0) >= plan.cost:
        return f"{OPTIONS}: no variant costs less than the plan"
    return f"{OPTIONS}; least costs: {option_name(best)}"


def option_header(name: str, cost_of: CostOf, *, has_weeks: bool) -> str:
    """Name a column of the options."""
    if name == "fte" and has_weeks:
        return PAIRS["fte"][0]
    return COSTS_OF[cost_of] if name == "cost" else OPTION_HEADERS[name]


def option_notes(options: Options) -> Iterator[str]:
    """Yield what else is to be said of the options: who has operators today, and which are left out."""
    today = any(row.kind == "today" for row in options.rows)
    if today and options.as_planned:
        yield f"No operators are given in {', '.join(options.as_planned)}: today they are those of the plan."
    if options.left_out:
        yield f"Not planned here: {', '.join(options.left_out)}."
