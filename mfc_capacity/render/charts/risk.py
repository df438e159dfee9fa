"""Charts of what a plan may come to: its cost, what is left over the days, and what that hangs on."""

from collections.abc import Iterator, Sequence
from datetime import date

from mfc_capacity.answers.records import Cell, Kind, Risk
from mfc_capacity.render.chart import Axis, Bar, Bars, Look, Mark, Numbers, Plot, Series
from mfc_capacity.render.figures import TOTAL, Record, figure_of, numbers, values_of
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en import risk as sentences

MOST_BARS = 12
# What a verdict is about: the first of these that may be off, or else that the answer has.
JUDGED = ("budget.headroom_with_extra", "budget.headroom", "cost", "operator_hours_paid", "people.cost")

PERCENTILES = ("p10", "p50", "p90")
# What is left, and the day on which nothing is; what a sum is more than the cost, and its name.
ENDS = {"contract.left": "contract.exhausted_on", "budget.left": "budget.money_ends_on"}
SUMS = {"budget.headroom": sentences.AMOUNT, "budget.headroom_with_extra": sentences.WITH_EXTRA}


def charts(risk: Risk) -> Iterator[Plot | Bars]:
    """Yield what it may cost, what is left over the days, and what that hangs on."""
    yield from _cost(risk)
    yield from fans(risk).values()
    yield from _tornado(risk)


def judged(risk: Risk) -> str:
    """Return the metric that the verdict is about."""
    known = {
        row["metric"]: row["p10"] != row["p90"]
        for row in risk.tables["risk"].records()
        if row["mean"] is not None and row["group"] == TOTAL
    }
    ordered = [metric for metric in JUDGED if metric in known]
    return next((metric for metric in ordered if known[metric]), ordered[0])


def of_all_groups(risk: Risk) -> dict[Cell, Record]:
    """Return the rows of all groups together, by metric."""
    return {row["metric"]: row for row in risk.tables["risk"].records() if row["group"] == TOTAL}


def _cost(risk: Risk) -> Iterator[Bars]:
    """Yield what it may cost as a bar, beside the money there is."""
    rows = of_all_groups(risk)
    row = rows.get("budget.cost") or rows["cost"]
    if row["p10"] is None or row["p10"] == row["p90"]:
        return
    low, middle, high, planned = (figure_of(row, name) for name in ("p10", "p50", "p90", "value"))
    metric = str(row["metric"])
    marks = [Mark(planned, sentences.PLANNED)]
    for headroom, name in SUMS.items() if metric == "budget.cost" else ():
        if headroom in rows:
            marks.append(Mark(planned + figure_of(rows[headroom], "value"), name))
    of_money = [own for own in risk.tables["risk"].records() if own["metric_unit"] == "money"]
    yield Bars(
        sentences.span_title(metric),
        sentences.span(row, risk.currency),
        [Bar("P10", "P90", ((low, middle, "bar"), (middle, high, "over")))],
        "money",
        risk.currency or "",
        numbers(risk.tables["risk"], ("metric", "group", "value", "p10", "p50", "p90"), of_money),
        "risk --table risk",
        marks=marks,
    )


def fans(risk: Risk) -> dict[str, Plot]:
    """Return what is left of contract and budget over the days, by metric, with the days on which they may end."""
    dates = {row["metric"]: row for row in risk.tables["dates"].records()}
    rows = {
        metric: [row for row in risk.tables["fans"].records() if row["metric"] == metric] for metric in ENDS
    }
    return {
        metric: _fan(risk, metric, own, dates[ENDS[metric]]) for metric, own in rows.items() if len(own) > 1
    }


def _fan(risk: Risk, metric: str, rows: Sequence[Record], ends: Record) -> Plot:
    is_money = metric == "budget.left"
    months: dict[str, float] = {}
    for row in rows:
        months.setdefault(str(row["date"])[:7], _place(row["date"]))
    pairs = [(figure_of(row, "p10"), figure_of(row, "p90")) for row in rows]
    return Plot(
        sentences.fan_title(metric, ends),
        report.FAN_SAID,
        Axis(
            words.DATE,
            [str(row["date"]) for row in rows],
            at=[_place(row["date"]) for row in rows],
            ticks=[(at, words.month_text(month)) for month, at in months.items()],
            kind="date",
        ),
        "money" if is_money else "calls",
        (risk.currency or "") if is_money else words.CALLS,
        [
            Series("P50", values_of(rows, "p50")),
            Series(
                sentences.FAN_BAND,
                [(low + high) / 2 for low, high in pairs],
                "band",
                around=[(high - low) / 2 for low, high in pairs],
            ),
        ],
        numbers(risk.tables["fans"], ("date", "value", *PERCENTILES), rows),
        "risk --table fans",
        marks=[
            Mark(_place(ends[name]), sentences.ends_at(name, ends[name]))
            for name in PERCENTILES
            if ends[name]
        ],
    )


def _place(day: Cell) -> float:
    """Return the place of a day on an axis of days."""
    return float(date.fromisoformat(str(day)).toordinal())


def _tornado(risk: Risk) -> Iterator[Bars]:
    metric = judged(risk)
    row = of_all_groups(risk)[metric]
    unit: Kind = "money" if row["metric_unit"] == "money" else "number"
    middle, planned = figure_of(row, "value"), row["value"]
    bars = [own for own in risk.tables["tornado"].records() if own["metric"] == metric]
    known = [bar for bar in bars if {bar["metric_low"], bar["metric_high"]} - {planned, None}][:MOST_BARS]
    if not known:
        return
    names = [(str(bar["input"]), f"{bar['low']}..{bar['high']}") for bar in known]
    said = [sentences.bar(bar, str(row["metric_unit"]), risk.currency) for bar in known]
    yield Bars(
        sentences.tornado_title(metric),
        sentences.tornado_legend(len(bars) - len(known)),
        [
            Bar(f"{name} {span}", text, _to_both_ends(bar, middle))
            for (name, span), text, bar in zip(names, said, known, strict=True)
        ],
        unit,
        (risk.currency or "") if unit == "money" else "",
        Numbers(
            report.TORNADO_HEADER, [(*name, text) for name, text in zip(names, said, strict=True)], left=2
        ),
        "risk --table tornado",
        marks=[Mark(middle, report.AS_PLANNED)],
    )


def _to_both_ends(bar: Record, middle: float) -> tuple[tuple[float, float, Look], ...]:
    """Return what stretches from the middle to each end; where the figure is not known there, it does not begin."""
    ends: list[tuple[str, Look]] = [("metric_low", "band"), ("metric_high", "bar")]
    return tuple((middle, middle if bar[name] is None else figure_of(bar, name), look) for name, look in ends)
