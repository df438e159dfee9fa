"""Days on which the clocks change: which clock times do not come on them, and which come twice."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import say
from mfc_capacity.files.units import DAY_S, UnitError, clock_text

MINUTE_S, DAY_MINUTES = 60, DAY_S // 60


@dataclass(frozen=True)
class ClockChange:
    """A span of clock times, in seconds of a day, that comes so many `times` on it: 0 or 2."""

    day: date
    first_s: int
    last_s: int
    times: int


@cache
def clock_changes(timezone: str, first: date, last: date, interval_s: int) -> tuple[ClockChange, ...]:
    """Return the changes of the clock in a time zone between two days, both inclusive.

    Raises:
        UnitError: if there is no such time zone, or the clocks change in the middle of an interval.
    """
    zone = _zone(timezone)
    midnights = [_instant(first + timedelta(days=k), zone) for k in range((last - first).days + 2)]
    unlike = [
        first + timedelta(days=k)
        for k in range(len(midnights) - 1)
        if midnights[k + 1] - midnights[k] != timedelta(days=1)
    ]
    changes = tuple(change for day in unlike for change in _of_day(day, zone))
    for change in changes:
        if change.first_s % interval_s or change.last_s % interval_s:
            message = say("scenario.clock_changes_within", day=change.day, start=clock_text(change.first_s))
            raise UnitError(message, say("scenario.SHORTEN_THE_INTERVAL"))
    return changes


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = sorted(available_timezones(), key=lambda zone: (zone[:2].lower() != name[:2].lower(), zone))
        hint = did_you_mean(name, known) or say("scenario.WRITE_A_TIMEZONE")
        raise UnitError(
            say("scenario.not_a_timezone", text=name[:60]),
            hint if known else say("scenario.INSTALL_TZDATA"),
        ) from None


def _instant(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _of_day(day: date, zone: ZoneInfo) -> list[ClockChange]:
    """Return the spans of a day, minute by minute, that do not come once."""
    clocks = [datetime.combine(day, time(0)) + timedelta(minutes=minute) for minute in range(DAY_MINUTES)]
    minutes = [(minute, _times(clock, zone)) for minute, clock in enumerate(clocks)]
    found = []
    for times, group in groupby(minutes, key=lambda pair: pair[1]):
        span = [minute for minute, _ in group]
        if times != 1:
            found.append(ClockChange(day, span[0] * MINUTE_S, (span[-1] + 1) * MINUTE_S, times))
    return found


def _times(clock: datetime, zone: ZoneInfo) -> int:
    """Return how often the clocks of a zone show a time."""
    instants = {clock.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sum(instant.astimezone(zone).replace(tzinfo=None) == clock for instant in instants)
