"""Text: each broken limit with its place, sentence, source line and what drives it, the limits kept, the verdict."""

from collections.abc import Iterator

from mfc_capacity.answers.check import CheckReport, Judgement, ScenarioCheck
from mfc_capacity.files.problems import Problem, say
from mfc_capacity.render.page import Judged, Level, Page, Verbatim
from mfc_capacity.render.scenario import verdict
from mfc_capacity.render.terminal import written
from mfc_capacity.render.view import Options
from mfc_capacity.wording import problem_text
from mfc_capacity.wording.en import check as sentences

LEVELS: dict[str, Level] = {"error": "bad", "warning": "warning"}


def render(report: CheckReport, options: Options | None = None) -> str:
    """Return what a person reads in a terminal or a log."""
    return written(page(report), options or Options())


def page(report: CheckReport) -> Page:
    """Return the page of a check; the verdict stands last."""
    is_kept = report.verdict == "kept"
    said = sentences.verdict(report)
    return (
        *(Verbatim(tuple(_violation(broken))) for broken in report.violations),
        *(Verbatim(tuple(_scenario(scenario))) for scenario in report.scenarios),
        verdict(said, "bad" if not is_kept else "warning" if report.violations else "good"),
    )


def violation(judgement: Judgement) -> str:
    """Return a broken limit: place, sentence, source line with a caret, what drives it."""
    return "\n".join(_violation(judgement))


def _violation(judgement: Judgement) -> Iterator[str]:
    place = judgement.place
    words = f"{judgement.level}: {sentences.violation_text(judgement)} [{judgement.code} {judgement.id}]"
    message = say("files.verbatim", words=words)
    problem = Problem(place.file, place.line, place.column, judgement.id, message, None, place.source_line)
    first, *rest = problem_text(problem).splitlines()
    yield Judged(first, LEVELS[judgement.level])
    yield from rest
    parts = sentences.parts_text(judgement)
    yield from [f"  {parts}"] if parts else []
    if judgement.drivers:
        yield f"  {sentences.DRIVEN_BY}:"
        yield from (f"    {sentences.driver_text(driver)}" for driver in judgement.drivers)


def _scenario(scenario: ScenarioCheck) -> Iterator[str]:
    yield sentences.scenario_text(scenario)
    for judgement in scenario.judgements:
        if judgement.code is None:
            yield Judged(
                f"  kept {sentences.limit_name(judgement)}: {sentences.kept_text(judgement)}", "good"
            )
