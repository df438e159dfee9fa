"""Files that extend one another, variants, values of the command line: what wins, and what is said of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mfc_capacity.files.layers import apply_set, read_tree
from mfc_capacity.files.problems import InputError
from mfc_capacity.scenario import LoadedScenario, build_scenario, load_scenario
from mfc_capacity.wording import problem_text
from mfc_capacity.wording import text as in_words
from tests.conftest import refused

Load = Callable[..., LoadedScenario]
BASE = (
    "title: base\n"
    "hotlines:\n"
    '  mfc: {calls_per_day: {value: 9000, source: "M24.ru"}, aht: 3m, deflect: [{to: sms, share: 5%}]}\n'
    '  "a.b": {calls_per_day: 10, aht: 1m}\n'
    "drivers: {centres: {2014-03-01: 43, 2014-05-01: 115}}\n"
    "targets: {service_level: 80% in 20s, max_asa: 40s}\n"
    "variants:\n"
    "  slow: {set: {hotlines.mfc.aht: 5m, targets.max_asa: null}}\n"
)


def test_a_file_is_merged_onto_the_one_it_extends(load: Load) -> None:
    child = "extends: base.yaml\nhotlines:\n  mfc: {aht: 4m, deflect: null}\n  a.b: null\n"
    loaded = load(child, base=BASE)
    assert list(loaded.scenario.hotlines) == ["mfc"]
    mfc = loaded.scenario.hotlines["mfc"]
    assert (mfc.calls_per_day, mfc.aht_s[0], mfc.deflect) == (9000, ((0, 240),), ())
    assert loaded.location_of("hotlines.mfc.aht") == "main.yaml:3:14"
    assert loaded.location_of("hotlines.mfc.calls_per_day") == "base.yaml:3:32"
    figures = {figure.key: figure for figure in loaded.figures}
    assert (figures["hotlines.mfc.aht"].origin, figures["hotlines.mfc.calls_per_day"].origin) == (
        "file",
        "extends",
    )
    assert [path for path, _ in loaded.extends] == ["base.yaml"]


def test_a_mistake_is_reported_in_the_file_that_holds_it(load: Load) -> None:
    with pytest.raises(InputError) as caught:
        load("extends: base.yaml\nmethod: fast\n", base=BASE.replace("aht: 3m", "aht: 3"))
    assert [(p.file, p.line, p.column) for p in caught.value.problems] == [
        ("base.yaml", 3, 62),
        ("main.yaml", 2, 9),
    ]


def test_a_long_chain_of_files_is_refused(load: Load) -> None:
    files = {f"f{k}": f"extends: f{k + 1}.yaml\n" for k in range(20)}
    with refused(InputError, match="more than 8 files"):
        load("extends: f0.yaml\n", **files)


def test_a_circle_of_files_is_refused(load: Load) -> None:
    with refused(InputError, match="already extends it"):
        load("extends: one.yaml\n", one="extends: two.yaml\n", two="extends: one.yaml\n")


def test_a_variant_sets_and_removes(load: Load) -> None:
    loaded = load(BASE, variant="slow")
    assert loaded.scenario.hotlines["mfc"].aht_s[0] == ((0, 300),)
    assert loaded.scenario.groups["mfc"].targets.at(None).max_asa_s is None
    figure = next(figure for figure in loaded.figures if figure.key == "hotlines.mfc.aht")
    assert (figure.origin, figure.location) == ("variant", "main.yaml:8:34")
    assert loaded.variant == "slow"


def test_an_unknown_variant(load: Load) -> None:
    with pytest.raises(InputError) as caught:
        load(BASE, variant="slwo")
    assert in_words(caught.value.problems[0].hint or "") == "did you mean slow?"


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("hotlines.mfc.aht=4m", lambda s: s.hotlines["mfc"].aht_s[0] == ((0, 240),)),
        ('hotlines."a.b".calls_per_day=20', lambda s: s.hotlines["a.b"].calls_per_day == 20),
        ("hotlines.mfc.deflect.0.share=6%", lambda s: s.hotlines["mfc"].deflect[0].share == 0.06),
        ("hotlines.mfc.deflect.0=null", lambda s: s.hotlines["mfc"].deflect == ()),
        ("drivers.centres.2014-05-01=90", lambda s: [v for _, v in s.drivers["centres"].steps] == [43, 90]),
        ("drivers.centres={2014-03-01: 43}", lambda s: [v for _, v in s.drivers["centres"].steps] == [43]),
        ("targets.max_occupancy=90%", lambda s: s.groups["mfc"].targets.at(None).max_occupancy == 0.9),
        ("targets.max_asa=null", lambda s: s.groups["mfc"].targets.at(None).max_asa_s is None),
        ("hotlines.new={calls_per_day: 5, aht: 1m}", lambda s: s.groups["new"].hotlines == ("new",)),
        ("title=a = b", lambda s: s.title == "a = b"),
    ],
)
def test_values_of_the_command_line(load: Load, change: str, seen: Callable[[object], bool]) -> None:
    assert seen(load(BASE, overrides=(change,)).scenario)


@pytest.mark.parametrize(
    ("change", "column", "hint"),
    [
        ("hotlines.mfx.aht=3m", 10, "did you mean mfc?"),
        ("hotlines.mfc.ath=3m", 14, "did you mean aht?"),
        ("hotlines.mfc.aht=3", 18, "did you mean 3s (seconds) or 3m (minutes)?"),
        ("hotlines.mfc.deflect.7.share=6%", 22, None),
        ("title.x=6%", 7, None),
        ("hotlines.mfc.aht", 1, "write it as in hotlines.mfc.aht=4m"),
        ("hotlines.mfc.aht=", 18, "null removes what is there"),
        (".=3", 1, "write it as in hotlines.mfc.aht=4m"),
        ("a." * 5_000 + "b=1", 1, "write it as in hotlines.mfc.aht=4m"),
        ("drivers.centres={2014-03-01: [", 17, "close the bracket, and separate its entries by commas"),
    ],
)
def test_mistakes_on_the_command_line(load: Load, change: str, column: int, hint: str | None) -> None:
    with pytest.raises(InputError) as caught:
        load(BASE, overrides=(change,))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column, problem.source_line) == (
        "--set",
        None,
        column,
        change,
    )
    assert hint is None or in_words(problem.hint or "") == hint
    assert problem_text(problem).startswith("--set: ")


def test_a_changed_figure_loses_its_source_and_the_tree_is_not_changed(load: Load) -> None:
    tree = load(BASE).tree
    changed = build_scenario(apply_set(tree, ["hotlines.mfc.calls_per_day=8000"]))
    sources = [
        next(figure.source for figure in loaded.figures if figure.key == "hotlines.mfc.calls_per_day")
        for loaded in (changed, build_scenario(tree))
    ]
    assert sources == [None, "M24.ru"]


def test_paths_are_shown_without_the_machine_s_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("elsewhere")
    (here / "sub").mkdir()
    for folder in (here / "sub", elsewhere):
        (folder / "s.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.chdir(here)
    assert read_tree("./sub/s.yaml").path == "sub/s.yaml"
    assert read_tree(str(here / "sub" / "s.yaml")).path == "sub/s.yaml"
    assert read_tree(str(elsewhere / "s.yaml")).path == "s.yaml"
    assert load_scenario("sub/s.yaml").location_of("title") == "sub/s.yaml:1:8"
    with refused(InputError, match=r"^none\.yaml: cannot be read: no such file"):
        load_scenario("none.yaml")


@pytest.mark.parametrize("change", [chr(0xDCFF) + "=1", "title=a" + chr(0xD800), f"title=[{chr(0xDFFF)}]"])
def test_bytes_that_are_no_characters_are_refused(load: Load, change: str) -> None:
    with refused(InputError, "these bytes are no characters") as caught:
        load("hotlines: {a: {calls_per_day: 1, aht: 1m}}", overrides=(change,))
    "\n".join(map(problem_text, caught.value.problems)).encode()


def test_a_path_through_what_is_not_there_is_to_be_set_whole(load: Load) -> None:
    text = BASE + "peaks: {rush: {when: {days_of_month: 1}, multiply: {mfc: 2}}}\n"
    with refused(InputError, r"no 'plus' under peaks(\n.*)*hint: there are rush; .* peaks.plus: \{\.\.\.\}"):
        load(text, overrides=("peaks.plus.multiply.mfc=110%",))
    with refused(InputError, "no 'rsh' under peaks(\n.*)*hint: did you mean rush?"):
        load(text, overrides=("peaks.rsh.multiply.mfc=110%",))
    assert load(
        text, overrides=("peaks.plus={when: {days_of_month: 2}, multiply: {mfc: 110%}}",)
    ).scenario.peaks["plus"].multiply == {"mfc": 1.1}


def test_what_stands_in_the_place_of_a_scenario_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("main.yaml").write_text(BASE, encoding="utf-8")
    Path("calls.xlsx").write_bytes(b"PK\x03\x04 the rest of a workbook")
    with refused(InputError, "hint: name the variant by itself: main.yaml --variant slow"):
        load_scenario("main.yaml#slow")
    with refused(InputError, "hint: mfc-capacity init writes a starter"):
        load_scenario("none.yaml#slow")
    with refused(InputError, r"a workbook, not a scenario\n  hint: .* volumes: \[\{file: calls.xlsx\}\]"):
        load_scenario("calls.xlsx")
