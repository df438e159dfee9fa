"""What a user says of a log, on the command line and in a map."""

from pathlib import Path

import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.records.counts import COUNT_ROLES
from mfc_capacity.records.mapping import Mapped, columns_written, read_map
from mfc_capacity.wording import problem_text


def test_columns_on_the_command_line() -> None:
    assert columns_written("arrived_at=Start of call, queue_s=Wait,caller=") == {
        "arrived_at": "Start of call",
        "queue_s": "Wait",
        "caller": None,
    }
    assert columns_written("date=t", COUNT_ROLES) == {"date": "t"}


def test_a_column_with_a_comma_stands_in_quotes() -> None:
    assert columns_written('handling_s="Длительность разговора, сек", queue_s=Wait,caller=""') == {
        "handling_s": "Длительность разговора, сек",
        "queue_s": "Wait",
        "caller": None,
    }
    assert columns_written('hotline=12" pipes') == {"hotline": '12" pipes'}
    with pytest.raises(InputError) as error:
        columns_written("handling_s=Длительность разговора, сек")
    assert "in quotes" in problem_text(error.value.problems[0])
    assert "a file for --map" in problem_text(error.value.problems[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arrived_at", "'arrived_at' does not say which column is what"),
        ("arived_at=x", "did you mean arrived_at"),
        ("zzz=x", "columns are date, arrived_at"),
    ],
)
def test_what_is_no_column_is_refused(text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        columns_written(text)
    assert expected in problem_text(error.value.problems[0])


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    return str(path)


def test_a_map(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "columns: {arrived_at: Start, caller: null}\noutcomes: {Agent 7: answered, X: phantom}\n"
        'hotlines: {"101": city}\ndate_format: "%d/%m/%Y"\nsheet: May\n',
    )
    assert read_map(path) == Mapped(
        {"arrived_at": "Start", "caller": None},
        {"agent 7": "answered", "x": "phantom"},
        {"101": "city"},
        "%d/%m/%Y",
        "May",
    )


def test_a_map_in_json(tmp_path: Path) -> None:
    path = written(tmp_path, '{"columns": {"date": "t"}}')
    assert read_map(path, COUNT_ROLES) == Mapped({"date": "t"})


def test_every_mistake_of_a_map_is_told_with_its_place(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "column: {date: t}\ncolumns: {wait: Wait}\noutcomes: {A: answred, B: 7}\nhotlines: city\nsheet: [a]\n",
    )
    with pytest.raises(InputError) as error:
        read_map(path)
    told = "\n".join(problem_text(problem) for problem in error.value.problems)
    for expected in (
        "map.yaml:1:1: a map of a log has no key column",
        "did you mean columns",
        "map.yaml:2:11: no column is read as wait",
        "map.yaml:3:15: no call ends as answred",
        "did you mean answered",
        "calls end as answered, hung-up, busy, phantom",
        "hotlines must be a map of names",
        "sheet must be a text",
    ):
        assert expected in told, told


@pytest.mark.parametrize(("text", "expected"), [("[a]", "a map of a log is a map"), ("", "empty")])
def test_what_is_no_map_is_refused(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_map(written(tmp_path, text))
    assert expected in problem_text(error.value.problems[0])


def test_a_map_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot_be_read"):
        read_map(str(tmp_path / "none.yaml"))
