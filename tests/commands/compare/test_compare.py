import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mfc_capacity.answers.columns import COMPARE_TABLES
from mfc_capacity.answers.records import Comparison
from mfc_capacity.cli import app
from mfc_capacity.commands.compare.compare import compare
from mfc_capacity.commands.compare.sides import Side, load_side
from mfc_capacity.commands.compare.view import schema, view
from mfc_capacity.commands.plan.view import view as plan_view
from mfc_capacity.plan.answer import plan
from mfc_capacity.render import FORMATS, Options
from mfc_capacity.scenario import load_scenario

Run = Callable[..., tuple[int, str, str]]

PLANS: dict[str, str] = {}  # by scenario, as they were written
CHANGED: dict[str, str] = {}  # by format
CHANGES = ("--set", "hotlines.mfc.aht=4m", "--set", "peaks.meters.multiply.mfc=3", "--set", "shrinkage=35%")


@pytest.fixture
def run(
    small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Run the command in a folder with city.yaml, plan.json and a scenario without a plan."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    Path("city.yaml").write_text(small, encoding="utf-8")
    Path("hopeless.yaml").write_text(small.replace("80% in 20s", "100% in 20s"), encoding="utf-8")

    def run_command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["mfc-capacity", *arguments])
        with pytest.raises(SystemExit) as stop:
            app.main()
        captured = capfd.readouterr()
        return int(stop.value.code or 0), captured.out, captured.err

    if small not in PLANS:
        PLANS[small] = FORMATS["json"].render(plan_view(plan(load_scenario("city.yaml"))), Options())
    Path("plan.json").write_text(PLANS[small], encoding="utf-8")
    return run_command


def of_json(run: Run, *arguments: str) -> Any:
    code, out, _ = run("compare", *arguments, "-f", "json")
    assert code == 0
    return json.loads(out)


def changed(run: Run, form: str) -> str:
    """Return what is said, in a format, of the small scenario and the same with changes."""
    if form not in CHANGED:
        code, CHANGED[form], _ = run("compare", "city.yaml", "city.yaml", *CHANGES, "-f", form)
        assert code == 0
    return CHANGED[form]


@pytest.mark.parametrize("other", ["city.yaml", "plan.json"])
def test_a_plan_compared_with_itself_shows_nothing(run: Run, other: str) -> None:
    assert run("compare", "city.yaml", other) == (0, "Nothing changed.\n", "")
    assert run("compare", "city.yaml", other, "--skip-no-diff") == (0, "", "")
    assert run("compare", "city.yaml", other, "--skip-no-diff", "-f", "json") == (0, "", "")
    tables = of_json(run, "city.yaml", other)["tables"]
    assert list(tables) == list(COMPARE_TABLES)
    assert not any(tables.values())


def test_with_nothing_to_say_a_file_is_left_empty(run: Run) -> None:
    Path("comment.md").write_text("of the run before", encoding="utf-8")
    run("compare", "city.yaml", "plan.json", "--skip-no-diff", "-o", "comment.md")
    assert Path("comment.md").read_text(encoding="utf-8") == ""


def test_the_document_keeps_its_schema(run: Run) -> None:
    documents = [
        of_json(run, "city.yaml", "city.yaml"),
        json.loads(changed(run, "json")),
        of_json(run, "plan.json", "city.yaml", *CHANGES),
        json.loads(run("compare", "city.yaml", "hopeless.yaml", "-f", "json")[1]),
        of_json(run, "city.yaml", "city.yaml", *CHANGES, "--table", "causes"),
    ]
    for document in documents:
        jsonschema.validate(document, schema())


def test_the_schema_is_printed(run: Run) -> None:
    assert json.loads(run("schema", "compare")[1]) == schema()


def test_changes_are_those_of_the_two_plans(run: Run) -> None:
    document = json.loads(changed(run, "json"))
    before, after = load_side("city.yaml"), load_side("city.yaml", overrides=CHANGES[1::2])
    plans = [{row["group"]: row for row in side.tables["summary"]} for side in (before, after)]
    assert document["tables"]["changes"]
    for row in document["tables"]["changes"]:
        one, other = (plan[row["group"]][row["metric"]] for plan in plans)
        assert (row["before"], row["after"], row["change"]) == (one, other, other - one)
        assert row["change"] != 0
        assert row["change_share"] == (row["change"] / one if one else None)
    untouched = {row["metric"] for row in document["tables"]["changes"] if row["group"] == "fines"}
    assert untouched == {"cost", "labour_cost", "fte", "operator_hours_paid", "cost_per_call"}


