"""What shifts come to beside what is needed, as every answer about them shows it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mfc_capacity.answers.columns import COLUMNS
from mfc_capacity.answers.records import Budget, Cell, Plan, Proof, ScenarioAnswer, ScheduleAnswer
from mfc_capacity.files.text import visible
from mfc_capacity.render.document import json_fields
from mfc_capacity.render.page import Block, Figures, Line, Text
from mfc_capacity.render.summary import PLACES, sums_as_shown
from mfc_capacity.wording.en import schedule as words
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    decimal_text,
    money_text,
    share_text,
)

Record = Mapping[str, Cell]

NEED = ("operator_hours_required", "operator_hours_paid", "labour_cost")
SHIFTS = (
    *("operator_hours_scheduled", "shift_hours_paid", "shift_cost", "people", "headcount"),
    *("efficiency_lost", "operator_hours_short", "operator_hours_over"),
)
BY_CURVES = "by-curves"
_ONLY_IF_ANY = ("from", "to", "operator_hours_short")


def proof_head(answer: ScheduleAnswer | Plan | Budget) -> dict[str, Any]:
    """Return how good shifts are as it stands in JSON, where they are asked for."""
    if answer.proof is None:
        return {}
    return {"proof": {group: json_fields(own) for group, own in answer.proof.items()}}


def beside(answer: Plan | Budget) -> Iterator[Block]:
    """Yield what heaviest weeks come to in shifts, beside what is needed; nothing where no shifts are asked for."""
    if answer.proof is None:
        return
    records = records_of(answer)
    shown = as_shown(records)[: 1 if len(records) == 2 else None]
    is_one_span = _is_one_span(records)
    if not is_one_span:
        shown[-1] = {**shown[-1], "from": None, "to": None}
    lines = (
        Line(label, tuple(figure(name, record[name], answer.currency) for record in shown))
        for name, label in words.BESIDE_LINES.items()
        if name not in _ONLY_IF_ANY or any(record[name] for record in shown)
    )
    columns = tuple(visible(str(record["group"])) for record in shown)
    yield Figures(columns, (Line(words.BESIDE), *lines, cheapest(answer.proof, shown)))
    gap = gap_of(answer.proof)
    yield Text(words.beside(records[-1], is_one_span=is_one_span, gap=gap, currency=answer.currency))


def in_a_breath(plan: Plan) -> str:
    """Say whom shifts take and what their shape costs; nothing where no shifts are asked for."""
    if plan.proof is None:
        return ""
    records = records_of(plan)
    return words.in_a_breath(records[-1], plan.currency, is_one_span=_is_one_span(records))


def _is_one_span(records: Sequence[Record]) -> bool:
    return len({(record["from"], record["to"]) for record in records}) == 1


def records_of(answer: ScenarioAnswer) -> list[Record]:
    """Return the rows of the groups and their total."""
    return list(answer.tables["headcount"].records())


def as_shown(records: Sequence[Record]) -> list[Record]:
    """Return the groups and their total with what adds up as it is shown."""
    sums = (name for name in (*NEED, "fte", *SHIFTS) if COLUMNS[name].kind in ("hours", "fte", "money"))
    return sums_as_shown(records, sums)


def figure(name: str, value: Cell, currency: str | None) -> str:
    """Return one figure as a person reads it."""
    kind = COLUMNS[name].kind
    if value is None or isinstance(value, str):
        return value or UNKNOWN
    if kind == "money":
        return money_text(value, currency)
    if kind == "fte":
        return decimal_text(value, PLACES["fte"])
    return share_text(value) if kind == "share" else count_text(value)


def cheapest(proof: Mapping[str, Proof], records: Sequence[Record]) -> Line:
    """Return how near to the cheapest each group's shifts are known to be, and all together."""
    proofs = (proof.get(str(record["group"])) for record in records)
    by_curves = any(own.status == BY_CURVES for own in proof.values())
    cells = (
        words.proved(gap_of(proof), None, by_curves=by_curves)
        if own is None
        else words.proved(own.gap, own.uncovered_gap, by_curves=by_curves)
        for own in proofs
    )
    return Line(words.CHEAPEST, tuple(cells))


def gap_of(proof: Mapping[str, Proof]) -> float | None:
    """Return the share by which all schedules together may lie above the cheapest; None where it is not known."""
    proofs = list(proof.values())
    if any(own.bound is None or own.gap is None for own in proofs):
        return None
    total = sum(own.objective for own in proofs)
    return sum(own.objective * (own.gap or 0) for own in proofs) / total if total else 0.0
