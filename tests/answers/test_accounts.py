"""The metrics of an account are its figures, and a written plan has them by the same names."""

from mfc_capacity.answers.accounts import ACCOUNTS, written_figures
from mfc_capacity.answers.metrics import METRICS


def test_every_metric_of_an_account_is_one_of_its_figures() -> None:
    for metric in METRICS.values():
        account, _, figure = metric.name.partition(".")
        if metric.is_account and account != "people":  # which no written plan has
            assert figure in ACCOUNTS[account]


def test_what_is_no_figure_of_an_account_is_left_out() -> None:
    document = {
        "contract": {"used": 5, "parts": [], "left": {}, "of_tomorrow": 1},
        "budget": None,
        "other": {},
    }
    assert written_figures(document) == {"contract": {"used": 5}}
