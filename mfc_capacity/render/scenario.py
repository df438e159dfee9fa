"""What every answer about a scenario shows of it: which one, warnings, assumptions and sources."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Annotated, NotRequired, TypedDict

from mfc_capacity.answers.columns import ASSUMPTIONS
from mfc_capacity.answers.kinds import Digest, bounds, one_of
from mfc_capacity.answers.records import Caution, ScenarioAnswer, SourcedFigure
from mfc_capacity.files.text import visible
from mfc_capacity.render.page import Judged, Level, Listing, Page, Text
from mfc_capacity.wording.en.cautions import caution_text, kind_text, warning_text
from mfc_capacity.wording.en.labels import METHODS, ONE_DAY
from mfc_capacity.wording.en.numbers import dates_text, duration_text
from mfc_capacity.wording.en.plan import assumed


class Extended(TypedDict):
    """A file that a scenario extends or names."""

    path: str
    sha256: str


class ScenarioFile(TypedDict):
    """Which scenario an answer is about; `files` are the tables that it names, if it names any."""

    title: str | None
    path: str
    sha256: Digest
    variant: str | None
    set: list[str]
    extends: list[Extended]
    files: NotRequired[list[Extended]]


class Figure(TypedDict):
    """A figure of the scenario as it is written."""

    key: str
    value: str
    location: str | None


class Sourced(Figure):
    """A figure with its source."""

    source: str


class Assumed(Figure):
    """A figure without one."""

    source: None


class Warned(TypedDict):
    """What may mislead."""

    code: str
    message: str
    location: str | None


class ScenarioHead(TypedDict):
    """What stands beside the tables of every answer about a scenario."""

    scenario: ScenarioFile
    method: Annotated[str, one_of(METHODS)]
    currency: str | None
    interval_s: Annotated[int, bounds(exclusiveMinimum=0)]
    assumptions: list[Assumed]
    sources: list[Sourced]
    warnings: list[Warned]


def scenario_head(answer: ScenarioAnswer) -> ScenarioHead:
    """Return the scenario and its figures as they stand in JSON."""
    scenario = answer.scenario
    files: list[Extended] = [{"path": path, "sha256": sha256} for path, sha256 in scenario.files]
    head: ScenarioHead = {
        "scenario": {
            "title": scenario.title,
            "path": scenario.path,
            "sha256": scenario.sha256,
            "variant": scenario.variant,
            "set": list(scenario.overrides),
            "extends": [{"path": path, "sha256": sha256} for path, sha256 in scenario.extends],
        },
        "method": answer.method,
        "currency": answer.currency,
        "interval_s": answer.interval_s,
        "assumptions": [
            {"key": figure.key, "value": figure.value, "source": None, "location": figure.location}
            for figure in answer.assumptions
        ],
        "sources": [
            {
                "key": figure.key,
                "value": figure.value,
                "source": str(figure.source),
                "location": figure.location,
            }
            for figure in answer.sources
        ],
        "warnings": warned(answer.cautions),
    }
    if files:
        head["scenario"]["files"] = files
    return head


def warned(cautions: Iterable[Caution]) -> list[Warned]:
    """Return what may mislead as it stands in JSON."""
    return [
        {"code": caution.code, "message": caution_text(caution), "location": caution.location}
        for caution in cautions
    ]


def title(answer: ScenarioAnswer) -> list[Text]:
    """Return the scenario's title, and which file, variant, changes, span and method the answer is about."""
    scenario = answer.scenario
    about = [
        scenario.path,
        *([f"variant {scenario.variant}"] if scenario.variant else []),
        *(f"--set {override}" for override in scenario.overrides),
        dates_text(*answer.calendar) if answer.calendar else ONE_DAY,
        f"intervals of {duration_text(answer.interval_s)}",
        METHODS[answer.method],
    ]
    return [Text(visible(scenario.title or scenario.path), "heading"), Text(visible(", ".join(about)))]


def warnings(answer: ScenarioAnswer) -> list[Text]:
    """Return what may mislead, each with its place and code."""
    return [Text(visible(warning_text(caution)), "warning") for caution in answer.cautions]


def kinds_of_warning(cautions: Iterable[Caution]) -> Iterator[Text]:
    """Yield what may mislead, each kind once."""
    by_code: dict[str, list[Caution]] = {}
    for caution in cautions:
        by_code.setdefault(caution.code, []).append(caution)
    yield from (Text(visible(kind_text(own)), "warning") for own in by_code.values())


def assumptions(answer: ScenarioAnswer) -> Listing:
    """Return the figures without a source, under the part of the scenario they belong to."""
    title = assumed(len(answer.assumptions), len(answer.sources))
    return Listing(title, tuple(_parts(answer.assumptions)), ASSUMPTIONS.name)


def ending(answer: ScenarioAnswer, others: Text, *verdict: Text) -> Page:
    """Return the end of every page: what else there is, then what may mislead, and last the verdict."""
    return (assumptions(answer), others, *kinds_of_warning(answer.cautions), *verdict)


def verdict(sentence: str, level: Level | None = None) -> Text:
    """Return what a planner would say in one breath, good or bad news."""
    shown = visible(sentence)
    return Text(shown if level is None else Judged(shown, level), "verdict")


def _parts(figures: Iterable[SourcedFigure]) -> Iterable[tuple[str, tuple[str, ...]]]:
    ordered = sorted(figures, key=lambda figure: figure.part)
    for part, members in groupby(ordered, key=lambda figure: figure.part):
        yield visible(part), tuple(visible(f"{figure.key_in_part} {figure.value}") for figure in members)
