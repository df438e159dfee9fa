"""Targets as a scenario writes them and a planner calls them, and why one is kept by no number of operators."""

from collections.abc import Sequence
from datetime import date

from mfc_capacity.core.rounding import Bound
from mfc_capacity.files.problems import Message
from mfc_capacity.files.units import plain_text
from mfc_capacity.wording.en.numbers import day_text, duration_text

UNREACHABLE_HINT = (
    "a target has to leave room for chance: 99.9% instead of 100%, an occupancy cap above 0%, a wait above 0s"
)

METHOD_HINT = "10,000 Erlangs in an interval are the most; write method: stationary, or split the group"
UNCOUNTED_HINT = "1,000,000,000 operators are the most; check calls_per_day and aht, or split the group"
ENDLESS_HINT = (
    "write on: 90% of days under targets, or patience for the hotlines: hardly anybody waits for ever"
)
WORK_HINT = (
    "write method: stationary; or a longer calendar.interval, a threshold of fewer intervals, stricter targets, a "
    "group split in two, a shorter calendar"
)

BOUND_BY = {
    "service_level": "service level",
    "max_asa": "ASA",
    "max_abandonment": "abandonment",
    "max_occupancy": "occupancy",
    "max_p_wait": "callers who wait at all",
    "max_busy": "calls that find it busy",
    "lines": "lines",
    "wait": "long waits",
    "min_operators": "min_operators",
    "max_operators": "max_operators",
    "stability": "the load alone",
    "max_blocking": "blocking",
}
LIMITS = {
    "max_asa": "longest mean wait",
    "max_abandonment": "largest abandonment",
    "max_occupancy": "largest occupancy",
    "max_p_wait": "largest share who wait",
    "max_busy": "largest share who find it busy",
    "wait": "share who may wait longer",
}
ASKED = {
    "service_level": "a service level of at least",
    "max_asa_s": "an ASA of at most",
    "max_abandonment": "an abandonment of at most",
    "max_occupancy": "an occupancy of at most",
    "max_p_wait": "a share who wait of at most",
    "wait": "answered callers' waits at",
    "max_busy": "a share who find it busy of at most",
    "max_blocking": "a blocking of at most",
}
DEFERRED_HINT = (
    "write method: stationary, which plans for all the work where it comes in; or a threshold within "
    "calendar.interval, or a max_occupancy below 100%"
)

OUT_OF_REACH = {
    "service_level": "no number of operators answers every call in time; a service level of 100 % is out of reach",
    "max_asa": "no number of operators brings the mean wait down to zero",
    "max_abandonment": "no number of operators keeps every caller from hanging up",
    "max_occupancy": "no number of operators can take calls and never be busy",
    "max_busy": "no number of lines takes every call; a share of 0 % that finds it busy is out of reach",
    "max_p_wait": "no number of operators spares every caller the wait",
    "wait": "no number of operators keeps every wait short; 100 % of the waits are out of reach",
    "method": "the queue of so many calls at once is not carried through the day",
    "uncounted": "so many calls ask for more operators than are counted",
    "endless": (
        "on some days more call than are served, whatever the operators: where nobody hangs up, and days vary, the "
        "mean wait over all days has no end"
    ),
    "work": "to carry its queue through these days takes more work than one plan is given",
    "deferred": (
        "callers may wait beyond the interval they call in, and work that is put off would be planned for nobody until "
        "it is done unpaid after closing; method: time-dependent does not plan that yet"
    ),
    "max_blocking": "no number of lines takes every call; a blocking of 0 % is out of reach",
}


def service_level(share: float, within_s: float, of: str = "", on_days: float | None = None) -> str:
    """Return the least share of calls that are answered within a threshold; `of` which calls, if not of all offered.

    >>> service_level(0.805, 20), service_level(0.8, 20, "callers", 0.9)
    ('80.5% in 20s', '80% in 20s (callers) on 90% of days')
    """
    return f"{_per_cent(share)} in {duration_text(within_s)}{f' ({of})' if of else ''}{_on(on_days)}"


def wait(share: float, within_s: float, on_days: float | None = None) -> str:
    """Return the least share of answered callers who wait no longer than a threshold.

    >>> wait(0.95, 120)
    '95% under 2m'
    """
    return f"{_per_cent(share)} under {duration_text(within_s)}{_on(on_days)}"


def longest_wait(most: float, on_days: float | None = None) -> str:
    """Return the longest mean wait in seconds."""
    return f"≤ {duration_text(most)}{_on(on_days)}"


def largest_share(most: float, on_days: float | None = None) -> str:
    """Return the largest share, without rounding."""
    return f"≤ {_per_cent(most)}{_on(on_days)}"


def _on(on_days: float | None) -> str:
    """Say on how many days a target is kept, where that is not the mean over days."""
    return "" if on_days is None else f" on {_per_cent(on_days)} of days"


def over_time(steps: Sequence[tuple[date | None, str | None]]) -> str:
    """Say what a target is at first, and what from which day on.

    >>> over_time([(None, "80% in 20s"), (date(2014, 7, 1), "70% in 30s")])
    '80% in 20s, from 1 Jul 2014 70% in 30s'
    """
    texts = [(start, "no target" if said is None else said) for start, said in steps]
    return ", ".join(said if start is None else f"from {day_text(start)} {said}" for start, said in texts)


def _per_cent(share: float) -> str:
    return f"{plain_text(share * 100)}%"


def bound_of(target: Message | None) -> Bound | None:
    """Return what a target holds a measure to; None without one, or where it changes."""
    facts = {} if target is None else dict(target.facts)
    if not facts.keys() & {"share", "most"}:
        return None
    return Bound(facts["share"], True) if "share" in facts else Bound(facts["most"], False)
