"""What every answer about a scenario shows of it: which one, warnings, assumptions and sources."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from mfc_capacity.answers.records import ScenarioAnswer, SourcedFigure
from mfc_capacity.files.text import visible
from mfc_capacity.render.page import Listing, Text
from mfc_capacity.wording.en.cautions import caution_text
from mfc_capacity.wording.en.labels import METHODS, ONE_DAY
from mfc_capacity.wording.en.numbers import duration_text
from mfc_capacity.wording.en.plan import assumed, span


def scenario_head(answer: ScenarioAnswer) -> dict[str, Any]:
    """Return the scenario and its figures as they stand in JSON."""
    scenario = answer.scenario
    return {
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
        "assumptions": [_figure(figure) for figure in answer.assumptions],
        "sources": [_figure(figure) for figure in answer.sources],
        "warnings": [
            {"code": caution.code, "message": caution_text(caution), "location": caution.location}
            for caution in answer.cautions
        ],
    }


def title(answer: ScenarioAnswer) -> list[Text]:
    """Return the scenario's title, and which file, variant, changes, span and method the answer is about."""
    scenario = answer.scenario
    about = [
        scenario.path,
        *([f"variant {scenario.variant}"] if scenario.variant else []),
        *(f"--set {override}" for override in scenario.overrides),
        span(*answer.calendar) if answer.calendar else ONE_DAY,
        f"intervals of {duration_text(answer.interval_s)}",
        METHODS[answer.method],
    ]
    return [Text(visible(scenario.title or scenario.path), "heading"), Text(visible(", ".join(about)))]


def warnings(answer: ScenarioAnswer) -> list[Text]:
    """Return what may mislead, each with its place."""
    return [
        Text(
            visible(caution_text(caution) + (f" ({caution.location})" if caution.location else "")), "warning"
        )
        for caution in answer.cautions
    ]


def assumptions(answer: ScenarioAnswer) -> Listing:
    """Return the figures without a source, under the part of the scenario they belong to."""
    return Listing(assumed(len(answer.assumptions), len(answer.sources)), tuple(_parts(answer.assumptions)))


def _parts(figures: Iterable[SourcedFigure]) -> Iterable[tuple[str, tuple[str, ...]]]:
    ordered = sorted(figures, key=lambda figure: figure.part)
    for part, members in groupby(ordered, key=lambda figure: figure.part):
        yield visible(part), tuple(visible(f"{figure.key_in_part} {figure.value}") for figure in members)


def _figure(figure: SourcedFigure) -> dict[str, str | None]:
    return {
        "key": figure.key,
        "value": figure.value,
        "source": figure.source,
        "location": figure.location,
    }
