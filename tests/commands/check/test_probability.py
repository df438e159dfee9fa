"""`probability`: how often a limit holds over the ranges, against the law of the one figure that it is about."""

import json
import math
from pathlib import Path
from statistics import NormalDist

import jsonschema
import pytest

from mfc_capacity.answers.check import CheckReport, Judgement
from mfc_capacity.commands.check.chances import SAMPLES
from mfc_capacity.commands.check.check import Request, check
from mfc_capacity.commands.check.view import CHECK_FORMATS
from mfc_capacity.commands.check.view.json import schema
from mfc_capacity.commands.risk import Question, risk
from mfc_capacity.scenario import load_scenario
from mfc_capacity.scenario.ranges import P90

from .conftest import Run

# An ordinary day: its calls are the one figure that has a range, log-normal on both sides of its median.
ONE_RANGE = """\
currency: RUB
hotlines:
  a: {calls_per_day: {value: 900, range: 800..1050}, aht: 3m, hours: 08:00-20:00}
calendar: {interval: 1h}
"""
CERTAIN = ONE_RANGE.replace("{value: 900, range: 800..1050}", "900")
SECURE = "limits: [{id: x, metric: calls, max: 1000, probability: 60%}]\n"


def judged(folder: Path, *limits: str, scenario: str = ONE_RANGE) -> dict[str, Judgement]:
    path = folder / "main.yaml"
    path.write_text(scenario + "limits:\n" + "".join(f"- {{{one}}}\n" for one in limits), encoding="utf-8")
    (found,) = check([str(path)], Request()).scenarios
    assert not found.faults
    return {one.id: one for one in found.judgements}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judgement]:
    """Limits on the calls of the one range, and one on a figure that nobody knows, judged together."""
    return judged(
        tmp_path_factory.mktemp("judged"),
        *(
            f"id: at most {most}, metric: calls, max: {most}, probability: 50%"
            for most in (850, 949, 1000, 1050)
        ),
        "id: at least 950, metric: calls, min: 950, probability: 50%",
        "id: unknown, metric: cost, max: 1 RUB, probability: 1%",
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    """A limit that holds less often than it should."""
    path = tmp_path_factory.mktemp("broken") / "main.yaml"
    path.write_text(ONE_RANGE + SECURE.replace("60%", "99%"), encoding="utf-8")
    return check([str(path)], Request())


@pytest.mark.parametrize(("most", "end"), [(1050, 1050), (1000, 1050), (850, 800)])
def test_the_chance_is_that_of_the_law(found: dict[str, Judgement], most: int, end: int) -> None:
    # Calls are whole: at most `most` are all below `most` + 1/2. The scrambled sample has one point in each 128th.
    spread = math.log(end / 900) / math.copysign(P90, end - 900)
    law = NormalDist().cdf(math.log((most + 0.5) / 900) / spread)
    chance = found[f"at most {most}"].chance
    assert chance is not None
    assert chance.samples == SAMPLES
    assert chance.kept == pytest.approx(law * SAMPLES, abs=1)


def test_it_holds_at_the_share_that_it_reaches_and_not_above(
    found: dict[str, Judgement], folder: Path
) -> None:
    limit, chance = "metric: calls, max: 1000", found["at most 1000"].chance
    assert chance is not None
    reached, above = chance.kept / SAMPLES, (chance.kept + 1) / SAMPLES
    again = judged(
        folder,
        f"id: reached, {limit}, probability: {reached:%}",
        f"id: above, {limit}, probability: {above:%}",
    )
    assert [again["reached"].code, again["above"].code] == [None, "chance-too-small"]


def test_min_and_max_share_the_samples(found: dict[str, Judgement]) -> None:
    most, least = found["at most 949"], found["at least 950"]
    assert most.chance
    assert least.chance
    assert most.chance.kept + least.chance.kept == SAMPLES
    assert [most.code, least.code] == [None, "chance-too-small"]


def test_the_plan_itself_may_break_what_holds_often_enough(run: Run) -> None:
    ran = run("check", "main.yaml", main=ONE_RANGE + SECURE.replace("1000", "850").replace("60%", "10%"))
    assert ran.code == 0
    assert (
        "calls ≤ 850 in 27.3 % of 128 samples (in steps of 0.8 points), at least the 10.0 % asked for"
        in ran.out
    )
    assert "as planned it is 900 (summary: total)" in ran.out


def test_it_is_the_chance_that_risk_says_of_as_many_samples(run: Run) -> None:
    text = ONE_RANGE.replace("aht: 3m", "aht: {value: 3m, range: 2m 40s..4m}") + (
        "targets: {service_level: 80% in 20s}\ncosts: {operator_hour: 100 RUB}\n"
        "limits: [{id: x, metric: cost, max: 8000 RUB, probability: 60%}]\n"
    )
    run("validate", "main.yaml", main=text)
    table = risk(load_scenario("main.yaml"), Question(SAMPLES)).tables["risk"].records()
    (said,) = [row["chance_kept"] for row in table if row["metric"] == "limits.x"]
    (found,) = check(["main.yaml"], Request()).scenarios
    (one,) = found.judgements
    assert one.chance is not None
    assert 0 < one.chance.share < 1
    assert one.chance.share == said


def test_a_limit_of_a_file_is_sampled_too(run: Run) -> None:
    limits = "schema: mfc-capacity/limits/1\n" + SECURE
    ran = run("check", "main.yaml", "--limits", "all.yaml", main=ONE_RANGE, all=limits)
    inside = run("check", "main.yaml", main=ONE_RANGE + SECURE)
    assert (ran.code, ran.out) == (inside.code, inside.out)


def test_without_a_range_it_says_what_to_write(run: Run) -> None:
    ran = run("check", "main.yaml", main=CERTAIN + SECURE)
    assert ran.code == 2
    assert ran.err.startswith("main.yaml:5:57: a limit with a probability needs figures that may be off")
    assert "write one beside a figure that is not certain, as calls_per_day: {value: 9000," in ran.err


def test_an_unknown_figure_has_no_chance(found: dict[str, Judgement]) -> None:
    assert found["unknown"].code == "figure-unknown"


def test_a_sample_without_a_plan_keeps_no_limit(folder: Path) -> None:
    shares = "deflect: [{to: web, share: {value: 50%, range: 30%..70%}}, {to: app, share: 45%}]"
    text = ONE_RANGE.replace("hours:", f"{shares}, hours:")
    chance = judged(folder, "id: x, metric: calls, max: 9000, probability: 50%", scenario=text)["x"].chance
    assert chance is not None
    # Everything below 9,000 calls keeps it; where the shares exceed 100 % there is no plan: log odds of 55 %.
    over = math.log(0.55 / 0.45) / (math.log(0.7 / 0.3) / P90)
    assert chance.kept == pytest.approx(NormalDist().cdf(over) * SAMPLES, abs=3)


@pytest.mark.parametrize("name", [name for name in CHECK_FORMATS if name != "json"])
def test_every_format_says_the_chance_and_its_steps(broken: CheckReport, name: str) -> None:
    said = CHECK_FORMATS[name](broken)
    assert "chance-too-small" in said or name == "markdown"
    assert "of 128 samples (in steps of 0.8 points), fewer than the 99.0" in said.replace("%25", "%").replace(
        "\\", ""
    )


def test_json_has_the_chance_of_those_limits_alone(run: Run) -> None:
    both = SECURE.replace("]", ", {id: plain, metric: calls, max: 1000}]")
    document = json.loads(run("check", "main.yaml", "-f", "json", main=ONE_RANGE + both).out)
    jsonschema.validate(document, schema())
    asked, plain = document["scenarios"][0]["limits"]
    assert asked["chance"] == {
        "asked": 0.6,
        "share": asked["chance"]["kept"] / 128,
        "kept": asked["chance"]["kept"],
        "samples": 128,
    }
    assert "chance" not in plain


def test_its_code_is_explained(run: Run) -> None:
    ran = run("explain", "chance-too-small")
    assert ran.code == 0
    assert "See with risk which ranges it hangs on" in ran.out
