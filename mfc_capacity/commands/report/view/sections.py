"""What stands in each section of the report; a section without data is empty, and left out."""

from collections.abc import Iterable
from itertools import takewhile

from mfc_capacity.answers.check import Judgement
from mfc_capacity.answers.records import Plan, SourcedFigure
from mfc_capacity.answers.report import Report
from mfc_capacity.commands.compare import view as compare
from mfc_capacity.commands.explain import view as explanation
from mfc_capacity.commands.people import view as hired
from mfc_capacity.commands.plan import view as plan
from mfc_capacity.commands.report.view.days import operators_of, service_level
from mfc_capacity.commands.risk import view as risks
from mfc_capacity.commands.schedule import view as schedule
from mfc_capacity.render import scenario
from mfc_capacity.render.chart import Chart, Numbers
from mfc_capacity.render.charts import bridges, budget
from mfc_capacity.render.charts import compare as differences
from mfc_capacity.render.charts import demand as calls
from mfc_capacity.render.charts import people as by_week
from mfc_capacity.render.charts import plan as planned
from mfc_capacity.render.charts import risk as risk_charts
from mfc_capacity.render.charts import shifts as shift_charts
from mfc_capacity.render.charts import waits as waiting
from mfc_capacity.render.figures import numbers
from mfc_capacity.render.html import blocks, markup
from mfc_capacity.render.html.markup import prose, tag, text
from mfc_capacity.render.html.picture import figure, pictures
from mfc_capacity.render.page import Differences
from mfc_capacity.wording.answers import in_words
from mfc_capacity.wording.en import check
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.cautions import caution_text
from mfc_capacity.wording.en.risk import metric_name

ON_PAPER = "paper"
MONTH_COLUMNS = (
    *("month", "group", "calls", "peak_operators_required", "operator_hours_paid", "fte", "cost"),
    *("service_level", "mean_wait_s", "abandonment", "occupancy"),
)


def limits(report: Report) -> str:
    """Return how the plan stands against its limits, the broken ones first, and what drives those most."""
    judgements = [one for scenario in report.check.scenarios for one in scenario.judgements]
    kept = [one for one in judgements if not one.code]
    if not judgements:
        return ""
    ordered = [*report.check.violations, *kept]
    rows = "".join(tag("tr", _judgement(one)) for one in ordered)
    head = tag(
        "tr", "".join(tag("th", text(name), scope="col", class_="word") for name in words.LIMITS_HEADER)
    )
    table = tag("table", tag("thead", head) + tag("tbody", rows))
    said = markup.paragraph(check.headline(report.check) + ".")
    drivers = "".join(map(_drivers, report.check.violations))
    if any(one.metric.startswith("people.") for one in judgements):
        said += markup.paragraph(words.LIMITS_ON_PEOPLE, "quiet")
    return said + markup.scroller(table, words.LIMITS_TABLE, blocks.WHOLE) + drivers


def _judgement(one: Judgement) -> str:
    verdict, look = words.verdict(one.code, one.level)
    said = check.stands_text(one, metric_name(one.metric))
    cells = (check.limit_name(one), said, str(one.place))
    return tag("th", text(verdict), scope="row", class_=look) + "".join(
        tag("td", text(cell), class_="word") for cell in cells
    )


def _drivers(one: Judgement) -> str:
    entries = [prose(check.driver_text(driver)) for driver in one.drivers]
    title = f"{check.limit_name(one)}: {check.DRIVEN_BY}"
    return markup.details(title, markup.items(entries), ON_PAPER) if entries else ""


def days(report: Report) -> str:
    """Return required and given operators through the day of each kind of day, group by group."""
    parts, number = [], 0
    for group in report.groups:
        if not group.days:
            continue
        peak, *others = (
            figure(chart, 4, small=k > 0, day=number + k, of=group.name)
            for k, chart in enumerate(operators_of(group))
        )
        number += len(group.days)
        parts.append(tag("h3", text(words.group_title(group.name, group.title))))
        parts.append(tag("div", peak + figure(service_level(group), 4, of=group.name), class_="pictures"))
        parts.append(tag("div", "".join(others), class_="pictures small") if others else "")
    return "".join(parts)


def shifts(report: Report) -> str:
    """Return the people that shifts take, and how these lie over the day that needs most."""
    if report.schedule is None:
        return ""
    return (
        markup.paragraph(schedule.verdict(report.schedule))
        + blocks.written([schedule.figures(report.schedule)], words.SHIFTS_TABLE)
        + pictures(shift_charts.charts(report.schedule))
    )


