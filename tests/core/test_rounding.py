"""Rounding: half up, figures beside their limits on the right side of them, parts that add up."""

from decimal import Decimal

import pytest

from mfc_capacity.core.rounding import Bound, adding_up, rounded
from mfc_capacity.wording.en.numbers import duration_text, money_text, share_text


@pytest.mark.parametrize(
    ("value", "limit", "is_least", "shown"),
    [
        (0.7996, 0.8, True, "79.96 %"),
        (0.79999999, 0.8, True, "79.999999 %"),
        (0.8 * (1 - 1e-12), 0.8, True, "80.0 %"),
        (0.95 * (1 + 1e-12), 0.95, False, "95.0 %"),
        (0.9504, 0.95, False, "95.04 %"),
        (0.9496, 0.95, False, "95.0 %"),
        (0.8344, 0.8, True, "83.4 %"),
        (0.57, 0.8, True, "57.0 %"),
        (0.8, 0.8005, True, "80.0 %"),
        (0.80049, 0.8005, True, "80.0 %"),
        (0.80052, 0.8005, True, "80.1 %"),
    ],
)
def test_a_figure_beside_its_limit_is_on_the_right_side(
    value: float, limit: float, is_least: bool, shown: str
) -> None:
    assert share_text(value, Bound(limit, is_least)) == shown


def test_waits_and_money_beside_a_limit() -> None:
    assert duration_text(90 + 1e-10, Bound(90, is_least=False)) == "1m 30s"
    assert duration_text(90.3, Bound(90, is_least=False)) == "1m 30.3s"
    assert duration_text(90.3) == "1m 30s"
    assert duration_text(20.84) == "20.8s"
    assert money_text(91_420_001, "RUB", Bound(91_420_000, is_least=False)) == "91.420001 mln RUB"
    assert money_text(91_424_999.99, "RUB") == "91.42 mln RUB"


def test_half_up_is_of_the_shortest_decimal() -> None:
    assert rounded(2.675, 2) == Decimal("2.68")
    assert rounded(0.125, 2) == Decimal("0.13")
    assert rounded(100 - 3e-14, 0) == 100


@pytest.mark.parametrize("total", [899.2434, 42.1, 0.0])
def test_parts_add_up_to_the_total_as_shown(total: float) -> None:
    parts = [total * share for share in (0.6832, 0.19965, 0.11715)]
    shown = adding_up(parts, total, 2)
    assert sum(shown) == rounded(total, 2)
    assert all(abs(float(own) - part) <= 0.015 for own, part in zip(shown, parts, strict=True))
