from collections.abc import Callable

import pytest

from mfc_capacity.scenario import LoadedScenario, load_scenario

Load = Callable[..., LoadedScenario]


@pytest.fixture(scope="session")
def load() -> Load:
    """Load a scenario from a text."""

    def load_text(text: str, *overrides: str) -> LoadedScenario:
        return load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())

    return load_text
