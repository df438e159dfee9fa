"""Sentences of `check`: what a limit is about, by how much it is broken, what came of a run."""

from collections.abc import Callable, Sequence

from mfc_capacity.answers.check import (
    FIGURE_UNKNOWN,
    Chance,
    CheckReport,
    Driver,
    Fault,
    Judgement,
    Place,
    Row,
    ScenarioCheck,
    ScheduledWeek,
)
from mfc_capacity.answers.metrics import METRICS
from mfc_capacity.answers.records import Cell
from mfc_capacity.core.rounding import Bound, adding_up
from mfc_capacity.files.nodes import SET
from mfc_capacity.files.text import visible
from mfc_capacity.wording import text
from mfc_capacity.wording.en.numbers import (
    NOTHING,
    UNKNOWN,
    count_text,
    counted,
    dates_text,
    decimal_text,
    duration_text,
    money_parts,
    money_text,
    share_text,
)

NO_LIMITS = "there is no limit to hold a plan against"
NO_LIMITS_HINT = "write limits: into the scenario, or name a file of limits with --limits limits.yaml"
NO_BASELINE = "max_increase compares with a baseline, and none is named"
NO_BASELINE_HINT = "name one, as in --baseline-ref main, or --baseline FILE"
NO_RANGES = (
    "a limit with a probability needs figures that may be off, and no figure of the scenario has a range"
)
LIMITS_ARE_A_MAP = "a file of limits is a map of keys to values"
BEGIN_WITH_SCHEMA = "begin with schema: mfc-capacity/limits/1"
GIVE_IT_AN_ID = "give it its own id"
DRIVEN_BY, SUM_OF, NOT_JUDGED = "driven most by", "the sum of", "not judged"
DRIVERS_TITLE, KEPT_TITLE = "What drives the broken limits most", "Limits that are kept"
TABLE_HEADER = ("level", "limit", "what is broken", "where")
MARKS = {"kept": "Limits kept", "broken": "Limits broken", "no-plan": "No plan", "refused": "Not all judged"}

_REASONS = {
    "unknown": "is unknown",
    "unpriced": "is unknown without costs.operator_hour",
    "no-row": "stands in no row of the plan",
    "no-account": "is missing: the scenario has no such account",
    "no-baseline": "has no figure in the baseline to compare with",
    "never": "never comes",
    "new": "is new: the baseline has no such row",
}
_BEYOND = {"max": "above the limit of", "min": "below the limit of", "max_increase": "above the limit of"}
_BEYOND_A_DAY = {"max": "after the limit of", "min": "before the limit of"}
_SIGNS = {"max": "≤", "min": "≥", "max_increase": "≤"}


def cannot_be_read(reason: str) -> str:
    """Say why a file of limits cannot be read."""
    return f"cannot be read: {reason}"


def second_id(id: str, first: str) -> str:  # noqa: A002 - as the format calls it
    """Say that two limits have one id."""
    return f"a second limit has the id '{id}'; the first is at {first}"


def figure_text(value: Cell, kind: str, currency: str | None, bound: Bound | None = None) -> str:
    """Return a figure in its unit."""
    if value is None or isinstance(value, str):
        return UNKNOWN if value is None else visible(value)
    if kind == "money":
        return money_text(value, currency, bound)
    if kind == "price":
        return f"{decimal_text(value, 2, bound)} {currency or ''}".rstrip()
    return _BY_KIND.get(kind, count_text)(value, bound)


def _hours(value: float, bound: Bound | None) -> str:
    return f"{count_text(value, bound)} h"


def _tenths(value: float, bound: Bound | None) -> str:
    return decimal_text(value, 1, bound)


_BY_KIND: dict[str, Callable[[float, Bound | None], str]] = {
    "seconds": duration_text,
    "share": share_text,
    "hours": _hours,
    "fte": _tenths,
    "erlangs": _tenths,
    "months": _tenths,
}


def row_text(row: Row | None) -> str:
    """Return which row of a plan a figure stands in."""
    if row is None:
        return UNKNOWN
    keys = (row.group, row.month, row.week, row.date, row.start)
    return visible(" ".join([f"{row.table}:", *(key for key in keys if key)]).removesuffix(":"))


def scenario_name(path: str, variant: str | None) -> str:
    """Return a scenario as the command line names it."""
    return path if variant is None else f"{path}#{variant}"


def violation_text(judgement: Judgement) -> str:
    """Say which limit is broken, by how much, and where."""
    plan = (
        ""
        if judgement.place.file == judgement.scenario
        else f"{scenario_name(judgement.scenario, judgement.variant)}: "
    )
    return f"{visible(plan)}{_broken_in_full(judgement, judgement.metric)}"


def stands_text(judgement: Judgement, name: str) -> str:
    """Say how a figure stands against its limit, under a name that people know."""
    return _broken_in_full(judgement, name) if judgement.code else kept_text(judgement, name)


def _broken_in_full(judgement: Judgement, metric: str) -> str:
    row = f" ({row_text(judgement.row)})" if judgement.row else ""
    return f"{_broken_text(judgement, metric)}{row}{_scheduled(judgement)}{_wrong_way(judgement)}"


