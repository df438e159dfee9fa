"""Sentences about shifts that cannot be had."""

from collections.abc import Sequence

NO_SHIFTS = "the scenario says nothing of shifts"
WRITE_SHIFTS = (
    "write when people may work, as shifts: {day: {starts: 07:00-10:00 every 30m, length: 9h, breaks: [{length: 1h, "
    "within: 3h-6h, paid: no}], pattern: 5/2}}"
)
NO_LIBRARY = "shifts need highspy, which is not installed"
NO_LIBRARY_HINT = (
    "pip install '.[shifts]' in a copy of this repository, or pip install highspy, into the environment that "
    "mfc-capacity runs in"
)
MORE_TIME = "give it more by --time-limit, a shorter span by --from and --to, or shifts with fewer starts"


def none_of(groups: Sequence[str]) -> str:
    """Say which groups have no shifts."""
    named = ", ".join(groups)
    return f"the {'group' if len(groups) == 1 else 'groups'} {named} may work no shift"


FEWER_LIMITS = "lower min_operators, raise max_operators or max_share, or let the pattern begin on more days"


def limits_contradict(group: str) -> str:
    """Say that no people at all keep the limits of a group's shifts."""
    limits = "min_operators, max_operators and max_share"
    return f"group {group}: no shifts keep {limits} at once, whatever they cover"


def nothing_found(group: str) -> str:
    """Say that the time was too short for any schedule."""
    return f"group {group}: no schedule was found in the time that there was"


NAME_SERVICE_LEVEL = "write one under targets, as service_level: 80% in 20s, or use --target cover"


def no_service_level(group: str) -> str:
    """Say that a group promises no service level that shifts could keep."""
    return f"group {group} promises no service level on some of the days"
