"""Text: each broken limit with its place, sentence, source line and what drives it; then the limits that are kept."""

from collections.abc import Iterator

from mfc_capacity.answers.check import CheckReport, Judgement, ScenarioCheck
from mfc_capacity.files.problems import Problem, say
from mfc_capacity.wording import problem_text
from mfc_capacity.wording.en import check as sentences


def render(report: CheckReport) -> str:
    """Return what a person reads in a terminal or a log."""
    blocks = [violation(broken) for broken in report.violations]
    blocks += ["\n".join(_scenario(scenario)) for scenario in report.scenarios]
    if len(report.scenarios) > 1:
        blocks.append(sentences.headline(report))
    return "\n\n".join(blocks) + "\n"


def violation(judgement: Judgement) -> str:
    """Return a broken limit: place, sentence, source line with a caret, what drives it."""
    place = judgement.place
    words = f"{judgement.level}: {sentences.violation_text(judgement)} [{judgement.code} {judgement.id}]"
    message = say("files.verbatim", words=words)
    problem = Problem(place.file, place.line, place.column, judgement.id, message, None, place.source_line)
    lines = [problem_text(problem)]
    parts = sentences.parts_text(judgement)
    lines += [f"  {parts}"] if parts else []
    if judgement.drivers:
        lines.append(f"  {sentences.DRIVEN_BY}:")
        lines += [f"    {sentences.driver_text(driver)}" for driver in judgement.drivers]
    return "\n".join(lines)


def _scenario(scenario: ScenarioCheck) -> Iterator[str]:
    yield sentences.scenario_text(scenario)
    for judgement in scenario.judgements:
        if judgement.code is None:
            yield f"  kept {sentences.limit_name(judgement)}: {sentences.kept_text(judgement)}"
