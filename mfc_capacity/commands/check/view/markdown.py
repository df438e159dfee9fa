"""Markdown for a step summary or a comment: one sentence, one table, and the rest folded."""

from collections.abc import Iterator

from mfc_capacity.answers.check import CheckReport, ScenarioCheck
from mfc_capacity.render.markdown import escaped
from mfc_capacity.wording.en import check as sentences


def render(report: CheckReport) -> str:
    """Return the page."""
    blocks = [f"**{sentences.MARKS[report.verdict]}**: {escaped(sentences.headline(report))}"]
    blocks += ["\n".join(_table(report))] if report.violations else []
    blocks += ["\n".join(_faults(scenario)) for scenario in report.scenarios if scenario.faults]
    blocks += [_folded(sentences.DRIVERS_TITLE, _drivers(report))] if report.violations else []
    kept = [
        judgement
        for scenario in report.scenarios
        for judgement in scenario.judgements
        if judgement.code is None
    ]
    if kept:
        items = (
            f"- {escaped(f'{sentences.named(judgement)}: {sentences.kept_text(judgement)}')}"
            for judgement in kept
        )
        blocks.append(_folded(sentences.KEPT_TITLE, items))
    return "\n\n".join(blocks) + "\n"


def _table(report: CheckReport) -> Iterator[str]:
    yield f"| {' | '.join(sentences.TABLE_HEADER)} |"
    yield f"|{' --- |' * len(sentences.TABLE_HEADER)}"
    for violation in report.violations:
        cells = (
            violation.level,
            sentences.limit_name(violation),
            sentences.violation_text(violation),
            str(violation.place),
        )
        yield f"| {' | '.join(map(escaped, cells))} |"


def _drivers(report: CheckReport) -> Iterator[str]:
    for violation in report.violations:
        yield f"- {escaped(sentences.named(violation))}"
        parts = sentences.parts_text(violation)
        yield from [f"  - {escaped(parts)}"] if parts else []
        yield from (f"  - {escaped(sentences.driver_text(driver))}" for driver in violation.drivers)


def _faults(scenario: ScenarioCheck) -> Iterator[str]:
    yield f"{escaped(sentences.scenario_text(scenario))}"
    yield ""
    yield from (f"- {escaped(f'{fault.place}: {sentences.fault_text(fault)}')}" for fault in scenario.faults)


def _folded(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"<details><summary>{escaped(title)}</summary>", "", *lines, "", "</details>"])
