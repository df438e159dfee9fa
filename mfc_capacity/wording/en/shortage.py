"""Words of the shortage map: when operators are missing, or what was promised is missed."""

from collections.abc import Sequence

from mfc_capacity.answers.maps import Missed, ShortHour
from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording.en.numbers import NOTHING, decimal_text, duration_text, share_text

MEAN_AND_WORST_DAY, MEAN_AND_WORST_WEEK = "mean (worst day)", "mean (worst week)"
JOBS = "full-time jobs missing"
JOBS_SAID = (
    "Full-time jobs required less those there, overtime included, where a week is short: the mean of the weeks that "
    "begin in the month."
)
OPERATORS, BEYOND = "operators missing", "% beyond the target"
OPERATORS_SAID = (
    "Operators needed less operators given, where these are too few and while anybody calls: the mean of all planned "
    "days."
)
_MISSED = {
    "service_level": "{met} {answered} (target: {limit})",
    "max_asa": "those answered wait {met} on average (target: at most {limit})",
    "max_abandonment": "{met} hang up (target: at most {limit})",
    "max_occupancy": "operators are busy for {met} of their time (target: at most {limit})",
    "max_p_wait": "{met} have to wait (target: at most {limit})",
    "wait": "{met} of waits are short enough (target: {limit})",
}


def no_operators_missing(groups: Sequence[str]) -> str:
    """Say of some groups that none of their hours is short of operators."""
    return f"{', '.join(groups)}: no hour is short of operators"


def no_target_missed(groups: Sequence[str]) -> str:
    """Say of some groups that none of their hours misses a target with the operators planned."""
    return f"{', '.join(groups)}: no hour of the day of the peak misses a target with the operators planned"


def jobs_title(short: float, group: str, month: str) -> str:
    """Say where and when most people are missing."""
    return f"Most people are missing in {group} in {month}: {_missing(short)} full-time jobs on average"


def no_jobs_missing(groups: Sequence[str]) -> str:
    """Say of some groups that they are never short of people."""
    return f"{', '.join(groups)}: no week is short of people"


def operators_title(short: float, group: str, start: str) -> str:
    """Say where and when most operators are missing."""
    return f"Most operators are missing in {group} from {start}: {_missing(short)} on average"


def promise_said(cell: str, missed: Missed | None) -> str:
    """Say what a map of promises shows, by its worst cell as it is written there."""
    shown = (
        "Where no operators on duty are given, the plan is shown on the day of each group's own peak, with queues that "
        "go on from interval to interval."
    )
    if missed is None:
        return shown
    of_level = "; of a service level those count who are not in time" if missed.target.is_least else ""
    reads = "A cell is by how many % a target is exceeded in the worst interval of its hour"
    return f"{shown} {reads}{of_level}: {cell} is where {missed_said(missed)}."


def promise_title(missed: Missed, group: str, start: str) -> str:
    """Say where and when a target is missed by most."""
    return f"Callers fare worst in {group} on the day of its peak from {start}: {missed_said(missed)}"


def missed_said(missed: Missed, answered: str = "are answered in time") -> str:
    """Say what is met in place of a target; `answered`: whom a service level counts."""
    bound = Bound(missed.limit, missed.target.is_least)
    written = share_text if missed.target.measure.kind == "share" else duration_text
    return _MISSED[missed.target.key].format(
        met=written(missed.value, bound), limit=written(missed.limit), answered=answered
    )


def missing_cell(mean: float, worst: float) -> str:
    """Return what is missing: the mean, and that of the worst day or week."""
    return f"{_missing(mean)} ({_missing(worst)})" if mean else "0"


def _missing(number: float) -> str:
    """Return how many are missing, never as 0."""
    return decimal_text(number, 1, NOTHING)


def promise_cell(hour: ShortHour, start: str) -> str:
    """Return what is met in place of a target, and when: in an interval of the hour that begins at `start`."""
    if hour.missed is None:
        return "every target kept"
    said = missed_said(hour.missed)
    return said if hour.start == start else f"{hour.start}: {said}"
