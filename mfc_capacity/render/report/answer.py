"""The answer in plain words, and the few figures that everyone asks for first."""

from collections.abc import Iterator, Mapping

from mfc_capacity.columns import COLUMNS
from mfc_capacity.render.report import markup
from mfc_capacity.render.report.markup import tag, text
from mfc_capacity.render.report.pictures import figure_text
from mfc_capacity.results import Cell, Plan
from mfc_capacity.wording import accounts as account_sentences
from mfc_capacity.wording import report as words

TILES = ("peak_operators_required", "peak_operators_paid", "calls", "cost", "service_level")


def answer(plan: Plan) -> str:
    """Return the sentences, the first of them large, and the figures."""
    first, *more = sentences(plan)
    return markup.paragraph(first, "lead") + markup.paragraph(" ".join(more)) + _tiles(plan)


def sentences(plan: Plan) -> Iterator[str]:
    """Yield what the figures say, the most telling first: waits, the contract, the money, the peak."""
    total = _total(plan)
    if total.get("given_status") is not None:
        needed = _known(total["mean_wait_s"]), _known(total["abandonment"])
        yield words.given_said(_known(total["given_mean_wait_s"]), _known(total["given_abandonment"]), needed)
    parts = () if plan.contracts is None else plan.contracts.parts
    for part in parts:
        yield account_sentences.contract_sentence(part, plan.currency, alone=len(parts) == 1)
    if plan.budget is not None:
        yield account_sentences.budget_sentence(plan.budget, plan.currency, contracts=len(parts))
    if not total["peak_operators_required"]:
        yield words.NOBODY
        return
    day = None if total["peak_date"] is None else str(total["peak_date"])
    operators, paid = int(total["peak_operators_required"]), int(total["peak_operators_paid"] or 0)
    yield words.peak_said(operators, paid, day, str(total["peak_start"]))


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
