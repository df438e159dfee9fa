"""Every broken file says what is wrong, where, and what to do; `pytest --rewrite-golden` records the words.

The places are written down here by hand, so that rewriting the words cannot hide a wrong place.
"""

from pathlib import Path

import pytest

from mfc_capacity.cli.app import main
from mfc_capacity.files.problems import InputError
from mfc_capacity.scenario import load_scenario
from tests.conftest import in_words

BROKEN = Path(__file__).parent / "broken"
PLACES = {
    "aht-by-month": "2:33",
    "aht-cv-is-a-share": "3:47",
    "aht-cv-negative": "3:47",
    "aht-leaves-out-open-days": "2:63",
    "aht-longer-than-a-day": "3:35",
    "aht-missing": "3:3",
    "aht-twice": "2:54",
    "aht-zero": "3:35",
    "alias-bomb": "5:38",
    "budget-covers-unknown": "7:11",
    "calendar-ends-before-it-begins": "4:7",
    "calendar-half": "2:1",
    "calendar-too-long": "2:34",
    "calls-and-share": "4:30",
    "calls-are-words": "3:24",
    "calls-negative": "3:24",
    "calls-not-a-number": "3:24",
    "calls-too-many": "3:24",
    "calls-with-comma": "3:24",
    "channel-unknown": "7:20",
    "clock-beyond-the-day": "3:59",
    "clock-twice": "3:58",
    "comma-cuts-a-price": "3:35",
    "comma-cuts-days": "3:64",
    "contract-and-contracts": "5:1",
    "contract-ends-before-it-begins": "7:7",
    "contract-minimum-fee-a-week": "5:124",
    "contract-money": "9:11 10:10 11:12",
    "contract-overage-never-reached": "5:124",
    "contract-price-beside-prices": "5:66",
    "contract-price-missing": "5:1",
    "contract-price-without-end": "5:68",
    "contract-prices-fall-back": "5:98",
    "contract-unit-unknown": "8:9",
    "contract-volume-without-price": "5:67",
    "contracts-overlap": "6:12",
    "date-impossible": "2:34",
    "date-in-another-order": "2:18",
    "days-like-several": "1:70",
    "deflect-returns-beyond-all": "2:77",
    "deflection-takes-everything": "6:14",
    "driver-begins-at-zero": "3:25",
    "driver-begins-late": "4:13",
    "driver-unknown": "5:52",
    "duration-garbled": "3:35",
    "duration-without-unit": "5:10",
    "empty": "1:1",
    "encoding-cp1251": "2:8",
    "encoding-latin-1": "2:11",
    "encoding-utf-16": "1:1",
    "erlang-a-without-patience": "5:34",
    "escape-character": "2:3",
    "extends-itself": "1:10",
    "extends-nothing": "1:10",
    "factor-without-percent": "6:21",
    "group-empty": "5:20",
    "group-name-taken": "4:3",
    "group-named-total": "5:3",
    "group-names-no-hotline": "5:26",
    "hangs-up-at-once-without-percent": "3:71",
    "holiday-among-weekdays": "5:45",
    "holidays-a-word": "1:56",
    "holidays-beside-a-country": "1:70",
    "holidays-of-no-country": "1:66",
    "holidays-of-small-letters": "1:67",
    "holidays-of-unknown-years": "1:66",
    "holidays-without-names": "1:57",
    "hotline-in-two-groups": "6:20",
    "hotline-named-total": "4:3",
    "hotline-not-a-map": "3:8",
    "hotlines-empty": "2:11",
    "hotlines-missing": "1:1",
    "hours-are-a-list": "3:46",
    "hours-not-a-span": "3:52",
    "hours-off-the-intervals": "3:46",
    "hours-on-holidays": "2:66",
    "hours-overlap": "3:46",
    "hours-past-midnight": "3:46",
    "interval-does-not-divide-an-hour": "2:56",
    "key-is-a-list": "3:3",
    "key-twice": "5:1",
    "key-unknown": "3:39",
    "key-unknown-at-top": "1:1 2:1 4:1",
    "key-without-name": "4:3",
    "long-line": "3:215",
    "many-mistakes": "2:34 4:24 4:35 4:53 5:42 7:13 9:26 10:24",
    "max-operators-below-min": "6:84",
    "method-unknown": "2:9",
    "model-unknown": "4:8",
    "money-before-any-currency": "4:24",
    "money-in-another-currency": "5:24",
    "money-negative": "5:18",
    "money-without-currency": "5:24",
    "months-run-backwards": "3:48",
    "name-invisible": "3:3",
    "natural-abandonment-one": "3:28",
    "natural-aht-comma": "2:32",
    "natural-aht-hms": "2:32",
    "natural-aht-ru": "2:32",
    "natural-cal-interval-bare": "1:22",
    "natural-cal-start": "1:12 1:31",
    "natural-calls-dot-thousands": "2:22",
    "natural-calls-k": "2:22",
    "natural-calls-per-hour": "2:3 2:7",
    "natural-calls-per-month": "2:3 2:7",
    "natural-calls-steps": "2:22",
    "natural-calls-unit": "2:22",
    "natural-calls-weekdays": "2:22",
    "natural-chats-per-day": "2:3 2:7",
    "natural-contract-percent": "4:52",
    "natural-costs-month": "4:9",
    "natural-date-month": "1:18 1:31",
    "natural-date-slash": "1:18 1:34",
    "natural-date-us": "1:18 1:34",
    "natural-deflect-map": "2:45",
    "natural-deflect-twice": "2:68",
    "natural-deflect-twice-dated": "2:108",
    "natural-driver-month": "3:15 3:28",
    "natural-driver-percent": "3:27 3:45",
    "natural-emails-per-day": "2:3 2:7",
    "natural-factor-comma": "2:52",
    "natural-fte-month": "1:1",
    "natural-fte-week": "1:17",
    "natural-group-list": "4:6",
    "natural-group-single": "4:17",
    "natural-hotline-list": "1:1",
    "natural-hours-2359": "2:43",
    "natural-hours-24-7": "2:43",
    "natural-hours-dot": "2:43",
    "natural-hours-list": "2:43",
    "natural-hours-nomin": "2:43",
    "natural-hours-ru": "2:44",
    "natural-hours-sunmon": "2:44",
    "natural-hours-weekdaysword": "2:44 2:67",
    "natural-limit-maxdec": "4:28",
    "natural-max-service-level": "3:11",
    "natural-max-wait": "3:11",
    "natural-min-occupancy": "3:11",
    "natural-model-erlang-b": "3:8",
    "natural-money-M": "5:18",
    "natural-money-before": "4:24",
    "natural-money-dot-thousands": "4:24",
    "natural-money-mlnru": "4:18",
    "natural-money-rub": "4:24",
    "natural-months-january": "2:45",
    "natural-months-num": "2:45",
    "natural-months-ru": "2:45",
    "natural-months-sept": "2:45",
    "natural-months-shares": "2:44",
    "natural-months-year": "2:45",
    "natural-occ-comma": "3:26",
    "natural-operators-steps": "4:34",
    "natural-patience-none": "2:46",
    "natural-peak-all": "4:48",
    "natural-peak-percent": "4:51",
    "natural-peak-weekday": "4:14",
    "natural-peak-x": "4:51",
    "natural-profile-by-weekday": "2:45",
    "natural-profile-hours-int": "2:46 2:52",
    "natural-profile-list": "2:45",
    "natural-profile-percent": "2:45",
    "natural-profile-spans": "2:46 2:62",
    "natural-share-comma": "2:54",
    "natural-shrinkage-by-clock": "3:13",
    "natural-shrinkage-by-group": "3:13",
    "natural-shrinkage-by-month": "3:13",
    "natural-shrinkage-by-month-component": "3:13",
    "natural-shrinkage-by-month-range": "3:13",
    "natural-shrinkage-by-weekday": "3:13",
    "natural-shrinkage-month-full": "3:13",
    "natural-shrinkage-month-ru": "3:13",
    "natural-shrinkage-total": "3:13",
    "natural-sl": "3:11",
    "natural-sl-nounit": "3:26",
    "natural-sl-on": "3:42",
    "natural-sl-pair": "3:26",
    "natural-sl-within": "3:26",
    "natural-weekdays-bare": "2:52",
    "natural-weekdays-list": "2:46",
    "natural-weekdays-minus": "2:52",
    "natural-weekdays-shares": "2:46",
    "neither-calls-nor-share": "3:3",
    "nested-too-deep": "1:40",
    "nul-byte": "2:9",
    "operators-are-halves": "5:46",
    "operators-dates-and-weekdays": "4:50",
    "operators-off-the-intervals": "5:39",
    "operators-weekday-twice": "4:68 4:79",
    "patience-law-beyond-sense": "3:67",
    "patience-law-unknown": "3:67",
    "patience-law-without-patience": "3:39",
    "peak-day-beyond-the-month": "6:27",
    "peak-in-two-ways": "6:11",
    "peak-names-no-hotline": "7:16",
    "people-attrition": "4:31 5:31 6:31 7:31 8:31 9:31 10:31 11:51",
    "people-classes": "4:59 5:59 5:75 6:59 6:75 7:59 7:82 8:59 8:85 9:43 9:53 9:72 10:43 11:52",
    "people-costs": "5:53 6:53 7:57 7:73 8:61 8:76 9:61 9:76 10:51",
    "people-dates": "4:18 5:33 6:51 6:67 7:51 7:67 8:63 8:78 8:94 9:51 10:17 10:51 11:17 11:51",
    "people-groups": "5:3 6:3 7:3 8:3 8:20 8:42 9:3 10:6",
    "people-no-calendar": "2:1",
    "people-ramp": "4:63 5:59 6:59 7:59 8:50 8:58 8:67 9:66 10:60 10:66 11:49",
    "people-ranges": "4:58 5:58 6:58 7:83 8:81 8:120 9:58",
    "people-tenures": "4:38 5:50 6:50 7:32 8:50 9:32 9:49 10:32 10:50 11:67",
    "people-training": "4:62 4:75 4:94 5:62 5:77 5:98 6:62 6:77 7:62 7:66 8:43 9:53 10:62 10:78 11:62",
    "price-step-from": "4:69",
    "profile-leaves-out-holidays": "3:98",
    "profile-of-holidays-while-closed": "3:96",
    "profile-rates-beside-shares": "2:45",
    "profile-share-while-closed": "2:65",
    "profile-weighs-nothing": "7:14",
    "profile-without-weight-on-holidays": "3:108",
    "rest-aht-of-nothing": "2:78",
    "rest-aht-without-sign": "2:78",
    "schema-unknown": "1:9",
    "service-level-of-what": "4:59",
    "service-level-without-percent": "4:26",
    "service-level-without-threshold": "4:26",
    "share-of-nothing": "3:9",
    "share-without-percent": "4:16",
    "shares-do-not-add-up": "2:1",
    "shift-breaks": "3:57 4:69 5:99 6:101 7:44 8:44 9:55 9:67 10:69 10:88 11:73 11:86 12:50",
    "shift-lengths": "3:33 4:34 5:33 6:33 7:33 8:3 9:3 9:28 10:7",
    "shift-of-groups": "6:31 6:54 6:63",
    "shift-of-no-shifts": "3:31",
    "shift-off-the-intervals": "4:23 4:39 5:15 5:68 5:81 5:102",
    "shift-patterns": "3:46 4:46 5:46 6:46 7:47",
    "shift-ranges": "1:42 4:49",
    "shift-rest": "3:33 4:32 6:34 6:72 6:86 6:103",
    "shift-shares": "3:37 5:30 6:30",
    "shift-starts": "3:18 4:19 5:20 6:19 7:33 8:18 9:17 10:18 11:18",
    "shrinkage-begins-late": "5:13",
    "shrinkage-by-month-and-a-broken-date": "1:18",
    "shrinkage-months-missing": "5:13",
    "shrinkage-of-everybody": "4:12",
    "shrinkage-of-everybody-in-a-month": "5:12",
    "source-empty": "3:46",
    "source-misspelt": "3:38",
    "surcharge-at-all-times": "5:54",
    "surcharge-hour": "3:54",
    "surcharge-in-roubles": "5:80",
    "surcharge-key-unlike": "3:54",
    "tables-of-unknown-names": "6:40 7:49 7:69 9:34 10:63",
    "target-above-everybody": "4:26",
    "target-of-waits-unknown": "3:38 3:53",
    "targets-begin-late": "5:11",
    "targets-dates-and-keys": "5:52 5:61",
    "timezone-unknown": "1:56",
    "total-without-shares": "2:1",
    "value-missing": "5:9",
    "variant-breaks-the-file": "6:29",
    "variant-leads-nowhere": "6:11",
    "volumes-of-no-table": "5:3",
    "weekday-unknown": "6:16",
    "weekdays-overlap": "8:7",
    "wide-characters": "4:34",
    "yaml-alias-of-itself": "4:12",
    "yaml-alias-of-nothing": "2:8",
    "yaml-bracket-open": "4:6",
    "yaml-colon-in-text": "2:14",
    "yaml-list": "1:1",
    "yaml-only-comments": "1:1",
    "yaml-tab": "3:1",
    "yaml-tag": "2:8",
    "yaml-two-documents": "4:1",
}


