"""From records to a scenario: what each hotline's calls, or counts of them, teach."""

import math
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.answers.fit import Entry, Figure, Fit, HotlineLearnt
from mfc_capacity.commands.fit.calls import (
    FITS_BADLY,
    figure_of,
    handling_entries,
    known,
    law_rows,
    patience_entries,
    redial_entries,
    survival_rows,
)
from mfc_capacity.commands.fit.days import Counts, DaysLearnt, days_learnt, variation_of
from mfc_capacity.commands.fit.lessons import Lessons, Read, Record, answer
from mfc_capacity.commands.fit.question import Question, Source
from mfc_capacity.core.arrays import Bools, Floats, Times
from mfc_capacity.core.learning.counting import (
    DAY_S,
    HOUR_S,
    arrivals_by_interval,
    interval_between,
    sums_by_interval,
)
from mfc_capacity.core.learning.cut_days import are_cut_off
from mfc_capacity.core.learning.redials import first_attempts
from mfc_capacity.files.nodes import OWN_KEYS
from mfc_capacity.files.problems import InputError, Problem, say, usage_error
from mfc_capacity.files.units import UnitError
from mfc_capacity.records import counts as counted
from mfc_capacity.records.calls import ANSWERED, HUNG_UP, Calls, left_out
from mfc_capacity.records.columns import ROLES
from mfc_capacity.records.mapping import Mapped, columns_written, read_map
from mfc_capacity.records.reading import read_records
from mfc_capacity.scenario.holidays import public_days
from mfc_capacity.scenario.table_cells import SUMS
from mfc_capacity.scenario.types import ALL_GROUPS

OUTSIDE, CUT_OFF = "outside-hours", "day-cut-off"
FEW_CALLS = 1000  # below which little is known
MOST_LETTERS = 40
MOST_VARIED = 1.0  # that the format takes
ASSUMED_AHT_S = 180.0  # where records tell none and nobody says one
WHOLE_DAY = -1


