"""The first screen: what is to be decided, pairs of figures, when callers are badly served, and the options."""

from collections.abc import Iterator

from mfc_capacity.answers.first_screen import Tile
from mfc_capacity.answers.records import Cell, Column
from mfc_capacity.answers.report import Report
from mfc_capacity.core.rounding import Bound
from mfc_capacity.render.charts import shortage
from mfc_capacity.render.figures import figure_text
from mfc_capacity.render.html import markup
from mfc_capacity.render.html.markup import tag, text
from mfc_capacity.render.html.picture import figure
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.decision import decision_said
from mfc_capacity.wording.en.numbers import UNKNOWN

LESS_IS_BETTER = ("abandonment", "cost", "contract")


def answer(report: Report) -> str:
    """Return the decision in large letters, what else is to be said, and what proves it."""
    return "".join((said(report), tiles(report), maps(report)))


def said(report: Report) -> str:
    """Return the sentences, the first of them large."""
    first, *more = decision_said(report.first.decision, report.plan.currency)
    return markup.paragraph(first, "lead") + markup.paragraph(" ".join(more))


def tiles(report: Report) -> str:
    """Return the pairs of figures."""
    written = "".join(_tile(tile, report.plan.currency) for tile in report.first.tiles)
    return tag("dl", written, class_="tiles") if written else ""


def maps(report: Report) -> str:
    """Return when callers are badly served."""
    shown = "".join(figure(chart, look="wide") for chart in shortage.charts(report.first.shortage))
    return tag("div", shown, class_="pictures") if shown else ""


def _tile(tile: Tile, currency: str | None) -> str:
    """Return a figure beside what there is and what is promised; what falls short is marked, not by colour alone."""
    title, needed, there = words.tile_names(tile)
    column = Column(tile.name, tile.kind)
    least = tile.name not in LESS_IS_BETTER
    bound = None if tile.target is None else Bound(float(tile.target), is_least=least)

    def written(value: Cell) -> str:
        return UNKNOWN if value is None else figure_text(value, column, currency, bound)

    pairs = [(needed, written(tile.needed), "")]
    if tile.there is not None:
        look = "low" if _is_short(tile) else ""
        pairs.append((f"{there}{words.FALLS_SHORT if look else ''}", written(tile.there), look))
    lines = [
        tag("dd", f"<b>{text(value)}</b> {text(name)}", class_=look or None) for name, value, look in pairs
    ]
    lines += [tag("dd", text(note), class_="note") for note in _notes(tile, written(tile.target))]
    return tag("div", tag("dt", text(title)) + "".join(lines))


def _is_short(tile: Tile) -> bool:
    """Say whether what there is is not enough."""
    if tile.there is None or tile.needed is None:
        return False
    there, needed = float(tile.there), float(tile.needed)
    if tile.name in ("peak", "fte", "cost", "contract"):
        return there < needed
    if tile.target is None:
        return False
    return there > float(tile.target) if tile.name == "abandonment" else there < float(tile.target)


def _notes(tile: Tile, target: str) -> Iterator[str]:
    """Yield what else is to be said of a pair: its target, its day, and of whom it is."""
    if tile.target is not None:
        yield words.tile_target(target, is_least=tile.name not in LESS_IS_BETTER)
    yield from words.tile_notes(tile)
