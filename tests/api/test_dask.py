"""Plans shared by Dask's workers, as docs/python.md has it: the same bytes as this machine's processes give."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mfc_capacity as mfc
from mfc_capacity.commands.risk.view import view as risk_view
from mfc_capacity.commands.sweep.view import view as sweep_view
from mfc_capacity.render import FORMATS, Options

distributed = pytest.importorskip("distributed")

CITY = """
currency: RUB
hotlines:
  mfc: {calls_per_day: {value: 900, range: 800..1050}, aht: {value: 3m, range: 2m 40s..4m}, patience: 2m,
        hours: 08:00-20:00}
targets: {service_level: 80% in 20s}
"""


@pytest.fixture(scope="module")
def executor() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()


@pytest.fixture
def scenario(tmp_path: Path) -> Any:
    path = tmp_path / "city.yaml"
    path.write_text(CITY, encoding="utf-8")
    return mfc.load(path, workers=2)


def written(view: Any) -> Any:
    """Return the document, to the byte."""
    return FORMATS["json"].render(view, Options())


@pytest.mark.slow
def test_a_sweep_is_the_same(scenario: Any, executor: Any) -> None:
    vary = {"hotlines.mfc.calls_per_day": "800..1200/50"}
    together, alone = scenario.sweep(vary, executor=executor), scenario.sweep(vary)
    assert written(sweep_view(together.record)) == written(sweep_view(alone.record))


@pytest.mark.slow
def test_a_risk_is_the_same(scenario: Any, executor: Any) -> None:
    together, alone = scenario.risk(samples=64, executor=executor), scenario.risk(samples=64)
    assert written(risk_view(together.record)) == written(risk_view(alone.record))