def test_printed_parts_add_up_to_the_printed_change(run: Run) -> None:
    rows = json.loads(changed(run, "json"))["tables"]["causes"]
    keys = {(row["group"], row["metric"]) for row in rows}
    assert {("total", "cost"), ("city", "peak_operators_required"), ("fines", "operator_hours_paid")} <= keys
    for key in keys:
        own = [row for row in rows if (row["group"], row["metric"]) == key]
        assert sum(Decimal(repr(row["contribution"])) for row in own) == Decimal(repr(own[0]["change"]))


def test_what_a_person_reads_adds_up(run: Run) -> None:
    """In the terminal each column of the causes adds up, and before + change is after."""
    lines = changed(run, "table").splitlines()
    start = lines.index("What did it") + 2
    block = lines[start : lines.index("", start)]
    cells = [re.findall(r"(?<= )[+-]?[\d,.]+", line) for line in block]
    assert len(cells) == 4
    for *parts, whole in zip(*cells, strict=True):
        assert sum(map(number, parts)) == number(whole)
    for line in lines:
        if found := re.match(
            r"~ +(?:Cost|Paid hours|Operators at the peak) +([\d,]+)\D*? +([\d,]+)\D*? +([+-][\d,]+)", line
        ):
            before, after, change = map(number, found.groups())
            assert after - before == change


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_inputs_have_their_values_places_and_causes(run: Run) -> None:
    rows = json.loads(changed(run, "json"))["tables"]["inputs"]
    assert rows[0] == {
        "input": "hotlines.mfc.aht",
        "value_before": "3m 20s",
        "value_after": "4m",
        "location_before": "city.yaml:10:10",
        "location_after": "--set",
        "cause": "hotlines.mfc.aht",
    }
    assert [row["input"] for row in rows[1:]] == ["peaks.meters.multiply.mfc", "shrinkage"]


def test_new_and_removed_groups_are_rows_of_their_own(run: Run) -> None:
    change = ["--set", "hotlines.new={calls_per_day: 50, aht: 3m}", "--set", "hotlines.fines=null"]
    document = of_json(run, "city.yaml", "city.yaml", *change)
    by_group: dict[str, set[tuple[Any, ...]]] = {}
    for row in document["tables"]["changes"]:
        unknown = tuple(row[name] is None for name in ("before", "after", "change", "change_share"))
        by_group.setdefault(row["group"], set()).add((row["state"], *unknown))
    assert by_group["new"] == {("added", True, False, True, True)}
    assert by_group["fines"] == {("removed", False, True, True, True)}
    assert all(state == "changed" for state, *_ in by_group["total"])
    assert document["headline"].endswith("; new: new; gone: fines.")
    text = run("compare", "city.yaml", "city.yaml", *change)[1]
    assert re.search(r"^\+ new +new$", text, flags=re.MULTILINE)
    assert re.search(r"^- fines +gone$", text, flags=re.MULTILINE)
    assert "100" not in re.sub(r"[\d,.]*100[\d,.]+|[\d,.]+100", "", text.replace("--set", ""))


def test_a_plan_written_without_a_table_has_lost_nothing_of_it(run: Run) -> None:
    run("plan", "city.yaml", "--table", "summary", "-o", "summary.json")
    assert run("compare", "summary.json", "city.yaml") == (0, "Nothing changed.\n", "")
    tables = of_json(run, "city.yaml", "summary.json")["tables"]
    assert not any(tables.values())


def test_the_parts_of_a_group_stand_under_its_name(run: Run) -> None:
    _, out, _ = run("compare", "city.yaml", "city.yaml", "--set", "hotlines.mfc.aht=4m")
    _, _, by_group = out.partition("What did it, group by group\n")
    _, name, cause, *_ = by_group.splitlines()
    assert (name, cause.split("  ")[1]) == ("city", "handling time of mfc")


def test_months_are_matched_by_their_names(run: Run) -> None:
    change = ["--set", "calendar.to=2014-06-02"]
    rows = of_json(run, "city.yaml", "city.yaml", *change)["tables"]["months"]
    states = {(row["month"], row["state"]) for row in rows}
    assert states == {("2014-05", "changed"), ("2014-06", "added")}


