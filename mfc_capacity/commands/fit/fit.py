"""From records to a scenario: what each hotline's calls teach, what was left out, and the calls to come."""

import math
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path

import numpy as np

from mfc_capacity.answers.columns import AHEAD, EXCLUDED, FIGURES, FORECASTS, LAWS, SURVIVAL
from mfc_capacity.answers.fit import Ahead, Entry, Figure, Fit, HotlineLearnt, Learnt
from mfc_capacity.answers.records import Caution, Content
from mfc_capacity.commands.fit.ahead import ahead_rows, forecast_rows
from mfc_capacity.commands.fit.calls import (
    figure_of,
    handling_entries,
    known,
    law_rows,
    patience_entries,
    redial_entries,
    survival_rows,
)
from mfc_capacity.commands.fit.days import Counts, DaysLearnt, days_learnt, variation_of
from mfc_capacity.commands.fit.question import Question, Source
from mfc_capacity.core.arrays import Bools, Floats, Times
from mfc_capacity.core.learning.counting import DAY_S, arrivals_by_interval
from mfc_capacity.core.learning.patience import Patience
from mfc_capacity.core.learning.redials import first_attempts
from mfc_capacity.core.learning.variation import together
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import InputError, Problem, say, usage_error
from mfc_capacity.files.units import UnitError
from mfc_capacity.records.calls import ANSWERED, Calls, left_out
from mfc_capacity.records.mapping import columns_written, read_map
from mfc_capacity.records.reading import read_records
from mfc_capacity.scenario.holidays import public_days

OUTSIDE = "outside-hours"
ALL = "all"
GROWTH = "growth of {}"  # the driver of a hotline that grows
FEW_DAYS, FEW_CALLS = 14, 1000  # below which little is known
NEARLY_ALL = 0.8
MOST_LETTERS = 40
MOST_VARIED = 1.0  # that the format takes

Row = Mapping[str, Content]


