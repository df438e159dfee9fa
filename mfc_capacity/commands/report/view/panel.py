"""The panel that answers "what if" for one interval, in the page, by the formulas of the plan.

It carries the calls, the handling time and the patience of every interval that the page shows, and reads what
the plan says of it from the table under the picture.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mfc_capacity.answers.records import ERLANG_C, MIXED, Cell
from mfc_capacity.answers.report import Report, ShownDay, ShownGroup
from mfc_capacity.render.html import markup
from mfc_capacity.render.html.markup import tag, text
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.columns import label

DIGITS = 12
TIME_DEPENDENT = "time-dependent"
OPERATORS_MORE = (0, -1, 1)
MEASURES = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")


VERDICTS = {
    "kept": words.TRY_KEPT,
    "missed": words.TRY_MISSED,
    "need": words.TRY_NEED,
    "unreached": words.TRY_UNREACHED,
    "by": words.TRY_MISSED_BY,
    "marks": words.TRY_MARKS,
}


@dataclass(frozen=True)
class Field:
    """A number that can be changed: by hand, or by a button on either side of it, in steps of `by`."""

    name: str
    label: str
    least: str
    step: str
    by: int
    is_needed: bool = True
    most: str | None = None


FIELDS = (
    Field("operators", words.TRY_OPERATORS, "0", "1", 1, most="10000000"),
    Field("calls", words.TRY_CALLS, "0", "any", 10),
    Field("aht", words.TRY_AHT, "0.1", "any", 10),
    Field("patience", words.TRY_PATIENCE, "0.1", "any", 10, is_needed=False),
)


def panel(report: Report) -> str:
    """Return the panel, hidden until the script of the page shows it; nothing if nobody ever calls."""
    shown = [(group, number, day) for group in report.groups for number, day in enumerate(group.days)]
    if not any(record["calls"] for _, _, day in shown for record in day.intervals.records()):
        return ""
    titles = [_title(group, day, is_peak=number == 0) for group, number, day in shown]
    data = {"interval_s": report.plan.interval_s, "days": [_data(group, day) for group, _, day in shown]}
    written = json.dumps(data, separators=(",", ":"), allow_nan=False)
    store = tag("script", written.replace("<", "\\u003c"), type="application/json", id="plan")
    without_script = tag("noscript", markup.paragraph(words.TRY_NO_SCRIPT))
    about = words.TRY_ABOUT + "".join(_left_out(report, [day for _, _, day in shown]))
    return markup.paragraph(about, "quiet") + _form(titles) + without_script + store


def _left_out(report: Report, days: Sequence[ShownDay]) -> Iterator[str]:
    """Yield what the plan counts and the panel does not."""
    columns = {column.name for day in days for column in day.intervals.columns}
    if report.plan.method == TIME_DEPENDENT:
        yield words.TRY_TIME_DEPENDENT
    if any(record["model"] == MIXED for day in days for record in day.intervals.records()):
        yield words.TRY_MIXED
    if "lines" in columns:
        yield words.TRY_LINES
    if "attempts" in columns:
        yield words.TRY_REDIALS


def _title(group: ShownGroup, day: ShownDay, *, is_peak: bool) -> str:
    name = words.group_title(group.name, group.title)
    return f"{name}: {words.day_title(day.date, day.weekdays, day.peaks, is_peak=is_peak)}"


def _data(group: ShownGroup, day: ShownDay) -> dict[str, Any]:
    """Return the intervals of a day column by column.

    A patience of null: nobody hangs up; `of` null: the service level is one that the page cannot compute.
    """
    records = list(day.intervals.records())
    is_unknown = group.service_level_of == "callers" and group.comes_again
    return {
        "within_s": group.within_s,
        "short_s": group.short_s,
        "of": None if is_unknown else group.service_level_of,
        "starts": [record["start"] for record in records],
        "calls": [_brief(record["calls"]) for record in records],
        "aht": [_brief(record["aht_s"]) for record in records],
        "patience": [
            None if record["model"] == ERLANG_C else _brief(record["patience_s"]) for record in records
        ],
        "operators": [record["operators_required"] for record in records],
        "given": [record.get("operators_given") for record in records],
        "limits": {name: limit for name, limit in day.limits.items() if name in MEASURES},
    }


def _brief(value: Cell) -> float | None:
    return None if value is None else float(f"{float(value):.{DIGITS}g}")


def _form(titles: Sequence[str]) -> str:
    days = "".join(tag("option", text(title), value=number) for number, title in enumerate(titles))
    inputs = (
        _chooser("day", words.TRY_DAY, days),
        _chooser("time", words.TRY_TIME, ""),
        tag("div", "".join(tag("div", _stepper(field)) for field in FIELDS), class_="steppers"),
        tag("button", text(words.TRY_RESET), type="reset"),
        " ",
        tag("button", text(words.TRY_GIVEN), type="button", data_given="", hidden=""),
    )
    states = {
        "data_unreadable": words.TRY_UNREADABLE,
        "data_overloaded": words.TRY_OVERLOADED,
        "data_quiet": words.TRY_NO_CALLS,
        "data_words": json.dumps(VERDICTS),
    }
    said = tag("p", id="said", role="status", **states)
    curve = tag(
        "svg", class_="chart", viewBox="0 0 520 200", role="img", aria_label=words.TRY_CURVE, id="curve"
    )
    pictured = tag("p", text(words.TRY_CURVE), class_="quiet") + curve
    content = tag("div", "".join(inputs)) + tag("div", said + _answers() + pictured)
    return tag("form", content, id="whatif", hidden="", autocomplete="off")


def _chooser(name: str, label: str, options: str) -> str:
    return _label(name, label) + tag("select", options, id=f"whatif-{name}", name=name)


def _stepper(field: Field) -> str:
    most = f' max="{field.most}"' if field.most else ""
    number = (
        f'<input id="whatif-{field.name}" name="{field.name}" type="number" inputmode="decimal" '
        f'min="{field.least}"{most} step="{field.step}"{" required" if field.is_needed else ""}>'
    )
    less = _step(field, -field.by, "−", words.TRY_LESS)
    more = _step(field, field.by, "+", words.TRY_MORE)
    return _label(field.name, field.label) + tag("div", less + number + more, class_="stepper")


def _step(field: Field, by: int, sign: str, said: str) -> str:
    about = said.format(name=field.label)
    return tag("button", sign, type="button", data_field=field.name, data_step=by, aria_label=about)


def _label(name: str, label: str) -> str:
    return tag("label", text(label), for_=f"whatif-{name}")


def _answers() -> str:
    """Return the table that the script fills: each measure by the plan, with what is tried, and beside it."""
    first, *others = words.TRY_HEADER
    head = tag(
        "tr", tag("th", text(first), class_="word") + "".join(tag("th", text(name)) for name in others)
    )
    rows = ""
    for name in MEASURES:
        now = "".join(tag("td", data_now=name, data_more=more) for more in OPERATORS_MORE)
        rows += tag("tr", tag("th", text(label(name)), scope="row") + tag("td", data_plan=name) + now)
    whole = tag("table", tag("thead", head) + tag("tbody", rows, aria_live="polite"))
    return markup.scroller(whole, first)