@pytest.mark.parametrize(("sides", "state"), [(0, "only-before"), (1, "only-after")])
def test_a_side_without_a_plan_leaves_the_other_standing(run: Run, sides: int, state: str) -> None:
    names = ["city.yaml", "hopeless.yaml"]
    code, out, err = run("compare", *(names if sides == 0 else names[::-1]), "-f", "json")
    assert code == 3
    assert "a service level of 100 % is out of reach" in err
    document = json.loads(out)
    failed, stands = ("after", "before") if sides == 0 else ("before", "after")
    assert document[failed]["problems"]
    assert not document[stands]["problems"]
    figures = {(row["group"], row["metric"]): row for row in document["tables"]["changes"]}
    (total,) = [row for row in load_side("city.yaml").tables["summary"] if row["group"] == "total"]
    row = figures["total", "cost"]
    assert (row[stands], row[failed], row["state"]) == (total["cost"], None, state)


def test_a_side_that_cannot_be_read_is_bad_input(run: Run) -> None:
    code, out, err = run("compare", "city.yaml", "nowhere.yaml")
    assert code == 2
    assert out.endswith("\n\nnowhere.yaml has no plan; the other side's figures stand.\n")
    assert "nowhere.yaml: cannot be read" in err


def test_two_sides_without_a_plan_leave_nothing(run: Run) -> None:
    code, out, err = run("compare", "hopeless.yaml", "nowhere.yaml")
    assert (code, out) == (2, "")
    assert "nowhere.yaml" in err
    assert "hopeless.yaml" in err
    assert run("compare", "hopeless.yaml", "hopeless.yaml")[0] == 3


def test_of_a_plan_the_inputs_are_not_known(run: Run) -> None:
    document = of_json(run, "plan.json", "city.yaml", *CHANGES)
    assert document["split"] == "no-inputs"
    assert document["tables"]["changes"]
    assert not document["tables"]["causes"]
    assert "compare the scenarios" in run("compare", "plan.json", "city.yaml", *CHANGES)[1]


def test_inputs_without_an_effect_are_named(run: Run) -> None:
    code, out, _ = run("compare", "city.yaml", "city.yaml", "--set", "costs.contacts.mail=1 RUB")
    assert code == 0
    assert out.endswith("\n\nNo figure of the plan changed; 1 input did.\n")
    assert "+ costs.contacts.mail" in out


def test_two_currencies_are_not_subtracted(run: Run, small: str) -> None:
    Path("euro.yaml").write_text(small.replace("RUB", "EUR"), encoding="utf-8")
    document = of_json(run, "city.yaml", "euro.yaml", "--set", "hotlines.fines.aht=5m")
    money = [row for row in document["tables"]["changes"] if row["metric_unit"] == "money"]
    assert money
    assert all(row["change"] is None for row in money)
    assert all(row["metric"] != "cost" for row in document["tables"]["causes"])
    hours = [row for row in document["tables"]["causes"] if row["metric"] == "operator_hours_paid"]
    assert {row["cause"] for row in hours} == {"hotlines.fines.aht"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["city.yaml"], "there is nothing to compare with"),
        (["city.yaml", "city.yaml", "--baseline-ref", "main"], "compares one scenario with itself"),
        (["-", "-"], "standard input can be one side only"),
    ],
)
def test_what_to_compare_has_to_be_said(run: Run, arguments: list[str], message: str) -> None:
    code, out, err = run("compare", *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_tables_of_one_format(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(changed(run, "csv"))))
    records = json.loads(changed(run, "json"))["tables"]["changes"]
    assert [row["metric"] for row in rows] == [row["metric"] for row in records]
    lines = run("compare", "city.yaml", "city.yaml", *CHANGES, "-f", "ndjson", "--table", "inputs")[
        1
    ].splitlines()
    assert json.loads(lines[0])["input"] == "hotlines.mfc.aht"


def test_markdown_has_one_sentence_one_table_and_folds_the_rest(run: Run) -> None:
    text = changed(run, "markdown")
    assert text.startswith("**Cost changes by \\+")
    unfolded = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert unfolded.count("| --- |") == 1
    summaries = re.findall(r"<summary>(.*?)</summary>", text)
    assert summaries == [
        "What did it",
        "Inputs that changed",
        "Group by group",
        "What did it, group by group",
    ]


