"""Which day is played, whose operators are on duty, and what cannot be asked."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from mfc_capacity.commands.simulate import FROM_FILE, GIVEN, Staff
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.scenario.staff_file import StaffFile, read_staff_file
from mfc_capacity.wording import text as in_words
from tests.commands.simulate.days import OFFICE, TWO_GROUPS, answered, case_of, records

GROUPS = ("city", "round the clock")


def problems(
    call: Callable[[], object], error: type[InputError] | type[NoAnswerError] = InputError
) -> list[str]:
    with pytest.raises(error) as caught:
        call()
    return [f"{one.line}:{one.column} {one.key}: {in_words(one.message)}" for one in caught.value.problems]


def test_the_busiest_day_is_played_and_every_open_group() -> None:
    case = case_of(TWO_GROUPS)
    assert case.date == date(2014, 5, 13)
    assert [group.name for group in case.groups] == list(GROUPS)
    assert case_of(TWO_GROUPS, "2014-05-18").groups[0].name == "round the clock"
    assert case_of(TWO_GROUPS, group="city").groups[0].operators[7:19].tolist()[0] == 0


def test_each_hotline_has_its_own_calls() -> None:
    city = case_of(TWO_GROUPS).groups[0]
    assert city.hotline_calls.sum(axis=1) == pytest.approx([720, 300])
    assert city.hotline_calls.sum(axis=0) == pytest.approx(city.load.calls[0])


def test_operators_given_and_of_a_file() -> None:
    given = case_of(TWO_GROUPS, staff=Staff(GIVEN))
    assert [group.name for group in given.groups] == ["city"]
    assert given.groups[0].operators[7:19].tolist() == [0, 9, 9, 9, 9, *[6] * 6, 0]
    rows = "start,group,operators\n08:00,city,9\n12:00,city,6\n00:00,round the clock,3\n"
    file = read_staff_file(rows.encode(), "duty.csv", GROUPS, None, 3600)
    of_file = case_of(TWO_GROUPS, staff=Staff(FROM_FILE, file))
    assert of_file.groups[0].operators.tolist() == given.groups[0].operators.tolist()
    assert of_file.groups[1].operators.tolist() == [3] * 24


def test_one_group_needs_no_column_of_groups() -> None:
    text = "start;operators\n08:00;9\n09:00;10\n"
    file = read_staff_file(text.encode(), "d.csv", ("office",), None, 3600)
    assert file.on(None, ["office"]) == {"office": ((28_800, 9), (32_400, 10))}
    for same in (text.replace(";", "\t"), f"sep=;\n{text}", text.replace(";", ",")):
        again = read_staff_file(same.encode(), "d.csv", ("office",), None, 3600)
        assert again.on(None, ["office"]) == file.on(None, ["office"])


DATED = """date,start,group,operators
2014-05-13,08:00,city,9
2014-05-13,00:00,round the clock,3
2014-05-14,08:00,city,20
2014-05-14,12:00,city,7
2014-05-18,00:00,round the clock,2
"""


def dated(day: str) -> dict[str, list[int]]:
    file = read_staff_file(DATED.encode(), "duty.csv", GROUPS, None, 3600)
    case = case_of(TWO_GROUPS, day, staff=Staff(FROM_FILE, file))
    return {group.name: group.operators.tolist() for group in case.groups}


def test_rows_with_a_date_are_of_that_day() -> None:
    city = [0] * 8 + [9] * 10 + [0] * 6
    assert dated("2014-05-13") == {"city": city, "round the clock": [3] * 24}
    assert dated("2014-05-18") == {"round the clock": [2] * 24}  # the city is closed, and needs no row
    assert problems(lambda: dated("2014-05-14")) == ["None:None group: no row for the group round the clock"]
    assert problems(lambda: dated("2014-05-15")) == [
        "None:None --operators: no row for the day 2014-05-15; the rows are of 2014-05-13 to 2014-05-18"
    ]


def test_what_cannot_be_asked() -> None:
    assert problems(lambda: case_of(TWO_GROUPS, "2014-06-01")) == [
        "None:None --date: '2014-06-01' is no day of this scenario: the calendar runs from 2014-05-12 to 2014-05-18"
    ]
    assert problems(lambda: case_of(OFFICE, "2014-06-01")) == [
        "None:None --date: '2014-06-01' is no day of this scenario: it has no calendar, so its one day has no date"
    ]
    assert problems(lambda: case_of(TWO_GROUPS, group="cty")) == [
        "None:None --group: the scenario has no group 'cty'"
    ]
    assert problems(lambda: case_of(TWO_GROUPS, "2014-05-18", group="city")) == [
        "None:None --date: city is closed on 2014-05-18"
    ]
    assert problems(lambda: case_of(OFFICE, staff=Staff(GIVEN))) == [
        "None:None --given: the scenario states no operators on duty"
    ]
    hopeless = OFFICE.replace("80% in 20s", "100% in 20s")
    (why,) = problems(lambda: case_of(hopeless), NoAnswerError)
    assert "no number of operators answers every call in time" in why


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("start,operators\n08:00,9\n", ["1:1 : the column group is missing"]),
        ("start,group,operators\n08:00,city\n", ["2:1 : this row has 2 cells, the header 3"]),
        ("start,group,operators\n08:00,cit,9\n", ["2:7 : the scenario has no group 'cit'"]),
        (
            "start,group,operators,day\n08:00,city,9,1\n",
            ["1:23 : there is no column 'day', and it would change nothing"],
        ),
        (
            "start,group,operators\n08:10,city,9\n",
            ["2:1 : 08:10 lies within an interval of 60 minutes, and operators change between intervals"],
        ),
        ("date,start,group,operators\n13.5.2014,08:00,city,9\n", ["2:1 : '13.5.2014' is not a date"]),
        ("start,group,operators\n8,city,9\n", ["2:1 : '8' is not a clock time"]),
        ("start,group,operators\n08:00,city,nine\n", ["2:12 : 'nine' is not a number"]),
        ("start,group,operators\n08:00,city,1e7\n", ["2:12 : a number of operators is at most 1,000,000"]),
        ("start,group,operators\n08:00,city,9\n8:00,city,8\n", ["3:1 : 8:00 is there twice for city"]),
        ("start,group,operators\n08:00,city,9\n", ["None:None group: no row for the group round the clock"]),
    ],
)
def test_every_mistake_of_a_file_has_its_place(rows: str, expected: list[str]) -> None:
    assert problems(lambda: read_staff_file(rows.encode(), "duty.csv", GROUPS, None, 3600)) == expected


def on_duty(*steps: tuple[int, int]) -> Staff:
    return Staff(FROM_FILE, StaffFile("duty.csv", {None: {"a": steps}}))


EDGES = {
    "nobody on duty for an hour": ("", on_duty((28_800, 3), (36_000, 0), (39_600, 3))),
    "nobody on duty at all": ("", on_duty((0, 0))),
    "overloaded all day": ("", on_duty((0, 1))),
    "no calls": ("calls_per_day: 0", Staff()),
    "one call": ("calls_per_day: 1", Staff()),
    "no patience to speak of": ("patience: 1ms", Staff()),
    "open twice": ("hours: '08:00-10:00, 14:00-16:00'", Staff()),
    "round the clock, and too few": ("hours: 00:00-24:00; calls_per_day: 600", on_duty((0, 1))),
}


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
@pytest.mark.parametrize("edge", EDGES)
def test_the_edges_are_finite_and_sensible(edge: str, method: str) -> None:
    own, staff = EDGES[edge]
    written = ["calls_per_day: 300", "aht: 3m", "hours: 08:00-12:00", *filter(None, own.split("; "))]
    keys = dict(part.split(": ", 1) for part in written)
    hotline = ", ".join(f"{key}: {value}" for key, value in keys.items()).replace("1ms", "0.001s")
    answer = answered(
        f"method: {method}\ncalendar: {{interval: 1h}}\nhotlines: {{a: {{{hotline}}}}}",
        precision=0.1,
        staff=staff,
    )
    (day,), intervals = records(answer, "day"), records(answer, "intervals")
    json.dumps([day, intervals], allow_nan=False)
    assert sum(day[f"intervals_{verdict}"] for verdict in ("kept", "short", "unsure")) == sum(
        one["calls"] > 0 for one in intervals
    )
    if edge == "nobody on duty at all":
        assert (day["simulated_service_level"], day["simulated_abandonment"]) == (0, 1)
    if edge == "round the clock, and too few":
        assert [caution.code for caution in answer.cautions] == ["queue-grows-daily"]
    if edge == "open twice":
        assert [one["start"] for one in intervals if one["start"].endswith(":00")] == [
            "08:00",
            "09:00",
            "14:00",
            "15:00",
        ]


@pytest.mark.slow
def test_a_precision_out_of_reach_is_said() -> None:
    text = (
        "calendar: {interval: 1h}\nhotlines: {a: {calls_per_day: 2, aht: 3m, hours: 08:00-09:00}}\n"
        "groups: {a: {hotlines: [a], operators: 1}}"
    )
    answer = answered(text, precision=1e-6, staff=Staff(GIVEN))
    assert [caution.code for caution in answer.cautions] == ["precision-not-reached"]
