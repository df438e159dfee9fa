"""Names and sentences of the report: what a person reads on the page by which people decide."""

from collections.abc import Sequence

from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording.en.charts import month_text, weekdays_text
from mfc_capacity.wording.en.numbers import (
    WEEKDAYS,
    count_text,
    counted,
    dated,
    decimal_text,
    duration_text,
    listed,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.targets import BOUND_BY

SKIP = "Skip to the answer"
CONTENTS = "On this page"
NUMBERS = "The numbers"
SOURCE_OF = "From {source}."
BY_MONTH = "Month by month, every group"
SOURCED, ASSUMED = "With a source: {count}", "Assumed, without a source: {count}"
FIGURE_HEADER, SOURCE, DEFAULT = ("Figure", "Value", "Where"), "Source", "default"
NO_TITLE = "Capacity plan"

ANSWER = "The answer"
ANALYST = "For the analyst"
ANALYST_SAID = (
    "What stands behind the answer, in the order in which people look. Every picture has its numbers below."
)
LIMITS_ON_PEOPLE = (
    "Limits on people are held against the planned classes, as in check; those shown may differ."
)
LIMITS, LIMITS_TABLE = "Limits", "Verdicts on the limits"
DAYS = "Operators through the day"
SHIFTS = "People in shifts"
PEOPLE = "People by week"
TRY = "What if"
WAITS = "Who waits how long"
CURVES = "What each number of operators would give"
MONEY = "Money"
RISK = "What it may come to"
FAN_SAID = (
    "What is left by the end of each day: one time in ten less than P10, one time in ten more than P90."
)
AS_PLANNED = "as planned"
TORNADO_HEADER = ("Figure", "range", "from its low to its high, and its share of the variance")
DEMAND = "When people call"
CHANGES = "What changed"
FIGURES = "The plan in figures"
FIGURES_TABLE, SHIFTS_TABLE, PEOPLE_TABLE = (
    "Figures, a column a group",
    "Figures of shifts",
    "Figures of people",
)
ORIGINS = "How the peaks came about"
ASSUMPTIONS = "Assumptions and sources"
WARNINGS = "Warnings"

POINTS = {
    "amount": "today's money",
    "amount+extra": "with the extra",
    "targets": "what the targets need",
    "knee": "knee",
}
CAUSE = "What did it"
SIGNS = {"+": "new", "-": "gone", "~": "changed", "!": "worse"}
LIMITS_HEADER = ("Verdict", "Limit", "How it stands", "Where it is written")
NOBODY = "Nobody calls, and nobody is needed."

PROMISED, TARGET = "promised", "target"
DELIVERED, SIMULATED = "delivered, the queue carried on", "Simulated"
SIMULATED_BAND = "simulated, 95 % interval"
PROMISED_GIVEN = "with the operators given"
INSIDE_SHARE, OVER_SHARE = "cost, within the even share", "beyond it"
LEFT, WITH_EXTRA = "left of the budget", "with the extra"
COST, EVEN = "cost", "the budget spread evenly"
OVER = "over (+) or under (-)"
MONEY_ENDS, RUNS_OUT = "money ends", "runs out"

SERVICE_LEVELS = {
    "offered": "of all calls are answered within {within}",
    "answered": "of answered calls are answered within {within}",
    "virtual": "of calls would be answered within {within} if nobody hung up",
    "short": "of calls are answered within {within}, those left out that hang up within {short}",
    "positive": "of callers wait no longer than {within}, whether they are answered or hang up",
    "callers": "of callers, each counted once, are answered within {within} of the call that is answered",
}

EVEN_SHARE, LEFT_OF_VOLUME = "Even share", "Left"

TRY_ABOUT = (
    "One interval by itself, in the steady state, by the formulas of the plan (Erlang C, or Erlang A where callers "
    "hang up), computed in this page."
)
TRY_TIME_DEPENDENT = " The plan carries the queue from interval to interval, so its own figures differ."
TRY_MIXED = " Where hotlines of a group differ the plan takes each as it is, and this panel their means."
TRY_LINES = (
    " Where a group has lines the plan counts them, and in this panel everybody gets through and waits."
)
TRY_REDIALS = (
    " In the panel nobody calls again: its calls are first attempts alone, and a service level of callers, each "
    "counted once, is left open."
)
TRY_DAY, TRY_TIME, TRY_OPERATORS, TRY_CALLS = (
    "Group and day",
    "From",
    "Operators on duty",
    "Calls in the interval",
)
TRY_AHT, TRY_PATIENCE = "Handling time, s", "Patience, s (empty: endless)"
TRY_RESET, TRY_GIVEN = "Back to the plan", "The operators given"
TRY_HEADER = ("What callers meet", "Plan", "Now", "1 fewer", "1 more")
TRY_LESS, TRY_MORE = "Less: {name}", "More: {name}"
TRY_KEPT, TRY_MISSED = "Every target is kept that this panel computes.", "Missed: {missed}."
TRY_NEED, TRY_UNREACHED = (
    "The targets need {operators} operators.",
    "No number of operators keeps these targets.",
)
TRY_MISSED_BY = {
    "service_level": "{value} in time (target: {target})",
    "asa_s": "those answered wait {value} (target: at most {target})",
    "mean_wait_s": "callers wait {value} (target: at most {target})",
    "abandonment": "{value} hang up (target: at most {target})",
    "occupancy": "operators are busy {value} of the time (target: at most {target})",
}
TRY_CURVE = "Answered in time, over operators on duty"
TRY_MARKS = {"now": "now", "needed": "needed", "given": "given", "target": "target"}
TRY_NO_SCRIPT = "This panel needs JavaScript."
TRY_OVERLOADED = (
    "More calls come than these operators can handle: the queue only grows, and no wait can be told."
)
TRY_NO_CALLS = "Nobody calls."
TRY_UNREADABLE = "Fill in every field: operators as a whole number, calls and seconds as numbers."


def group_title(name: str, title: str | None) -> str:
    """Name a group as people know it, with its name in the file."""
    return f"{title} ({name})" if title and title != name else name


def day_title(day: str | None, weekdays: Sequence[int], peaks: Sequence[str], *, is_peak: bool) -> str:
    """Say which kind of day a picture shows: ordinary only where no peak is on."""
    if day is None:
        return "One ordinary day"
    if is_peak:
        return f"Peak day, {dated(day)}"
    kind = f"{weekdays_text(weekdays)}, {month_text(day[:7])}"
    return f"{kind}, with {', '.join(peaks)}" if peaks else f"Ordinary {kind}"


def day_of(day: str | None) -> str:
    """Name the day of a group's peak."""
    return dated(day) if day else "that day"


def like_others(day: str | None, weekdays: Sequence[int], peaks: Sequence[str]) -> str:
    """Say which other days of its month the day of the peak is like, if it is like any."""
    return (
        f"Every {'' if peaks else 'ordinary '}{weekdays_text(weekdays)} of {month_text(day[:7])} is like it."
        if day and weekdays
        else ""
    )


def cover_title(group: str, day: str) -> str:
    """Say of whom and when a picture of shifts is."""
    return f"{group}, {dated(day)}"


def cover_said(over: int, under: int, intervals: int, hidden: int) -> str:
    """Say how well shifts fit the need: operators beyond it, and missing, as means over the intervals.

    `hidden` shifts with few operators are not drawn.
    """
    missing = f"; {decimal_text(under / intervals, 1)} are missing" if under else ", and none missing"
    left_out = (
        f" {counted(hidden, 'smaller shift')} {'is' if hidden == 1 else 'are'} not drawn." if hidden else ""
    )
    return (
        f"On average {decimal_text(over / intervals, 1)} operators more than are needed{missing}.{left_out}"
    )


def strip_name(shift: str, start: str, operators: int) -> str:
    """Return what stands on a shift under the curve of need."""
    return f"{start} {shift}: {count_text(operators)}"


PEOPLE_NEEDED, PEOPLE_THERE, WITH_OVERTIME, CHANCE = "needed", "there", "with overtime", "P10 to P90"


def people_title(group: str, short: int, weeks: int, worst: str | None, missing: float) -> str:
    """Say of a group in how many weeks how many full-time jobs are missing."""
    if not short:
        return f"{group}: no week is short of people"
    jobs = decimal_text(missing, 1)
    are = "is" if short == 1 else "are"
    return f"{group}: {count_text(short)} of {counted(weeks, 'week')} {are} short, {jobs} jobs missing in {worst}"


def people_said(classes: int, people: int) -> str:
    """Say what to see in a picture of people by week."""
    marked = (
        f"{counted(people, 'person')} {'begins' if people == 1 else 'begin'} in {counted(classes, 'class')}, each "
        "marked at its beginning with its people."
        if classes
        else "Nobody is hired."
    )
    chance = "Shaded: one time in ten fewer are there than P10, one time in ten more than P90."
    return f"Full-time jobs by week. {marked} {chance}"


def service_said(
    worst: float | None, start: str | None, target: float | None, of: str, within_s: float, short_s: float
) -> str:
    """Say what to see in a picture of service levels."""
    bound = None if target is None else Bound(target, is_least=True)
    asked = SERVICE_LEVELS[of].format(within=duration_text(within_s), short=duration_text(short_s))
    aim = f"Target: {share_text(target)} {asked}. " if target is not None else f"Share that {asked[3:]}. "
    return aim + (f"Promised {share_text(worst, bound)} at worst, from {start}." if worst is not None else "")


def played_said(short: int, intervals: int, missed: Sequence[str], days: int, seed: int) -> str:
    """Say what came of a day that was played: how many intervals fall short, and of which targets."""
    played = f" Simulated on {counted(days, 'such day')} (seed {seed}):"
    if not short:
        return f"{played} no interval misses a target beyond doubt."
    misses, which = "misses" if short == 1 else "miss", listed([BOUND_BY[key] for key in missed])
    return f"{played} beyond doubt, {short} of {counted(intervals, 'interval')} {misses} a target ({which})."


def peak_said(operators: int, day: str | None, start: str, *, is_capped: bool) -> str:
    """Say how many operators the peak needs, or has where it may not have all of them."""
    when = f"on {dated(day)} from {start}" if day else f"from {start}"
    are = "are planned" if is_capped else "must be"
    return f"At the peak, {when}, {counted(operators, 'operator')} {are} on duty at once."


def weeks_said(fte: float, fte_peak_week: float, week: str) -> str:
    """Say how many full-time jobs the work is, in the heaviest week and on average."""
    heaviest, mean = (decimal_text(jobs, 1) for jobs in (fte_peak_week, fte))
    return f"The heaviest week, {week}, takes {heaviest} full-time jobs, and the mean of all days {mean}."


def given_said(
    wait_s: float, abandonment: float, needed: tuple[float | None, float | None], groups: Sequence[str]
) -> str:
    """Say what callers of some groups (none named: of all) meet with the operators given, and with those planned."""
    whose = f" in {', '.join(groups)}" if groups else ""
    text = f"With the operators given{whose} {waits_said(wait_s, abandonment)}"
    better_wait_s, better = needed
    if better_wait_s is None or better is None:
        return f"{text}."
    return f"{text}; with those planned {waits_said(better_wait_s, better)}."


def waits_said(wait_s: float, abandonment: float) -> str:
    """Say how long callers wait and how many hang up."""
    return f"callers wait {duration_text(wait_s)} on average and {share_text(abandonment)} hang up"


def verdict(code: str | None, level: str) -> tuple[str, str]:
    """Return the verdict on a limit, with a sign that needs no colour, and its look."""
    if code is None:
        return "✓ kept", "kept"
    return ("✗ broken", "broken") if level == "error" else ("! warning", "warned")


def compared(before: str, after: str) -> str:
    """Name both sides of a comparison."""
    return f"Before: {before}; after: {after}."


def change_title(figure: str) -> str:
    """Name the picture of what each cause did."""
    return f"What did it: {figure[0].lower()}{figure[1:]}"


def waits_by_money(today_s: float, needed_s: float) -> str:
    """Say how long callers wait with today's money and with what the targets need."""
    needed = f"{duration_text(needed_s)} with what the targets need"
    return f"Callers wait {duration_text(today_s)} on average with {POINTS['amount']}, {needed}"


def over_money(figure: str) -> str:
    """Name the picture of a figure over the sums that buy it."""
    return f"{figure} over money"


def point(names: str) -> str:
    """Name the sums that stand at a place of the curve."""
    return ", ".join(POINTS.get(name, name) for name in names.split("; "))


def extra_said(
    extra: float, currency: str | None, with_it: tuple[float, float], without: tuple[float, float]
) -> str:
    """Say what callers meet with the extra money and without it, each a mean wait and a share who hang up."""
    (wait_s, abandonment), (longer_s, more) = with_it, without
    return (
        "If the money is to last, spent on the same promise in every interval: with the extra "
        f"{money_text(extra, currency)} {waits_said(wait_s, abandonment)}; without it they wait "
        f"{duration_text(longer_s)} and {share_text(more)} hang up."
    )


def heat_said(calls: float, weekday: int, hour: int) -> str:
    """Say when most people call."""
    most = f"{count_text(calls)}, on {WEEKDAYS[weekday]} from {hour:02}:00"
    return f"Mean calls an hour; the stronger the colour, the more. Most, {most}."


def season_said(groups: Sequence[tuple[str, float, float]]) -> str:
    """Say between which numbers each group's need lies."""
    spans = (
        f"{name} {count_text(least)}{f' to {count_text(most)}' if most > least else ' throughout'}"
        for name, least, most in groups
    )
    return f"{', '.join(spans)}."


def cost_said(currency: str | None, most: tuple[str | None, float]) -> str:
    """Say which month costs most."""
    return f"The dearest month is {most[0]} with {money_text(most[1], currency)}."


def made_by(version: str, path: str, sha256: str) -> str:
    """Say what made the page, from what."""
    return f"mfc-capacity {version}, from {path}, SHA-256 {sha256}"