@dataclass(frozen=True)
class _Record:
    """The days of the records, and how they are looked at."""

    first: date
    last: date
    holidays: Mapping[date, str]
    question: Question

    def counted(self, calls: Calls) -> Floats:
        """Return calls by interval of every day (D x K)."""
        days = (self.last - self.first).days + 1
        counts = np.zeros((days, DAY_S // self.question.interval_s))
        if len(calls):
            first, own = arrivals_by_interval(calls.arrived, self.question.interval_s)
            counts[(first - self.first).days :][: len(own)] = own
        return counts


@dataclass
class _Lessons:
    """What is told hotline by hotline."""

    hotlines: list[HotlineLearnt] = field(default_factory=list)
    days: list[DaysLearnt] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    cautions: list[Caution] = field(default_factory=list)


def fit_calls(source: Source, question: Question) -> Fit:
    """Learn from logs, one row a call.

    Raises:
        InputError: for files that cannot be read, or hold no call to learn from.
    """
    columns = columns_written(source.columns) if isinstance(source.columns, str) else source.columns
    mapped = None if source.map_file is None else read_map(source.map_file)
    calls = _up_to(
        read_records(source.paths, columns, mapped=mapped, progress=source.on_rows), question.until
    )
    if not len(calls):
        raise InputError(
            [Problem(calls.files[0], None, None, "", say("fit.NO_CALLS"), say("fit.NO_CALLS_HINT"))]
        )
    record = _record_of(calls, question)
    lessons = _Lessons()
    outside = np.zeros(len(calls), dtype=np.bool_)
    for hotline, name in _by_calls(calls):
        of_hotline = calls.hotline == hotline
        days = _learn_hotline(name, calls.hotlines[hotline], calls.taken(of_hotline), record, lessons)
        outside[of_hotline] = ~_is_inside(calls.arrived[of_hotline], days, record)
    return _answer(left_out(calls, OUTSIDE, outside), record, lessons)


def _up_to(calls: Calls, until: date | None) -> Calls:
    return calls if until is None else calls.taken(calls.arrived < np.datetime64(until + timedelta(days=1)))


def _record_of(calls: Calls, question: Question) -> _Record:
    first, last = (day.astype("datetime64[D]").item() for day in (calls.arrived[0], calls.arrived[-1]))
    holidays = {}
    if question.country is not None:
        last_year = (last + timedelta(days=question.ahead_days)).year
        try:
            holidays = public_days(question.country.upper(), first.year, last_year).holidays
        except UnitError as error:
            raise usage_error("--country", error.message, error.hint) from None
    return _Record(first, last, holidays, question)


def _by_calls(calls: Calls) -> Iterator[tuple[int, str]]:
    """Yield the hotlines that have calls, most calls first, each with its name in the scenario."""
    counted = np.bincount(calls.hotline, minlength=len(calls.hotlines))
    taken: set[str] = set()
    for hotline in np.argsort(-counted, kind="stable"):
        if counted[hotline]:
            name = _name(calls.hotlines[hotline], taken)
            taken.add(name)
            yield int(hotline), name


def _name(title: str, taken: Container[str]) -> str:
    """Return a name for a hotline: its own in small letters, numbered where it is taken."""
    plain = re.sub(r"[^\w]+", "-", title.lower()).strip("-")[:MOST_LETTERS] or "hotline"
    plain = plain if plain[0].isalpha() else f"hotline-{plain}"
    return next(name for name in chain([plain], (f"{plain}-{k}" for k in count(2))) if name not in taken)


def _learn_hotline(name: str, title: str, calls: Calls, record: _Record, lessons: _Lessons) -> DaysLearnt:
    """Learn from the calls of a hotline."""
    attempts = Counts(record.first, record.counted(calls), record.holidays)
    redialled, redials = redial_entries(calls)
    first = attempts
    if redials is not None and redialled:
        lost = record.counted(calls.taken(calls.outcome != ANSWERED))
        found = redials.share.value, redials.after_s.value
        first = replace(
            attempts, calls=first_attempts(attempts.calls, lost, *found, record.question.interval_s)
        )
    days = days_learnt(name, GROWTH.format(name), first)
    handled, handling = handling_entries(calls)
    waited, patience = patience_entries(calls)
    entries: dict[str, Entry] = {**_begun(days), **handled, **waited, **redialled, **_ended(days)}
    lessons.hotlines.append(HotlineLearnt(name, title, len(calls), entries))
    lessons.days.append(days)
    lessons.rows["laws"] += law_rows(title, handling, patience)
    lessons.rows["survival"] += survival_rows(title, patience)
    _forecast(name, title, days, record, lessons)
    lessons.cautions += _cautions(title, calls, days, patience)
    return days


def _begun(days: DaysLearnt) -> dict[str, Entry]:
    """Return the entries that stand before those of calls."""
    return {key: days.entries[key] for key in ("calls_per_day", "scales_with") if key in days.entries}


def _ended(days: DaysLearnt) -> dict[str, Entry]:
    """Return the entries that stand behind those of calls."""
    varies = variation_of(days).by_likelihood
    told = {key: entry for key, entry in days.entries.items() if key not in _begun(days)}
    return told | ({"varies": figure_of("share", varies)} if varies.value <= MOST_VARIED else {})


def _forecast(name: str, title: str, days: DaysLearnt, record: _Record, lessons: _Lessons) -> None:
    lessons.rows["forecasts"] += forecast_rows(title, days, record.holidays)
    if record.question.ahead_days:
        lessons.rows["ahead"] += ahead_rows(name, days, record.question.ahead_days, record.holidays)


def _is_inside(arrived: Times, days: DaysLearnt, record: _Record) -> Bools:
    """Return which calls came within opening hours."""
    second = arrived.astype("datetime64[s]").astype(np.int64)
    day = second // DAY_S - np.datetime64(record.first, "D").astype(np.int64)
    inside: Bools = days.is_open[days.counts.kinds[day], second % DAY_S // record.question.interval_s]
    return inside


def _cautions(title: str, calls: Calls, days: DaysLearnt, patience: Patience) -> Iterator[Caution]:
    if not np.isfinite(patience.mean_s.value):
        yield Caution("patience-unknown", {"hotline": title, "least_s": known(patience.mean_s.low)}, None)
    if days.missing:
        yield Caution("days-without-calls", {"hotline": title, "days": days.missing}, None)
    recorded = int(np.isfinite(days.counts.by_day).sum())
    if recorded < FEW_DAYS:
        yield Caution("few-days", {"hotline": title, "days": recorded}, None)
    if len(calls) < FEW_CALLS:
        yield Caution("few-calls", {"hotline": title, "calls": len(calls)}, None)


def _answer(calls: Calls, record: _Record, lessons: _Lessons) -> Fit:
    learnt = _learnt(calls.files, record, lessons)
    tables = {
        "figures": FIGURES.of_records(_figure_rows(learnt)),
        "excluded": EXCLUDED.of_records(_excluded_rows(calls)),
        **{
            spec.name: spec.of_records(lessons.rows[spec.name]) for spec in (LAWS, SURVIVAL, FORECASTS, AHEAD)
        },
    }
    return Fit(
        tables=tables,
        files=calls.files,
        columns={each.role: (each.column, each.how) for each in calls.columns},
        first=record.first.isoformat(),
        last=record.last.isoformat(),
        rows=calls.rows,
        cautions=tuple(lessons.cautions),
        learnt=learnt,
        name=record.question.name,
    )


def _learnt(files: tuple[str, ...], record: _Record, lessons: _Lessons) -> Learnt:
    question = record.question
    ahead = None
    if question.ahead_days:
        file = f"{Path(question.name).stem}-volumes.csv"
        ahead = Ahead(
            file, record.last + timedelta(days=1), record.last + timedelta(days=question.ahead_days)
        )
    return Learnt(
        files,
        record.first,
        record.last,
        question.interval_s,
        question.country and question.country.upper(),
        tuple(lessons.hotlines),
        {
            GROWTH.format(hotline.name): days.growth
            for hotline, days in zip(lessons.hotlines, lessons.days, strict=True)
            if days.growth
        },
        tuple(sorted((peak for days in lessons.days for peak in days.peaks), key=lambda peak: peak.first)),
        _together(lessons.days),
        ahead,
    )


def _together(days: Sequence[DaysLearnt]) -> Figure | None:
    """Return how far the days of hotlines go together, of those that have nearly all days; None where there is no telling."""
    recorded = [int(np.isfinite(each.ordinary + each.expected).sum()) for each in days]
    whole = [each for each, count in zip(days, recorded, strict=True) if count >= NEARLY_ALL * max(recorded)]
    if len(whole) < 2:
        return None
    expected = np.stack([each.expected for each in whole], axis=1)
    calls = np.stack([each.ordinary for each in whole], axis=1)
    told = np.isfinite(expected + calls).all(axis=1)
    found = together(calls[told], expected[told], max(each.demand.parameters for each in whole))
    return figure_of("share", found) if found.value > 0 else None


def _figure_rows(learnt: Learnt) -> Iterator[Row]:
    for hotline in learnt.hotlines:
        for key, figure in hotline.figures():
            yield _row(hotline.title, f"{dotted(('hotlines', hotline.name))}.{key}", figure)
    for peak in learnt.peaks:
        title = next(hotline.title for hotline in learnt.hotlines if hotline.name == peak.hotline)
        yield _row(title, f"peaks.{peak.first.isoformat()}.multiply.{peak.hotline}", peak.multiplier)
    if learnt.together is not None:
        yield _row(ALL, "varies_together", learnt.together)


def _row(hotline: str, key: str, figure: Figure) -> Row:
    return {
        "hotline": hotline, "key": key, "unit": figure.kind, "estimate": figure.estimate, "low": known(figure.low), "high": known(figure.high),
        "rows": figure.rows,
    }  # fmt: skip


def _excluded_rows(calls: Calls) -> Iterator[Row]:
    for each in calls.excluded:
        cells = ", ".join(f"{column} {value}" for column, value in each.values)
        yield {"rule": each.rule, "rows": each.rows, "share": each.share, "example": f"{each.place}: {cells}"}
