"""From a scenario and records to how well the one would have told the other."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from mfc_capacity.answers.backtest import Backtest
from mfc_capacity.answers.columns import (
    BLAME,
    COLUMNS,
    COMPARED_DAYS,
    COMPARED_INTERVALS,
    EXCLUDED,
    QUALITY,
)
from mfc_capacity.answers.records import Caution, Cell, Content
from mfc_capacity.commands.backtest.actual import VIRTUAL
from mfc_capacity.commands.backtest.compared import WAITS, ComparedGroup, compared_groups, is_hopeless
from mfc_capacity.commands.backtest.on_duty import AT_LEAST, BETWEEN, CLOSED, SEEN_FULL, refuse_other_days
from mfc_capacity.commands.backtest.quality import (
    CAUSES,
    aht_by_day,
    blames,
    qualities,
    waits_by_day,
)
from mfc_capacity.commands.backtest.recorded import Recorded, compared, read_calls, recorded
from mfc_capacity.commands.fit.calls import known
from mfc_capacity.commands.fit.lessons import excluded_rows
from mfc_capacity.commands.fit.question import Source
from mfc_capacity.core.arrays import Floats, Texts
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.planner import Planner
from mfc_capacity.plan.pool import Processes
from mfc_capacity.scenario import LoadedScenario

if TYPE_CHECKING:
    from mfc_capacity.scenario.staff_file import StaffFile

FEW_JUDGED = 0.5  # of the intervals with calls: waits that are compared are those of some
Row = Mapping[str, Content]


@dataclass(frozen=True)
class Question:
    """What is compared: with whose operators (None: as the scenario states them, or inferred), and which calls.

    `only_known`: calls of hotlines that the scenario does not have are left out.
    """

    roster: "StaffFile | None" = None
    only_known: bool = False


def backtest(
    loaded: LoadedScenario, source: Source, question: Question, executor: Executor | None = None
) -> Backtest:
    """Hold a scenario against records of calls; `executor` may share the work.

    Raises:
        InputError: for files that cannot be read, hold no call of the scenario's hotlines or no day to compare.
        NoAnswerError: if the scenario's method cannot work out what callers meet.
    """
    calls = read_calls(source, loaded, only_known=question.only_known)
    shown = compared(loaded, calls)
    demand = Planner().demand(shown.scenario)
    own = recorded(shown, calls, demand, is_moved=shown is not loaded)
    dates = [day for k in own.days.tolist() if (day := demand.days.dates[k]) is not None]
    if question.roster is not None:
        refuse_other_days(question.roster, dates)
    groups = compared_groups(own, demand, question.roster, executor or Processes())
    named = _Named(
        dates,
        [demand.days.holidays.get(day, "") for day in dates],
        ["; ".join(demand.days.peaks[k]) for k in own.days.tolist()],
    )
    tables = (
        QUALITY.of_records(row for group in groups for row in _quality_rows(group, dates)),
        BLAME.of_records(row for group in groups for row in _blame_rows(group)),
        COMPARED_DAYS.of_records(_worst_first(row for group in groups for row in _day_rows(group, named))),
        COMPARED_INTERVALS.of_records(
            _in_time(row for group in groups for row in _interval_rows(group, dates))
        ),
        EXCLUDED.of_records(excluded_rows(own.calls.excluded)),
    )
    return Backtest(
        **about(shown),
        cautions=(*_cautions_of_days(own), *(each for group in groups for each in _cautions(own, group))),
        tables={table.name: table for table in tables},
        files=own.calls.files,
        columns={each.role: (each.column, each.how) for each in own.calls.columns},
        rows=own.calls.rows,
        calls=len(own.calls),
        first=dates[0].isoformat(),
        last=dates[-1].isoformat(),
        days=len(dates),
        is_moved=own.is_moved,
        known_by=_counted(np.concatenate([group.there.known_by.ravel() for group in groups])),
        judged=sum(int(group.judged.sum()) for group in groups),
    )


def _counted(known_by: Texts) -> dict[str, int]:
    """Return how many intervals there are of each way to know operators, those of closed ones left out."""
    ways, counts = np.unique(known_by[known_by != CLOSED], return_counts=True)
    return dict(zip(ways.tolist(), counts.tolist(), strict=True))


@dataclass(frozen=True)
class _Named:
    """The days compared: dates, the holidays and the peaks on them."""

    dates: Sequence[date]
    holidays: Sequence[str]
    peaks: Sequence[str]


def _quality_rows(group: ComparedGroup, dates: Sequence[date]) -> Iterator[Row]:
    for hotline, measure, found in qualities(group, dates):
        yield {
            "group": group.name, "hotline": hotline, "measure": measure, "unit": _unit(measure),
            "n": found.n, "said": found.said, "actual": found.actual, "wape": found.wape, "bias": found.bias,
            "coverage_80": found.coverage,
            "worst_date": None if found.worst is None else found.worst.isoformat(),
        }  # fmt: skip


def _unit(measure: str) -> str:
    return COLUMNS[measure].kind if measure in COLUMNS else "calls"


def _blame_rows(group: ComparedGroup) -> Iterator[Row]:
    for blame in blames(group):
        for cause, bias, error in zip(CAUSES, blame.bias, blame.error, strict=True):
            yield {
                "group": group.name, "measure": blame.measure, "cause": cause, "unit": _unit(blame.measure),
                "bias": float(bias), "bias_whole": float(sum(blame.bias)),
                "error": float(error), "error_whole": float(sum(blame.error)),
            }  # fmt: skip


def _day_rows(group: ComparedGroup, named: _Named) -> Iterator[dict[str, Cell]]:
    said_calls, actual_calls = group.said_calls.sum(axis=1), group.actual.offered.sum(axis=1)
    columns = {"calls": (said_calls, actual_calls), "aht_s": aht_by_day(group)}
    counted = np.zeros(len(named.dates))
    for measure in WAITS:
        said, actual, weights = waits_by_day(group, measure)
        columns[measure] = said, actual
        counted = weights if measure == "service_level" else counted
    off = _callers_off(columns, counted)
    judged = group.judged.sum(axis=1)
    for k, day in enumerate(named.dates):
        yield {
            "date": day.isoformat(), "group": group.name, "holiday": named.holidays[k], "peaks": named.peaks[k],
            "callers_off": float(off[k]), "intervals_judged": int(judged[k]), **_sides(columns, k),
        }  # fmt: skip


def _callers_off(columns: Mapping[str, tuple[Floats, Floats]], counted: Floats) -> Floats:
    """Return of how many callers of each day something wrong was said: that they call, or are answered in time (D)."""
    (said, actual), (said_level, actual_level) = columns["calls"], columns["service_level"]
    in_time: Floats = np.nan_to_num(np.abs(said_level - actual_level) * counted)
    return np.maximum(np.abs(said - actual), in_time)


def _sides(columns: Mapping[str, tuple[Floats, Floats]], at: int | tuple[int, int]) -> dict[str, Cell]:
    return {
        f"{side}_{name}": known(values[at])
        for name, sides in columns.items()
        for side, values in zip(("said", "actual"), sides, strict=True)
    }


def _interval_rows(group: ComparedGroup, dates: Sequence[date]) -> Iterator[dict[str, Cell]]:
    columns = {
        "calls": (group.said_calls, group.actual.offered),
        "aht_s": (group.load.aht_s, group.actual.aht_s),
        **{
            measure: (
                np.where(group.weights(measure) > 0, group.told(measure), np.nan),
                getattr(group.actual, measure),
            )
            for measure in WAITS
        },
    }
    interval_s = 86_400 // group.load.open.shape[1]
    for day, interval in np.argwhere(group.load.open | (group.actual.offered > 0)).tolist():
        yield {
            "date": dates[day].isoformat(), "start": clock_text(interval * interval_s), "group": group.name,
            "operators": int(group.there.operators[day, interval]),
            "operators_known_by": str(group.there.known_by[day, interval]) or None,
            "said_status": str(group.said.status[day, interval]), **_sides(columns, (day, interval)),
        }  # fmt: skip


def _worst_first(rows: Iterator[dict[str, Cell]]) -> list[dict[str, Cell]]:
    return sorted(rows, key=lambda row: (-float(row["callers_off"] or 0), str(row["date"])))


def _in_time(rows: Iterator[dict[str, Cell]]) -> list[dict[str, Cell]]:
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["start"])))


def _cautions_of_days(own: Recorded) -> Iterator[Caution]:
    place = own.loaded.location_of("calendar")
    if own.is_moved:
        yield Caution("calendar-moved", {}, place)
    if own.silent:
        yield Caution("days-not-recorded", {"days": len(own.silent), "first": own.silent[0]}, place)
    if own.clock_changes:
        yield Caution("clock-changes-left-out", {"days": own.clock_changes}, place)


def _cautions(own: Recorded, group: ComparedGroup) -> Iterator[Caution]:
    facts, place = {"group": group.name}, own.loaded.location_of(f"groups.{group.name}")
    called = int((group.load.open & (group.actual.offered > 0)).sum())
    judged = int((group.judged & group.load.open).sum())
    inferred = np.isin(group.there.known_by, (SEEN_FULL, BETWEEN, AT_LEAST))
    if inferred.any():
        share = judged / called if called else 0.0
        code = "operators-inferred" if share >= FEW_JUDGED else "few-judged"
        days = {"days": int(inferred.any(axis=1).sum()), "of": len(inferred)}
        yield Caution(code, {**facts, **days, "judged": judged, "called": called}, place)
    hopeless = int((group.judged & is_hopeless(group.said)).sum())
    if hopeless:
        yield Caution("said-overloaded", {**facts, "intervals": hopeless, "judged": judged}, place)
    if any(terms.targets.service_level_of == VIRTUAL for terms in group.model.terms):
        yield Caution("level-not-recorded", facts, place)
    offered, is_open = group.actual.offered, group.load.open
    outside = float(offered[~is_open].sum() / max(offered.sum(), 1.0))
    if outside > 0:
        yield Caution("calls-outside-hours", {**facts, "share": outside}, place)
