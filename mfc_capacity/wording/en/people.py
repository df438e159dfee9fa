"""Sentences of who is there against who is needed, and of the errors on the way to it."""

from collections.abc import Mapping, Sequence
from datetime import date

from mfc_capacity.answers.records import Cell
from mfc_capacity.wording.en.numbers import (
    NOTHING,
    UNKNOWN,
    count_text,
    counted,
    day_text,
    decimal_text,
    money_text,
    share_text,
)

Record = Mapping[str, Cell]

NO_PEOPLE = "the scenario does not say who is employed"
WRITE_PEOPLE = (
    "write who is there and who leaves, by group, as people: {city: {employed: 480, attrition: 3% a month}}"
)
HIRES_HINT = "write none, planned or cheapest"
NO_LIBRARY = "the cheapest classes are looked for by HiGHS, which is not installed"
NO_LIBRARY_HINT = "pip install 'mfc-capacity[shifts]', or ask for --hire planned or none"
MORE_TIME = "give it more by --time-limit, or accept a larger --gap"
OVERTIME_ABOVE_SHORTAGE = (
    "an hour of overtime costs more than an hour that is missing, so that nobody would work it"
)
RAISE_SHORTAGE = "raise costs.shortage to costs.overtime at least, or leave overtime out"

NEED, STAFF, SHORT, UNHIRED, MONEY, PROOF = (
    "WHAT IS NEEDED",
    "THE PEOPLE",
    "WEEKS SHORT",
    "WITHOUT ANYBODY HIRED",
    "THE MONEY",
    "PROOF",
)
REQUIRED_MEAN, REQUIRED_MOST = "Jobs, mean of the weeks", "Jobs, heaviest week"
LINES = {
    "employed_first": "At work on the first day",
    "hired": "Hired",
    "left": "Left",
    "employed_last": "At work in the last week",
    "overtime_hours": "Hours of overtime",
    "weeks_short": "Weeks short",
    "worst_week": "  worst",
    "worst_fte": "  jobs missing in it",
    "worst_week_service_level": "  service level in it",
    "service_level": "Service level, all weeks",
    "cost": "Cost",
    "shortage_cost": "What is missing weighs",
}
CHEAPEST = "Cheapest possible"
CLASSES = "The classes"
CLASSES_HEADER = ("begins", "group", "", "classes", "people", "at work on", "of them")
WEEKS_HEADER = (
    *("week", "at work", "in training", "jobs done", "P10", "P90"),
    *("overtime h", "required", "over", "service level"),
)
REQUIRED, THERE = "jobs required", "there, overtime included"
WEEK, JOBS = "Week", "Full-time jobs"


def none_of(group: str) -> str:
    """Refuse a group of whose people nothing is said."""
    return f"the scenario says nothing of the people of {group}"


def groups_hint(names: Sequence[str]) -> str:
    """List the groups that have people."""
    return f"there are people of {', '.join(names)}"


def no_hire(text: str) -> str:
    """Refuse a way to hire."""
    return f"'{text[:60]}' does not say who is hired"


def nothing_found(group: str, seconds: float) -> str:
    """Say that there was no time for any classes."""
    return f"no classes were found for {group} within {decimal_text(seconds, 0)} s"


def searching(group: str, best: float | None, bound: float) -> str:
    """Say how far the search for a group's classes is."""
    if best is None:
        return f"{group}: no classes found yet"
    return f"{group}: {count_text(best)}, at least {count_text(bound)}"


_ASKED = {
    "none": "nobody is hired",
    "planned": "the classes that are planned",
    "cheapest": "the classes that are planned, and the cheapest ones besides",
}


def asked(hires: str) -> str:
    """Say who is hired."""
    return f"Who is there against who is needed, by week: {_ASKED[hires]}"


def in_shifts(weeks: int, gap: float | None, worst: str | None) -> str:
    """Say where the jobs required come from, of how many weeks that differ, and how good their shifts are."""
    each = f"The jobs required are the paid hours of the cheapest shifts of each week ({count_text(weeks)} that differ)"
    if gap is None:
        return f"{each}; how near these are to the cheapest possible is not known of every week."
    if worst is None:
        return f"{each}; no shifts are cheaper."
    return f"{each}; they cost at most {share_text(max(gap, 0.001))} too much, in {worst}."


def left_out(groups: Sequence[str]) -> str:
    """Say of whose people nothing is known."""
    return f"Nothing is said of the people of {_named(groups)}: left out."


def slower(groups: Sequence[str]) -> str:
    """Say of whom the ramp is one of handling times, and what that is planned as."""
    return f"New people of {_named(groups)} take longer for a call; they do that much less, and callers' AHT stays."


def _named(groups: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(groups[:-1]), groups[-1]]))


