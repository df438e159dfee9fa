"""A comparison, read like a diff: one sentence, the figures of the whole, what did it, and the rest below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, TypedDict

from mfc_capacity.answers.columns import COLUMNS, COMPARE_TABLES
from mfc_capacity.answers.kinds import one_of
from mfc_capacity.answers.records import ComparedSide, Comparison
from mfc_capacity.files.text import visible
from mfc_capacity.render import more
from mfc_capacity.render.chart import Bars
from mfc_capacity.render.charts.compare import causes as by_cause
from mfc_capacity.render.differences import Scale, figure_text, scale_of
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Differences, Judged, Page, Text
from mfc_capacity.render.scenario import verdict
from mfc_capacity.render.summary import PLACES, adding_up_as_shown
from mfc_capacity.render.view import View
from mfc_capacity.wording import problem_text
from mfc_capacity.wording.en import compare as words
from mfc_capacity.wording.en.numbers import UNKNOWN

TOTAL = "total"
PEOPLE = "people"  # with which their paths begin
SPLIT_METRICS = ("cost", "operator_hours_paid", "peak_operators_required")
CAUSES_IN_HEADLINE = 3
MOST_INPUTS = 30
WIDEST_VALUE = 48
CHANGED, ADDED, REMOVED = "changed", "added", "removed"
SIGNS = {CHANGED: "~", ADDED: "+", REMOVED: "-"}
NO_SIGN = " "
CONTRACT_SPAN = ("from", "to")
WITHOUT_SHARE = ("share", "seconds")

Record = Mapping[str, Any]
Row = tuple[str, tuple[str, ...]]


class Side(TypedDict):
    """One side of a comparison."""

    name: str
    kind: Annotated[str, one_of(("scenario", "plan"))] | None
    title: str | None
    ref: str | None
    variant: str | None
    set: list[str]
    sha256: str | None
    problems: list[str]


class Head(TypedDict):
    """What stands beside the tables of a comparison."""

    before: Side
    after: Side
    currency: str | None
    headline: str
    split: Annotated[str, one_of(words.SPLITS), "split, or why the difference is not split over the inputs"]


def schema() -> Schema:
    """Return the schema of the document that `compare -f json` prints; one table may be asked for alone."""
    return document_schema(Comparison.schema, Head, COMPARE_TABLES.values())


def view(comparison: Comparison) -> View:
    """Return the view of a comparison."""
    return View(comparison, partial(page, comparison), partial(head, comparison), partial(charts, comparison))


def head(comparison: Comparison) -> Head:
    """Return what stands beside the tables in JSON."""
    return {
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "currency": comparison.currency,
        "headline": headline(comparison),
        "split": comparison.split,
    }


def page(comparison: Comparison) -> Page:
    """Return the comparison as it is read; nothing changed takes one line."""
    said = verdict(headline(comparison))
    if not comparison.has_changes:
        return (said,)
    return (
        *sides(comparison),
        *blocks(comparison),
        Text(words.SIGNS, "quiet"),
        more(comparison.tables, lists=()),
        said,
    )


def headline(comparison: Comparison) -> str:
    """Return the change in one sentence."""
    return _Layout(comparison).headline()


def blocks(comparison: Comparison) -> Page:
    """Return what stands below the sentence."""
    layout, note = _Layout(comparison), words.SPLITS[comparison.split]
    return (
        *(Text(visible(reason), "warning") for _, side in layout.sides() for reason in _reasons(side)),
        *layout.whole(),
        *layout.causes(words.CAUSES, [TOTAL]),
        *layout.inputs(),
        *layout.every_group(),
        *layout.causes(words.GROUP_CAUSES, [] if layout.is_one_group else layout.groups),
        *layout.accounts(),
        *([Text(note)] if note else []),
    )


def sides(comparison: Comparison) -> Iterator[Text]:
    """Yield the names of both sides behind the marks of a diff."""
    for mark, side in _Layout(comparison).sides():
        yield Text(visible(f"{mark} {side.name}"), "quiet")


def charts(comparison: Comparison) -> Iterator[Bars]:
    """Yield what each cause did of the difference of a figure, where that is known."""
    figure, named = parts(comparison)
    if named:
        yield by_cause(figure, named)


def parts(comparison: Comparison) -> tuple[str, list[tuple[str, float, str]]]:
    """Return a figure of the whole and what each cause did of its difference: label, number, text."""
    layout = _Layout(comparison)
    for metric in SPLIT_METRICS:
        own = layout.parts.get((TOTAL, metric), {})
        if shown := layout.cause_column(TOTAL, metric):
            labels = {name: words.cause_label(comparison.causes[name]) for name in own}
            return words.METRICS[metric], [(labels[name], own[name], shown[name]) for name in own]
    return "", []


def _side(side: ComparedSide) -> Side:
    return {
        "name": side.name,
        "kind": side.kind,
        "title": side.title,
        "ref": side.ref,
        "variant": side.variant,
        "set": list(side.overrides),
        "sha256": side.sha256,
        "problems": _reasons(side),
    }


def _reasons(side: ComparedSide) -> list[str]:
    """Return each problem on one line, without the source line and the hint that the error itself shows."""
    return [problem_text(replace(problem, source_line=None, hint=None)) for problem in side.problems]


class _Layout:
    """The tables of a comparison by group and metric, and the parts of its page."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison, self.currency = comparison, comparison.currency
        self.changes: dict[str, dict[str, Record]] = {}
        for record in comparison.tables["changes"].records():
            self.changes.setdefault(str(record["group"]), {})[str(record["metric"])] = record
        self.shown = [_by_group(side.summary) for _, side in self.sides()]
        self.parts: dict[tuple[str, str], dict[str, float]] = {}
        for row in comparison.tables["causes"].records():
            whose = str(row["group"]), str(row["metric"])
            self.parts.setdefault(whose, {})[str(row["cause"])] = float(row["contribution"] or 0)

    @property
    def groups(self) -> list[str]:
        """The groups with changes."""
        return [name for name in self.changes if name != TOTAL]

    @property
    def is_one_group(self) -> bool:
        """Whether a single group is the whole."""
        return len(self.groups) == 1 and TOTAL in self.changes and self._is_whole(self.groups[0])

    def sides(self) -> Iterable[tuple[str, ComparedSide]]:
        """Return both sides behind the marks of a diff."""
        return zip(("---", "+++"), (self.comparison.before, self.comparison.after), strict=True)

    def headline(self) -> str:
        """Return the change in one sentence."""
        failed = [side.name for _, side in self.sides() if side.problems]
        if failed:
            return f"{words.failed(failed[0])}."
        moved = [row for row in self._records("dates") if row["metric"] not in CONTRACT_SPAN]
        besides = words.came_and_went(*self._came_and_went()) + words.moved(moved)
        return f"{self._plan_in_a_sentence()}{besides}."

    def whole(self) -> Iterator[Differences]:
        """Yield the figures of all groups together."""
        rows = tuple(self._figure_rows(TOTAL, words.FIRST_METRICS))
        if rows:
            yield Differences("", words.FIGURE_HEADER, rows, left=1)

    def every_group(self) -> Iterator[Differences]:
        """Yield the figures of each group; new groups and groups that are gone as rows of their own."""
        rows: list[Row] = []
        for group in self.groups:
            states = {record["state"] for record in self.changes[group].values()}
            state = states.pop() if len(states) == 1 else CHANGED
            word = words.STATES.get(state, "")
            sign = SIGNS[state] if word else ""
            rows += [(sign, (visible(group), "", "", word, "")), *self._figure_rows(group)]
        if rows:
            yield Differences(words.ALL_GROUPS, words.FIGURE_HEADER, tuple(rows), left=1, folded=True)

    def causes(self, title: str, groups: Sequence[str]) -> Iterator[Differences]:
        """Yield what each cause did of the differences, one column a figure; the columns of a group add up."""
        rows: list[Row] = []
        for group in groups:
            own = list(self._cause_rows(group))
            rows += [("", (visible(group), *[""] * len(SPLIT_METRICS)))] if own and group != TOTAL else []
            rows += own
        if rows:
            header = ("", *(words.METRICS[metric] for metric in SPLIT_METRICS))
            yield Differences(title, header, tuple(rows), left=1, folded=True)

    def inputs(self) -> Iterator[Differences]:
        """Yield the inputs that changed, with their places."""
        records = self._records("inputs")
        rows = [_input_row(record) for record in records[:MOST_INPUTS]]
        if len(records) > MOST_INPUTS:
            rows.append(("", (words.more_rows(len(records) - MOST_INPUTS, "inputs"), "", "", "")))
        if rows:
            yield Differences(words.INPUTS, words.INPUT_HEADER, tuple(rows), left=4, folded=True)

    def accounts(self) -> Iterator[Differences]:
        """Yield what changed of the contract and the budget."""
        of_accounts: dict[str, list[Row]] = {}
        for record in self._records("accounts"):
            of_accounts.setdefault(str(record["account"]), []).extend(
                self._row(record, words.account_metric(str(record["metric"])))
            )
        for record in self._records("dates"):
            of_accounts.setdefault(str(record["account"]), []).append(_date_row(record))
        rows: list[Row] = []
        for account, own in of_accounts.items():
            rows += [("", (visible(account), *[""] * (len(words.FIGURE_HEADER) - 1))), *own] if own else []
        if rows:
            yield Differences(words.ACCOUNTS, words.FIGURE_HEADER, tuple(rows), left=1, folded=True)

    def _cause_rows(self, group: str) -> Iterator[Row]:
        columns = [self.cause_column(group, metric) for metric in SPLIT_METRICS]
        for name in self.comparison.causes:
            if any(name in column for column in columns):
                label = visible(words.cause_label(self.comparison.causes[name]))
                yield (
                    NO_SIGN,
                    (label, *(column.get(name, words.NO_PART) if column else "" for column in columns)),
                )
        if any(columns):
            yield NO_SIGN, (words.TOGETHER, *(column.get("", "") for column in columns))

    def _plan_in_a_sentence(self) -> str:
        whole = self.changes.get(TOTAL, {})
        told = {metric: text for metric in SPLIT_METRICS if (text := self._told(whole.get(metric)))}
        if told:
            return words.changed(told) + self._because([*told][-1])
        if figures := len(self._records("changes")) or len(self._records("months")):
            return words.other_figures(figures)
        inputs = self._records("inputs")
        unchanged = words.unchanged(len(inputs), *map(len, map(self._records, ("accounts", "dates"))))
        of_people = inputs and all(str(row["input"]).partition(".")[0] == PEOPLE for row in inputs)
        return unchanged + (words.ASK_PEOPLE if of_people else "")

    def _records(self, table: str) -> list[Record]:
        return list(self.comparison.tables[table].records())

    def _came_and_went(self) -> tuple[list[str], list[str]]:
        states = {group: next(iter(own.values()))["state"] for group, own in self.changes.items()}
        came, went = ([group for group in states if states[group] == state] for state in (ADDED, REMOVED))
        return came, went

    def _is_whole(self, group: str) -> bool:
        figures = [
            [(row["before"], row["after"]) for row in self.changes[name].values()] for name in (group, TOTAL)
        ]
        return figures[0] == figures[1]

    def _figure_rows(self, group: str, metrics: Iterable[str] = words.METRICS) -> Iterator[Row]:
        for metric in metrics:
            record = self.changes.get(group, {}).get(metric)
            if record is not None:
                yield from self._row(record, words.METRICS[metric])

    def _row(self, record: Record, label: str) -> Iterator[Row]:
        """Yield the row of a figure, unless its change is too small to be shown."""
        kind, before, after = record["metric_unit"], record["before"], record["after"]
        sign = SIGNS.get(record["state"], NO_SIGN)
        if record["change"] is None:
            alone = [figure_text(kind, value, self._currency(record)) for value in (before, after)]
            yield sign, (visible(label), *alone, "", "")
        elif scale := self._scale(record):
            counts = self._counts(record, scale)
            texts = map(scale.text, counts)
            change = scale.change(counts[1] - counts[0])
            yield sign, (visible(label), *texts, _judged(record, change), _share(record))

    def _currency(self, record: Record) -> str | None:
        """Return the currency of a row of one side; none where the two sides have different ones."""
        return None if record["before"] is not None and record["after"] is not None else self.currency

    def _scale(self, record: Record) -> Scale | None:
        if record["change"] is None:
            return None
        return scale_of(record["metric_unit"], record["before"], record["after"], self.currency)

    def _counts(self, record: Record, scale: Scale) -> tuple[int, int]:
        """Return both figures in last digits: of a group as its plan shows them, unless that hides the change."""
        name = str(record["metric"])
        before, after = scale.count(record["before"]), scale.count(record["after"])
        if not scale.is_of_page(record["metric_unit"], PLACES.get(name, 0)):
            return before, after
        shown = [own.get(str(record.get("group")), {}).get(name) for own in self.shown]
        known = [scale.count(float(value)) for value in shown if value is not None]
        if len(known) < len(shown):
            return before, after
        one, other = known
        return (one, other) if (other - one) * (after - before) > 0 else (before, after)

    def _told(self, record: Record | None) -> str:
        """Return one change as the headline tells it."""
        scale = self._scale(record) if record else None
        if record is None or scale is None:
            return ""
        before, after = self._counts(record, scale)
        change, share = scale.change(after - before), _share(record)
        return change + (f" ({share})" if share else "")

    def _because(self, metric: str) -> str:
        """Return what did most of a change of the whole."""
        column, parts = self.cause_column(TOTAL, metric), self.parts.get((TOTAL, metric), {})
        largest = sorted(parts, key=lambda name: -abs(parts[name]))[:CAUSES_IN_HEADLINE]
        named = [f"{words.cause_label(self.comparison.causes[name])} {column[name]}" for name in largest]
        return f": {', '.join(named)}" if named else ""

    def cause_column(self, group: str, metric: str) -> dict[str, str]:
        """Return the parts of a difference as shown, by cause, and under "" their sum; empty where it is not split."""
        record, parts = self.changes.get(group, {}).get(metric), self.parts.get((group, metric), {})
        scale = self._scale(record) if record else None
        if record is None or scale is None or not parts:
            return {}
        before, after = self._counts(record, scale)
        change = after - before
        return {**scale.parts(parts, change), "": scale.change(change)}


