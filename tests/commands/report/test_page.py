"""The page as bytes: self-contained, equal for equal input, and with the numbers of the plan."""

import base64
import hashlib
import html
import json
import math
import re
import shutil
import subprocess
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path
from statistics import fmean

import pytest

from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.core.rounding import Bound
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.targets import SERVICE_LEVELS_OF
from mfc_capacity.render.html import markup
from mfc_capacity.render.lines import HELD
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.numbers import count_text, duration_text, money_text, share_text
from mfc_capacity.wording.en.people import monday_of
from mfc_capacity.wording.en.report import SERVICE_LEVELS
from mfc_capacity.wording.en.shortage import JOBS_SAID, missing_cell
from tests.commands.report.conftest import MOSCOW, PEAK_DAY, PageOf, Parsed, parsed
from tests.conftest import ROOT, Run

SMALL = """
schema: mfc-capacity/scenario/1
hotlines:
  desk: {calls_per_day: 480, aht: 4m, patience: 2m, hours: 08:00-16:00}
targets: {service_level: 80% in 20s}
"""
DATED = (
    SMALL
    + """
currency: RUB
calendar: {from: 2024-01-29, to: 2024-03-03}
costs: {operator_hour: 100 RUB}
"""
)
PAID = (
    DATED.replace(
        "hotlines:\n", "hotlines:\n  fax: {calls_per_day: 90, aht: 3m, patience: 2m, hours: 09:00-13:00}\n"
    )
    + """
contract: {from: 2024-01-29, to: 2024-03-03, unit: calls, volume: 10_000, price: 1 RUB}
budget: {amount: 40_000 RUB, extra: 20_000 RUB, covers: labour}
variants: {quick: {set: {hotlines.desk.aht: 3m}}}
"""
)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", set()),
        ("lines", {words.TRY_LINES}),
        ("redials", {words.TRY_REDIALS}),
        ("lines, redials", {words.TRY_LINES, words.TRY_REDIALS}),
    ],
)
def test_the_panel_says_what_it_leaves_out(page_of: PageOf, keys: str, said: set[str]) -> None:
    text = SMALL
    if "redials" in keys:
        text = text.replace("patience: 2m", "patience: 2m, redials: {share: 50%, after: 5m}")
    if "lines" in keys:
        text += "groups: {g: {hotlines: [desk], lines: 12}}\n"
    page = page_of(text)
    assert {note for note in (words.TRY_LINES, words.TRY_REDIALS) if note in page} == said


def headings(page: str, level: int) -> list[str]:
    return re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", breaking(page))


def breaking(page: str) -> str:
    """Return a page whose lines may break at every space."""
    return page.replace(HELD, " ")


def table_under(page: str, header: list[str]) -> list[list[str]]:
    (found,) = (table[1:] for table in parsed(page).tables if table[0] == header)
    return found


def test_one_page_asks_for_nothing_else(moscow: str) -> None:
    assert not re.search(r"https?://(?!www\.w3\.org)", moscow)
    for name, attributes in parsed(moscow).elements:
        assert "src" not in attributes, name
        assert (attributes.get("href") or "#").startswith("#"), name
        assert not [key for key in attributes if key.startswith("on") or key == "style"], name


