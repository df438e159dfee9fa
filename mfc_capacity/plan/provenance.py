"""What an answer says of the scenario it is about: which file it was, and where its figures come from."""

from typing import Any

from mfc_capacity.answers.records import ScenarioInfo, SourcedFigure
from mfc_capacity.scenario import LoadedScenario


def about(loaded: LoadedScenario) -> dict[str, Any]:
    """Return the fields that every answer about a scenario shares, but for its warnings."""
    scenario, calendar = loaded.scenario, loaded.scenario.calendar
    return {
        "scenario": _info(loaded),
        "method": scenario.method,
        "currency": scenario.currency,
        "calendar": None if calendar is None else (calendar.first.isoformat(), calendar.last.isoformat()),
        "interval_s": scenario.interval_s,
        "assumptions": _figures(loaded, sourced=False),
        "sources": _figures(loaded, sourced=True),
    }


def _info(loaded: LoadedScenario) -> ScenarioInfo:
    return ScenarioInfo(
        title=loaded.scenario.title,
        path=loaded.path,
        sha256=loaded.sha256,
        variant=loaded.variant,
        overrides=loaded.overrides,
        extends=loaded.extends,
    )


def _figures(loaded: LoadedScenario, *, sourced: bool) -> tuple[SourcedFigure, ...]:
    return tuple(
        SourcedFigure(figure.key, figure.part, figure.value, figure.source, figure.location)
        for figure in loaded.figures
        if (figure.source is not None) == sourced
    )
