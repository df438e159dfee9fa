"""What a reader sees of the accounts: sentences, picture, tables, JSON; and nothing where there are none."""

import json
from collections.abc import Callable

import jsonschema
import pytest

from mfc_capacity import render
from mfc_capacity.answers.records import Plan
from mfc_capacity.cli.app import main
from mfc_capacity.commands.plan.view import schema, view
from mfc_capacity.plan import answer as plans
from mfc_capacity.render import Options
from mfc_capacity.scenario import load_scenario

Answer = Callable[..., Plan]

TEXT = """
currency: RUB
calendar: {from: 2024-01-29, to: 2024-02-09}
drivers: {centres: {2024-01-29: 10, 2024-02-01: 15}}
hotlines: {help: {calls_per_day: 100, aht: 3m, hours: 08:00-20:00, scales_with: centres}}
costs: {operator_hour: 10 RUB}
contract: {provider: Acme, from: 2024-01-01, to: 2024-02-09, unit: calls, volume: 1000, price: 10 RUB, overage: 12 RUB}
budget: {amount: 15000 RUB, extra: 1000 RUB}
"""
CONTRACT = TEXT.splitlines()[-2] + "\n"
BUDGET = TEXT.splitlines()[-1] + "\n"


def answer(text: str = TEXT, *overrides: str) -> Plan:
    return plans.plan(load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _: text.encode()))


def page(text: str = TEXT, *overrides: str, format_name: str = "table", blocks: bool = True) -> str:
    shown = render.FORMATS[format_name].render(
        view(answer(text, *overrides)), Options(encoding="utf-8" if blocks else "ascii")
    )
    return " ".join(shown.split())


def test_it_says_when_the_contract_runs_out_and_the_money_ends() -> None:
    """300 calls in January; 150 a day from 1 February, 1,000 are passed on the fifth; 1,650 in all: 650 x 12 RUB."""
    said = page()
    assert (
        "The contract with Acme runs out on 5 Feb 2024, after 7 days: 650 calls and 7,800 RUB beyond it."
        in said
    )
    assert "It costs 17,800 RUB, 10,000 RUB of it inside the volume." in said
    assert (
        "The budget of 15,000 RUB pays for the contract until the money ends on 8 Feb 2024; 2,800 RUB are"
        in said
    )
    assert (
        "With the extra 1,000 RUB it lasts until the money ends on 9 Feb 2024; 1,800 RUB are missing." in said
    )


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        (0, "29 Jan 2024, on its first day"),
        (100, "30 Jan 2024, after 1 day"),
        (1649, "9 Feb 2024, after 11 days"),
    ],
)
def test_less_than_a_month_is_counted_in_days(volume: int, said: str) -> None:
    assert f"The contract with Acme runs out on {said}: " in page(TEXT, f"contract.volume={volume}")


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (("contract.volume=1650",), "lasts to its end with 0 calls left. It costs 16,500 RUB."),
        (
            ("contract.volume=9000000", "contract.to=2024-12-31"),
            "lasts through the planned days, with 9.0 million calls left after 9 Feb 2024 for the time to 31 Dec 2024.",
        ),
        (("contract.overage=null",), "650 calls stay unserved, for nothing is agreed beyond its volume."),
        (("contract.unit=minutes", "contract.overage=null"), "3,950 minutes stay unserved"),
        (("contract.from=2025-01-01", "contract.to=2025-12-31"), "is in force on no planned day."),
        (("budget.amount=1 mln RUB",), "pays for the contract to the end, with 982,200 RUB left."),
        (("budget.extra=3000 RUB",), "With the extra 3,000 RUB it lasts to the end, with 200 RUB left."),
        (("budget.covers=labour", "costs=null"), "is enough is unknown, as is the cost of labour."),
        (("budget.covers=all", "contract=null"), "pays for labour and contacts to the end"),
    ],
)
def test_sentences(overrides: tuple[str, ...], sentence: str) -> None:
    assert sentence in page(TEXT, *overrides)


def test_units_are_rounded_half_up() -> None:
    """1,650.5 calls beyond, 8,349.5 left."""
    assert "with 8,350 calls left" in page(TEXT, "contract.volume=9999.5")
    assert "651 calls and 7,806 RUB beyond it" in page(TEXT, "contract.volume=999.5")


def test_the_burn_down_marks_the_waves() -> None:
    """1,000, 900, 800, 700, then from 1 February 550, 400, 250, 100 and nothing: a place is four columns wide."""
    lines = render.FORMATS["table"].render(view(answer()), Options()).splitlines()
    start = lines.index("The contract with Acme runs out on 5 Feb 2024")
    bars, marks = lines[start + 1 : start + 6], lines[start + 6 : start + 9]
    assert bars[0].split() == ["1,000", "████▄▄▄▄"]
    assert bars[4].split() == ["0", "█" * 28 + "▄▄▄▄"]
    assert [at - 6 for at, sign in enumerate(marks[0]) if sign == "▲"] == [12, 28]
    assert "▲ centres 15" in marks[0]