HOSTILE = "[red]<b>|`x`*"


def test_hostile_names_are_shown_and_not_obeyed(run: Run, small: str) -> None:
    text = small.replace("fines", f'"{HOSTILE}"').replace(f'"{HOSTILE}": {{', f'"{HOSTILE}": {{title: a, ')
    Path("hostile.yaml").write_text(text, encoding="utf-8")
    change = ["--set", f"hotlines.{HOSTILE}.aht=5m"]
    assert HOSTILE in run("compare", "hostile.yaml", "hostile.yaml", *change)[1]
    markdown = run("compare", "hostile.yaml", "hostile.yaml", *change, "-f", "markdown")[1]
    assert "<b>" not in markdown
    assert "\\[red\\]&lt;b&gt;\\|\\`x\\`\\*" in markdown
    Path("formula.yaml").write_text(small.replace("fines", "=1+1"), encoding="utf-8")
    table = run("compare", "formula.yaml", "formula.yaml", "--set", "hotlines.=1+1=null", "-f", "csv")
    assert table[0] == 2  # the key has to be quoted
    table = run("compare", "formula.yaml", "formula.yaml", "--set", 'hotlines."=1+1".aht=5m', "-f", "csv")
    assert "\r\n'=1+1," in table[1] or "\n'=1+1," in table[1]


def with_accounts(side: Side, **accounts: dict[str, Any]) -> Side:
    return Side(side.name, side.title, side.currency, side.tables, accounts, loaded=side.loaded)


@pytest.mark.usefixtures("run")
def test_accounts_are_compared_number_by_number_and_date_by_date() -> None:
    side = load_side("city.yaml")
    before = {"unit": "calls", "used": 100, "cost": 5.5, "exhausted_on": "2014-05-06", "months_covered": 0.5}
    after = {**before, "used": 120, "cost": 6.5, "exhausted_on": "2014-05-04", "drivers": [1]}
    answer: Comparison = compare(
        with_accounts(side, contract=before),
        with_accounts(side, contract=after, budget={"headroom": -3.0, "money_ends_on": None}),
    )
    accounts = {(row["account"], row["metric"]): row for row in answer.tables["accounts"].records()}
    assert accounts["contract", "used"]["metric_unit"] == "calls"
    assert accounts["contract", "used"]["change"] == 20
    assert accounts["contract", "cost"]["metric_unit"] == "money"
    assert accounts["budget", "headroom"]["state"] == "added"
    assert ("contract", "months_covered") not in accounts
    (moved,) = answer.tables["dates"].records()
    assert (moved["date_before"], moved["date_after"], moved["change_days"]) == (
        "2014-05-06",
        "2014-05-04",
        -2,
    )
    text = FORMATS["table"].render(view(answer), Options())
    assert " ".join(text.split()).endswith(
        "No figure of the plan changed; 4 figures of contract, budget and people did; contract runs out on 4 May 2014 "
        "instead of 6 May 2014."
    )
    assert re.search(r"~ runs out on +2014-05-06 +2014-05-04 +-2 days", text)
    jsonschema.validate(json.loads(FORMATS["json"].render(view(answer), Options())), schema())


def test_a_terminal_without_letters_is_served(run: Run) -> None:
    text = changed(run, "table")
    assert set(re.sub(r"[\x20-\x7e\n]", "", text)) <= {"–"}


@pytest.mark.usefixtures("run")
def test_colours_stand_behind_the_signs_of_a_diff() -> None:
    after = load_side(
        "city.yaml", overrides=["hotlines.new={calls_per_day: 50, aht: 3m}", "hotlines.fines=null"]
    )
    answer = compare(load_side("city.yaml"), after)
    coloured = FORMATS["table"].render(view(answer), Options(colours=16))
    assert re.search(r"^\x1b\[32m\+ new", coloured, flags=re.MULTILINE)
    assert re.search(r"^\x1b\[31m- fines", coloured, flags=re.MULTILINE)
    plain = FORMATS["table"].render(view(answer), Options())
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    narrow = FORMATS["table"].render(view(answer), Options(width=60))
    assert "hotlines.new" in narrow


