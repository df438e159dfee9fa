"""The report as one page: the answer in plain words, then sections in the order in which people decide."""

from collections.abc import Iterator
from importlib.resources import files

from mfc_capacity.answers.report import Report
from mfc_capacity.commands.report.view import first, sections
from mfc_capacity.commands.report.view.panel import panel
from mfc_capacity.render.html.document import Section, document
from mfc_capacity.wording.en import report as words


def render(report: Report, *, one_page: bool = False) -> str:
    """Return the page; one page has only what is to be decided."""
    if one_page:
        return document(
            report.plan, [Section("answer", words.ANSWER, first.answer(report, is_sheet=True))], is_sheet=True
        )
    script = files("mfc_capacity.commands.report.view").joinpath("whatif.js").read_text(encoding="utf-8")
    return document(report.plan, list(_first(report)), list(_behind(report)), script)


def _first(report: Report) -> Iterator[Section]:
    yield Section("answer", words.ANSWER, first.answer(report))
    yield Section("limits", words.LIMITS, sections.limits(report))
    yield Section("warnings", words.WARNINGS, sections.warnings(report))


def _behind(report: Report) -> Iterator[Section]:
    yield Section("days", words.DAYS, sections.days(report))
    yield Section("waits", words.WAITS, sections.waits(report))
    yield Section("shifts", words.SHIFTS, sections.shifts(report))
    yield Section("people", words.PEOPLE, sections.people(report))
    yield Section("try", words.TRY, panel(report), "try")
    yield Section("curves", words.CURVES, sections.curves(report))
    yield Section("money", words.MONEY, sections.money(report))
    yield Section("risk", words.RISK, sections.risk(report))
    yield Section("demand", words.DEMAND, sections.demand(report))
    yield Section("changes", words.CHANGES, sections.changes(report))
    yield Section("figures", words.FIGURES, sections.figures(report.plan))
    yield Section("origins", words.ORIGINS, sections.origins(report))
    yield Section("assumptions", words.ASSUMPTIONS, sections.assumptions(report.plan))
