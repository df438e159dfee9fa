"""Text: each broken limit with its place, sentence, source line and what drives it; then the limits that are kept."""

from collections.abc import Iterator

from mfc_capacity.answers.records import CheckReport, Judgement, ScenarioCheck
from mfc_capacity.files.problems import Problem
from mfc_capacity.wording.en import check as sentences
from mfc_capacity.wording.problems import problem_text


def render(report: CheckReport) -> str:
    """Return what a person reads in a terminal or a log."""
    blocks = [violation(one) for one in report.violations]
    blocks += ["\n".join(_scenario(one)) for one in report.scenarios]
    if len(report.scenarios) > 1:
        blocks.append(sentences.headline(report))
    return "\n\n".join(blocks) + "\n"


def violation(one: Judgement) -> str:
    """Return one broken limit: place, sentence, source line with a caret, what drives it."""
    place = one.place
    message = f"{one.level}: {sentences.violation_text(one)} [{one.code} {one.id}]"
    problem = Problem(place.file, place.line, place.column, one.id, message, None, place.source_line)
    lines = [problem_text(problem)]
    parts = sentences.parts_text(one)
    lines += [f"  {parts}"] if parts else []
    if one.drivers:
        lines.append(f"  {sentences.DRIVEN_BY}:")
        lines += [f"    {sentences.driver_text(driver)}" for driver in one.drivers]
    return "\n".join(lines)


def _scenario(one: ScenarioCheck) -> Iterator[str]:
    yield sentences.scenario_text(one)
    for judgement in one.judgements:
        if judgement.code is None:
            yield f"  kept {sentences.limit_name(judgement)}: {sentences.kept_text(judgement)}"
