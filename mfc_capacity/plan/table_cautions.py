"""What may mislead in the tables of a scenario: columns guessed or not read, rows left out, minutes for seconds."""

from collections.abc import Iterator

import numpy as np

from mfc_capacity.answers.records import Caution
from mfc_capacity.files.units import clock_text
from mfc_capacity.scenario import LoadedScenario
from mfc_capacity.scenario.left_out import LeftOut, left_out
from mfc_capacity.scenario.model import DAY_KINDS, Group, Scenario, Spans

HOUR_S = 3600  # longer steps of a roster are shifts, the last of which goes on to the end of the day
TIMES_APART = 5  # of the AHT of a table and the hotline's own, from which on the table may be in minutes


def table_cautions(loaded: LoadedScenario) -> Iterator[Caution]:
    """Yield every caution about the tables that a scenario names."""
    yield from _columns(loaded)
    calendar = loaded.scenario.calendar
    if calendar is None:
        return
    for name, hotline in loaded.scenario.hotlines.items():
        rows = hotline.volumes
        if rows is None:
            continue
        gaps = left_out(rows.date, rows.start_s, calendar, None if rows.opens else hotline.hours)
        yield from _rows_left_out(loaded, "hotline", name, gaps, "volumes")
        yield from _aht_apart(loaded, name)
    for name, group in loaded.scenario.groups.items():
        if group.roster is not None:
            hours = _hours(loaded.scenario, group)
            gaps = left_out(group.roster.date, group.roster.start_s, calendar, hours, HOUR_S)
            section = "rosters" if loaded.location_of("rosters") else f"groups.{name}.operators"
            yield from _rows_left_out(loaded, "group", name, gaps, section)


def _columns(loaded: LoadedScenario) -> Iterator[Caution]:
    for file in loaded.scenario.files:
        if file.guessed:
            facts = {"file": file.path, "guessed": file.guessed}
            yield Caution("columns-guessed", facts, loaded.location_of("volumes"))
        if file.unread_aht is not None:
            facts = {"file": file.path, "column": file.unread_aht}
            yield Caution("aht-column-unread", facts, loaded.location_of("volumes"))


def _hours(scenario: Scenario, group: Group) -> list[Spans] | None:
    """Return when any hotline of a group is open, by kind of day; None where only tables say so."""
    hotlines = [scenario.hotlines[name] for name in group.hotlines]
    if any(hotline.volumes is not None and hotline.volumes.opens for hotline in hotlines):
        return None
    return [tuple(span for hotline in hotlines for span in hotline.hours[kind]) for kind in range(DAY_KINDS)]


def _rows_left_out(
    loaded: LoadedScenario, of: str, name: str, gaps: LeftOut | None, section: str
) -> Iterator[Caution]:
    if gaps is None:
        return
    first = [
        [day.isoformat(), *(f"{clock_text(start)}-{clock_text(end)}" for start, end in spans)]
        for day, spans in gaps.first
    ]
    facts = {"of": of, "name": name, "days": gaps.days, "first": first}
    yield Caution("rows-left-out", facts, loaded.location_of(section))


def _aht_apart(loaded: LoadedScenario, name: str) -> Iterator[Caution]:
    """Name a table whose median AHT is many times the hotline's own, or a small part of it."""
    hotline = loaded.scenario.hotlines[name]
    own = [aht_s for steps in hotline.aht_s for _, aht_s in steps]
    told = hotline.volumes.aht_s[np.isfinite(hotline.volumes.aht_s)] if hotline.volumes is not None else ()
    if not own or not len(told):
        return
    median_s = float(np.median(told))
    if median_s * TIMES_APART < min(own) or median_s > max(own) * TIMES_APART:
        facts = {"hotline": name, "table_s": median_s, "aht_s": float(np.median(own))}
        yield Caution("table-aht-apart", facts, loaded.location_of(f"hotlines.{name}.aht"))