def weeks_title(group: str, every: int) -> str:
    """Say which weeks the table of a group shows."""
    which = "week by week" if every == 1 else f"one week in {every} (all: --table people)"
    return f"{group}: who is there, {which}"


def more_classes(classes: int, people: int) -> str:
    """Say how many classes are left out of a table."""
    return f"{count_text(classes)} more with {count_text(people)} (all: --table classes)"


def verdict(
    summary: Record,
    classes: Sequence[Record],
    gap: float | None,
    currency: str | None,
    first_free: date | None,
    *,
    named: bool,
    may_hire: bool,
) -> str:
    """Say who is to be hired when, which weeks stay short, and what would be without.

    Args:
        summary: of all groups.
        classes: the rows of the classes.
        gap: the share by which they may cost more than the cheapest; None: not known, or not looked for.
        currency: of the cost.
        first_free: the Monday of the first week after all that are short; None: there is none.
        named: whether each class is said to be of a group.
        may_hire: whether classes besides those planned were looked for, or none were to be.
    """
    if not summary["weeks"]:
        return "No week is whole, and who works on which days of one is not known: none is judged."
    hired = _hired(classes, named=named) if classes or may_hire else NOBODY_MAY_BE_HIRED
    said = [_short(summary, hired, first_free)]
    if classes:
        said.append(_unhired(summary))
    if summary["cost"] is not None:
        said.append(f"The people cost {money_text(float(summary['cost']), currency)}.")
    elif summary["status"] is not None:
        said.append("Hiring and leaving are not weighed, since an hour has no price.")
    if summary["status"] is not None:
        said.append(_proof(gap))
    return " ".join(said)


MOST_NAMED = 3
NOBODY_MAY_BE_HIRED = "Nobody may be hired, since the scenario has no people.NAME.classes"


def _short(summary: Record, hired: str, first_free: date | None) -> str:
    short = int(summary["weeks_short"] or 0)
    if not short:
        return f"{hired}: nobody is short in any week."
    are = "is" if short == 1 else "are"
    weeks = f"{count_text(short)} of {counted(float(summary['weeks'] or 0), 'week')} {are} short"
    level, mean = summary["worst_week_service_level"], summary["service_level"]
    met = "" if level is None else f" and a service level of {share_text(float(level))}"
    missing = decimal_text(float(summary["worst_fte"] or 0), 1, NOTHING)
    over_all = "" if mean is None else f"; over all weeks it is {share_text(float(mean))}" if met else ""
    then = f"; from {day_text(first_free)} on nobody is" if first_free else ""
    worst = f"most in {summary['worst_week']} with {missing} full-time jobs missing{met}"
    return f"{hired}: {weeks}, {worst}{over_all}{then}."


def _hired(classes: Sequence[Record], *, named: bool) -> str:
    if not classes:
        return "Nobody is hired"
    first = [_class(own, named=named) for own in classes[:MOST_NAMED]]
    rest = classes[MOST_NAMED:]
    if rest:
        people = sum(int(own["size"] or 0) for own in rest)
        last = date.fromisoformat(str(rest[-1]["date"]))
        first.append(f"{count_text(people)} more until {day_text(last)}")
    return f"Hire {' and '.join(filter(None, [', '.join(first[:-1]), first[-1]]))}"


def _class(own: Record, *, named: bool) -> str:
    group = f" for {own['group']}" if named else ""
    return f"{count_text(float(own['size'] or 0))}{group} on {day_text(date.fromisoformat(str(own['date'])))}"


def _unhired(summary: Record) -> str:
    short, level = int(summary["unhired_weeks_short"] or 0), summary["unhired_service_level"]
    if not short:
        return "Without them nobody would be short either."
    met = "" if level is None else f", and the service level over all weeks {share_text(float(level))}"
    return f"Without them {counted(short, 'week')} would be short{met}."


def _proof(gap: float | None) -> str:
    if gap is None:
        return "How near that is to the cheapest possible is not known."
    if gap == 0:
        return "No classes are cheaper, counted with what is missing: that is proved."
    return f"Counted with what is missing, that is {proved(gap)} of the cheapest possible."


def proved(gap: float | None) -> str:
    """Say how near to the cheapest classes are known to be.

    >>> proved(0.0), proved(0.00002), proved(0.0063)
    ('the cheapest', 'within 0.1 %', 'within 0.6 %')
    """
    if gap is None:
        return UNKNOWN
    return "the cheapest" if gap == 0 else f"within {share_text(max(gap, 0.001))}"


def monday_of(week: str) -> date:
    """Return the day on which an ISO week begins.

    >>> monday_of("2014-W21")
    datetime.date(2014, 5, 19)
    """
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)
