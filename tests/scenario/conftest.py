from collections.abc import Callable

import pytest

from mfc_capacity.scenario import LoadedScenario, load_scenario

Load = Callable[..., LoadedScenario]


@pytest.fixture
def load() -> Load:
    """Load a scenario from a text; further files by name."""

    def load_text(
        text: str, variant: str | None = None, overrides: tuple[str, ...] = (), **files: str
    ) -> LoadedScenario:
        def read(path: str) -> bytes:
            name = path.removeprefix("./").removesuffix(".yaml")
            if name != "main" and name not in files:
                raise FileNotFoundError(2, "No such file or directory")
            return (text if name == "main" else files[name]).encode()

        return load_scenario("main.yaml", variant=variant, overrides=overrides, read_bytes=read)

    return load_text
