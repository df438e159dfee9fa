"""Counts of calls: by day or interval, of one hotline or several."""

from pathlib import Path

import numpy as np
import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.records.counts import Counts, read_counts
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.wording import problem_text


def read(
    tmp_path: Path, *texts: str, columns: dict[str, str | None] | None = None, mapped: Mapped | None = None
) -> Counts:
    paths = [tmp_path / f"{k}.csv" for k in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return read_counts([*map(str, paths)], columns, mapped=mapped)


def test_counts_of_days(tmp_path: Path) -> None:
    counts = read(tmp_path, "date,calls\n2026-03-03,120\n2026-03-02,100\n")
    assert counts.date.tolist() == np.array(["2026-03-02", "2026-03-03"], "datetime64[D]").tolist()
    assert counts.calls.tolist() == [100, 120]
    assert counts.start_s.tolist() == [-1, -1]
    assert (counts.hotlines, counts.hotline.tolist()) == (("calls",), [0, 0])
    assert [(each.role, each.column, each.how) for each in counts.columns] == [
        ("date", "date", "guessed"),
        ("calls", "calls", "guessed"),
    ]
    assert len(counts) == 2


def test_counts_of_intervals_in_one_column(tmp_path: Path) -> None:
    counts = read(tmp_path, "t,calls\n2026-03-02 07:00:00,5\n2026-03-02 07:30:00,7\n", columns={"date": "t"})
    assert counts.start_s.tolist() == [25_200, 27_000]
    assert counts.end_s.tolist() == [27_000, 28_800]
    assert [each.how for each in counts.columns] == ["named", "guessed"]


def test_hotlines_of_several_files_are_joined(tmp_path: Path) -> None:
    counts = read(
        tmp_path,
        "Date;Time;Queue;Offered;AHT\n01.03.2026;08:00;Clinics;10,5;3:20\n01.03.2026;08:30;City;4;200\n",
        "date,calls\n2026-03-02,9\n",
        mapped=Mapped(hotlines={"City": "city"}),
    )
    assert counts.hotlines == ("Clinics", "city", "calls")
    assert counts.hotline.tolist() == [0, 1, 2]
    assert counts.calls.tolist() == [10.5, 4, 9]
    np.testing.assert_array_equal(counts.aht_s, [200, 200, np.nan])
    assert [(counts.files[file], row) for file, row in zip(counts.file, counts.row, strict=True)] == [
        ("0.csv", 2),
        ("0.csv", 3),
        ("1.csv", 2),
    ]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("", None, "the file is empty"),
        ("date,calls\n", None, "the table has no rows"),
        ("date,calls\n2026-03-02,many\n", None, "0.csv:2:12: calls: 'many' is not a number"),
        ("date,calls\n2026-03-02,-1\n", None, "calls must be 0 to"),
        (
            "date,calls\n2026-03-02,1\n2026-03-02,2\n",
            None,
            "calls on 2026-03-02 has the whole day in 0.csv:2",
        ),
        ("date,n\n2026-03-02,1\n", None, "no column is known as the calls"),
        ("when,calls\n2026-03-02,1\n", None, "no column is known as the date"),
        ("when,calls\n2026-03-02,1\n", {"date": "wehn"}, "did you mean when"),
        ("date,queue,calls\n2026-03-02,a,1\nИтого,,1\n", None, "'Итого' is a sum of other rows"),
        ("date,queue,calls\n2026-03-02,a,1\n2026-03-03,,1\n", None, "the cell is empty"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(
    text: str, columns: dict[str, str | None] | None, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, text, columns=columns)
    problems = [problem_text(problem) for problem in error.value.problems]
    assert any(expected in problem for problem in problems), problems
