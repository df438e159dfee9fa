"""CI systems look for files from the root of the repository, wherever the command runs; every finding has a line."""

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT

from .conftest import TWO_GROUPS, Run

SCHEMAS = ROOT / "tests" / "data" / "schemas"
LIMITS = "schema: mfc-capacity/limits/1\nlimits: [{id: slow, metric: asa_s, max: 0s}]\n"
OWN = TWO_GROUPS + "limits: [{id: dear, metric: cost, max: 1 RUB}]\n"
Found = dict[str, list[Any]]


@pytest.fixture
def repository(folder: Path) -> Path:
    """A repository with a scenario below its root, the file it extends, a file of limits, and a broken scenario."""
    (folder / ".git").mkdir()
    (folder / "plans" / "city").mkdir(parents=True)
    files = {
        "plans/base.yaml": OWN,
        "plans/city/main.yaml": "extends: ../base.yaml\ntitle: Main\n",
        "plans/limits.yaml": LIMITS,
        "plans/city/broken.yaml": "extends: ../base.yaml\nhotlines: {a: {aht: 3}}\n",
        "plans/city/gone.yaml": "extends: nowhere.yaml\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def found(run: Run, *arguments: str) -> Found:
    """Return the places and fingerprints of each format, checked against the formats' schemas."""
    issues = json.loads(run("check", *arguments, "-f", "gitlab").out)
    jsonschema.Draft202012Validator(
        json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    ).validate(issues)
    log = json.loads(run("check", *arguments, "-f", "sarif").out)
    jsonschema.Draft4Validator(
        json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    ).validate(log)
    results = log["runs"][0]["results"]
    related = [at["physicalLocation"] for result in results for at in result.get("relatedLocations", ())]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    notes = run("check", *arguments, "-f", "github").out
    return {
        "gitlab": [(issue["location"]["path"], issue["location"]["lines"]["begin"]) for issue in issues],
        "sarif": [(at["artifactLocation"]["uri"], at["region"]["startLine"]) for at in places],
        "related": [(at["artifactLocation"]["uri"], at["region"]["startLine"]) for at in related],
        "github": [
            (file, int(line)) for file, line in re.findall(r"file=([^,]+),line=(\d+),col=\d+,", notes)
        ],
        "fingerprints": [issue["fingerprint"] for issue in issues]
        + [result["partialFingerprints"]["mfcCapacityLimit/v1"] for result in results],
        "said": [issue["description"] for issue in issues]
        + [result["message"]["text"] for result in results]
        + notes.splitlines(),
    }


def test_paths_and_fingerprints_are_the_same_from_every_folder(
    run: Run, repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = {
        repository: "plans/",
        repository / "plans": "",
        repository / "plans" / "city": "../",
        tmp_path_factory.mktemp("elsewhere"): f"{repository}/plans/",
    }
    seen = []
    for where, way in ways.items():
        monkeypatch.chdir(where)
        scenarios = [f"{way}city/{name}.yaml" for name in ("main", "broken", "gone")]
        seen.append(found(run, *scenarios, "--limits", f"{way}limits.yaml"))
    for other in seen[1:]:
        assert {key: other[key] for key in other if key != "said"} == {
            key: seen[0][key] for key in seen[0] if key != "said"
        }
    places = [
        ("plans/city/broken.yaml", 2),
        ("plans/city/gone.yaml", 1),
        ("plans/base.yaml", 14),
        ("plans/limits.yaml", 2),
    ]
    assert sorted(set(seen[0]["gitlab"])) == sorted(places)
    assert seen[0]["gitlab"] == seen[0]["sarif"] == seen[0]["github"]
    assert {file for file, _ in seen[0]["related"]} == {"plans/base.yaml"}


def test_a_work_tree_of_another_repository_has_a_file_for_a_root(run: Run, repository: Path) -> None:
    (repository / ".git").rmdir()
    (repository / "plans" / ".git").write_text("gitdir: /elsewhere/.git/worktrees/plans\n", encoding="utf-8")
    assert found(run, "plans/city/main.yaml")["gitlab"] == [("base.yaml", 14)]


def test_without_a_repository_paths_are_relative_to_the_working_folder(
    run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".git").rmdir()
    monkeypatch.chdir(repository / "plans")
    assert found(run, "city/main.yaml")["gitlab"] == [("base.yaml", 14)]


@pytest.mark.parametrize("change", ["hotlines.a.aht=3", "limits=[{id: x, metric: asa_s, max: 0s}]"])
@pytest.mark.usefixtures("repository")
def test_what_is_set_stands_at_the_scenario(run: Run, change: str) -> None:
    seen = found(run, "plans/city/main.yaml", "--set", change)
    assert seen["gitlab"] == seen["sarif"] == seen["github"] == [("plans/city/main.yaml", 1)]
    said = f"(on the command line: --set {change})"
    assert all(said in text or said.replace("%", "%25") in text for text in seen["said"])


@pytest.mark.parametrize(
    ("limits", "place"), [((), "stdin"), (("--limits", "plans/limits.yaml"), "plans/limits.yaml")]
)
@pytest.mark.usefixtures("repository")
def test_standard_input_stands_at_the_closest_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, limits: tuple[str, ...], place: str
) -> None:
    content = OWN.replace("aht: 3m", "aht: 3").encode()

    def read_again(*arguments: str, **files: str) -> Any:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        return run(*arguments, **files)

    seen = found(read_again, "-", *limits)
    assert seen["gitlab"] == seen["sarif"] == seen["github"] == [(place, 1)]
    assert all("(in standard input: line 5)" in text for text in seen["said"])
