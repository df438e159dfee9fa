"""What is one is said so, everywhere by one function."""

from pathlib import Path

import pytest

from mfc_capacity.answers.first_screen import People
from mfc_capacity.wording.en import accounts, charts, report
from mfc_capacity.wording.en.decision import people_short_said
from mfc_capacity.wording.en.numbers import counted
from tests.conftest import ROOT

WORDING = sorted((ROOT / "mfc_capacity" / "wording" / "en").glob("*.py"))
OTHERS = {"first_screen.py"}


@pytest.mark.parametrize(
    ("number", "what", "said"),
    [
        (1, "week", "1 week"),
        (0, "week", "0 weeks"),
        (0.6, "hour", "1 hour"),
        (1500, "open day", "1,500 open days"),
        (2, "person", "2 people"),
        (3, "class", "3 classes"),
        ("-1", "job", "-1 job"),
        ("+1", "day", "+1 day"),
        ("1.0", "job", "1.0 jobs"),
    ],
)
def test_a_number_stands_with_what_it_counts(number: float | str, what: str, said: str) -> None:
    assert counted(number, what) == said


def test_one_person_leaves_and_one_week_is_one() -> None:
    said = people_short_said(
        People(
            weeks=1,
            weeks_short=1,
            worst_week="2024-W01",
            worst_fte=1.5,
            hired=0,
            left=1.2,
            service_level=None,
            worst_service_level=None,
            unhired_weeks_short=1,
            unhired_service_level=None,
            groups=(),
        )
    )
    assert said.startswith(
        "1 of 1 week is short of people, with nobody hired and 1 who leaves: most in 2024-W01"
    )


def test_sentences_of_one() -> None:
    assert accounts.units_text(1, "operator_hours") == "1 operator hour"
    assert charts.missed_title(1, 1).endswith("on 1 of 1 open day")
    assert charts.over_title(1, 12).startswith("1 of 12 months costs more")
    assert "1 person begins in 1 class, each" in report.people_said(1, 1)


@pytest.mark.parametrize(
    "path", [path for path in WORDING if path.name not in OTHERS], ids=lambda path: path.stem
)
def test_no_sentence_makes_its_own_plural(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert 'f"1 ' not in source
    assert '= "1 ' not in source
