from collections.abc import Callable

import pytest

from mfc_capacity.planning import Planned, planned
from mfc_capacity.scenario import LoadedScenario, load_scenario

PlanOf = Callable[..., Planned]
Load = Callable[..., LoadedScenario]


@pytest.fixture
def plan_of() -> PlanOf:
    """Plan a scenario that is given as a text."""

    def plan_text(text: str, *overrides: str) -> Planned:
        return planned(load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _: text.encode()))

    return plan_text


@pytest.fixture(scope="session")
def load() -> Load:
    """Load a scenario from a text."""

    def load_text(text: str, *overrides: str) -> LoadedScenario:
        return load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())

    return load_text
