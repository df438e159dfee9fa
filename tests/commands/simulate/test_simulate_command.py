"""The command: formats, schema, options, and a call log that is whole or not there."""

import csv
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording.en.simulate import verdict
from tests.commands.simulate.days import TWO_GROUPS
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def week(tmp_path: Path) -> str:
    path = tmp_path / "week.yaml"
    path.write_text(TWO_GROUPS, encoding="utf-8")
    return str(path)


def test_json_keeps_its_schema(run: Run, week: str) -> None:
    schema = run("schema", "simulate").document
    jsonschema.Draft202012Validator.check_schema(schema)
    document = run("simulate", week, "--precision", "3%", "-f", "json").document
    jsonschema.validate(document, schema)
    assert document["simulation"]["calls"] == sum(day["calls_simulated"] for day in document["tables"]["day"])
    row = document["tables"]["intervals"][0]
    wrong = {**document, "tables": {"intervals": [{**row, "simulated_abandonment": 1.2}]}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_the_same_bytes_again(run: Run, week: str, tmp_path: Path) -> None:
    logs = [tmp_path / "one.csv", tmp_path / "two.csv"]
    runs = [run("simulate", week, "--precision", "3%", "--trace", str(log), "-f", "json") for log in logs]
    assert runs[0].out == runs[1].out
    assert logs[0].read_bytes() == logs[1].read_bytes()


def test_the_first_sentence_is_the_verdict(run: Run, week: str) -> None:
    shown = run("simulate", week, "--precision", "3%", "--given", "--date", "2014-05-13")
    assert shown.code == 0
    days = run("simulate", week, "--precision", "3%", "--given", "-f", "json").document["tables"]["day"]
    assert "city: the target is 80% in 20s, delivered" in shown.text
    assert f"({days[0]['worst_start']}); {days[0]['intervals_short']} of 10 intervals fall short" in " ".join(
        shown.text.split()
    )


def test_a_level_that_misses_its_target_by_a_hair_is_not_rounded_across_it() -> None:
    record: dict[str, float | str] = {
        "group": "city",
        "intervals_short": 1,
        "intervals_unsure": 0,
        "intervals_kept": 0,
        "worst_start": "09:00",
        "worst_service_level": 0.7996,
        "worst_service_level_half_width": 0.0001,
    }
    said = verdict(record, "80% in 20s", Bound(0.8, is_least=True), "planned", {})
    assert said == (
        "city: promised 80% in 20s, delivered 79.96 % ± 0.0 % in the worst interval (09:00); "
        "1 of 1 interval falls short."
    )


@pytest.mark.parametrize("form", ["table", "markdown", "csv", "ndjson"])
def test_every_format_is_written(run: Run, week: str, form: str) -> None:
    ran = run("simulate", week, "--group", "city", "--precision", "5%", "-f", form, "--table", "intervals")
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.count("09:00") == 1


def test_the_call_log_is_what_an_acd_writes(run: Run, week: str, tmp_path: Path) -> None:
    log = tmp_path / "calls.csv"
    document = run("simulate", week, "--precision", "5%", "--trace", str(log), "-f", "json").document
    with log.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == document["simulation"]["calls"]
    assert {row["hotline"] for row in rows} == {"mfc", "portal", "night"}
    assert {row["outcome"] for row in rows} == {"answered", "abandoned"}
    assert all(row["arrived"].startswith("2014-05-13T") for row in rows)


def test_a_log_that_cannot_be_written_leaves_nothing(run: Run, week: str, tmp_path: Path) -> None:
    ran = run("simulate", week, "--precision", "5%", "--trace", str(tmp_path / "nowhere" / "calls.csv"))
    assert (ran.code, ran.out) == (2, b"")
    assert "calls.csv: cannot be written" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["week.yaml"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--precision", "0%"], "--precision: is a share above 0 %"),
        (["--precision", "5"], "--precision: '5' has no per cent sign"),
        (["--seed", "-1"], "--seed: is a whole number of 0 or more"),
        (["--given", "--operators", "x.csv"], "--operators: stands beside --given"),
        (["--operators", "x.csv"], "--operators: cannot read x.csv: no such file"),
        (["--date", "tomorrow"], "--date: 'tomorrow' is no day of this scenario"),
        (["--group", "x"], "--group: the scenario has no group 'x'"),
    ],
)
def test_what_cannot_be_asked_is_2(run: Run, week: str, options: list[str], said: str) -> None:
    ran = run("simulate", week, *options)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith(said)
