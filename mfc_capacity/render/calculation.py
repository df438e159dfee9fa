"""One interval as it is read in ten seconds, for the terminal and for Markdown: the answer, and beside it one operator fewer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mfc_capacity.formatting import UNKNOWN, duration_text, share_text, short_text
from mfc_capacity.render.overview import Line
from mfc_capacity.results import Calculation, Cell, Column
from mfc_capacity.wording import BOUND_BY, caution_text

Record = Mapping[str, Cell]

TARGETS = {
    "service_level": "a service level of at least",
    "max_asa_s": "an ASA of at most",
    "max_abandonment": "an abandonment of at most",
    "max_occupancy": "an occupancy of at most",
    "max_blocking": "a blocking of at most",
}
MEASURES = {
    "max_asa": "asa_s",
    "max_abandonment": "abandonment",
    "max_occupancy": "occupancy",
    "max_blocking": "erlang_b",
}
_WAITS = (
    ("Callers who wait", "p_wait"),
    ("ASA (answered)", "asa_s"),
    ("Mean wait (all)", "mean_wait_s"),
    ("Abandonment", "abandonment"),
    ("Occupancy", "occupancy"),
    ("Lost if nobody could wait", "erlang_b"),
)
FIGURES = {
    "erlang-a": (
        ("Service level in {within}, of offered calls", "service_level_offered"),
        ("  of answered calls", "service_level_answered"),
        ("  of a caller of endless patience", "service_level_virtual"),
        *_WAITS,
    ),
    "erlang-b": (
        ("Blocking (calls lost)", "erlang_b"),
        ("Carried load, Erlangs", "carried_load_erlangs"),
        ("Occupancy", "occupancy"),
    ),
    "erlang-c": (("Service level in {within}", "service_level_offered"), *_WAITS),
}


@dataclass(frozen=True)
class Page:
    """What was asked, the answer in words, and the figures: a column for it, and one for one operator fewer."""

    question: str
    answer: tuple[str, ...]
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    cautions: tuple[str, ...]


def page(calculation: Calculation) -> Page:
    """Return the page of a single interval."""
    record = next(calculation.table.records())
    columns = {column.name: column for column in calculation.table.columns}
    shown = [record] if calculation.one_fewer is None else [record, calculation.one_fewer]
    within = duration_text(_number(record, "within_s")) if "within_s" in record else ""
    lines = [
        Line(label.format(within=within), tuple(_figure(some[name], columns[name]) for some in shown))
        for label, name in FIGURES[str(record["model"])]
    ]
    return Page(
        question=_question(record),
        answer=tuple(_answer(record, calculation.one_fewer, columns)),
        header=tuple(_staff(some) for some in shown),
        lines=tuple(lines),
        cautions=tuple(map(caution_text, calculation.cautions)),
    )


def _question(record: Record) -> str:
    model = str(record["model"])
    patience = f", patience {duration_text(_number(record, 'patience_s'))}" if model == "erlang-a" else ""
    return (
        f"Erlang {model[-1].upper()}: {short_text(_number(record, 'calls_per_hour'), 2)} calls per hour, "
        f"{duration_text(_number(record, 'aht_s'))} each{patience}; "
        f"offered load {short_text(_number(record, 'offered_load_erlangs'), 4)} Erlangs"
    )


def _answer(record: Record, fewer: Record | None, columns: Mapping[str, Column]) -> Iterator[str]:
    targets = [
        f"{words} {_target(record, name)}" for name, words in TARGETS.items() if record.get(name) is not None
    ]
    if record["status"] == "no-calls":
        yield "nobody calls"
    elif record["status"] == "overloaded":
        yield f"{_staff(record)} cannot keep up: the queue only grows{_growth(record)}"
    elif record["status"] == "unstaffed":
        yield "nobody is on duty: every call is lost"
    elif targets:
        yield f"{_staff(record)}: the fewest that keep {', '.join(targets)}"
    if fewer is not None:
        yield f"decided by {BOUND_BY[str(record['bound_by'])]}: {_with_one_fewer(record, fewer, columns)}"


def _with_one_fewer(record: Record, fewer: Record, columns: Mapping[str, Column]) -> str:
    if fewer["status"] == "overloaded":
        return f"with {_staff(fewer)} the queue only grows{_growth(fewer)}"
    if fewer["status"] == "unstaffed":
        return "with none, no call is answered"
    level = f"service_level_{record.get('service_level_of')}"
    measure = MEASURES.get(str(record["bound_by"]), level)
    return f"with {_staff(fewer)} it is {_figure(fewer[measure], columns[measure])}"


def _target(record: Record, name: str) -> str:
    value = _number(record, name)
    if name == "max_asa_s":
        return duration_text(value)
    share = f"{short_text(value * 100, 4)} %"
    if name != "service_level":
        return share
    of = "" if record["service_level_of"] == "offered" else f" ({record['service_level_of']})"
    return f"{share} in {duration_text(_number(record, 'within_s'))}{of}"


def _growth(record: Record) -> str:
    growth = _number(record, "queue_growth_per_hour")
    return f", by {short_text(growth, 1, 'low')} calls per hour" if growth else ""


def _staff(record: Record) -> str:
    name = "lines" if "lines" in record else "operators"
    count = _number(record, name)
    return f"{short_text(count, 4)} {name.removesuffix('s') if count == 1 else name}"


def _figure(value: Cell, column: Column) -> str:
    if value is None or isinstance(value, str):
        return UNKNOWN
    if column.kind == "share":
        return share_text(value, column.better)
    return (
        duration_text(value, column.better)
        if column.kind == "seconds"
        else short_text(value, 2, column.better)
    )


def _number(record: Record, name: str) -> float:
    value = record[name]
    assert isinstance(value, int | float)
    return value