def _by_group(summary: Sequence[Record]) -> dict[str, Record]:
    """Return the figures of each group as a plan shows them; none where there is no total that they add up to."""
    if not summary or summary[-1]["group"] != TOTAL:
        return {}
    return {str(record["group"]): record for record in adding_up_as_shown(summary)}


def _share(record: Record) -> str:
    """Return the change in per cent of what was before, where that says something."""
    share = record["change_share"]
    text = "" if share is None or record["metric_unit"] in WITHOUT_SHARE else f"{share * 100:+,.1f} %"
    return "" if text in ("+0.0 %", "-0.0 %") else text


def _judged(record: Record, change: str) -> str:
    """Return a change as good or bad news, where one way is better than the other."""
    column = COLUMNS.get(str(record["metric"]))
    if column is None or column.better is None:
        return change
    return Judged(change, "good" if (record["change"] < 0) == (column.better == "low") else "bad")


def _input_row(record: Record) -> Row:
    before, after = record["value_before"], record["value_after"]
    state = ADDED if before is None else REMOVED if after is None else CHANGED
    pairs = enumerate(zip(before or "", after or "", strict=False))
    same = next((k for k, (one, other) in pairs if one != other), 0)
    values = (UNKNOWN if value is None else _short(value, same) for value in (before, after))
    place = record["location_after"] or record["location_before"] or ""
    return SIGNS[state], (visible(record["input"]), *values, visible(place))


def _short(value: str, same: int) -> str:
    """Return a value, cut where it is long; what it has in common with the other side goes first."""
    start = max(0, min(same, len(value) - WIDEST_VALUE)) if len(value) > WIDEST_VALUE else 0
    end = start + WIDEST_VALUE
    return visible(("..." if start else "") + value[start:end] + ("..." if end < len(value) else ""))


def _date_row(record: Record) -> Row:
    days = record["change_days"]
    change = "" if days is None else words.days(days)
    cells = (record["date_before"] or UNKNOWN, record["date_after"] or UNKNOWN, change, "")
    return SIGNS.get(record["state"], NO_SIGN), (visible(words.account_metric(str(record["metric"]))), *cells)