@pytest.mark.parametrize(
    ("overrides", "title"),
    [
        (("contract.volume=1650",), "The contract with Acme lasts to its end"),
        (
            ("contract.volume=9000000", "contract.to=2024-12-31"),
            "The contract with Acme lasts through the planned days",
        ),
    ],
)
def test_title_and_sentence_say_alike_how_long_a_contract_lasts(
    overrides: tuple[str, ...], title: str
) -> None:
    shown = render.FORMATS["table"].render(view(answer(TEXT, *overrides)), Options())
    assert title in shown.splitlines()
    assert shown.count(title) == 2


def test_plain_characters_where_a_screen_has_no_others() -> None:
    shown = render.FORMATS["table"].render(view(answer()), Options(encoding="ascii"))
    picture = shown.partition("runs out on 5 Feb 2024\n")[2].partition("who used it")[0]
    assert picture.isascii()
    assert "###" in picture


def test_markdown_has_the_sentence_and_the_table() -> None:
    shown = page(format_name="markdown")
    assert "## The contract and the budget" in shown
    assert "runs out on 5 Feb 2024" in shown
    assert "| centres 15 from 1 Feb 2024 | 450 | 27.3 % |" in shown
    assert "| used | 1,650 | 100.0 % |" in shown


@pytest.mark.parametrize("format_name", ["table", "markdown", "json"])
def test_a_plan_without_accounts_says_nothing_of_them(format_name: str) -> None:
    said = page(TEXT.replace(CONTRACT, "").replace(BUDGET, ""), format_name=format_name)
    assert "contract" not in said
    assert "budget" not in said


SECOND = """
contracts:
  - {from: 2024-01-01, to: 2024-01-30, unit: calls, volume: 1000, price: 10 RUB}
  - {provider: Acme, from: 2024-02-01, to: 2024-12-31, unit: minutes, volume: 1000, price: 10 RUB}
"""


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace(CONTRACT, ""),
        TEXT.replace(BUDGET, ""),
        TEXT.replace(CONTRACT, SECOND),
        TEXT.replace("costs:", "x-costs:").replace("extra: 1000 RUB", "covers: labour"),
        TEXT.replace("2024-01-01, to: 2024-02-09", "2025-01-01, to: 2025-02-09"),
    ],
)
def test_json_keeps_its_schema(text: str) -> None:
    document = json.loads(render.FORMATS["json"].render(view(answer(text)), Options()))
    jsonschema.validate(document, schema())
    assert ("contract" in document) == ("contract" in document["tables"])
    assert ("budget" in document) == ("budget" in document["tables"])


def test_json_has_the_figures_beside_the_tables() -> None:
    document = json.loads(render.FORMATS["json"].render(view(answer()), Options()))
    contract, (part,) = document["contract"], document["contract"]["parts"]
    assert [contract[name] for name in ("used", "inside", "beyond", "unserved")] == [1650, 1000, 650, 0]
    assert (contract["cost"], contract["exhausted_on"]) == (17_800, "2024-02-05")
    assert (part["provider"], part["counted_from"], part["price"]) == ("Acme", "2024-01-29", 10)
    assert part["causes"][1] == {
        "kind": "driver",
        "name": "centres",
        "from": "2024-02-01",
        "value": 15,
        "used": 450,
    }
    assert document["budget"]["status"] == "not-enough"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    monkeypatch.setattr("sys.argv", ["mfc-capacity", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code


@pytest.mark.slow
def test_the_tables_by_themselves(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(monkeypatch, "plan", "scenarios/moscow-2014.yaml", "--table", "contract", "-f", "csv") == 0
    header, *rows = capsysbinary.readouterr().out.decode().splitlines()
    assert header == "month,unit,used,used_total,inside,beyond,unserved,cost_inside,cost_beyond"
    assert (len(rows), rows[0].split(",")[:2]) == (24, ["2014-03", "calls"])
    assert run(monkeypatch, "plan", "scenarios/moscow-2014.yaml", "--table", "budget", "-f", "csv") == 0
    header, *rows = capsysbinary.readouterr().out.decode().splitlines()
    assert header == "month,cost,cost_total,headroom,headroom_with_extra"
    assert len(rows) == 24


def test_a_table_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "plan", "scenarios/minimal.yaml", "--table", "contract") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert " ".join(said.err.split()).startswith(
        "--table: this answer has no table 'contract'; its tables are summary, months, weeks, days, "
    )


def test_the_story_of_moscow() -> None:
    """Enough for 43 centres and not for 115; the money lasts with the extra, and not without."""
    grown = plans.plan(load_scenario("scenarios/moscow-2014.yaml"))
    alone = plans.plan(load_scenario("scenarios/moscow-2014.yaml", variant="no-new-centres"))
    assert grown.contracts is not None
    assert alone.contracts is not None
    assert grown.budget is not None
    assert alone.budget is not None
    assert (grown.contracts.exhausted_on, alone.contracts.exhausted_on) == ("2015-09-01", None)
    assert (grown.budget.status, alone.budget.status) == ("enough-with-extra", "enough")