def _broken_text(judgement: Judgement, metric: str) -> str:
    """Say by how much a limit is broken."""
    limit, status = _limit_text(judgement), judgement.status
    if judgement.code == FIGURE_UNKNOWN:
        return f"{metric} {_REASONS[status]}, so nobody can say that {limit} is kept"
    if judgement.chance is not None:
        return _chance_text(judgement, judgement.chance, metric)
    if status == "never":
        return f"{metric} {_REASONS[status]}, {_beyond(judgement)} {limit}"
    return f"{metric} is {_actual(judgement)}, {_excess_text(judgement)} {_beyond(judgement)} {limit}"


def kept_text(judgement: Judgement, name: str | None = None) -> str:
    """Say how a figure stands against a limit that it keeps, under its own name or that of its metric."""
    metric = name or judgement.metric
    if judgement.chance is not None:
        said = _chance_text(judgement, judgement.chance, metric)
        return f"{said} ({row_text(judgement.row)}){_wrong_way(judgement)}"
    if judgement.status == "new":
        is_new = f"{metric} {_REASONS[judgement.status]} ({row_text(judgement.row)})"
        return f"{is_new}{_scheduled(judgement)}"
    actual = _REASONS["never"] if judgement.status == "never" else _actual(judgement)
    held = f"{actual} {_SIGNS[judgement.bound]} {_limit_text(judgement)} ({row_text(judgement.row)})"
    return f"{metric} {held}{_scheduled(judgement)}{_wrong_way(judgement)}"


def _days(week: ScheduledWeek) -> str:
    return dates_text(week.first, week.last) if week.first and week.last else ""


def _scheduled(judgement: Judgement) -> str:
    """Say which weeks a figure of shifts is of, and where its shifts do not cover all or may not be the cheapest."""
    if not judgement.weeks:
        return ""
    spans = {visible(week.group): _days(week) for week in judgement.weeks}
    if judgement.weeks[0].first is None:
        said = ""
    elif len(set(spans.values())) == 1:
        said = f"; of the heaviest week alone, {next(iter(spans.values()))}"
    else:
        named = ", ".join(f"{group} {span}" for group, span in spans.items())
        said = f"; of the heaviest weeks alone, {named}"
    for week in judgement.weeks:
        if week.operator_hours_short:
            missing = decimal_text(week.operator_hours_short, 1, NOTHING)
            said += f"; {visible(week.group)} is {missing} operator hours short, and a full cover takes more"
        if week.status == "time-limit":
            said += f"; for {visible(week.group)} it is the best found in time, and less may do"
    return said


def needs_shifts(metric: str, message: str) -> str:
    """Say why there are no shifts that a limit could be held against."""
    return f"{metric} needs shifts to be looked for: {message}"


def _chance_text(judgement: Judgement, chance: Chance, metric: str) -> str:
    """Say how often a limit holds beside how often it has to, how finely that is known, and what is planned."""
    asked = f"{'at least' if chance.is_enough else 'fewer than'} the {share_text(chance.asked)} asked for"
    share = share_text(chance.share, Bound(chance.asked, is_least=True))
    steps = f"in steps of {decimal_text(100 / chance.samples, 1)} points"
    held = f"{metric} {_SIGNS[judgement.bound]} {_limit_text(judgement)}"
    planned = _REASONS["never"] if judgement.status == "never" else f"is {_actual(judgement)}"
    return f"{held} in {share} of {chance.samples} samples ({steps}), {asked}; as planned it {planned}"


def _wrong_way(judgement: Judgement) -> str:
    """Ask whether the other bound is meant, where this one keeps the better values away."""
    if not METRICS[judgement.metric].is_wrong_way(judgement.bound):
        return ""
    better, meant = ("higher", "min") if judgement.bound == "max" else ("lower", "max")
    return f"; {better} is better here: is {meant} meant?"


def _actual(judgement: Judgement) -> str:
    limit = judgement.limit
    bound = None if limit is None or isinstance(limit, str) else Bound(limit, judgement.bound == "min")
    return figure_text(judgement.actual, judgement.kind, judgement.currency, bound)


def _limit_text(judgement: Judgement) -> str:
    """Return the limit as it is written; of an increase, also what it grows from."""
    if judgement.bound != "max_increase":
        return visible(judgement.written)
    if judgement.baseline is None:
        return f"the baseline + {visible(judgement.written)}"
    baseline = figure_text(judgement.baseline, judgement.kind, judgement.currency)
    return f"{baseline} + {visible(judgement.written)}"


def _beyond(judgement: Judgement) -> str:
    return (_BEYOND_A_DAY if judgement.kind == "date" else _BEYOND)[judgement.bound]


def _excess_text(judgement: Judgement) -> str:
    if judgement.kind == "date":
        return counted(int(judgement.excess or 0), "day")
    if judgement.kind == "share":
        excess = f"{decimal_text((judgement.excess or 0) * 100, 1, NOTHING)} points"
    else:
        excess = figure_text(judgement.excess, judgement.kind, judgement.currency, NOTHING)
    return (
        excess
        if judgement.excess_share is None
        else f"{excess} ({share_text(judgement.excess_share, NOTHING)})"
    )


