"""Charts of people by week: full-time jobs needed and there, the chance in it, and the classes that begin."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from mfc_capacity.answers.records import PeopleAnswer
from mfc_capacity.render.chart import Axis, HeatMap, Mark, Numbers, Plot, Series
from mfc_capacity.render.figures import Record, count_of, figure_of, numbers, values_of
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report, shortage
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text
from mfc_capacity.wording.en.people import monday_of

MOST_NAMED = 12
DAYS_A_WEEK = 7
COLUMNS = (
    *("week", "employed", "in_training", "required_fte", "output_fte", "output_p10", "output_p90"),
    *("overtime_hours", "over_fte", "service_level"),
)


def charts(answer: PeopleAnswer) -> Iterator[Plot]:
    """Yield who is needed and who is there, week by week, of each group."""
    for summary in answer.tables["summary"].records():
        group = str(summary["group"])
        if records := whole_weeks(answer, group) or _weeks(answer, group):
            yield _by_week(answer, group, summary, records)


def missing_by_month(answer: PeopleAnswer, titles: Mapping[str, str | None]) -> Iterator[HeatMap]:
    """Yield in which months people are missing: means and worst weeks of the weeks that begin in each."""
    missing = {
        report.group_title(group, titles.get(group)): by_month
        for group in dict.fromkeys(str(row["group"]) for row in answer.tables["people"].records())
        if (by_month := _missing(whole_weeks(answer, group)))
    }
    months = sorted({month for of_group in missing.values() for month in of_group})
    means = {name: {month: fmean(of[month]) for month in of} for name, of in missing.items()}
    if not missing:
        return
    found = ((mean, name, month) for name, of in means.items() for month, mean in of.items())
    most, name, month = max(found, key=lambda each: each[0])
    cells = [
        [
            name,
            *(
                shortage.missing_cell(means[name][month], max(of[month])) if month in of else UNKNOWN
                for month in months
            ),
        ]
        for name, of in missing.items()
    ]
    named = [words.month_text(month) for month in months]
    yield HeatMap(
        shortage.jobs_title(most, name, words.month_text(month))
        if most
        else shortage.no_jobs_missing(list(missing)),
        shortage.JOBS_SAID,
        list(missing),
        named,
        [[means[name].get(month) for month in months] for name in missing],
        "fte",
        shortage.JOBS,
        Numbers((shortage.MEAN_AND_WORST_WEEK, *named), cells),
        "people --table people",
        ticks=[(k + 0.5, month) for k, month in enumerate(named)],
        is_bad=True,
    )


def _missing(records: Sequence[Record]) -> dict[str, list[float]]:
    """Return the full-time jobs that are missing in each week, by the month in which it begins."""
    by_month: dict[str, list[float]] = {}
    for record in records:
        if record["over_fte"] is not None:
            month = monday_of(str(record["week"])).isoformat()[:7]
            by_month.setdefault(month, []).append(max(-float(record["over_fte"]), 0.0))
    return by_month


def whole_weeks(answer: PeopleAnswer, group: str) -> list[Record]:
    """Return the weeks of a group that lie in the calendar with all their days: those that are judged."""
    first, last = map(date.fromisoformat, answer.calendar or ())
    return [
        row
        for row in _weeks(answer, group)
        if first <= monday_of(str(row["week"])) <= last - timedelta(days=DAYS_A_WEEK - 1)
    ]


def _weeks(answer: PeopleAnswer, group: str) -> list[Record]:
    return [row for row in answer.tables["people"].records() if row["group"] == group]


def _by_week(answer: PeopleAnswer, group: str, summary: Record, records: Sequence[Record]) -> Plot:
    mondays = [monday_of(str(record["week"])).isoformat() for record in records]
    classes = [own for own in answer.tables["classes"].records() if own["group"] == group]
    worst = None if summary["worst_week"] is None else str(summary["worst_week"])
    months: dict[str, float] = {}
    for place, monday in enumerate(mondays):
        months.setdefault(monday[:7], float(place))
    return Plot(
        report.people_title(
            group, count_of(summary, "weeks_short"), len(records), worst, figure_of(summary, "worst_fte")
        )
        if summary["weeks"]
        else words.no_week_judged(group),
        report.people_said(
            sum(count_of(own, "classes") for own in classes), sum(count_of(own, "size") for own in classes)
        ),
        Axis(
            words.WEEK,
            [str(record["week"]) for record in records],
            at=range(len(records)),
            ticks=[(place, words.month_text(month)) for month, place in months.items()],
            kind="week",
        ),
        "fte",
        words.JOBS,
        list(_series(records)),
        numbers(answer.tables["people"], COLUMNS, records),
        "people --table people",
        marks=list(_marks(classes, mondays)),
    )


def _series(records: Sequence[Record]) -> Iterator[Series]:
    ends = [(figure_of(record, "output_p10"), figure_of(record, "output_p90")) for record in records]
    yield Series(report.PEOPLE_NEEDED, values_of(records, "required_fte"))
    yield Series(report.PEOPLE_THERE, values_of(records, "output_fte"), "b")
    if any(figure_of(record, "overtime_hours") for record in records):
        needed, over = (values_of(records, name) for name in ("required_fte", "over_fte"))
        there = [
            None if need is None or more is None else need + more
            for need, more in zip(needed, over, strict=True)
        ]
        yield Series(report.WITH_OVERTIME, there, "c")
    yield Series(
        report.CHANCE,
        [(low + high) / 2 for low, high in ends],
        "band",
        around=[(high - low) / 2 for low, high in ends],
    )


def _marks(classes: Sequence[Record], mondays: Sequence[str]) -> Iterator[Mark]:
    """Yield where classes begin, with their people as long as there is room for words."""
    for own in classes:
        if str(own["date"]) in mondays:
            name = f"+{count_text(count_of(own, 'size'))}" if len(classes) <= MOST_NAMED else ""
            yield Mark(float(mondays.index(str(own["date"]))), name)
