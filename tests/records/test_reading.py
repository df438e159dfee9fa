"""Logs become calls: every row is read, and what is left out is counted."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.records import log, reading
from mfc_capacity.records.calls import ANSWERED, BUSY, HUNG_UP, OUTCOMES, Calls, left_out
from mfc_capacity.records.columns import ROLES
from mfc_capacity.records.mapping import Mapped
from mfc_capacity.records.reading import read_records
from mfc_capacity.wording import problem_text
from tests.records.logs import Logged, Truth, clocks_row, plain_row, play, russian_row, write_log

ACD = "date,type,call_id,vru_entry,vru_exit,q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time\n"


def read(tmp_path: Path, text: str, columns: dict[str, str | None] | None = None, **more: object) -> Calls:
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode())
    return read_records([str(path)], columns, **more)  # type: ignore[arg-type]


def refused(tmp_path: Path, content: str | bytes, columns: dict[str, str | None] | None = None) -> list[str]:
    path = tmp_path / "log.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as error:
        read_records([str(path)], columns)
    assert error.value.exit_code == 2
    return [problem_text(problem) for problem in error.value.problems]


def counted(calls: Calls) -> dict[str, int]:
    return {each.rule: each.rows for each in calls.excluded}


def acd(*rows: str) -> str:
    return ACD + "".join(f"{row}\n" for row in rows)


def test_a_call_that_queues_arrives_at_its_queue_and_another_behind_the_menu(tmp_path: Path) -> None:
    calls = read(
        tmp_path,
        acd(
            "1999-08-02,PS,1,10:00:00,10:00:20,10:00:20,10:01:35,75,AGENT,10:01:35,10:04:35,180",
            "1999-08-02,NW,2,9:00:00,9:00:10,0:00:00,0:00:00,0,AGENT,9:00:10,9:01:10,60",
            "1999-08-02,PS,3,11:00:00,11:00:05,11:00:05,11:00:45,40,HANG,0:00:00,0:00:00,0",
        ),
    )
    assert (
        calls.arrived.tolist()
        == np.array(
            ["1999-08-02T09:00:10", "1999-08-02T10:00:20", "1999-08-02T11:00:05"], "datetime64[s]"
        ).tolist()
    )
    assert [calls.hotlines[k] for k in calls.hotline] == ["NW", "PS", "PS"]
    assert [OUTCOMES[k] for k in calls.outcome] == ["answered", "answered", "hung-up"]
    assert calls.queue_s.tolist() == [0, 75, 40]
    np.testing.assert_array_equal(calls.handling_s, [60, 180, np.nan])
    assert calls.row.tolist() == [3, 2, 4]
    assert not calls.excluded
    assert calls.place(0) == "log.csv:3"


def test_each_rule_counts_what_it_leaves_out(tmp_path: Path) -> None:
    good = "1999-08-02,PS,{},10:00:00,10:00:20,10:00:20,10:01:35,75,AGENT,10:01:35,10:04:35,180"
    calls = read(
        tmp_path,
        acd(
            good.format(1),
            "1999-08-02,PS,2,10:00:00,10:00:20,10:00:20,10:01:35,75,PHANTOM,10:01:35,10:04:35,180",
            "1999-08-02,PS,3,10:00:00,10:00:20,10:00:20,10:01:35,75,VOICE7,10:01:35,10:04:35,180",
            "1999-08-02,PS,4,,,,,75,AGENT,10:01:35,10:04:35,180",
            "1999-08-02,PS,5,10:00:00,10:00:20,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0",
            "1999-08-02,PS,6,10:00:00,10:00:20,,,,HANG,0:00:00,0:00:00,0",
            "1999-08-02,PS,7,10:00:00,10:00:20,10:00:20,10:01:35,-5,AGENT,10:01:35,10:04:35,180",
            "1999-08-02,PS,8,10:00:00,10:00:20,10:00:20,10:01:35,75,AGENT,10:01:35,10:04:35,-1",
            "1999-08-02,PS,9,10:00:00,10:00:20,10:00:20,10:01:35,21601,HANG,10:01:35,10:04:35,0",
            "1999-08-02,PS,10,10:00:00,10:00:20,10:00:20,10:01:35,75,AGENT,10:01:35,10:04:35,43201",
            "1999-08-02,PS,11,10:00:00,10:00:20,10:00:20,10:01:35,75,AGENT,10:01:35,10:01:35,0",
            good.format(1),
        ),
    )
    assert len(calls) == 1
    assert calls.rows == 12
    assert counted(calls) == {
        "phantom": 1,
        "unknown-outcome": 1,
        "no-arrival": 1,
        "left-in-menu": 2,
        "negative-time": 2,
        "too-long": 2,
        "no-service": 1,
        "repeated": 1,
    }
    assert sum(each.rows for each in calls.excluded) + len(calls) == calls.rows
    phantom = calls.excluded[0]
    assert phantom.place == "log.csv:3"
    assert phantom.share == pytest.approx(1 / 12)
    assert {("outcome", "PHANTOM"), ("date", "1999-08-02"), ("q_time", "75")} <= {*phantom.values}


def test_clock_times_go_on_past_midnight(tmp_path: Path) -> None:
    header = "date,vru_entry,vru_exit,q_start,q_exit,outcome,ser_start,ser_exit\n"
    calls = read(
        tmp_path,
        f"{header}1999-08-02,23:59:50,23:59:58,23:59:58,0:00:30,AGENT,0:00:30,0:04:00\n"
        "1999-08-02,23:59:50,0:00:05,0:00:05,0:00:45,HANG,0:00:00,0:00:00\n",
    )
    assert calls.arrived.astype(str).tolist() == ["1999-08-02T23:59:58", "1999-08-03T00:00:05"]
    assert calls.queue_s.tolist() == [32, 40]
    assert calls.handling_s[0] == 210


def test_without_a_column_of_waits_they_end_where_the_service_begins(tmp_path: Path) -> None:
    calls = read(
        tmp_path,
        "call start,answered at,ended at\n"
        "2026-03-02 23:59:30,2026-03-03 00:00:10,2026-03-03 00:01:10\n"
        "2026-03-03 10:00:00,,2026-03-03 10:00:25\n",
    )
    assert calls.outcome.tolist() == [ANSWERED, HUNG_UP]
    assert calls.queue_s.tolist() == [40, 25]
    np.testing.assert_array_equal(calls.handling_s, [60, np.nan])


def test_without_any_waits_they_are_unknown(tmp_path: Path) -> None:
    calls = read(
        tmp_path, "timestamp,outcome,aht\n2026-03-02 10:00:00,answered,60\n2026-03-02 10:00:01,busy,\n"
    )
    assert np.isnan(calls.queue_s).all()
    assert calls.outcome.tolist() == [ANSWERED, BUSY]


def test_who_hangs_up_at_once_is_a_call_unless_there_is_a_menu(tmp_path: Path) -> None:
    rows = "2026-03-02 10:00:00,0,abandoned\n"
    assert len(read(tmp_path, f"arrived,wait,outcome\n{rows}")) == 1
    with_menu = read(tmp_path, "arrived,menu exit,wait,outcome\n2026-03-02 10:00:00,10:00:05,0,abandoned\n")
    assert counted(with_menu) == {"left-in-menu": 1}
    blank = read(tmp_path, "arrived,wait,outcome\n2026-03-02 10:00:00,,abandoned\n")
    assert counted(blank) == {"left-in-menu": 1}


def test_handling_includes_the_work_after_the_call(tmp_path: Path) -> None:
    calls = read(
        tmp_path,
        "arrived,wait,outcome,talk,acw\n2026-03-02 10:00:00,5,answered,100,20\n2026-03-02 11:00:00,5,answered,90,\n",
    )
    assert calls.handling_s.tolist() == [120, 90]


LAYOUTS = {
    "plain": (plain_row, {}),
    "clocks": (clocks_row, {}),
    "quoted": (clocks_row, {"quoting": csv.QUOTE_ALL}),
    "russian": (russian_row, {"delimiter": ";", "encoding": "cp1251"}),
    "bom": (russian_row, {"delimiter": ";", "encoding": "utf-8-sig"}),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_log_is_read_as_it_was_played_however_it_is_written(layout: str, tmp_path: Path) -> None:
    played = play(Truth(days=2, calls_per_day=400, redial_share=0.3))
    row_of, more = LAYOUTS[layout]
    calls = read_records([str(write_log(tmp_path / "log.csv", played, row_of, **more))])  # type: ignore[arg-type]
    in_menu = (
        sum(call.queue_s < 1 and call.handling_s is None for call in played) if row_of is clocks_row else 0
    )
    unserved = sum(call.handling_s is not None and call.handling_s < UNSEEN_S[layout] for call in played)
    expected = {rule: n for rule, n in (("left-in-menu", in_menu), ("no-service", unserved)) if n}
    assert counted(calls) == expected
    kept = {int(row) - 2: k for k, row in enumerate(calls.row)}
    for k, call in enumerate(played):
        if k in kept:
            at = kept[k]
            assert calls.arrived[at] == np.datetime64(int(call.arrived_s), "s")
            assert calls.queue_s[at] == pytest.approx(call.queue_s, abs=1)
            assert (calls.outcome[at] == ANSWERED) == (call.handling_s is not None)
            if call.handling_s is not None:
                assert calls.handling_s[at] == pytest.approx(call.handling_s, abs=1)
    if calls.caller is not None:
        order = [played[int(row) - 2].caller for row in calls.row]
        numbers = dict(zip(order, calls.caller.tolist(), strict=True))
        assert [numbers[caller] for caller in order] == calls.caller.tolist()
        assert len({*numbers.values()}) == len(numbers)
        assert calls.caller.max() == len(numbers) - 1


# Below these a handling time is written as 0.
UNSEEN_S = {"plain": 0.0005, "clocks": 1, "quoted": 1, "russian": 0.05, "bom": 0.05}


def test_blocks_of_rows_say_the_same_as_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(write_log(tmp_path / "log.csv", play(Truth(days=1)), clocks_row))
    whole = read_records([path])
    monkeypatch.setattr(log, "ROWS_AT_ONCE", 7)
    parts = read_records([path])
    for name in ("arrived", "queue_s", "outcome", "handling_s", "hotline", "row"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))
    assert whole.excluded == parts.excluded


def test_files_are_joined_in_the_order_of_arrival_and_what_both_have_counts_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv.gz"
    head = "id,arrived,wait,outcome,line\n"
    first.write_text(head + "1,2026-03-02 10:00:00,5,answered,x\n3,2026-03-04 10:00:00,5,answered,y\n")
    second.write_bytes(
        gzip.compress(f"{head}3,2026-03-04 10:00:00,5,answered,y\n2,2026-03-03 10:00:00,5,hang,z\n".encode())
    )
    calls = read_records([str(first), str(second)])
    assert [calls.place(k) for k in range(3)] == ["a.csv:2", "b.csv.gz:3", "a.csv:3"]
    assert [calls.hotlines[k] for k in calls.hotline] == ["x", "z", "y"]
    assert counted(calls) == {"repeated": 1}
    assert calls.excluded[0].place == "b.csv.gz:2"
    assert calls.files == ("a.csv", "b.csv.gz")


def test_callers_tell_repeated_rows_only_where_all_else_is_the_same(tmp_path: Path) -> None:
    calls = read(
        tmp_path,
        "arrived,wait,outcome,phone\n"
        "2026-03-02 10:00:00,5,hang,1\n2026-03-02 10:00:00,5,hang,1\n2026-03-02 10:00:00,6,hang,1\n"
        "2026-03-02 10:00:00,5,hang,\n2026-03-02 10:00:00,5,hang,\n2026-03-02 10:00:01,5,hang,1\n",
    )
    assert counted(calls) == {"repeated": 1}
    assert calls.caller is not None
    assert calls.caller.tolist() == [0, 0, -1, -1, 0]


def test_without_callers_no_two_calls_are_taken_for_one(tmp_path: Path) -> None:
    row = "2026-03-02 10:00:00,0,answered,60\n"
    assert len(read(tmp_path, f"arrived,wait,outcome,talk\n{row}{row}")) == 2


def test_clock_times_that_do_not_come_or_come_twice(tmp_path: Path) -> None:
    spring = ("2026-03-29 01:59:59", "2026-03-29 02:30:00", "2026-03-29 03:00:00")  # in Berlin 02:00 is 03:00
    autumn = ("2026-10-25 01:59:59", "2026-10-25 02:30:00", "2026-10-25 03:00:00")  # 03:00 is 02:00 again
    text = "arrived,wait,outcome\n" + "".join(f"{moment},5,answered\n" for moment in (*spring, *autumn))
    assert not read(tmp_path, text).excluded
    calls = read(tmp_path, text, timezone="Europe/Berlin")
    assert counted(calls) == {"no-such-time": 1, "time-comes-twice": 1}
    assert calls.excluded[0].place == "log.csv:3"
    with pytest.raises(InputError, match="not_a_timezone"):
        read(tmp_path, text, timezone="Europe/Berlim")


def test_days_without_calls_are_named(tmp_path: Path) -> None:
    days = ("2026-02-27", "2026-03-02", "2026-03-04")
    calls = read(tmp_path, "arrived,wait,outcome\n" + "".join(f"{day} 10:00,5,hang\n" for day in days))
    assert [day.isoformat() for day in calls.missing_days] == ["2026-02-28", "2026-03-01", "2026-03-03"]


def test_calls_can_be_left_out_by_a_rule_of_the_asker(tmp_path: Path) -> None:
    calls = read(tmp_path, "arrived,wait,outcome\n2026-03-02 07:59:59,5,hang\n2026-03-02 08:00:00,5,hang\n")
    hour = (calls.arrived - calls.arrived.astype("datetime64[D]")).astype("timedelta64[h]").astype(int)
    open_only = left_out(calls, "outside-hours", hour < 8)
    assert counted(open_only) == {"outside-hours": 1}
    assert open_only.excluded[0].values[0] == ("arrived", "2026-03-02 07:59:59")
    assert len(open_only) == 1
    assert left_out(open_only, "outside-hours", np.zeros(1, bool)) is open_only


def test_one_call_is_a_log_and_a_log_of_none_has_no_calls(tmp_path: Path) -> None:
    assert len(read(tmp_path, "arrived,wait,outcome\n2026-03-02 10:00:00,5,hang\n")) == 1
    nothing = read(tmp_path, "arrived,wait,outcome\n2026-03-02 10:00:00,5,phantom\n")
    assert len(nothing) == 0
    assert nothing.missing_days == ()


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = str(write_log(tmp_path / "log.csv", play(Truth(days=1))))
    calls = read_records([path], progress=lambda *told: seen.append(told))
    assert seen[-1] == ("log.csv", calls.rows, calls.rows)


ONE = "arrived,wait,outcome\n2026-03-02 10:00:00,5,hang\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "log.csv:1:1: the file is empty"),
        ("arrived,wait,outcome\n", "log.csv:1:1: the table has no rows"),
        (gzip.compress(ONE.encode(), mtime=0)[:-12], "the file is cut off"),
        (ONE + "2026-03-02 10:00:00,soon,hang\n", "log.csv:3:21: wait: 'soon' is no span of time"),
        (ONE.replace(" 10:00:00", "T10:00:00.123Z"), "arrived: '10:00:00.123Z' is a time in UTC"),
        (ONE.replace("2026-03-02 10:00:00", "1772439001"), "log.csv:1:1: arrived counts seconds since 1970"),
        (ONE.replace("2026-03-02 10:00:00", "1772439001123"), "which time zone is meant"),
        (ONE.replace("5", "1:75"), "wait: '1:75' is no span of time"),
        (ONE.replace("10:00:00", "25:00:00"), "log.csv:2:1: arrived: '25:00:00' is not a clock time"),
        (ONE.replace("03-02", "02-30"), "arrived: '2026-02-30' is no day of the calendar"),
        (ONE.replace("hang", "H7"), "outcome: it is not known what its outcomes mean: H7"),
        (ONE.replace("5", "1.200"), "wait: '1.200' may be thousands or decimals"),
        (ONE + "2026-03-02 10:00:00,5\n", "log.csv:3:1: this row has 2 cells, the header 3"),
        (ONE.replace("hang", "x" * 300), "a cell is longer than 256 characters"),
        (ONE + '2026-03-02 10:00:00,"5,hang\n', "a quote that is opened here is never closed"),
        ("when,wait,outcome\nx,5,hang\n", "no column says when a call came"),
        ("arrived,wait,outcome\n10:00:00,5,hang\n", "no column says on which day a call came"),
        ("arrived,wait\n2026-03-02 10:00:00,5\n", "no column says how a call ended"),
        (ONE.replace("2026-03-02", "03/02/2026"), "may be 3 February 2026 or 2 March 2026"),
        (b"PK\x03\x04nothing", "this cannot be read as an Excel workbook"),
        (b"\xff\xfe\x00a", "not UTF-8"),
    ],
)
def test_what_is_no_log_is_refused_with_its_place(
    content: str | bytes, expected: str, tmp_path: Path
) -> None:
    problems = refused(tmp_path, content)
    assert any(expected in problem for problem in problems), problems
    assert all(problem.startswith("log.csv") for problem in problems)


@pytest.mark.parametrize("rows", ["", "2026-03-02 10:00:00,5\n", ",5,hang,1\n2026-03-02 10:00:00\n"])
def test_a_log_without_a_whole_row_is_one_mistake(rows: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, f"arrived,wait,outcome\n{rows}")
    assert "no rows" in problem or "the header 3" in problem


def test_a_column_that_is_not_there_is_asked_about(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, ONE, {"queue_s": "wiat"})
    assert "there is no column wiat" in problem
    assert "did you mean wait" in problem


def test_the_mistakes_of_all_files_are_told(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text(ONE.replace("5", "1:75"))
    with pytest.raises(InputError) as error:
        read_records([*map(str, paths), str(tmp_path / "c.csv")])
    assert [problem.file for problem in error.value.problems] == ["a.csv", "b.csv", "c.csv"]


def test_a_mistake_far_down_is_shown_with_its_line(tmp_path: Path) -> None:
    text = "arrived,wait,outcome\n" + "2026-03-02 10:00:00,5,hang\n" * 5000 + "2026-03-02 10:00:00,?,hang\n"
    (problem,) = refused(tmp_path, text)
    assert "log.csv:5002:21" in problem
    assert "2026-03-02 10:00:00,?,hang" in problem


def test_a_column_of_which_no_cell_is_a_time_is_one_mistake(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-02 10:00:00,{k}w,hang\n" for k in range(100))
    (problem,) = refused(tmp_path, f"arrived,wait,outcome\n{rows}")
    assert "log.csv:2:21" in problem
    assert "'0w' is no span of time; this is the first of 100 such rows" in problem


def test_moments_that_never_were_are_none(tmp_path: Path) -> None:
    calls = read(
        tmp_path,
        "start,answered at,end\n2026-03-02 10:00:00,1900-01-01 00:00:00,2026-03-02 10:00:25\n"
        "2026-03-02 11:00:00,2026-03-02 11:00:05,2026-03-02 11:01:05\n1970-01-01 00:00:00,,\n",
    )
    assert calls.outcome.tolist() == [HUNG_UP, ANSWERED]
    assert calls.queue_s.tolist() == [25, 5]
    assert counted(calls) == {"no-arrival": 1}


def test_a_file_that_is_named_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(ONE)
    with pytest.raises(InputError, match="TWICE"):
        read_records([str(path), str(tmp_path / "." / "log.csv")])


def test_a_column_of_which_every_cell_is_another_is_no_hotline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_TEXTS", 3)
    rows = "".join(f"2026-03-02 10:00:00,5,hang,q{k}\n" for k in range(4))
    (problem,) = refused(tmp_path, f"arrived,wait,outcome,line\n{rows}")
    assert "log.csv:1:22: line is taken for hotline, and has more than 3 different texts" in problem


def test_names_are_mapped(tmp_path: Path) -> None:
    said = Mapped(outcomes={"h7": "hung-up", "a1": "answered"}, hotlines={"1": "city", "2": "city"})
    text = "arrived,wait,outcome,line\n2026-03-02 10:00:00,5,H7,1\n2026-03-02 10:00:00,5,A1,2\n"
    calls = read(tmp_path, text, mapped=said)
    assert calls.hotlines == ("city",)
    assert calls.outcome.tolist() == [HUNG_UP, ANSWERED]


def test_a_named_arrival_counts_before_the_queue(tmp_path: Path) -> None:
    text = acd("1999-08-02,PS,1,10:00:00,10:00:20,10:00:20,10:01:35,75,AGENT,10:01:35,10:04:35,180")
    calls = read(tmp_path, text, {"arrived_at": "vru_entry"})
    assert str(calls.arrived[0]) == "1999-08-02T10:00:00"
    assert calls.queue_s[0] == 75


def test_more_bytes_than_may_be_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 20)
    assert "larger than 20 bytes" in refused(tmp_path, ONE)[0]


@pytest.mark.parametrize(
    "nobody", ["anonymous", "Unknown", "WITHHELD", "private", "Скрыт", "неизвестен", "0", "-", ""]
)
def test_who_hides_his_number_is_nobody(nobody: str, tmp_path: Path) -> None:
    rows = "".join(
        f"2026-03-02 10:00:0{k},busy,{caller}\n" for k, caller in enumerate(("7", nobody, nobody, "7"))
    )
    calls = read(tmp_path, f"arrived,outcome,caller\n{rows}")
    assert calls.caller is not None
    assert calls.caller.tolist() == [0, -1, -1, 0]


@pytest.mark.parametrize(("own", "is_nobody"), [(10, False), (12, True)])
def test_a_caller_with_more_calls_than_anybody_makes_is_nobody(
    own: int, is_nobody: bool, tmp_path: Path
) -> None:
    callers = ["gateway"] * own + [f"+{k}" for k in range(1100 - own)]
    rows = "".join(
        f"2026-03-02 10:{k // 60:02}:{k % 60:02},busy,{caller}\n" for k, caller in enumerate(callers)
    )
    calls = read(tmp_path, f"arrived,outcome,caller\n{rows}")
    assert calls.caller is not None
    assert (calls.caller[:own] == -1).all() == is_nobody
    assert (calls.caller[own:] >= 0).all()


def test_outcomes_that_nobody_knows_are_counted_by_their_names(tmp_path: Path) -> None:
    names = ["COMPLETECALLER", "VM", "XFER", "VM", "ABANDON", "COMPLETEAGENT", ""]
    rows = "".join(f"2026-03-02 10:00:0{k},5,{name}\n" for k, name in enumerate(names))
    calls = read(tmp_path, f"arrived,wait,status\n{rows}")
    assert calls.outcome.tolist() == [ANSWERED, HUNG_UP, ANSWERED]
    (unknown,) = calls.excluded
    assert unknown.texts == (("VM", 2), ("XFER", 1), ("", 1))


@pytest.mark.parametrize(
    ("wait", "talk", "cells"), [("wait (ms)", "talk_min", "90000,1.5"), ("wait_min", "Talk, sec", "1:30,90")]
)
def test_spans_are_read_in_the_unit_of_their_column(wait: str, talk: str, cells: str, tmp_path: Path) -> None:
    calls = read(tmp_path, f'arrived,"{wait}","{talk}",outcome\n2026-03-02 10:00:00,{cells},answered\n')
    assert calls.queue_s.tolist() == calls.handling_s.tolist() == [90]


def test_dates_that_may_be_read_two_ways_are_told_once(tmp_path: Path) -> None:
    rows = "".join(f"0{day}/03/2026 10:00,5,hang\n" for day in range(3, 10))
    (problem,) = refused(tmp_path, f"arrived,wait,outcome\n{rows}")
    assert "may be 4 March 2026 or 3 April 2026; this is the first of 6 such rows" in problem
    assert 'in a file for --map: date_format: "%d/%m/%Y" or date_format: "%m/%d/%Y"' in problem


def test_of_an_empty_file_the_roles_are_told(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "\n")
    assert "the file is empty" in problem
    assert problem.endswith(", ".join(ROLES))


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    calls = read(tmp_path, "arrived,wait,agent,outcome,note,\n2026-03-02 10:00:00,5,Ann,hang,x,\n")
    assert calls.unused_columns == ("agent", "note")


def test_what_no_column_tells_is_not_known(tmp_path: Path) -> None:
    calls = read(tmp_path, "arrived,outcome\n2026-03-02 10:00:00,answered\n2026-03-02 10:00:01,hang\n")
    assert np.isnan(calls.handling_s).all()
    assert np.isnan(calls.queue_s).all()
    menu = read(tmp_path, "arrived,menu exit,outcome\n2026-03-02 10:00:00,10:00:05,answered\n")
    assert np.isnan(menu.handling_s).all()
    assert np.isnan(menu.queue_s).all()


@pytest.mark.parametrize("nobody", [None, "anonymous"])
def test_calls_that_stand_in_two_files_are_told_where_nothing_tells_them_apart(
    nobody: str | None, tmp_path: Path
) -> None:
    calls = play(Truth(days=4, calls_per_day=200))
    noon = len(calls) // 2

    def row_of(call: Logged) -> dict[str, object]:
        row = plain_row(call) | {"caller": nobody}
        return row if nobody else {name: cell for name, cell in row.items() if name != "caller"}

    def written(name: str, some: list[Logged]) -> str:
        return str(write_log(tmp_path / name, some, row_of))

    first, second = written("a.csv", calls[: noon + 300]), written("b.csv", calls[noon:])
    assert read_records([first, second]).told_twice == 300
    assert read_records([first]).told_twice == 0
    other = play(Truth(days=4, calls_per_day=200), seed=2)
    assert read_records([first, written("c.csv", other)]).told_twice == 0


def test_calls_of_overlapping_files_that_are_told_apart_count_once(tmp_path: Path) -> None:
    calls = play(Truth(days=2, calls_per_day=200))
    paths = [str(write_log(tmp_path / name, calls)) for name in ("a.csv", "b.csv")]
    both = read_records(paths)
    assert len(both) == len(calls)
    assert both.told_twice == 0