def limit_name(judgement: Judgement) -> str:
    """Return the limit's id as it may be shown."""
    return visible(judgement.id)


def named(judgement: Judgement) -> str:
    """Return a limit with the scenario it was held against."""
    return visible(f"{judgement.id} of {scenario_name(judgement.scenario, judgement.variant)}")


def more_than_shown(number: int, shown: int) -> str:
    """Say that an annotation may be missing."""
    return (
        f"{number} limits or files are named; GitHub shows {shown}, the worst, and the step summary has all"
    )


def parts_text(judgement: Judgement) -> str | None:
    """Say which groups' figures a figure is the sum of."""
    if not judgement.parts:
        return None
    groups, values = zip(*judgement.parts, strict=True)
    shown = (
        f"{visible(group)} {figure_text(value, judgement.kind, judgement.currency)}"
        for group, value in zip(groups, _adding_up(judgement, values), strict=True)
    )
    return f"{SUM_OF} {', '.join(shown)}"


def _adding_up(judgement: Judgement, values: Sequence[Cell]) -> Sequence[Cell]:
    """Return the parts of a sum so that they add up to it as they are shown."""
    known = [value for value in values if value is not None and not isinstance(value, str)]
    total = judgement.actual
    if total is None or isinstance(total, str) or len(known) < len(values):
        return values
    if judgement.kind == "money":
        parts = money_parts(known, total)
    else:
        parts = adding_up(known, total, 1 if _BY_KIND.get(judgement.kind) is _tenths else 0)
    return [float(part) for part in parts]


def driver_text(driver: Driver) -> str:
    """Return a figure that drives another, where it stands and where it was taken from."""
    place = "default" if driver.place is None else str(driver.place)
    source = f", source: {driver.source}" if driver.source else ""
    return visible(f"{place}: {driver.key} {driver.value}{source}")


def placed_text(said: str, place: Place) -> str:
    """Return a sentence that a CI system shows at a file, and say where it is about where that is no file."""
    if place.is_in_file:
        return said
    where = "on the command line" if place.file == SET else "in standard input"
    what = f"--set {place.source_line}" if place.file == SET else f"line {place.line or 1}"
    return visible(f"{said} ({where}: {what})")


def fault_text(fault: Fault) -> str:
    """Return a mistake with what to do about it."""
    return visible("; ".join(text(part) for part in (fault.message, fault.hint) if part))


def scenario_text(scenario: ScenarioCheck) -> str:
    """Count how the limits of a scenario came out."""
    name = visible(scenario_name(scenario.path, scenario.variant))
    if scenario.status != "judged":
        return f"{name}: {NOT_JUDGED}: {counted(len(scenario.faults), 'problem')}"
    return f"{name}: {_counts(scenario.judgements)}"


def _counts(judgements: Sequence[Judgement]) -> str:
    if not judgements:
        return "no limits"
    broken = [judgement.level for judgement in judgements if judgement.code]
    parts = [
        f"{len(judgements) - len(broken)} kept",
        f"{broken.count('error')} broken",
        counted(broken.count("warning"), "warning"),
    ]
    return f"{counted(len(judgements), 'limit')}: {', '.join(parts)}"


def verdict(report: CheckReport) -> str:
    """Say in one breath whether the limits are kept, and by how much the worst is not."""
    left = sum(scenario.status != "judged" for scenario in report.scenarios)
    unjudged = f"{counted(left, 'scenario')} {'is' if left == 1 else 'are'} {NOT_JUDGED}. " if left else ""
    if not report.violations:
        is_any = any(scenario.judgements for scenario in report.scenarios)
        return f"{unjudged}{'Every limit is kept.' if is_any else ''}".rstrip()
    worst = report.violations[0]
    of = limit_name(worst) if len(report.scenarios) == 1 else named(worst)
    broken = sum(map(report.fails, report.violations))
    warned = len(report.violations) - broken
    others, warnings = (broken - 1, warned) if broken else (0, warned - 1)
    so = f"; so {'is 1 other' if others == 1 else f'are {others} others'}" if others else ""
    so += f"; {warnings} more {'warns' if warnings == 1 else 'warn'}" if warnings else ""
    is_worst = f"The limit {of} is broken" if broken else f"No limit is broken; {of} warns"
    return f"{unjudged}{is_worst}: {_broken_text(worst, worst.metric)}{so}."


def headline(report: CheckReport) -> str:
    """Say in one sentence what came of a run."""
    judgements = [judgement for scenario in report.scenarios for judgement in scenario.judgements]
    left = sum(scenario.status != "judged" for scenario in report.scenarios)
    text = _counts(judgements)
    if len(report.scenarios) > 1:
        text = f"{counted(len(report.scenarios), 'scenario')}, {text}"
    return f"{text}; {counted(left, 'scenario')} {NOT_JUDGED}" if left else text
