"""The contracts and the budget of a plan: a sentence each, the burn-down, and who used the volume."""

from collections.abc import Iterator
from datetime import date

from mfc_capacity.answers.accounts import ContractUse
from mfc_capacity.answers.records import Plan
from mfc_capacity.core.rounding import adding_up
from mfc_capacity.files.text import visible
from mfc_capacity.render.page import Block, BurnDown, Grid, Text
from mfc_capacity.wording.en import accounts as sentences
from mfc_capacity.wording.en.numbers import count_text, share_text

SHARE_PLACES = 3  # of a share: tenths of per cent


def verdicts(plan: Plan) -> Iterator[Text]:
    """Yield what a page says of the accounts, a sentence each."""
    parts = _parts(plan)
    if parts or plan.budget is not None:
        yield Text(sentences.heading(len(parts), has_budget=plan.budget is not None), "heading")
    for part in parts:
        yield _sentence(part, plan.currency, alone=len(parts) == 1)
    if plan.budget is not None:
        yield Text(sentences.budget_sentence(plan.budget, plan.currency, contracts=len(parts)))


def pictures(plan: Plan) -> Iterator[Block]:
    """Yield, for each contract, what is left of it day by day, and who used it."""
    parts = _parts(plan)
    for part in parts:
        yield from _burn_down(part, alone=len(parts) == 1)
        yield from causes(part, alone=len(parts) == 1)


def _parts(plan: Plan) -> tuple[ContractUse, ...]:
    return () if plan.contracts is None else plan.contracts.parts


def _sentence(part: ContractUse, currency: str | None, *, alone: bool) -> Text:
    said = [sentences.contract_sentence(part, currency, alone=alone)]
    said += [sentences.contract_cost(part, currency)] if part.counted else []
    return Text(visible(" ".join(said)))


def _burn_down(part: ContractUse, *, alone: bool) -> Iterator[BurnDown]:
    """Yield the picture of what is left, with the days on which a driver stepped."""
    if part.counted is None:
        return
    steps = [(cause.from_, sentences.wave_text(cause)) for cause in part.causes if cause.from_]
    first, last = part.counted
    yield BurnDown(
        title=visible(sentences.burn_down_title(part, alone=alone)),
        first=date.fromisoformat(first),
        volume=part.volume or 0,
        left=part.left_by_day,
        marks=tuple((date.fromisoformat(day), visible(text)) for day, text in steps if first <= day <= last),
    )


def causes(part: ContractUse, *, alone: bool) -> Iterator[Grid]:
    """Yield which part of demand used how much of a contract."""
    if not part.used:
        return
    named = [(sentences.cause_text(cause), cause.used) for cause in part.causes]
    counts = adding_up([used for _, used in named], part.used, 0)
    shares = adding_up([used / part.used for _, used in named], 1.0, SHARE_PLACES)
    rows = tuple(
        (visible(text), count_text(float(count)), share_text(float(share)))
        for (text, _), count, share in zip(named, counts, shares, strict=True)
    )
    whole = (visible(sentences.ALL_CAUSES), count_text(part.used), share_text(1.0))
    title = visible(sentences.causes_title(part, alone=alone))
    yield Grid(title, sentences.causes_header(part), (*rows, whole), left=1)