@dataclass(frozen=True, eq=False)
class CountedCalls:
    """Counts of the calls of a hotline, and their handling times where they are told (N); NaN where not.

    `every_s` is how long a count lasts, a day or what divides an hour.
    """

    starts: Times
    calls: Floats
    aht_s: Floats
    every_s: int

    def by_interval(self, record: Record) -> Floats:
        """Return calls by interval of every day (D x K), NaN on days without a count."""
        by_interval = np.full((record.days, DAY_S // self.every_s), np.nan)
        if self.every_s == DAY_S:
            day = (self.starts.astype("datetime64[D]") - np.datetime64(record.first, "D")).astype(np.int64)
            by_interval[day, 0] = self.calls
        else:
            first, own = sums_by_interval(self.starts, self.calls, self.every_s)
            by_interval[(first - record.first).days :][: len(own)] = own
        return by_interval


def fit_calls(source: Source, question: Question) -> Fit:
    """Learn from logs, one row a call.

    Raises:
        InputError: for files that cannot be read, or hold no call to learn from.
    """
    columns = columns_written(source.columns) if isinstance(source.columns, str) else source.columns
    calls = read_records(source.paths, columns, mapped=_mapped(source, ROLES), progress=source.on_rows)
    _refuse_nothing(calls.arrived, source, question.until)
    is_known = _is_known(calls.arrived, question.until)
    calls = replace(calls.taken(is_known), rows=calls.rows - int((~is_known).sum()))
    if question.aht_s is None and not np.isfinite(calls.handling_s).any():
        raise _refused(source, "fit.NO_HANDLING_TIMES", "fit.NO_HANDLING_TIMES_HINT")
    calls = _without_cut_days(calls, question)
    record = _record(calls.arrived, question)
    lessons = Lessons()
    outside = np.zeros(len(calls), dtype=np.bool_)
    for hotline, name in _most_first(np.bincount(calls.hotline), calls.hotlines):
        own = calls.hotline == hotline
        outside[own] = ~_learn_calls(name, calls.hotlines[hotline], calls.taken(own), record, lessons)
    calls = left_out(calls, OUTSIDE, outside)
    read = Read(
        calls.files, calls.rows, calls.excluded, calls.columns, calls.unused_columns, calls.told_twice
    )
    return answer(read, record, lessons)


def fit_counts(source: Source, question: Question) -> Fit:
    """Learn from counts of calls, by day or by interval.

    Raises:
        InputError: for files that cannot be read, or hold no call to learn from.
    """
    text = source.columns
    columns = columns_written(text, counted.COUNT_ROLES) if isinstance(text, str) else text
    counts = counted.read_counts(source.paths, columns, mapped=_mapped(source, counted.COUNT_ROLES))
    starts = counts.date.astype("datetime64[s]") + np.maximum(counts.start_s, 0).astype("timedelta64[s]")
    _refuse_nothing(starts[counts.calls > 0], source, question.until)
    taken = _is_known(starts, question.until)
    every_s = DAY_S if (counts.start_s[taken] == WHOLE_DAY).any() else interval_between(starts[taken])
    if question.is_interval_named and question.interval_s < every_s:
        raise usage_error("--interval", say("fit.counts_last_longer", counted_s=every_s))
    every_s = math.lcm(every_s, question.interval_s)
    record = _record(starts[taken], replace(question, interval_s=min(every_s, HOUR_S)))
    lessons = Lessons()
    sums = np.bincount(counts.hotline[taken], counts.calls[taken])
    for hotline, name in _most_first(sums, counts.hotlines):
        own = taken & (counts.hotline == hotline)
        of_hotline = CountedCalls(starts[own], counts.calls[own], counts.aht_s[own], every_s)
        _learn_counts(name, counts.hotlines[hotline], of_hotline, record, lessons)
    return answer(Read(counts.files, int(taken.sum()), (), counts.columns), record, lessons)


def _without_cut_days(calls: Calls, question: Question) -> Calls:
    """Return the calls without those of a first day that begins too late and a last one that ends too soon."""
    _, counts = arrivals_by_interval(calls.arrived, question.interval_s)
    day = calls.arrived.astype("datetime64[D]")
    cut = zip(are_cut_off(counts), (day[0], day[-1]), strict=True)
    return left_out(calls, CUT_OFF, np.isin(day, [which for is_cut, which in cut if is_cut]))


def _mapped(source: Source, roles: tuple[str, ...]) -> Mapped | None:
    return None if source.map_file is None else read_map(source.map_file, roles)


def _is_known(moments: Times, until: date | None) -> Bools:
    if until is None:
        return np.ones(moments.size, dtype=np.bool_)
    return moments < np.datetime64(until + timedelta(days=1))


def _refuse_nothing(moments: Times, source: Source, until: date | None) -> None:
    if not moments.size:
        raise _refused(source, "fit.NO_CALLS", "fit.NO_CALLS_HINT")
    if until is not None and not _is_known(moments, until).any():
        first = moments.min().astype("datetime64[D]").item()
        raise usage_error("--until", say("fit.until_too_early", until=until, first=first))


def _refused(source: Source, code: str, hint: str) -> InputError:
    return InputError([Problem(source.paths[0], None, None, "", say(code), say(hint))])


def _record(moments: Times, question: Question) -> Record:
    first, last = (day.astype("datetime64[D]").item() for day in (moments.min(), moments.max()))
    if question.country is None:
        return Record(first, last, {}, question)
    last_year = (last + timedelta(days=question.ahead_days)).year
    try:
        return Record(first, last, public_days(question.country, first.year, last_year).holidays, question)
    except UnitError as error:
        raise usage_error("--country", error.message, error.hint) from None


def _most_first(calls: NDArray[np.number[Any]], titles: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the hotlines that have calls (H), most calls first, each with its name in the scenario."""
    taken = {ALL_GROUPS, *SUMS}  # a hotline may not be named as what stands for all of them
    for hotline in np.argsort(-calls, kind="stable"):
        if calls[hotline]:
            name = _name(titles[hotline], taken)
            taken.add(name)
            yield int(hotline), name


def _name(title: str, taken: Container[str]) -> str:
    """Return a name for a hotline that the format takes: its own in small letters, numbered where it is taken."""
    plain = re.sub(r"[^\w]+", "-", title.lower()).strip("-")[:MOST_LETTERS] or "hotline"
    is_own = plain[0].isalpha() and not plain.startswith(OWN_KEYS)
    plain = plain if is_own else f"hotline-{plain}"
    return next(name for name in chain([plain], (f"{plain}-{k}" for k in count(2))) if name not in taken)


def _learn_calls(name: str, title: str, calls: Calls, record: Record, lessons: Lessons) -> Bools:
    """Learn a hotline; return which of its calls came within the opening hours that are found."""
    redialled, redials = redial_entries(calls)
    attempts = first = _counted(calls, record)
    if redials is not None and redialled:
        lost = _counted(calls.taken(calls.outcome != ANSWERED), record)
        first = first_attempts(
            attempts, lost, redials.share.value, redials.after_s.value, record.question.interval_s
        )
    days = days_learnt(name, Counts(record.first, first, record.holidays), for_days_ahead=record.looks_ahead)
    is_inside = _is_inside(calls.arrived, days)
    calls = calls.taken(is_inside)
    handled, handling = handling_entries(calls)
    if record.question.aht_s is not None or not handled:
        handled = {**handled, "aht": _assumed_aht(title, record.question, lessons)}
    waited, patience = patience_entries(calls)
    lessons.add(
        HotlineLearnt(
            name, title, len(calls), _in_order(days, {**handled, **waited, **redialled}), days.growth
        ),
        days,
        record,
    )
    lessons.rows["laws"] += law_rows(title, handling, patience)
    lessons.rows["survival"] += survival_rows(title, patience)
    if not np.isfinite(patience.mean_s.value):
        _caution_patience(title, calls, known(patience.mean_s.low), lessons)
    if patience.p_law < FITS_BADLY:
        lessons.caution("law-fits-badly", title, law=patience.law)
    if len(calls) < FEW_CALLS:
        lessons.caution("few-calls", title, calls=len(calls))
    return is_inside


def _caution_patience(title: str, calls: Calls, least_s: float | None, lessons: Lessons) -> None:
    """Say why patience is not known: nobody hangs up, or the records do not tell how long those who do have waited."""
    hung_up = calls.outcome == HUNG_UP
    if np.isfinite(calls.queue_s[hung_up if hung_up.any() else ...]).any():
        lessons.caution("patience-unknown", title, least_s=least_s)
    else:
        lessons.caution("waits-unknown", title)


def _counted(calls: Calls, record: Record) -> Floats:
    """Return calls by interval of every day (D x K)."""
    counts = np.zeros((record.days, DAY_S // record.question.interval_s))
    if len(calls):
        first, own = arrivals_by_interval(calls.arrived, record.question.interval_s)
        counts[(first - record.first).days :][: len(own)] = own
    return counts


def _is_inside(arrived: Times, days: DaysLearnt) -> Bools:
    """Return which calls came within opening hours."""
    second = arrived.astype("datetime64[s]").astype(np.int64)
    day = second // DAY_S - np.datetime64(days.counts.first, "D").astype(np.int64)
    inside: Bools = days.is_open[days.counts.kinds[day], second % DAY_S // days.counts.interval_s]
    return inside


def _learn_counts(name: str, title: str, counts: CountedCalls, record: Record, lessons: Lessons) -> None:
    by_interval = Counts(record.first, counts.by_interval(record), record.holidays)
    days = days_learnt(name, by_interval, for_days_ahead=record.looks_ahead)
    entries = _in_order(days, {"aht": _aht(title, counts, record.question, lessons)})
    if counts.every_s == DAY_S:
        del entries["profile"]
        lessons.caution("hours-not-counted", title)
    lessons.add(HotlineLearnt(name, title, round(counts.calls.sum()), entries, days.growth), days, record)


def _aht(title: str, counts: CountedCalls, question: Question, lessons: Lessons) -> Entry:
    """Return the handling time that counts tell, unless one is given in its place."""
    told = np.isfinite(counts.aht_s) & (counts.calls > 0)
    if question.aht_s is not None or not told.any():
        return _assumed_aht(title, question, lessons)
    mean_s = float(np.average(counts.aht_s[told], weights=counts.calls[told]))
    return Figure("seconds", mean_s, math.nan, math.nan, int(told.sum()))


def _assumed_aht(title: str, question: Question, lessons: Lessons) -> str:
    """Return the handling time that is given, or else one that is nobody's, which is said."""
    if question.aht_s is None:
        lessons.caution("aht-not-counted", title, aht_s=ASSUMED_AHT_S)
    return f"{question.aht_s or ASSUMED_AHT_S:g}s"


def _in_order(days: DaysLearnt, of_calls: dict[str, Entry]) -> dict[str, Entry]:
    """Return the entries of a hotline in the order of the format."""
    return {**_begun(days), **of_calls, **_ended(days)}


def _begun(days: DaysLearnt) -> dict[str, Entry]:
    """Return the entries that stand before those of calls."""
    return {key: days.entries[key] for key in ("calls_per_day", "scales_with") if key in days.entries}


def _ended(days: DaysLearnt) -> dict[str, Entry]:
    """Return the entries that stand behind those of calls."""
    varies = variation_of(days).by_likelihood
    told = {key: entry for key, entry in days.entries.items() if key not in _begun(days)}
    return told | ({"varies": figure_of("share", varies)} if varies.value <= MOST_VARIED else {})
