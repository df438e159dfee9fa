"""What a comma between braces has cut is told from a key whose value was forgotten."""

from collections.abc import Callable

import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.scenario import LoadedScenario
from tests.conftest import in_words

Load = Callable[..., LoadedScenario]
SURCHARGE = """\
currency: EUR
hotlines: {a: {calls_per_day: 100, aht: 2m}}
costs: {operator_hour: {price: 24 EUR, surcharges: [{ENTRY, add: 25%}]}}
"""


@pytest.mark.parametrize(
    ("entry", "problems", "said"),
    [
        ("days: sat,sun", 1, 'put it in quotes, as days: "sat,sun"'),
        ("days: sat,holiday ", 1, 'put it in quotes, as days: "sat,holiday"'),
        ("days: sat, sun", 1, 'put it in quotes, as days: "sat,sun"'),
        ("days: sat, hours", 1, "hours has no value"),  # a key that belongs there; others are unknown besides
        ("days: sat, sun: ", 2, "sun has no value"),
        ('days: "sat", "sun"', 2, "sun has no value"),
    ],
)
def test_a_half_of_a_value_is_no_key(entry: str, problems: int, said: str, load: Load) -> None:
    with pytest.raises(InputError) as caught:
        load(SURCHARGE.replace("ENTRY", entry))
    assert len(caught.value.problems) == problems
    assert said in in_words(caught.value)


def test_a_key_without_a_value_removes_in_a_variant(load: Load) -> None:
    text = SURCHARGE.replace("ENTRY", "days: sat-sun") + "variants: {x: {set: {title: new, targets}}}\n"
    assert load(text, variant="x").scenario.title == "new"
