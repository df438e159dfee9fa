"""Words of the shortage map: when operators are missing, or what was promised is missed."""

from collections.abc import Sequence

from mfc_capacity.answers.maps import Missed, ShortHour
from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording.en.numbers import decimal_text, duration_text, share_text

MEAN_AND_WORST_DAY, MEAN_AND_WORST_WEEK = "mean (worst day)", "mean (worst week)"
JOBS = "full-time jobs missing"
JOBS_SAID = (
    "Full-time jobs required less those there, overtime included, where a week is short: the mean of the weeks that "
    "begin in the month."
)
OPERATORS, BEYOND = "operators missing", "% beyond the target"
OPERATORS_SAID = (
    "Operators needed less operators given, where an hour is short: the mean of all planned days."
)
PROMISE_SAID = (
    "No operators on duty are given: shown is the plan on the day of each group's own peak, with queues "
    "that go on from interval to interval, in % beyond a target. 6 % who hang up are 20 % beyond one of at most 5 %; "
    "of a service level those count who are not answered in time."
)
_MISSED = {
    "service_level": "{met} are answered in time, not {target}",
    "abandonment": "{met} hang up, not at most {target}",
    "asa_s": "those answered wait {met} on average, not at most {target}",
    "p_wait": "{met} have to wait, not at most {target}",
    "wait_level": "{met} of waits are short enough, not {target}",
    "occupancy": "operators are busy for {met} of their time, not at most {target}",
}


def no_operators_missing(groups: Sequence[str]) -> str:
    """Say of some groups that none of their hours is short of operators."""
    return f"{', '.join(groups)}: no hour is short of operators"


def no_target_missed(groups: Sequence[str]) -> str:
    """Say of some groups that none of their hours misses a target."""
    return f"{', '.join(groups)}: no hour of the day of the peak misses a target"


def jobs_title(short: float, group: str, month: str) -> str:
    """Say where and when most people are missing."""
    return (
        f"Most people are missing in {group} in {month}: {decimal_text(short, 1)} full-time jobs on average"
    )


def no_jobs_missing(groups: Sequence[str]) -> str:
    """Say of some groups that they are never short of people."""
    return f"{', '.join(groups)}: no week is short of people"


def operators_title(short: float, group: str, start: str) -> str:
    """Say where and when most operators are missing."""
    return f"Most operators are missing in {group} from {start}: {decimal_text(short, 1)} on average"


def promise_title(missed: Missed, group: str, start: str) -> str:
    """Say where and when a target is missed by most."""
    return f"Callers fare worst in {group} on the day of its peak in the hour from {start}: {missed_said(missed)}"


def missed_said(missed: Missed) -> str:
    """Say what is met in place of a target."""
    bound = Bound(missed.target, is_least=missed.measure in ("service_level", "wait_level"))
    written = duration_text if missed.measure == "asa_s" else share_text
    return _MISSED[missed.measure].format(met=written(missed.value, bound), target=written(missed.target))


def missing_cell(mean: float, worst: float) -> str:
    """Return what is missing: the mean, and that of the worst day or week."""
    return f"{decimal_text(mean, 1)} ({decimal_text(worst, 1)})" if mean else "0"


def promise_cell(hour: ShortHour) -> str:
    """Return what is met in an hour in place of a target."""
    return "every target kept" if hour.missed is None else missed_said(hour.missed)