def test_the_policy_allows_the_pages_own_style_and_script_alone(moscow: str) -> None:
    (policy,) = (a["content"] for _, a in parsed(moscow).elements if "http-equiv" in a)
    style = re.search(r"<style>(.*?)</style>", moscow, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", moscow, re.DOTALL)
    assert style
    assert script
    hashes = [
        base64.b64encode(hashlib.sha256(part[1].encode()).digest()).decode() for part in (style, script)
    ]
    assert policy == (f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'")


def test_two_years_of_a_city_are_a_few_hundred_kilobytes(moscow: str) -> None:
    assert len(moscow.encode()) < 550_000


@pytest.mark.slow
def test_equal_input_is_equal_bytes(run: Run, once: Run, page_of: PageOf) -> None:
    first = once("report", PEAK_DAY, "--seed", "7")
    assert first.code == 0, first.err
    assert run("report", PEAK_DAY, "--seed", "7").out == first.out
    assert once("report", PEAK_DAY).out != first.out
    assert page_of(DATED) == page_of(DATED)


def test_links_lead_to_headings_and_ids_are_unique(moscow: str) -> None:
    elements = parsed(moscow).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"] for name, a in elements if name == "a"} <= {f"#{one}" for one in ids}
    labels = [a["for"] for name, a in elements if name == "label"]
    assert set(labels) <= set(ids)
    assert len(labels) == sum(name in ("select", "input") for name, _ in elements)


def test_what_can_be_focused_has_a_name(moscow: str) -> None:
    for name, attributes in parsed(moscow).elements:
        if attributes.get("role") in ("region", "img"):
            assert attributes["aria-label"], name
        assert "tabindex" not in attributes or attributes.get("role") or name == "h2"


def test_every_picture_says_what_it_shows_and_has_its_numbers(moscow: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", moscow, re.DOTALL)
    assert len(figures) > 10
    for figure in figures:
        reader = parsed(figure)
        (chart,) = (a for _, a in reader.elements if a.get("class") == "chart")
        assert chart["role"] == "img"
        assert len(chart["aria-label"] or "") > 20
        (table,) = reader.tables
        rows = len(table) - 1
        places = (chart.get("data-at") or "").split()
        looks = [str(a.get("class")).split()[0] for _, a in reader.elements]
        cells = rows * (len(table[0]) - 1)
        assert rows in (len(places), looks.count("row")) or looks.count("cell") == cells > 0
        assert places == sorted(places, key=float)


def test_no_level_of_headings_is_left_out(moscow: str) -> None:
    levels = [int(name[1]) for name, _ in parsed(moscow).elements if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_come_in_the_order_in_which_people_decide(moscow: str) -> None:
    assert headings(moscow, 2) == [
        *(
            "The answer",
            "Limits",
            "Warnings",
            "For the analyst",
            "Operators through the day",
            "Who waits how long",
        ),
        *("What if", "What each number of operators would give", "Money", "When people call"),
        *("The plan in figures", "How the peaks came about", "Assumptions and sources"),
    ]


def test_a_section_without_data_is_left_out(page_of: PageOf) -> None:
    page = page_of(SMALL)
    assert headings(page, 2) == [
        *("The answer", "Warnings", "For the analyst", "Operators through the day", "Who waits how long"),
        *("What if", "What each number of operators would give", "The plan in figures"),
        *("How the peaks came about", "Assumptions and sources"),
    ]


def test_nobody_calls(page_of: PageOf) -> None:
    page = page_of(SMALL, "hotlines.desk.calls_per_day=0")
    assert "Nobody calls, and nobody is needed." in page
    assert "What if" not in headings(page, 2)


def test_nobody_is_open(page_of: PageOf) -> None:
    hours = "hotlines.desk.hours={mon-fri: 08:00-16:00}"
    page = page_of(DATED, "calendar={from: 2024-02-03, to: 2024-02-04}", hours)
    assert "Operators through the day" not in headings(page, 2)
    assert "Nobody calls, and nobody is needed." in page


@pytest.mark.slow
def test_the_answer_begins_with_what_matters_most(once: Run, moscow: str) -> None:
    page = breaking(moscow)
    money = re.search(r'<p class="lead">(.*?)</p>', page)
    assert money
    assert money[1].startswith(
        "The money is enough for the plan only with the extra: the budget of 820.00 mln RUB pays"
    )
    assert "The contract with Rostelecom runs out on 1 Sep 2015" in page
    total = once("plan", PEAK_DAY, "-f", "json").document["tables"]["summary"][-1]
    waits = re.search(r'<p class="lead">(.*?)</p>', breaking(once("report", PEAK_DAY).text))
    assert waits
    assert waits[1].startswith("Callers are badly served with the operators given")
    assert f"{share_text(total['given_abandonment'])} hang up" in waits[1]


@pytest.mark.slow
def test_days_on_the_page_are_the_plans_own(run: Run, moscow: str) -> None:
    figures = re.findall(r'<figure data-day="\d+">.*?</figure>', moscow, re.DOTALL)
    date, group = "2014-10-06", "health"
    (figure,) = (one for one in figures if "Peak day, Mon 6 Oct 2014" in one)
    rows = parsed(figure).tables[0][1:]
    document = run("plan", MOSCOW, "--intervals", date, "-f", "json").document
    records = [record for record in document["tables"]["intervals"] if record["group"] == group]
    assert len(rows) == len(records) > 20
    for row, record in zip(rows, records, strict=True):
        assert row == [
            record["start"],
            count_text(record["calls"]) if record["calls"] >= 100 else f"{record['calls']:.1f}",
            count_text(record["operators_required"]),
            share_text(record["service_level"]),
            duration_text(record["asa_s"]),
            duration_text(record["mean_wait_s"]),
            share_text(record["abandonment"]),
            share_text(record["occupancy"]),
        ]


@pytest.mark.slow
def test_money_on_the_page_is_the_plans_own(once: Run, moscow: str) -> None:
    document = once("plan", MOSCOW, "-f", "json").document
    rows = table_under(moscow, ["Month", "Cost", "Cost so far", "Left of the budget", "Left with the extra"])
    records = document["tables"]["budget"]
    assert len(rows) == len(records) == 24
    for row, record in zip(rows, records, strict=True):
        left = (money_text(record[name], "RUB") for name in ("headroom", "headroom_with_extra"))
        costs = (money_text(record[name], "RUB") for name in ("cost", "cost_total"))
        assert row == [record["month"], *costs, *left]


def test_the_even_shares_of_a_budget_add_up_to_it() -> None:
    made = report(load_scenario(str(ROOT / MOSCOW)), MOSCOW, Request())
    assert made.even_shares is not None
    assert made.plan.budget is not None
    assert sum(made.even_shares) == pytest.approx(made.plan.budget.amount, rel=1e-12)
    assert made.plan.maps.calls_by_hour is not None
    days = [sum(hours) for hours in made.plan.maps.calls_by_hour]
    assert days[0] > days[1] > days[5] > days[6] > 0


def test_alike_weekdays_are_shown_once(page_of: PageOf) -> None:
    titles = headings(page_of(DATED, "hotlines.desk.weekdays={sat: 50%}"), 4)
    assert titles[0].startswith("Peak day, Mon 29 Jan 2024: ")
    assert [title for title in titles if title.startswith("Ordinary")] == []
    titles = headings(page_of(DATED, "calendar.from=2024-02-01", "hotlines.desk.weekdays={sat: 50%}"), 4)
    (ordinary,) = (title for title in titles if title.startswith("Ordinary"))
    assert ordinary.startswith("Ordinary Sat, Feb 2024: ")


@pytest.fixture
def paid(tmp_path: Path) -> str:
    path = tmp_path / "paid.yaml"
    path.write_text(PAID, encoding="utf-8")
    return str(path)


def test_what_changed_is_what_compare_says(run: Run, paid: str) -> None:
    headline = run("compare", paid, f"{paid}#quick", "-f", "json").document["headline"]
    ran = run("report", paid, "--variant", "quick", "--baseline", paid, "--no-simulate")
    assert ran.code == 0, ran.err
    assert "What changed" in headings(breaking(ran.text), 2)
    assert html.escape(headline) in breaking(ran.text)
    assert "What did it: cost" in headings(breaking(ran.text), 3)


def test_the_curve_is_that_of_the_command(run: Run, paid: str) -> None:
    document = run("budget", paid, "-f", "json").document
    page = breaking(run("report", paid, "--no-simulate").text)
    totals = [row for row in document["tables"]["curve"] if row["group"] == "total"]
    by_point = {row["point"]: row for row in totals if row["point"]}
    more, less = (by_point[name] for name in ("amount+extra", "amount"))
    said = re.search(
        r"If the money is to last, spent on the same promise in every interval: with the extra 20,000 RUB callers "
        r"wait .*? hang up\.",
        page,
    )
    assert said
    for row in (more, less):
        assert duration_text(row["mean_wait_s"]) in said[0]
        assert share_text(row["abandonment"]) in said[0]
    shown = ("Kept everywhere", "Service level", "Mean wait (all)", "Abandonment", "Occupancy", "Paid hours")
    header = ["Money", "Which sum", *shown]
    tables = [table[1:] for table in parsed(page).tables if table[0] == header]
    assert [len(table) for table in tables] == [len(totals), len(totals)]
    for row, record in zip(tables[0], totals, strict=True):
        assert row[0] == money_text(record["money"], "RUB")
        assert row[2] == share_text(record["kept_everywhere"])
        assert row[3] == share_text(record["service_level"])
        assert row[4] == duration_text(record["mean_wait_s"])
    assert 'class="dot"' in page


def test_an_extra_that_changes_nothing_is_not_the_first_sentence(page_of: PageOf) -> None:
    page = page_of(PAID, "budget.amount=9 mln RUB")
    lead = re.search(r'<p class="lead">(.*?)</p>', page)
    assert lead
    assert lead[1].startswith("The money is enough for the plan: ")
    assert "With the extra" not in page


def test_a_contract_by_the_call_has_no_curve(moscow: str) -> None:
    assert "over money" not in moscow


@pytest.mark.slow
def test_what_is_simulated_is_what_simulate_says(run: Run, once: Run) -> None:
    rows = run("simulate", PEAK_DAY, "--seed", "7", "--precision", "1%", "-f", "json").document["tables"]
    page = once("report", PEAK_DAY, "--seed", "7").text
    (table,) = (table for table in parsed(page).tables if table[0][-1] == "Simulated")
    assert len(table) - 1 == len(rows["intervals"])
    for row, record in zip(table[1:], rows["intervals"], strict=True):
        level, around = (record[f"simulated_service_level{end}"] for end in ("", "_half_width"))
        assert row[0] == record["start"]
        assert row[-1] == f"{share_text(level)} ± {share_text(around)}"
    (day,) = rows["day"]
    assert f"Simulated on {day['replications']} such days (seed 7)" in page


def test_delivered_on_the_page_is_the_plans_own(run: Run, once: Run) -> None:
    page = run("report", PEAK_DAY, "--no-simulate").text
    assert "Simulated" not in page
    (table,) = (table for table in parsed(page).tables if "Delivered" in table[0])
    rows = once("plan", PEAK_DAY, "-f", "json").document["tables"]["intervals"]
    at = table[0].index("Delivered")
    assert [row[at] for row in table[1:]] == [
        share_text(row["delivered_service_level"], Bound(0.8, is_least=True)) for row in rows
    ]


def test_a_plan_through_the_day_is_shown_as_one(page_of: PageOf) -> None:
    page = page_of(SMALL, "method=time-dependent", "hotlines.desk.hours=08:00-10:00")
    assert "The plan carries the queue from interval to interval" in page
    assert "Delivered" not in page


def test_two_baselines_are_one_too_many(run: Run) -> None:
    ran = run("report", MOSCOW, "--baseline", MOSCOW, "--baseline-ref", "HEAD")
    assert ran.code == 2
    assert "keep one of the two" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [["nowhere.yaml"], [PEAK_DAY, "--limits", "nowhere.yaml"], [PEAK_DAY, "--baseline", "nowhere.yaml"]],
)
def test_bad_input_is_2(run: Run, arguments: list[str]) -> None:
    ran = run("report", *arguments)
    assert ran.code == 2
    assert not ran.out
    assert "nowhere.yaml" in ran.err


def test_a_terminal_gets_no_html(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ran = run("report", PEAK_DAY)
    assert ran.code == 2
    assert not ran.out
    assert "-o plan.html" in ran.err


def test_a_target_out_of_reach_is_3(run: Run) -> None:
    assert run("report", PEAK_DAY, "--set", "targets.service_level=100% in 20s").code == 3


HOSTILE = """
title: "<script>alert(1)</script> & \\"quotes\\" 'single'"
hotlines:
  "<img src=x onerror=alert(1)>": {title: "[bold red]x[/] ${x} {{x}} </script>", calls_per_day: 99, aht: 2m}
  "=cmd()|'x'!A1": {calls_per_day: 99, aht: 2m}
  "אבג \\u202E txt 🎉": {calls_per_day: 99, aht: 2m}
groups:
  "</table></style></script><b>": {title: "<!-- </figure> 🎉", hotlines: ["=cmd()|'x'!A1"]}
targets: {service_level: {value: 80% in 20s, source: "<a href='javascript:alert(1)'>x</a>"}}
"""


@pytest.mark.slow
def test_hostile_names_are_text(page_of: PageOf) -> None:
    page = page_of(HOSTILE)
    reader: Parsed = parsed(page)
    allowed = {
        *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "nav"),
        *("h1", "h2", "h3", "h4", "p", "a", "b", "ul", "li", "dl", "dt", "dd", "div", "span", "small"),
        *("figure", "figcaption", "svg", "g", "path", "rect", "line", "text", "circle", "details", "summary"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "form", "label", "select", "option"),
        *("input", "button", "script", "noscript"),
    }
    assert {name for name, _ in reader.elements if name} <= allowed
    assert sum(name == "script" for name, _ in reader.elements) == 2
    assert not any("onerror" in attributes for _, attributes in reader.elements)
    shown = "".join(reader.texts)
    for name in ("<img src=x onerror=alert(1)>", "=cmd()|'x'!A1", "אבג \\u202e txt 🎉", "<!-- </figure> 🎉"):
        assert name in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page)


def test_control_characters_are_seen_instead_of_obeyed() -> None:
    assert markup.text("bell \a, escape \x1b[31m") == "bell \\x07, escape \\x1b[31m"
    assert markup.tag("p", title='"\u202e<') == '<p title="&quot;\\u202e&lt;"></p>'


def test_a_volume_without_end_has_no_picture_of_what_is_left(page_of: PageOf) -> None:
    text = (
        "currency: RUB\ncalendar: {from: 2024-01-01, to: 2024-01-03}\nhotlines: {a: {calls_per_day: 90, aht: 2m}}\n"
        "contract: {from: 2024-01-01, to: 2024-01-03, unit: calls, "
        "prices: [{up_to: 100, price: 10 RUB}, {price: 9 RUB}]}\n"
    )
    page = breaking(page_of(text))
    assert "The contract serves all 270 calls: its volume has no limit." in page
    assert "calls left, day by day" not in page


@pytest.mark.parametrize("of", SERVICE_LEVELS_OF)
@pytest.mark.parametrize("redials", ["", ", redials: {share: 60%, after: 8m}"])
def test_every_level_has_a_page(page_of: PageOf, of: str, redials: str) -> None:
    text = SMALL.replace("80% in 20s", f"{{answered: 80%, within: 20s, of: {of}}}")
    page = breaking(page_of(text.replace("08:00-16:00", f"08:00-10:00{redials}")))
    assert f"Target: 80.0 % {SERVICE_LEVELS[of].format(within='20s', short='20s')}." in page
    is_open = of == "callers" and redials != ""
    assert ('"of":null' if is_open else f'"of":"{of}"') in page
    assert ("In the panel nobody calls again" in page) == (redials != "")


@pytest.mark.skipif(shutil.which("node") is None, reason="the script is run by Node.js")
@pytest.mark.parametrize("of", SERVICE_LEVELS_OF)
@pytest.mark.parametrize("short_s", [20.0, 5.0])
def test_the_panel_computes_every_level_as_the_core_does(of: str, short_s: float) -> None:
    cases = [
        {"callsPerHour": calls, "ahtS": aht_s, "patienceS": patience_s, "operators": operators}
        for calls, aht_s, patience_s, more in product(
            [3, 40, 905.2, 9000.5], [20, 431.7], [None, 1.5, 60, 600], [-3, 0, 9]
        )
        for operators in [max(math.ceil(calls * aht_s / 3600) + more, 1)]
        if patience_s or operators > calls * aht_s / 3600
    ]
    asked = [{**case, "withinS": 20, "shortS": short_s, "of": of} for case in cases]
    script = files("mfc_capacity.commands.report.view").joinpath("whatif.js").read_text(encoding="utf-8")
    told = f"{script}\nconsole.log(JSON.stringify({json.dumps(asked)}.map(one => steadyState(one).service_level)))"
    ran = subprocess.run(["node", "-e", told], capture_output=True, text=True, check=True)
    for case, level in zip(cases, json.loads(ran.stdout), strict=True):
        state = steady_state(
            *(case["callsPerHour"], case["ahtS"], case["operators"]),
            patience_s=case["patienceS"] or math.inf,
            within_s=20,
            short_s=short_s,
        )
        assert level == pytest.approx(float(getattr(state, f"service_level_{of}")), abs=1e-6), case


PEOPLED = (
    DATED.replace("2024-01-29", "2024-01-01").replace("2024-03-03", "2024-06-30")
    + """
people:
  desk:
    employed: {2024-01-01: 4}
    attrition: 4% a month
    hires: {2024-02-05: 1}
    training: {length: 4w}
    overtime: 10%
"""
)


def section_of(page: str, name: str) -> str:
    (found,) = re.findall(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    return str(found)


def test_people_by_week_are_what_people_says(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "peopled.yaml"
    path.write_text(PEOPLED, encoding="utf-8")
    page = run("report", str(path), "--no-simulate").text
    answer = json.loads(run("people", str(path), "-f", "json").text)["tables"]
    section = section_of(page, "people")
    (total,) = (row for row in answer["summary"] if row["group"] == "total")
    title = words.people_title(
        "desk", total["weeks_short"], total["weeks"], total["worst_week"], total["worst_fte"]
    )
    assert headings(section, 3)[0] == html.escape(title)
    reader = parsed(section)
    (chart,) = (a for _, a in reader.elements if a.get("class") == "chart")
    assert (chart["aria-label"] or "").startswith(title)
    table = reader.tables[0]
    assert [row[0] for row in table[1:]] == [row["week"] for row in answer["people"]]
    assert len((chart["data-at"] or "").split()) == len(table) - 1
    assert sum(a.get("class") == "mark" for _, a in reader.elements) == len(answer["classes"])
    (band,) = (a["d"] for _, a in reader.elements if a.get("class") == "band" and "d" in a)
    assert (band or "").count("L") == 2 * len(table) - 3
    assert "+1" in reader.texts
    by_month: dict[str, list[float]] = defaultdict(list)
    for row in answer["people"]:
        by_month[monday_of(row["week"]).strftime("%b %Y")].append(max(-row["over_fte"], 0.0))
    short = parsed(section_of(page, "answer")).tables[0]
    assert short[0][1:] == list(by_month)
    assert short[1] == ["desk", *(missing_cell(fmean(each), max(each)) for each in by_month.values())]


def test_cut_weeks_are_not_on_the_map_of_people(run: Run, tmp_path: Path) -> None:
    """From Tuesday to Sunday no week is whole, and none is judged."""
    path = tmp_path / "cut.yaml"
    cut = PEOPLED.replace("2024-01-01", "2024-01-02").replace("to: 2024-06-30", "to: 2024-01-07")
    path.write_text(cut.replace("    hires: {2024-02-05: 1}\n", ""), encoding="utf-8")
    page = run("report", str(path), "--no-simulate").text
    assert "No week is whole" in page
    assert JOBS_SAID not in page
    assert "week is short of people" not in page
    assert "desk: no week is whole, and none is judged" in headings(page, 3)


def test_people_are_left_out_where_there_are_none_or_none_are_wanted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "peopled.yaml"
    path.write_text(PEOPLED, encoding="utf-8")
    assert words.PEOPLE not in headings(run("report", str(path), "--no-simulate", "--no-people").text, 2)
    path.write_text(DATED, encoding="utf-8")
    assert words.PEOPLE not in headings(run("report", str(path), "--no-simulate").text, 2)


def test_the_same_money_on_operators_where_they_are_needed_is_said_to_help(run: Run, tmp_path: Path) -> None:
    """As many all night as by day: the budget that pays for them serves more callers where it follows the calls."""
    path = tmp_path / "even.yaml"
    text = DATED.replace("hours: 08:00-16:00", "hours: 00:00-24:00, profile: {8:00: 9, 16:00: 1}")
    operators = "groups: {one: {hotlines: [desk], operators: {00:00: 3}}}"
    path.write_text(
        f"{text}shrinkage: 0%\n{operators}\nbudget: {{amount: 250_000 RUB, covers: labour}}\n", "utf-8"
    )
    page = breaking(run("report", str(path), "--no-simulate").text)
    sums = json.loads(run("budget", str(path), "-f", "json").text)["tables"]["curve"]
    (bought,) = (
        row for row in sums if row["group"] == "total" and "amount" in (row["point"] or "").split("; ")
    )
    row = json.loads(run("plan", str(path), "-f", "json").text)["tables"]["summary"][-1]
    assert row["given_abandonment"] > 2 * bought["abandonment"]
    then, today = (
        words.waits_said(met[f"{given}mean_wait_s"], met[f"{given}abandonment"])
        for met, given in ((bought, ""), (row, "given_"))
    )
    assert (
        f"spent on the same promise in every interval: {then}; the operators given cost 252,000 RUB, and {today}."
        in html.unescape(page)
    )