def refused(name: str, monkeypatch: pytest.MonkeyPatch) -> InputError:
    monkeypatch.chdir(BROKEN)
    with pytest.raises(InputError) as caught:
        load_scenario(f"{name}.yaml")
    return caught.value


def test_every_file_has_its_places() -> None:
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(PLACES)
    assert len(PLACES) >= 50


@pytest.mark.parametrize("name", PLACES)
def test_every_mistake_is_found_in_its_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = refused(name, monkeypatch).problems
    assert [f"{problem.line}:{problem.column}" for problem in problems] == PLACES[name].split()


@pytest.mark.parametrize("name", PLACES)
def test_words(name: str, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    said = f"{in_words(refused(name, monkeypatch))}\n"
    recorded = BROKEN / f"{name}.txt"
    if pytestconfig.getoption("--rewrite-golden", default=False):
        recorded.write_text(said, encoding="utf-8")
    assert said == recorded.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PLACES)
def test_the_command_ends_with_2_and_prints_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(BROKEN)
    monkeypatch.setattr("sys.argv", ["mfc-capacity", "validate", f"{name}.yaml"])
    with pytest.raises(SystemExit) as caught:
        main()
    said = capsys.readouterr()
    assert (caught.value.code, said.out) == (2, "")
    assert said.err.startswith(f"{name}.yaml:")


def test_the_caret_stands_under_the_column(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("duration-without-unit", "yaml-tab", "long-line"):
        error = refused(name, monkeypatch)
        _, source, caret, *_ = in_words(error).splitlines()
        problem = error.problems[0]
        assert problem.source_line is not None
        assert problem.column is not None
        at_fault = problem.source_line[problem.column - 1 :].replace("\t", " ")[:10]
        assert source.ljust(len(caret))[caret.index("^") :].startswith(at_fault.rstrip())
