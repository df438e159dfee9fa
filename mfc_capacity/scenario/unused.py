"""The figures of a scenario that nothing is planned from, because a table stands for them on every planned day."""

from collections.abc import Iterator

import numpy as np

from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.scenario.model import Calendar, Hotline, Scenario
from mfc_capacity.scenario.tabled import Volumes

Path = tuple[str, ...]


def unused_figures(scenario: Scenario) -> frozenset[Path]:
    """Return the paths of the figures that the tables of hotlines stand for, be they written or left out."""
    calendar = scenario.calendar
    if calendar is None:
        return frozenset()
    found: set[Path] = set()
    covered = set()
    for name, hotline in scenario.hotlines.items():
        if hotline.volumes is not None and _covers(hotline, hotline.volumes, calendar):
            covered.add(name)
            own = _figures_of(hotline.volumes, calendar, scenario.interval_s)
            found.update(("hotlines", name, key) for key in own)
    if covered == set(scenario.hotlines):
        found.add(("calls_per_day",))
    return frozenset(found)


def says_aht(volumes: Volumes) -> Bools:
    """Return which rows with calls say how long they take (N); of rows without calls, all."""
    says: Bools = np.isfinite(volumes.aht_s) | (volumes.calls == 0)
    return says


def _covers(hotline: Hotline, volumes: Volumes, calendar: Calendar) -> bool:
    """Return whether every planned day on which a hotline may be called has rows."""
    days = np.array([day.toordinal() for day in calendar.dates])
    may_call = np.array([bool(spans) for spans in hotline.hours])[calendar.kinds]
    return bool(np.isin(days[may_call], volumes.date).all())


def _figures_of(volumes: Volumes, calendar: Calendar, interval_s: int) -> Iterator[str]:
    yield from ("calls_per_day", "share", "weekdays", "months")
    planned = (volumes.date >= calendar.first.toordinal()) & (volumes.date <= calendar.last.toordinal())
    if not _spreads(volumes, interval_s)[planned].any():
        yield "profile"
    if says_aht(volumes)[planned].all():
        yield "aht"


def _spreads(volumes: Volumes, interval_s: int) -> Bools:
    """Return which rows are longer than an interval, so that a profile says when the calls come (N)."""
    first: Ints = volumes.start_s // interval_s
    spreads: Bools = volumes.is_day | ((volumes.end_s - 1) // interval_s != first)
    return spreads
