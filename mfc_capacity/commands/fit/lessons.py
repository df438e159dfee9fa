"""What was learnt of all hotlines, as an answer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from mfc_capacity.answers.columns import AHEAD, EXCLUDED, FIGURES, FORECASTS, LAWS, SURVIVAL
from mfc_capacity.answers.fit import Ahead, Figure, Fit, HotlineLearnt, Learnt
from mfc_capacity.answers.records import Caution, Content
from mfc_capacity.commands.fit.ahead import ahead_rows, better_habit, forecast_rows
from mfc_capacity.commands.fit.calls import figure_of, known
from mfc_capacity.commands.fit.days import DaysLearnt
from mfc_capacity.commands.fit.question import Question
from mfc_capacity.core.learning.variation import together
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.records.calls import Excluded, TakenColumn

ALL = "all"  # hotlines together
FEW_DAYS = 14  # below which weekdays are hardly known
NEARLY_ALL = 0.8
LEVEL_CHANGES = 0.6  # correlation of a day's deviation with the next one's
# Rules that leave out what is no call to learn from; the others leave out calls of which something is not understood.
NO_CALLS = ("phantom", "left-in-menu", "repeated", "outside-hours")
MUCH_LEFT_OUT = 0.05
TEXTS_SHOWN = 5

Row = Mapping[str, Content]


@dataclass(frozen=True)
class Record:
    """The days of the records, and how they are looked at."""

    first: date
    last: date
    holidays: Mapping[date, str]
    question: Question

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def looks_ahead(self) -> bool:
        """Whether calls to come are asked for."""
        return self.question.ahead_days > 0


@dataclass(frozen=True)
class Read:
    """What was read: files, rows, what was left out of them, which column was taken for what, and which for nothing."""

    files: tuple[str, ...]
    rows: int
    excluded: tuple[Excluded, ...]
    columns: tuple[TakenColumn, ...]
    unused_columns: tuple[str, ...] = ()
    told_twice: int = 0


@dataclass
class Lessons:
    """What is told hotline by hotline."""

    hotlines: list[HotlineLearnt] = field(default_factory=list)
    days: list[DaysLearnt] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    cautions: list[Caution] = field(default_factory=list)

    def add(self, hotline: HotlineLearnt, days: DaysLearnt, record: Record) -> None:
        """Add a hotline with its forecast, and what may mislead about its days."""
        self.hotlines.append(hotline)
        self.days.append(days)
        forecasts = list(forecast_rows(hotline.title, days, record.holidays)) if days.ended is None else []
        self.rows["forecasts"] += forecasts
        if record.looks_ahead:
            self.rows["ahead"] += ahead_rows(hotline.name, days, record.question.ahead_days, record.holidays)
        habit = better_habit(forecasts)
        if habit is not None:
            self.caution("habit-forecasts-better", hotline.title, **habit)
        for code, day in (("hotline-began", days.began), ("hotline-ended", days.ended)):
            if day is not None:
                self.caution(code, hotline.title, day=day.isoformat())
        if days.growth is None and days.demand.correlation > LEVEL_CHANGES:
            self.caution("level-changes", hotline.title)
        if days.missing:
            self.caution("days-without-calls", hotline.title, days=days.missing)
        recorded = int(np.isfinite(days.counts.by_day).sum())
        if recorded < FEW_DAYS:
            self.caution("few-days", hotline.title, days=recorded)

    def caution(self, code: str, hotline: str, **facts: float | str | None) -> None:
        """Add what may mislead about a hotline."""
        self.cautions.append(Caution(code, {"hotline": hotline, **facts}, None))


def answer(read: Read, record: Record, lessons: Lessons) -> Fit:
    """Return what was learnt as an answer.

    Raises:
        InputError: if a forecast was asked for, and nothing tells of its days.
    """
    learnt = _learnt(read.files, record, lessons)
    tables = {
        "figures": FIGURES.of_records(_figure_rows(learnt)),
        "excluded": EXCLUDED.of_records(excluded_rows(read.excluded)),
        **{
            spec.name: spec.of_records(lessons.rows[spec.name]) for spec in (LAWS, SURVIVAL, FORECASTS, AHEAD)
        },
    }
    return Fit(
        tables=tables,
        files=read.files,
        columns={each.role: (each.column, each.how) for each in read.columns},
        unused_columns=read.unused_columns,
        first=record.first.isoformat(),
        last=record.last.isoformat(),
        rows=read.rows,
        cautions=(*_cautions(read), *lessons.cautions),
        learnt=learnt,
        name=record.question.name,
    )


def _learnt(files: tuple[str, ...], record: Record, lessons: Lessons) -> Learnt:
    question = record.question
    ahead = None
    if question.ahead_days:
        if not lessons.rows["ahead"]:
            raise usage_error("--ahead", say("fit.NOTHING_AHEAD"), say("fit.NOTHING_AHEAD_HINT"))
        file = f"{Path(question.name).stem}-volumes.csv"
        first, last = (record.last + timedelta(days=days) for days in (1, question.ahead_days))
        ahead = Ahead(file, first, last, by_day=any(row["start"] is None for row in lessons.rows["ahead"]))
    return Learnt(
        files,
        record.first,
        record.last,
        question.interval_s,
        question.country,
        tuple(lessons.hotlines),
        tuple(peak for days in lessons.days for peak in days.peaks),
        _together(lessons.days),
        ahead,
    )


def _together(days: Sequence[DaysLearnt]) -> Figure | None:
    """Return how far days of hotlines with nearly all days go together; None where it may be chance."""
    recorded = [int(np.isfinite(each.ordinary + each.expected).sum()) for each in days]
    whole = [each for each, count in zip(days, recorded, strict=True) if count >= NEARLY_ALL * max(recorded)]
    if len(whole) < 2:
        return None
    expected = np.stack([each.expected for each in whole], axis=1)
    calls = np.stack([each.ordinary for each in whole], axis=1)
    told = np.isfinite(expected + calls).all(axis=1)
    found = together(calls[told], expected[told], max(each.demand.parameters for each in whole))
    return figure_of("share", found) if found.low > 0 else None


def _figure_rows(learnt: Learnt) -> Iterator[Row]:
    for hotline in learnt.hotlines:
        for key, figure in hotline.figures():
            yield _row(hotline.title, f"{dotted(('hotlines', hotline.name))}.{key}", figure)
        if hotline.growth is not None:
            yield _row(hotline.title, dotted(("drivers", hotline.growth.driver)), hotline.growth.of_year)
    for peak in learnt.peaks:
        title = next(hotline.title for hotline in learnt.hotlines if hotline.name == peak.hotline)
        yield _row(title, dotted(("peaks", peak.name, "multiply", peak.hotline)), peak.multiplier)
    if learnt.together is not None:
        yield _row(ALL, "varies_together", learnt.together)


def _row(hotline: str, key: str, figure: Figure) -> Row:
    return {
        "hotline": hotline, "key": key, "unit": figure.kind, "estimate": figure.estimate,
        "low": known(figure.low), "high": known(figure.high), "rows": figure.rows,
    }  # fmt: skip


def excluded_rows(excluded: Sequence[Excluded]) -> Iterator[Row]:
    """Yield the rules by which records were left out."""
    for each in excluded:
        example = f"{each.place}: " + ", ".join(f"{column} {value}" for column, value in each.values)
        if each.texts:
            example += "; " + ", ".join(f"{text} × {count}" for text, count in each.texts[:TEXTS_SHOWN])
        yield {"rule": each.rule, "rows": each.rows, "share": each.share, "example": example}


def _cautions(read: Read) -> Iterator[Caution]:
    """Yield what may mislead about the records as a whole."""
    if read.told_twice:
        yield Caution("files-overlap", {"files": read.files, "calls": read.told_twice}, None)
    lost = [each for each in read.excluded if each.rule not in NO_CALLS]
    rows = sum(each.rows for each in lost)
    if rows > MUCH_LEFT_OUT * read.rows:
        most = max(lost, key=lambda each: each.rows)
        texts = most.texts
        facts = {
            "rows": rows,
            "share": rows / read.rows,
            "rule": most.rule,
            "texts": texts[:TEXTS_SHOWN],
            "more": len(texts[TEXTS_SHOWN:]),
        }
        yield Caution("much-left-out", facts, None)
