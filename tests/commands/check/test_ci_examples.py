"""The examples for pipelines are YAML, and the commands in them run."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

from .conftest import Run

BLOCKS = re.findall(
    r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def strings(node: Any) -> list[str]:
    """Return every text in a document."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


def test_there_is_an_example_for_each_system() -> None:
    names = [block.splitlines()[0].removeprefix("# ") for block in BLOCKS]
    assert names == [".github/workflows/scenarios.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"]


@pytest.mark.parametrize("block", BLOCKS[:2], ids=["github", "gitlab"])
def test_the_command_of_an_example_runs(
    block: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = [text for text in strings(yaml.safe_load(block)) if text.startswith("mfc-capacity check")]
    words = shlex.split(command)
    at = words.index("--baseline-ref")
    # A branch to compare with is there only in a pipeline; the reports go into a folder of the test.
    arguments = [re.sub(r"^(\w+)=(.*)", rf"\1={folder}/\2", word) for word in words[1:at] + words[at + 2 :]]
    monkeypatch.chdir(ROOT)
    ran = run(*arguments)
    assert (ran.code, ran.err) == (1, "")
    assert {path.name for path in folder.iterdir()} == {
        word.partition("=")[2] for word in words if "=" in word
    }


def test_the_hooks_take_scenarios_and_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    config = yaml.safe_load(BLOCKS[2])
    wanted = {hook["id"]: hook.get("args", []) for hook in config["repos"][0]["hooks"]}
    assert wanted.keys() == {hook["id"] for hook in HOOKS}
    monkeypatch.chdir(ROOT)
    for hook in HOOKS:
        assert hook["language"] == "python"
        assert re.search(hook["files"], "scenarios/moscow-2014.yaml")
        assert not re.search(hook["files"], "scenarios/limits/finance.yaml")
        words = shlex.split(hook["entry"])
        ran = run(*words[1:], *wanted[hook["id"]], "scenarios/moscow-2014.yaml")
        assert (ran.code, ran.err) == (1 if "check" in words else 0, "")
