"""The first screen: what is to be decided, pairs of figures, when callers are badly served, and the options."""

from collections.abc import Iterator, Mapping, Sequence

from mfc_capacity.answers.first_screen import Met, Option, Tile
from mfc_capacity.answers.records import Cell, Column, Kind
from mfc_capacity.answers.report import Report
from mfc_capacity.core.rounding import Bound
from mfc_capacity.render.chart import Numbers
from mfc_capacity.render.charts import people, plan, risk, shortage
from mfc_capacity.render.figures import figure_text
from mfc_capacity.render.html import markup
from mfc_capacity.render.html.markup import prose, tag, text
from mfc_capacity.render.html.picture import figure, pictures
from mfc_capacity.wording import on_a_line
from mfc_capacity.wording.en import first_screen as words
from mfc_capacity.wording.en import options as ways
from mfc_capacity.wording.en.decision import decision_said
from mfc_capacity.wording.en.numbers import UNKNOWN

OPTION_COLUMNS: dict[str, Kind] = {
    "days_missed": "count",
    "fte": "fte",
    "cost": "money",
    "exhausted_on": "date",
    "left": "money",
    "left_with_extra": "money",
    "abandonment": "share",
    "service_level": "share",
    "weeks_short": "count",
    "staffed_service_level": "share",
}
LESS_IS_BETTER = ("abandonment", "cost", "contract")
ENOUGH = ("peak", "fte", "cost", "contract")  # what there is has to be as much as is needed


def answer(report: Report, *, is_sheet: bool = False) -> str:
    """Return the decision in large letters, what else is to be said, and what proves it."""
    return "".join(
        (said(report, is_sheet=is_sheet), tiles(report), maps(report), helps(report), accounts(report))
    )


def said(report: Report, *, is_sheet: bool) -> str:
    """Return the sentences, the first of them large."""
    first, *more = decision_said(report.first.decision, report.plan.currency)
    behind = words.behind(len(report.cautions), len(report.plan.assumptions), is_sheet=is_sheet)
    return (
        markup.paragraph(first, "lead") + markup.paragraph(" ".join(more)) + markup.paragraph(behind, "quiet")
    )


def tiles(report: Report) -> str:
    """Return the pairs of figures."""
    written = "".join(_tile(tile, report.plan.currency) for tile in report.first.tiles)
    return tag("dl", written, class_="tiles") if written else ""


def maps(report: Report) -> str:
    """Return when callers are badly served, as maps; where they never are, a sentence."""
    titles = {group.name: group.title for group in report.groups}
    found = [] if report.people is None else list(people.missing_by_month(report.people, titles))
    found += shortage.charts(report.first.shortage)
    if not found:
        return ""
    bad = [chart for chart in found if any(value for row in chart.values for value in row)]
    shown = (
        tag("div", "".join(figure(chart, 4, look="wide") for chart in bad), class_="pictures") if bad else ""
    )
    kept = "".join(markup.paragraph(f"{chart.title}.") for chart in found if chart not in bad)
    return tag("h3", text(words.BADLY_SERVED)) + shown + kept


def accounts(report: Report) -> str:
    """Return how long contract and money last: with their fans, where the plan was sampled."""
    fans = {} if report.risk is None else risk.fans(report.risk)
    contracts = [fans["contract.left"]] if "contract.left" in fans else plan.contracts(report.plan)
    money = [fans["budget.left"]] if "budget.left" in fans else plan.money_left(report.plan)
    shown = pictures([*contracts, *money], level=4)
    lasts = report.plan.contracts is not None, report.plan.budget is not None
    return tag("h3", text(words.HOW_LONG[lasts])) + shown if shown else ""


def helps(report: Report) -> str:
    """Return what would help: the ways to go side by side, and plans in which queues are carried through the day."""
    options = report.first.options
    said = [
        *_respent(report),
        *ways.helps_said(options, report.plan.currency),
        *_hiring(report),
        *_carried(report),
    ]
    table = _options(report) if len(options.rows) > 1 else ""
    if not said and not table:
        return ""
    sentences = markup.items(map(prose, said)) if said else ""
    return tag("h3", text(words.HELPS)) + sentences + table


def _respent(report: Report) -> Iterator[str]:
    """Yield what the budget would do for callers if it were spent otherwise, where it pays for the operators given."""
    budget, buys, served = report.plan.budget, report.first.decision.buys, report.first.decision.served
    costs = [row.cost for row in report.first.options.rows if row.kind == "today" and row.cost is not None]
    if budget is None or buys is None or served is None or not served.is_everybody or not costs:
        return
    if served.mean_wait_s is not None and served.abandonment is not None:
        today = Met(served.mean_wait_s, served.abandonment)
        if buys.amount.abandonment < today.abandonment:
            yield words.respent_said(budget.amount, costs[0], report.plan.currency, buys.amount, today)


