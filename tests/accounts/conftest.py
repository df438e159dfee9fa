from collections.abc import Callable

import pytest

from mfc_capacity.planning import Planned, planned
from mfc_capacity.scenario import load_scenario

PlanOf = Callable[..., Planned]


@pytest.fixture
def plan_of() -> PlanOf:
    """Plan a scenario that is given as a text."""

    def plan_text(text: str, *overrides: str) -> Planned:
        return planned(load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _: text.encode()))

    return plan_text
