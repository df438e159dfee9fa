"""Hotlines whose handling times vary, as classes of callers whose times do not: the same calls and the same work."""

import numpy as np
import pytest

from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.demand.groups import MOST_CLASSES, GroupDays


def load_of(by_hotline: np.ndarray, aht_s: np.ndarray) -> GroupDays:
    kinds, hotlines, intervals = by_hotline.shape
    calls = by_hotline.sum(axis=1)
    return GroupDays(
        kinds=np.arange(kinds),
        terms=np.zeros(kinds, dtype=np.int64),
        open=np.ones((kinds, intervals), dtype=bool),
        calls=calls,
        aht_s=(by_hotline * aht_s).sum(axis=1) / calls,
        patience_s=np.full(calls.shape, 60.0),
        by_hotline=by_hotline,
        hotlines=Hotlines(tuple(Callers(1.0, patience=Patience(60.0 * (k + 1))) for k in range(hotlines))),
        times=np.ones((kinds, intervals), dtype=np.int64),
        varying_aht_s=aht_s,
    )


def test_few_are_exact() -> None:
    calls = np.arange(1.0, 13.0).reshape(2, 2, 3)
    aht_s = np.array([[[180, 180, 200], [60, 60, 60]], [[200, 180, 180], [60, 90, 60]]], dtype=float)
    by_class, hotlines = load_of(calls, aht_s).classes
    assert hotlines.aht_s.tolist() == [180, 200, 60, 90]
    assert [own.patience.mean_s for own in hotlines.callers] == [60, 60, 120, 120]
    assert by_class.sum(axis=(0, 2)).tolist() == [1 + 2 + 8 + 9, 3 + 7, 4 + 5 + 6 + 10 + 12, 11]
    assert by_class.sum(axis=1).tolist() == calls.sum(axis=1).tolist()


@pytest.mark.parametrize("longest_s", [200, 2000])
def test_many_become_few_with_the_same_work(longest_s: int) -> None:
    rng = np.random.default_rng(1)
    calls, aht_s = rng.random((30, 3, 96)) * 9, rng.uniform(180, longest_s, (30, 3, 96))
    by_class, hotlines = load_of(calls, aht_s).classes
    assert len(hotlines.callers) <= MOST_CLASSES
    assert by_class.sum(axis=1) == pytest.approx(calls.sum(axis=1))
    work = np.einsum("kci,c->", by_class, hotlines.aht_s)
    assert work == pytest.approx((calls * aht_s).sum())


def test_nobody_calls_in_some_intervals() -> None:
    calls = np.array([[[5.0, 0.0], [0.0, 3.0]]])
    by_class, hotlines = load_of(calls, np.array([[[180.0, 999.0], [999.0, 200.0]]])).classes
    assert hotlines.aht_s.tolist() == [180, 200]
    assert by_class.tolist() == calls.tolist()