def _hiring(report: Report) -> Iterator[str]:
    """Yield what those who are hired change."""
    known = report.first.decision.people
    if known is not None and known.weeks and known.hired:
        yield words.hiring_said(known)


def _carried(report: Report) -> Iterator[str]:
    """Yield what a plan through the day does, where the plan shown falls short more often, both as they were played."""
    for group in report.groups:
        if group.simulated is None or group.simulated_through_day is None:
            continue
        played = group.simulated.tables["day"], group.simulated_through_day.tables["day"]
        for day, through_day in zip(*(table.records() for table in played), strict=True):
            if _misses_less(through_day, day):
                yield words.carried_said(day, through_day, group.title)


def _misses_less(through_day: Mapping[str, Cell], day: Mapping[str, Cell]) -> bool:
    """Say whether fewer intervals are short, and no more are short or too close to call."""
    short, unsure = (
        [float(each[f"intervals_{verdict}"] or 0) for each in (through_day, day)]
        for verdict in ("short", "unsure")
    )
    return short[0] < short[1] and short[0] + unsure[0] <= short[1] + unsure[1]


def _options(report: Report) -> str:
    """Return the ways to go as a table, with what else is to be said of them."""
    found, currency = report.first.options, report.plan.currency
    shown = [name for name in OPTION_COLUMNS if any(getattr(row, name) is not None for row in found.rows)]
    if not any(row.days_missed for row in found.rows):
        shown.remove("days_missed")
    rows = [[ways.option_name(row), *_option(row, shown, currency)] for row in found.rows]
    has_weeks = any(tile.week for tile in report.first.tiles)
    header = ("", *(ways.option_header(name, found.plan.cost_of, has_weeks=has_weeks) for name in shown))
    no_plans = [
        f"{ways.option_name(row)}: {on_a_line(problem)}" for row in found.rows for problem in row.problems
    ]
    notes = "".join(markup.paragraph(note, "quiet") for note in (*ways.option_notes(found), *no_plans))
    return markup.grid(Numbers(header, rows), ways.OPTIONS, is_titled=True) + notes


def _option(row: Option, shown: Sequence[str], currency: str | None) -> list[str]:
    """Return the cells of an option; one that has no plan says so in the first of them."""
    if row.problems:
        return [ways.NO_PLAN, *[UNKNOWN] * (len(shown) - 1)]
    return [_option_cell(row, name, currency) for name in shown]


def _option_cell(row: Option, name: str, currency: str | None) -> str:
    value = getattr(row, name)
    if name == "days_missed":
        return ways.missed_on(row)
    if name == "weeks_short":
        return ways.short_in(row)
    if name == "exhausted_on":
        return words.runs_out(value) if row.has_contract else UNKNOWN
    return UNKNOWN if value is None else figure_text(value, Column(name, OPTION_COLUMNS[name]), currency)


def _tile(tile: Tile, currency: str | None) -> str:
    """Return a figure beside what there is and what is promised; what falls short is marked, not by colour alone."""
    title, needed, there = words.tile_names(tile)
    column = Column(tile.name, tile.kind)
    held = None if tile.target is None else Bound(float(tile.target), tile.name not in LESS_IS_BETTER)

    def written(value: Cell, bound: Bound | None = held) -> str:
        return UNKNOWN if value is None else figure_text(value, column, currency, bound)

    is_missed = tile.is_capped or _misses(tile, tile.needed, tile.target)
    pairs = [(needed, written(tile.needed), "low" if is_missed else "")]
    if tile.there is not None:
        enough = (
            Bound(float(tile.needed), is_least=True)
            if tile.name in ENOUGH and tile.needed is not None
            else held
        )
        missing = list(groups_that_miss(tile))
        look = "low" if missing or _is_short(tile) else ""
        falls_short = words.falls_short(tile.name, missing) if look else ""
        pairs.append((f"{there}{falls_short}", written(tile.there, enough), look))
    lines = [
        tag("dd", f"<b>{text(value)}</b> {prose(name)}", class_=look or None) for name, value, look in pairs
    ]
    lines += [tag("dd", prose(note), class_="note") for note in words.tile_notes(tile, written)]
    return tag("div", tag("dt", text(title)) + "".join(lines))


def _is_short(tile: Tile) -> bool:
    """Say whether what there is is not enough."""
    if tile.there is None or tile.needed is None:
        return False
    if tile.name in ENOUGH:
        return float(tile.there) < float(tile.needed)
    return _misses(tile, tile.there, tile.target)


def groups_that_miss(tile: Tile) -> Iterator[str]:
    """Yield the groups whose own target is missed with what there is, where groups are promised different things."""
    if tile.target is None:
        yield from (pair.group for pair in tile.by_group if _misses(tile, pair.there, pair.target))


def _misses(tile: Tile, met: Cell, target: Cell) -> bool:
    """Say whether what callers meet misses its target."""
    if target is None or met is None:
        return False
    return float(met) > float(target) if tile.name == "abandonment" else float(met) < float(target)
