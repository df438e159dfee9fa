"""The report as one page: the answer in plain words, then sections in the order in which people decide."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

from mfc_capacity.answers.columns import COLUMNS
from mfc_capacity.answers.records import Budget, Cell, Plan
from mfc_capacity.answers.report import Report
from mfc_capacity.commands.report.view import sections
from mfc_capacity.commands.report.view.panel import panel
from mfc_capacity.render.figures import TOTAL, figure_text
from mfc_capacity.render.html import markup
from mfc_capacity.render.html.document import Section, document
from mfc_capacity.render.html.markup import tag, text
from mfc_capacity.wording.en import accounts as account_sentences
from mfc_capacity.wording.en import report as words


def render(report: Report) -> str:
    """Return the page."""
    script = files("mfc_capacity.commands.report.view").joinpath("whatif.js").read_text(encoding="utf-8")
    return document(report.plan, list(_sections(report)), script)


def _sections(report: Report) -> Iterator[Section]:
    yield Section("answer", words.ANSWER, answer(report))
    yield Section("limits", words.LIMITS, sections.limits(report))
    yield Section("days", words.DAYS, sections.days(report))
    yield Section("shifts", words.SHIFTS, sections.shifts(report))
    yield Section("people", words.PEOPLE, sections.people(report))
    yield Section("try", words.TRY, panel(report), "try")
    yield Section("money", words.MONEY, sections.money(report))
    yield Section("risk", words.RISK, sections.risk(report))
    yield Section("demand", words.DEMAND, sections.demand(report))
    yield Section("changes", words.CHANGES, sections.changes(report))
    yield Section("figures", words.FIGURES, sections.figures(report.plan))
    yield Section("origins", words.ORIGINS, sections.origins(report))
    yield Section("warnings", words.WARNINGS, sections.warnings(report.plan))
    yield Section("assumptions", words.ASSUMPTIONS, sections.assumptions(report.plan))


TILES = ("peak_operators_required", "fte_peak_week", "fte", "calls", "cost", "service_level")


def answer(report: Report) -> str:
    """Return the sentences, the first of them large, and the figures."""
    first, *more = sentences(report)
    return markup.paragraph(first, "lead") + markup.paragraph(" ".join(more)) + _tiles(report.plan)


def sentences(report: Report) -> Iterator[str]:
    """Yield what the figures say, the most telling first: what the extra buys, waits, contract, money, peak."""
    plan, total = report.plan, _total(report.plan)
    if report.budget is not None:
        yield from _extra(report.budget)
    if total.get("given_status") is not None:
        needed = _known(total["mean_wait_s"]), _known(total["abandonment"])
        yield words.given_said(_known(total["given_mean_wait_s"]), _known(total["given_abandonment"]), needed)
    parts = () if plan.contracts is None else plan.contracts.parts
    for part in parts:
        yield account_sentences.contract_sentence(part, plan.currency, alone=len(parts) == 1)
        if part.percentiles is not None:
            yield account_sentences.contract_as_days_vary(part.percentiles, plan.currency)
    if plan.budget is not None:
        yield account_sentences.budget_sentence(plan.budget, plan.currency, contracts=len(parts))
        if plan.budget.percentiles is not None:
            yield account_sentences.budget_as_days_vary(plan.budget.percentiles, plan.currency)
    if not total["peak_operators_required"]:
        yield words.NOBODY
        return
    day = None if total["peak_date"] is None else str(total["peak_date"])
    yield words.peak_said(int(total["peak_operators_required"]), day, str(total["peak_start"]))
    if total["peak_week"] is not None:
        yield words.weeks_said(
            float(total["fte"] or 0), float(total["fte_peak_week"] or 0), str(total["peak_week"])
        )


def _extra(sums: Budget) -> Iterator[str]:
    """Yield what the extra money changes, where both waits are known and it changes any figure that is shown."""
    waits = {
        str(record["point"]): (float(record["mean_wait_s"]), float(record["abandonment"]))
        for record in sums.tables["curve"].records()
        if record["group"] == TOTAL
        and record["mean_wait_s"] is not None
        and record["abandonment"] is not None
    }
    points = {name: wait for names, wait in waits.items() for name in names.split("; ")}
    if not sums.extra or not {"amount", "amount+extra"} <= points.keys():
        return
    more, less = points["amount+extra"], points["amount"]
    if words.waits_said(*more) != words.waits_said(*less):
        yield words.extra_said(sums.extra, sums.currency, more, less)


def _total(plan: Plan) -> Mapping[str, Cell]:
    return list(plan.tables["summary"].records())[-1]


def _known(value: Cell) -> float | None:
    return None if value is None else float(value)


def _tiles(plan: Plan) -> str:
    total = _total(plan)
    cells = (
        tag("dt", text(words.TILES[name]))
        + tag("dd", text(figure_text(total[name], COLUMNS[name], plan.currency)))
        for name in TILES
        if total[name] is not None
    )
    return tag("dl", "".join(tag("div", cell) for cell in cells), class_="tiles")
