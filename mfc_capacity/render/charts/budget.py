"""Charts of what money buys: waits, or calls of a contract; and of what the money and the operators carry."""

from collections.abc import Iterator, Mapping, Sequence

from mfc_capacity.answers.records import Budget, Kind, Solution
from mfc_capacity.render.chart import (
    Axis,
    Bar,
    Bars,
    Look,
    Mark,
    Numbers,
    Plot,
    Series,
    round_values,
    tick_text,
)
from mfc_capacity.render.figures import TOTAL, Record, figure_of, numbers
from mfc_capacity.wording import text
from mfc_capacity.wording.en import budget as sentences
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report, solve
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import money_text

COLUMNS = (
    *("money", "point", "kept_everywhere", "service_level", "mean_wait_s", "abandonment", "occupancy"),
    "operator_hours_paid",
)

VOLUME_COLUMNS = ("money", "point", "lasts_until", "days_paid", "calls_paid", "calls_unpaid")

Line = Sequence[tuple[float, float]]


def charts(sums: Budget) -> Iterator[Plot]:
    """Yield what money buys: the service level along the curve, and the mean wait at its points."""
    records = [
        record
        for record in sums.tables["curve"].records()
        if record["group"] == TOTAL and record["service_level"] is not None
    ]
    if len(records) < 2 or any(len(line) < 2 for line in sums.lines.values()):
        return
    said = " ".join(filter(None, (sentences.targets_need(sums), sentences.knee(sums))))
    yield _by_money(sums, records, "service_level", words.LEVEL, sums.lines, said)
    waits = [record for record in records if record["mean_wait_s"] is not None]
    if len(waits) > 1:
        line = tuple((figure_of(record, "money"), figure_of(record, "mean_wait_s")) for record in waits)
        said = sentences.extra_buys(sums) or _waits(sums) or ""
        yield _by_money(sums, waits, "mean_wait_s", words.WAIT, {str(sums.place): line}, said)


def _waits(sums: Budget) -> str | None:
    """Say how long callers wait with today's money and with what the targets need, where both are known."""
    today, needed = (sums.at(point).get("mean_wait_s") for point in ("amount", "targets"))
    return None if today is None or needed is None else report.waits_by_money(float(today), float(needed))


def volume(sums: Budget) -> Iterator[Plot]:
    """Yield the calls that money pays for, beside all calls; nothing where nobody calls."""
    records = list(sums.tables["volume"].records())
    named = [record for record in records if record["point"]]
    paid = [figure_of(record, "calls_paid") for record in records]
    every = [figure_of(record, "calls_paid") + figure_of(record, "calls_unpaid") for record in records]
    if not any(every):
        return
    money = [figure_of(record, "money") for record in records]
    yield Plot(
        sentences.lasts_title(sums, named[0]),
        " ".join(sentences.days_paid(sums, record) for record in named),
        _sums_axis(money, sums.currency),
        "calls",
        words.CALLS,
        [Series(sentences.CALLS_PAID, paid), Series(sentences.ALL_CALLS, every, "c")],
        numbers(sums.tables["volume"], VOLUME_COLUMNS, currency=sums.currency),
        "budget --table volume",
        marks=[Mark(figure_of(record, "money"), report.point(str(record["point"]))) for record in named],
        dots=[(figure_of(record, "money"), figure_of(record, "calls_paid")) for record in named],
    )


def carried(solution: Solution) -> Iterator[Bars]:
    """Yield what each sum carries, beside what the scenario has."""
    records = [row for row in solution.tables["solve"].records() if row["value"] is not None]
    bars = [
        Bar(
            solve.limit(solution, row),
            solve.value(solution, row["value"]),
            [(0.0, figure_of(row, "value"), "bar")],
        )
        for row in records
    ]
    own = figure_of(records[0], "value_in_scenario")
    bars.append(Bar(solve.own(solution), solve.value(solution, own), [(0.0, own, "band")]))
    solved = text(solution.solved)
    yield Bars(
        solve.carried(solution, records[0]),
        "",
        bars,
        "share" if solution.kind == "deflection" else "number",
        solved,
        Numbers(("", solved), [(bar.name, bar.said) for bar in bars]),
        "budget --solve --table solve",
    )


def _sums_axis(money: Sequence[float], currency: str | None) -> Axis:
    first, last = money[0], money[-1]
    ticks = [(tick, tick_text(tick, "money")) for tick in round_values(first, last) if first <= tick <= last]
    return Axis(currency or "", [money_text(sum_, currency) for sum_ in money], at=money, ticks=ticks)


def _by_money(
    sums: Budget, records: Sequence[Record], name: str, unit: str, lines: Mapping[str, Line], said: str
) -> Plot:
    """Return a figure over money, a line for each way to place operators, with the sums marked that have a name."""
    kind: Kind = "seconds" if name == "mean_wait_s" else "share"
    money = [sum_ for sum_, _ in lines[str(sums.place)]]
    first, last = money[0], money[-1]
    shown = [record for record in records if first <= figure_of(record, "money") <= last]
    named = [record for record in shown if record["point"]]
    looks: dict[str, Look] = {str(sums.place): "b" if kind == "seconds" else "a"}
    sentence, _, rest = said.partition(". ")
    return Plot(
        sentence.rstrip(".") or report.over_money(label(name)),
        rest,
        _sums_axis(money, sums.currency),
        kind,
        words.over(unit, f"{words.MONEY} {sums.currency or ''}".rstrip()),
        [
            Series(sentences.PLACES[place], [value for _, value in values], looks.get(place, "c"))
            for place, values in lines.items()
        ],
        numbers(sums.tables["curve"], COLUMNS, shown, sums.currency),
        "budget --table curve",
        marks=[Mark(figure_of(record, "money"), report.point(str(record["point"]))) for record in named],
        dots=[(figure_of(record, "money"), figure_of(record, name)) for record in named],
        from_zero=False,
        rows=[figure_of(record, "money") for record in shown],
    )
