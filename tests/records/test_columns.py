"""Which column of a log is what: by its name, by what stands in it, by what a user says."""

import itertools

import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.files.tables import read_table
from mfc_capacity.records.calls import OUTCOMES
from mfc_capacity.records.columns import NAMES, ROLES, Wished, columns_of
from mfc_capacity.records.outcomes import PHANTOM, meaning_of
from mfc_capacity.scenario.table_mistakes import Mistakes


def taken(text: str, **wished: str | None) -> dict[str, str]:
    """Return the column of each role."""
    sheet = read_table(text.encode(), "log.csv", ())
    found = Mistakes(sheet)
    columns = columns_of(sheet, sheet.columns, Wished(wished, dict.fromkeys(wished, "named")), {}, found)
    found.refuse()
    return {role: sheet.header[index] for role, (index, _) in columns.items()}


def test_the_columns_of_a_log_of_clock_times() -> None:
    assert taken(
        "vru+line,call_id,priority,type,date,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time\n"
        "AA01,1,0,PS,1999-08-01,0:10:10,0:10:27,17,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0\n"
    ) == {
        "date": "date",
        "arrived_at": "vru_entry",
        "menu_exit": "vru_exit",
        "queue_start": "q_start",
        "queue_s": "q_time",
        "outcome": "outcome",
        "handling_s": "ser_time",
        "hotline": "type",
        "call_id": "call_id",
    }


def test_russian_columns() -> None:
    header = "Дата;Время;Горячая линия;Ожидание;Результат;Разговор;Постобработка;АОН\n"
    assert taken(f"{header}01.03.2026;10:00;МФЦ;0:05;Отвечен;1:00;5;+7\n") == {
        "date": "Дата",
        "arrived_at": "Время",
        "queue_s": "Ожидание",
        "outcome": "Результат",
        "handling_s": "Разговор",
        "wrap_s": "Постобработка",
        "hotline": "Горячая линия",
        "caller": "АОН",
    }


@pytest.mark.parametrize("queue", ["queue", "Очередь", "Warteschlange"])
@pytest.mark.parametrize(("cell", "role"), [("12", "queue_s"), ("0:12", "queue_s"), ("city", "hotline")])
def test_a_column_queue_is_what_stands_in_it(queue: str, cell: str, role: str) -> None:
    found = taken(f"arrived;{queue};outcome\n2026-03-02 10:00;{cell};busy\n2026-03-02 10:00;;busy\n")
    assert found == {"arrived_at": "arrived", role: queue, "outcome": "outcome"}


def test_columns_are_known_by_their_contents_where_their_names_say_nothing() -> None:
    found = taken("a,b,c\nx,02.03.2026 10:00:00,ANSWERED\ny,02.03.2026 10:00:01,NO ANSWER\n")
    assert found == {"arrived_at": "b", "outcome": "c"}


def test_a_column_of_dates_with_clock_times_is_one_of_arrivals() -> None:
    assert taken("Date,Outcome\n2026-03-02 10:00:00,busy\n") == {"arrived_at": "Date", "outcome": "Outcome"}


def test_a_day_beside_moments_is_not_needed() -> None:
    found = taken("timestamp,day,outcome\n2026-03-02 10:00:00,Monday,busy\n")
    assert found == {"arrived_at": "timestamp", "outcome": "outcome"}


def test_what_a_user_names_counts_and_what_he_denies_is_not_guessed() -> None:
    text = "arrived,picked,wait,outcome,phone\n2026-03-02 10:00,2026-03-02 10:01,5,busy,1\n"
    assert taken(text, arrived_at="PICKED ", caller=None) == {
        "arrived_at": "picked",
        "queue_s": "wait",
        "outcome": "outcome",
    }


def test_what_is_named_wrong_is_asked_about() -> None:
    with pytest.raises(InputError) as error:
        taken("arrived,wait,outcome\n2026-03-02 10:00,5,busy\n", queue_s="wiat", outcome="end")
    hints = [problem.hint.code for problem in error.value.problems if problem.hint]
    assert hints == ["files.did_you_mean", "records.columns_are"]


def test_no_two_roles_share_a_name_but_queues() -> None:
    twice = {name for one, two in itertools.combinations(ROLES, 2) for name in {*NAMES[one]} & {*NAMES[two]}}
    assert twice == {"queue", "очередь", "warteschlange"}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("AGENT", "answered"),
        ("Отвечен", "answered"),
        (" NO_ANSWER ", "hung-up"),
        ("hung-up-at-once", "hung-up"),
        ("Потерян", "hung-up"),
        ("ЗАНЯТО", "busy"),
        ("COMPLETECALLER", "answered"),
        ("CompleteAgent", "answered"),
        ("COMPLETEDCALLER", "answered"),
        ("ABANDON", "hung-up"),
        ("EXITWITHTIMEOUT", "hung-up"),
        ("RINGNOANSWER", PHANTOM),
        ("PHANTOM", PHANTOM),
        ("VM", None),
        ("", None),
    ],
)
def test_outcomes_are_known_by_their_names(name: str, meaning: str | None) -> None:
    assert meaning_of(name, {}) == meaning


def test_a_user_says_what_an_outcome_means() -> None:
    assert meaning_of("Agent", {"agent": "busy"}) == "busy"
    assert all(meaning_of(name, {}) == name for name in (*OUTCOMES, PHANTOM))


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("talk_seconds", "handling_s"),
        ("talk_sec", "handling_s"),
        ("Talk (min)", "handling_s"),
        ("Длительность разговора, сек", "handling_s"),
        ("Total Handle", "handling_s"),
        ("wait_ms", "queue_s"),
        ("Total Queue", "queue_s"),
        ("Время ожидания, сек.", "queue_s"),
        ("Ожидание (мин)", "queue_s"),
        ("acw, s", "wrap_s"),
    ],
)
def test_columns_of_spans_are_known_with_a_unit(name: str, role: str) -> None:
    found = taken(f'arrived;"{name}";outcome\n2026-03-02 10:00;12;busy\n')
    assert found == {"arrived_at": "arrived", role: name, "outcome": "outcome"}


def test_all_handling_holds_the_work_after_the_call_and_talk_does_not() -> None:
    rows = "\n2026-03-02 10:00,100,20\n"
    assert "wrap_s" not in taken(f"arrived,Total Handle,Total ACW{rows}")
    assert taken(f"arrived,Total Talk,Total ACW{rows}")["wrap_s"] == "Total ACW"
    assert "wrap_s" in taken(f"arrived,AHT,acw{rows}", wrap_s="acw")


@pytest.mark.parametrize(("cells", "is_taken"), [(("Resolved", "Call back"), False), (("20", "soon"), True)])
def test_a_guessed_column_of_spans_holds_spans(cells: tuple[str, str], is_taken: bool) -> None:
    rows = "".join(f"2026-03-02 10:00,100,{cell}\n" for cell in cells)
    assert ("wrap_s" in taken(f"arrived,talk,Wrap-up\n{rows}")) == is_taken


def test_a_column_of_other_texts_leaves_its_role_to_the_next() -> None:
    assert taken("arrived,talk,Wrap-up,acw\n2026-03-02 10:00,100,Resolved,20\n")["wrap_s"] == "acw"