# Five groups of 421 on duty for two hours a week: 8.42 jobs of 100 hours each, together 42.1. A plan shows the first
# with 8.5, so that all add up; with ten more, 8.62 of 42.3 are 8.7.
FIVE_GROUPS = """
calendar: {{from: 2014-05-05, to: 2014-05-11, interval: 1h}}
full_time_week: 100h
hotlines: {{{hotlines}}}
groups: {{{groups}}}
""".format(
    hotlines=", ".join(
        f"{name}: {{calls_per_day: 10, aht: 1m, hours: {{mon: 08:00-10:00}}}}" for name in "abcde"
    ),
    groups=", ".join(f"{name}: {{hotlines: [{name}], min_operators: 421}}" for name in "abcde"),
)


def test_a_group_has_the_digits_that_its_plan_shows(run: Run) -> None:
    Path("five.yaml").write_text(FIVE_GROUPS, encoding="utf-8")
    more = ("--set", "groups.a.min_operators=431")
    for changes, jobs in (((), "8.5 8.4 8.4 8.4 8.4 42.1"), (more, "8.7 8.4 8.4 8.4 8.4 42.3")):
        (line,) = (
            line for line in run("plan", "five.yaml", *changes)[1].splitlines() if line.startswith("FTE")
        )
        assert line.split()[1:] == jobs.split()
    lines = run("compare", "five.yaml", "five.yaml", *more)[1].splitlines()
    group = lines[lines.index("a") :]
    assert next(line.split()[1:5] for line in group if "FTE" in line) == ["FTE", "8.5", "8.7", "+0.2"]
    assert next(line.split()[1:5] for line in lines if "FTE" in line) == ["FTE", "42.1", "42.3", "+0.2"]


def test_a_change_that_the_digits_of_the_plan_would_hide_is_shown(run: Run) -> None:
    Path("five.yaml").write_text(FIVE_GROUPS, encoding="utf-8")
    # 8.42 to 8.46 jobs is a tenth in digits of their own; the plan shows 8.5 both times.
    lines = run("compare", "five.yaml", "five.yaml", "--set", "groups.a.min_operators=423")[1].splitlines()
    group = lines[lines.index("a") :]
    before, after, change = next(line.split()[2:5] for line in group if "FTE" in line)
    assert Decimal(after) - Decimal(before) == Decimal(change) > 0


PEOPLE = "people: {city: {employed: 30, attrition: 3% a month}}\n"


def people_accounts(run: Run, *arguments: str) -> dict[str, tuple[Any, ...]]:
    rows = of_json(run, *arguments)["tables"]["accounts"]
    return {
        row["metric"]: (row["metric_unit"], row["before"], row["after"])
        for row in rows
        if row["account"] == "people"
    }


def test_people_are_compared_where_both_sides_have_some(run: Run, small: str) -> None:
    text = small.replace("to: 2014-05-07", "to: 2014-05-14") + PEOPLE.replace("30", "100")
    Path("people.yaml").write_text(text, encoding="utf-8")
    change = "people.yaml", "people.yaml", "--set", "people.city.employed=3"
    found = people_accounts(run, *change)
    assert found["short_weeks"] == ("count", 0, 1)
    assert found["worst_fte"][0] == "fte"
    assert found["worst_fte"][2] > found["worst_fte"][1] == 0
    unit, before, after = found["cost"]
    assert unit == "money"
    assert before / after == pytest.approx(100 / 3, rel=1e-4)
    (row,) = of_json(run, *change)["tables"]["inputs"]
    assert (row["input"], row["value_before"], row["value_after"]) == ("people.city.employed", "100", "3")
    said = " ".join(run("compare", *change)[1].split())
    assert "3 figures of contract, budget and people did; the command people says who is there" in said


def test_people_of_one_side_alone_are_an_input_and_no_figures(run: Run, small: str) -> None:
    Path("people.yaml").write_text(small + PEOPLE, encoding="utf-8")
    run("plan", "people.yaml", "-o", "people.json")
    assert people_accounts(run, "city.yaml", "people.yaml") == {}
    (row,) = of_json(run, "city.yaml", "people.yaml")["tables"]["inputs"]
    assert (row["input"], row["value_before"]) == ("people.city", None)
    assert of_json(run, "people.json", "people.yaml")["tables"]["accounts"] == []