def people(report: Report) -> str:
    """Return who is there against who is needed, week by week, and who is hired when."""
    if report.people is None:
        return ""
    return (
        markup.paragraph(hired.verdict(report.people))
        + pictures(by_week.charts(report.people))
        + blocks.written([hired.figures(report.people), *hired.classes(report.people)], words.PEOPLE_TABLE)
    )


def money(report: Report) -> str:
    """Return what money buys, how long contracts last, and cost by month."""
    parts = () if report.plan.contracts is None else report.plan.contracts.parts
    shown: list[Chart] = [] if report.budget is None else [*budget.charts(report.budget)]
    shown += [
        *bridges.money(report.pictures, report.plan.currency),
        *planned.costs(report.plan, report.even_shares),
    ]
    used = [plan.causes(part, alone=len(parts) == 1) for part in parts if part.counted]
    content = "".join([*map(figure, shown), *(tag("div", blocks.written(one)) for one in used)])
    return tag("div", content, class_="pictures") if content else ""


def risk(report: Report) -> str:
    """Return what the plan may come to where figures may be off, and the verdict on it."""
    if report.risk is None:
        return ""
    sampled = risks.sampled(report.risk)
    return markup.paragraph(f"{risks.verdict(report.risk)} {sampled}.") + pictures(
        risk_charts.charts(report.risk)
    )


def demand(report: Report) -> str:
    """Return when people call, in the week and over the months."""
    found = report.pictures
    days = "".join(figure(chart, look="wide") for chart in calls.calendar(report.plan.maps.by_day))
    loads = [chart for load in found.load_by_hotline for chart in calls.load_by_hotline(load)]
    shown: list[Chart] = [*calls.calls_by_hour(report.plan.maps.calls_by_hour), *planned.season(report.plan)]
    shown += [*bridges.demand(found), *loads]
    content = days + "".join(map(figure, shown))
    return tag("div", content, class_="pictures") if content else ""


def waits(report: Report) -> str:
    """Return who waits how long."""
    return pictures(waiting.waits(report.pictures.waits))


def curves(report: Report) -> str:
    """Return what each number of operators would give each group at its peak."""
    return pictures(map(waiting.curve, report.pictures.curves))


def changes(report: Report) -> str:
    """Return what changed against the baseline, and which input did it."""
    if report.comparison is None:
        return ""
    before, after = report.comparison.before.name, report.comparison.after.name
    said = markup.paragraph(compare.headline(report.comparison))
    said += markup.paragraph(words.compared(before, after), "quiet")
    metric, named = compare.parts(report.comparison)
    below = compare.blocks(report.comparison)
    whole = list(takewhile(lambda block: not (isinstance(block, Differences) and block.folded), below))
    picture = figure(differences.causes(metric, named)) if named else ""
    beside = picture + tag("div", blocks.written(whole))
    return said + tag("div", beside, class_="pictures") + blocks.written(below[len(whole) :])


def figures(shown: Plan) -> str:
    """Return the summary, and month by month what is read when it is wanted."""
    months = shown.tables["months"]
    by_month = ""
    if shown.calendar is not None:
        table = numbers(months, MONTH_COLUMNS, currency=shown.currency)
        by_month = markup.details(words.BY_MONTH, markup.grid(table, words.BY_MONTH))
    return blocks.written([plan.figures(shown)]) + by_month


def origins(report: Report) -> str:
    """Return how the peak of each group came about, step by step."""
    return "".join(
        markup.details(explanation.headline(one), blocks.written(explanation.chains(one)), ON_PAPER)
        for one in map(in_words, report.explanations)
    )


def warnings(report: Report) -> str:
    """Return what may mislead, each with its place."""
    entries = [prose(caution_text(caution)) + _place(caution.location) for caution in report.cautions]
    return tag("div", markup.items(entries), class_="warnings") if entries else ""


def assumptions(shown: Plan) -> str:
    """Return where the figures come from: those with a source, then those without one."""
    sourced = _figures_table(shown.sources, words.SOURCED, with_source=True)
    assumed = _figures_table(shown.assumptions, words.ASSUMED, with_source=False)
    return markup.paragraph(scenario.assumptions(shown).title + ".") + sourced + assumed


def _figures_table(figures: Iterable[SourcedFigure], title: str, *, with_source: bool) -> str:
    header = (*words.FIGURE_HEADER, *([words.SOURCE] if with_source else []))
    rows = [
        (
            figure.key,
            figure.value,
            figure.location or words.DEFAULT,
            *([figure.source or ""] if with_source else []),
        )
        for figure in figures
    ]
    if not rows:
        return ""
    label = title.format(count=len(rows))
    return markup.details(label, markup.grid(Numbers(header, rows, left=len(header)), label), ON_PAPER)


def _place(location: str | None) -> str:
    return tag("span", f" ({text(location)})", class_="quiet") if location else ""
